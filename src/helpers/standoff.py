"""The standoff view: an article's raw text with what was read in it laid over it."""

import html
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from helpers.annotate import Annotations
from helpers.cases import Case

_ASIDE = frozenset(("caption", "boilerplate", "dateline", "byline"))
STYLE = """<style>
.standoff-view{font:16px/1.65 Georgia,serif;max-width:46em;white-space:pre-wrap;overflow-wrap:anywhere}
.standoff-view .mention{border-bottom:3px solid #0072B2}
.standoff-view .said{background:#f1f1f1}
.standoff-view .event{background:#ffe9a8;font-weight:600}
.standoff-view .chosen{outline:3px solid #D55E00}
.standoff-view .aside{color:#777;font-style:italic}
.standoff-key span{margin-right:1.2em;font:13px sans-serif}
</style>"""
KEY = (
    '<p class="standoff-key standoff-view"><span class="mention">actor</span><span class="said">speech</span>'
    '<span class="event">event</span><span class="aside">not body text</span></p>'
)


class Layer(NamedTuple):
    """A stretch of the raw text, what it is (a class of STYLE) and what is to be said of it."""

    start: int
    end: int
    kind: str
    note: str


def view(article: Mapping[str, str], read: Annotations, case: Case, *, chosen: str = "") -> str:
    """Return the raw text of one article as HTML, escaped, with mentions, speech and events marked.

    `chosen` is the event_id to outline. Hovering over a place says what was read there and why.
    """
    own = Annotations(*(table[table["article_id"] == article["article_id"]] for table in read))
    layers = [*_asides(own), *_speech(own, case), *_mentions(own, case), *_events(own, case, chosen)]
    return f'{STYLE}{KEY}<div class="standoff-view">{"".join(_segments(article["text"], layers))}</div>'


def _segments(text: str, layers: list[Layer]) -> Iterator[str]:
    """Yield the text cut wherever a layer begins or ends, each piece with all the layers over it."""
    cuts = sorted({0, len(text), *(p for layer in layers for p in (layer.start, layer.end) if 0 <= p <= len(text))})
    for start, end in pairwise(cuts):
        over = [layer for layer in layers if layer.start <= start and end <= layer.end]
        piece = html.escape(text[start:end])
        if not over:
            yield piece
            continue
        kinds = " ".join(dict.fromkeys(layer.kind for layer in over))
        notes = html.escape("\n".join(dict.fromkeys(layer.note for layer in over if layer.note)), quote=True)
        yield f'<span class="{kinds}" title="{notes}">{piece}</span>'


def _asides(own: Annotations) -> Iterator[Layer]:
    for row in own.sentences.itertuples():
        if row.kind in _ASIDE:
            yield Layer(row.start, row.end, "aside", row.kind)


def _speech(own: Annotations, case: Case) -> Iterator[Layer]:
    for row in own.statements.dropna(subset=["content_start", "content_end"]).itertuples():
        who = case.label(row.speaker) if row.speaker else "somebody the case does not know"
        yield Layer(row.content_start, row.content_end, "said", f"{row.kind} speech of {who}")


def _mentions(own: Annotations, case: Case) -> Iterator[Layer]:
    for row in own.mentions.itertuples():
        tone = row.positive - row.negative
        note = f"{case.label(row.actor)}, by {row.via}; channel {row.channel}; portrayal {tone:+.2f}"
        yield Layer(row.start, row.end, "mention", note if row.via != "phrase" else f"issue: {case.label(row.actor)}")


def _events(own: Annotations, case: Case, chosen: str) -> Iterator[Layer]:
    for row in own.events.itertuples():
        parties = " → ".join(", ".join(map(case.label, side)) for side in (row.actor, row.recipient))
        told_by = f" ({', '.join(map(case.label, row.speaker))})" if len(row.speaker) else ""
        what = row.category + (f" of {row.content}" if row.content else "")
        note = f"{parties}: {what}, {row.status}{told_by}; why: {row.rule}; confidence {row.confidence:.2f}"
        yield Layer(row.start, row.end, "event chosen" if row.event_id == chosen else "event", note)
