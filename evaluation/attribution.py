"""How well speech is attributed: PolNeAR, as printed and with its marks stripped, and passages of crisis news."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from evaluation import data
from helpers import speech

_Spans = list[tuple[int, int]]
_SHOWN = 4  # examples of each kind of error


class Article(NamedTuple):
    """What the wanted statements of one article came to, and what was made of nothing."""

    name: str
    wanted: list[tuple[str, str, str]]  # outcome (found, other speaker, missed), kind, words
    spurious: list[tuple[str, str]]  # kind, words
    found: int


def main() -> None:
    """Print how much of what is said is found, alone and with its speaker; then by kind, and errors with examples."""
    print(
        "Attribution: content with at least half overlap both ways; and its speaker too (any overlap, or rightly none)"
    )
    dev = data.polnear("dev")
    read = [_read(*article) for article in dev]
    _print("PolNeAR dev", read)
    _print("  marks stripped", [_read(*data.stripped(*article)) for article in dev])
    _print("crisis passages, machine-labelled", [_read(*article) for article in data.crisis_speech()])
    _print_kinds(read)
    _print_errors(read)


def _print(name: str, read: Sequence[Article]) -> None:
    wanted, made = (np.array(x) for x in zip(*((len(a.wanted), a.found) for a in read), strict=True))
    print(f"{name}: {wanted.sum()} wanted, {made.sum()} made")
    for label, outcomes in (("content", ("found", "other speaker")), ("content and speaker", ("found",))):
        hits = np.array([sum(w[0] in outcomes for w in a.wanted) for a in read])
        drawn = np.random.default_rng(0).integers(len(read), size=(500, len(read)))
        low, high = np.percentile(2 * hits[drawn].sum(1) / (wanted[drawn] + made[drawn]).sum(1), [2.5, 97.5])
        score = 2 * hits.sum() / (wanted.sum() + made.sum())
        precision, recall = hits.sum() / made.sum(), hits.sum() / wanted.sum()
        print(f"  {label:<20} F1 {score:.3f} [{low:.3f}, {high:.3f}]  precision {precision:.3f}  recall {recall:.3f}")


def _read(text: str, gold: list[dict[str, _Spans]]) -> Article:
    """Return what became of the attributions of one article."""
    made = list(speech.attribute(text).itertuples())
    wanted, used = [], set()
    for one in gold:
        hit = next((i for i, s in enumerate(made) if i not in used and _half(one["Content"], _content(s))), None)
        outcome = "missed" if hit is None else "found" if _same(one["Source"], made[hit]) else "other speaker"
        used.add(hit)
        start, end = min(one["Content"])[0], max(b for _, b in one["Content"])
        wanted.append((outcome, speech.kind(text[start:end]), text[max(0, start - 60) : end + 60]))
    spurious = [(s.kind, text[slice(*_content(s))]) for i, s in enumerate(made) if i not in used]
    return Article(text[:40], wanted, spurious, len(made))


def _content(made: tuple) -> tuple[int, int]:
    return made.content_start, made.content_end


def _half(gold: _Spans, made: tuple[int, int]) -> bool:
    shared = sum(max(0, min(end, made[1]) - max(start, made[0])) for start, end in gold)
    length = sum(end - start for start, end in gold)
    return shared >= length / 2 and shared >= (made[1] - made[0]) / 2


def _same(gold: _Spans, made: tuple) -> bool:
    if pd.isna(made.speaker_start):
        return not gold
    return any(made.speaker_start < end and start < made.speaker_end for start, end in gold)


def _print_kinds(read: Iterable[Article]) -> None:
    rows = [(kind, outcome) for article in read for outcome, kind, _ in article.wanted]
    table = pd.crosstab(*(pd.Series(column) for column in zip(*rows, strict=True)))
    made = Counter(kind for article in read for kind, _ in article.spurious)
    table = table.assign(spurious=[made[kind] for kind in table.index])
    print("PolNeAR dev, what became of each kind:", table.to_string().replace("\n", "\n  "), sep="\n  ")


def _print_errors(read: Sequence[Article]) -> None:
    """Print errors with examples, spread over the articles."""
    missed, other, spurious = [], [], []
    for article in read:
        missed += [words for outcome, _, words in article.wanted if outcome == "missed"][:1]
        other += [words for outcome, _, words in article.wanted if outcome == "other speaker"][:1]
        spurious += [words for _, words in article.spurious][:1]
    for name, examples in (("missed", missed), ("other speaker", other), ("made of nothing", spurious)):
        print(f"{name}, for example:")
        for words in examples[:: max(1, len(examples) // _SHOWN)][:_SHOWN]:
            print("  …" + " ".join(words.split())[:220])
