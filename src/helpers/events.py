"""Who did or said what to whom, in whose voice, and whether it happened: PLOVER events by rules."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from helpers import cleaning, factuality, ladder, roles, speech, tokens, triggers
from helpers.roles import Named, Party
from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.words import words

COLUMNS = ["category", "mode", "content", "voice", "factuality", "status", "confidence", "rule"]
_SAYING = frozenset(("AGREE", "REQUEST", "THREATEN", "REJECT"))
_DOUBTED = frozenset(["claim", "assertion", "allegation", "report", "suggestion", "accusation", "that"])
_CLAIM_NOUNS = words("events", "claim_nouns")
_MOVES_TROOPS = frozenset(("RETREAT", "MOBILIZE"))
_DEMONYMS = ("ian", "ean", "can", "ish", "ese", "ench", "eek")  # where no actor file tells
_MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_STATED_DAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b")


class Context(NamedTuple):
    """What a sentence's events need to know from outside it.

    `speech` holds (content span, speaking sides) in the sentence's own characters; `opponents` maps a side to
    the one its unaddressed troop movements are aimed at; `owner` is the side the narrator speaks for, or '';
    `troops` is the side whose troops are meant when nobody's are named, or ''.
    """

    speech: tuple[tuple[tuple[int, int], tuple[str, ...]], ...] = ()
    opponents: dict[str, str] = {}  # noqa: RUF012 - never written to
    owner: str = ""
    troops: str = ""
    day: pd.Timestamp | None = None


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


def classify(
    texts: Sequence[str], actors: Sequence[tuple[int, int]], recipients: Sequence[tuple[int, int]]
) -> pd.DataFrame:
    """Return, for each text, what its actor does to its recipient: one row a text, in order.

    `texts` are a sentence or a few, `actors` and `recipients` one (start, end) each. Columns: category (PLOVER,
    or NONE when nothing happens between the two), mode, content, voice, factuality, status, confidence (0-1, an
    order among rules and not a probability) and the rule that decided. Limit: no parser; roles come from word
    order, prepositions and the passive.
    """
    return pd.DataFrame([_between(*row) for row in zip(texts, actors, recipients, strict=True)], columns=COLUMNS)


def find(words: str, mentions: list[Named], context: Context) -> list[Found]:
    """Return the events in one sentence between the sides its mentions name."""
    if not mentions and not context.troops:
        return []
    row = tokens.tokenise(words)
    parties = roles.parties(words, row, mentions)
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
    parties = _within(row, trigger, parties, context)
    actor, recipient = roles.assign(row, trigger, parties)
    if actor is None and recipient and len(recipient.sides) > 1 and trigger.category in _MUTUAL:
        actor, recipient = recipient, None  # "talks between Kyiv and Moscow"
    confidence = 0.8 if trigger.form == "verb" else 0.65
    rule = trigger.rule
    speakers = _speakers(row[trigger.first].start, context)
    if actor is None:
        actor = _lean(row, trigger, parties, context, recipient)
        confidence -= 0.2
        rule += " +leaning actor"
    reading = factuality.of(row, trigger, context.day.year if context.day is not None else None)
    if actor is None and _means_case_troops(trigger, reading, speakers, context):
        actor, confidence, rule = (
            Party(trigger.first, trigger.first, (context.troops,), ()),
            0.4,
            trigger.rule + " +case's troops",
        )
    if actor is None:
        return None
    sides = tuple(s for s in recipient.sides if s not in actor.sides) if recipient else ()
    if not sides and trigger.category in _MUTUAL and len(actor.sides) > 1:
        # "Macron and Putin agreed": the first named is the actor, the others the recipients
        recipient, sides, actor, rule = actor, actor.sides[1:], actor._replace(sides=actor.sides[:1]), rule + " +mutual"
    unaddressed = trigger.category in _MOVES_TROOPS or (
        trigger.category == "ASSAULT" and trigger.form == "verb" and "leaning" not in rule
    )
    if (
        not sides
        and unaddressed
        and (opponent := context.opponents.get(actor.sides[0]))
        and opponent not in actor.sides
    ):
        recipient, sides, confidence, rule = None, (opponent,), confidence - 0.1, rule + " +adversary"
    if not sides:
        return None
    speakers = (
        speakers
        or _cue_subject(row, reading, parties)
        or _claimant(row, trigger, parties)
        or _accuser(row, trigger, parties)
    )
    voice, speakers = _voice(speakers, actor.sides, context.owner)
    category, mode, content, value = _promised(trigger, content, reading, voice)
    return Found(
        row[trigger.first].start,
        row[trigger.last].end,
        actor,
        recipient,
        sides,
        category,
        mode,
        content,
        voice,
        speakers,
        value,
        rule,
        round(confidence, 2),
        _day(row, value, context.day),
    )


def _promised(trigger: Trigger, content: str, reading: factuality.Reading, voice: str) -> tuple[str, str, str, str]:
    """Return category, mode, content and factuality; "will send rifles" is a promise, "will cut off" a threat."""
    if reading.future and voice != "other" and trigger.category not in _SAYING | {"ACCUSE"}:
        promise = "THREATEN" if trigger.category in ladder.CONFLICT else "AGREE"
        return promise, "", trigger.category, "asserted"
    return trigger.category, trigger.mode, content, reading.value


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
    speaking = _speakers(row[trigger.first].start, context)[:1]
    # in reported speech a pronoun means the speaker, and so do a bare verb and troops of no name: "said it was pulling
    # back", "denied attacking", "said units were heading home"
    bare = trigger.form == "verb" and (trigger.category in _MOVES_TROOPS or _opens_speech(row, trigger, context))
    if speaking and speaking != ("?",) and (leans or bare):
        return Party(trigger.first, trigger.first, speaking, ())
    earlier = [p for p in parties if p.last < trigger.first and p is not recipient]
    return earlier[-1] if leans and earlier and not speaking else None


def _opens_speech(row: list[Token], trigger: Trigger, context: Context) -> bool:
    at = row[trigger.first].start
    return any(0 <= at - span[0] <= 12 for span, _ in context.speech)


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


def _claimant(row: list[Token], trigger: Trigger, parties: list[Party]) -> tuple[str, ...]:
    """Return who stands behind a noun of saying: "Russia's announcement of a pullback" is Russia's word for it."""
    for j in range(trigger.first - 1, max(-1, trigger.first - 6), -1):
        if row[j].lemma in _CLAIM_NOUNS:
            behind = [p for p in parties if p.last < j and j - p.last <= 4]
            return behind[-1].sides if behind else ("?",)
    return ()


