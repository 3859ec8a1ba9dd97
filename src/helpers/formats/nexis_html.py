"""Old Nexis HTML: one page of articles between "Hide XML section" comments."""

import re
from collections.abc import Mapping

from lxml import html

from helpers.formats import Found, Source, nexis

NAME = "nexis html"
_START = re.compile(r"<DOCFULL>\s*-->", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Tell whether the page carries the comments LexisNexis hides its own markup in."""
    return "<DOCFULL>" in source.head or "LXNComment" in source.head


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield an article or a problem for every document of the page."""
    del columns  # the format has no named columns
    _, *documents = _START.split(source.text or "")
    for n, document in enumerate(documents, start=1):
        yield nexis.article(f"document {n}", _blocks(document))


def _blocks(document: str) -> list[str]:
    """Return the paragraphs of a document without its counter."""
    tree = html.fromstring(f"<div>{document}</div>")
    for line_break in tree.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    texts = [p.text_content().replace("\xa0", " ") for p in tree.iter("p")]
    return [text for text in texts if not nexis.COUNTER.match(text.strip())]
