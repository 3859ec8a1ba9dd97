"""Reading the development data of ../shared; nothing here is shipped."""

import json
import re
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from helpers import articles, cases, cleaning, ladder, paths

SHARED = paths.ROOT.parent / "shared"
LABELS = Path(__file__).parent / "labels"
SUITE = Path(__file__).parent / "suite" / "suite.tsv"
_KEYED = re.compile(r"^[TE]\d+\t.*", re.MULTILINE)
_MARKS = re.compile("[\"“”„«»'’‘`]")
_ROLES = ("actor", "recipient")
_DIRECTED = {
    0: ("neutral", "neutral"),
    1: ("support", "neutral"),
    2: ("neutral", "support"),
    3: ("oppose", "neutral"),
    4: ("neutral", "oppose"),
}
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


def dse(split: str = "valid") -> pd.DataFrame:
    """Return one row a sentence: text, spans p and q, what p holds toward q (`forth`), and q toward p (`back`)."""
    rows = []
    for line in (SHARED / "gold" / "dse" / f"{split}.tsv").read_text("utf-8").splitlines():
        marked, _, _, label = line.split("\t")
        text, spans = _unbracketed(marked)
        if len(spans) == 2:
            rows.append((text, *spans, *_DIRECTED[int(label)]))
    return pd.DataFrame(rows, columns=["text", "p", "q", "forth", "back"])


