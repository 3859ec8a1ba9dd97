"""Copies of one text under one `origin`: linked, never deleted."""

import hashlib
import re
from collections import Counter, defaultdict

import pandas as pd

from helpers import cleaning

_SHARED = 0.5  # of the shorter article's long sentences
_LONG = 8  # words; shorter sentences recur without being copied
_DAYS = 7  # a copy appears within a week of its origin


def link(articles: pd.DataFrame) -> pd.DataFrame:
    """Return `articles` with `origin` set to the id of the earliest article that carries the text.

    Two articles are one origin when at least half the long sentences of the shorter are the same, word for
    word, and they appear within a week. Cost grows with the number of shared sentences. Limit: a copy that
    was reworded is an origin of its own.
    """
    ordered = articles.sort_values(["published", "article_id"], na_position="last")
    fingerprints = {a.article_id: _fingerprint(a.clean_text or a.text) for a in ordered.itertuples()}
    days = dict(zip(ordered["article_id"], ordered["published"], strict=True))
    carriers: dict[str, list[str]] = defaultdict(list)
    origin: dict[str, str] = {}
    for article, sentences in fingerprints.items():
        origin[article] = _find(article, sentences, carriers, fingerprints, days, origin)
        for sentence in sentences:
            carriers[sentence].append(article)
    return articles.assign(origin=articles["article_id"].map(origin).astype("str"))


def _find(article: str, sentences: set[str], carriers: dict, fingerprints: dict, days: dict, origin: dict) -> str:
    shared = Counter(earlier for s in sentences for earlier in carriers.get(s, ())[-50:])
    for earlier, n in shared.most_common(3):
        shorter = min(len(sentences), len(fingerprints[earlier]))
        near = pd.isna(days[article]) or abs((days[article] - days[earlier]).days) <= _DAYS
        if n >= _SHARED * shorter and n >= min(2, shorter) and near:
            return origin[earlier]
    return article


def _fingerprint(text: str) -> set[str]:
    """Return hashes of the long sentences of the body, in letters and digits alone."""
    kept = set()
    for sentence in cleaning.split(text):
        words = re.findall(r"\w+", text[sentence.start : sentence.end].casefold())
        if sentence.kind == "body" and len(words) >= _LONG:
            kept.add(hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest())
    return kept


def copies(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the texts more than one article carries: day, title, outlets, n, most carried first."""
    carried = articles.groupby("origin").filter(lambda same: len(same) > 1).sort_values("published")
    made = carried.groupby("origin").agg(
        day=("published", "first"),
        title=("title", "first"),
        n=("article_id", "size"),
        outlets=("outlet", lambda s: list(dict.fromkeys(s))),
    )
    return made.sort_values(["n", "day"], ascending=[False, True]).reset_index(drop=True)
