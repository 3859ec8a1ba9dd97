"""A series somebody else publishes, such as the Geopolitical Risk index, to set beside ours."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.cases import Case, Reference
from helpers.errors import StandoffError, nearest

_FEWEST = 8  # weeks; below that a correlation says nothing
_Z = 1.96


class Correlation(NamedTuple):
    """Spearman's rho of two weekly series over the `n` weeks both have, with its 95 % interval."""

    rho: float
    low: float
    high: float
    n: int


def read(entry: Reference) -> pd.Series:
    """Return the series of a case's `[reference]`, by day, its days in order and each once.

    The file is CSV (or TSV, by its ending) in UTF-8, with or without a byte-order mark; numbers may have thousands
    commas. Days are `YYYYMMDD`, ISO, or in the `date_format` the case gives. Rows without a number are left out.
    Raises StandoffError for a missing file or column, or a day that can't be read.
    """
    table = _table(entry)
    given = table[entry.date].dropna().str.strip()
    compact = given.str.fullmatch(r"\d{8}").all()
    form = entry.date_format or ("%Y%m%d" if compact else "ISO8601")
    days = pd.to_datetime(given, format=form, errors="coerce")
    if days.isna().any():
        raise StandoffError(
            f"{entry.file}: {entry.date} holds {given[days.isna()].iloc[0]!r}, which is no day as {form}; "
            'give date_format in [reference], such as "%m/%d/%Y"'
        )
    values = pd.to_numeric(table[entry.value].str.replace(",", ""), errors="coerce").reindex(given.index)
    made = pd.Series(values.to_numpy(), index=pd.DatetimeIndex(days, name="day"), name="reference").dropna()
    return made.groupby(level=0).mean().sort_index()


def _table(entry: Reference) -> pd.DataFrame:
    try:
        table = pd.read_csv(
            entry.file, sep="\t" if entry.file.endswith(".tsv") else ",", dtype=str, encoding="utf-8-sig"
        )
    except FileNotFoundError as error:
        raise StandoffError(
            f"{entry.file}: [reference] names a file that is not there; its path counts from the case file"
        ) from error
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise StandoffError(f"{entry.file}: not a CSV table in UTF-8 ({error}); save it as one") from error
    for column in (entry.date, entry.value):
        if column not in table:
            raise StandoffError(f"{entry.file}: no column '{column}'; {nearest(column, table.columns)}")
    return table


def beside(days: pd.DataFrame, case: Case, measure: str = "share_high") -> pd.DataFrame:
    """Return what `weekly` does for the case's reference; without one, no rows."""
    if case.reference is None:
        return pd.DataFrame(columns=["day", "value", "reference"])
    return weekly(days, read(case.reference), measure)


def weekly(days: pd.DataFrame, series: pd.Series, measure: str = "share_high") -> pd.DataFrame:
    """Return a `measure` of the whole crisis and the reference week by week (Mondays): day, value, reference.

    Each is the mean of the week's days; only weeks that have both.
    """
    own = days[(days["measure"] == measure) & (days["key"] == "")].set_index("day")["value"]
    both = {"value": own, "reference": series}
    means = {name: s.groupby(s.index.to_period("W").start_time).mean() for name, s in both.items()}
    return pd.DataFrame(means).dropna().rename_axis("day").reset_index()


def correlation(weeks: pd.DataFrame) -> Correlation:
    """Return Spearman's rho of the two columns of `weekly`, NaN under eight weeks or where one of them never moves.

    Interval: Fisher's z with the standard error of Bonett and Wright (2000). It takes weeks for independent, which
    neighbouring weeks are not: the true interval is wider.
    """
    n = len(weeks)
    if n < _FEWEST or weeks["value"].nunique() < 2 or weeks["reference"].nunique() < 2:
        return Correlation(np.nan, np.nan, np.nan, n)
    rho = float(weeks["value"].rank().corr(weeks["reference"].rank()))
    width = _Z * np.sqrt((1 + rho**2 / 2) / (n - 3))
    z = np.arctanh(np.clip(rho, -0.999999, 0.999999))
    return Correlation(rho, float(np.tanh(z - width)), float(np.tanh(z + width)), n)


def told(weeks: pd.DataFrame, case: Case) -> str:
    """Return the correlation with the case's reference as a sentence."""
    if case.reference is None:
        return "The case names no published series to compare with; [reference] in the case file adds one."
    found, label = correlation(weeks), case.reference.label
    if np.isnan(found.rho):
        return f"{found.n} weeks have both our series and {label}: too few, or too level, for a correlation."
    return (
        f"Spearman correlation with {label}, week by week: {found.rho:.2f} [{found.low:.2f}, {found.high:.2f}], "
        f"{found.n} weeks. "
        "A sanity check, not a validation: neighbouring weeks are alike, so the interval is too narrow."
    )
