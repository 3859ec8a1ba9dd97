"""What a holder holds toward a target, in words; and what its deeds say."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers import events, ladder, sentiment
from helpers.cases import Case

COLUMNS = ["oppose", "neutral", "support"]
_SURE = 0.8  # weight of an act the rules found between holder and target
_LEAN = 0.5  # weight of the tone around the target, where no act was found


def score(texts: Sequence[str], holders: Sequence[tuple[int, int]], targets: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return what the holder in each text holds toward the target: oppose, neutral, support, summing to 1.

    Spans are (start, end) into the texts; one row a text, in order. Holder and target are not interchangeable: an
    act of the holder on the target decides; failing one, half the lexicon's tone around the target. The shares order
    texts, they are not calibrated probabilities. Limit: irony and praise of third parties are read at face value.
    """
    acts = events.classify(texts, holders, targets)
    tone = sentiment.score(texts, targets, engine="lexicon")
    rows = [_one(act, tone.iloc[i]) for i, act in enumerate(acts.itertuples())]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=float)


def deed(category: str) -> tuple[float, float, float]:
    """Return (oppose, neutral, support) shown by an act of `category`."""
    side = _side(category)
    return (float(side < 0), float(side == 0), float(side > 0))


def _one(act: tuple, tone: pd.Series) -> tuple[float, float, float]:
    side = _side(act.category)
    # the confidence ranks rules: under .6 only one of the two stood where its role wants it
    if side and act.factuality == "asserted" and act.confidence >= 0.6:
        return (_SURE, 1 - _SURE, 0.0) if side < 0 else (0.0, 1 - _SURE, _SURE)
    oppose, support = _LEAN * tone.negative, _LEAN * tone.positive
    return oppose, 1 - oppose - support, support


def _side(category: str) -> int:
    return (category in ladder.COOPERATION) - (category in ladder.CONFLICT)


def summary(stances: pd.DataFrame, articles: pd.DataFrame, *, minimum: int = 5) -> pd.DataFrame:
    """Return who stands how toward whom over all origins: holder, target, basis, value, n.

    `value` is log((support + ½) / (oppose + ½)) (Lowe, Benoit, Mikhaylov and Laver 2011); pairs with fewer than
    `minimum` rows are left out, copies of a text are counted once.
    """
    own = stances[stances["article_id"].isin(articles.loc[articles["article_id"] == articles["origin"], "article_id"])]
    sums = own.groupby(["holder", "target", "basis"]).agg(
        support=("support", "sum"), oppose=("oppose", "sum"), n=("support", "size")
    )
    sums = sums[sums["n"] >= minimum]
    return sums.assign(value=np.log((sums["support"] + 0.5) / (sums["oppose"] + 0.5)))[["value", "n"]].reset_index()


def toward_issues(held: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return the rows of `summary` that are about an issue of the case, with names a reader knows, most rows first."""
    chosen = held[held["target"].isin(list(case.issues)) & held["holder"].map(case.is_party)].sort_values(
        "n", ascending=False
    )
    return chosen.assign(holder=chosen["holder"].map(case.label), target=chosen["target"].map(case.label))
