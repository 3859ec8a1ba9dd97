"""RSS and Atom feeds, read by feedparser."""

import re
from collections.abc import Mapping

from helpers.formats import Found, Problem, Record, Source, plain

NAME = "feed"
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Tell whether the root element is a feed's."""
    return bool(_ROOT.search(source.head[:1000])) and source.head.lstrip().startswith("<")


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield an article or a problem for every entry; the fullest of its texts is its body."""
    del columns  # the names are the feed's
    import feedparser

    parsed = feedparser.parse(source.data)
    if not parsed.entries:
        yield Problem("", "a feed without entries", "fetch it again")
    for n, entry in enumerate(parsed.entries, start=1):
        texts = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
        body = max((_words(text) for text in texts), key=len)
        title, outlet = _words(entry.get("title", "")), entry.get("source", {}).get("title", "")
        if not title and not body:
            yield Problem(f"entry {n}", "neither title nor text", "fetch the article itself")
            continue
        date = entry.get("published") or entry.get("updated") or ""
        # without a source of its own an entry is the feed's, which its address names
        yield Record(f"entry {n}", title, date, entry.get("link", ""), outlet, body)


def _words(text: str) -> str:
    """Return a feed's text without its tags."""
    return plain(f"{text}<br>").strip() if text else ""
