"""What one word before an event's words, or one after them, makes of it: the single cues that `factuality` composes."""

from typing import NamedTuple

from helpers.tokens import Token
from helpers.triggers import Trigger
from helpers.words import words

MODALS = frozenset(("could", "may", "might", "would", "can", "should", "must"))
INTENT = frozenset(("plan", "intend", "intention", "prepare"))
_NEGATORS, _WITHHELD = words("factuality", "negators"), words("factuality", "withheld")
_SUBJECTS = frozenset(("no", "none", "nobody", "nothing", "neither"))
_SINGLE = frozenset(("a", "one", "single", "so", "any"))  # "not a single soldier has"
_BOUNDARIES, _BELIEVED = words("factuality", "boundaries"), words("factuality", "believed")
_DENIERS, _REJECTERS = words("factuality", "deniers"), words("factuality", "rejecters")
_DOUBTED, _UNTRUE = words("factuality", "doubted"), words("factuality", "untrue")
_SIGHT, _SIGNS, _EVIDENCE = (words("factuality", name) for name in ("sight", "signs", "evidence"))
_NO_PART = words("factuality", "no_part")
_POSSIBLE, _CONDITIONAL = words("factuality", "possible"), words("factuality", "conditional")
_PURPOSED, _HEDGES = words("factuality", "purposed"), words("factuality", "hedges")
# "when troops do withdraw": a withdrawal awaited, where another category would be told as past
_NOT_YET = frozenset(("when", "once", "until", "believe", "genuine", "meaningful", "welcome"))
_NEAR = 4  # words that a negation reaches over
_CLAUSE = 8  # and one that is its clause's subject: "none of its aircraft had bombed"
_AFTER = 12  # words after the event's in which a verdict may stand


class _Cue(NamedTuple):
    word: str
    trigger: Trigger
    form: str  # of the trigger's first word, as printed
    lemma: str
    before: list[str]  # lemmas just before the word
    after: list[str]  # lemmas between it and the trigger
    following: list[str]  # lemmas just after the trigger


def kind(tokens: list[Token], j: int, trigger: Trigger) -> str:
    """Return what token `j` says of the trigger after it: not, deny, no_sign, if, modal, hypothetical, or ''."""
    event = tokens[trigger.first]
    before, after = _lemmas(tokens[max(0, j - 3) : j]), _lemmas(tokens[j : trigger.first])
    following = _lemmas(tokens[trigger.last + 1 : trigger.last + 3])
    cue = _Cue(after[0], trigger, event.text.lower(), event.lemma, before, after[1:], following)
    return _negation(cue) or _absence(cue) or _denial(cue) or _possibility(cue)


def _lemmas(tokens: list[Token]) -> list[str]:
    return ["may (month)" if t.text == "May" else t.lemma for t in tokens]


def verdict(tokens: list[Token], trigger: Trigger) -> str:
    """Return what is said of the event after its words: "reports of a raid were false", "a summit is conceivable"."""
    after = [t.lemma for t in tokens[trigger.last + 1 : trigger.last + 1 + _AFTER]]
    before = [t.lemma for t in tokens[max(0, trigger.first - _AFTER) : trigger.first]]
    if any(w in _DOUBTED for w in before) and any(w in _UNTRUE for w in after):
        return "deny"
    if trigger.form != "noun":
        return ""
    # "a pullout would be welcome", "has yet to come"
    is_open = any(w in MODALS or w == "yet" for w in after[:5]) or ("be" in after and any(w in _HEDGES for w in after))
    return "hypothetical" if is_open else ""


def _negation(cue: _Cue) -> str:
    if not _negates(cue):
        return ""
    if any(w in _SIGHT for w in cue.after[:3]) or (
        cue.word == "nothing" and any(w in _EVIDENCE for w in cue.after[:4])
    ):
        return "no_sign"
    if any(w in _DENIERS for w in cue.after[:2]):
        return "not"
    if cue.word == "nothing" and cue.after[:2] == ["to", "do"]:
        return "deny"
    return "not" if _reaches(cue) else ""


def _negates(cue: _Cue) -> bool:
    """Tell a word that negates, alone or with its preposition: "yet to", "short of", "far from"; not "not only"."""
    after = cue.after[0] if cue.after else ""
    if cue.word in _NEGATORS:
        return after not in ("only", "just", "merely", "simply") and not (cue.word == "without" and "," in cue.after)
    if cue.word in _WITHHELD:
        return bool({"to", "from"} & set(cue.after[:2]))
    return (cue.word, after) in (("yet", "to"), ("short", "of"), ("far", "from"))


def _reaches(cue: _Cue) -> bool:
    """Tell whether a negation's clause is the event's."""
    if any(w in _BOUNDARIES for w in cue.after):
        return False
    if "that" in cue.after and not any(w in _BELIEVED for w in cue.after):
        return False
    is_subject = cue.word in _SUBJECTS or (cue.word == "not" and cue.after[:1] and cue.after[0] in _SINGLE)
    if is_subject and cue.trigger.form == "verb" and not {",", "to", "and"} & set(cue.after):
        return len(cue.after) < _CLAUSE
    return len(cue.after) < _NEAR


def _absence(cue: _Cue) -> str:
    """Return what "no" and "little" before a noun come to: nobody saw it, nobody meant it, or it was not."""
    if cue.word == "little" and any(w in _EVIDENCE for w in cue.after[:3]):
        return "no_sign"
    if cue.word == "unaware":
        return "no_sign"
    if cue.word != "no":
        return ""
    if any(w in _SIGNS for w in cue.after[:3]) or any(w in _SIGHT for w in cue.before):
        return "no_sign"
    if any(w in _NO_PART for w in cue.after[:2]):
        return "deny"
    if not _reaches(cue):
        return ""
    if any(w in INTENT for w in cue.after[:2]):
        return "deny"
    if any(w in _POSSIBLE | _PURPOSED for w in cue.after[:2]):
        return "hypothetical"
    return "no_sign" if cue.trigger.category == "RETREAT" else "not"


def _denial(cue: _Cue) -> str:
    if cue.word in _DENIERS or cue.word in _UNTRUE:
        return "deny"
    doubted = any(w in _DOUBTED for w in [*cue.after[:5], *cue.following])
    return "deny" if cue.word in _REJECTERS and doubted else ""


def _possibility(cue: _Cue) -> str:
    gap = len(cue.after) + 1
    if cue.word in _CONDITIONAL and gap <= 10:
        return "if"
    if cue.word in _NOT_YET and cue.trigger.category == "RETREAT":
        return "hypothetical"
    if (cue.word in MODALS and gap <= 6) or (cue.word in ("will", "shall") and gap <= 4):
        return "modal"
    if gap > 10 or any(w in _SIGNS for w in cue.after):
        return ""
    return "hypothetical" if cue.word in _POSSIBLE or (cue.word in _PURPOSED and _is_meant(cue)) else ""


def _is_meant(cue: _Cue) -> bool:
    """Tell what is only meant or asked, an infinitive, gerund or noun, from what somebody says was done."""
    if cue.trigger.form != "verb" or "to" in cue.after[-3:]:
        return True
    return cue.form.endswith("ing") or cue.form == cue.lemma
