"""The only expensive step: one article in, rows out; any executor."""

from collections.abc import Iterable
from concurrent.futures import Executor
from typing import NamedTuple

import pandas as pd

from helpers import tables
from helpers.actors import Finder
from helpers.article import Article
from helpers.cases import Case

VERSION = "reader-1"  # a change in what an article yields changes this
_CHUNK = 50  # articles a task; enough to hide the cost of sending the case along


class Annotations(NamedTuple):
    """The rows of a set of articles, one table each; see tables.py for their columns."""

    sentences: pd.DataFrame
    mentions: pd.DataFrame
    statements: pd.DataFrame
    events: pd.DataFrame
    stances: pd.DataFrame


def annotate(articles: pd.DataFrame, case: Case, *, executor: Executor | None = None) -> Annotations:
    """Return what the in-scope `articles` say, by the actors of `case`.

    `articles` needs article_id, outlet, published, text and in_scope; what is `aside` is passed over, and
    `flags` say where sentences are out of order. An article's
    rows depend on that article and the case alone; with an `executor` (any concurrent.futures) articles are read in
    parallel, in the same order. Offsets point into the raw `text`.
    """
    columns = [c for c in ("article_id", "outlet", "published", "text", "aside", "flags") if c in articles.columns]
    chosen = articles.loc[articles["in_scope"], columns]
    records = chosen.to_dict("records")
    chunks = [records[i : i + _CHUNK] for i in range(0, len(records), _CHUNK)]
    results = _results(chunks, case, executor)
    rows: dict[str, list[dict]] = {name: [] for name in Annotations._fields}
    for part in results:
        for name in rows:
            rows[name] += part[name]
    return Annotations(**{name: tables.frame(name, found) for name, found in rows.items()})


def _results(chunks: list[list[dict]], case: Case, executor: Executor | None) -> Iterable[dict[str, list[dict]]]:
    if executor is None:
        return (read_chunk(chunk, case) for chunk in chunks)
    return executor.map(read_chunk, chunks, [case] * len(chunks))


def read_chunk(records: list[dict], case: Case) -> dict[str, list[dict]]:
    """Return the rows of some articles, a list for each table; what a worker runs."""
    finder = Finder(case)
    rows: dict[str, list[dict]] = {name: [] for name in Annotations._fields}
    for record in records:
        for name, found in Article(record, case, finder).rows().items():
            rows[name] += found
    return rows
