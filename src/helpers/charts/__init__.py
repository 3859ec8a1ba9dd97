"""Charts: a table in, Axes out. Nothing is shown or saved here; see display.chart."""

from helpers.charts.actors import coverage, engines, portrayal, portrayal_over_time, stance_matrix, voices
from helpers.charts.crisis import (
    beside,
    chosen,
    claim_timeline,
    deescalation,
    escalation_line,
    ladder,
    pair_matrix,
    rungs,
    sensitivity,
)
from helpers.charts.validation import calibration, corrected

__all__ = [
    "beside",
    "calibration",
    "chosen",
    "claim_timeline",
    "corrected",
    "coverage",
    "deescalation",
    "engines",
    "escalation_line",
    "ladder",
    "pair_matrix",
    "portrayal",
    "portrayal_over_time",
    "rungs",
    "sensitivity",
    "stance_matrix",
    "voices",
]
