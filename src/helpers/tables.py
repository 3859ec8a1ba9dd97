"""The tables of the road: one schema each, checked on every write and read.

Offsets (`start`, `end` and all `*_start`, `*_end`) are half-open and count characters of the
article's `text`; an absent span is <NA>. Days are timestamps at midnight. Columns of kind "list"
hold lists of strings.
"""

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from helpers.errors import TableError, nearest

if TYPE_CHECKING:
    import pandera.pandas as pa

SPAN = "Int64"
DAY = "datetime64[us]"
LIST = "object"

SCHEMAS: dict[str, dict[str, str]] = {
    "articles": {
        "article_id": "str",
        "path": "str",
        "title": "str",
        "published": DAY,
        "date_from": "str",
        "outlet": "str",
        "url": "str",
        "language": "str",
        "text": "str",
        "clean_text": "str",
        "origin": "str",
        "aside": LIST,
        "in_scope": "bool",
        "flags": LIST,
    },
    "rejects": {"path": "str", "place": "str", "reason": "str", "remedy": "str"},
    "sentences": {"article_id": "str", "n": "int64", "start": "int64", "end": "int64", "kind": "str"},
    "mentions": {
        "mention_id": "str",
        "article_id": "str",
        "n": "int64",
        "start": "int64",
        "end": "int64",
        "actor": "str",
        "via": "str",
        "channel": "str",
        "speaker": "str",
        "negative": "float64",
        "neutral": "float64",
        "positive": "float64",
    },
    "statements": {
        "article_id": "str",
        "speaker": "str",
        "speaker_start": SPAN,
        "speaker_end": SPAN,
        "cue_start": SPAN,
        "cue_end": SPAN,
        "content_start": SPAN,
        "content_end": SPAN,
        "kind": "str",
    },
    "events": {
        "event_id": "str",
        "article_id": "str",
        "n": "int64",
        "start": "int64",
        "end": "int64",
        "actor": LIST,
        "recipient": LIST,
        "actor_start": SPAN,
        "actor_end": SPAN,
        "recipient_start": SPAN,
        "recipient_end": SPAN,
        "category": "str",
        "mode": "str",
        "content": "str",
        "voice": "str",
        "speaker": LIST,
        "factuality": "str",
        "status": "str",
        "event_day": DAY,
        "rung": "int64",
        "intensity": "float64",
        "counts": "bool",
        "derived": "bool",
        "story": "str",
        "rule": "str",
        "confidence": "float64",
    },
    "stances": {
        "article_id": "str",
        "start": "int64",
        "end": "int64",
        "holder": "str",
        "target": "str",
        "basis": "str",
        "oppose": "float64",
        "neutral": "float64",
        "support": "float64",
    },
    "claims": {
        "claim": "str",
        "actor": LIST,
        "category": "str",
        "recipient": LIST,
        "week": DAY,
        "party": "str",
        "position": "str",
        "first": DAY,
        "last": DAY,
        "origins": "int64",
        "stories": "int64",
        "evidence": LIST,
    },
    "days": {
        "day": DAY,
        "freq": "str",
        "measure": "str",
        "key": "str",
        "channel": "str",
        "value": "float64",
        "low": "float64",
        "high": "float64",
        "n_origins": "int64",
        "n_outlets": "int64",
    },
    "turns": {
        "turn": "int64",
        "day": DAY,
        "low": DAY,
        "high": DAY,
        "stability": "float64",
        "before": "float64",
        "after": "float64",
        "drivers": LIST,
        "evidence": LIST,
        "measure": "str",
    },
    "scores": {
        "set": "str",
        "unit": "str",
        "group": "str",
        "metric": "str",
        "value": "float64",
        "low": "float64",
        "high": "float64",
        "n": "int64",
        "labelled_by": "str",
    },
    "corrected": {
        "task": "str",
        "measure": "str",
        "where": "str",
        "value": "float64",
        "low": "float64",
        "high": "float64",
        "corrected": "float64",
        "corrected_low": "float64",
        "corrected_high": "float64",
        "labels": "int64",
        "units": "int64",
        "halve": "float64",
        "labelled_by": "str",
    },
}

