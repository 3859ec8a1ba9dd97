"""Text into tokens for the reader, with the names of the actors hidden behind numbered placeholders."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Span(NamedTuple):
    """Characters of a text that a head reads; `name` numbers the actor hidden there, None leaves the words visible."""

    start: int
    end: int
    name: int | None = 0


class Encoded(NamedTuple):
    """Token ids of a text, and for each of its spans the tokens (from, to) it became."""

    ids: list[int]
    places: list[tuple[int, int]]


class Vocabulary(NamedTuple):
    """A tokenizer with the ids that begin and end a text, and `names` placeholders from id `placeholder` on."""

    tokenizer: "Tokenizer"
    first: int
    last: int
    placeholder: int
    names: int

    def encode(self, text: str, spans: Sequence[Span]) -> Encoded:
        """Return the tokens of `text`, one placeholder for each hidden span; overlapping spans share their tokens."""
        cuts, hidden = _cuts(text, spans)
        ids, begins, ends = [self.first], [], []
        for a, b in pairwise(cuts):
            begins.append(len(ids))
            if a in hidden:
                ids.append(self.placeholder + hidden[a] % self.names)
            else:
                ids += self.tokenizer.encode(text[a:b], add_special_tokens=False).ids
            ends.append(len(ids))
        places = []
        for span in spans:
            i, j = bisect_right(cuts, span.start) - 1, bisect_right(cuts, span.end - 1) - 1
            places.append((begins[i], max(ends[j], begins[i] + 1)))
        return Encoded([*ids, self.last], places)


def _cuts(text: str, spans: Sequence[Span]) -> tuple[list[int], dict[int, int]]:
    """Return where to cut `text`, and the placeholder number of each piece that is hidden, by its start.

    Of hidden spans that overlap the first and longest counts; nothing is cut inside a hidden piece.
    """
    hidden: dict[int, int] = {}
    taken: list[tuple[int, int]] = []
    for span in sorted((s for s in spans if s.name is not None), key=lambda s: (s.start, -s.end)):
        if not taken or taken[-1][1] <= span.start:
            taken.append((span.start, span.end))
            hidden[span.start] = span.name
    edges = {0, len(text), *(p for s in spans for p in (s.start, s.end)), *(p for t in taken for p in t)}
    inside = {p for p in edges for a, b in taken if a < p < b}
    return sorted(edges - inside), hidden
