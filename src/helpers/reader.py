"""The reader: a small encoder that reads each sentence once, names hidden, and answers for every head."""

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


class Pass(NamedTuple):
    """What one pass over a text left: the vector of each span (spans × width) and of the text as each span saw it."""

    spans: np.ndarray
    whole: np.ndarray

    def ask(self, head: str, *at: Sequence[int]) -> np.ndarray:
        """Return the shares of `head` for spans by index: a sequence of targets, or of firsts and of seconds."""
        parts = [self.spans[list(indices)] for indices in at]
        return _model().heads[head].shares(np.concatenate([*parts, self.whole[list(at[0])]], axis=1))


class _Model(NamedTuple):
    session: "onnxruntime.InferenceSession"
    vocabulary: Vocabulary
    heads: dict[str, heads.Head]


def read(text: str, spans: Sequence[Span], *, around: int = _AROUND) -> Pass:
    """Read `text` once and return the vectors of its `spans`.

    Each text goes through alone: quantised activations share one scale a pass, so a neighbour would change a
    row's result in the third decimal. A text of more than about 400 tokens is read anew for each span, with as many
    characters `around` it as fit.
    """
    if not spans:
        return Pass(np.zeros((0, 0)), np.zeros((0, 0)))
    model = _model()
    encoded = model.vocabulary.encode(text, spans)
    if len(encoded.ids) > _LIMIT:
        parts = [read(*_window(text, spans, span, around), around=around // 2) for span in spans]
        return Pass(np.concatenate([p.spans[:1] for p in parts]), np.concatenate([p.whole[:1] for p in parts]))
    (hidden,) = model.session.run(None, {"ids": np.array([encoded.ids], dtype=np.int64)})
    vectors = np.stack([hidden[0, a:b].mean(axis=0) for a, b in encoded.places])
    return Pass(vectors, np.repeat(hidden[0, :1], len(spans), axis=0))


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
        return _Model(weights.session(FOLDER / "encoder.onnx"), Vocabulary(tokenizer, **about), found)
