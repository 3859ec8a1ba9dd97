"""Which Johnson: surnames that an article gives to somebody the case does not know."""

import re
from collections.abc import Sequence

from helpers.actors import Mention
from helpers.cases import Case
from helpers.words import words

# the word right before a surname, on the same line and in the same clause
_BEFORE = re.compile(r"\b([A-Z][a-z'’-]*[a-z])(?: [A-Z]\.)? $")
_NO_GIVEN_NAME = words("namesakes", "no_given_name")


def drop(text: str, mentions: Sequence[Mention], case: Case) -> list[Mention]:
    """Return `mentions` without surnames of others: "Jill Biden", and every bare "Biden" after her.

    An article that also names the actor in full, or by title, keeps its other bare surnames for the actor.
    Limit: a namesake must be named in full once, with a given name written beside the surname.
    """
    ends = {m.end for m in mentions}
    surnames = [m for m in mentions if _is_surname(text, m, case)]
    others = {m for m in surnames if _is_other(text, m, ends)}
    first = {m.actor: m.start for m in sorted(others, reverse=True)}
    sure = {m.actor for m in mentions if m not in surnames or _is_titled(text, m)}
    gone = others | {m for m in surnames if m.actor not in sure and m.start > first.get(m.actor, len(text))}
    return [m for m in mentions if m not in gone]


def _is_surname(text: str, mention: Mention, case: Case) -> bool:
    actor, name = case.actors.get(mention.actor), text[mention.start : mention.end]
    if not actor or actor.kind != "person" or mention.via != "name" or " " in name:
        return False
    return any(full.endswith(" " + name) for full in actor.names)


def _is_other(text: str, mention: Mention, ends: set[int]) -> bool:
    known = mention.start - 1 in ends  # "Russia Putin", "US President Biden": what stands before names an actor itself
    return not known and has_given_name(text, mention.start)


def has_given_name(text: str, start: int) -> bool:
    """Tell whether the word before a surname at `start` looks like a given name: "Jill", not "President" Biden."""
    before = _BEFORE.search(text, max(0, start - 40), start)
    return bool(before) and before[1].casefold() not in _NO_GIVEN_NAME


def _is_titled(text: str, mention: Mention) -> bool:
    before = _BEFORE.search(text, max(0, mention.start - 40), mention.start)
    return bool(before) and before[1] in ("President", "Minister", "Secretary", "Chancellor", "Premier")
