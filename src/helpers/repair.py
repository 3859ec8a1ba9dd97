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
    "aint arent cant couldnt couldve didnt doesnt dont hadnt hasnt havent heres hes Im isnt itll Ive shes shouldnt "
    "shouldve thatll thats theres theyd theyll theyre theyve wasnt werent weve whats wheres wholl whos wont wouldnt "
    "wouldve youd youll youre youve"
)
_CONTRACTED = frozenset(_CONTRACTIONS.lower().split())
_WORD = re.compile(r"\b\w{2,8}\b")
_SUFFIX = re.compile(r"(n)(t)$|(ll|re|ve|s|d|m)$", re.IGNORECASE)
# "its" is "it is" before these; "Lets" opens a sentence as an appeal
_IT_IS = re.compile(
    r"\b([Ii]t)s(?= (?:a|an|the|not|just|been|very|going|important|clear|hard|time|so|too|no|about|also|still|now|only"
    r"|really|all|what|possible|impossible|likely|unlikely|difficult|too|why|how|because|something|quite|always|never)\b)"
)
_LETS = re.compile(r"(?:(?<=^)|(?<=[.!?] )|(?<=\n))(Let)s(?= [a-z])")
_POSSESSIVE = re.compile(r"\b([A-Z][A-Za-z]+)s\b(?!['’])")
# a plural of these ends in -ies; the days of the calendar have none in the news
_LOWER_POSSESSIVE = re.compile(
    r"\b((?:[a-z]+[bcdfghklmnprtvz]y|today|yesterday|tomorrow|everyone|someone|anyone|nobody))s\b"
)
_VERB_AFTER = re.compile(
    r"\s+(?:are|were|have|had|who|do|did|and|or|in|from|said|say|will|would|can|could|to)\b|\s*[.,;:!?)]|\s*$"
)
_QUOTE_MARKS = re.compile("['\"’‘“”´`]")
_TYPOGRAPHIC = re.compile("[’‘“”´\u00a0]")
_STRAIGHT = {"’": "'", "‘": "'", "´": "'", "“": '"', "”": '"', "\u00a0": " "}
_MOJIBAKE = re.compile(r"[^\x00-\x7f]{2,8}")  # letters of UTF-8 read as Windows-1252 stand in clusters
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_SAID = "said|says|asked|added|told|warned|insisted|explained|continued|wrote|tweeted|stressed|argued|replied|concluded"
_WHO = r"(?:he|she|they|(?:[A-Z][\w.-]+ ?){1,5})"
_PERSONAL = re.compile(r"\b(?:I|we|We|our|Our|us|my|My|me|you|You|your|lets|Lets|Im|Ive|weve)\b")
# the sentence before "he said" alone: where a longer quotation began cannot be told
_QUOTED_BEFORE = re.compile(rf"(?m)(?:^|(?<=[.!?] ))(?P<words>[A-Z][^\n.!?]{{11,}}?,) {_WHO} ?(?:{_SAID})\b")
_QUOTED_AFTER = re.compile(
    rf"(?m)^[^\n]{{0,80}}?\b(?:{_SAID})(?: [^\n,:]{{1,40}})?[,:] (?P<words>[A-Z][^\n]{{11,}}[.!?])$"
)
_DASH = re.compile(r"(?<=[\w)])  (?=\w)")
_GLUED = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])|(?<=[A-Za-z]\))(?=[A-Z][a-z])")
_INITIALS = re.compile(r"\b(?:[A-Z] \. ?)+(?<=[A-Z] \. )?(?<=\.)")
_SPACED = re.compile(r"(?<=\w) (?=[,;:.?!%](?:\s|$)|'s\b)")


