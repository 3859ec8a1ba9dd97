"""Words with their places and lemmas, shared by the rooms that read sentences."""

import re
from functools import lru_cache
from typing import NamedTuple

import simplemma

_TOKEN = re.compile(r"\w+?(?=n['’]t\b)|n['’]t\b|\w+(?:[-.&]\w+)*|['’]\w+|[^\w\s]")
# Forms the lemmatizer leaves as they are because they are also words of their own.
_IRREGULAR = {"found": "find", "struck": "strike", "forces": "force", "troops": "troop", "is": "be",
              "was": "be", "were": "be", "are": "be", "been": "be", "'s": "'s", "has": "have", "had": "have",
              "felt": "feel", "saw": "see", "seen": "see", "bound": "bind", "talks": "talk", "spoke": "speak", "heading": "head", "left": "leave", "building": "build", "shelling": "shell"}


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

