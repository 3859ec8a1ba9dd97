"""ProQuest plain text: articles between lines of underscores, with fields named in English."""

import re
from collections.abc import Mapping

from helpers.formats import Found, Problem, Record, Source

NAME = "proquest"
_RULE = re.compile(r"^_{40,}\s*$", re.MULTILINE)
_NAMES = "|".join(
    (
        *("Abstract", "Author", "Business indexing term", "Classification", "Company / organization", "Copyright"),
        *("Country of publication", "Credit", "Database", "Document URL", "Document type", "First page", "Full text"),
        *("Identifier / keyword", "ISBN", "ISSN", "Issue", "Language of publication", "Last updated", "Links"),
        *("Location", "Number of pages", "Pages", "People", "Place of publication", "ProQuest document ID"),
        *("Publication date", "Publication info", "Publication subject", "Publication title", "Publication year"),
        *("Publisher", "Section", "Source type", "Subject", "Title", "Volume"),
    )
)
_FIELD = re.compile(rf"^({_NAMES}): ?", re.MULTILINE)
# fields are set off by a blank line; a sentence of the article that begins with "Location:" is not
_AFTER_BLANK = re.compile(rf"\n\s*\n(?=(?:{_NAMES}): ?)")
_NONE = "None available."
_URL = re.compile(r"https?://\S+")


def recognises(source: Source) -> bool:
    """Tell whether the file has ProQuest's rules and field names."""
    return bool(
        _RULE.search(source.head) and re.search(r"^(?:Publication info|Full text|Abstract):", source.head, re.M)
    )


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield an article or a problem for every part between rules; the last holds ProQuest's own terms."""
    del columns  # the names are ProQuest's
    parts = [p for p in _RULE.split(source.text or "") if _FIELD.search(p)]
    for n, part in enumerate(parts, start=1):
        yield _article(f"article {n}", part)


def _article(place: str, part: str) -> Record | Problem:
    heading, *rest = _AFTER_BLANK.split(part.strip("\n"))
    fields: dict[str, str] = {}
    for block in rest:
        if found := _FIELD.match(block):
            fields.setdefault(found[1], block[found.end() :].strip())
    full = next((fields[k] for k in ("Full text", "Abstract") if fields.get(k, _NONE) != _NONE), "")
    title = fields.get("Title") or heading.strip().split("\n")[0]
    if not full:
        return Problem(place, "no full text and no abstract", "export it again with its full text")
    date = fields.get("Publication date") or fields.get("Publication info", "")
    url = fields.get("Document URL") or next(iter(_URL.findall(part)), "")
    return Record(
        place, title, date, url.split()[0] if url else "", fields.get("Publication title", "").partition(";")[0], full
    )
