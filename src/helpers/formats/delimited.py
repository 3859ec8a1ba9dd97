"""CSV and TSV with a header line that names the columns."""

import csv
import io
from collections.abc import Mapping

from helpers.formats import SYNONYMS, Found, Problem, Source, record

NAME = "delimited"
_KNOWN = {name.casefold() for names in SYNONYMS.values() for name in names}
_LIMIT = 10_000_000  # characters in a field; the library's own 131,072 is shorter than some articles


def recognises(source: Source) -> bool:
    """Tell whether the first line is a header of at least two columns, two of them known or all short."""
    header = source.head.lstrip().split("\n")[0]
    cells = [c.strip().strip('"').casefold() for c in header.split(_delimiter(header))]
    return len(cells) >= 2 and (len(_KNOWN & set(cells)) >= 2 or all(c.isidentifier() for c in cells))


def read(source: Source, columns: Mapping[str, str]) -> Found:
    """Yield an article or a problem for every row."""
    csv.field_size_limit(_LIMIT)
    text = source.text or ""
    header = text.lstrip().split("\n")[0]
    rows = csv.DictReader(io.StringIO(text.lstrip(), newline=""), delimiter=_delimiter(header), strict=True)
    n = 1
    while True:
        n += 1
        try:
            fields = next(rows, None)
        except csv.Error as error:
            yield Problem(f"row {n}", f"not a valid row: {error}", "close its quotation marks; later rows are unread")
            return
        if fields is None:
            return
        if None in fields or None in fields.values():
            yield Problem(f"row {n}", "not as many cells as the header", "quote cells that hold the delimiter")
        else:
            yield record(fields, f"row {n}", columns)


def _delimiter(header: str) -> str:
    return max("\t;,", key=header.count)
