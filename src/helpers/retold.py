"""Is it an earlier happening, told again? Tense, dates and the place of a noun in its sentence say so."""

import re
from itertools import pairwise

from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.words import words

_UNITS, _LONG_AGO, _PASSING = (words("retold", name) for name in ("units", "long_ago", "passing"))
_YEAR = re.compile(r"^(?:19|20)\d\d(?:-\d\d)?$")
_RELATIVE = frozenset(("which", "who", "whose", "where"))
_DEFINITE = frozenset(("the", "this", "that", "its", "their"))
_BEFORE = 8  # words before an event's in which a conjunction governs it


def is_earlier(tokens: list[Token], trigger: Trigger, year: int | None, is_told: bool) -> bool:
    """Tell whether a happening is an earlier one.

    `year` is the article's, before which a stated year is an earlier one; where it is unknown any stated year is, as
    news does not state its own. In reported speech (`is_told`) a past perfect is the tense of what is said.
    """
    return (
        _is_since(tokens, trigger)
        or _is_dated(tokens, trigger, year)
        or (not is_told and _is_past_perfect(tokens, trigger))
        or _is_long_ago(tokens, trigger)
        or _is_in_passing(tokens, trigger)
    )


def _lemmas(tokens: list[Token], trigger: Trigger, before: int) -> list[str]:
    """Return the lemmas of the clause before the trigger, at most `before`."""
    lemmas = [t.lemma for t in tokens[max(0, trigger.first - before) : trigger.first]]
    commas = [i for i, w in enumerate(lemmas) if w == ","]
    return lemmas[commas[-1] + 1 :] if commas else lemmas


def _rest(tokens: list[Token], trigger: Trigger) -> list[Token]:
    """Return the words after the trigger, at most a dozen, up to a relative clause: what it dates is not the event."""
    rest = tokens[trigger.last + 1 : trigger.last + 13]
    return rest[: next((i for i, t in enumerate(rest) if t.lemma in _RELATIVE), len(rest))]


def _is_since(tokens: list[Token], trigger: Trigger) -> bool:
    """Tell "since it attacked" from "since May, it has attacked"."""
    return "since" in _lemmas(tokens, trigger, _BEFORE)


def _is_dated(tokens: list[Token], trigger: Trigger, year: int | None) -> bool:
    # an attack or seizure told with an earlier year anywhere in the sentence is history; other acts only beside it
    is_wide = trigger.category in ("ASSAULT", "COERCE")
    told = tokens if is_wide else [*tokens[max(0, trigger.first - 4) : trigger.first], *_rest(tokens, trigger)]
    stated = [int(t.text[:4]) for t in told if _YEAR.match(t.text)]
    return bool(stated) and (year is None or min(stated) < year)


def _is_past_perfect(tokens: list[Token], trigger: Trigger) -> bool:
    if trigger.form != "verb":
        return False
    return any(t.text.lower() in ("had", "having") for t in tokens[max(0, trigger.first - 3) : trigger.first])


def _is_long_ago(tokens: list[Token], trigger: Trigger) -> bool:
    """Tell by adverbials: "a decade ago", "last spring", "once threatened", "years after it left"."""
    before = _lemmas(tokens, trigger, _BEFORE)
    after = [t.lemma for t in _rest(tokens, trigger)]
    if "ago" in before or "ago" in after:
        return True
    for near in (before, after):
        if any(a == "last" and b in _LONG_AGO for a, b in pairwise(near)):
            return True
    if any(a in _UNITS and b in ("after", "before") for a, b in pairwise(before)):
        return True
    is_past = trigger.form == "verb" and tokens[trigger.first].text.lower() != tokens[trigger.first].lemma
    # "the year it massed its tanks"
    is_then = any(a == "the" and b in _UNITS for a, b in zip(before[-6:], before[-5:], strict=False))
    return is_past and (is_then or bool({"once", "previously", "formerly"} & set(before[-2:])))


def _is_in_passing(tokens: list[Token], trigger: Trigger) -> bool:
    """Tell a definite nominal in a side remark ("over the invasion", "before the war") from the news itself."""
    if trigger.form != "noun" or trigger.category not in ("ASSAULT", "COERCE") or trigger.first < 2:
        return False
    j = trigger.first - 1
    while j > max(0, trigger.first - 5) and tokens[j].lemma not in _DEFINITE:
        if tokens[j].lemma in _PASSING or tokens[j].text == ",":
            return False
        j -= 1
    return tokens[j].lemma in _DEFINITE and j > 0 and tokens[j - 1].lemma in _PASSING
