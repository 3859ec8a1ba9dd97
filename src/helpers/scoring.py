"""What an origin scores on each measure, from its events, the mentions of parties and their stances."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from helpers import ladder
from helpers.annotate import Annotations
from helpers.cases import Case

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


def in_scope(events: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return the events between two parties of the case."""
    sides = zip(events["actor"], events["recipient"], strict=True)
    both = [any(map(case.is_party, a)) and any(map(case.is_party, r)) for a, r in sides]
    return events[np.array(both, dtype=bool)]


def scores(
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


def pairs(events: pd.DataFrame, case: Case) -> pd.DataFrame:
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
