"""How far coders agree: Krippendorff's alpha, nominal, with a bootstrap interval, and where they don't.

Krippendorff (2004), Content Analysis; his floor for tentative conclusions is .667, for firm ones .800.
"""

from collections.abc import Mapping
from itertools import combinations

import krippendorff
import numpy as np
import pandas as pd

FLOOR = 0.667
_BAND = (2.5, 97.5)


def alpha(labels: pd.DataFrame, *, draws: int = 1000, seed: int = 0) -> tuple[float, float, float]:
    """Return Krippendorff's alpha for nominal labels and its 95 % interval, units drawn anew `draws` times.

    `labels` has a row a unit and a column a coder, missing values where a coder gave none. NaN where nothing can be
    compared: fewer than two units with two labels, or one label only.
    """
    counts = _counts(labels)
    rng = np.random.default_rng(seed)
    drawn = [_alpha(counts[rng.integers(len(counts), size=len(counts))]) for _ in range(draws if len(counts) else 0)]
    known = [value for value in drawn if value == value]
    low, high = np.percentile(known, _BAND) if known else (np.nan, np.nan)
    return _alpha(counts), float(low), float(high)


def _counts(labels: pd.DataFrame) -> np.ndarray:
    """Return units × labels: how many coders gave each; units with one label say nothing of agreement."""
    names = pd.unique(labels.to_numpy().ravel())
    counts = np.column_stack([(labels == name).sum(axis=1) for name in names if pd.notna(name)] or [np.empty(0)])
    return counts[counts.sum(axis=1) > 1] if counts.ndim == 2 else np.empty((0, 0))


def _alpha(counts: np.ndarray) -> float:
    if len(counts) < 2 or (counts.sum(axis=0) > 0).sum() < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def table(codings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return alpha by field, and of each pair of coders: field, coders, alpha, low, high, same, units.

    `codings` holds, by field, units × coders. `same` is the share of units with the same label, of those both coded.
    """
    rows = []
    for field, labels in codings.items():
        pairs = [labels] if labels.shape[1] < 3 else [labels, *(labels[list(p)] for p in combinations(labels, 2))]
        for own in pairs if labels.shape[1] > 1 else ():
            both = own[own.notna().sum(axis=1) > 1]
            value, low, high = alpha(own)
            same = (both.nunique(axis=1) == 1).mean() if len(both) else float("nan")
            rows.append((field, ", ".join(own.columns), value, low, high, same, len(both)))
    return pd.DataFrame(rows, columns=["field", "coders", "alpha", "low", "high", "same", "units"])


def disagreements(codings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return units on which coders differ, to be settled: unit, field, and the label of each coder."""
    parts = []
    for field, labels in codings.items():
        differ = labels[labels.nunique(axis=1) > 1]
        parts.append(differ.rename_axis("unit").reset_index().assign(field=field))
    made = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["unit", "field"])
    return made[["unit", "field", *(c for c in made if c not in ("unit", "field"))]]
