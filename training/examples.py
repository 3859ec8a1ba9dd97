"""Training sentences: a text, the spans a head reads from, and the questions asked of them."""

import random
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from helpers.encoding import Span

_HIDE_OTHERS = 0.5  # at run time all actors of the case are hidden, the names no case knows are not: train on both
_SMOOTHING = 0.1
_NAME = re.compile(r"(?<![.!?:\"“‘'\n] )(?<!^)\b[A-Z][\w-]*[a-z][\w-]*(?: (?:of (?:the )?)?[A-Z][\w-]*[a-z][\w-]*)*")


class Question(NamedTuple):
    """One thing asked of a text: the head, the spans it reads (by index) and the share of each answer."""

    head: str
    at: tuple[int, ...]
    goal: tuple[float, ...]
    weight: float = 1.0


class Example(NamedTuple):
    """A text with its spans and everything asked of it; one pass of the encoder answers all."""

    text: str
    spans: tuple[Span, ...]
    questions: tuple[Question, ...]

    @classmethod
    def of(cls, parts: list) -> "Example":
        """Return the example that was written as JSON."""
        text, spans, questions = parts
        return cls(text, tuple(Span(*s) for s in spans), tuple(Question(*q) for q in questions))


def make(
    text: str, targets: Sequence[tuple[int, int]], questions: Iterable[Question], *, visible: Sequence[int] = ()
) -> Example:
    """Return an example whose targets are hidden, but for those `visible`, and half the time other names too."""
    rng = random.Random(text)
    spans = list(dict.fromkeys(targets))
    others = _names(text, spans) if rng.random() < _HIDE_OTHERS else []
    kept = {spans.index(targets[i]) for i in visible}
    names = _numbered(text, [s for i, s in enumerate(spans) if i not in kept] + others)
    made = [Span(*s, names.get(text[s[0] : s[1]].lower()) if i not in kept else None) for i, s in enumerate(spans)]
    made += [Span(*s, names[text[s[0] : s[1]].lower()]) for s in others]
    moved = [q._replace(at=tuple(spans.index(targets[i]) for i in q.at)) for q in questions]
    return Example(text, tuple(made), tuple(moved))


def _names(text: str, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the capitalised names inside the sentences of `text` that overlap nothing in `taken`."""
    found = [m.span() for m in _NAME.finditer(text)]
    return [(a, b) for a, b in found if all(b <= start or end <= a for start, end in taken)]


def _numbered(text: str, spans: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Return the placeholder number of each name, in order of appearance."""
    names = dict.fromkeys(text[a:b].lower() for a, b in sorted(spans))
    return {name: number for number, name in enumerate(names)}


def one_hot(label: str, labels: Sequence[str]) -> tuple[float, ...]:
    """Return the goal for `label`, a little of it spread over all so that the head does not grow sure of itself."""
    return tuple((1 - _SMOOTHING) * (label == other) + _SMOOTHING / len(labels) for other in labels)
