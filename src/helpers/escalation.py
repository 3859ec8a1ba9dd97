"""The series: shares and means of in-scope origins, every outlet weighing the same, with bootstrap bands."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from helpers import bands, ladder, scoring, tables
from helpers.annotate import Annotations
from helpers.cases import Case

_BLOCK = 5000  # rows


def daily(
    annotations: Annotations,
    articles: pd.DataFrame,
    case: Case,
    *,
    draws: int = 1000,
    seed: int = 0,
    freq: str | None = None,
) -> pd.DataFrame:
    """Return the days table: each measure of docs/method.md by period, with 95 % bands.

    Periods are days where the median day with in-scope origins holds enough of them, else weeks (Monday), or what
    `freq`, D or W, says. An
    in-scope origin has an event between two parties of the case. Outlets weigh the same in a period and a text
    that k outlets carry gives 1/k to each. Bands: two-stage bootstrap, outlets, then origins within them,
    `draws` times from `seed`. Under 3 outlets or 8 origins a period's value is NaN. Values are shares (0-1),
    except intensity (0-10) and portrayal and stances (-1 to 1; stances log odds).
    """
    carried = _carried(annotations.events, articles, case)
    if carried.empty:
        return tables.frame("days")
    freq = freq or _frequency(carried)
    carried = carried.assign(period=_period(carried["published"], freq))
    events = scoring.in_scope(annotations.events, case)
    pairs, rng = scoring.pairs(events, case), np.random.default_rng(seed)
    parts = []
    for some in _blocks(carried):
        scores = scoring.scores(events, pairs, annotations, some, case)
        rows, known = scores.index.get_indexer(some["origin"]), scores.to_numpy()
        for day, at in some.groupby("period").indices.items():
            values = np.where(rows[at, None] < 0, np.nan, known[rows[at]])
            parts.append(bands.rows(day, some.iloc[at], pd.DataFrame(values, columns=scores.columns), draws, rng))
    return tables.frame("days", pd.concat(parts, ignore_index=True).assign(freq=freq))


def redrawn(
    annotations: Annotations,
    articles: pd.DataFrame,
    case: Case,
    measure: str,
    periods: pd.Series,
    *,
    draws: int = 200,
    seed: int = 0,
) -> np.ndarray:
    """Return draws × periods: the series of a `measure` of scoring.MEASURES, as the two-stage bootstrap redraws it."""
    carried = origins(annotations.events, articles, case)
    scores = scoring.MEASURES[measure](scoring.in_scope(annotations.events, case))
    by_article = scores.groupby(annotations.events["article_id"]).max()
    carried = carried.assign(score=carried["article_id"].map(by_article))
    first = carried.dropna(subset="score").set_index("origin")["score"]
    carried = carried.assign(score=carried["origin"].map(first[~first.index.duplicated()]))
    rng = np.random.default_rng(seed)
    columns = []
    for period in periods:
        own = carried[carried["period"] == period]
        outlets = [np.flatnonzero(own["outlet"].to_numpy() == o) for o in own["outlet"].unique()]
        values = own["score"].fillna(0.0).to_numpy()[:, None]
        columns.append(bands.redraws(values, np.ones_like(values, bool), outlets, own["weight"].to_numpy(), draws, rng))
    return np.hstack(columns)


def origins(events: pd.DataFrame, articles: pd.DataFrame, case: Case, freq: str | None = None) -> pd.DataFrame:
    """Return one row for each outlet that carries an in-scope origin: article_id, origin, outlet, weight, period.

    Periods are of `freq`, D or W, else of the one `daily` takes.
    """
    carried = _carried(events, articles, case)
    return carried.assign(period=_period(carried["published"], freq or _frequency(carried)))


def told(events: pd.DataFrame, carried: pd.DataFrame, case: Case, rungs: tuple[int, int]) -> pd.DataFrame:
    """Return the counting events of `rungs`, both included, in `origins`: a row a pair, with period and `driver`."""
    told = scoring.in_scope(events[events["counts"] & events["rung"].between(*rungs)], case)
    first = carried.drop_duplicates("origin")[["article_id", "origin", "period"]]
    told = told.merge(first, on="article_id").explode("actor").explode("recipient")
    named = zip(told["category"], told["actor"].map(case.label), told["recipient"].map(case.label), strict=True)
    return told.assign(driver=[f"{category} {actor} → {recipient}" for category, actor, recipient in named])


def _carried(events: pd.DataFrame, articles: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return one row for each outlet that carries an in-scope origin, on the origin's first day; weight 1/k."""
    known = articles[["article_id", "origin", "outlet", "published"]]
    scope = set(scoring.in_scope(events, case)["article_id"])
    origins = set(known.loc[known["article_id"].isin(scope), "origin"])
    carried = known[known["origin"].isin(origins) & known["published"].notna()]
    first = carried.groupby("origin")["published"].transform("min")
    carried = carried.assign(published=first).drop_duplicates(["origin", "outlet"])
    return carried.assign(weight=1 / carried.groupby("origin")["outlet"].transform("size"))


