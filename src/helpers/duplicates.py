"""Copies of one text under one `origin`: linked, never deleted."""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

_SHINGLE = 5  # words
_SHARED = 0.7  # of the shorter article's shingles; at .5 articles that share their background are linked
_ALIKE = 0.4  # Jaccard similarity at which the sketches begin to find a pair
_PERMUTATIONS = 64
_FEWEST = 8  # shingles; texts of a dozen words coincide
_LINE = 60  # characters; shorter lines recur without being copied
_RECENT = 50  # carriers of one line that are looked at; a line that recurs more often is no trace
_DAYS = 7  # a copy appears within a week of its origin


def link(articles: pd.DataFrame) -> pd.DataFrame:
    """Return `articles` with `origin` set to the id of the earliest article that carries the text.

    Two articles are one origin when at least seven in ten five-word shingles of the shorter one stand in the
    other and they appear within a week (ours). Candidates come from MinHash sketches (Broder 1997, by datasketch),
    which find texts of one length however they were edited, and from paragraphs they share word for word, which
    find a short text inside a long one. Cost is linear in the number of articles. Limit: a text rewritten sentence
    by sentence is an origin of its own.
    """
    ordered = articles.sort_values(["published", "article_id"], na_position="last")
    days = dict(zip(ordered["article_id"], ordered["published"], strict=True))
    stories = map(_story, ordered["text"], ordered["aside"])
    shingles: dict[str, np.ndarray] = {}
    origin: dict[str, str] = {}
    finder = _Candidates()
    for article, text in zip(ordered["article_id"], stories, strict=True):
        own = shingles[article] = _shingles(text)
        near = (e for e in finder.find(article, text, own) if _within_days(days[article], days[e]))
        found = next((e for e in near if _share(own, shingles[e]) >= _SHARED), None)
        origin[article] = article if found is None else origin[found]
    return articles.assign(origin=articles["article_id"].map(origin).astype("str"))


class _Candidates:
    """Articles seen so far, found again by sketch or by a paragraph of theirs."""

    def __init__(self) -> None:
        from datasketch import MinHash, MinHashLSH

        self._seed = MinHash(num_perm=_PERMUTATIONS, hashfunc=int)
        self._sketches = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
        self._carriers: dict[int, list[str]] = defaultdict(list)

    def find(self, article: str, text: str, shingles: np.ndarray) -> Iterator[str]:
        """Return earlier articles that may be the same text, the likeliest first, and remember this one."""
        if len(shingles) < _FEWEST:
            return iter(())
        sketch = self._seed.copy()
        sketch.update_batch(shingles)
        lines = {zlib.crc32(line.strip().casefold().encode()) for line in text.split("\n") if len(line) >= _LINE}
        shared = Counter(e for line in lines for e in self._carriers[line][-_RECENT:])
        alike = self._sketches.query(sketch)
        self._sketches.insert(article, sketch)
        for line in lines:
            self._carriers[line].append(article)
        return iter(dict.fromkeys([*sorted(alike), *(e for e, _ in shared.most_common(_RECENT))]))


def _story(text: str, aside: list[str]) -> str:
    """Return the lines after the title without what their outlet repeats: shared furniture makes no copy."""
    kept, at = [], text.find("\n")
    for start, end in sorted(tuple(map(int, span.split("-"))) for span in aside):
        kept.append(text[at : max(at, start)])
        at = max(at, end)
    return "".join([*kept, text[at:]])


def _shingles(text: str) -> np.ndarray:
    """Return the hashes of a text's five-word shingles, sorted, each once."""
    words = np.array([zlib.crc32(w.encode()) for w in re.findall(r"\w+", text.casefold())], dtype=np.uint64)
    if len(words) < _SHINGLE:
        return np.empty(0, dtype=np.uint32)
    mixed = np.zeros(len(words) - _SHINGLE + 1, dtype=np.uint64)
    for i in range(_SHINGLE):
        mixed = mixed * np.uint64(1_000_003) + words[i : len(mixed) + i]
    return np.unique((mixed >> np.uint64(16)).astype(np.uint32))


def _share(a: np.ndarray, b: np.ndarray) -> float:
    """Return the share of the shorter text's shingles that the other holds."""
    return len(np.intersect1d(a, b, assume_unique=True)) / max(1, min(len(a), len(b)))


def _within_days(a: pd.Timestamp, b: pd.Timestamp) -> bool:
    return pd.isna(a) or pd.isna(b) or abs((a - b).days) <= _DAYS


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
