"""Charts of the validation page: what confidence is worth, and phase means as read and as corrected."""

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes

from helpers.charts.drawing import GREY, STYLE, blank, nothing

_COLOURS = ("#0072B2", "#D55E00", "#009E73")
_MARKS = ("o", "s", "^")


def calibration(bins: pd.DataFrame) -> Axes:
    """Return, by task, how often the program is right at each level of its confidence; the diagonal is ideal."""
    if bins.empty:
        return nothing("Is a confident reading more often right?", "No labels yet.")
    with style.context(STYLE):
        (ax,) = blank(height=3.6)
        ax.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle=":")
        ax.annotate("as right as it is sure", (0.12, 0.03), color="#666666")
        for (task, own), colour, mark in zip(bins.groupby("task", sort=False), _COLOURS, _MARKS, strict=False):
            ax.plot(own["confidence"], own["right"], mark + "-", color=colour, label=task)
        ax.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="confidence of the program", ylabel="share right")
        ax.set_title("Is a confident reading more often right?")
        ax.legend(loc="lower right")
    return ax


def corrected(rows: pd.DataFrame) -> Axes:
    """Return each mean as read and as the labels correct it, with both intervals; one panel a measure."""
    rows = rows[rows["corrected"].notna()]
    if rows.empty:
        return nothing("Means as read and as corrected", "Too few labels to correct anything.")
    panels = list(rows.groupby(["task", "measure"], sort=False))
    sizes = tuple(len(own) + 1 for _, own in panels)
    with style.context(STYLE):
        axes = blank(len(panels), height=1.2 + 0.33 * sum(sizes) + 0.5 * len(panels), ratios=sizes, shared=False)
        for ax, ((task, measure), own) in zip(axes, panels, strict=True):
            _pairs(ax, own)
            ax.set_title(f"{task}: {measure}", loc="left", fontsize=11)
        axes[0].legend(loc="lower right")
        if (rows["labelled_by"] == "machine").any():
            _watermark(axes)
    return axes[0]


def _pairs(ax: Axes, own: pd.DataFrame) -> None:
    y = np.arange(len(own))
    for shift, (value, low, high), colour, mark, label in (
        (-0.15, ("value", "low", "high"), GREY, "o", "as read"),
        (0.15, ("corrected", "corrected_low", "corrected_high"), "#000000", "s", "corrected"),
    ):
        arms = [own[value] - own[low], own[high] - own[value]]
        ax.errorbar(own[value], y + shift, xerr=arms, fmt=mark, color=colour, markersize=4, elinewidth=1.2, label=label)
    ax.set_yticks(y, [f"{where} ({n} labels)" for where, n in zip(own["where"], own["labels"], strict=True)])
    ax.set_ylim(len(own) - 0.5, -0.5)


def _watermark(axes: list[Axes]) -> None:
    for ax in axes:
        ax.text(
            *(0.5, 0.5, "DEMONSTRATION: labels by machine"),
            transform=ax.transAxes,
            ha="center",
            va="center",
            color="#000000",
            alpha=0.13,
            fontsize=15,
        )
