"""What people are asked to code, unit by unit, and what the program says of the same units.

Units follow van Atteveldt, van der Velden and Boukes (2021): a sentence and the pair, or the mention, asked about.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import ladder, scoring
from helpers.annotate import Annotations
from helpers.cache import digest
from helpers.cases import Case

NONE = "NONE"
STATUSES = ("reported", "claimed", "alleged", "denied", "no_sign", "hypothetical", "background")
PLACE = ["article_id", "n", "first_start", "first_end", "second_start", "second_end", "first", "second"]
_SPANS = [c for c in PLACE if c.endswith(("_start", "_end"))]


class Measure(NamedTuple):
    """A share or mean over units: of `part`, among those with `whole` where that is given."""

    label: str
    part: str
    whole: str = ""


class Task(NamedTuple):
    """A thing to code: the columns a coder fills with their labels, its measures, and how its units are found.

    `population` takes annotations, articles and case and returns a row a unit: unit, PLACE, outlet, published, channel,
    group (what the sample is stratified by), a predicted label for each field, confidence.
    """

    name: str
    unit: str
    question: str
    fields: dict[str, tuple[str, ...]]
    measures: tuple[Measure, ...]
    shares: dict[str, float]  # of the sample, by predicted group
    population: Callable[[Annotations, pd.DataFrame, Case], pd.DataFrame]
    values: Callable[[pd.DataFrame], pd.DataFrame]  # labels → a column of numbers for each part and whole


def _event_units(read: Annotations, articles: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return a row for each ordered pair of parties that a sentence names, or that an event is read between."""
    pairs = _named_pairs(_named(read, articles, case))
    events = scoring.in_scope(read.events[~read.events["derived"]], case).explode("actor").explode("recipient")
    events = events.assign(first=events["actor"].map(case.top), second=events["recipient"].map(case.top))
    ranked = events.sort_values(
        ["counts", "rung", "confidence", "event_id"], ascending=[False, False, False, True], kind="stable"
    ).drop_duplicates(["article_id", "n", "first", "second"])
    spans = {"actor_start": "e0", "actor_end": "e1", "recipient_start": "e2", "recipient_end": "e3"}
    kept = ["article_id", "n", "first", "second", "category", "status", "confidence", *spans]
    made = pairs.merge(ranked[kept].rename(columns=spans), on=["article_id", "n", "first", "second"], how="outer")
    for span, from_event in zip(_SPANS, spans.values(), strict=True):
        made[span] = made[span].astype("Int64").fillna(made[from_event].astype("Int64"))
    parties = made["first"].map(case.is_party).astype(bool) & made["second"].map(case.is_party).astype(bool)
    made = made[parties & (made["first"] != made["second"])].drop(columns=list(spans.values()))
    made = made.assign(category=made["category"].fillna(NONE), status=made["status"].fillna(""), channel="")
    return _finished("events", made.assign(group=_event_group(made)), articles)


def _named_pairs(named: pd.DataFrame) -> pd.DataFrame:
    firsts = named.sort_values("start").drop_duplicates(["article_id", "n", "side"])
    firsts = firsts[["article_id", "n", "side", "start", "end"]]
    both = firsts.merge(firsts, on=["article_id", "n"], suffixes=("_a", "_b"))
    names = {"start_a": "first_start", "end_a": "first_end", "start_b": "second_start", "end_b": "second_end"}
    return both[both["side_a"] != both["side_b"]].rename(columns={**names, "side_a": "first", "side_b": "second"})


def _event_group(units: pd.DataFrame) -> np.ndarray:
    values = _event_values(units)
    return np.select(
        [units["category"] == NONE, values["conflict"] > 0, values["counts"] > 0],
        ["nothing", "conflict", "other counting"],
        "not counting",
    )


def _event_values(labels: pd.DataFrame) -> pd.DataFrame:
    rungs = labels["category"].map(lambda c: 0 if c == NONE else ladder.rung(c))
    pairs = zip(labels["status"], rungs, strict=True)
    counts = np.array([bool(status) and ladder.counts(status, rung) for status, rung in pairs], dtype=bool)
    happens = (labels["category"] != NONE).to_numpy()
    conflict = counts & labels["category"].isin(ladder.CONFLICT).to_numpy()
    made = {"happens": happens, "counts": counts & happens, "conflict": conflict}
    made["high"] = counts & (rungs >= 3).to_numpy()
    return pd.DataFrame(made, index=labels.index).astype(float)


