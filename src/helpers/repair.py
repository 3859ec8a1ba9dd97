"""Undoing what scraping does to news text, with a way back to the characters of the raw article."""

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from helpers import cases


class Edit(NamedTuple):
    """`text[start:end]` of the raw article becomes `new`; `kind` names the rule."""

    start: int
    end: int
    new: str
    kind: str


class Repaired:
    """Repaired text and the edits that led to it; turns its offsets into offsets of the raw text."""

    def __init__(self, raw: str, edits: list[Edit]) -> None:
        self.edits = edits
        pieces: list[str] = []
        self._starts: list[int] = []  # where each piece begins in the repaired text
        self._pieces: list[tuple[int, int | None]] = []  # raw start, and raw end if the piece is a replacement
        at = length = 0
        for edit in [*edits, Edit(len(raw), len(raw), "", "end")]:
            for text, start, end in ((raw[at : edit.start], at, None), (edit.new, edit.start, edit.end)):
                if text:
                    pieces.append(text)
                    self._starts.append(length)
                    self._pieces.append((start, end))
                    length += len(text)
            at = edit.end
        self.text = "".join(pieces)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span that repaired characters `start` to `end` came from; a replacement counts whole."""
        if end <= start:
            at = self._raw_of(start)[0] if start < len(self.text) else self._raw_of(start - 1)[1]
            return at, at
        return self._raw_of(start)[0], self._raw_of(end - 1)[1]

    def _raw_of(self, offset: int) -> tuple[int, int]:
        """Return the raw span of the one character at `offset`."""
        i = bisect_right(self._starts, offset) - 1
        start, end = self._pieces[i]
        if end is not None:
            return start, end
        return start + offset - self._starts[i], start + offset - self._starts[i] + 1


# Words that lose their apostrophe and are no word without it ("wont" and "cant" hardly ever are one).
_CONTRACTIONS = (
    "aint arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt wasnt werent wont wouldnt "
    "Ive youve theyve weve youre theyre thats whats heres theres hes shes"
)
_CONTRACTION = re.compile(rf"\b({'|'.join(_CONTRACTIONS.split())})\b", re.IGNORECASE)
_SUFFIX = re.compile(r"(n)(t)$|(s|re|ve)$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b([A-Z][A-Za-z]+)s\b(?!['’])")
_QUOTE_MARKS = re.compile("['\"’‘“”´`]")
_TYPOGRAPHIC = re.compile("[’‘“”´\u00a0]")
_STRAIGHT = {"’": "'", "‘": "'", "´": "'", "“": '"', "”": '"', "\u00a0": " "}
_DASH = re.compile(r"(?<=[\w)])  (?=\w)")
_GLUED = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])|(?<=[A-Za-z]\))(?=[A-Z][a-z])")
_INITIALS = re.compile(r"\b(?:[A-Z] \. ?)+(?<=[A-Z] \. )?(?<=\.)")
_SPACED = re.compile(r"(?<=\w) (?=[,;:.?!%](?:\s|$)|'s\b)")


def repair(raw: str) -> Repaired:
    """Return `raw` with stripped apostrophes, dashes, glued sentences and spaced punctuation put right.

    Every rule looks at the raw text and overlapping edits are dropped, so the way back is exact. Quotation
    marks that are gone stay gone; dashes are put back only where the article has lost its marks altogether.
    """
    apostrophes = [*_possessives(raw), *_contractions(raw)]
    edits = [
        *apostrophes,
        *(Edit(m.start(), m.end(), _STRAIGHT[m[0]], "typographic mark") for m in _TYPOGRAPHIC.finditer(raw)),
        *(Edit(m.start(), m.start(), " ", "glued sentences") for m in _GLUED.finditer(raw)),
        *(Edit(m.start(), m.end(), m[0].replace(" ", ""), "spaced punctuation") for m in _INITIALS.finditer(raw)),
        *(Edit(m.start(), m.end(), "", "spaced punctuation") for m in _SPACED.finditer(raw)),
    ]
    if apostrophes and not _QUOTE_MARKS.search(raw):
        edits += [Edit(m.start(), m.end(), " – ", "dropped dash") for m in _DASH.finditer(raw)]
    return Repaired(raw, _without_overlaps(edits))


def is_stripped(raw: str) -> bool:
    """Tell whether an article has lost its apostrophes and quotation marks."""
    return not _QUOTE_MARKS.search(raw) and bool(_possessives(raw) or _contractions(raw))


def _possessives(raw: str) -> list[Edit]:
    return [
        Edit(m.end() - 1, m.end() - 1, "'", "possessive") for m in _POSSESSIVE.finditer(raw) if m[1] in _known_names()
    ]


def _contractions(raw: str) -> list[Edit]:
    edits = []
    for match in _CONTRACTION.finditer(raw):
        suffix = _SUFFIX.search(match[0])
        at = match.start() + (suffix.start(2) if suffix[2] else suffix.start(3))
        edits.append(Edit(at, at, "'", "contraction"))
    return edits


@cache
def _known_names() -> frozenset[str]:
    """Return the one-word names of the actor library that take a possessive; demonyms are plurals with s."""
    names: set[str] = set()
    for file in sorted(p.stem for p in cases.paths.ACTORS.glob("*.toml")):
        actors, _ = cases.actor_library((file,))
        for actor in actors.values():
            words = [*actor.names, *actor.metonyms]
            names |= {n.split()[-1] for n in words if actor.kind == "person"} | {n for n in words if " " not in n}
    return frozenset(names)


def _without_overlaps(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start > kept[-1].end or (edit.start == kept[-1].end and edit.start != kept[-1].start):
            kept.append(edit)
    return kept
