"""The series: shares and means of in-scope origins, every outlet weighing the same, with bootstrap bands."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from helpers import ladder, tables
from helpers.annotate import Annotations
from helpers.cases import Case

MIN_OUTLETS = 3
MIN_ORIGINS = 8
_BAND = (2.5, 97.5)
_BLOCK = 5000  # rows
_RETREATS = ("RETREAT", "CONCEDE")

# The measures of the whole crisis: what an origin scores, from its events.
MEASURES: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "share_high": lambda e: (e["counts"] & (e["rung"] >= 3)).astype(float),
    "intensity": lambda e: e["intensity"].where(e["counts"], 0.0),
    "words": lambda e: (e["counts"] & (e["rung"] == 1)).astype(float),
    "threats": lambda e: (e["counts"] & (e["rung"] == 2)).astype(float),
    "acts": lambda e: (e["counts"] & (e["rung"] >= 3)).astype(float),
    "attacks": lambda e: (e["counts"] & (e["rung"] >= 5)).astype(float),
    "alleged": lambda e: ((e["status"] == "alleged") & (e["rung"] >= 3)).astype(float),
    "deescalation_claimed": lambda e: ((e["status"] == "claimed") & _deescalates(e)).astype(float),
    "deescalation_reported": lambda e: ((e["status"] == "reported") & e["category"].isin(_RETREATS)).astype(float),
}


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
    events = in_scope(annotations.events, case)
    pairs, rng = _pairs(events, case), np.random.default_rng(seed)
    parts = []
    for some in _blocks(carried):
        scores = _scores(events, pairs, annotations, some, case)
        rows, known = scores.index.get_indexer(some["origin"]), scores.to_numpy()
        for day, at in some.groupby("period").indices.items():
            values = np.where(rows[at, None] < 0, np.nan, known[rows[at]])
            parts.append(_period_rows(day, some.iloc[at], pd.DataFrame(values, columns=scores.columns), draws, rng))
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
    """Return draws × periods: the series of a `measure` of MEASURES, as the two-stage bootstrap redraws it."""
    carried = origins(annotations.events, articles, case)
    scores = MEASURES[measure](in_scope(annotations.events, case))
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
        columns.append(_bootstrap(values, np.ones_like(values, bool), outlets, own["weight"].to_numpy(), draws, rng))
    return np.hstack(columns)


def origins(events: pd.DataFrame, articles: pd.DataFrame, case: Case, freq: str | None = None) -> pd.DataFrame:
    """Return one row for each outlet that carries an in-scope origin: article_id, origin, outlet, weight, period.

    Periods are of `freq`, D or W, else of the one `daily` takes.
    """
    carried = _carried(events, articles, case)
    return carried.assign(period=_period(carried["published"], freq or _frequency(carried)))


def told(events: pd.DataFrame, carried: pd.DataFrame, case: Case, rungs: tuple[int, int]) -> pd.DataFrame:
    """Return the counting events of `rungs`, both included, in `origins`: a row a pair, with period and `driver`."""
    told = in_scope(events[events["counts"] & events["rung"].between(*rungs)], case)
    first = carried.drop_duplicates("origin")[["article_id", "origin", "period"]]
    told = told.merge(first, on="article_id").explode("actor").explode("recipient")
    named = zip(told["category"], told["actor"].map(case.label), told["recipient"].map(case.label), strict=True)
    return told.assign(driver=[f"{category} {actor} → {recipient}" for category, actor, recipient in named])


def in_scope(events: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return the events between two parties of the case."""
    sides = zip(events["actor"], events["recipient"], strict=True)
    both = [any(map(case.is_party, a)) and any(map(case.is_party, r)) for a, r in sides]
    return events[np.array(both, dtype=bool)]


