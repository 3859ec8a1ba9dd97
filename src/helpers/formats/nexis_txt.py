"""Nexis plain text: articles after "1 of 10 DOCUMENTS", wrapped at 80 characters."""

import re
from collections.abc import Mapping

from helpers.formats import Found, Source, nexis

NAME = "nexis txt"


def recognises(source: Source) -> bool:
    """Tell whether a document counter stands alone on one of the first lines."""
    return bool(nexis.COUNTER.search(source.head))


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield an article or a problem for every counter; what stands before the first is the request's cover."""
    del columns  # the format has no named columns
    _, *documents = nexis.COUNTER.split(source.text or "")
    for n, document in enumerate(documents, start=1):
        yield nexis.article(f"document {n}", re.split(r"\n\s*\n", document))
