"""Who did or said what to whom, in whose voice, and whether it happened: the rule coder and the reader, weighed.

Categories are PLOVER's (Halterman et al. 2023). The rules say what a sentence's words name; the reader's heads say, for
an ordered pair with its names hidden, which category and factuality it reads. A rule shifts the odds by a fixed factor.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import cleaning, ladder, reader, roles, rules, speech, tokens
from helpers.encoding import Span
from helpers.heads import EVENT, FACTUALITY
from helpers.roles import Named, Party
from helpers.rules import Context, Found
from helpers.tokens import Token

_NONE = EVENT[0]
# Chosen on the tuning half of our labels (python -m training weigh); natural logarithms of odds.
_RULE = 50.0  # added to a category that a rule names for the pair
_SILENT = 50.0  # added to NONE where no rule names any
_CUE = 50.0  # added to the factuality that the cues around a rule's words give
_FLOOR = 1e-4  # the least share of any answer, so that no side is ever certain
# saying them does them, so the actor is no mere witness of its own act
_SAID = frozenset(("ACCUSE", "AGREE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
_DEMONYMS = ("ian", "ean", "can", "ish", "ese", "ench", "eek")  # where no actor file tells


class Judgement(NamedTuple):
    """What the reader's heads say of an ordered pair: shares over EVENT and over FACTUALITY."""

    category: np.ndarray
    factuality: np.ndarray


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
Judge = Callable[[tuple[int, int], tuple[int, int]], Judgement]  # of the spans of actor and recipient


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


def find(words: str, mentions: list[Named], context: Context, judge: Judge) -> list[Found]:
    """Return the events in one sentence between the sides its mentions name."""
    row = tokens.tokenise(words)
    parties = roles.parties(words, row, mentions)
    ruled = defaultdict(list)
    for found in rules.find(row, mentions, parties, context):
        ruled[_pair(found.actor, found.recipient)].append(found)
    made = []
    for actor, recipient in permutations(parties, 2):
        if not set(actor.sides) & set(recipient.sides):
            by_rule = ruled.pop(_pair(actor, recipient), [])
            judged = judge(actor.spans[0], recipient.spans[0])
            made += _settled(row, actor, recipient, by_rule, judged, context)
    # events whose actor or recipient the sentence leaves unnamed are the rules' alone
    return sorted([*made, *(f for group in ruled.values() for f in group)], key=lambda f: (f.start, f.end))


def _pair(actor: Party, recipient: Party | None) -> tuple:
    return tuple(p.spans[0] if p and p.spans else None for p in (actor, recipient))


def _settled(
    row: list[Token], actor: Party, recipient: Party, by_rule: list[Found], judged: Judgement, context: Context
) -> Iterator[Found]:
    """Yield the events of an ordered pair: the likeliest, and those of rules that are likelier than nothing."""
    shares = _category(judged.category, {f.category: 1.0 for f in by_rule})
    best = max(shares, key=shares.__getitem__)
    if best == _NONE:
        return
    kept = [f for f in by_rule if f.category == best or shares[f.category] >= shares[_NONE]]
    for found in kept:
        value = _factuality(judged.factuality, found.factuality)
        day = rules.event_day(row, value, context.day)
        yield found._replace(factuality=value, day=day, confidence=round(shares[found.category], 2))
    if best not in {f.category for f in kept}:
        yield _unruled(row, actor, recipient, best, judged, round(shares[best], 2), context)


def _unruled(
    row: list[Token],
    actor: Party,
    recipient: Party,
    category: str,
    judged: Judgement,
    confidence: float,
    context: Context,
) -> Found:
    """Return an event that only the reader sees; its words are those from one party to the other."""
    first, last = sorted([actor, recipient])
    value = _factuality(judged.factuality, None)
    voice, speakers = _voice(category, actor.spans[0], recipient.spans[0], actor.sides, context)
    return Found(
        first.spans[0][0],
        last.spans[-1][1],
        actor,
        recipient,
        tuple(s for s in recipient.sides if s not in actor.sides),
        category,
        "",
        "",
        voice,
        speakers,
        value,
        "reader",
        confidence,
        rules.event_day(row, value, context.day),
    )