def repair(raw: str) -> Repaired:
    """Return `raw` with stripped apostrophes, dashes, glued sentences and spaced punctuation put right.

    Every rule looks at the raw text and overlapping edits are dropped, so the way back is exact. Dashes and
    quotation marks are put back only where the article has lost its marks altogether, and marks only around whole
    clauses in the first or second person with a reporting verb: most of those that are gone stay gone.
    """
    stripped = not _QUOTE_MARKS.search(raw)
    apostrophes = [*_possessives(raw, stripped), *_contractions(raw)]
    edits = [
        *_mojibake(raw),
        *(Edit(m.start(), m.end(), "", "invisible character") for m in _INVISIBLE.finditer(raw)),
        *(Edit(m.start(), m.end(), _LIGATURES[m[0]], "ligature") for m in _LIGATURE.finditer(raw)),
        *apostrophes,
        *(Edit(m.start(), m.end(), _STRAIGHT[m[0]], "typographic mark") for m in _TYPOGRAPHIC.finditer(raw)),
        *(Edit(m.start(), m.start(), " ", "glued sentences") for m in _GLUED.finditer(raw)),
        *(Edit(m.start(), m.end(), m[0].replace(" ", ""), "spaced punctuation") for m in _INITIALS.finditer(raw)),
        *(Edit(m.start(), m.end(), "", "spaced punctuation") for m in _SPACED.finditer(raw)),
    ]
    if apostrophes and stripped:
        edits += _quotation_marks(raw)
        edits += [Edit(m.start(), m.end(), " – ", "dropped dash") for m in _DASH.finditer(raw)]
    return Repaired(raw, _without_overlaps(edits))


def is_stripped(raw: str) -> bool:
    """Tell whether an article has lost its apostrophes and quotation marks."""
    return not _QUOTE_MARKS.search(raw) and bool(_possessives(raw, True) or _contractions(raw))


def _mojibake(raw: str) -> list[Edit]:
    """Return clusters that ftfy knows for UTF-8 read in a wrong encoding ("â€™"), with what they stood for."""
    if raw.isascii():
        return []
    import ftfy

    edits = []
    for match in _MOJIBAKE.finditer(raw):
        fixed = ftfy.fix_encoding(match[0])
        if fixed != match[0]:
            edits.append(
                Edit(match.start(), match.end(), _TYPOGRAPHIC.sub(lambda m: _STRAIGHT[m[0]], fixed), "mojibake")
            )
    return edits


def _possessives(raw: str, stripped: bool) -> list[Edit]:
    """Return possessives of known names; in a text without marks also of names it uses itself, and of "country"."""
    at = [m.end() - 1 for m in _POSSESSIVE.finditer(raw) if m[1] in _known_names()]
    if stripped:
        words = frozenset(re.findall(r"\b[A-Z][A-Za-z]{2,}\b", raw))
        at += [
            m.end() - 1
            for m in _POSSESSIVE.finditer(raw)
            if m[1] in words and m[1] + "s" not in _plurals() and not _VERB_AFTER.match(raw, m.end())
        ]
        at += [m.end() - 1 for m in _LOWER_POSSESSIVE.finditer(raw)]
    return [Edit(i, i, "'", "possessive") for i in sorted(set(at))]


def _quotation_marks(raw: str) -> list[Edit]:
    edits = []
    for pattern in (_QUOTED_BEFORE, _QUOTED_AFTER):
        for match in pattern.finditer(raw):
            start, end = match.span("words")
            if _PERSONAL.search(raw, start, end):
                edits += [Edit(at, at, '"', "quotation mark") for at in (start, end)]
    return edits


def _contractions(raw: str) -> list[Edit]:
    edits = []
    for match in (m for m in _WORD.finditer(raw) if m[0].lower() in _CONTRACTED):
        suffix = _SUFFIX.search(match[0])
        at = match.start() + (suffix.start(2) if suffix[2] else suffix.start(3))
        edits.append(Edit(at, at, "'", "contraction"))
    for pattern in (_IT_IS, _LETS):
        edits += [Edit(m.end() - 1, m.end() - 1, "'", "contraction") for m in pattern.finditer(raw)]
    return edits


@cache
def _plurals() -> frozenset[str]:
    """Return the demonyms of the actor library: "Russians" and "Poles" are people, not possessives."""
    files = sorted(p.stem for p in cases.paths.ACTORS.glob("*.toml"))
    found = [a for file in files for a in cases.actor_library((file,))[0].values()]
    return frozenset(d for actor in found for d in actor.demonyms) | frozenset(
        d + "s" for a in found for d in a.demonyms
    )


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
