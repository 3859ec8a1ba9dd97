"""Past one machine: the articles' table in parts, each read by whichever worker is free, here or on a Dask cluster."""

import io
import json
import logging
from collections.abc import Iterator
from concurrent.futures import Executor, Future, as_completed
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers import annotate, cases, corrections, tables
from helpers.cache import digest
from helpers.cases import Case
from helpers.errors import InputError, StandoffError

if TYPE_CHECKING:
    import fsspec

_NEEDED = ("article_id", "outlet", "published", "text", "in_scope")
_TOLD = 5  # failures told one by one
_PATIENCE = 20  # seconds a scheduler has to answer
log = logging.getLogger("standoff")


class Part(NamedTuple):
    """Some articles: a Parquet file and the row groups of it, and the name that their rows get."""

    name: str
    url: str
    groups: tuple[int, ...]


class Done(NamedTuple):
    """What a call came to: parts read now, parts an earlier call had read, articles and events in all."""

    read: int
    known: int
    articles: int
    events: int


def run(articles: str, out: str, case: str, *, scheduler: str = "", workers: int = 2) -> Done:
    """Read the `articles` table at a URL and write the five tables of annotate.annotate under `out`, part by part.

    Both are fsspec URLs (a path, file://, s3://, gs://); `articles` is one Parquet file or a folder of them, as 1-clean
    writes it. A part is about a thousand articles, or a row group where that is larger. Rows lie in
    <out>/tables/<table>.parquet/<part>.parquet, each file whole or not there, so that a call that was cut off goes on
    where it stopped and a part read twice is there once. With a `scheduler`, tcp://host:port, parts go to the workers
    of a Dask cluster (extra "cluster"), which may come and go; otherwise to `workers` processes here. The case's
    corrections are applied. Raises StandoffError naming the parts that could not be read, when all others are written.
    """
    loaded = cases.load(case)
    rows = corrections.read(loaded)
    planned = list(parts(articles))
    key = digest(annotate.version(), loaded.model_dump(mode="json", exclude={"folder"}), rows.to_dict("records"))
    known = _tidied(out, planned, key)
    todo = [part for part in planned if part.name not in known]
    log.info("%d parts, %d of them known", len(planned), len(planned) - len(todo))
    failed: list[str] = []
    with _executor(scheduler, workers) as (made_by, sent):
        given = sent((loaded, rows, out, key))
        futures = {made_by.submit(read_part, part, given): part for part in todo}
        for number, future in enumerate(as_completed(futures), start=1):
            failed += _problem(futures[future], future)
            log.info("%d of %d parts", number, len(todo))
    if failed:
        told = "; ".join(failed[:_TOLD])
        raise StandoffError(f"{len(failed)} of {len(todo)} parts failed; the others are written. {told}")
    made = list(_marks(out).values())
    return Done(len(todo), len(known), sum(m["articles"] for m in made), sum(m["events"] for m in made))


def parts(articles: str) -> Iterator[Part]:
    """Yield the parts of an articles table at a URL; raises InputError if it is not there or lacks a column."""
    import fsspec
    import pyarrow.parquet as pq

    filesystem, root = fsspec.url_to_fs(articles)
    files = sorted(filesystem.glob(f"{root}/*.parquet")) if filesystem.isdir(root) else [root]
    if not files or not filesystem.exists(files[0]):
        raise InputError(f"{articles}: no Parquet file there; give the articles table that 1-clean writes")
    for number, file in enumerate(files):
        with filesystem.open(file) as opened:
            about = pq.ParquetFile(opened)
            missing = [c for c in _NEEDED if c not in about.schema_arrow.names]
            if missing:
                raise InputError(f"{file}: no column '{missing[0]}'; give the articles table that 1-clean writes")
            sizes = [about.metadata.row_group(g).num_rows for g in range(about.num_row_groups)]
        for groups in _together(sizes):
            yield Part(f"{number:05d}-{groups[0]:05d}", filesystem.unstrip_protocol(file), groups)


