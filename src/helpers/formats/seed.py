"""The first format we were given: title, date `YYYYMMDD`, URL, then a sentence or paragraph a line."""

import re
from collections.abc import Mapping

from helpers.formats import Found, Problem, Record, Source

NAME = "seed"
_DATE = re.compile(r"\d{8}")
_URL = re.compile(r"https?://\S+")


def recognises(source: Source) -> bool:
    """Tell whether one of the lines after the title is a bare date or URL."""
    lines = [line.strip() for line in source.head.lstrip().split("\n")[1:3]]
    return any(_DATE.fullmatch(line) or _URL.fullmatch(line) for line in lines)


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield the one article of the file; its date or URL may be missing."""
    del columns  # the format has no named columns
    title, *rest = (source.text or "").strip("\n").split("\n")
    date = url = ""
    while rest and not (date and url):
        line = rest[0].strip()
        if not date and _DATE.fullmatch(line):
            date = line
        elif not url and _URL.fullmatch(line):
            url = line
        elif line:
            break
        rest = rest[1:]
    body = "\n".join(rest).strip("\n")
    if not body.strip():
        yield Problem("body", "no text after title, date and URL", "save the article again; the file is cut short")
    else:
        yield Record("", title.strip(), date, url, "", body)