def _unbracketed(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the sentence without brackets, and what they held, made whole words ("[Brussel]s")."""
    text, spans, start = "", [], 0
    for char in marked:
        if char == "[":
            start = len(text)
        elif char == "]":
            spans.append((start, len(text)))
        else:
            text += char
    return text, [(a, _word_end(text, b)) for a, b in spans]


def _word_end(text: str, at: int) -> int:
    while at < len(text) and text[at].isalpha():
        at += 1
    return at


def is_own(text: str) -> bool:
    """Return whether a training sentence is kept for our own held-out part: one in four, by a hash that never moves."""
    return zlib.crc32(text.encode()) % 4 == 0


def is_held_out(text: str) -> bool:
    """Return whether a training sentence of NewsMTSC is kept for our own held-out part: one in ten."""
    return zlib.crc32(text.encode()) % 1000 < 100


@cache
def _crisis() -> pd.DataFrame:
    found, _ = articles.read(SHARED / "corpora" / "ukraine-2022", case=cases.load("ukraine-2022"))
    return found


@cache
def crisis_texts() -> dict[str, str]:
    """Return the raw text of every article of ../shared/corpora/ukraine-2022, by article_id."""
    return dict(zip(_crisis()["article_id"], _crisis()["text"], strict=True))


def labelled_articles() -> set[str]:
    """Return the article_id of every real article that some label of this folder is about."""
    files = [pd.read_csv(file, sep="\t") for file in sorted(LABELS.glob("*.tsv"))]
    return {article_id for table in files for article_id in table["article_id"]}


def crisis(labels: Path) -> pd.DataFrame:
    """Return a file of labels on real crisis news with the sentence each is about, its spans moved into `text`.

    The file holds article_id, sentence_start, sentence_end and pairs of columns <role>_start, <role>_end (or start,
    end), all counted in the article; each named pair becomes one column <role>_span.
    """
    table = pd.read_csv(labels, sep="\t", keep_default_na=False)
    texts = crisis_texts()
    at = zip(table["article_id"], table["sentence_start"], table["sentence_end"], strict=True)
    made = table.assign(text=[texts[i][a:b] for i, a, b in at])
    for column in [c for c in table.columns if c.endswith("start") and c != "sentence_start"]:
        begin, end = (table[c] - table["sentence_start"] for c in (column, column[: -len("start")] + "end"))
        if column == "start":
            made = made.assign(start=begin, end=end)
        else:
            made[column.replace("_start", "_span")] = list(zip(begin, end, strict=True))
    return made


def crisis_actors(coder: str) -> pd.DataFrame:
    """Return the mentions one pass marked: article_id, sentence_start, sentence_end, start, end, actor, words, side.

    Offsets are the article's. A sentence without mentions has no row.
    """
    table = pd.read_csv(LABELS / "actors.tsv", sep="\t")
    table = table[(table["coder"] == coder) & table["start"].notna()].drop(columns="coder").reset_index(drop=True)
    table = table.astype({"start": int, "end": int})
    texts, case = crisis_texts(), cases.load("ukraine-2022")
    words = [texts[i][a:b] for i, a, b in zip(table["article_id"], table["start"], table["end"], strict=True)]
    return table.assign(words=words, side=table["actor"].map(case.top))


def actor_sentences() -> set[tuple[str, int, int]]:
    """Return article_id, start and end of the sentences in which actors were marked."""
    table = pd.read_csv(LABELS / "actors.tsv", sep="\t")
    return set(zip(table["article_id"], table["sentence_start"], table["sentence_end"], strict=True))


def whole_articles() -> pd.DataFrame:
    """Return the articles that were read whole: article_id, part ("tuned" or "held")."""
    return _whole()[["article_id", "part"]].drop_duplicates()


def whole() -> pd.DataFrame:
    """Return the events listed in the articles read whole.

    Columns: article_id, part, sentence_start, actor and recipient (sides), category, factuality, voice, status,
    reach ("named": both sides are named in the sentence).
    """
    table = _whole()
    table = table[table["category"] != "NONE"].astype({"sentence_start": int}).reset_index(drop=True)
    told = zip(table["factuality"], table["voice"], strict=True)
    return table.assign(status=[ladder.status(*pair) for pair in told])


def _whole() -> pd.DataFrame:
    return pd.read_csv(LABELS / "whole.tsv", sep="\t", keep_default_na=False)


def crisis_records(article_ids: Iterable[str]) -> list[dict]:
    """Return the cleaned rows of some articles of ../shared/corpora/ukraine-2022, as `annotate` takes them."""
    wanted = _crisis()[_crisis()["article_id"].isin(set(article_ids))]
    return cleaning.clean(wanted)[0].to_dict("records")


def crisis_speech() -> list[tuple[str, list[dict]]]:
    """Return the labelled passages of crisis news and what a machine pass found attributed in them, like `polnear`."""
    table = pd.read_csv(LABELS / "speech.tsv", sep="\t")
    made = []
    for (article_id, low, high), rows in table.groupby(["article_id", "passage_start", "passage_end"]):
        own = rows[rows["content_start"].notna()]
        roles = {"Source": "speaker", "Cue": "cue", "Content": "content"}
        gold = [{role: _placed(row, name, low) for role, name in roles.items()} for row in own.to_dict("records")]
        made.append((crisis_texts()[article_id][low:high], gold))
    return made


def _placed(row: dict, name: str, shift: int) -> list[tuple[int, int]]:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return [] if pd.isna(start) else [(int(start) - shift, int(end) - shift)]


def suite(part: str) -> pd.DataFrame:
    """Return half of the constructed suite, "tuned" or "held": text, first actor_span and recipient_span, its coding.

    `status` follows from voice and factuality.
    """
    table = _suite()
    table = _first_spans(table[table["part"] == part].reset_index(drop=True))
    status = [ladder.status(f, v) if f else "" for f, v in zip(table["factuality"], table["voice"], strict=True)]
    return table.assign(status=status)


def constructed(file: Path) -> pd.DataFrame:
    """Return sentences written to be trained on, in the columns of the suite, and `reverse`."""
    return _first_spans(pd.read_csv(file, sep="\t", keep_default_na=False))


def _first_spans(table: pd.DataFrame) -> pd.DataFrame:
    spans = {role: [tuple(map(int, s.split("; ")[0].split("-"))) for s in table[f"{role}s"]] for role in _ROLES}
    return table.assign(**{f"{role}_span": found for role, found in spans.items()})


def suite_second() -> pd.DataFrame:
    """Return the rows of the suite that a second, blind pass has coded, its answers in columns second_<name>."""
    table = _suite()
    return table[table["second_category"] != ""].reset_index(drop=True)


def _suite() -> pd.DataFrame:
    return pd.read_csv(SUITE, sep="\t", keep_default_na=False)


def plover_pairs() -> pd.DataFrame:
    """Return one row a source-target pair: text, actor_span, recipient_span, root category.

    Spans are those of the first marked mention; pairs whose markup is damaged are left out.
    """
    table = pd.read_csv(SHARED / "gold" / "plover" / "plv_dev.tsv", sep="\t")
    rows = [(*_unmarked(r.marked_sentence), r.gold_root) for r in table.itertuples()]
    return pd.DataFrame(rows, columns=["text", "actor_span", "recipient_span", "label"]).dropna()


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
    """Return (text, attributions) of each PolNeAR article; an attribution maps source, cue, content to character spans.

    Where several people annotated an article, the first file by name counts.
    """
    folder = SHARED / "gold" / "polnear" / split
    notes = {p.stem.rsplit("_", 1)[0]: p for p in sorted(folder.rglob("*.ann"), reverse=True)}
    return [
        (p.read_text("utf-8"), _attributions(notes[p.stem])) for p in sorted(folder.rglob("*.txt")) if p.stem in notes
    ]


def stripped(text: str, attributions: list[dict]) -> tuple[str, list[dict]]:
    """Return an article of `polnear` without quotation marks and apostrophes, as some archives keep them."""
    places, at = [], 0
    for character in text:
        places.append(at)
        at += not _MARKS.match(character)
    places.append(at)
    moved = [
        {role: [(places[a], places[b]) for a, b in spans] for role, spans in found.items()} for found in attributions
    ]
    return _MARKS.sub("", text), moved


def _attributions(file: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """Return the attributions of one brat file: spans of Source, Cue and Content, discontinuous ones in parts."""
    # some quoted words hold line breaks of their own, so a line counts only if it begins with a key
    lines = [line.partition("\t")[::2] for line in _KEYED.findall(file.read_text("utf-8"))]
    spans = {}
    for key, rest in lines:
        if key.startswith("T"):
            places = rest.split("\t")[0].split(" ", 1)[1]
            spans[key] = [tuple(map(int, part.split())) for part in places.split(";")]
    found = []
    for key, rest in lines:
        if key.startswith("E"):
            roles: dict[str, list[tuple[int, int]]] = {"Source": [], "Cue": [], "Content": []}
            for role, name in (argument.split(":") for argument in rest.split()):
                if role.rstrip("0123456789") in roles:
                    roles[role.rstrip("0123456789")] += spans[name]
            if roles["Content"]:
                found.append(roles)
    return found
