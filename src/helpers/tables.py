"""The tables of the road: checked on every write and read, whole or not there at all, in parts where they are long."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers.errors import TableError, nearest
from helpers.schemas import DAY, LIST, MADE_BY, NULLABLE, SCHEMAS, SPAN, VALUES

if TYPE_CHECKING:
    import pandera.pandas as pa
    import pyarrow as arrow

AT_ONCE = 1000  # articles whose rows make one part
# Rows that lie together in a file; few where rows hold whole texts, so that one text is found without reading many
_TOGETHER = {"articles": 100}
_ROWS = 100_000
_TURNED = 5_000  # rows


def columns(name: str) -> list[str]:
    """Return the column names of table `name`, in order."""
    if name not in SCHEMAS:
        raise TableError(f"no table '{name}'; {nearest(name, SCHEMAS)}")
    return list(SCHEMAS[name])


def frame(name: str, rows: Iterable[dict] | pd.DataFrame = ()) -> pd.DataFrame:
    """Return `rows` as table `name`, with exactly its columns and types; empty rows give an empty table.

    Missing nullable columns are filled; a column the schema does not know is an error.
    """
    if isinstance(rows, pd.DataFrame):
        return _framed(name, rows)
    upcoming = iter(rows)  # rows as Python has them take many times the room, so some are turned at a time
    made = [_framed(name, pd.DataFrame(some)) for some in iter(lambda: list(islice(upcoming, _TURNED)), [])]
    return pd.concat(made, ignore_index=True) if len(made) > 1 else made[0] if made else _framed(name, pd.DataFrame())


def _framed(name: str, data: pd.DataFrame) -> pd.DataFrame:
    known = columns(name)
    unknown = [c for c in data.columns if c not in known]
    if unknown:
        raise TableError(f"table {name}: unknown columns {unknown}; {nearest(unknown[0], known)}")
    made = {c: _typed(data.get(c, None), kind, len(data)) for c, kind in SCHEMAS[name].items()}
    return pd.DataFrame(made)


def _typed(values: pd.Series | None, kind: str, n: int) -> pd.Series:
    if values is None:
        default = {"str": "", LIST: None, "bool": False, "float64": float("nan"), "int64": 0}.get(kind, pd.NaT)
        filled = [[] for _ in range(n)] if kind == LIST else [default] * n
        values = pd.Series(filled, dtype=object)
        if kind == SPAN:
            return pd.Series([pd.NA] * n, dtype=SPAN)
    if kind == LIST:
        return pd.Series([list(v) if pd.api.types.is_list_like(v) else [] for v in values], dtype=object)
    if kind == DAY:
        return pd.to_datetime(values).astype(DAY).reset_index(drop=True)
    return values.astype(kind).reset_index(drop=True)


def row_id(*parts: object) -> str:
    """Return the id of a row that `parts` tell from all others, the same in every run."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()


@cache
def schema(name: str) -> "pa.DataFrameSchema":
    """Return the pandera schema of table `name`."""
    # pandera takes half a second to import, and the command line's --help must not wait for it
    import pandera.pandas as pa

    def check(column: str, kind: str) -> list:
        allowed = VALUES.get((name, column))
        lists = pa.Check(lambda s: s.map(lambda v: isinstance(v, list)), error="must hold lists")
        return ([pa.Check.isin(sorted(allowed))] if allowed else []) + ([lists] if kind == LIST else [])

    cols = {
        c: pa.Column(kind, check(c, kind), nullable=c in NULLABLE or kind == SPAN) for c, kind in SCHEMAS[name].items()
    }
    spans = [pa.Check(lambda d: (d.start >= 0) & (d.start <= d.end), error="start must not pass end")]
    return pa.DataFrameSchema(cols, strict=True, ordered=True, checks=spans if "start" in cols else None)