def _frequency(carried: pd.DataFrame) -> str:
    by_day = carried.groupby("published").agg(origins=("origin", "nunique"), outlets=("outlet", "nunique"))
    enough = by_day["origins"].median() >= bands.MIN_ORIGINS and by_day["outlets"].median() >= bands.MIN_OUTLETS
    return "D" if enough else "W"


def _period(days: pd.Series, freq: str) -> pd.Series:
    return days if freq == "D" else days.dt.to_period("W").dt.start_time


def _blocks(carried: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield whole periods, in order, a few thousand rows at a time: what all origins score at once is wide and long."""
    before = carried.groupby("period")["origin"].size().sort_index().cumsum().shift(fill_value=0)
    for _, some in carried.groupby(carried["period"].map(before) // _BLOCK):
        yield some


def densest(days: pd.DataFrame, *, weeks: int = 5) -> pd.DataFrame:
    """Return the rows of `days` in the stretch of `weeks` weeks that has the most origins."""
    counts = days[(days["measure"] == "share_high") & (days["key"] == "")].set_index("day")["n_origins"].sort_index()
    if counts.empty:
        return days
    end = counts.rolling(f"{7 * weeks}D").sum().idxmax()
    return days[(days["day"] > end - pd.Timedelta(weeks=weeks)) & (days["day"] <= end)]


def pairs(events: pd.DataFrame, case: Case, *, top: int = 15) -> pd.DataFrame:
    """Return who acts toward whom, by number of counting events: pair, conflict, cooperation, what there is most of."""
    own = scoring.in_scope(events[events["counts"]], case).explode("actor").explode("recipient")
    own = own[own["actor"].map(case.is_party).astype(bool) & own["recipient"].map(case.is_party).astype(bool)]
    if own.empty:
        return pd.DataFrame(columns=["pair", "conflict", "cooperation", "most"])
    made = own.assign(
        pair=[f"{case.label(e.actor)} → {case.label(e.recipient)}" for e in own.itertuples()],
        hostile=own["category"].isin(ladder.CONFLICT) | own["derived"],
    )
    made = made.groupby("pair").agg(
        conflict=("hostile", "sum"),
        cooperation=("hostile", lambda h: int((~h).sum())),
        most=("category", lambda c: [f"{k} {n}" for k, n in c.value_counts().head(3).items()]),
    )
    return made.sort_values("conflict", ascending=False).head(top).reset_index()


def by_phase(events: pd.DataFrame, articles: pd.DataFrame, case: Case, turns: pd.DataFrame) -> pd.DataFrame:
    """Return who acts against whom in each phase between `turns`: phase, kind, actor, recipient, share.

    `kind` is words (rungs 1 and 2) or deeds (3 and up) of counting events, `share` that of the phase's origins.
    """
    carried = origins(events, articles, case).drop_duplicates("origin")
    if carried.empty:
        return pd.DataFrame(columns=["phase", "kind", "actor", "recipient", "share"])
    edges = [carried["period"].min(), *turns["day"], carried["period"].max() + pd.Timedelta(days=1)]
    names = [f"{a:%-d %b %Y} – {b - pd.Timedelta(days=1):%-d %b %Y}" for a, b in pairwise(edges)]
    carried = carried.assign(phase=pd.cut(carried["period"], edges, right=False, labels=names).astype(str))
    told = scoring.in_scope(events[events["counts"] & (events["rung"] >= 1)], case)
    told = told.merge(carried[["article_id", "origin", "phase"]], on="article_id").explode("actor").explode("recipient")
    told = told.assign(kind=np.where(told["rung"] >= 3, "deeds", "words"))
    made = told.groupby(["phase", "kind", "actor", "recipient"])["origin"].nunique().rename("share").reset_index()
    made = made.assign(share=made["share"] / made["phase"].map(carried["phase"].value_counts()))
    return made.assign(order=made["phase"].map(names.index)).sort_values("order", kind="stable").drop(columns="order")


def by_rung(events: pd.DataFrame, days: pd.DataFrame, articles: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return the share of texts that tell of each rung: day, freq, rung, share; periods as in share_high of `days`."""
    line = days[(days["measure"] == "share_high") & (days["key"] == "") & days["value"].notna()]
    if line.empty:
        return pd.DataFrame(columns=["day", "freq", "rung", "share"])
    freq = line["freq"].iloc[0]
    carried = origins(events, articles, case, freq).drop_duplicates("origin")
    carried = carried[carried["period"].isin(line["day"])]
    told = scoring.in_scope(events[events["counts"]], case).merge(
        carried[["article_id", "origin", "period"]], on="article_id"
    )
    counts = told.groupby(["period", "rung"])["origin"].nunique().unstack(fill_value=0)
    shares = counts.reindex(line["day"], fill_value=0).div(carried["period"].value_counts(), axis=0)
    return shares.rename_axis("day").stack().rename("share").reset_index().assign(freq=freq)


def behind(
    events: pd.DataFrame, days: pd.DataFrame, articles: pd.DataFrame, case: Case, *, each: int = 4
) -> pd.DataFrame:
    """Return the counting events of rung 3 and up behind each point of share_high: `each` a period, one an origin.

    Rows of the events table with `period`, earliest period first, surest event first.
    """
    line = days[(days["measure"] == "share_high") & (days["key"] == "") & days["value"].notna()]
    told = scoring.in_scope(events[events["counts"] & (events["rung"] >= 3)], case)
    first = origins(events, articles, case).drop_duplicates("origin")[["article_id", "origin", "period"]]
    told = told.merge(first[first["period"].isin(line["day"])], on="article_id")
    ranked = told.sort_values(["period", "confidence", "event_id"], ascending=[True, False, True])
    return ranked.drop_duplicates("origin").groupby("period").head(each).drop(columns="origin")


def loudest(events: pd.DataFrame, days: pd.DataFrame, articles: pd.DataFrame, *, periods: int = 3) -> pd.DataFrame:
    """Return the counting events of rung 3 and up in the periods where share_high is highest, highest first."""
    line = days[(days["measure"] == "share_high") & days["value"].notna()].sort_values(
        ["value", "n_origins"], ascending=False
    )
    told = events[events["counts"] & (events["rung"] >= 3)].merge(
        articles[["article_id", "published"]], on="article_id"
    )
    step = pd.Timedelta(days=7 if len(line) and line["freq"].iloc[0] == "W" else 1)
    parts = [told[(told["published"] >= day) & (told["published"] < day + step)] for day in line["day"].head(periods)]
    return pd.concat([p.sort_values("confidence", ascending=False) for p in parts] or [told.head(0)]).drop(
        columns="published"
    )