def _mention_units(read: Annotations, articles: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return a row for each mention of a party."""
    named = _named(read, articles, case).rename(columns={"start": "first_start", "end": "first_end", "side": "first"})
    shares = named[["negative", "neutral", "positive"]].astype(float)
    named, shares = named[shares.notna().all(axis=1)], shares.dropna()
    made = named.assign(portrayal=shares.idxmax(axis=1), confidence=shares.max(axis=1), second="")
    made["score"] = shares["positive"] - shares["negative"]
    return _finished("portrayal", made.assign(group=made["portrayal"]), articles)


def _stance_units(read: Annotations, articles: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return a row for each stance in words of a party toward a party or an issue."""
    words = read.stances[read.stances["basis"] == "words"]
    chosen = [
        case.is_party(s.holder) and (s.target in case.issues or case.is_party(s.target)) for s in words.itertuples()
    ]
    words = words[np.array(chosen, dtype=bool)].rename(columns={"holder": "first", "target": "second"})
    shares = words[["oppose", "neutral", "support"]]
    bounds = read.sentences[["article_id", "n", "start", "end"]].rename(columns={"start": "low", "end": "high"})
    made = words.assign(stance=shares.idxmax(axis=1), confidence=shares.max(axis=1), channel="")
    made["score"] = shares["support"] - shares["oppose"]
    made = made.merge(bounds, on="article_id")
    made = made[(made["start"] >= made["low"]) & (made["start"] < made["high"])]
    # what is said may begin where another sentence's span still runs; a unit has one sentence
    made = made.drop_duplicates(["article_id", "start", "end", "first", "second"])
    made = made.rename(columns={"start": "first_start", "end": "first_end"})
    return _finished("stance", made.assign(group=made["stance"]), articles)


def _signed(field: str, poles: tuple[str, str]) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return a function from labels to -1, 0 and 1; where a `score` is given, that score."""

    def values(labels: pd.DataFrame) -> pd.DataFrame:
        if "score" in labels:
            return labels[["score"]].astype(float)
        signs = {poles[0]: -1.0, poles[1]: 1.0}
        return labels[field].map(lambda label: signs.get(label, 0.0)).to_frame("score")

    return values


def _named(read: Annotations, articles: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return the mentions of parties in titles and body, each with its side."""
    said = read.sentences.loc[read.sentences["kind"].isin(("title", "body")), ["article_id", "n"]]
    named = read.mentions[read.mentions["via"] != "phrase"].merge(said, on=["article_id", "n"])
    named = named.assign(side=named["actor"].map(lambda a: case.top(a) if a in case.actors else ""))
    return named[named["side"].map(lambda s: bool(s) and case.is_party(s)).astype(bool)]


def _finished(task: str, units: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return units of texts that copy no other and are in scope, in order, each with its id, outlet and day."""
    own = articles[(articles["article_id"] == articles["origin"]) & articles["in_scope"]]
    units = units.merge(own[["article_id", "outlet", "published"]], on="article_id")
    for column in (c for c in _SPANS if c not in units):
        units[column] = pd.NA
    units[_SPANS] = units[_SPANS].astype("Int64")
    units = units.sort_values(["article_id", "n", "first_start", "second_start", "first", "second"], ignore_index=True)
    keys = zip(*(units[c].map(str) for c in PLACE), strict=True)
    ids = pd.Series([digest(task, key)[:12] for key in keys], index=units.index, dtype="str")
    return units.assign(unit=ids).drop_duplicates("unit", ignore_index=True)


TASKS = {
    "events": Task(
        "events",
        "sentence and ordered pair",
        "What does the FIRST do to the SECOND in this sentence, and who vouches for it?",
        {"category": (NONE, *ladder.CATEGORIES), "status": STATUSES},
        (
            Measure("pairs with an event that count on rung 3 or higher", "high", "happens"),
            Measure("pairs with an event that count as conflict", "conflict", "happens"),
            Measure("pairs with any event", "happens"),
        ),
        {"nothing": 0.4, "conflict": 0.3, "not counting": 0.15, "other counting": 0.15},
        _event_units,
        _event_values,
    ),
    "portrayal": Task(
        "portrayal",
        "mention in a sentence",
        "How does this sentence portray the FIRST, whoever speaks?",
        {"portrayal": ("negative", "neutral", "positive")},
        (Measure("mean portrayal, -1 to 1", "score"),),
        {"negative": 0.35, "neutral": 0.35, "positive": 0.3},
        _mention_units,
        _signed("portrayal", ("negative", "positive")),
    ),
    "stance": Task(
        "stance",
        "statement, its holder and a target",
        "Does the FIRST, in these words, support or oppose the SECOND?",
        {"stance": ("oppose", "neutral", "support")},
        (Measure("mean stance in words, -1 to 1", "score"),),
        {"oppose": 0.35, "neutral": 0.35, "support": 0.3},
        _stance_units,
        _signed("stance", ("oppose", "support")),
    ),
}
