"""What of a run may be handed on: its tables as CSV and Parquet with a data dictionary, and the report as one ZIP."""

import tomllib
import zipfile
from functools import cache
from pathlib import Path

import pandas as pd

from helpers import paths, schemas, tables, texts
from helpers.cases import Case

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day a ZIP knows: the same report gives the same file


def write_tables(source: Path, target: Path, case: Case) -> None:
    """Write every table of a run to `target` as Parquet and CSV, and columns.csv, which says what each column means.

    Whole texts of articles stay out unless the case shares "full" excerpts; offsets count characters of a text that
    the reader then has to have. A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in schemas.MADE_BY:
        kept_back = texts.COLUMNS if name == "articles" and case.sharing.excerpts != "full" else ()
        table = tables.read(name, source, without=kept_back)
        table.to_parquet(target / f"{name}.parquet", index=False)
        plain(table).to_csv(target / f"{name}.csv", index=False)
    dictionary().to_csv(target / "columns.csv", index=False)


def dictionary() -> pd.DataFrame:
    """Return the data dictionary: table, column, type, values, meaning."""
    rows = []
    for table, columns in schemas.SCHEMAS.items():
        for column, kind in columns.items():
            values = " | ".join(sorted(schemas.VALUES.get((table, column), ())))
            shown = "list" if kind == schemas.LIST else kind.partition("[")[0]
            rows.append((table, column, shown, values, _meanings()[table].get(column) or _meanings()["any"][column]))
    return pd.DataFrame(rows, columns=["table", "column", "type", "values", "meaning"])


def zip_folder(folder: Path, target: Path) -> Path:
    """Write everything in `folder` to the ZIP file `target`, in a fixed order and without times; return it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{file.relative_to(folder).as_posix()}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    return target


@cache
def _meanings() -> dict[str, dict[str, str]]:
    return tomllib.loads((paths.LEXICONS / "columns.toml").read_text("utf-8"))


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table for spreadsheets: lists as words with bars between, no formulas."""
    return table.apply(lambda c: c.map(_cell) if pd.api.types.is_object_dtype(c) or c.dtype == "str" else c)


def _cell(value: object) -> object:
    if not isinstance(value, str):
        value = " | ".join(map(str, value)) if hasattr(value, "__iter__") else value
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
