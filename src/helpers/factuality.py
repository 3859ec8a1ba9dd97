"""Did it happen? Cues of denial, absence, possibility and re-telling, composed outward from the event's words.

After FactBank (Saurí and Pustejovsky 2009), reduced to five values: asserted, denied, no_sign,
hypothetical, background.
"""

from typing import NamedTuple

from helpers import cues, retold
from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.words import words


class Reading(NamedTuple):
    """How a trigger's happening stands; `cues` are the places of the tokens that decided it, innermost first."""

    value: str
    cues: tuple[int, ...]
    future: bool
    is_firm: bool = False  # the construction itself says so: "plans to attack", "the invasion began"


# after these an infinitive has happened: "began to withdraw", "continued to shell"
_IMPLICATIVE = frozenset(["begin", "start", "continue", "resume", "proceed", "move", "help", "go", "use", "manage"])
# "invasion force", "attack plan": the noun after the event's makes it a possibility
_COMPOUNDS = words("factuality", "compounds")
# "the invasion began at dawn": the noun is the news
_HAPPENING = frozenset(["begin", "start", "continue", "resume", "intensify", "kill", "leave", "hit", "enter"])
_LEFT = 14  # words a cue reaches to its right
_STOPS = frozenset((";", ":", "but", "however", "although"))


def of(tokens: list[Token], trigger: Trigger, year: int | None = None, *, is_told: bool = False) -> Reading:
    """Return the factuality of a trigger.

    Cues compose outermost last: "did not deny that X moved" is asserted, "insists it has not" is denied.
    `year` is the article's, before which a stated year makes the event background; `is_told` says that the trigger
    stands in reported speech, where a past perfect is no earlier happening.
    """
    state, why = _composed(tokens, trigger)
    if state == "asserted":
        return _unmarked(tokens, trigger, year, why, is_told)
    lemmas = {tokens[j].lemma for j in why}
    # "will send" promises; "if tanks cross, it will cut off" threatens all the same; "would send" where it is said so
    will = bool(lemmas & {"will", "shall"}) and lemmas <= {"will", "shall", "if", "unless"}
    future = will or (is_told and lemmas == {"would"})
    # "decided to invade", "ready to talk": an infinitive is open by its form where the word before it leaves it so
    is_firm = state == "hypothetical" and why == [trigger.first - 2] and _is_infinitive(tokens, trigger)
    return Reading(state, tuple(why), future, is_firm)


def _composed(tokens: list[Token], trigger: Trigger) -> tuple[str, list[int]]:
    """Return what the cues around a trigger come to, and their places, innermost first."""
    state, why = trigger.state, []
    for j in _inner(tokens, trigger):
        kind = cues.kind(tokens, j, trigger)
        if kind in ("not", "deny") and why and tokens[why[-1]].lemma in cues.INTENT:
            state = "denied"  # "denied planning to attack": what is not even meant is said not to be
            why.append(j)
        elif kind and not (kind == "modal" and state != "asserted"):
            state = _compose(state, kind)
            why.append(j)
    verdict = cues.verdict(tokens, trigger) if state == "asserted" else ""
    return (_compose(state, verdict), [trigger.last + 1]) if verdict else (state, why)


def _unmarked(tokens: list[Token], trigger: Trigger, year: int | None, why: list[int], is_told: bool) -> Reading:
    """Return the reading of a trigger that no cue leaves open: the construction around it may still do so."""
    after = [t.lemma for t in tokens[trigger.last + 1 : trigger.last + 6]]
    if _is_infinitive(tokens, trigger):
        return Reading("hypothetical", (trigger.first - 1,), False, True)
    if trigger.form == "noun" and after and after[0] in _COMPOUNDS:
        return Reading("hypothetical", (trigger.last + 1,), False, True)
    if retold.is_earlier(tokens, trigger, year, is_told):
        return Reading("background", (), False)
    # "did not deny that it moved": what two cues have settled is no want of cues
    is_firm = bool(why) or (trigger.form == "noun" and bool(set(after) & _HAPPENING))
    return Reading("asserted", tuple(why), False, is_firm)


def _is_infinitive(tokens: list[Token], trigger: Trigger) -> bool:
    """Tell "to attack", which has not happened, from "began to attack", which has."""
    at = trigger.first
    if (
        trigger.form != "verb"
        or not at
        or tokens[at - 1].lemma != "to"
        or tokens[at].text.lower().endswith(("ed", "ing"))
    ):
        return False
    return tokens[at].text.lower() == tokens[at].lemma and (at < 2 or tokens[at - 2].lemma not in _IMPLICATIVE)


def _inner(tokens: list[Token], trigger: Trigger) -> list[int]:
    """Return the places of words before the trigger that may bear on it, nearest first."""
    places = []
    for j in range(trigger.first - 1, max(-1, trigger.first - 1 - _LEFT), -1):
        if tokens[j].lemma in _STOPS:
            break
        # an earlier conjunct's cue is its own: "did not attack, and massed troops"
        if tokens[j].lemma == "and" and j > 0 and tokens[j - 1].text == ",":
            break
        places.append(j)
    return places


def _compose(state: str, kind: str) -> str:
    if kind in ("not", "deny"):
        return {"asserted": "denied", "denied": "asserted"}.get(state, state)
    if kind == "no_sign":
        return "no_sign"
    # "unless it withdraws", "if it does not attack": what a condition holds is open either way
    return "hypothetical" if state == "asserted" or (kind == "if" and state == "denied") else state
