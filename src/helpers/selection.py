"""Which events somebody asks for: by parties, days, outlets and status; quick enough to follow a slider."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import ladder
from helpers.cases import Case


class Wanted(NamedTuple):
    """What is asked for; an empty part asks for all. Actors are sides of the case."""

    actors: Sequence[str] = ()
    recipients: Sequence[str] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    outlets: Sequence[str] = ()
    statuses: Sequence[str] = ()
    categories: Sequence[str] = ()


class Events:
    """The events of a case with the day, outlet and origin of their articles, made ready to be chosen from."""

    def __init__(self, events: pd.DataFrame, articles: pd.DataFrame, case: Case) -> None:
        known = articles[["article_id", "published", "outlet", "origin"]]
        self.table = events.merge(known, on="article_id").sort_values(["published", "event_id"], ignore_index=True)
        self._sides = {role: _sides(self.table[role], case) for role in ("actor", "recipient")}

    def choose(self, wanted: Wanted) -> pd.DataFrame:
        """Return the rows asked for, oldest first."""
        keep = np.ones(len(self.table), dtype=bool)
        for role, asked in (("actor", wanted.actors), ("recipient", wanted.recipients)):
            if asked:
                keep &= np.logical_or.reduce([self._sides[role].get(a, np.zeros(len(keep), bool)) for a in asked])
        if wanted.since:
            keep &= (self.table["published"] >= pd.Timestamp(wanted.since)).to_numpy()
        if wanted.until:
            keep &= (self.table["published"] <= pd.Timestamp(wanted.until)).to_numpy()
        asked_for = {"outlet": wanted.outlets, "status": wanted.statuses, "category": wanted.categories}
        for column, asked in asked_for.items():
            if asked:
                keep &= self.table[column].isin(list(asked)).to_numpy()
        return self.table[keep]


def _sides(parties: pd.Series, case: Case) -> dict[str, np.ndarray]:
    """Return, for each side, the rows whose list of parties has it."""
    exploded = parties.reset_index(drop=True).explode().dropna()
    tops = exploded.map({a: case.top(a) for a in exploded.unique()})
    made: dict[str, np.ndarray] = {}
    for side, rows in tops.groupby(tops).groups.items():
        made[side] = np.zeros(len(parties), dtype=bool)
        made[side][np.asarray(rows)] = True
    return made


def by_week(chosen: pd.DataFrame) -> pd.DataFrame:
    """Return distinct texts with a chosen event, week by week (Mondays): day, conflict, cooperation, other status.

    Conflict and cooperation are of counting events; `other` are texts whose events are denied, possible, re-told or
    claimed cooperation.
    """
    weeks = chosen["published"].dt.to_period("W").dt.start_time
    kinds = np.select(
        [chosen["counts"] & (chosen["category"].isin(ladder.CONFLICT) | chosen["derived"]), chosen["counts"]],
        ["conflict", "cooperation"],
        "other",
    )
    counts = chosen.assign(day=weeks, kind=kinds).groupby(["day", "kind"])["origin"].nunique().unstack(fill_value=0)
    return counts.reindex(columns=["conflict", "cooperation", "other"], fill_value=0).reset_index()
