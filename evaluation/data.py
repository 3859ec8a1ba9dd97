"""Reading the development data of ../shared; nothing here is shipped."""

import json
from pathlib import Path

import pandas as pd

from helpers import paths

SHARED = paths.ROOT.parent / "shared"
_POLARITY = {2.0: "negative", 4.0: "neutral", 6.0: "positive"}


def newsmtsc(name: str = "devtest_mt") -> pd.DataFrame:
    """Return one row a target of NewsMTSC: text, start, end, label."""
    rows = []
    for line in (SHARED / "gold" / "newsmtsc" / f"{name}.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        rows += [
            (record["sentence_normalized"], t["from"], t["to"], _POLARITY[t["polarity"]]) for t in record["targets"]
        ]
    return pd.DataFrame(rows, columns=["text", "start", "end", "label"])


def plover_pairs() -> pd.DataFrame:
    """Return one row a source-target pair: text, actor and recipient spans, root category.

    Spans are those of the first marked mention; pairs whose markup is damaged are left out.
    """
    table = pd.read_csv(SHARED / "gold" / "plover" / "plv_dev.tsv", sep="\t")
    rows = [(*_unmarked(r.marked_sentence), r.gold_root) for r in table.itertuples()]
    return pd.DataFrame(rows, columns=["text", "actor", "recipient", "label"]).dropna()


def _unmarked(marked: str) -> tuple[str, tuple[int, int] | None, tuple[int, int] | None]:
    """Return the sentence without <s> and <t> tags, and the span of the first of each."""
    spans: dict[str, tuple[int, int]] = {}
    text, opened = "", {}
    for piece in marked.replace("<", "\0<").split("\0"):
        for tag in ("s", "t"):
            if piece.startswith(f"<{tag}>"):
                opened[tag] = len(text)
                piece = piece[3:]
            elif piece.startswith(f"</{tag}>"):
                if tag in opened:
                    spans.setdefault(tag, (opened[tag], len(text)))
                piece = piece[4:]
        text += piece
    return text, spans.get("s"), spans.get("t")


def polnear(split: str = "dev") -> list[tuple[str, list[dict]]]:
    """Return (text, attributions) of each PolNeAR article; an attribution maps source and content to character spans.

    Where several people annotated an article, the first file by name counts.
    """
    folder = SHARED / "gold" / "polnear" / split
    notes = {p.stem.rsplit("_", 1)[0]: p for p in sorted(folder.rglob("*.ann"), reverse=True)}
    return [
        (p.read_text("utf-8"), _attributions(notes[p.stem])) for p in sorted(folder.rglob("*.txt")) if p.stem in notes
    ]


def _attributions(file: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """Return the attributions of one brat file: lists of spans for Source and Content, discontinuous ones in parts."""
    lines = [line.partition("\t")[::2] for line in file.read_text("utf-8").splitlines()]
    spans = {}
    for key, rest in lines:
        if key.startswith("T"):
            places = rest.split("\t")[0].split(" ", 1)[1]
            spans[key] = [tuple(map(int, part.split())) for part in places.split(";")]
    found = []
    for key, rest in lines:
        if key.startswith("E"):
            roles: dict[str, list[tuple[int, int]]] = {"Source": [], "Content": []}
            for role, name in (argument.split(":") for argument in rest.split()):
                if role.rstrip("0123456789") in roles:
                    roles[role.rstrip("0123456789")] += spans[name]
            if roles["Content"]:
                found.append(roles)
    return found