def _accuser(row: list[Token], trigger: Trigger, parties: list[Party]) -> tuple[str, ...]:
    """Return who says so in "the West accuses Moscow of massing troops": an accusation is no report."""
    if not row[trigger.first].text.lower().endswith("ing"):
        return ()
    for j in range(trigger.first - 1, max(-1, trigger.first - 8), -1):
        if row[j].lemma in ("accuse", "suspect"):
            subject, _ = roles.assign(row, Trigger(j, j, "", "", "verb", ""), parties)
            return subject.sides if subject else ("?",)
    return ()


def _within(row: list[Token], trigger: Trigger, parties: list[Party], context: Context) -> list[Party]:
    """Return the parties a trigger may join: inside reported speech, only those named in it."""
    at = row[trigger.first].start
    for (start, end), _ in context.speech:
        if start <= at < end:
            return [p for p in parties if start <= row[p.first].start < end]
    return parties


def _speakers(at: int, context: Context) -> tuple[str, ...]:
    return next((sides for span, sides in context.speech if span[0] <= at < span[1]), ())


def _cue_subject(row: list[Token], reading: factuality.Reading, parties: list[Party]) -> tuple[str, ...]:
    """Return who denies or looked in vain, when the sentence says so without a reporting verb."""
    if reading.value not in ("denied", "no_sign") or not reading.cues:
        return ()
    outermost = Trigger(reading.cues[-1], reading.cues[-1], "", "", "verb", "")
    if row[outermost.first].lemma in ("not", "n't", "never"):
        return ()
    subject, _ = roles.assign(row, outermost, parties)
    return subject.sides if subject else ()


def _voice(speakers: tuple[str, ...], actor: tuple[str, ...], owner: str) -> tuple[str, tuple[str, ...]]:
    """Return the voice and who speaks; the narrator of an owned outlet speaks for its owner."""
    speakers = speakers or ((owner,) if owner else ())
    if not speakers:
        return "narrator", ()
    return ("own" if set(speakers) & set(actor) else "other"), tuple(s for s in speakers if s != "?")


def _day(row: list[Token], value: str, published: pd.Timestamp | None) -> pd.Timestamp:
    """Return the event's day: the latest weekday the sentence names, else the article's; none for background."""
    if published is None or pd.isna(published) or value == "background":
        return pd.NaT
    named = next((t.text for t in row if _STATED_DAY.fullmatch(t.text)), None)
    if named is None or value not in ("asserted", "denied"):
        return published
    return published - pd.Timedelta(days=(published.weekday() - _WEEKDAYS.index(named)) % 7)


def _between(text: str, actor: tuple[int, int], recipient: tuple[int, int]) -> tuple:
    """Return one row of `classify`."""
    mentions = sorted([Named(*actor, "actor", "actor"), Named(*recipient, "recipient", "recipient")])
    row = tokens.tokenise(text)
    parties = [Party(*roles.token_range(row, m), (m.side,), ((m.start, m.end),)) for m in mentions]
    matched = triggers.match(row, {p.last for p in parties if row[p.last].text.endswith(_DEMONYMS)})
    contents, consumed = _contents(row, matched)
    ranked = [(_fit(row, t, parties), -i, t) for i, t in enumerate(matched) if i not in consumed]
    score, place, trigger = max(ranked, default=(0, 0, None))
    if not score:
        return ("NONE", "", "", "narrator", "asserted", "", 0.5, "no rule fits")
    statements = speech.find(text, cleaning.split(text, title=False))
    at = row[trigger.first].start
    said = [s for s in statements if s.content[0] <= at < s.content[1] and None not in s.speaker]
    own = any(s.speaker[0] < actor[1] and actor[0] < s.speaker[1] for s in said)
    voice = ("own" if own else "other") if said else "narrator"
    reading = factuality.of(row, trigger)
    category, mode, content, value = _promised(trigger, contents.get(-place, ""), reading, voice)
    return category, mode, content, voice, value, ladder.status(value, voice), round(0.2 + score / 5, 2), trigger.rule


def _fit(row: list[Token], trigger: Trigger, parties: list[Party]) -> int:
    """Return how well a trigger joins the actor to the recipient: 3 both in place, 1-2 one of them, 0 reversed."""
    actor, recipient = roles.assign(row, trigger, parties)
    sides = tuple(p.sides[0] if p else "" for p in (actor, recipient))
    return {("actor", "recipient"): 3, ("actor", ""): 2, ("", "recipient"): 2, ("", ""): 1}.get(sides, 0)
