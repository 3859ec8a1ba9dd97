"""The speech tagger: a small encoder that marks what is said, who says it and by which cue, and links the three."""

import json
from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from helpers import paths, weights, windows

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

FOLDER = paths.MODELS / "speech"
KINDS = ("content", "speaker", "cue")
_BEGINS, _GOES_ON = 1, 2
_SHORTEST = 2  # tokens of something said
_Span = tuple[int, int]
_NOBODY = (None, None)


class Tagged(NamedTuple):
    """Characters of something said, of its speaker and of its cue ((None, None) where there is none)."""

    content: _Span
    speaker: _Span | tuple[None, None]
    cue: _Span | tuple[None, None]


class _Model(NamedTuple):
    session: "onnxruntime.InferenceSession"
    tokenizer: "Tokenizer"
    first: int
    last: int
    bias: float  # added to "not said", so that precision and recall balance on held-out articles


def tag(text: str, paragraphs: Sequence[Sequence[_Span]]) -> list[Tagged]:
    """Return what is said in `text`, in order; its paragraphs are lists of sentence spans.

    After PolNeAR (Newell, Margolin and Ruths 2018): a statement lies within a paragraph, and what interrupts it
    (speaker and cue) lies within its content.
    """
    if not any(paragraphs):
        return []
    model = _model()
    cut = windows.cut(text, paragraphs, model.tokenizer, model.first, model.last)
    starts = {start for sentences in paragraphs for start, _ in sentences}
    return [found for window in cut for found in _in_window(window, starts, model)]


def _in_window(window: windows.Window, starts: Container[int], model: _Model) -> Iterator[Tagged]:
    tags, pointers = model.session.run(None, {"ids": np.array([window.ids], dtype=np.int64)})
    tags[0, :, 0, 0] += model.bias
    contents, speakers, cues = (_spans(tags[0, :, k].argmax(axis=1), window) for k in range(len(KINDS)))
    opens = [i for i, place in enumerate(window.places) if place and place[0] in starts]
    for content in _parted(contents, cues, opens):
        if content[1] - content[0] >= _SHORTEST:
            leads = _shares(pointers[0, :, content[0] : content[1]]).mean(axis=1)
            ends = [_led_to(lead, spans) for lead, spans in zip(leads, (speakers, cues), strict=True)]
            yield Tagged(_characters(content, window), *(_characters(e, window) if e else _NOBODY for e in ends))


def _spans(tags: np.ndarray, window: windows.Window) -> list[_Span]:
    """Return the runs of tokens that are tagged, none across a paragraph's end."""
    runs: list[list[int]] = []
    for i, (tag, place) in enumerate(zip(tags, window.places, strict=True)):
        if place and tag:
            if tag == _GOES_ON and runs and runs[-1][1] == i:
                runs[-1][1] = i + 1
            else:
                runs.append([i, i + 1])
    return [(a, b) for a, b in runs]


def _parted(contents: Sequence[_Span], cues: Sequence[_Span], opens: Sequence[int]) -> Iterator[_Span]:
    """Yield contents, one between two cues in two: "The ministry said hackers struck. Traffic stopped, it said."."""
    for start, end in contents:
        inner = [i for i in opens if start < i < end]
        if inner:
            first, after = max((i for i in opens if i <= start), default=0), [i for i in opens if i >= end]
            led = any(first <= cue[0] and cue[1] <= start for cue in cues)
            followed = any(end <= cue[0] < (after[0] if after else cue[0] + 1) for cue in cues)
            if led and followed:
                yield start, inner[-1]
                start = inner[-1]
        yield start, end


def _led_to(lead: np.ndarray, spans: Sequence[_Span]) -> _Span | None:
    """Return the span that most of the tokens of something said lead to, or None if most lead to nobody."""
    best = max(spans, key=lambda s: lead[s[0] : s[1]].sum(), default=None)
    return best if best and lead[best[0] : best[1]].sum() > lead[0] else None


def _characters(span: _Span, window: windows.Window) -> _Span:
    return window.places[span[0]][0], window.places[span[1] - 1][1]


def _shares(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def warm() -> None:
    """Load the weights now and not at the first text."""
    _model()


@cache
def _model() -> _Model:
    with weights.loading(FOLDER, "speech tagger"):
        about = json.loads((FOLDER / "speech.json").read_text("utf-8"))
        tokenizer = weights.tokenizer(paths.MODELS / "reader" / "tokenizer.json")  # both come from MiniLM
        return _Model(weights.session(FOLDER / "tagger.onnx"), tokenizer, **about)
