"""Did it happen? Cues of denial, absence, possibility and re-telling, composed outward from the event's words.

After FactBank (Saurí and Pustejovsky 2009), reduced to five values: asserted, denied, no_sign,
hypothetical, background.
"""

import re
from typing import NamedTuple

from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.words import words


class Reading(NamedTuple):
    """How a trigger's happening stands; `cues` are the places of the tokens that decided it, innermost first."""

    value: str
    cues: tuple[int, ...]
    future: bool
    is_firm: bool = False  # the construction itself says so: "plans to attack", "the invasion began"


_NEGATORS = frozenset(["not", "n't", "never", "neither", "nor", "without", "cannot"])
_DENIERS = frozenset(["deny", "refute", "disprove", "debunk"])
_DOUBTED = words("factuality", "doubted")
_REJECTERS = frozenset(["reject", "dismiss", "dispute", "contradict", "doubt", "question"])
_MODALS = frozenset(["could", "may", "might", "would", "can", "should", "must"])
_POSSIBLE = words("factuality", "possible")
# after these an infinitive has happened: "began to withdraw", "continued to shell"
_IMPLICATIVE = frozenset(["begin", "start", "continue", "resume", "proceed", "move", "help", "go", "use", "manage"])
_INTENT = frozenset(["plan", "intend", "intention", "prepare"])
_SIGHT = frozenset(["see", "seen", "detect", "observe", "notice", "find", "witness", "verify", "confirm"])
_SIGNS = frozenset(["sign", "evidence", "indication", "proof", "trace", "hint"])
# "invasion force", "attack plan": the noun after the event's makes it a possibility
_COMPOUNDS = words("factuality", "compounds")
# "when troops do withdraw": a withdrawal awaited, where another category would be told as past
_NOT_YET = frozenset(["when", "once", "until", "believe", "genuine", "meaningful", "welcome"])
_BACKGROUND = frozenset(["since"])
# "the invasion began at dawn": the noun is the news
_HAPPENING = frozenset(["begin", "start", "continue", "resume", "intensify", "kill", "leave", "hit", "enter"])
_YEAR = re.compile(r"^(?:19|20)\d\d(?:-\d\d)?$")
_LEFT = 14  # words a cue reaches to its right
_STOPS = frozenset((";", ":", "but", "however", "although"))


def of(tokens: list[Token], trigger: Trigger, year: int | None = None) -> Reading:
    """Return the factuality of a trigger.

    Cues compose outermost last: "did not deny that X moved" is asserted, "insists it has not" is denied.
    `year` is the article's, before which a stated year makes the event background.
    """
    state, why = trigger.state, []
    for j in _inner(tokens, trigger):
        kind = _kind(tokens, j, trigger)
        if kind in ("not", "deny") and why and tokens[why[-1]].lemma in _INTENT:
            state = "denied"  # "denied planning to attack": what is not even meant is said not to be
            why.append(j)
        elif kind and not (kind == "modal" and state != "asserted"):
            state = _compose(state, kind)
            why.append(j)
    after = [t.lemma for t in tokens[trigger.last + 1 : trigger.last + 6]]
    if state == "asserted" and trigger.form == "noun" and any(w in _MODALS | {"yet"} for w in after):
        return Reading("hypothetical", (trigger.last + 1,), False)  # "a pullout would be welcome", "has yet to come"
    if state == "asserted" and _is_infinitive(tokens, trigger):
        return Reading("hypothetical", (trigger.first - 1,), False, True)
    if (
        state == "asserted"
        and trigger.form == "noun"
        and any(t.lemma in _COMPOUNDS for t in tokens[trigger.last + 1 : trigger.last + 2])
    ):
        return Reading("hypothetical", (trigger.last + 1,), False, True)
    if state == "asserted" and _is_background(tokens, trigger, year):
        return Reading("background", (), False)
    lemmas = {tokens[j].lemma for j in why}
    # "will send" promises; "if tanks cross, it will cut off" threatens all the same
    future = (bool(lemmas & {"will", "shall"}) and lemmas <= {"will", "shall", "if", "unless"}) or lemmas == {"would"}
    begun = trigger.form == "noun" and state == "asserted" and bool(set(after) & _HAPPENING)
    return Reading(state, tuple(why), future, begun)


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


def _kind(tokens: list[Token], j: int, trigger: Trigger) -> str:
    word, gap = tokens[j].lemma, trigger.first - j
    after = [t.lemma for t in tokens[j + 1 : trigger.first]]
    if word in _NEGATORS:
        if gap <= 4 or any(w in _SIGHT for w in after[:3]):
            return "no_sign" if any(w in _SIGHT for w in after[:3]) else "not"
        return "not" if any(w in _DENIERS for w in after[:2]) else ""
    if word == "no":
        if any(w in _SIGNS for w in after[:3]):
            return "no_sign"
        if gap <= 4:
            return (
                "deny"
                if any(w in _INTENT for w in after[:2])
                else "hypothetical"
                if any(w in _POSSIBLE for w in after[:2])
                else "no_sign"
                if trigger.category == "RETREAT"
                else "not"
            )
        return ""
    if word in _DENIERS:
        return "deny"
    following = [t.lemma for t in tokens[trigger.last + 1 : trigger.last + 3]]
    if word in _REJECTERS and any(w in _DOUBTED for w in [*after[:4], *following]):
        return "deny"
    if word in ("false", "baseless", "untrue", "unfounded"):
        return "deny"
    if word in _NOT_YET and trigger.category == "RETREAT":
        return "hypothetical"
    if word in _MODALS and gap <= 6:
        return "modal"
    if word in ("will", "shall") and gap <= 4:
        return "modal"
    if word in _POSSIBLE and gap <= 10 and not any(w in _SIGNS for w in after):
        return "hypothetical"
    return ""


def _compose(state: str, kind: str) -> str:
    if kind in ("not", "deny"):
        return {"asserted": "denied", "denied": "asserted"}.get(state, state)
    if kind == "no_sign":
        return "no_sign"
    return "hypothetical" if state == "asserted" else state


def _is_background(tokens: list[Token], trigger: Trigger, year: int | None) -> bool:
    before = [t.lemma for t in tokens[max(0, trigger.first - 8) : trigger.first]]
    if any(w in _BACKGROUND for w in before):
        return True
    near = tokens[max(0, trigger.first - 4) : trigger.last + 10]
    # an attack or seizure told with an earlier year anywhere in the sentence is history; other acts only beside it
    told = tokens if trigger.category in ("ASSAULT", "COERCE") else near
    stated = [int(t.text[:4]) for t in told if _YEAR.match(t.text)]
    if year and stated and min(stated) < year:
        return True
    definite = trigger.form == "noun" and before and before[-1] == "the"
    return bool(definite and trigger.category in ("ASSAULT", "COERCE") and _in_passing(tokens, trigger))


def _in_passing(tokens: list[Token], trigger: Trigger) -> bool:
    """Tell a definite nominal in a side remark ("over the invasion", "before the war") from the news itself."""
    j = trigger.first - 2
    return j >= 0 and tokens[j].lemma in (
        "over",
        "after",
        "before",
        "during",
        "following",
        "amid",
        "despite",
        "of",
        "about",
        "by",
        "to",
        "for",
        "against",
        "in",
    )
