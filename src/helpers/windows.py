"""A text cut into windows that the speech tagger takes at once: whole paragraphs side by side, as many as fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LIMIT = 256  # tokens
_PLAIN = str.maketrans("“”„«»‘’‚`", '"""""\'\'\'\'')
_Span = tuple[int, int]


class Window(NamedTuple):
    """Token ids, and the characters (start, end) of the text each stands for; None for the marks between paragraphs."""

    ids: list[int]
    places: list[_Span | None]


def cut(
    text: str, paragraphs: Sequence[Sequence[_Span]], tokenizer: "Tokenizer", first: int, last: int
) -> list[Window]:
    """Return the windows of `text`, whose paragraphs are lists of sentence spans.

    Only a paragraph longer than a window is broken, between its sentences; a sentence longer than a window is broken
    where the window is full. `first` begins a window, `last` ends each paragraph in it. Curly marks read as straight.
    """
    windows: list[Window] = []
    current = Window([first], [None])
    for paragraph in paragraphs:
        sentences = [_encoded(text, span, tokenizer) for span in paragraph]
        whole = Window([i for s in sentences for i in s.ids], [p for s in sentences for p in s.places])
        for part in [whole] if len(whole.ids) <= LIMIT - 2 else [c for s in sentences for c in _chunks(s)]:
            if len(current.ids) + len(part.ids) >= LIMIT and len(current.ids) > 1:
                windows.append(_closed(current, last))
                current = Window([first], [None])
            current = Window(current.ids + part.ids, current.places + part.places)
        current = _closed(current, last)
    return [*windows, current] if len(current.ids) > 1 else windows


def _closed(window: Window, last: int) -> Window:
    return window if window.ids[-1] == last else Window([*window.ids, last], [*window.places, None])


def _chunks(sentence: Window) -> list[Window]:
    size = LIMIT - 2
    return [
        Window(sentence.ids[i : i + size], sentence.places[i : i + size]) for i in range(0, len(sentence.ids), size)
    ]


def _encoded(text: str, span: _Span, tokenizer: "Tokenizer") -> Window:
    start, end = span
    made = tokenizer.encode(text[start:end].translate(_PLAIN), add_special_tokens=False)
    return Window(list(made.ids), [(start + a, start + b) for a, b in made.offsets])
