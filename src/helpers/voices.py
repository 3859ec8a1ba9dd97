"""In whose voice an event is told: the narrator's, its actor's own side's, or somebody else's."""

from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from helpers import roles
from helpers.factuality import Reading
from helpers.roles import Party
from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.words import words

_CLAIM_NOUNS = words("events", "claim_nouns")
_HEARSAY, _SAID_TO = words("voices", "hearsay"), words("voices", "said_to")
# saying them does them: who says "we condemn" condemns, and who says "we condemned" tells of it
_PERFORMED = frozenset(("ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
_PERFECT = frozenset(("had", "has", "have", "'ve", "having"))


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


def tellers(
    row: list[Token], trigger: Trigger, reading: Reading, parties: list[Party], context: Context
) -> tuple[str, ...]:
    """Return the sides that tell of a trigger's event, ("?",) for somebody unknown; () for the narrator."""
    return (
        speakers_at(row[trigger.first].start, context)
        or _cue_subject(row, reading, parties)
        or claimant(row, trigger, parties)
        or _accuser(row, trigger, parties)
        or _hearsay(row, trigger)
    )


def of(speakers: tuple[str, ...], actor: tuple[str, ...], owner: str) -> tuple[str, tuple[str, ...]]:
    """Return the voice and who speaks; the narrator of an owned outlet speaks for its owner."""
    speakers = speakers or ((owner,) if owner else ())
    if not speakers:
        return "narrator", ()
    return ("own" if set(speakers) & set(actor) else "other"), tuple(s for s in speakers if s != "?")


def speakers_at(at: int, context: Context) -> tuple[str, ...]:
    """Return the sides in whose words a place of the sentence stands, ("?",) for somebody unknown; () for nobody."""
    return next((sides for span, sides in context.speech if span[0] <= at < span[1]), ())


def claimant(row: list[Token], trigger: Trigger, parties: list[Party]) -> tuple[str, ...]:
    """Return who stands behind a noun of saying: "Russia's announcement of a pullback" is Russia's word for it."""
    for j in range(trigger.first - 1, max(-1, trigger.first - 6), -1):
        if row[j].lemma in _CLAIM_NOUNS:
            behind = [p for p in parties if p.last < j and j - p.last <= 4]
            return behind[-1].sides if behind else ("?",)
    return ()


def _cue_subject(row: list[Token], reading: Reading, parties: list[Party]) -> tuple[str, ...]:
    """Return who denies or looked in vain, when the sentence says so without a reporting verb."""
    if reading.value not in ("denied", "no_sign") or not reading.cues:
        return ()
    outermost = Trigger(reading.cues[-1], reading.cues[-1], "", "", "verb", "")
    if row[outermost.first].lemma in ("not", "n't", "never"):
        return ()
    subject, _ = roles.assign(row, outermost, parties)
    return subject.sides if subject else ()


def _accuser(row: list[Token], trigger: Trigger, parties: list[Party]) -> tuple[str, ...]:
    """Return who says so in "the West accuses Moscow of massing troops": an accusation is no report."""
    if not row[trigger.first].text.lower().endswith("ing"):
        return ()
    for j in range(trigger.first - 1, max(-1, trigger.first - 8), -1):
        if row[j].lemma in ("accuse", "suspect"):
            subject, _ = roles.assign(row, Trigger(j, j, "", "", "verb", ""), parties)
            return subject.sides if subject else ("?",)
    return ()


def _hearsay(row: list[Token], trigger: Trigger) -> tuple[str, ...]:
    """Return somebody unknown for what is "reportedly" done or "said to have" happened."""
    near = [t.lemma for t in row[max(0, trigger.first - 6) : trigger.last + 2]]
    is_said = any(a in _SAID_TO and b == "to" for a, b in pairwise(near)) and "be" in near
    return ("?",) if is_said or any(w in _HEARSAY for w in near) else ()


def is_performed(row: list[Token], trigger: Trigger) -> bool:
    """Tell an act done by saying it ("we reject") from one that its actor tells of ("had rejected")."""
    return trigger.category in _PERFORMED and trigger.form == "verb" and not is_past(row, trigger.first)


def is_past(row: list[Token], at: int) -> bool:
    """Tell a verb in a past or perfect tense by its ending and the auxiliary before it."""
    if any(t.text.lower() in _PERFECT for t in row[max(0, at - 3) : at]):
        return True
    form = row[at].text.lower()
    return form != row[at].lemma and not form.endswith(("s", "ing"))
