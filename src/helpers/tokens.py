"""Words with their places and lemmas, shared by the rooms that read sentences."""

import re
from functools import lru_cache
from typing import NamedTuple

import simplemma

_TOKEN = re.compile(r"\w+?(?=n['’]t\b)|n['’]t\b|\w+(?:[-.&]\w+)*|['’]\w+|[^\w\s]")
# Forms the lemmatizer leaves as they are because they are also words of their own, or takes for another word's.
_IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "annex": "annexes annexed annexing",
        "back": "backing",
        "be": "is was were are been being",
        "bind": "bound",
        "break": "broke",
        "build": "building",
        "close": "closing",
        "cross": "crosses crossing",
        "draw": "drawing",
        "feel": "felt",
        "finance": "financing",
        "fighting": "fighting",
        "find": "found",
        "force": "forces",
        "freeze": "freezing",
        "gather": "gathering",
        "go": "gone",
        "have": "has had",
        "head": "heading",
        "lambast": "lambasted",
        "leave": "left",
        "manoeuvre": "manoeuvring",
        "mass": "masses",
        "rule": "ruling",
        "scale": "scaling",
        "see": "saw seen",
        "shelling": "shelling",
        "shoot": "shot",
        "side": "siding",
        "sky": "skies",
        "speak": "spoke",
        "strike": "struck",
        "talk": "talks",
        "thank": "thanked thanking thanks",
        "troop": "troops",
        "undertake": "undertaking",
        "warn": "warning",
    }.items()
    for form in forms.split()
}


class Token(NamedTuple):
    """One word or mark of a sentence."""

    start: int
    end: int
    text: str
    lemma: str


def tokenise(text: str) -> list[Token]:
    """Return the tokens of `text`, left to right; a contraction's ending is a token of its own."""
    return [Token(m.start(), m.end(), m[0], lemma(m[0])) for m in _TOKEN.finditer(text)]


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """Return the lower-case dictionary form of an English word (simplemma)."""
    lower = word.lower()
    return _IRREGULAR.get(lower) or (simplemma.lemmatize(lower, lang="en").lower() if lower.isalpha() else lower)
