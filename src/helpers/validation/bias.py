"""Whether our error depends on whom, where or when: a trend may be an error that drifts."""

import numpy as np
import pandas as pd

_LEAST = 8  # units a group needs to stand by itself
_DRAWS = 1999


def test(errors: pd.Series, by: pd.Series, within: pd.Series, *, seed: int = 0) -> tuple[float, pd.DataFrame]:
    """Return the p-value of "the error is the same in every group", and mean error by group: group, error, units.

    `errors` are gold minus prediction. The test permutes groups among units of the same predicted group (`within`), as
    the sample was drawn by it; its statistic is the sum of squares between groups. Small groups are put together.
    p is NaN with one group only.
    """
    sizes = by.value_counts()
    by = by.where(by.map(sizes) >= _LEAST, "others")
    shown = errors.groupby(by).agg(["mean", "size"]).reset_index().set_axis(["group", "error", "units"], axis=1)
    if by.nunique() < 2:
        return float("nan"), shown
    rest = (errors - errors.groupby(within).transform("mean")).to_numpy()
    groups, _ = pd.factorize(by)
    blocks = [np.flatnonzero(within.to_numpy() == w) for w in within.unique()]
    rng = np.random.default_rng(seed)
    found, larger = _between(rest, groups), 0
    for _ in range(_DRAWS):
        drawn = groups.copy()
        for block in blocks:
            drawn[block] = rng.permutation(groups[block])
        larger += _between(rest, drawn) >= found - 1e-12
    return (larger + 1) / (_DRAWS + 1), shown


def _between(rest: np.ndarray, groups: np.ndarray) -> float:
    sums, sizes = np.bincount(groups, rest), np.bincount(groups)
    return float((sums**2 / sizes).sum())


def holm(values: pd.Series) -> pd.Series:
    """Return p-values corrected for their number (Holm 1979)."""
    known = values.dropna().sort_values()
    steps = known * np.arange(len(known), 0, -1)
    return steps.cummax().clip(upper=1.0).reindex(values.index)
