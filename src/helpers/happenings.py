"""The events of one sentence: what its rules find, as the reader leaves it, and what only the reader sees."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise, permutations

import numpy as np

from helpers import ladder, roles, rules, tokens, voices, weighing
from helpers.heads import EVENT
from helpers.roles import Named, Party
from helpers.rules import Found
from helpers.tokens import Token
from helpers.voices import Context

_NONE = EVENT[0]
# Chosen on labels kept out of training (python -m training.weigh); natural logarithms of odds.
_SILENT = 1.0  # added to NONE where no rule names any
_REVERSED = 3.0  # added to NONE where a rule joins the two the other way round
# Chosen on the tuned half of the articles read whole.
_SURE = 0.3  # least share of an event that only the reader sees
_SURE_TOO = 0.8  # and where a rule finds its category elsewhere in the sentence


class Judgement:
    """What the reader's heads say of an ordered pair: shares over EVENT and, once wanted, over FACTUALITY and VOICE.

    Every pair of a sentence is judged, few of them are found to do anything to one another.
    """

    def __init__(self, category: np.ndarray, ask: Callable[[str], np.ndarray]) -> None:
        self.category = category
        self._ask = ask

    @cached_property
    def factuality(self) -> np.ndarray:
        """The share of each factuality."""
        return self._ask("factuality")

    @cached_property
    def voice(self) -> np.ndarray:
        """The share of each voice."""
        return self._ask("voice")


Judge = Callable[[tuple[int, int], tuple[int, int]], Judgement]  # of the spans of actor and recipient


def find(sentence: str, mentions: list[Named], context: Context, judge: Judge) -> list[Found]:
    """Return the events in one sentence between the sides its mentions name.

    What rules find between two named parties stays if the reader does not think it likelier that nothing happens
    there; what they find between others is theirs alone; the reader adds what it is sure of between the rest.
    """
    row = tokens.tokenise(sentence)
    parties = roles.parties(sentence, row, mentions)
    ruled = rules.find(row, mentions, parties, context)
    between = defaultdict(list)
    for found in ruled:
        between[_pair(found.actor, found.recipient)].append(found)
    made = []
    for pair, same in between.items():
        made += _weighed(row, same, judge(*pair), context) if _are_named(pair) else same
    return sorted([*made, *_alone(row, parties, ruled, context, judge)], key=lambda f: (f.start, f.end))


def _pair(actor: Party, recipient: Party | None) -> tuple:
    return tuple(p.spans[0] if p and p.spans else None for p in (actor, recipient))


def _are_named(pair: tuple) -> bool:
    return None not in pair and pair[0] != pair[1]


def _weighed(row: list[Token], same: list[Found], judged: Judgement, context: Context) -> Iterator[Found]:
    """Yield what rules find between one actor and one recipient, as the reader leaves it."""
    shares = weighing.category(judged.category, {f.category: f.fit for f in sorted(same, key=lambda f: f.fit)}, 0.0)
    best = max(shares, key=shares.__getitem__)
    for found in same if best != _NONE else ():
        if shares[found.category] < shares[_NONE]:
            continue
        if best not in {f.category for f in same} and "leaning" not in found.rule:
            found = found._replace(category=best, mode="", content="", rule=f"reader, against {found.rule}")
        # to promise, threaten or ask is done by saying it, whether or not what is promised comes
        firm = found.is_firm or bool(found.content)
        value = (
            found.factuality
            if firm
            else weighing.factuality(row, judged.factuality, found.factuality, found.form, found.voice)
        )
        day = rules.event_day(row, value, context.day)
        voice, speakers = weighing.teller(
            row, found.category, found.voice, found.speaker, judged.voice, found.actor.sides, context
        )
        changed = {"voice": voice, "speaker": speakers, "factuality": value, "day": day}
        yield found._replace(**changed, confidence=round(shares[found.category], 2))


def _alone(
    row: list[Token], parties: list[Party], ruled: list[Found], context: Context, judge: Judge
) -> Iterator[Found]:
    """Yield what only the reader sees, between sides that no rule joins; its words run from one party to the other.

    A category that a rule finds in the sentence is left to the rule. So is an act that the actor itself tells of, as
    rules see who "it" is; and who tells of another's act does not accuse it by that: "Niger said Mali had bombed Chad".
    """
    joined, acting = {(f.actor.sides, f.recipient_sides) for f in ruled}, {f.actor.sides for f in ruled}
    for actor, recipient, judged in _likeliest(row, parties, judge):
        sides = (actor.sides, recipient.sides)
        if sides in joined:
            continue
        shares = weighing.category(judged.category, {}, _SILENT + _REVERSED * (sides[::-1] in joined))
        best = max(shares, key=shares.__getitem__)
        told = voices.speakers_at(recipient.spans[0][0], context)
        own_act = bool(set(told) & set(actor.sides)) and (best not in weighing.SAID or recipient.sides in acting)
        # the reader is surer that something happens than of who does it: only the likelier way round stands
        back = (
            judge(recipient.spans[0], actor.spans[0]).category[EVENT.index(best)] if best not in ladder.MUTUAL else 0.0
        )
        if back > judged.category[EVENT.index(best)]:
            continue
        enough = _SURE_TOO if best in {f.category for f in ruled} else _SURE
        addressed = any(f.category == best and f.actor.sides == actor.sides for f in ruled)
        if best != _NONE and shares[best] >= enough and not own_act and not addressed:
            yield _unruled(row, actor, recipient, best, judged, round(shares[best], 2), context)


def _likeliest(row: list[Token], parties: list[Party], judge: Judge) -> Iterator[tuple[Party, Party, Judgement]]:
    """Yield for each ordered pair of sides the two of its mentions between which something is likeliest to happen.

    Sides named together ("the US and NATO") are one party; "the Russia-Ukraine war" is between the two it names.
    """
    apart = [p for p in parties if _are_opposed(row, p)]
    split = [Party(p.first, p.last, (s,), (at,)) for p in apart for s, at in zip(p.sides, p.spans, strict=True)]
    best: dict[tuple, tuple[Party, Party, Judgement]] = {}
    for actor, recipient in (*permutations(parties, 2), *permutations(split, 2)):
        sides = (actor.sides, recipient.sides)
        if set(actor.sides) & set(recipient.sides):
            continue
        judged = judge(actor.spans[0], recipient.spans[0])
        if sides not in best or judged.category[0] < best[sides][2].category[0]:
            best[sides] = (actor, recipient, judged)
    yield from best.values()


def _are_opposed(row: list[Token], party: Party) -> bool:
    """Tell whether sides named together face each other: "the Russia-Ukraine war", "between Kyiv and Moscow"."""
    if not 1 < len(party.sides) == len(party.spans):
        return False
    is_hyphened = all(b[0] - a[1] == 1 for a, b in pairwise(party.spans))
    return is_hyphened or (party.first > 0 and row[party.first - 1].lemma == "between")


def _unruled(
    row: list[Token],
    actor: Party,
    recipient: Party,
    category: str,
    judged: Judgement,
    confidence: float,
    context: Context,
) -> Found:
    first, last = sorted([actor, recipient])
    value = weighing.factuality(row, judged.factuality, None)
    heard = weighing.voice(row, category, actor.spans[0], recipient.spans[0], actor.sides, context)
    voice, speakers = weighing.teller(row, category, *heard, judged.voice, actor.sides, context)
    return Found(
        first.spans[0][0],
        last.spans[-1][1],
        actor,
        recipient,
        recipient.sides,
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
