"""The rule coder: PLOVER events from a verb lexicon, word order and cues, each with the rule that decided."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from helpers import factuality, ladder, roles, triggers, voices
from helpers.roles import Named, Party
from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.voices import Context

_SAYING = frozenset(("AGREE", "REQUEST", "THREATEN", "REJECT"))
_DOUBTED = frozenset(["claim", "assertion", "allegation", "report", "suggestion", "accusation", "that"])
_MOVES_TROOPS = frozenset(("RETREAT", "MOBILIZE"))
_MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEVERAL = 1.5  # what a pattern of several words weighs, where one of a single word weighs 1
_WAR = "ASSAULT:war"
_WHOLE_WAR = frozenset(
    f"ASSAULT:{noun}" for noun in ("invasion", "aggression", "military operation", "special military operation")
)
_OPENING = 4  # characters: room for "to"
_STATED_DAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b")


class Coded(NamedTuple):
    """What a trigger comes to."""

    category: str
    mode: str
    content: str
    factuality: str


class _Acting(NamedTuple):
    """Who acts toward whom, before voice and factuality are known."""

    actor: Party
    recipient: Party | None
    sides: tuple[str, ...]
    confidence: float
    rule: str


class Fit(NamedTuple):
    """A trigger that may join two given parties; `fit` is higher the more of them stand where they should."""

    trigger: Trigger
    content: str
    reading: factuality.Reading
    start: int
    fit: float

    @property
    def rule(self) -> str:
        """The name of the lexicon's rule."""
        return self.trigger.rule


class Found(NamedTuple):
    """One event of a sentence; spans in the sentence's characters."""

    start: int
    end: int
    actor: Party
    recipient: Party | None
    recipient_sides: tuple[str, ...]
    category: str
    mode: str
    content: str
    voice: str
    speaker: tuple[str, ...]
    factuality: str
    rule: str
    confidence: float
    day: pd.Timestamp
    is_firm: bool = False  # see factuality.Reading
    form: str = ""  # of the trigger: verb, noun, phrase
    fit: float = 1.0  # as of `Fit`


def find(row: list[Token], mentions: Sequence[Named], parties: list[Party], context: Context) -> list[Found]:
    """Return the events in the tokens of one sentence between its `parties`, which its `mentions` make up."""
    if not mentions and not context.troops:
        return []
    matched = triggers.match(row, {roles.token_range(row, m)[1] for m in mentions if m.is_demonym})
    contents, consumed = _contents(row, matched)
    found = []
    for i, trigger in enumerate(matched):
        if i in consumed:
            continue
        event = _event(row, trigger, parties, context, contents.get(i, ""))
        found += [event] if event else []
    return found


def _event(row: list[Token], trigger: Trigger, parties: list[Party], context: Context, content: str) -> Found | None:
    named, parties = parties, _within(row, trigger, parties, context)
    year = context.day.year if context.day is not None else None
    is_told = bool(voices.speakers_at(row[trigger.first].start, context) or context.owner)
    reading = factuality.of(row, trigger, year, is_told=is_told)
    acting = _acting(row, trigger, parties, reading, context)
    acting = acting and _addressed(acting._replace(actor=_where_named(acting.actor, named)), trigger, context)
    if acting is None:
        return None
    reading = _in_passing(reading, trigger, acting)
    told_by = voices.tellers(row, trigger, reading, parties, context)
    voice, told_by = voices.of(told_by, acting.actor.sides, context.owner)
    coded = _promised(trigger, content, reading, voice)
    if voice == "own" and coded.factuality == "asserted" and voices.is_performed(row, trigger):
        voice, told_by = voices.of((), acting.actor.sides, context.owner)
    return Found(
        row[trigger.first].start,
        row[trigger.last].end,
        acting.actor,
        acting.recipient,
        acting.sides,
        coded.category,
        coded.mode,
        coded.content,
        voice,
        told_by,
        coded.factuality,
        acting.rule,
        round(acting.confidence, 2),
        event_day(row, coded.factuality, context.day),
        reading.is_firm,
        trigger.form,
        _weight(trigger),
    )


def _acting(
    row: list[Token], trigger: Trigger, parties: list[Party], reading: factuality.Reading, context: Context
) -> _Acting | None:
    """Return who acts, named or meant, and the party named as recipient."""
    actor, recipient = roles.assign(row, trigger, parties)
    if actor is None and recipient and len(recipient.sides) > 1 and trigger.category in _MUTUAL:
        actor, recipient = recipient, None  # "talks between Kyiv and Moscow"
    confidence = 0.8 if trigger.form == "verb" else 0.65
    if actor:
        return _Acting(actor, recipient, (), confidence, trigger.rule)
    actor = _lean(row, trigger, parties, context, recipient)
    if actor:
        return _Acting(actor, recipient, (), confidence - 0.2, trigger.rule + " +leaning actor")
    if _means_case_troops(trigger, reading, voices.speakers_at(row[trigger.first].start, context), context):
        actor = Party(trigger.first, trigger.first, (context.troops,), ())
        return _Acting(actor, recipient, (), 0.4, trigger.rule + " +case's troops")
    return None


