"""Who acts toward whom where a trigger stands: the parties named, and those that words without a name mean."""

from typing import NamedTuple

from helpers import factuality, ladder, roles, triggers, voices
from helpers.roles import Party
from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.voices import Context
from helpers.words import words

_MOVES_TROOPS = frozenset(("RETREAT", "MOBILIZE"))
_TWO_SIDED = words("events", "two_sided")
_OPENING = 4  # characters: room for "to"


class Acting(NamedTuple):
    """Who acts toward whom, before voice and factuality are known."""

    actor: Party
    recipient: Party | None
    sides: tuple[str, ...]
    confidence: float
    rule: str


def find(
    row: list[Token],
    trigger: Trigger,
    parties: list[Party],
    named: list[Party],
    reading: factuality.Reading,
    context: Context,
) -> Acting | None:
    """Return who acts toward whom among the `parties` a trigger may join, or None where nobody does.

    `named` are all parties of the sentence, among whom a pronoun finds its names.
    """
    made = _acting(row, trigger, parties, reading, context)
    return made and _addressed(made._replace(actor=_where_named(made.actor, named)), trigger, context)


def _acting(
    row: list[Token], trigger: Trigger, parties: list[Party], reading: factuality.Reading, context: Context
) -> Acting | None:
    """Return who acts, named or meant, and the party named as recipient."""
    actor, recipient = roles.assign(row, trigger, parties)
    if actor is None and recipient and len(recipient.sides) > 1 and trigger.category in ladder.MUTUAL:
        actor, recipient = recipient, None  # "talks between Kyiv and Moscow"
    confidence = 0.8 if trigger.form == "verb" else 0.65
    if actor:
        return Acting(actor, recipient, (), confidence, trigger.rule)
    actor = _lean(row, trigger, parties, context, recipient)
    if actor:
        return Acting(actor, recipient, (), confidence - 0.2, trigger.rule + " +leaning actor")
    if _means_case_troops(trigger, reading, voices.speakers_at(row[trigger.first].start, context), context):
        actor = Party(trigger.first, trigger.first, (context.troops,), ())
        return Acting(actor, recipient, (), 0.4, trigger.rule + " +case's troops")
    return None


def _addressed(acting: Acting, trigger: Trigger, context: Context) -> Acting | None:
    """Return `acting` with the sides it is aimed at, or None where nobody is."""
    actor, recipient, _, confidence, rule = acting
    sides = tuple(s for s in recipient.sides if s not in actor.sides) if recipient else ()
    if sides:
        return acting._replace(sides=sides)
    if trigger.category in ladder.MUTUAL and len(actor.sides) > 1:
        # "Macron and Putin agreed": the first named is the actor, the others the recipients
        first, rest = _apart(actor)
        return Acting(first, rest, actor.sides[1:], confidence, rule + " +mutual")
    # a war has two sides, so "the Ukraine war" is no attack of Ukraine's
    attacks = trigger.category == "ASSAULT" and "leaning" not in rule and not _has_two_sides(trigger)
    opponent = context.opponents.get(actor.sides[0])
    if (attacks or trigger.category in _MOVES_TROOPS) and opponent and opponent not in actor.sides:
        return Acting(actor, None, (opponent,), confidence - 0.1, rule + " +adversary")
    return None


def _has_two_sides(trigger: Trigger) -> bool:
    return trigger.form == "noun" and bool(_TWO_SIDED & set(triggers.pattern(trigger).split()))


def _apart(party: Party) -> tuple[Party, Party]:
    """Return the first of the sides named together and the others, each with its own names where that is plain."""
    first, rest = (party._replace(sides=sides) for sides in (party.sides[:1], party.sides[1:]))
    if len(party.sides) != len(party.spans):
        return first, rest
    return first._replace(spans=party.spans[:1]), rest._replace(spans=party.spans[1:])


def _lean(
    row: list[Token], trigger: Trigger, parties: list[Party], context: Context, recipient: Party | None
) -> Party | None:
    """Return who a pronoun or an unnamed subject stands for: an earlier party of the clause, else the speaker."""
    if trigger.form == "verb" and roles.is_passive(row, trigger):
        return None  # "were killed" does not say by whom
    leans = roles.leans(row, trigger)
    speaking = voices.speakers_at(row[trigger.first].start, context)[:1]
    claimant = voices.claimant(row, trigger, parties)
    if leans and claimant not in ((), ("?",)):
        return Party(trigger.first, trigger.first, claimant, ())  # "Russian claims that it had pulled tanks back"
    # in reported speech a pronoun means the speaker, and so do a bare verb and troops of no name: "said it was pulling
    # back", "denied attacking", "said units were heading home"
    bare = trigger.form == "verb" and (trigger.category in _MOVES_TROOPS or _opens_speech(row, trigger, context))
    if speaking and speaking != ("?",) and (leans or bare):
        return Party(trigger.first, trigger.first, speaking, ())
    earlier = [p for p in parties if p.last < trigger.first and p is not recipient]
    return earlier[-1] if leans and earlier and not speaking else None


def _where_named(actor: Party, parties: list[Party]) -> Party:
    """Return whom a pronoun or a bare verb stands for with its names, so that the reader can be asked about it."""
    if actor.spans:
        return actor
    return next((actor._replace(spans=p.spans) for p in parties if p.sides == actor.sides), actor)


def _opens_speech(row: list[Token], trigger: Trigger, context: Context) -> bool:
    """Tell whether a verb without a subject begins what is said: "denied attacking", "threatened to cut off"."""
    at = row[trigger.first].start
    return any(0 <= at - span[0] <= _OPENING for span, _ in context.speech)


def _means_case_troops(
    trigger: Trigger, reading: factuality.Reading, speakers: tuple[str, ...], context: Context
) -> bool:
    """Tell whether a withdrawal without a name is the one the case is about: somebody must speak of it, or deny it.

    A narrator's own remark ("armies take time to withdraw") may be about anybody.
    """
    about_troops = trigger.category == "RETREAT" or trigger.form == "phrase"
    return bool(
        context.troops and about_troops and (speakers or context.owner or reading.value in ("denied", "no_sign"))
    )
