"""What an outlet prints again and again, word for word: site furniture, contact lines, background it re-tells."""

import hashlib
import re

import pandas as pd

_ARTICLES, _DAYS, _TITLES = 8, 4, 4  # a sentence printed in fewer is only copied
_SHORTEST = 9  # letters; shorter sentences recur by chance
_NONE = 0  # key of those
_NUMBER, _OTHER = re.compile(r"\d+"), re.compile(r"\W+")


def key(words: str) -> int:
    """Return a number that a sentence shares with those of the same letters, numbers all alike; 0 for a short one."""
    letters = _OTHER.sub(" ", _NUMBER.sub("0", words)).strip().casefold()
    if len(letters) < _SHORTEST:
        return _NONE
    return int.from_bytes(hashlib.blake2b(letters.encode(), digest_size=8).digest(), signed=True)


def repeated(sentences: pd.DataFrame) -> pd.Series:
    """Return, for each sentence, whether its outlet had printed it before and keeps printing it.

    `sentences` needs article_id, outlet, title, published and key. A sentence counts as repeated from its second
    day on, once the outlet has it in at least eight articles with four titles on four days (ours): what stands in
    them all is furniture, and background that is told anew every day is news on its first day only. Numbers may
    differ. Cost grows with the number of sentences. Limit: what a small corpus holds fewer than eight times stays.
    """
    long = sentences[sentences["key"] != _NONE]
    several = long[long.groupby(["outlet", "key"])["key"].transform("size") >= _ARTICLES]
    counts = several.groupby(["outlet", "key"]).agg(
        articles=("article_id", "nunique"),
        days=("published", "nunique"),
        titles=("title", "nunique"),
        first=("published", "min"),
    )
    often = counts[(counts["articles"] >= _ARTICLES) & (counts["days"] >= _DAYS) & (counts["titles"] >= _TITLES)]
    first = often["first"].reindex(pd.MultiIndex.from_frame(sentences[["outlet", "key"]])).to_numpy()
    return sentences["published"] > first
