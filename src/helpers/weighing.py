"""What the rules' words and the reader's shares come to together: category, factuality, and who tells it.

The reader says how likely each answer is; a rule, a cue or the speech around the words shifts the odds by a fixed
factor.
"""

from collections.abc import Mapping

import numpy as np

from helpers import voices
from helpers.heads import EVENT, FACTUALITY, VOICE
from helpers.tokens import Token
from helpers.voices import Context
from helpers.words import words

_SELF = frozenset(("it", "he", "she", "they", "we", "i", "its", "our", "their", "his", "her"))
_FIRST_PERSON = frozenset(("we", "i", "our", "us", "my"))
_NEGATED = [FACTUALITY.index("denied"), FACTUALITY.index("no_sign")]
_NEGATIVE = words("events_negative", "words").union(
    *(words("factuality", name) for name in ("negators", "withheld", "deniers", "rejecters", "untrue"))
)
_BACKGROUND = FACTUALITY.index("background")
# Chosen on labels kept out of training (python -m training.weigh); natural logarithms of odds.
_RULE = 1.0  # added to a category that a rule names for the pair
_CUE = 2.5  # added to the factuality that the cues around a rule's words give
_UNCUED = 1.0  # added to "asserted" where there is none
_UNSAID = 3.0  # taken from "denied" and "no_sign" where no word of the sentence negates or doubts
_HEARD = 1.5  # added to the voice that the speech around the words gives
_SILENCE = 2.0  # and to the narrator's where nobody else speaks in the sentence
_UNKNOWN = np.array((0.0, 0.5, 1.5))  # and to each voice where somebody unknown says them
_TOLD = 1.0  # taken from "background" where a verb in reported speech tells it
_PERFORMED = 1.0  # taken from the actor's voice where its saying something is the act, and not what it says
_FLOOR = 1e-4  # the least share of any answer, so that no side is ever certain
# saying them does them, so the actor is no mere witness of its own act
SAID = frozenset(("ACCUSE", "AGREE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))


def category(shares: np.ndarray, ruled: Mapping[str, float], against: float) -> dict[str, float]:
    """Return the share of each category once the rules, by how well each fits, have had their say.

    `against` is what is added to NONE.
    """
    odds = np.log(shares + _FLOOR)
    for category, fit in ruled.items():
        odds[EVENT.index(category)] += _RULE * fit
    odds[0] += against
    raised = np.exp(odds - odds.max())
    return dict(zip(EVENT, (raised / raised.sum()).tolist(), strict=True))


def factuality(row: list[Token], shares: np.ndarray, cued: str | None, form: str = "", voice: str = "narrator") -> str:
    """Return the likeliest factuality; `cued` is what the words around a rule's say, `form` and `voice` the rule's."""
    odds = np.log(shares + _FLOOR)
    if cued not in ("denied", "no_sign") and not any(token.lemma in _NEGATIVE for token in row):
        odds[_NEGATED] -= _UNSAID
    if form == "verb" and voice != "narrator":  # "said it had bombed" tells of no earlier happening
        odds[_BACKGROUND] -= _TOLD
    if cued:
        odds[FACTUALITY.index(cued)] += _UNCUED if cued == "asserted" else _CUE
    return FACTUALITY[int(odds.argmax())]


def voice(
    row: list[Token],
    category: str,
    actor: tuple[int, int],
    recipient: tuple[int, int],
    sides: tuple[str, ...],
    context: Context,
) -> tuple[str, tuple[str, ...]]:
    """Return voice and speakers of an event told by whoever says the words that name its actor, or else its recipient.

    What is done by saying it is the narrator's to report when the actor itself says it: "Mali called Chad a liar"; not
    when the actor tells of itself: "Mali said it had called Chad a liar".
    """
    told = voices.speakers_at(actor[0], context) or voices.speakers_at(recipient[0], context)
    if category in SAID and set(told) & set(sides):
        start = next(span[0] for span, speaking in context.speech if speaking == told)
        if not any(token.lemma in _SELF for token in row if start <= token.start < recipient[0]):
            told = ()
    return voices.of(told, sides, context.owner)


def teller(
    row: list[Token],
    category: str,
    heard: str,
    speakers: tuple[str, ...],
    shares: np.ndarray,
    sides: tuple[str, ...],
    context: Context,
) -> tuple[str, tuple[str, ...]]:
    """Return voice and speakers of an event, as the reader has it, given whom the speech around its words lets speak.

    Where words that are all of the sentence are said, their speaker stands elsewhere, and the reader has no say.
    """
    owner = (context.owner,) if context.owner else ()
    raw = "narrator" if owner and speakers == owner else heard
    if any(start <= 1 and end >= row[-1].start for (start, end), _ in context.speech):
        return heard, speakers
    # names hidden, the reader can't know that President Melk is of the actor's side; the case does
    is_known = raw != "narrator" and bool(speakers)
    odds = np.log(shares + _FLOOR) + _heeded(row, raw, is_known, bool(context.speech))
    if raw == "narrator" and category in SAID and any(set(speaking) & set(sides) for _, speaking in context.speech):
        odds[VOICE.index("own")] -= _PERFORMED
    best = VOICE[int(odds.argmax())]
    if best == raw or (is_known and best != "narrator"):
        return heard, speakers
    if best == "narrator":
        return voices.of((), sides, context.owner)
    if best == "own":
        return "own", sides
    others = [s for _, speaking in context.speech for s in speaking if s not in (*sides, "?")]
    if context.owner and not others:  # whoever else speaks there, an owned outlet lets it say
        return heard, speakers
    return "other", tuple(dict.fromkeys(others))[:1]


def _heeded(row: list[Token], raw: str, is_known: bool, is_spoken: bool) -> np.ndarray:
    """Return what the speech around an event's words adds to each voice."""
    if raw != "narrator" and not is_known:
        return _UNKNOWN
    if raw == "narrator" and any(token.lemma in _FIRST_PERSON for token in row):
        return np.zeros(len(VOICE))  # no narrator says "we": somebody speaks whom the tagger did not hear
    return (_HEARD if is_spoken else _SILENCE) * (np.array(VOICE) == raw)