VALUES: dict[tuple[str, str], set[str]] = {
    ("sentences", "kind"): {"title", "body", "caption", "boilerplate", "dateline", "byline"},
    ("mentions", "via"): {"name", "role", "demonym", "metonym", "introduced", "pronoun", "phrase"},
    ("mentions", "channel"): {"narrator", "own", "others"},
    ("statements", "kind"): {"direct", "indirect", "mixed"},
    ("events", "voice"): {"narrator", "own", "other"},
    ("events", "factuality"): {"asserted", "denied", "no_sign", "hypothetical", "background"},
    ("events", "status"): {"reported", "claimed", "alleged", "denied", "no_sign", "hypothetical", "background"},
    ("claims", "position"): {"asserts", "denies", "no_sign"},
    ("stances", "basis"): {"words", "deeds"},
    ("days", "freq"): {"D", "W"},
    ("scores", "labelled_by"): {"people", "machine"},
    ("corrected", "labelled_by"): {"people", "machine"},
}
NULLABLE = {
    *("published", "event_day", "value", "low", "high", "negative", "neutral", "positive"),
    *("corrected", "corrected_low", "corrected_high", "halve"),
}
# Which notebook makes a table, so that a missing one names what to run first.
MADE_BY = {
    "articles": "1-clean",
    "rejects": "1-clean",
    "sentences": "1-clean",
    "mentions": "2-sentiment-stance",
    "statements": "2-sentiment-stance",
    "events": "2-sentiment-stance",
    "stances": "2-sentiment-stance",
    "claims": "3-escalation",
    "days": "3-escalation",
    "turns": "3-escalation",
    "scores": "4-validation",
    "corrected": "4-validation",
}


def columns(name: str) -> list[str]:
    """Return the column names of table `name`, in order."""
    if name not in SCHEMAS:
        raise TableError(f"no table '{name}'; {nearest(name, SCHEMAS)}")
    return list(SCHEMAS[name])


def frame(name: str, rows: list[dict] | pd.DataFrame = ()) -> pd.DataFrame:
    """Return `rows` as table `name`, with exactly its columns and types; empty rows give an empty table.

    Missing nullable columns are filled; a column the schema does not know is an error.
    """
    known = columns(name)
    data = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    unknown = [c for c in data.columns if c not in known]
    if unknown:
        raise TableError(f"table {name}: unknown columns {unknown}; {nearest(unknown[0], known)}")
    made = {c: _typed(data.get(c, None), kind, len(data)) for c, kind in SCHEMAS[name].items()}
    return pd.DataFrame(made)


def _typed(values: pd.Series | None, kind: str, n: int) -> pd.Series:
    if values is None:
        default = {"str": "", LIST: None, "bool": False, "float64": float("nan"), "int64": 0}.get(kind, pd.NaT)
        filled = [[] for _ in range(n)] if kind == LIST else [default] * n
        values = pd.Series(filled, dtype=object)
        if kind == SPAN:
            return pd.Series([pd.NA] * n, dtype=SPAN)
    if kind == LIST:
        return pd.Series([list(v) if pd.api.types.is_list_like(v) else [] for v in values], dtype=object)
    if kind == DAY:
        return pd.to_datetime(values).astype(DAY).reset_index(drop=True)
    return values.astype(kind).reset_index(drop=True)


@cache
def schema(name: str) -> "pa.DataFrameSchema":
    """Return the pandera schema of table `name`."""
    # pandera takes half a second to import, and the command line's --help must not wait for it
    import pandera.pandas as pa

    def check(column: str, kind: str) -> list:
        allowed = VALUES.get((name, column))
        lists = pa.Check(lambda s: s.map(lambda v: isinstance(v, list)), error="must hold lists")
        return ([pa.Check.isin(sorted(allowed))] if allowed else []) + ([lists] if kind == LIST else [])

    cols = {
        c: pa.Column(kind, check(c, kind), nullable=c in NULLABLE or kind == SPAN) for c, kind in SCHEMAS[name].items()
    }
    spans = [pa.Check(lambda d: (d.start >= 0) & (d.start <= d.end), error="start must not pass end")]
    return pa.DataFrameSchema(cols, strict=True, ordered=True, checks=spans if "start" in cols else None)


def check(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """Return `data` if it is in the schema of table `name`, else raise TableError naming the column."""
    import pandera.errors

    try:
        return schema(name).validate(data)
    except pandera.errors.SchemaError as error:
        raise TableError(f"table {name} is not in its schema: {str(error)[:600]}") from error


def path(name: str, folder: Path) -> Path:
    """Return the Parquet file of table `name` under a case's result folder."""
    return Path(folder) / "tables" / f"{name}.parquet"


def write(name: str, data: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Check `data` and write it as table `name` under `folder`, whole or not at all; return it."""
    check(name, data)
    target = path(name, folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{name}-{os.getpid()}")
    try:
        data.to_parquet(temporary, index=False)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return data


def read(name: str, folder: Path) -> pd.DataFrame:
    """Read table `name` under `folder`.

    Raises TableError naming the notebook that makes the table when it is missing or damaged.
    """
    source = path(name, folder)
    remedy = f"run the notebook {MADE_BY[name]}.ipynb for this case first" if name in MADE_BY else ""
    if not source.exists():
        raise TableError(f"{source}: table '{name}' does not exist yet; {remedy}")
    try:
        data = pd.read_parquet(source)
    except (OSError, ValueError) as error:
        raise TableError(f"{source}: can't be read ({error}); delete it and {remedy}") from error
    return check(name, frame(name, data))
