"""What a holder holds toward a target, in words; and what its deeds say."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import numpy as np
import pandas as pd

from helpers import heads, ladder, reader
from helpers.cases import Case
from helpers.encoding import Span

COLUMNS = list(heads.STANCE)
_PRONOUNS = frozenset(["he", "she", "it", "they", "him", "her", "them", "his", "its", "their"])


def score(texts: Sequence[str], holders: Sequence[tuple[int, int]], targets: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Return what the holder in each text holds toward the target: oppose, neutral, support, summing to 1.

    Spans are (start, end) into the texts; one row a text, in order. Holder and target are not interchangeable. The
    reader's stance head answers; both names are hidden from it, the words of an issue ("sanctions") are not. Raises
    StandoffError for a span outside its text. Limit: irony is read at face value.
    """
    rows = list(zip(texts, holders, targets, strict=True))
    reader.check_spans("stance.score", ((t, span) for t, holder, target in rows for span in (holder, target)))
    shares = [_one(*row) for row in rows]
    return pd.DataFrame(shares, columns=COLUMNS, dtype=float)


def _one(text: str, holder: tuple[int, int], target: tuple[int, int]) -> list[float]:
    spans = [Span(*holder, 0), Span(*target, 1 if is_name(text[slice(*target)]) else None)]
    return reader.read(text, spans).ask("stance", [0], [1])[0].tolist()


def is_name(words: str) -> bool:
    """Return whether a target is an actor, whose name is hidden, and not an issue, whose words are read."""
    return words[:1].isupper() or words.lower() in _PRONOUNS


def deed(category: str) -> tuple[float, float, float]:
    """Return (oppose, neutral, support) shown by an act of `category`."""
    side = (category in ladder.COOPERATION) - (category in ladder.CONFLICT)
    return (float(side < 0), float(side == 0), float(side > 0))


def deeds(events: Iterable[dict]) -> Iterator[dict]:
    """Yield the rows that counting events, as rows of their table, add: what acting so shows of actor to recipient."""
    for event in events:
        if event["counts"] and event["category"] != "REQUEST":
            # helping X against Y is a deed against Y, whatever its category
            shown = deed("THREATEN" if event["derived"] else event["category"])
            for holder, target in product(event["actor"], event["recipient"]):
                yield {
                    **{name: event[name] for name in ("article_id", "start", "end")},
                    "holder": holder,
                    "target": target,
                    "basis": "deeds",
                    **dict(zip(COLUMNS, shown, strict=True)),
                }


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