def _in_passing(reading: factuality.Reading, trigger: Trigger, acting: _Acting) -> factuality.Reading:
    """Return `reading`; where a noun for the whole war names not even its victim, it re-tells: "since the invasion"."""
    passing = trigger.rule in _WHOLE_WAR and "adversary" in acting.rule
    return (
        reading._replace(value="background")
        if passing and reading.value == "asserted" and not reading.is_firm
        else reading
    )


def _addressed(acting: _Acting, trigger: Trigger, context: Context) -> _Acting | None:
    """Return `acting` with the sides it is aimed at, or None where nobody is."""
    actor, recipient, _, confidence, rule = acting
    sides = tuple(s for s in recipient.sides if s not in actor.sides) if recipient else ()
    if sides:
        return acting._replace(sides=sides)
    if trigger.category in _MUTUAL and len(actor.sides) > 1:
        # "Macron and Putin agreed": the first named is the actor, the others the recipients
        first, rest = _apart(actor)
        return _Acting(first, rest, actor.sides[1:], confidence, rule + " +mutual")
    # a war has two sides, so "the Ukraine war" is no attack of Ukraine's
    attacks = trigger.category == "ASSAULT" and "leaning" not in rule and not trigger.rule.startswith(_WAR)
    opponent = context.opponents.get(actor.sides[0])
    if (attacks or trigger.category in _MOVES_TROOPS) and opponent and opponent not in actor.sides:
        return _Acting(actor, None, (opponent,), confidence - 0.1, rule + " +adversary")
    return None


def _apart(party: Party) -> tuple[Party, Party]:
    """Return the first of the sides named together and the others, each with its own names where that is plain."""
    first, rest = (party._replace(sides=sides) for sides in (party.sides[:1], party.sides[1:]))
    if len(party.sides) != len(party.spans):
        return first, rest
    return first._replace(spans=party.spans[:1]), rest._replace(spans=party.spans[1:])


def fit(row: list[Token], parties: list[Party], demonyms: set[int]) -> Fit | None:
    """Return the trigger that best joins a side called "actor" to one called "recipient", if there is any.

    `demonyms` are the tokens that end a demonym.
    """
    matched = triggers.match(row, demonyms)
    contents, consumed = _contents(row, matched)
    ranked = [(_fit(row, t, parties), -i, t) for i, t in enumerate(matched) if i not in consumed]
    score, place, trigger = max(ranked, default=(0, 0, None))
    if not score:
        return None
    weight = _weight(trigger) * score / 3
    return Fit(trigger, contents.get(-place, ""), factuality.of(row, trigger), row[trigger.first].start, weight)


def _weight(trigger: Trigger) -> float:
    """Return what a trigger's pattern weighs: one of several words means one thing only."""
    return _SEVERAL if triggers.length(trigger) > 1 else 1.0


def _fit(row: list[Token], trigger: Trigger, parties: list[Party]) -> int:
    """Return how well a trigger joins the actor to the recipient: 3 both in place, 1-2 one of them, 0 reversed."""
    actor, recipient = roles.assign(row, trigger, parties)
    sides = tuple(p.sides[0] if p else "" for p in (actor, recipient))
    return {("actor", "recipient"): 3, ("actor", ""): 2, ("", "recipient"): 2, ("", ""): 1}.get(sides, 0)


def promised(made: Fit, voice: str) -> Coded:
    """Return what a fitting trigger comes to; "will send rifles" is a promise, "will cut off" a threat."""
    return _promised(made.trigger, made.content, made.reading, voice)


def _promised(trigger: Trigger, content: str, reading: factuality.Reading, voice: str) -> Coded:
    if reading.future and voice != "other" and trigger.category not in _SAYING | {"ACCUSE"}:
        promise = "THREATEN" if trigger.category in ladder.CONFLICT else "AGREE"
        return Coded(promise, "", trigger.category, "asserted")
    return Coded(trigger.category, trigger.mode, content, reading.value)


def _contents(row: list[Token], matched: list[Trigger]) -> tuple[dict[int, str], set[int]]:
    """Return what each saying act is about, and the triggers that are only that: "urged it to withdraw"."""
    contents, consumed = {}, set()
    for i, trigger in enumerate(matched[:-1]):
        after = matched[i + 1]
        link = [t.lemma for t in row[trigger.last + 1 : after.first]]
        if trigger.category not in _SAYING or len(link) > 8 or any(w in (",", ";", "and", "but", "as") for w in link):
            continue
        if trigger.category == "REJECT" and any(w in _DOUBTED for w in link):
            continue
        contents[i] = after.category
        consumed.add(i + 1)
    return contents, consumed


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


def _within(row: list[Token], trigger: Trigger, parties: list[Party], context: Context) -> list[Party]:
    """Return the parties a trigger may join: inside reported speech, only those named in it."""
    at = row[trigger.first].start
    for (start, end), _ in context.speech:
        if start <= at < end:
            return [p for p in parties if start <= row[p.first].start < end]
    return parties


def event_day(row: list[Token], value: str, published: pd.Timestamp | None) -> pd.Timestamp:
    """Return the event's day: the latest weekday the sentence names, else the article's; none for background."""
    if published is None or pd.isna(published) or value == "background":
        return pd.NaT
    named = next((t.text for t in row if _STATED_DAY.fullmatch(t.text)), None)
    if named is None or value not in ("asserted", "denied"):
        return published
    return published - pd.Timedelta(days=(published.weekday() - _WEEKDAYS.index(named)) % 7)