def check(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """Return `data` if it is in the schema of table `name`, else raise TableError naming the column."""
    import pandera.errors

    try:
        return schema(name).validate(data)
    except pandera.errors.SchemaError as error:
        raise TableError(f"table {name} is not in its schema: {str(error)[:600]}") from error


def path(name: str, folder: Path) -> Path:
    """Return the Parquet file of table `name` under a case's result folder; a cluster leaves a folder of parts."""
    return Path(folder) / "tables" / f"{name}.parquet"


def write(name: str, data: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Check `data` and write it as table `name` under `folder`, whole or not at all; return it."""
    with _Writer([name], folder) as writer:
        writer.add(name, data)
    return data


def write_parts(parts: Iterable[NamedTuple], folder: Path) -> None:
    """Write tables that come in parts, a named tuple of frames each, as the tables of those names.

    All are there when the last part is written, or none; of the parts one at a time is in memory.
    """
    upcoming = iter(parts)
    first = next(upcoming)
    with _Writer(first._fields, folder) as writer:
        for part in chain([first], upcoming):
            for name, data in part._asdict().items():
                writer.add(name, data)


class _Writer:
    """Parquet files under other names until all is well."""

    def __init__(self, names: Sequence[str], folder: Path) -> None:
        self._targets = {name: path(name, folder) for name in names}
        self._open: dict[str, object] = {}

    def __enter__(self) -> "_Writer":
        import pyarrow.parquet as pq

        self._files = ExitStack()
        for name, target in self._targets.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            self._open[name] = self._files.enter_context(pq.ParquetWriter(_temporary(target), _arrow(name)))
        return self

    def add(self, name: str, data: pd.DataFrame) -> None:
        """Check `data` and write it behind what is there."""
        import pyarrow as arrow

        made = arrow.Table.from_pandas(check(name, data), schema=_arrow(name), preserve_index=False)
        self._open[name].write_table(made, row_group_size=_TOGETHER.get(name, _ROWS))

    def __exit__(self, failed: type | None, *_: object) -> None:
        try:
            self._files.close()
            for target in () if failed else self._targets.values():
                _temporary(target).replace(target)
        finally:
            for target in self._targets.values():
                _temporary(target).unlink(missing_ok=True)


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.stem}-{os.getpid()}")


@cache
def _arrow(name: str) -> "arrow.Schema":
    """Return the Arrow schema of a table, the same for a part without rows as for any other."""
    import pyarrow as arrow

    kinds = {"str": arrow.large_string(), LIST: arrow.list_(arrow.string()), DAY: arrow.timestamp("us")}
    kinds |= {"int64": arrow.int64(), SPAN: arrow.int64(), "float64": arrow.float64(), "bool": arrow.bool_()}
    return arrow.schema([(column, kinds[kind]) for column, kind in SCHEMAS[name].items()])


def read(name: str, folder: Path, *, without: Sequence[str] = ()) -> pd.DataFrame:
    """Read table `name` under `folder`, all of it but the columns `without`.

    Raises TableError naming the notebook that makes the table when it is missing or damaged.
    """
    wanted = [c for c in columns(name) if c not in without]
    with _reading(name, folder) as source:
        data = pd.read_parquet(source, columns=wanted if without else None)
    whole = check(name, frame(name, data))
    return whole[wanted] if without else whole


def parts(name: str, folder: Path, columns: Sequence[str] | None = None) -> Iterator[pd.DataFrame]:
    """Yield table `name` some rows at a time, in order, unchecked; raises TableError as read does."""
    from pyarrow.dataset import dataset

    with _reading(name, folder) as source:
        for batch in dataset(source).to_batches(columns=columns, batch_size=AT_ONCE, batch_readahead=2):
            data = batch.to_pandas()
            yield pd.DataFrame({c: _typed(data[c], SCHEMAS[name][c], len(data)) for c in data})


def count(name: str, folder: Path) -> int:
    """Return how many rows table `name` has; raises TableError as read does."""
    from pyarrow.dataset import dataset

    with _reading(name, folder) as source:
        return dataset(source).count_rows()


def existing(name: str, folder: Path) -> Path:
    """Return the file of table `name`; raises TableError naming the notebook that makes it where there is none."""
    source = path(name, folder)
    if not source.exists():
        raise TableError(f"{source}: table '{name}' does not exist yet; {_remedy(name)}")
    return source


@contextmanager
def _reading(name: str, folder: Path) -> Iterator[Path]:
    source = existing(name, folder)
    try:
        yield source
    except (OSError, ValueError) as error:
        raise TableError(f"{source}: can't be read ({error}); delete it and {_remedy(name)}") from error


def _remedy(name: str) -> str:
    return f"run the notebook {MADE_BY[name]}.ipynb for this case first" if name in MADE_BY else ""
