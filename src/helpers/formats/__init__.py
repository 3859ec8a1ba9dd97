"""File formats articles come in, one module each.

A format module has `NAME`, `recognises(head)`, which looks at the first characters of a decoded file,
and `read(text, columns)`, which yields a `Record` or a `Problem` for everything it finds.
"""

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import NamedTuple


class Record(NamedTuple):
    """One article as the file gives it; nothing is repaired yet. `place` says where in the file."""

    place: str
    title: str
    date: str
    url: str
    outlet: str
    body: str


class Problem(NamedTuple):
    """One thing in a file that can't become an article, and what to do about it."""

    place: str
    reason: str
    remedy: str


Found = Iterator[Record | Problem]

# The names other tools give to our fields; a case's [columns] comes before them.
SYNONYMS = {
    "title": ("title", "headline", "webTitle"),
    "date": ("date", "published", "publish_date", "publishedAt", "webPublicationDate"),
    "url": ("url", "link", "webUrl"),
    "outlet": ("outlet", "source", "publication", "media_name"),
    "body": ("body", "text", "content"),
}


def recognise(head: str) -> ModuleType | None:
    """Return the format module that knows a file by its first characters, or None."""
    from helpers.formats import delimited, jsonl, seed

    return next((f for f in (jsonl, seed, delimited) if f.recognises(head)), None)


def record(fields: Mapping[str, object], place: str, columns: Mapping[str, str]) -> Record | Problem:
    """Return the article in one row of named fields; `columns` maps our names to the file's."""
    chosen = {our: _first(fields, (columns.get(our), *names)) for our, names in SYNONYMS.items()}
    if not chosen["body"].strip() and not chosen["title"].strip():
        known = ", ".join(sorted(map(str, fields)))
        return Problem(place, f"neither title nor text; the fields are: {known}", "name them in the case's [columns]")
    return Record(place, **chosen)


def _first(fields: Mapping[str, object], names: tuple[str | None, ...]) -> str:
    """Return the first field among `names` that holds something, as text."""
    for name in names:
        value = fields.get(name) if name else None
        if isinstance(value, Mapping):  # NewsAPI nests: {"source": {"id": …, "name": …}}
            value = value.get("name")
        if value not in (None, ""):
            return str(value)
    return ""
