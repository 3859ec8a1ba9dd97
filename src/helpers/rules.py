"""The rule coder: PLOVER events from a verb lexicon, word order and cues, each with the rule that decided."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from helpers import acting, factuality, ladder, roles, triggers, voices
from helpers.acting import Acting
from helpers.roles import Named, Party
from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.voices import Context
from helpers.words import words

_SAYING = frozenset(("AGREE", "REQUEST", "THREATEN", "REJECT"))
_DOUBTED = frozenset(["claim", "assertion", "allegation", "report", "suggestion", "accusation", "that"])
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEVERAL = 1.5  # what a pattern of several words weighs, where one of a single word weighs 1
_WHOLE_WAR = words("events", "whole_war")
_STATED_DAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b")


class Coded(NamedTuple):
    """What a trigger comes to."""

    category: str
    mode: str
    content: str
    factuality: str


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
    who = acting.find(row, trigger, parties, named, reading, context)
    if who is None:
        return None
    reading = _in_passing(reading, trigger, who)
    told_by = voices.tellers(row, trigger, reading, parties, context)
    voice, told_by = voices.of(told_by, who.actor.sides, context.owner)
    coded = _promised(trigger, content, reading, voice)
    if voice == "own" and coded.factuality == "asserted" and voices.is_performed(row, trigger):
        voice, told_by = voices.of((), who.actor.sides, context.owner)
    return Found(
        row[trigger.first].start,
        row[trigger.last].end,
        who.actor,
        who.recipient,
        who.sides,
        coded.category,
        coded.mode,
        coded.content,
        voice,
        told_by,
        coded.factuality,
        who.rule,
        round(who.confidence, 2),
        event_day(row, coded.factuality, context.day),
        reading.is_firm,
        trigger.form,
        _weight(trigger),
    )


def _in_passing(reading: factuality.Reading, trigger: Trigger, who: Acting) -> factuality.Reading:
    """Return `reading`; where a noun for the whole war names not even its victim, it re-tells: "since the invasion"."""
    passing = trigger.form == "noun" and triggers.pattern(trigger).split()[-1] in _WHOLE_WAR and "adversary" in who.rule
    return (
        reading._replace(value="background")
        if passing and reading.value == "asserted" and not reading.is_firm
        else reading
    )


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