def _together(sizes: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield runs of row groups with about as many articles as one part has."""
    run_: list[int] = []
    for group, size in enumerate(sizes):
        if run_ and sum(sizes[g] for g in run_) + size > tables.AT_ONCE:
            yield tuple(run_)
            run_ = []
        run_.append(group)
    if run_:
        yield tuple(run_)


def read_part(part: Part, given: tuple[Case, pd.DataFrame, str, str]) -> None:
    """Read one part and write its rows, its mark last; what a worker runs."""
    case, rows, out, key = given
    import fsspec
    import pyarrow.parquet as pq

    with fsspec.open(part.url) as opened:
        file = pq.ParquetFile(opened)
        columns = [c for c in (*annotate.READ_OF, "in_scope") if c in file.schema_arrow.names]
        articles = file.read_row_groups(part.groups, columns=columns).to_pandas()
    made = corrections.applied(rows, annotate.annotate(articles, case), case).annotations
    filesystem, root = fsspec.url_to_fs(out)
    for name, table in made._asdict().items():
        held = io.BytesIO()
        tables.check(name, table).to_parquet(held, index=False)
        _put(filesystem, f"{root}/tables/{name}.parquet/{part.name}.parquet", held.getvalue())
    mark = {"key": key, "reader": annotate.version(), "articles": len(articles), "events": len(made.events)}
    _put(filesystem, f"{root}/parts/{part.name}.json", json.dumps(mark).encode())


def _put(filesystem: "fsspec.AbstractFileSystem", path: str, data: bytes) -> None:
    """Write a file under another name and then give it its own: nobody meets half of it."""
    folder, _, name = path.rpartition("/")
    filesystem.makedirs(folder, exist_ok=True)
    filesystem.pipe_file(f"{folder}/.{name}", data)
    filesystem.mv(f"{folder}/.{name}", path)


def _marks(out: str) -> dict[str, dict]:
    """Return what is told of each part that is whole, by its name."""
    import fsspec

    filesystem, root = fsspec.url_to_fs(out)
    files = filesystem.glob(f"{root}/parts/*.json")
    return {f.rpartition("/")[2].removesuffix(".json"): json.loads(filesystem.cat_file(f)) for f in files}


def _tidied(out: str, planned: list[Part], key: str) -> set[str]:
    """Return the parts that are whole and would be read the same again; what is no part of the plan is taken away."""
    import fsspec

    filesystem, root = fsspec.url_to_fs(out)
    names = {part.name for part in planned}
    known = {name for name, mark in _marks(out).items() if name in names and mark["key"] == key}
    for file in filesystem.glob(f"{root}/parts/*.json") + filesystem.glob(f"{root}/tables/*.parquet/*.parquet"):
        if file.rpartition("/")[2].partition(".")[0] not in known:
            filesystem.rm_file(file)
    return known


def _problem(part: Part, future: Future) -> list[str]:
    error = future.exception()
    return [f"{part.name} of {part.url}: {type(error).__name__}: {str(error)[:200]}"] if error else []


@contextmanager
def executor(scheduler: str, workers: int) -> Iterator[Executor]:
    """Yield what annotate takes: `workers` processes here, or the workers of the Dask cluster of a `scheduler`."""
    with _executor(scheduler, workers) as (made, _):
        yield made


@contextmanager
def _executor(scheduler: str, workers: int) -> Iterator[tuple[Executor, object]]:
    """Yield an executor, and what sends to its workers, once, what all tasks are given."""
    if not scheduler:
        with annotate.workers(workers) as here:
            yield here, lambda given: given
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise StandoffError('--scheduler needs Dask: pip install "standoff[cluster]", here and on workers') from error
    try:
        client = Client(scheduler, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise StandoffError(f"{scheduler}: no scheduler answers; start one with: dask scheduler") from error
    with client:
        told = {worker: version for worker, version in client.run(annotate.version).items()}
        others = [worker for worker, version in told.items() if version != annotate.version()]
        if others:
            raise StandoffError(f"{others[0]}: its standoff or weights are not these; install the same there")
        yield client.get_executor(pure=False), lambda given: client.scatter(given, broadcast=True, hash=False)
