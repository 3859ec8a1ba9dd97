"""JSON Lines: one article a line, as an object with named fields."""

import json
from collections.abc import Mapping

from helpers.formats import Found, Problem, Source, record

NAME = "jsonl"


def recognises(source: Source) -> bool:
    """Tell whether the first line opens an object."""
    return source.head.lstrip().startswith("{")


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield an article or a problem for every line that is not blank."""
    for n, line in enumerate((source.text or "").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Problem(f"line {n}", f"not valid JSON: {error}", "mend or remove the line")
            continue
        if isinstance(fields, dict):
            yield record(fields, f"line {n}", columns)
        else:
            yield Problem(f"line {n}", "not an object with named fields", "write one {…} object a line")
