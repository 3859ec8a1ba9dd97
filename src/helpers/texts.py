"""The words of articles, fetched where they lie, so that no notebook holds every text at once."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers import tables
from helpers.errors import TableError

if TYPE_CHECKING:
    import pyarrow as arrow

COLUMNS = ("text", "clean_text")
_KEPT = 64  # groups of a hundred texts that were asked for last


def catalogue(folder: Path) -> pd.DataFrame:
    """Return the articles under `folder` without their texts, which `of` and `cut` fetch where they are needed."""
    articles = tables.read("articles", folder, without=COLUMNS)
    articles.attrs["texts"] = str(folder)
    return articles


def of(articles: pd.DataFrame, ids: Collection[str]) -> dict[str, str]:
    """Return the raw texts of the articles with these `ids`, by id.

    `articles` hold their texts, or come from catalogue; raises TableError where neither is so.
    """
    wanted = set(ids)
    if "text" in articles:
        held = articles[articles["article_id"].isin(wanted)]
        return dict(zip(held["article_id"], held["text"], strict=True))
    file = _file(_source(articles))
    return {article_id: file.text(article_id) for article_id in wanted if article_id in file.places}


def cut(articles: pd.DataFrame, rows: pd.DataFrame, start: str = "start", end: str = "end") -> pd.Series:
    """Return the words between `start` and `end` of each of `rows`, in whose article they lie."""
    words = np.full(len(rows), "", dtype=object)
    places = rows.groupby("article_id", sort=False).indices
    starts, ends = rows[start].to_numpy(), rows[end].to_numpy()
    for article_id, text in _each(articles):
        for at in places.get(article_id, ()):
            words[at] = text[starts[at] : ends[at]]
    return pd.Series(words, index=rows.index, dtype="str")


def _each(articles: pd.DataFrame) -> Iterator[tuple[str, str]]:
    if "text" in articles:
        yield from zip(articles["article_id"], articles["text"], strict=True)
    else:
        for part in tables.parts("articles", _source(articles), ["article_id", "text"]):
            yield from zip(part["article_id"], part["text"], strict=True)


def _source(articles: pd.DataFrame) -> Path:
    if "texts" not in articles.attrs:
        raise TableError("these articles hold no texts; read them with texts.catalogue or tables.read")
    return Path(articles.attrs["texts"])


def _file(folder: Path) -> "_File":
    source = tables.existing("articles", folder)
    return _opened(source, source.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _opened(source: Path, _written: int) -> "_File":
    return _File(source)


class _File:
    """The articles' table, opened once: where each text lies, and the groups of rows asked for last."""

    def __init__(self, source: Path) -> None:
        from pyarrow.dataset import dataset

        self._groups = [group for file in dataset(source).get_fragments() for group in file.split_by_row_group()]
        self.places: dict[str, tuple[int, int]] = {}
        for group, rows in enumerate(self._groups):
            ids = rows.to_table(columns=["article_id"])["article_id"].to_pylist()
            self.places.update({article_id: (group, row) for row, article_id in enumerate(ids)})
        self._group = lru_cache(maxsize=_KEPT)(self._read)

    def text(self, article_id: str) -> str:
        """Return one text."""
        group, row = self.places[article_id]
        return self._group(group)[row].as_py()

    def _read(self, group: int) -> "arrow.ChunkedArray":
        return self._groups[group].to_table(columns=["text"])["text"]
