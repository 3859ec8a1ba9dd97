"""The only expensive step: one article in, rows out; any executor."""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from threadpoolctl import threadpool_limits

from helpers import paths, reader, repair, tables, tagger
from helpers.actors import Finder
from helpers.article import Article
from helpers.cache import Cache, Rows, digest
from helpers.cases import Case

VERSION = "reader-5"  # a change in what an article yields changes this
_CHUNK = 25  # articles a task; enough to hide the cost of sending the case along
READ_OF = ("article_id", "outlet", "published", "text", "aside", "flags")


class Annotations(NamedTuple):
    """The rows of a set of articles, one table each; see tables.py for their columns."""

    sentences: pd.DataFrame
    mentions: pd.DataFrame
    statements: pd.DataFrame
    events: pd.DataFrame
    stances: pd.DataFrame


def annotate(
    articles: pd.DataFrame, case: Case, *, executor: Executor | None = None, cache: Path | None = None
) -> Annotations:
    """Return what the in-scope `articles` say, by the actors of `case`.

    `articles` needs article_id, outlet, published, text and in_scope; what is `aside` is passed over, and
    `flags` say where sentences are out of order. An article's rows depend on that article, the weights and what the
    case says of those it names, alone; with an `executor` (any concurrent.futures) articles are read in parallel, in
    the same order. Offsets point into the raw `text`. With a `cache`, a file, what is known there is not read again,
    and what is read is kept there chunk by chunk.
    """
    found = list(parts([articles], case, executor=executor, cache=cache))
    return Annotations(*(pd.concat(tables_, ignore_index=True) for tables_ in zip(*found, strict=True)))


def parts(
    articles: Iterable[pd.DataFrame], case: Case, *, executor: Executor | None = None, cache: Path | None = None
) -> Iterator[Annotations]:
    """Yield what annotate returns of the concatenated `articles`, a thousand articles at a time.

    One part is in memory at a time, however many articles there are; there is at least one, if an empty one.
    """
    store = Cache(cache, version()) if cache else None
    work = functools.partial(*((_kept, store) if store else (_each, _read)), case, executor)
    yield _frames([])
    for batch in _batches(articles):
        yield _frames(work(batch))


def _frames(rows: Iterable[Rows]) -> Annotations:
    found: dict[str, list[dict]] = {name: [] for name in Annotations._fields}
    for part in rows:
        for name in found:
            found[name] += part[name]
    return Annotations(**{name: tables.frame(name, made) for name, made in found.items()})


def _batches(articles: Iterable[pd.DataFrame]) -> Iterator[list[dict]]:
    """Yield the records of the articles in scope, with the columns that are read."""
    for some in articles:
        columns = [c for c in READ_OF if c in some.columns]
        inside = some.loc[some["in_scope"], columns]
        for start in range(0, len(inside), tables.AT_ONCE):
            yield inside.iloc[start : start + tables.AT_ONCE].to_dict("records")


def _kept(store: Cache, case: Case, executor: Executor | None, records: list[dict]) -> Iterator[Rows]:
    """Yield the rows of each record, from the cache where they are known."""
    owners = {outlet: entry.owner for outlet, entry in case.outlets.items()}
    known_case = digest(_told(case, case.actors), owners)
    short = [digest(known_case, record) for record in records]
    leads = store.lead(short)
    new = [(key, record) for key, record in zip(short, records, strict=True) if key not in leads]
    found = _each(_depends, case, executor, [record for _, record in new])
    leads |= {key: deep for (key, _), deep in zip(new, found, strict=True)}
    there = store.known(list(leads.values()))
    store.keep({}, {key: deep for key, deep in leads.items() if deep in there})
    todo = [(key, record) for key, record in new if leads[key] not in there]
    made = _each(_read, case, executor, [record for _, record in todo])
    for part in _chunks(zip(todo, made, strict=True)):
        store.keep({leads[key]: rows for (key, _), rows in part}, {key: leads[key] for (key, _), _ in part})
    for keys in _chunks(short):
        rows = dict(store.rows([leads[key] for key in keys]))
        yield from (rows[leads[key]] for key in keys)


def workers(count: int) -> Executor:
    """Return an executor of `count` processes, for a `with` statement.

    Where processes are forked (Linux), they share the weights that are loaded here and need no copy each.
    """
    reader.warm()
    tagger.warm()
    return ProcessPoolExecutor(count)


@functools.cache
def version() -> str:
    """Return what an article's rows depend on beside the article and the case: this code's version and the weights."""
    weights = (p for p in sorted(paths.MODELS.rglob("*")) if p.suffix in (".onnx", ".npz", ".json"))
    return digest(VERSION, [hashlib.blake2b(p.read_bytes()).hexdigest() for p in weights])


def _each(work: Callable, case: Case, executor: Executor | None, records: list[dict]) -> Iterator:
    """Yield what `work` makes of each record, in order, a chunk at a time to a worker."""
    chunks = list(_chunks(records))
    run = executor.map if executor else map
    for part in run(work, chunks, [case] * len(chunks)):
        yield from part


def _chunks(items: Iterable) -> Iterator[list]:
    upcoming = iter(items)
    while chunk := list(islice(upcoming, _CHUNK)):
        yield chunk


def _read(records: list[dict], case: Case) -> list[Rows]:
    """Return the rows of each article, a list for each table; what a worker runs."""
    finder = Finder(case)
    with threadpool_limits(1, user_api="blas"):  # each worker has a core; threads of its own only fight the others
        return [Article(record, case, finder).rows() for record in records]


def _depends(records: list[dict], case: Case) -> list[str]:
    """Return a key of all that each article's rows depend on: a new actor changes only those that name it."""
    finder, keys = Finder(case), []
    for record in records:
        day = None if pd.isna(record["published"]) else record["published"].date()
        mentions = finder.find(repair.repair(record["text"]).text, day)
        named = {m.actor for m in mentions if m.actor in case.actors}
        keys.append(digest(record, mentions, _told(case, named), case.owner(record["outlet"])))
    return keys


def _told(case: Case, named: Iterable[str]) -> list[object]:
    """Return what a case says that bears on an article that names some of its actors."""
    above = {actor for name in named for actor in case.line(name)}
    entries = {actor: case.actors[actor].model_dump(mode="json") for actor in sorted(above)}
    rest = case.model_dump(mode="json", include={"adversaries", "unnamed_troops", "issues", "ignore"})
    return [entries, rest]
