"""Phase means corrected by hand-coded units: design-based supervised learning.

Egami, Hinck, Stewart and Wei (2023), "Using imperfect surrogates for downstream inference". Each unit's prediction is
moved by (gold - prediction) / probability where it was coded, so that means are right on average whatever the
classifier's errors, as the design's probabilities are known. Shares take the ratio form. Variances are clustered by
article; intervals are 95 %, by Student's t, those of shares by Fieller's theorem.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

_CONFIDENCE = 0.975
MIN_LABELS = 30  # fewer say nothing of a phase's mean


class Estimate(NamedTuple):
    """A mean or ratio with its 95 % interval, and the parts of its variance: of the units, and of which were coded."""

    value: float
    low: float
    high: float
    units: float
    labels: float


def estimate(
    predicted: pd.DataFrame,
    gold: pd.DataFrame | None,
    weights: pd.Series | None,
    clusters: pd.Series,
    strata: pd.Series,
) -> Estimate:
    """Return the mean of column `part`, or its ratio to column `whole` where there is one.

    `predicted` has a row for every unit; `gold` the same columns for those coded (its index is theirs), `weights` their
    inverse probabilities; both None for the uncorrected estimate. `clusters` are the units' articles, `strata` theirs
    of the design.
    """
    pseudo = predicted.astype(float)
    moved = None if gold is None else (gold - pseudo.loc[gold.index]).mul(weights, axis=0)
    if moved is not None:
        pseudo = pseudo.add(moved.reindex(pseudo.index, fill_value=0.0))
    n, whole = len(pseudo), pseudo["whole"] if "whole" in pseudo else pd.Series(1.0, pseudo.index)
    if whole.sum() <= 0:
        return Estimate(*[float("nan")] * 5)
    value, scale = pseudo["part"].sum() / whole.sum(), whole.sum() / n
    labels = 0.0 if moved is None else _by_strata(moved, value, scale, weights, strata, n)
    freedom = clusters.nunique() - 1 if moved is None else min(clusters.nunique(), len(moved)) - 1
    quantile = stats.t.ppf(_CONFIDENCE, max(freedom, 1))
    total = _covariance((pseudo["part"] - value * whole) / scale, clusters)
    margin = quantile * np.sqrt(total)
    low, high = value - margin, value + margin
    if "whole" in pseudo:
        low, high = _fieller(pseudo["part"], whole, clusters, quantile)
        value = min(max(value, 0.0), 1.0)
    return Estimate(float(value), float(low), float(high), max(total - labels, 0.0), labels)


def _covariance(residuals: pd.Series, clusters: pd.Series, others: pd.Series | None = None) -> float:
    """Return the variance of a mean, or its covariance with that of `others`, from sums over clusters."""
    one = residuals.groupby(clusters).sum()
    two = one if others is None else others.groupby(clusters).sum()
    return float((one * two).sum() / len(residuals) ** 2 * len(one) / max(len(one) - 1, 1))


def _fieller(part: pd.Series, whole: pd.Series, clusters: pd.Series, quantile: float) -> tuple[float, float]:
    """Return the interval of a share by Fieller's theorem (1954), within 0 and 1.

    With few labels a ratio's error is skewed, and the linearised interval holds the truth too seldom (python -m
    evaluation corrected). Where the denominator can't be told from zero, every share is possible.
    """
    a, b = part.mean(), whole.mean()
    aa, bb = _covariance(part - a, clusters), _covariance(whole - b, clusters)
    ab = _covariance(part - a, clusters, whole - b)
    square = b**2 - quantile**2 * bb
    if square <= 0:
        return 0.0, 1.0
    half = a * b - quantile**2 * ab
    root = np.sqrt(max(half**2 - square * (a**2 - quantile**2 * aa), 0.0))
    return float(np.clip((half - root) / square, 0, 1)), float(np.clip((half + root) / square, 0, 1))


def _by_strata(moved: pd.DataFrame, value: float, scale: float, weights: pd.Series, strata: pd.Series, n: int) -> float:
    """Return the variance that comes from which units were coded: what more labels would shrink."""
    whole = moved.get("whole", 0.0)
    errors = (moved["part"] - value * whole) / scale / weights
    by_stratum = pd.DataFrame({"error": errors, "weight": weights}).groupby(strata.loc[moved.index])
    size = by_stratum["weight"].sum()
    return float((size**2 * by_stratum["error"].var().fillna(0.0) / by_stratum.size()).sum() / n**2)


def more_labels(made: Estimate, coded: int) -> float:
    """Return how many more labels halve the interval: inf where the number of articles is the limit, not the labels."""
    wanted = (made.units + made.labels) / 4 - made.units
    return coded * (made.labels / wanted - 1) if wanted > 0 else float("inf")
