"""What an outlet prints again and again, word for word: site furniture, contact lines, background it re-tells."""

import re

import pandas as pd

_ARTICLES, _DAYS, _TITLES = 8, 4, 4  # a sentence printed in fewer is only copied
_SHORTEST = 9  # letters; shorter sentences recur by chance
_NUMBER, _OTHER = re.compile(r"\d+"), re.compile(r"\W+")


def repeated(sentences: pd.DataFrame) -> pd.Series:
    """Return, for each sentence, whether its outlet had printed it before and keeps printing it.

    `sentences` needs article_id, outlet, title, published and words. A sentence counts as repeated from its second
    day on, once the outlet has it in at least eight articles with four titles on four days (ours): what stands in
    them all is furniture, and background that is told anew every day is news on its first day only. Numbers may
    differ. Cost grows with the number of sentences. Limit: what a small corpus holds fewer than eight times stays.
    """
    keys = sentences["words"].map(_key).astype("str")
    grouped = sentences.assign(key=keys).groupby(["outlet", "key"])
    counts = grouped.agg(
        articles=("article_id", "nunique"),
        days=("published", "nunique"),
        titles=("title", "nunique"),
        first=("published", "min"),
    )
    often = counts[(counts["articles"] >= _ARTICLES) & (counts["days"] >= _DAYS) & (counts["titles"] >= _TITLES)]
    first = often["first"].reindex(pd.MultiIndex.from_arrays([sentences["outlet"], keys])).to_numpy()
    return (sentences["published"] > first) & (keys.str.len() >= _SHORTEST)


def _key(words: str) -> str:
    """Return a sentence in letters alone, numbers all alike."""
    return _OTHER.sub(" ", _NUMBER.sub("0", words)).strip().casefold()
