"""Who did or said what to whom, in whose voice, and whether it happened: the rule coder and the reader, weighed.

Categories are PLOVER's (Halterman et al. 2023). The rules say what a sentence's words name; the reader's heads say, for
an ordered pair with its names hidden, which category and factuality it reads. A rule shifts the odds by a fixed factor.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers import cleaning, happenings, ladder, reader, roles, rules, speech, tokens, voices, weighing
from helpers.actors import Finder
from helpers.cases import Case, built_in
from helpers.encoding import Span
from helpers.happenings import Judgement
from helpers.heads import EVENT
from helpers.roles import Named, Party
from helpers.voices import Context

_NONE = EVENT[0]
# Chosen on labels kept out of training (python -m training.weigh); natural logarithms of odds.
_ASKED = -0.5  # added to NONE where no rule names any: who is asked about has mostly something to do with the other
_WORD = 6  # characters: room for "their"
_ITS = re.compile(r"\b(?:its|his|her|their)\b", re.IGNORECASE)
_DEMONYMS = ("ian", "ean", "can", "ish", "ese", "ench", "eek")  # where no actor file tells


class Coding(NamedTuple):
    """One row of `classify`."""

    category: str
    mode: str
    content: str
    voice: str
    factuality: str
    status: str
    confidence: float
    rule: str


class Pair(NamedTuple):
    """A text and two spans in it, judged both ways, and what is said in it by which of the two."""

    text: str
    actor: tuple[int, int]
    recipient: tuple[int, int]
    forth: Judgement
    back: Judgement
    said: tuple[tuple[tuple[int, int], tuple[str, ...]], ...]


COLUMNS = list(Coding._fields)


def classify(
    texts: Sequence[str], actors: Sequence[tuple[int, int]], recipients: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Return, for each text, what its actor does to its recipient: one row a text, in order.

    `texts` are a sentence or a few, `actors` and `recipients` one (start, end) each. Columns: category (PLOVER,
    or NONE when nothing happens between the two), mode, content, voice, factuality, status, confidence (0-1, the share
    of the category) and the rule that decided, "reader" where none did. Raises StandoffError for a span outside its
    text.
    """
    for spans in (actors, recipients):
        reader.check_spans("events.classify", zip(texts, spans, strict=True))
    rows = zip(texts, actors, recipients, strict=True)
    return pd.DataFrame([settle(read(*row)) for row in rows], columns=Coding._fields)


def read(text: str, actor: tuple[int, int], recipient: tuple[int, int]) -> Pair:
    """Return what the reader and the speech tagger make of a text and two spans in it."""
    made = reader.read(text, [Span(*actor, 0), Span(*recipient, 1)])
    judged = [
        Judgement(made.ask("event", [a], [b])[0], lambda head, a=a, b=b: made.ask(head, [a], [b])[0])
        for a, b in ((0, 1), (1, 0))
    ]
    said = [s for s in speech.find(text, cleaning.split(text, title=False)) if None not in s.speaker]
    spans = {"actor": actor, "recipient": recipient}
    sides = [(s.content, _speaking(text, s.speaker, spans)) for s in said]
    return Pair(text, actor, recipient, *judged, tuple(sides))


def _speaking(text: str, speaker: tuple[int, int], spans: dict[str, tuple[int, int]]) -> tuple[str, ...]:
    """Return which of two named sides a speaker is of: it is named there, or "its envoy" is of the one named first."""
    start, end = speaker
    named = _states(text[start:end])
    of = [k for k, (a, b) in spans.items() if (start < b and a < end) or named & _states(text[a:b])]
    if not of and _ITS.search(text, max(0, start - _WORD), end):
        of = [k for k in sorted(spans, key=spans.__getitem__) if spans[k][0] < start][:1]
    return tuple(of) or ("?",)


def _states(words: str) -> set[str]:
    """Return the built-in states and organisations that some words name: "Yerevan" and "Armenian" are one side."""
    case, finder = _built_in()
    return {case.top(mention.actor) for mention in finder.find(words)}


@cache
def _built_in() -> tuple[Case, Finder]:
    case = built_in()
    return case, Finder(case)


def settle(pair: Pair) -> Coding:
    """Return one row of `classify`: of the events that rules and reader find from actor to recipient, the likeliest."""
    mentions = sorted([Named(*pair.actor, "actor", "actor"), Named(*pair.recipient, "recipient", "recipient")])
    mentions = [m._replace(is_demonym=pair.text[m.start : m.end].endswith(_DEMONYMS)) for m in mentions]
    context = Context(pair.said)
    judged = {pair.actor: pair.forth, pair.recipient: pair.back}
    found = happenings.find(pair.text, mentions, context, lambda actor, _: judged[actor])
    found = [f for f in found if f.actor.sides == ("actor",) and f.recipient_sides == ("recipient",)]
    if found:
        best = max(found, key=lambda f: f.confidence)
        return _coding(best.category, best.mode, best.content, best.voice, best.factuality, best.confidence, best.rule)
    return _loosely(pair, mentions, context)


def _loosely(pair: Pair, mentions: list[Named], context: Context) -> Coding:
    """Return the event that a rule's words suggest without joining the two, if the reader agrees; else none."""
    row = tokens.tokenise(pair.text)
    parties = [Party(*roles.token_range(row, m), (m.side,), ((m.start, m.end),)) for m in mentions]
    ruled = rules.fit(row, parties, {p.last for p, m in zip(parties, mentions, strict=True) if m.is_demonym})
    told = voices.of(voices.speakers_at(ruled.start, context) if ruled else (), ("actor",), "")
    voice, _ = weighing.teller(
        row, ruled.trigger.category if ruled else "", *told, pair.forth.voice, ("actor",), context
    )
    coded = rules.promised(ruled, voice) if ruled else None
    shares = weighing.category(
        pair.forth.category, {coded.category: ruled.fit} if coded else {}, 0.0 if coded else _ASKED
    )
    best = max(shares, key=shares.__getitem__)
    if best == _NONE:
        return _coding(_NONE, "", "", "narrator", "asserted", shares[best], "neither rule nor reader sees one")
    if coded is None or coded.category != best:
        told = weighing.voice(row, best, pair.actor, pair.recipient, ("actor",), context)
        voice, _ = weighing.teller(row, best, *told, pair.forth.voice, ("actor",), context)
        return _coding(
            best, "", "", voice, weighing.factuality(row, pair.forth.factuality, None), shares[best], "reader"
        )
    value = weighing.factuality(row, pair.forth.factuality, coded.factuality, ruled.trigger.form, voice)
    return _coding(best, coded.mode, coded.content, voice, value, shares[best], ruled.rule)


def _coding(category: str, mode: str, content: str, voice: str, value: str, share: float, rule: str) -> Coding:
    status = "" if category == _NONE else ladder.status(value, voice)
    return Coding(category, mode, content, voice, value, status, round(share, 2), rule)
