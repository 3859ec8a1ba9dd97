"""One JSON document: a list of articles, or an object that holds one (NewsAPI, Guardian Open Platform, MediaCloud)."""

import json
from collections.abc import Mapping

from helpers.formats import SYNONYMS, Found, Problem, Source, record

NAME = "json"
_KNOWN = frozenset(name for our in ("title", "body") for name in SYNONYMS[our])
_DEEPEST = 4  # objects around the list of articles


def recognises(source: Source) -> bool:
    """Tell whether the file opens a list of objects, or an object that does not end on its first line."""
    head = source.head.lstrip()
    if head.startswith("["):
        return True
    if not head.startswith("{"):
        return False
    first = (source.text or "").lstrip().partition("\n")[0]
    rest = (source.text or "").strip()
    if len(rest) == len(first.strip()):  # a single line: an envelope, or JSON Lines of one article
        return _articles_in(_parsed(first), _DEEPEST) is not None
    return _parsed(first) is None


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield an article or a problem for every object of the list."""
    try:
        document = json.loads(source.text or "")
    except (ValueError, RecursionError) as error:
        yield Problem("", f"not valid JSON: {error}", "save it again; it may be cut short")
        return
    found = document if isinstance(document, list) else _articles_in(document, _DEEPEST)
    if found is None and not _KNOWN & {str(key).casefold() for key in document}:
        yield Problem("", "no list of articles in it", "name its fields in the case's [columns]")
        return
    found = [document] if found is None else found
    for n, fields in enumerate(found, start=1):
        if isinstance(fields, dict):
            yield record(fields, f"item {n}", columns)
        else:
            yield Problem(f"item {n}", "not an object with named fields", "write one {…} object an article")


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _articles_in(document: object, depth: int) -> list | None:
    """Return the longest list of objects in a document, or None."""
    if not isinstance(document, dict) or not depth:
        return None
    lists = [v for v in document.values() if isinstance(v, list) and v and all(isinstance(i, dict) for i in v)]
    inner = [_articles_in(v, depth - 1) for v in document.values()]
    return max([*lists, *(i for i in inner if i)], key=len, default=None)