def _carried(events: pd.DataFrame, articles: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return one row for each outlet that carries an in-scope origin, on the origin's first day; weight 1/k."""
    known = articles[["article_id", "origin", "outlet", "published"]]
    scope = set(in_scope(events, case)["article_id"])
    origins = set(known.loc[known["article_id"].isin(scope), "origin"])
    carried = known[known["origin"].isin(origins) & known["published"].notna()]
    first = carried.groupby("origin")["published"].transform("min")
    carried = carried.assign(published=first).drop_duplicates(["origin", "outlet"])
    return carried.assign(weight=1 / carried.groupby("origin")["outlet"].transform("size"))


def _frequency(carried: pd.DataFrame) -> str:
    by_day = carried.groupby("published").agg(origins=("origin", "nunique"), outlets=("outlet", "nunique"))
    enough = by_day["origins"].median() >= MIN_ORIGINS and by_day["outlets"].median() >= MIN_OUTLETS
    return "D" if enough else "W"


def _period(days: pd.Series, freq: str) -> pd.Series:
    return days if freq == "D" else days.dt.to_period("W").dt.start_time


def _blocks(carried: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield whole periods, in order, a few thousand rows at a time: what all origins score at once is wide and long."""
    before = carried.groupby("period")["origin"].size().sort_index().cumsum().shift(fill_value=0)
    for _, some in carried.groupby(carried["period"].map(before) // _BLOCK):
        yield some


def _scores(
    events: pd.DataFrame, pairs: pd.DataFrame, annotations: Annotations, carried: pd.DataFrame, case: Case
) -> pd.DataFrame:
    """Return what every origin scores: one row an origin, a column for each (measure, key, channel), NaN where none."""
    origin = _origins(carried)
    events, mentions, stances = (
        own.assign(origin=own["article_id"].map(origin))
        for own in (t[t["article_id"].isin(origin.index)] for t in (events, annotations.mentions, annotations.stances))
    )
    whole = (
        pd.DataFrame({(name, "", ""): measure(events) for name, measure in MEASURES.items()})
        .groupby(events["origin"])
        .max()
    )
    parts = [whole, _of_pairs(pairs, origin, whole.index), _portrayals(mentions, case), _stances(stances, case)]
    return pd.concat(parts, axis=1).reindex(whole.index)


def _pairs(events: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return article_id, measure and pair of parties of each counting act of conflict or cooperation, each once."""
    pairs = [
        [f"{a}>{r}" for a in actors for r in recipients if case.is_party(a) and case.is_party(r)]
        for actors, recipients in zip(events["actor"], events["recipient"], strict=True)
    ]
    helps = events["category"].isin(ladder.COOPERATION) & ~events["derived"]
    fights = events["category"].isin(ladder.CONFLICT) | events["derived"]
    kind = np.select([fights, helps], ["conflict", "cooperation"], "")
    own = pd.DataFrame({"article_id": events["article_id"], "measure": kind, "pair": pairs})
    own = own[events["counts"] & (kind != "")].explode("pair").dropna(subset="pair")
    return own.drop_duplicates().reset_index(drop=True)


def _of_pairs(pairs: pd.DataFrame, origin: pd.Series, origins: pd.Index) -> pd.DataFrame:
    """Return conflict and cooperation of each pair of parties; 0 where an in-scope origin has neither."""
    names = sorted({(measure, pair, "") for measure, pair in zip(pairs["measure"], pairs["pair"], strict=True)})
    own = pairs[pairs["article_id"].isin(origin.index)]
    wide = np.zeros((len(origins), len(names)))
    columns = pd.MultiIndex.from_tuples(names) if names else pd.Index([])
    at = pd.MultiIndex.from_arrays([own["measure"], own["pair"], [""] * len(own)])
    wide[origins.get_indexer(own["article_id"].map(origin)), columns.get_indexer(at) if names else []] = 1.0
    return _named(pd.DataFrame(wide, index=origins), names)


def _portrayals(mentions: pd.DataFrame, case: Case) -> pd.DataFrame:
    side = mentions["actor"].map(lambda a: case.top(a) if a in case.actors else "")
    own = mentions.assign(side=side, portrayal=mentions["positive"] - mentions["negative"])
    own = own[np.array([bool(s) and case.is_party(s) for s in side], dtype=bool)]
    wide = own.groupby(["origin", "side", "channel"])["portrayal"].mean().unstack(["side", "channel"])
    return _named(wide, [("portrayal", *names) for names in wide.columns])


def _stances(stances: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return log odds of support against opposition (Lowe, Benoit, Mikhaylov and Laver 2011), a half added to each."""
    sides = zip(stances["holder"], stances["target"], strict=True)
    chosen = [case.is_party(holder) and (target in case.issues or case.is_party(target)) for holder, target in sides]
    sums = (
        stances[np.array(chosen, dtype=bool)]
        .groupby(["origin", "basis", "holder", "target"])[["support", "oppose"]]
        .sum()
    )
    odds = np.log((sums["support"] + 0.5) / (sums["oppose"] + 0.5)).unstack(["basis", "holder", "target"])
    return _named(odds, [(f"stance_{basis}", f"{holder}>{target}", "") for basis, holder, target in odds.columns])


def _named(wide: pd.DataFrame, names: list[tuple[str, str, str]]) -> pd.DataFrame:
    return wide.set_axis(pd.MultiIndex.from_tuples(names), axis=1) if names else pd.DataFrame(index=wide.index)


def _origins(carried: pd.DataFrame) -> pd.Series:
    """Return the origin of each article that first carries one; copies say nothing new."""
    return carried.drop_duplicates("origin").set_index("article_id")["origin"]


def _deescalates(events: pd.DataFrame) -> pd.Series:
    promised = (events["category"] == "AGREE") & events["content"].isin(_RETREATS)
    return events["category"].isin(_RETREATS) | promised


def _period_rows(
    day: pd.Timestamp, carried: pd.DataFrame, values: pd.DataFrame, draws: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the rows of one period: value, band and counts of every series that has an origin in it."""
    values = values.loc[:, values.notna().any()]
    known = values.notna().to_numpy()
    outlets = [np.flatnonzero(carried["outlet"].to_numpy() == o) for o in carried["outlet"].unique()]
    named = pd.DataFrame(values.columns.to_list(), columns=["measure", "key", "channel"]).assign(
        day=day,
        n_origins=known[~carried["origin"].duplicated().to_numpy()].sum(axis=0),
        n_outlets=np.sum([known[rows].any(axis=0) for rows in outlets], axis=0),
    )
    enough = ((named["n_origins"] >= MIN_ORIGINS) & (named["n_outlets"] >= MIN_OUTLETS)).to_numpy()
    filled = values.fillna(0.0).to_numpy()[:, enough]
    weights = carried["weight"].to_numpy()
    estimate = np.full((3, len(named)), np.nan)
    if enough.any():
        one = [weights[rows][None, :] for rows in outlets]
        estimate[0, enough] = _outlet_means(filled, known[:, enough], outlets, one, np.ones((1, len(outlets))))[0]
        estimate[1:, enough] = _band(_bootstrap(filled, known[:, enough], outlets, weights, draws, rng))
    return named.assign(value=estimate[0], low=estimate[1], high=estimate[2])


def _band(drawn: np.ndarray) -> np.ndarray:
    """Return the ends of the band of each series; a draw may miss the few origins that have a score."""
    band, whole = np.empty((len(_BAND), drawn.shape[1])), ~np.isnan(drawn).any(axis=0)
    band[:, whole] = np.percentile(drawn[:, whole], _BAND, axis=0)
    band[:, ~whole] = np.nanpercentile(drawn[:, ~whole], _BAND, axis=0)  # a series at a time, in Python
    return band


def _outlet_means(
    values: np.ndarray, known: np.ndarray, outlets: list[np.ndarray], weights: list[np.ndarray], times: np.ndarray
) -> np.ndarray:
    """Return draws × series: the mean over outlets, each drawn `times` (draws × outlets), of its weighted mean."""
    whole = known.all(axis=0)
    means = np.empty((len(times), values.shape[1]))
    means[:, ~whole] = _known_means(values[:, ~whole], known[:, ~whole], outlets, weights, times)
    # where every origin has a score, all outlets and series go into one product
    shares = [times[:, i : i + 1] * w / w.sum(axis=1, keepdims=True) for i, w in enumerate(weights)]
    means[:, whole] = np.hstack(shares) @ values[np.concatenate(outlets)][:, whole] / times.sum(axis=1, keepdims=True)
    return means


def _known_means(
    values: np.ndarray, known: np.ndarray, outlets: list[np.ndarray], weights: list[np.ndarray], times: np.ndarray
) -> np.ndarray:
    total = count = np.zeros((len(times), values.shape[1]))
    for i, rows in enumerate(outlets):
        weight = weights[i] @ known[rows]
        mean = np.divide(weights[i] @ (values[rows] * known[rows]), weight, out=np.zeros_like(weight), where=weight > 0)
        drawn = times[:, i : i + 1] * (weight > 0)
        total, count = total + drawn * mean, count + drawn
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def _bootstrap(
    values: np.ndarray,
    known: np.ndarray,
    outlets: list[np.ndarray],
    weights: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return draws × series two-stage resamples: outlets, then origins within each drawn outlet.

    An outlet drawn k times is resampled k times as large, which has the variance of k separate resamples' mean.
    """
    times = rng.multinomial(len(outlets), np.full(len(outlets), 1 / len(outlets)), size=draws)
    resampled = []
    for i, rows in enumerate(outlets):
        size = len(rows) * np.maximum(times[:, i], 1)
        resampled.append(rng.multinomial(size, np.full(len(rows), 1 / len(rows))) * weights[rows])
    return _outlet_means(values, known, outlets, resampled, times)


def densest(days: pd.DataFrame, *, weeks: int = 5) -> pd.DataFrame:
    """Return the rows of `days` in the stretch of `weeks` weeks that has the most origins."""
    counts = days[(days["measure"] == "share_high") & (days["key"] == "")].set_index("day")["n_origins"].sort_index()
    if counts.empty:
        return days
    end = counts.rolling(f"{7 * weeks}D").sum().idxmax()
    return days[(days["day"] > end - pd.Timedelta(weeks=weeks)) & (days["day"] <= end)]


def pairs(events: pd.DataFrame, case: Case, *, top: int = 15) -> pd.DataFrame:
    """Return who acts toward whom, by number of counting events: pair, conflict, cooperation, what there is most of."""
    own = in_scope(events[events["counts"]], case).explode("actor").explode("recipient")
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
    told = in_scope(events[events["counts"] & (events["rung"] >= 1)], case)
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
    told = in_scope(events[events["counts"]], case).merge(carried[["article_id", "origin", "period"]], on="article_id")
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
    told = in_scope(events[events["counts"] & (events["rung"] >= 3)], case)
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