def _voice(
    category: str, actor: tuple[int, int], recipient: tuple[int, int], sides: tuple[str, ...], context: Context
) -> tuple[str, tuple[str, ...]]:
    """Return voice and speakers of an event told by whoever says the words that name the recipient.

    What is done by saying it is the narrator's to report when the one who says it is the actor itself, or stands
    outside the words: "Mali said it would punish Chad", "Mali accused Chad".
    """
    told = rules.speakers_at(recipient[0], context)
    if category in _SAID and (set(told) & set(sides) or rules.speakers_at(actor[0], context) != told):
        told = ()
    return rules.voice_of(told, sides, context.owner)


def _category(shares: np.ndarray, ruled: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each category once the rules, by how well each fits (0-1), have had their say."""
    odds = np.log(shares + _FLOOR)
    for category, fit in ruled.items():
        odds[EVENT.index(category)] += _RULE * fit
    if not ruled:
        odds[0] += _SILENT
    raised = np.exp(odds - odds.max())
    return dict(zip(EVENT, (raised / raised.sum()).tolist(), strict=True))


def _factuality(shares: np.ndarray, cued: str | None) -> str:
    odds = np.log(shares + _FLOOR)
    if cued:
        odds[FACTUALITY.index(cued)] += _CUE
    return FACTUALITY[int(odds.argmax())]


def read(text: str, actor: tuple[int, int], recipient: tuple[int, int]) -> Pair:
    """Return what the reader and the speech tagger make of a text and two spans in it."""
    made = reader.read(text, [Span(*actor, 0), Span(*recipient, 1)])
    judged = [
        Judgement(made.ask("event", [a], [b])[0], made.ask("factuality", [a], [b])[0]) for a, b in ((0, 1), (1, 0))
    ]
    said = [s for s in speech.find(text, cleaning.split(text, title=False)) if None not in s.speaker]
    spans = (("actor", actor), ("recipient", recipient))
    sides = [tuple(side for side, (a, b) in spans if s.speaker[0] < b and a < s.speaker[1]) or ("?",) for s in said]
    return Pair(text, actor, recipient, *judged, tuple((s.content, side) for s, side in zip(said, sides, strict=True)))


def settle(pair: Pair) -> Coding:
    """Return one row of `classify`: of the events that rules and reader find from actor to recipient, the likeliest."""
    mentions = sorted([Named(*pair.actor, "actor", "actor"), Named(*pair.recipient, "recipient", "recipient")])
    mentions = [m._replace(is_demonym=pair.text[m.start : m.end].endswith(_DEMONYMS)) for m in mentions]
    context = Context(pair.said)
    judged = {pair.actor: pair.forth, pair.recipient: pair.back}
    found = find(pair.text, mentions, context, lambda actor, _: judged[actor])
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
    voice, _ = rules.voice_of(rules.speakers_at(ruled.start, context) if ruled else (), ("actor",), "")
    coded = rules.promised(ruled, voice) if ruled else None
    shares = _category(pair.forth.category, {coded.category: ruled.fit} if coded else {})
    best = max(shares, key=shares.__getitem__)
    if best == _NONE:
        return _coding(_NONE, "", "", "narrator", "asserted", shares[best], "neither rule nor reader sees one")
    if coded is None or coded.category != best:
        voice, _ = _voice(best, pair.actor, pair.recipient, ("actor",), context)
        return _coding(best, "", "", voice, _factuality(pair.forth.factuality, None), shares[best], "reader")
    value = _factuality(pair.forth.factuality, coded.factuality)
    return _coding(best, coded.mode, coded.content, voice, value, shares[best], ruled.rule)


def _coding(category: str, mode: str, content: str, voice: str, value: str, share: float, rule: str) -> Coding:
    status = "" if category == _NONE else ladder.status(value, voice)
    return Coding(category, mode, content, voice, value, status, round(share, 2), rule)
