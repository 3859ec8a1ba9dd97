"""File formats articles come in, one module each.

A format module has `NAME`, `recognises(source)`, which looks at a file's content, and `read(source, columns)`, which
yields a `Record` or a `Problem` for everything it finds.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from types import ModuleType
from typing import NamedTuple

_HEAD = 4096
_LIST_LIKE = re.compile(r"</(?:p|div|li|h\d|blockquote|tr)>|<br ?/?>", re.IGNORECASE)
_TAG = re.compile(r"<(?:[a-zA-Z/!][^<>]*)>")


class Source(NamedTuple):
    """The content of one file: its bytes, and its text where it has any, newlines as `\\n`."""

    data: bytes
    text: str | None = None

    @property
    def head(self) -> str:
        """Return the first characters of the text, or nothing for a binary file."""
        return (self.text or "")[:_HEAD]


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

# The names other tools give to our fields, in lower case; a case's [columns] comes before them. Of several that are
# filled the first counts, so a full text stands before an extract of it.
SYNONYMS = {
    "title": ("title", "webtitle", "headline", "page_title", "name"),
    "date": (
        *("date", "published", "publish_date", "publishedat", "webpublicationdate", "pub_date", "pubdate"),
        *("publication_date", "seendate", "sqldate", "dateadded", "v2.1date", "date_published", "datepublished"),
    ),
    "url": ("url", "link", "weburl", "web_url", "sourceurl", "documentidentifier", "v2documentidentifier"),
    "outlet": (
        *("outlet", "media_name", "publication", "source", "sourcecommonname", "v2sourcecommonname", "domain"),
        *("publisher", "site", "sitename"),
    ),
    "body": ("body", "text", "bodytext", "full_text", "fulltext", "article", "articlebody", "content", "description"),
}


def recognise(source: Source) -> ModuleType | None:
    """Return the format module that knows a file by its content, or None."""
    from helpers.formats import (
        delimited,
        factiva,
        feed,
        json_document,
        jsonl,
        nexis_docx,
        nexis_html,
        nexis_txt,
        proquest,
        seed,
        web_page,
    )

    if source.text is None:
        return nexis_docx if nexis_docx.recognises(source) else None
    # the particular before the general: a Factiva export is a web page too
    known = (json_document, jsonl, factiva, nexis_html, feed, web_page, nexis_txt, proquest, seed, delimited)
    return next((f for f in known if f.recognises(source)), None)


def record(fields: Mapping[str, object], place: str, columns: Mapping[str, str]) -> Record | Problem:
    """Return the article in one row of named fields; `columns` maps our names to the file's."""
    flat = _flat(fields)
    chosen = {our: _first(flat, (columns.get(our, "").casefold(), *names)) for our, names in SYNONYMS.items()}
    if not chosen["body"].strip() and not chosen["title"].strip():
        known = ", ".join(sorted(map(str, fields)))
        return Problem(place, f"neither title nor text; the fields are: {known}", "name them in the case's [columns]")
    return Record(place, **{**chosen, "body": plain(chosen["body"])})


def _flat(fields: Mapping[str, object]) -> dict[str, object]:
    """Return fields by lower-case name; nested ones come up where no other has their name (Guardian's `fields`)."""
    made = {str(key).casefold(): value for key, value in fields.items() if not isinstance(value, Mapping)}
    for key, value in fields.items():
        if isinstance(value, Mapping):
            if "name" in value:  # NewsAPI: {"source": {"id": …, "name": …}}
                made.setdefault(str(key).casefold(), value["name"])
            for inner, held in value.items():
                if inner != "name":
                    made.setdefault(str(inner).casefold(), held)
    return made


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str:
    """Return the first field among `names` that holds something, as text."""
    for name in names:
        value = fields.get(name) if name else None
        if value not in (None, "") and not isinstance(value, (list, Mapping)):
            return str(value)
    return ""


def plain(text: str) -> str:
    """Return a field's text, of its HTML only the words, a paragraph a line; text without tags is left as it is."""
    if not _LIST_LIKE.search(text):
        return text
    lines = unescape(_TAG.sub("", _LIST_LIKE.sub("\n", text))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
