"""What all charts share: axes in the house style, calendars with gaps, bands, key dates."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from helpers import paths
from helpers.cases import Case

STYLE = paths.PACKAGE / "standoff.mplstyle"
GREY = "#8a8a8a"


def blank(
    rows: int = 1, *, height: float | None = None, ratios: tuple[float, ...] | None = None, shared: bool = True
) -> list[Axes]:
    """Return `rows` empty axes one above another, on one time axis if `shared`; `height` in inches."""
    with style.context(STYLE):
        figure = Figure()
        if height:
            figure.set_figheight(height)
        made = figure.subplots(rows, 1, sharex=shared and rows > 1, squeeze=False, height_ratios=ratios)
    return list(made[:, 0])


def nothing(title: str, why: str) -> Axes:
    """Return an empty chart that says why it is empty."""
    with style.context(STYLE):
        (ax,) = blank(height=1.6)
        ax.set_title(title)
        ax.set_axis_off()
        ax.text(0, 0.5, why, transform=ax.transAxes, color="#444444")
    return ax


def dated(ax: Axes) -> None:
    """Label the time axis briefly."""
    locator = AutoDateLocator(minticks=4, maxticks=10)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))


def two_each(shown: pd.DataFrame, columns: dict[str, str], title: str) -> Axes:
    """Return two values a row, by column, a line joining them; the index names the rows."""
    y = np.arange(len(shown))
    first, second = columns
    with style.context(STYLE):
        (ax,) = blank(height=1.4 + 0.34 * len(shown))
        ax.hlines(y, shown[second], shown[first], color=GREY, linewidth=1.2)
        ax.plot(shown[first], y, "o", color="#000000", label=columns[first])
        ax.plot(shown[second], y, "s", color="#E69F00", label=columns[second])
        ax.set_yticks(y, shown.index)
        ax.invert_yaxis()
        ax.set_title(title, pad=24)  # above the legend
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0)
    return ax


def whole(days: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return one measure of the whole crisis on an unbroken calendar, so that gaps stay gaps."""
    rows = days[(days["measure"] == measure) & (days["key"] == "")].set_index("day").sort_index()
    freq = "7D" if len(rows) and rows["freq"].iloc[0] == "W" else "D"
    full = pd.date_range(rows.index.min(), rows.index.max(), freq=freq) if len(rows) else rows.index
    return rows[["value", "low", "high", "n_origins"]].reindex(full).rename_axis("day").reset_index()


def step(rows: pd.DataFrame) -> float:
    """Return the days between two periods."""
    return (rows["day"].iloc[1] - rows["day"].iloc[0]).days if len(rows) > 1 else 1.0


def banded(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Draw a line with its band; a point that stands alone, which no line shows, gets its own bar."""
    ax.fill_between(rows["day"], rows["low"], rows["high"], color=colour, alpha=0.18, linewidth=0)
    ax.plot(rows["day"], rows["value"], color=colour)
    alone = rows["value"].notna() & rows["value"].shift().isna() & rows["value"].shift(-1).isna()
    ax.errorbar(
        rows["day"][alone],
        rows["value"][alone],
        yerr=arms(rows[alone]),
        fmt="o",
        color=colour,
        markersize=4,
        elinewidth=1,
    )


def arms(rows: pd.DataFrame) -> list[Iterable[float]]:
    """Return the lengths of error bars down and up."""
    # a bootstrap band may miss its own estimate by a hair, and an error bar may not be negative
    return [(rows["value"] - rows["low"]).clip(lower=0), (rows["high"] - rows["value"]).clip(lower=0)]


def key_dates(ax: Axes, case: Case, days: pd.Series, *, labels: bool = True) -> None:
    """Draw the case's key dates that fall into `days`; neighbouring labels stand on different lines."""
    inside = [k for k in case.key_dates if len(days) and days.min() <= pd.Timestamp(k.day) <= days.max()]
    previous, level = None, 0
    for date in sorted(inside, key=lambda k: k.day):
        day = pd.Timestamp(date.day)
        ax.axvline(day, color=GREY, linewidth=0.9, linestyle="--", zorder=1)
        if labels:
            close = previous is not None and (day - previous) < (days.max() - days.min()) * 0.16
            level = (level + 1) % 4 if close else 0
            ax.annotate(
                f" {date.label}",
                (day, 0.985 - 0.075 * level),
                xycoords=("data", "axes fraction"),
                fontsize=8.5,
                va="top",
                ha="left",
                color="#333333",
            )
            previous = day
