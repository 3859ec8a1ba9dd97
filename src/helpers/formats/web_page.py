"""A saved web page, one article a page: trafilatura for the text, htmldate (through it) for the day."""

import re
from collections.abc import Mapping

from helpers.formats import Found, Problem, Record, Source

NAME = "web page"
_PAGE = re.compile(r"<(?:!doctype html|html|head|body|meta|article)\b", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Tell whether the file opens as HTML does."""
    return bool(_PAGE.search(source.head)) and source.head.lstrip().startswith("<")


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield the page's article, or a problem where there is none."""
    del columns  # a page has no named columns
    import trafilatura

    found = trafilatura.bare_extraction(
        source.data, include_comments=False, include_tables=False, favor_recall=False, with_metadata=True
    )
    if found is None or not (found.text or "").strip():
        yield Problem("", "a page without an article", "save the page of the article itself, with its text loaded")
        return
    lines = (found.text or "").split("\n")
    if lines and found.title and lines[0].strip() == found.title.strip():
        lines = lines[1:]  # the headline again
    yield Record("", found.title or "", found.date or "", found.url or "", found.sitename or "", "\n".join(lines))
