"""Who says what: speaker, cue and content of reported speech, direct, indirect or mixed.

A learned tagger (see models/CARD.md) finds them after the guidelines of PolNeAR (Newell, Margolin and Ruths 2018); the
marks and pronouns in what is said tell its kind.
"""

import re
from typing import NamedTuple

import pandas as pd

from helpers import cleaning, tables, tagger
from helpers.words import words

SAYING = words("speech", "saying")
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Uu]s|I|my|me)\b(?!['’]?\w)")
# A headline's "Peskov: no plans to attack"
_TITLED = re.compile(r"([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}): (.{12,})")
_QUOTES = '"“”„«»'
_MOST = 0.9  # of the letters between quotation marks: the whole is quoted


class Statement(NamedTuple):
    """Spans of one reported saying; an absent speaker or cue is (None, None)."""

    speaker: tuple[int | None, int | None]
    cue: tuple[int | None, int | None]
    content: tuple[int, int]
    kind: str


def attribute(text: str) -> pd.DataFrame:
    """Return the statements in `text`: spans of speaker, cue and content, and kind, as in the statements table.

    `kind` is direct, indirect or mixed. Absent speakers and cues are <NA>. What interrupts the words ("…, he said. …")
    lies within the content. Never fails on unbalanced marks.
    Limits: of nested speech the outermost statement is given; a quotation over several paragraphs is one for each.
    """
    rows = [row(s) for s in find(text, cleaning.split(text, title=False))]
    return tables.frame("statements", rows).drop(columns=["article_id", "speaker"])


def row(statement: Statement) -> dict:
    """Return the span columns of the statements table for one statement."""
    spans = {"speaker": statement.speaker, "cue": statement.cue, "content": statement.content}
    row = {
        f"{name}_{side}": at for name, span in spans.items() for side, at in zip(("start", "end"), span, strict=True)
    }
    return {**row, "kind": statement.kind}


def find(text: str, sentences: list[cleaning.Sentence]) -> list[Statement]:
    """Return the statements in a text whose sentences are known; in order."""
    titled = [s for s in map(lambda sentence: _titled(text, sentence), sentences) if s]
    taken = {s.speaker[0] for s in titled}
    read = [line for line in paragraphs(text, sentences) if line[0][0] not in taken]
    found = [_statement(text, tagged) for tagged in tagger.tag(text, read)]
    # words that nobody says and nothing marks as said are nobody's: "the report of a pullback was read"
    found = [s for s in found if s.kind != "indirect" or s.speaker[0] is not None or s.cue[0] is not None]
    return sorted([*titled, *_own_clauses(text, found)], key=lambda s: s.content)


def _own_clauses(text: str, found: list[Statement]) -> list[Statement]:
    """Leave out a clause that only a semicolon joins to what a cue leads to: "Kyiv said …; Moscow blamed …"."""
    led = {s.cue: s for s in reversed(found) if s.kind == "indirect" and None not in s.cue}
    first = [led.get(s.cue, s) for s in found]
    return [s for s, f in zip(found, first, strict=True) if s is f or ";" not in text[f.content[1] : s.content[0]]]


def paragraphs(text: str, sentences: list[cleaning.Sentence]) -> list[list[tuple[int, int]]]:
    """Return the spans of the sentences that are read, line by line of the text."""
    lines: list[list[tuple[int, int]]] = []
    end = -1
    for sentence in sentences:
        if sentence.kind in ("body", "title"):
            if end < 0 or "\n" in text[end : sentence.start]:
                lines.append([])
            lines[-1].append((sentence.start, sentence.end))
            end = sentence.end
    return lines


def _titled(text: str, sentence: cleaning.Sentence) -> Statement | None:
    found = _TITLED.fullmatch(text, sentence.start, sentence.end) if sentence.kind == "title" else None
    if not found:
        return None
    colon = (found.end(1), found.end(1) + 1)
    return Statement(found.span(1), colon, found.span(2), kind(found[2]))


def _statement(text: str, found: tagger.Tagged) -> Statement:
    content = _with_marks(text, *_without_ends(text, found))
    said = text[slice(*content)]
    for start, end in (found.cue, found.speaker):
        if start is not None and content[0] <= start and end <= content[1]:
            said = said.replace(text[start:end], "", 1)
    return Statement(found.speaker, found.cue, content, kind(said))


def _without_ends(text: str, found: tagger.Tagged) -> tuple[int, int]:
    """Return the content, whole words, without a speaker and cue at either end: they interrupt or are no part of it."""
    start, end = found.content
    for _ in range(2):
        for low, high in (found.speaker, found.cue):
            if low is not None and start < low and high <= end and not re.search(r"\w", text[high:end]):
                end = low
            if low is not None and start <= low and high < end and not re.search(r"\w", text[start:low]):
                start = high
    while start and _in_word(text, start):
        start -= 1
    while end < len(text) and _in_word(text, end):
        end += 1
    return start + len(text[start:end]) - len(text[start:end].lstrip(" ,:\n")), end


def _in_word(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at].isalnum()


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span with the quotation marks that touch it, and without a comma at its end."""
    if start and text[start - 1] in _QUOTES:
        start -= 1
    if re.match(rf"[,.!?]?[{_QUOTES}]", text[end : end + 2]):
        end += 1 if text[end] in _QUOTES else 2
    while end - start > 1 and text[end - 1] in ",; \n":
        end -= 1
    return start, end


def kind(said: str) -> str:
    """Return direct for what is quoted whole (or says "we" without marks), mixed for what is quoted in part."""
    pieces = re.split(f"[{_QUOTES}]", said)
    letters = [sum(map(str.isalpha, piece)) for piece in pieces]
    if len(pieces) == 1:
        return "direct" if _FIRST_PERSON.search(said) else "indirect"
    return "direct" if sum(letters[1::2]) >= _MOST * sum(letters) else "mixed"
