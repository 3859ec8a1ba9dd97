"""Whether the sentences of an article stand in the order they were written in."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_FEWEST = 6  # sentences; in fewer the order leaves no trace
_WORD = re.compile(r"[A-Za-z][a-z]{3,}")
_FULL_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z]\.)? ([A-Z][a-z]{2,})\b")
_CAPITALISED = re.compile(r"\b[A-Z][a-z]{2,}\b")
_PRONOUN = re.compile(r"^[\"“'‘]?(?:He|She|They|His|Her|Their)\b")
_LEANING = re.compile(r"^[\"“'‘]?(?:He|She|They|It|But|And|However|Meanwhile|Instead|Still|That|This|These|Those)\b")
_ARTICLE = re.compile(r"\b(an?|the) ([a-z]{4,})\b", re.IGNORECASE)


class Signs(NamedTuple):
    """What order leaves in a text, each the larger the more the sentences seem to stand as written."""

    names: float  # people are named in full before they are named in short
    lead: float  # the first sentences share the title's words
    cohesion: float  # neighbours share more words than sentences far apart
    pronouns: float  # a sentence that begins with "He" follows one that names somebody
    opening: float  # the first sentence leans on nothing before it
    articles: float  # "a convoy" comes before "the convoy"
    length: float  # log of the number of sentences


# Logistic regression on real articles, as they are and shuffled; python -m training.order prints it anew.
_WEIGHTS = Signs(0.324, 6.345, 1.676, 0.282, 1.783, 0.163, 0.339)
_BIAS = -4.264
THRESHOLD = 0.7  # a wrong flag costs every pronoun of an article, a missed one only some


def is_shuffled(title: str, sentences: Sequence[str]) -> bool:
    """Tell whether the body's `sentences` seem to be out of order; False where there are too few to tell.

    Limit: a shuffled text without people, pronouns or a lead looks like a list.
    """
    found = signs(title, sentences)
    if found is None:
        return False
    return weigh(found) > THRESHOLD


def weigh(found: Signs) -> float:
    """Return how likely a text with these signs is out of order, 0 to 1, were as many shuffled as not."""
    weighed = _BIAS + sum(w * s for w, s in zip(_WEIGHTS, found, strict=True))
    return 1 / (1 + math.exp(max(-50.0, min(50.0, weighed))))


def signs(title: str, sentences: Sequence[str]) -> Signs | None:
    """Return the signs of order in a text, or None where it has fewer than six sentences."""
    if len(sentences) < _FEWEST:
        return None
    words = [frozenset(w.lower() for w in _WORD.findall(s)) for s in sentences]
    return Signs(
        _names(sentences),
        _lead(frozenset(w.lower() for w in _WORD.findall(title)), words),
        _cohesion(words),
        _pronouns(sentences),
        float(not _LEANING.match(sentences[0])),
        _articles(sentences),
        math.log(len(sentences)),
    )


def _names(sentences: Sequence[str]) -> float:
    """Return log odds of people who are first named in full against those first named by surname."""
    full: dict[str, int] = {}
    places: dict[str, list[int]] = {}
    for i, sentence in enumerate(sentences):
        for match in _FULL_NAME.finditer(sentence):
            full.setdefault(match[1], i)
        for word in set(_CAPITALISED.findall(sentence)):
            places.setdefault(word, []).append(i)
    before = after = 0
    for name, i in full.items():
        short = next((j for j in places[name] if j != i), None)
        if short is not None:
            before, after = before + (i < short), after + (short < i)
    return math.log((before + 0.5) / (after + 0.5))


def _lead(title: frozenset[str], words: Sequence[frozenset[str]]) -> float:
    """Return how much more of the title's words the first two sentences hold than the mean sentence."""
    if not title:
        return 0.0
    shares = [len(title & w) / len(title) for w in words]
    return max(shares[:2]) - sum(shares) / len(shares)


def _cohesion(words: Sequence[frozenset[str]]) -> float:
    """Return the mean overlap of neighbours less that of sentences a third of the text apart."""
    far = max(3, len(words) // 3)
    near = [_overlap(a, b) for a, b in pairwise(words)]
    apart = [_overlap(a, b) for a, b in zip(words, words[far:], strict=False)]
    return 10 * (sum(near) / len(near) - sum(apart) / len(apart))


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / (1 + min(len(a), len(b)))


def _pronouns(sentences: Sequence[str]) -> float:
    """Return log odds that a sentence before a leading pronoun names or leans on somebody, against any sentence."""
    naming = [bool(_FULL_NAME.search(s) or re.search(r"[a-z,] [A-Z][a-z]+|\b(?:said|told)\b", s)) for s in sentences]
    follow = [naming[i - 1] if i else False for i, s in enumerate(sentences) if _PRONOUN.match(s)]
    if not follow:
        return 0.0
    odds = (sum(follow) + 0.5) / (len(follow) - sum(follow) + 0.5)
    base = (sum(naming) + 0.5) / (len(naming) - sum(naming) + 0.5)
    return math.log(odds / base)


def _articles(sentences: Sequence[str]) -> float:
    """Return log odds of nouns whose "a" comes before their "the"."""
    first: dict[str, str] = {}
    both: dict[str, set[str]] = {}
    for sentence in sentences:
        for article, noun in _ARTICLE.findall(sentence):
            kind = "the" if article.lower() == "the" else "a"
            first.setdefault(noun, kind)
            both.setdefault(noun, set()).add(kind)
    kinds = [first[noun] for noun, seen in both.items() if len(seen) == 2]
    return math.log((kinds.count("a") + 0.5) / (kinds.count("the") + 0.5))
