"""The calendar day in a date as files write it."""

import re
from functools import lru_cache

import pandas as pd

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_EPOCH = re.compile(r"\d{9,10}|\d{12,13}")
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?")
# the day inside what databases add to it: "Monday", "Final Edition", "9:20 AM GMT"
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12}\.? \d{1,2}),? (\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2}\.? (?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4})\b")
_CHINESE = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日")
_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt"]
_EARLIEST = 1700  # a newspaper's year


def day(stated: str) -> pd.Timestamp:
    """Return the day a date names, at midnight, or NaT where it names none.

    Reads YYYYMMDD (also with a time, as GDELT writes it), ISO 8601, seconds or milliseconds since 1970 in UTC, feed
    dates and written-out ones in the languages databases export in. A stated zone is dropped, not converted: the
    calendar day the outlet printed is what counts. Limit: 03/04/2022 is read as March 4th.
    """
    stated = " ".join(stated.split())[:80]
    return _read(stated) if stated else pd.NaT


@lru_cache(maxsize=4096)
def _read(stated: str) -> pd.Timestamp:
    if _EPOCH.fullmatch(stated):
        return pd.to_datetime(int(stated), unit="ms" if len(stated) > 10 else "s").normalize()
    for pattern in (_COMPACT, _CHINESE):
        if found := pattern.search(stated) if pattern is _CHINESE else pattern.fullmatch(stated):
            return _day("-".join(found.groups()))
    if _ISO.fullmatch(stated):
        return _day(stated.replace("T", " ").split(" ")[0])
    if found := _MONTH_FIRST.search(stated):
        return _written(f"{found[1]}, {found[2]}")
    if found := _DAY_FIRST.search(stated):
        return _written(found[1])
    return _day(stated) if re.search(r"\d{4}", stated) else pd.NaT


def _day(text: str) -> pd.Timestamp:
    try:
        made = pd.Timestamp(pd.to_datetime(text)).tz_localize(None).normalize()
    except (ValueError, OverflowError, TypeError):
        return pd.NaT
    return made if pd.notna(made) and made.year >= _EARLIEST else pd.NaT


def _written(text: str) -> pd.Timestamp:
    """Return the day of a written-out date: English at once, other languages by dateparser."""
    made = _day(text)
    if pd.notna(made):
        return made
    import dateparser  # takes half a second to load, and most corpora never need it

    settings = {"REQUIRE_PARTS": ["day", "month", "year"]}
    return _day(str(dateparser.parse(text, languages=_LANGUAGES, settings=settings) or ""))
