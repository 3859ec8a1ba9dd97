"""Copies of one text under one `origin`: linked, never deleted."""

import re
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from datasketch import MinHash

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
    find a short text inside a long one. Cost is linear in the number of articles, memory in that of two weeks.
    Limit: a text rewritten sentence by sentence is an origin of its own.
    """
    # places, and not the articles themselves, are sorted: their texts would lie there twice
    order = articles[["published", "article_id"]].reset_index(drop=True).sort_values(["published", "article_id"]).index
    origin: dict[str, str] = {}
    weeks = _Weeks(keeps_all=articles["published"].isna().any())
    columns = [articles[name].array for name in ("article_id", "published", "text", "aside")]
    for article, day, text, aside in (tuple(column[i] for column in columns) for i in order):
        own = _sketch(_story(text, aside))
        found = next(weeks.copied(own, day), article) if own else article
        origin[article] = origin.get(found, article)
        if own:
            weeks.add(article, day, own)
    return articles.assign(origin=articles["article_id"].map(origin).astype("str"))


class _Sketch(NamedTuple):
    """What of a text is compared: its shingles, a sketch of them, its longer lines."""

    shingles: np.ndarray
    minhash: "MinHash"
    lines: set[int]


class _Week:
    """Articles seen within a week of `opened`, found again by sketch or by a paragraph of theirs."""

    def __init__(self, opened: pd.Timestamp) -> None:
        from datasketch import MinHashLSH

        self.opened = opened
        self.known: dict[str, tuple[pd.Timestamp, np.ndarray]] = {}  # day and shingles
        self.sketches = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
        self.carriers: dict[int, deque[str]] = defaultdict(lambda: deque(maxlen=_RECENT))


class _Weeks:
    """The articles that the next may be a copy of; they come by day, so two weeks are enough, if all have one."""

    def __init__(self, *, keeps_all: bool) -> None:
        self._keeps_all = keeps_all
        self._weeks: list[_Week] = []

    def add(self, article: str, day: pd.Timestamp, own: _Sketch) -> None:
        """Remember an article, and forget those that no later one can be a copy of."""
        if not self._weeks or not _within_days(day, self._weeks[-1].opened):
            self._weeks.append(_Week(day))
            self._weeks = self._weeks if self._keeps_all else self._weeks[-2:]
        week = self._weeks[-1]
        week.known[article] = day, own.shingles
        week.sketches.insert(article, own.minhash)
        for line in own.lines:
            week.carriers[line].append(article)

    def copied(self, own: _Sketch, day: pd.Timestamp) -> Iterator[str]:
        """Yield the earlier articles that a text of `day` is a copy of, the likeliest first."""
        for article in self._likely(own):
            then, shingles = next(week.known[article] for week in self._weeks if article in week.known)
            if _within_days(day, then) and _share(own.shingles, shingles) >= _SHARED:
                yield article

    def _likely(self, own: _Sketch) -> dict[str, None]:
        alike = sorted(e for week in self._weeks for e in week.sketches.query(own.minhash))
        carriers = ([e for week in self._weeks for e in week.carriers.get(line, ())] for line in own.lines)
        shared = Counter(e for each in carriers for e in each[-_RECENT:])
        return dict.fromkeys([*alike, *(e for e, _ in shared.most_common(_RECENT))])


def _sketch(text: str) -> _Sketch | None:
    """Return what of a text is compared; of one too short to be told from others by it, nothing."""
    shingles = _shingles(text)
    if len(shingles) < _FEWEST:
        return None
    minhash = _seed().copy()
    minhash.update_batch(shingles)
    lines = {zlib.crc32(line.strip().casefold().encode()) for line in text.split("\n") if len(line) >= _LINE}
    return _Sketch(shingles, minhash, lines)


@cache
def _seed() -> "MinHash":
    """Return an empty sketch; its permutations take longer to draw than to copy."""
    from datasketch import MinHash

    return MinHash(num_perm=_PERMUTATIONS, hashfunc=int)


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
