"""How the headline series moves when a choice of ours is switched: outlets, weighting, unit, engine."""

import pandas as pd

from helpers import bands, escalation, scoring, stories
from helpers.annotate import Annotations
from helpers.cases import Case

# variant: what the reader is told
VARIANTS = {
    "one outlet left out": "lowest and highest line with one outlet left out",
    "no owned outlets": "without outlets that a party of the crisis owns",
    "texts alike": "every text weighs the same, so large outlets weigh more",
    "stories": "one happening counts once, however many texts tell it",
    "rules alone": "without events that only the trained reader sees",
}


def lines(
    annotations: Annotations, articles: pd.DataFrame, case: Case, days: pd.DataFrame, *, measure: str = "share_high"
) -> pd.DataFrame:
    """Return a `measure` of scoring.MEASURES under each of VARIANTS: variant, day, value, low, high.

    Point estimates at the periods of `days`; `low` and `high` are the range over the outlets left out, else NaN. The
    minima of `bands` hold for each variant by itself.
    """
    base = days[(days["measure"] == measure) & (days["key"] == "")]
    if base.empty:
        return pd.DataFrame(columns=["variant", "day", "value", "low", "high"])
    freq, events = base["freq"].iloc[0], annotations.events
    carried = escalation.origins(events, articles, case, freq)
    score = _scores(events, carried, case, measure)
    owned = carried["outlet"].map(lambda o: case.is_party(case.owner(o)) if case.owner(o) else False).astype(bool)
    ruled = events[~events["rule"].str.startswith("reader")]
    ruled_carried = escalation.origins(ruled, articles, case, freq)
    made = {
        "one outlet left out": _without_each(carried, score),
        "no owned outlets": _line(carried[~owned], score),
        "texts alike": _line(carried, score, alike=True),
        "stories": _by_story(events, carried, case, measure),
        "rules alone": _line(ruled_carried, _scores(ruled, ruled_carried, case, measure)),
    }
    shown = [line.reindex(base["day"]).assign(variant=name) for name, line in made.items()]
    columns = ["variant", "day", "value", "low", "high"]
    return pd.concat(shown).rename_axis("day").reset_index().reindex(columns=columns)


def widest(lines: pd.DataFrame, days: pd.DataFrame, *, measure: str = "share_high") -> pd.DataFrame:
    """Return, for each variant, how far it lies from our line: what it is, mean and largest gap, correlation, n."""
    base = days[(days["measure"] == measure) & (days["key"] == "")].set_index("day")["value"]
    rows = []
    for variant, same in lines.groupby("variant", sort=False):
        both = same.set_index("day").assign(base=base).dropna(subset="base")
        apart = (both[["value", "low", "high"]].sub(both["base"], axis=0)).abs().max(axis=1).dropna()
        rows.append(
            {
                "line": VARIANTS[variant],
                "mean gap": apart.mean(),
                "largest gap": apart.max(),
                "correlation": both["value"].rank().corr(both["base"].rank()) if len(apart) > 2 else float("nan"),
                "periods": len(apart),
            }
        )
    return pd.DataFrame(rows, columns=["line", "mean gap", "largest gap", "correlation", "periods"])


def _scores(events: pd.DataFrame, carried: pd.DataFrame, case: Case, measure: str) -> pd.Series:
    """Return what each origin scores, by origin, as its first article tells it."""
    told = scoring.in_scope(events, case)
    by_article = scoring.MEASURES[measure](told).groupby(told["article_id"]).max()
    first = carried.drop_duplicates("origin").set_index("origin")["article_id"]
    return first.map(by_article).fillna(0.0)


def _line(carried: pd.DataFrame, score: pd.Series, *, alike: bool = False) -> pd.DataFrame:
    """Return value by period: the mean over outlets of each one's mean, or, with `alike`, over texts."""
    carried = carried.assign(
        score=carried["origin"].map(score).astype(float),
        weight=1 / carried.groupby("origin")["outlet"].transform("size"),
    )
    carried["weighed"] = carried["score"] * carried["weight"]
    by_outlet = carried.groupby(["period", "outlet"])[["weighed", "weight"]].sum()
    sums = by_outlet.groupby("period").sum()
    value = (
        sums["weighed"] / sums["weight"]
        if alike
        else (by_outlet["weighed"] / by_outlet["weight"]).groupby("period").mean()
    )
    counts = carried.groupby("period").agg(origins=("origin", "nunique"), outlets=("outlet", "nunique"))
    enough = (counts["origins"] >= bands.MIN_ORIGINS) & (counts["outlets"] >= bands.MIN_OUTLETS)
    return value.where(enough).to_frame("value")


def _without_each(carried: pd.DataFrame, score: pd.Series) -> pd.DataFrame:
    left = {o: _line(carried[carried["outlet"] != o], score)["value"] for o in sorted(set(carried["outlet"]))}
    values = pd.DataFrame(left)
    return pd.DataFrame({"value": values.mean(axis=1), "low": values.min(axis=1), "high": values.max(axis=1)})


def _by_story(events: pd.DataFrame, carried: pd.DataFrame, case: Case, measure: str) -> pd.DataFrame:
    """Return the mean score over the stories of a period: that of the first text that tells each."""
    told = scoring.in_scope(events if events["story"].any() else stories.link(events), case)
    told = told[told["story"] != ""].assign(score=scoring.MEASURES[measure])
    periods = carried.drop_duplicates("article_id").set_index("article_id")["period"]
    told = told.assign(period=told["article_id"].map(periods)).dropna(subset="period")
    by_story = told.groupby("story").agg(score=("score", "max"), period=("period", "min"))
    sizes = by_story.groupby("period").size()
    return by_story.groupby("period")["score"].mean().where(sizes >= bands.MIN_ORIGINS).to_frame("value")
