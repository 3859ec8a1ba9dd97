"""The reader: a small encoder that reads each sentence once, names hidden, and answers for every head.

Its lower layers serve all heads; above them each branch has layers of its own, run when one of its heads is asked.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from helpers import heads, paths, weights
from helpers.encoding import Span, Vocabulary
from helpers.errors import StandoffError

if TYPE_CHECKING:
    import onnxruntime

FOLDER = paths.MODELS / "reader"
_LIMIT = 400  # tokens the encoder takes at once (it has places for 512)
_AROUND = 500  # characters to each side of a span that is read by itself because its text is longer
_LONGEST = 200  # characters of one span


class _Piece(NamedTuple):
    """What the lower layers made of a text (1 × tokens × width), and the tokens (from, to) of the spans in it."""

    hidden: np.ndarray
    places: list[tuple[int, int]]


class Pass:
    """What one reading of a text left, to be asked about its spans."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        self._pieces = pieces
        self._made: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def ask(self, head: str, *at: Sequence[int]) -> np.ndarray:
        """Return the shares of `head` for spans by index: a sequence of targets, or of firsts and of seconds."""
        return _model().heads[head].shares(*self.vectors(heads.BRANCH[head]), *at)

    def vectors(self, branch: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the vector of each span (spans × width) and of the text: one row, or one as each span saw it."""
        if branch not in self._made:
            spans, whole = [], []
            for piece in self._pieces:
                (hidden,) = _model().upper[branch].run(None, {"hidden": piece.hidden})
                spans += [hidden[0, a:b].sum(axis=0) / (b - a) for a, b in piece.places]
                whole.append(hidden[0, 0])
            self._made[branch] = np.array(spans), np.array(whole)
        return self._made[branch]


class _Model(NamedTuple):
    lower: "onnxruntime.InferenceSession"
    upper: dict[str, "onnxruntime.InferenceSession"]
    vocabulary: Vocabulary
    heads: dict[str, heads.Head]


def read(text: str, spans: Sequence[Span]) -> Pass:
    """Read `text` once, to be asked about its `spans`.

    Each text goes through alone: quantised activations share one scale a pass, so a neighbour would change a
    row's result in the third decimal. A text of more than about 400 tokens is read anew for each span, with as many
    characters around it as fit.
    """
    return Pass(_pieces(text, spans, _AROUND) if spans else [])


def _pieces(text: str, spans: Sequence[Span], around: int) -> list[_Piece]:
    """Return one piece that holds all `spans`, or, of a long text, one for each."""
    model = _model()
    encoded = model.vocabulary.encode(text, spans)
    if len(encoded.ids) > _LIMIT:
        first = [_pieces(*_window(text, spans, span, around), around // 2)[0] for span in spans]
        return [piece._replace(places=piece.places[:1]) for piece in first]
    (hidden,) = model.lower.run(None, {"ids": np.array([encoded.ids], dtype=np.int64)})
    return [_Piece(hidden, encoded.places)]


def _window(text: str, spans: Sequence[Span], span: Span, around: int) -> tuple[str, list[Span]]:
    """Return the part of `text` around `span` with the spans in it, `span` first."""
    span = span._replace(end=min(span.end, span.start + _LONGEST))
    low, high = max(0, span.start - around), min(len(text), span.end + around)
    inside = [span, *(s for s in spans if s.start != span.start and low <= s.start and s.end <= high)]
    return text[low:high], [s._replace(start=s.start - low, end=s.end - low) for s in inside]


def warm() -> None:
    """Load the weights now and not at the first text."""
    _model()


def check_spans(function: str, pairs: Iterable[tuple[str, tuple[int, int]]]) -> None:
    """Raise StandoffError naming the first row whose span is empty or outside its text."""
    for row, (text, (start, end)) in enumerate(pairs):
        if not 0 <= start < end <= len(text):
            raise StandoffError(
                f"{function}: row {row}: span ({start}, {end}) is not in its text of {len(text)} characters; "
                "spans are (start, end), half-open, into the text of their row"
            )


@cache
def _model() -> _Model:
    with weights.loading(FOLDER, "reader"):
        about = json.loads((FOLDER / "reader.json").read_text("utf-8"))
        tokenizer = weights.tokenizer(FOLDER / "tokenizer.json")
        with np.load(FOLDER / "heads.npz") as arrays:
            found = heads.load(dict(arrays), about.pop("temperatures"))
        upper = {name: weights.session(FOLDER / f"{name}.onnx") for name in sorted(set(heads.BRANCH.values()))}
        return _Model(weights.session(FOLDER / "lower.onnx"), upper, Vocabulary(tokenizer, **about), found)
