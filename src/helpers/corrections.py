"""What people set right: rows of a CSV file beside the case that every later run honours."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers import paths
from helpers.annotate import Annotations
from helpers.cases import Case
from helpers.errors import StandoffError, nearest

# `what` is event or mention; an event is wrong, a mention is somebody else (`becomes`) or nobody ("")
COLUMNS = ["what", "article_id", "start", "end", "actor", "recipient", "category", "becomes", "note", "on"]
_ROLES = ("actor", "recipient")


class Corrected(NamedTuple):
    """Annotations with the corrections applied, how many were, and how many found nothing to apply to."""

    annotations: Annotations
    applied: int
    stale: int


def file(case: Case) -> Path:
    """Return where the corrections of a case are: <case>.corrections.csv beside its file."""
    return (case.folder or paths.CASES) / f"{case.id}.corrections.csv"


def add_wrong_event(case: Case, event: pd.Series, *, note: str = "") -> Path:
    """Add a row that says an event did not happen as read; return the file."""
    return _add(
        case,
        {
            "what": "event",
            **{name: event[name] for name in ("article_id", "start", "end", "category")},
            "actor": " ".join(event["actor"]),
            "recipient": " ".join(event["recipient"]),
            "note": note,
        },
    )


def add_mention(case: Case, mention: pd.Series, becomes: str, *, note: str = "") -> Path:
    """Add a row that says a mention is another actor, `becomes`, or none (""); return the file."""
    if becomes and becomes not in case.actors:
        raise StandoffError(f"no actor '{becomes}' in {case.id}; {nearest(becomes, case.actors)}")
    given = {name: mention[name] for name in ("article_id", "start", "end", "actor")}
    return _add(case, {"what": "mention", **given, "becomes": becomes, "note": note})


def _add(case: Case, row: dict[str, object]) -> Path:
    target = file(case)
    is_new = not target.exists()
    with target.open("a", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, COLUMNS, restval="")
        if is_new:
            writer.writeheader()
        writer.writerow({**row, "on": dt.date.today().isoformat()})
    return target


def read(case: Case) -> pd.DataFrame:
    """Return the corrections of a case, none if it has no file; raises StandoffError for a damaged one."""
    source = file(case)
    if not source.exists():
        return pd.DataFrame(columns=COLUMNS)
    table = pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    missing = [c for c in COLUMNS[:8] if c not in table]
    if missing:
        raise StandoffError(f"{source}: no column '{missing[0]}'; its first line must be {','.join(COLUMNS)}")
    for n, row in enumerate(table.itertuples(), start=2):
        if row.what not in ("event", "mention"):
            raise StandoffError(f"{source}: line {n}: what is '{row.what}'; write event or mention")
        if not (row.start.isdigit() and row.end.isdigit()):
            raise StandoffError(
                f"{source}: line {n}: start and end must be whole numbers, not '{row.start}', '{row.end}'"
            )
        if row.becomes and row.becomes not in case.actors:
            raise StandoffError(f"{source}: line {n}: no actor '{row.becomes}'; {nearest(row.becomes, case.actors)}")
    return table.astype({"start": int, "end": int})


class Parts:
    """Annotations part by part, the case's corrections held; when all parts are through, how many applied or not."""

    def __init__(self, parts: Iterable[Annotations], case: Case) -> None:
        self._parts, self._case, self._rows = parts, case, read(case)
        self.applied = 0

    def __iter__(self) -> Iterator[Annotations]:
        for part in self._parts:
            made = applied(self._rows, part, self._case)
            self.applied += made.applied
            yield made.annotations

    @property
    def stale(self) -> int:
        """Return how many corrections found nothing to apply to."""
        return len(self._rows) - self.applied


def apply(read_: Annotations, case: Case) -> Corrected:
    """Return annotations in which the case's corrections hold.

    A wrong event is left out. A mention that is somebody else changes its actor, and that of events it stands in; one
    that is nobody is left out with its events. A correction whose place or reading is no longer there is stale: it is
    counted and changes nothing.
    """
    return applied(read(case), read_, case)


def applied(rows: pd.DataFrame, read_: Annotations, case: Case) -> Corrected:
    """Return annotations in which `rows` of corrections hold, as `apply` does those of the case."""
    hits = 0
    for row in rows.itertuples():
        found, read_ = (_without_event if row.what == "event" else _with_mention)(read_, row, case)
        hits += found
    return Corrected(read_, hits, len(rows) - hits)


def _without_event(read_: Annotations, row: tuple, case: Case) -> tuple[bool, Annotations]:
    events = read_.events
    sides = (events["actor"].map(" ".join) == row.actor) & (events["recipient"].map(" ".join) == row.recipient)
    wrong = _at(events, row) & sides & (events["category"] == row.category)
    return bool(wrong.any()), read_._replace(events=events[~wrong].reset_index(drop=True))


def _with_mention(read_: Annotations, row: tuple, case: Case) -> tuple[bool, Annotations]:
    mentions, events = read_.mentions, read_.events
    wrong = _at(mentions, row) & (mentions["actor"] == row.actor)
    if not wrong.any():
        return False, read_
    if row.becomes:
        mentions = mentions.assign(actor=mentions["actor"].where(~wrong, row.becomes))
        for role in ("actor", "recipient"):
            events = _renamed(events, role, row, case)
    else:
        mentions = mentions[~wrong]
        stands = [(events["article_id"] == row.article_id) & (events[f"{r}_start"] == row.start) for r in _ROLES]
        events = events[~(stands[0].fillna(False) | stands[1].fillna(False)).astype(bool)]
    return True, read_._replace(mentions=mentions.reset_index(drop=True), events=events.reset_index(drop=True))


def _renamed(events: pd.DataFrame, role: str, row: tuple, case: Case) -> pd.DataFrame:
    hit = (events["article_id"] == row.article_id) & (events[f"{role}_start"] == row.start).fillna(False)
    old, new = case.top(row.actor), case.top(row.becomes)
    renamed = [
        [new if side == old else side for side in sides] if h else sides
        for sides, h in zip(events[role], hit, strict=True)
    ]
    return events.assign(**{role: renamed})


def _at(table: pd.DataFrame, row: tuple) -> pd.Series:
    return (table["article_id"] == row.article_id) & (table["start"] == row.start) & (table["end"] == row.end)


def told(made: Corrected | Parts, case: Case) -> str:
    """Return in a sentence what was corrected by hand."""
    if not made.applied and not made.stale:
        return f"Nothing was corrected by hand ({file(case).name} does not exist or is empty)."
    text = f"{made.applied:,} reading{'' if made.applied == 1 else 's'} corrected by hand ({file(case).name})."
    return text + (f" {made.stale:,} no longer apply: what they correct is not read any more." if made.stale else "")
