"""Reading articles as they came: files in, an `articles` and a `rejects` table out."""

import datetime as dt
import hashlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pandas as pd

from helpers import dates, decoding, formats, tables
from helpers.cases import Case
from helpers.errors import InputError

MAX_BYTES = 500_000_000
MAX_CHARACTERS = 250_000  # of one article; the longest real ones we met have half of that
MAX_SECONDS = 300  # for one file; the largest exports take a tenth of that
READS = "seed .txt, CSV, TSV, JSON, JSON Lines, Nexis, Factiva, ProQuest, web pages and feeds, plain or gzipped"
_URL_DATE = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


def read(path: str | Path, *, case: Case | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles of a file or a folder tree, and what could not be read, as (articles, rejects).

    `case` maps columns and outlets and sets the window; articles outside it are kept, not in scope.
    Hidden files and README files are passed over. Every other file, and every record in it, ends in
    one of the two tables. Raises InputError if `path` does not exist or holds no file.
    """
    root = Path(path)
    rejects: list[dict] = []
    articles = tables.frame("articles", _rows(_files(root), root, case, rejects))
    return articles, tables.frame("rejects", rejects)


def _rows(files: list[Path], root: Path, case: Case | None, rejects: list[dict]) -> Iterator[dict]:
    """Yield the row of each article; whatever else is found goes to `rejects`."""
    first: dict[str, str] = {}
    for file in files:
        name = str(file.relative_to(root)) if root.is_dir() else file.name
        for item in _records(file, root, case.columns if case else {}):
            kept = _row(item, name, case) if isinstance(_of_one(item), formats.Record) else None
            if kept and kept["article_id"] not in first:
                first[kept["article_id"]] = f"{name} {item.place}".strip()
                yield kept
            else:
                problem = _copy(item, first[kept["article_id"]]) if kept else _of_one(item)
                rejects.append({"path": name, **problem._asdict()})


def _of_one(item: formats.Record | formats.Problem) -> formats.Record | formats.Problem:
    """Return what was found, or a problem if it is too long for one article."""
    if isinstance(item, formats.Record) and len(item.title) + len(item.body) > MAX_CHARACTERS:
        reason = f"longer than {MAX_CHARACTERS:,} characters, so hardly one article"
        return formats.Problem(item.place, reason, "split it into its articles")
    return item


def _copy(item: formats.Record, first: str) -> formats.Problem:
    return formats.Problem(item.place, f"the same article as {first}", "nothing to do; the first is kept")


def within(articles: pd.DataFrame, *, since: str = "", until: str = "", limit: int = 0) -> pd.DataFrame:
    """Return `articles` with those outside a window of days, both included, and beyond a limit set aside.

    Nothing is dropped: they are out of scope, flagged `not_asked_for`. `limit` keeps so many, evenly drawn from those
    in scope by day. Raises InputError for a day that is none.
    """
    asked = articles["in_scope"]
    for name, day, outside in (("since", since, articles["published"].lt), ("until", until, articles["published"].gt)):
        if day:
            asked = asked & ~outside(_day(name, day)) & articles["published"].notna()
    if 0 < limit < asked.sum():
        order = articles[asked].sort_values(["published", "article_id"]).index
        asked = asked & articles.index.isin([order[i * len(order) // limit] for i in range(limit)])
    gone = articles["in_scope"] & ~asked
    flags = [[*f, "not_asked_for"] if g else f for f, g in zip(articles["flags"], gone, strict=True)]
    return articles.assign(in_scope=asked, flags=flags)


def _day(name: str, day: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(dt.date.fromisoformat(day))
    except ValueError as error:
        raise InputError(f"{name} = {day!r} is no day; write it like 2022-02-16") from error


def _files(root: Path) -> list[Path]:
    if not root.exists():
        raise InputError(f"{root}: no such file or folder; give the folder that holds the articles")
    if root.is_file():
        return [root]
    files = [
        p
        for p in sorted(root.rglob("*"))
        if not p.is_dir()
        and not p.name.upper().startswith("README")
        and not any(part.startswith(".") for part in p.relative_to(root).parts)
    ]
    if not files:
        raise InputError(f"{root}: the folder holds no files; put articles into it")
    return files


def _records(file: Path, root: Path, columns: dict[str, str]) -> Iterator[formats.Record | formats.Problem]:
    """Yield what one file holds; any trouble with the file is a Problem, never an exception."""
    base = root if root.is_dir() else root.parent
    if not file.resolve().is_relative_to(base.resolve()):
        yield formats.Problem("", "a link to a place outside the folder", "copy the file into the folder")
        return
    try:
        if file.stat().st_size > MAX_BYTES:
            yield formats.Problem("", f"larger than {MAX_BYTES // 10**6} MB", "split the file")
            return
        data = decoding.unpack(file.read_bytes(), MAX_BYTES)
    except decoding.TooLarge:
        yield formats.Problem("", f"unpacks to more than {MAX_BYTES // 10**6} MB", "split the file")
        return
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield formats.Problem("", f"can't be read: {reason}", "check that it is whole, and its permissions")
        return
    if not data.strip():
        yield formats.Problem("", "an empty file", "download it again")
        return
    source = formats.Source(data, decoding.decode(data))
    known = formats.recognise(source)
    if known is None:
        reason = "not a format we know" if source.text else "an encoding or binary format we don't know"
        yield formats.Problem("", reason, f"we read {READS}; save other text in the seed format, as UTF-8")
        return
    yield from _within_time(_safely(known, source, columns))


def _safely(
    known: ModuleType, source: formats.Source, columns: dict[str, str]
) -> Iterator[formats.Record | formats.Problem]:
    """Yield what a format finds; a file that its reader chokes on is a Problem with the reader's words."""
    try:
        yield from known.read(source, columns)
    except Exception as error:
        # third-party parsers raise whatever a hostile or damaged file makes them; it must not stop the other files
        reason = f"damaged {known.NAME}: {type(error).__name__}: {str(error)[:200]}"
        yield formats.Problem("", reason, "download or save it again")


def _within_time(found: Iterator[formats.Record | formats.Problem]) -> Iterator[formats.Record | formats.Problem]:
    """Yield from `found` until a file has had its time; what is unread then is one Problem."""
    begun = time.monotonic()
    for item in found:
        yield item
        if time.monotonic() - begun > MAX_SECONDS:
            yield formats.Problem(f"after {item.place}", f"takes more than {MAX_SECONDS} seconds", "split the file")
            return


def _host(url: str) -> str:
    """Return the host of a URL, or "" for one that is malformed: an article with a bad link is still an article."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _row(record: formats.Record, path: str, case: Case | None) -> dict:
    title = record.title.replace("\n", " ").strip()
    text = f"{title}\n{record.body}"
    outlet = record.outlet or _host(record.url).removeprefix("www.")
    outlet = (case.outlet(outlet) if case else outlet) or "unknown"
    day, date_from, flags = _published(record.date, record.url)
    flags += ["future_date"] if pd.notna(day) and day > _tomorrow() else []
    if case and pd.notna(day):
        early = case.start and day < pd.Timestamp(case.start)
        late = case.end and day > pd.Timestamp(case.end)
        flags += ["outside_window"] if early or late else []
    key = "\x1f".join((outlet, record.url, str(day), text))
    return {
        "article_id": hashlib.sha256(key.encode()).hexdigest()[:16],
        "path": path,
        "title": title,
        "published": day,
        "date_from": date_from,
        "outlet": outlet,
        "url": record.url,
        "language": "",
        "text": text,
        "clean_text": "",
        "origin": "",
        "aside": [],
        "flags": flags,
        "in_scope": not {"no_date", "future_date", "outside_window"} & set(flags),
    }


def _tomorrow() -> pd.Timestamp:
    """Return the last day on which an article of today can be dated, somewhere on earth."""
    return pd.Timestamp.now("UTC").tz_localize(None).normalize() + pd.Timedelta(days=1)


def _published(stated: str, url: str) -> tuple[pd.Timestamp, str, list[str]]:
    """Return the calendar day, where it came from, and flags; a stated date wins over the URL's."""
    day = dates.day(stated)
    match = _URL_DATE.search(url)
    in_url = dates.day("".join(match.groups())) if match else pd.NaT
    if pd.notna(day):
        differs = pd.notna(in_url) and in_url != day
        return day, "stated", ["url_date_differs"] if differs else []
    flags = ["bad_date"] if stated.strip() else []
    if pd.notna(in_url):
        return in_url, "url", flags
    return pd.NaT, "none", [*flags, "no_date"]


def account(articles: pd.DataFrame, rejects: pd.DataFrame) -> pd.DataFrame:
    """Return where every record of the input ended: what, n, why; the parts sum to the first row."""
    aside = {
        "no_date": "no date stated or in the URL",
        "future_date": "dated after today",
        "outside_window": "outside the case's start and end",
        "not_english": "not in English",
    }
    left = articles[~articles["in_scope"]]
    reason = left["flags"].map(lambda flags: next((f for f in aside if f in flags), "unknown"))
    rows = [
        ("records found", len(articles) + len(rejects), "every file, and every record in it"),
        ("read and kept", int(articles["in_scope"].sum()), "in scope: dated, in English, inside the window"),
    ]
    rows += [("kept, set aside", n, aside.get(flag, flag)) for flag, n in reason.value_counts().items()]
    rows += [("rejected", n, reason) for reason, n in rejects["reason"].value_counts().items()]
    return pd.DataFrame(rows, columns=["what", "n", "why"])
