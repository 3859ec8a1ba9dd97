"""Officials no case knows, whom an article introduces: "German Economy Minister Robert Habeck", later "Habeck"."""

import re
from collections.abc import Iterator, Sequence

from helpers import namesakes
from helpers.actors import Mention, is_free
from helpers.cases import Case
from helpers.words import words

_OFFICES = words("introduced", "offices")
_NOT_NOW = words("introduced", "not_now")
_NO_NAME = words("namesakes", "no_given_name") | words("introduced", "no_person") | _OFFICES
_AROUND = 110  # characters in which the office of a name stands
_PARTICLES = frozenset(("van", "von", "de", "der", "den", "del", "da", "al", "bin"))
# words that may be part of a name: most of a text's begin with a small letter, and need not be looked at
_WORD = re.compile(
    rf"(?<![\w-])(?<!\w['’])(?:(?:{'|'.join(sorted(_PARTICLES))})(?![\w-])"
    r"|(?![a-z])(?:[^\W\d_]\.|[^\W\d_][\w-]*(?:['’][^\W\d_]{2,})?))"
)
_BREAKS = "|".join(sorted(words("introduced", "breaks")))
_ANY = rf"(?!(?:{_BREAKS})\b)[\w'’&/-]+"
_OFFICE = rf"(?:{_ANY} ){{0,6}}?(?:{'|'.join(sorted(_OFFICES))})"
_DUTY = rf"(?: (?:of|for|to|at|on|in)(?: {_ANY}){{1,7}}?)?"
_BETWEEN = re.compile(rf"(?:'s|’s|s)? {_OFFICE}{_DUTY},? ", re.IGNORECASE)  # Germany's [economy minister] X Y
_OF = re.compile(rf"\b{_OFFICE}(?: [\w-]+){{0,4}}? of (?:the )?$", re.IGNORECASE)  # [Prime Minister of] Greece X Y
_THE = re.compile(r", (?:the |an? )?")  # X Y[, the] Chinese envoy
_APART = re.compile(rf"(?:'s|’s|s)? {_OFFICE}\b", re.IGNORECASE)
_OF_APART = re.compile(rf", (?:the |an? )?{_OFFICE} (?:[\w-]+ )?(?:of|for|to) (?:the )?", re.IGNORECASE)
_Spans = Sequence[tuple[int, int]]


def find(text: str, mentions: Sequence[Mention], case: Case) -> list[Mention]:
    """Return `mentions` with those of officials put in (via "introduced"), each naming the actor they are officials of.

    An official is a name of two words or more with an office beside it: "Ukraine's ambassador to London, X Y", "Prime
    Minister of Greece X Y", "X Y, China's deputy envoy"; then the same full name or bare surname wherever it stands.
    Former officials, and a surname that two sides share, are left out. Limit: an office is known by its word, so the
    "chief" of a firm that bears a state's name counts as that state's.
    """
    taken = [(m.start, m.end) for m in mentions]
    offices: dict[str, set[str]] = {}
    sides = [m for m in mentions if m.via != "phrase"]  # an issue has no officials
    for start, end in _names(text, taken):
        for office in _held(text, start, end, sides):
            entry = case.actors[office]  # an adviser of the president is not the president
            actor = entry.parent if entry.kind == "person" and entry.parent else office
            for name in (text[start:end], text[start:end].rpartition(" ")[2]):
                offices.setdefault(name, set()).add(actor)
    sure = {name: next(iter(actors)) for name, actors in offices.items() if len(actors) == 1 and len(name) > 3}
    return sorted([*mentions, *_named(text, sure, taken)])


def _names(text: str, taken: _Spans) -> Iterator[tuple[int, int]]:
    """Yield the runs of two to four capitalised words that are no office, title or actor of the case."""
    run: list[re.Match] = []
    for word in (*_WORD.finditer(text), None):
        if run and (word is None or text[run[-1].end() : word.start()] != " " or not _is_part(word, taken)):
            while run[-1].group() in _PARTICLES:
                run.pop()
            if 2 <= len(run) <= 4:
                yield run[0].start(), run[-1].end()
            run = []
        if word and _is_part(word, taken) and (run or word.group() not in _PARTICLES):
            run.append(word)


def _is_part(word: re.Match, taken: _Spans) -> bool:
    if word.group() in _PARTICLES:
        return True
    is_name = word.group()[0].isupper() and word.group().casefold() not in _NO_NAME
    return is_name and is_free(word.span(), taken)


def _held(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[str]:
    """Yield the actor whose office stands beside a name: the nearest before it, else the nearest after it."""
    for mention in reversed([m for m in mentions if start - _AROUND <= m.start and m.end <= start]):
        between = text[mention.end : start]
        if text[mention.start - 1 : mention.start] == "-":  # "pro-EU president"
            continue
        is_held = _BETWEEN.fullmatch(between) or (between == " " and _OF.search(text[: mention.start][-_AROUND:]))
        if is_held and not _is_past(text[max(0, mention.start - 40) : start]):
            yield mention.actor
            return
    for mention in [m for m in mentions if end <= m.start and m.end <= end + _AROUND]:
        between = text[end : mention.start]
        is_held = _THE.fullmatch(between) and _APART.match(text, mention.end, mention.end + _AROUND)
        if (is_held or _OF_APART.fullmatch(between)) and not _is_past(text[end : mention.end + 40]):
            yield mention.actor
            return


def _is_past(around: str) -> bool:
    return any(word in _NOT_NOW for word in re.findall(r"\w+", around.casefold()))


def _named(text: str, known: dict[str, str], taken: _Spans) -> Iterator[Mention]:
    longest_first = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    for match in re.finditer(rf"\b({longest_first})(?=s?\b|['’])", text) if known else ():
        is_other = " " not in match[1] and namesakes.has_given_name(text, match.start())
        if is_free(match.span(), taken) and not is_other:
            yield Mention(match.start(), match.end(), known[match[1]], "introduced")
