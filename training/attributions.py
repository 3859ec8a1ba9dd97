"""Articles with their attributions (PolNeAR) as windows of tokens to learn speech from."""

import random
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tokenizers import Tokenizer

from evaluation import data
from helpers import cleaning, speech, windows

Spans = list[tuple[int, int]]
Article = tuple[str, list[dict[str, Spans]]]
KINDS = ("content", "speaker", "cue")
_SHORTEST = 8  # tokens of a window that is learnt from


class Marked(NamedTuple):
    """One window: token ids, tags (0 none, 1 begins, 2 goes on) by kind of span, and whom each content token leads to.

    A tag of -1 is one that nobody knows.

    `links` holds (content tokens, speaker tokens, cue tokens) of each attribution; no speaker or cue is [0].
    """

    ids: list[int]
    tags: dict[str, list[int]]
    links: list[tuple[list[int], list[int], list[int]]]


def marked(
    article: Article, tokenizer: Tokenizer, ends: tuple[int, int], rng: random.Random | None = None
) -> list[Marked]:
    """Return the windows of an article; with `rng`, its paragraphs shuffled."""
    text, attributions = article
    paragraphs = speech.paragraphs(text, cleaning.split(text, title=False))
    if rng:
        rng.shuffle(paragraphs)
    cut = windows.cut(text, paragraphs, tokenizer, *ends)
    return [_marked(window, attributions) for window in cut]


def _marked(window: windows.Window, attributions: Sequence[dict[str, Spans]]) -> Marked:
    tags = {kind: [0] * len(window.ids) for kind in KINDS}
    links = []
    for found in attributions:
        content = _tokens(window, [(min(a for a, _ in found["Content"]), max(b for _, b in found["Content"]))])
        if not content:
            continue
        speaker, cue = _tokens(window, found["Source"]), _tokens(window, found["Cue"])
        for kind, tokens in zip(KINDS, (content, speaker, cue), strict=True):
            for token, tag in _begun(tokens):
                tags[kind][token] = tags[kind][token] or tag
        # a speaker in the midst of the words, or its cue, is no part of them
        links.append((content, speaker or [0], cue or [0]))
    return Marked(window.ids, tags, links)


def plain(text: str, tokenizer: Tokenizer, ends: tuple[int, int]) -> list[Marked]:
    """Return the windows of a text that nobody labelled: every tag is -1."""
    paragraphs = speech.paragraphs(text, cleaning.split(text, title=False))
    cut = windows.cut(text, paragraphs, tokenizer, *ends)
    return [Marked(w.ids, dict.fromkeys(KINDS, [-1] * len(w.ids)), []) for w in cut if len(w.ids) > _SHORTEST]


def _begun(tokens: list[int]) -> Iterator[tuple[int, int]]:
    for before, token in zip([-2, *tokens], tokens, strict=False):
        yield token, 2 if token == before + 1 else 1


def _tokens(window: windows.Window, spans: Spans) -> list[int]:
    return [
        i for i, place in enumerate(window.places) if place and any(a < place[1] and place[0] < b for a, b in spans)
    ]


def split(articles: Sequence[Article]) -> tuple[list[Article], list[Article]]:
    """Return (training part, own held-out part): one article in ten, by a hash that never moves."""
    out = [zlib.crc32(text.encode()) % 10 == 0 for text, _ in articles]
    pairs = list(zip(articles, out, strict=True))
    return [a for a, o in pairs if not o], [a for a, o in pairs if o]


def versions(article: Article, tokenizer: Tokenizer, ends: tuple[int, int], rng: random.Random) -> list[Marked]:
    """Return the windows of an article as it is learnt from: as printed, shuffled, and without its marks."""
    bare = data.stripped(*article)
    windows = (
        marked(article, tokenizer, ends) * 3 + marked(article, tokenizer, ends, rng) + marked(bare, tokenizer, ends)
    )
    return [w for w in windows if len(w.ids) > _SHORTEST]
