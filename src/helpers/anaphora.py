"""Whom "he said" and "the chancellor" mean, where the sentences of an article can be trusted to stand in order."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from helpers.actors import Mention, is_free
from helpers.cases import Case
from helpers.cleaning import Sentence

_NEAR = 2  # sentences between a person's name and a pronoun that may mean it
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|him)\b")
_NAME = re.compile(r"\b(?:[A-Z][\w'’-]*[a-z] )+(?:[A-Z]\. )?[A-Z][\w'’-]*[a-z]\b")
_OFFICE = re.compile(
    r"\bthe ((?:prime |foreign |defen[cs]e )?(?:president|chancellor|minister|secretary[- ]general"
    r"|secretary of state|head of state|foreign secretary|spokesman|spokesperson|leader|chief))\b"
    r"(?! of\b| executive\b| (?-i:[A-Z]))",  # "the President Sauli N" is named
    re.IGNORECASE,
)
_OTHER_WORDS = {"head of state": "president"}
_Spans = Sequence[tuple[int, int]]


class _Named(NamedTuple):
    """Somebody named by name: the actor, or "" for a person the case does not know."""

    at: int
    sentence: int
    actor: str


def resolve(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], case: Case) -> list[Mention]:
    """Return `mentions` with those of pronouns (via "pronoun") and bare offices (via "role") put in, in order.

    "He", "she", "his", "her" and "him" mean the only person named last, in the same sentence or the two before it, and
    nobody where two persons compete or that one is unknown to the case; "the chancellor" the person named last
    whose office in the case ends so. Meant for text in order: in a shuffled article the last one named is chance.
    Limit: it knows nobody's gender, and no "they" or "it".
    """
    taken = [(m.start, m.end) for m in mentions]
    people = _people(text, sentences, mentions, case)
    found = []
    for sentence in sentences:
        if sentence.kind == "body":
            found += _pronouns(text, sentence, people, taken)
            found += _offices(text, sentence, people, taken, case)
    return sorted([*mentions, *found])


def _people(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], case: Case) -> list[_Named]:
    """Return the persons named in the body, known or not, in order."""
    known = [m for m in mentions if m.via in ("name", "role", "introduced")]
    named = []
    for sentence in sentences:
        if sentence.kind != "body":
            continue
        inside = [m for m in known if sentence.start <= m.start < sentence.end]
        named += [_Named(m.start, sentence.n, m.actor) for m in inside if _is_person(m, case)]
        for match in _NAME.finditer(text, sentence.start, sentence.end):
            if all(match.end() <= m.start or m.end <= match.start() for m in inside):
                named.append(_Named(match.start(), sentence.n, ""))
    return sorted(named)


def _is_person(mention: Mention, case: Case) -> bool:
    return mention.via == "introduced" or case.actors[mention.actor].kind == "person"


def _pronouns(text: str, sentence: Sentence, people: Sequence[_Named], taken: _Spans) -> list[Mention]:
    made = []
    for match in _PRONOUN.finditer(text, sentence.start, sentence.end):
        before = [p for p in people if p.at < match.start() and p.sentence >= sentence.n - _NEAR]
        nearest = [p for p in before if p.sentence == before[-1].sentence] if before else []
        if len({p.actor for p in nearest}) == 1 and nearest[0].actor and is_free(match.span(), taken):
            made.append(Mention(match.start(), match.end(), nearest[0].actor, "pronoun"))
    return made


def _offices(text: str, sentence: Sentence, people: Sequence[_Named], taken: _Spans, case: Case) -> list[Mention]:
    made = []
    for match in _OFFICE.finditer(text, sentence.start, sentence.end):
        office = match[1].casefold()
        office = _OTHER_WORDS.get(office, office)
        holders = [p.actor for p in people if p.at < match.start() and p.actor and _holds(p.actor, office, case)]
        if holders and is_free(match.span(), taken):
            made.append(Mention(match.start(), match.end(), holders[-1], "role"))
    return made


def _holds(actor: str, office: str, case: Case) -> bool:
    return any(name.casefold().endswith(office) for role in case.actors[actor].roles for name in role.names)
