"""The program against the gold: precision, recall and F1, calibration, accuracy at coverage, the worst errors.

The sample is stratified, so each unit weighs as many units as it stands for. Intervals are 95 %, by
bootstrap over units.
"""

import numpy as np
import pandas as pd

_DRAWS = 1000
_BAND = (2.5, 97.5)
_BINS = 5
COVERAGES = (0.25, 0.5, 0.75, 1.0)


def by_class(units: pd.DataFrame, field: str, *, seed: int = 0) -> pd.DataFrame:
    """Return precision, recall and F1 of each label of a field, their mean, and accuracy: group, metric, value, low,
    high, n.

    `units` has columns `predicted_<field>`, `gold_<field>` and weight. n is the number of coded units that
    carry the label in the gold (recall, F1) or in the prediction (precision).
    """
    predicted, gold = units[f"predicted_{field}"], units[f"gold_{field}"]
    times = _redrawn(units, seed)
    rows, means = [], []
    for label in sorted(set(gold) | set(predicted)):
        is_said, is_so = (predicted == label).to_numpy(), (gold == label).to_numpy()
        hit, said, so = (times @ (x * units["weight"].to_numpy()) for x in (is_said & is_so, is_said, is_so))
        made = {"precision": _share(hit, said), "recall": _share(hit, so), "F1": _share(2 * hit, said + so)}
        counts = {"precision": int(is_said.sum()), "recall": int(is_so.sum()), "F1": int(is_so.sum())}
        rows += [(label, metric, *_band(values), counts[metric]) for metric, values in made.items()]
        if is_so.any():
            means.append(np.nan_to_num(made["F1"]))
    if means:
        rows.append(("all labels", "macro-F1", *_band(np.mean(means, axis=0)), len(units)))
    rows.append(("all labels", "accuracy", *accuracy(units, field, seed=seed), len(units)))
    return pd.DataFrame(rows, columns=["group", "metric", "value", "low", "high", "n"])


def accuracy(units: pd.DataFrame, field: str, *, seed: int = 0) -> tuple[float, float, float]:
    """Return the share of units whose label is right, and its interval."""
    right = (units[f"predicted_{field}"] == units[f"gold_{field}"]).to_numpy()
    weights = units["weight"].to_numpy()
    times = _redrawn(units, seed)
    return _band(_share(times @ (right * weights), times @ weights))


def by_group(units: pd.DataFrame, field: str, by: str, *, least: int = 8) -> pd.DataFrame:
    """Return accuracy in each group of column `by` with at least `least` coded units: group, value, low, high, n."""
    rows = [(str(g), *accuracy(own, field), len(own)) for g, own in units.groupby(by) if g != "" and len(own) >= least]
    return pd.DataFrame(rows, columns=["group", "value", "low", "high", "n"])


def calibration(units: pd.DataFrame, field: str) -> pd.DataFrame:
    """Return what the program's confidence is worth: bin, confidence, right, n, from units that have one."""
    sure = units.dropna(subset="confidence")
    if sure.empty:
        return pd.DataFrame(columns=["bin", "confidence", "right", "n"])
    sure = sure.assign(
        right=sure[f"predicted_{field}"] == sure[f"gold_{field}"],
        bin=pd.qcut(sure["confidence"].rank(method="first"), min(_BINS, len(sure)), labels=False),
    )
    rows = [
        (
            int(b),
            np.average(own["confidence"], weights=own["weight"]),
            np.average(own["right"], weights=own["weight"]),
            len(own),
        )
        for b, own in sure.groupby("bin")
    ]
    return pd.DataFrame(rows, columns=["bin", "confidence", "right", "n"])


def coverage(units: pd.DataFrame, field: str) -> pd.DataFrame:
    """Return accuracy where only the surest share of what was read is kept: coverage, right, n."""
    sure = units.dropna(subset="confidence").sort_values("confidence", ascending=False, kind="stable")
    right, reached = sure[f"predicted_{field}"] == sure[f"gold_{field}"], sure["weight"].cumsum() / sure["weight"].sum()
    rows = []
    for share in COVERAGES if len(sure) else ():
        kept = (reached <= share + 1e-9).to_numpy()
        if kept.any():
            rows.append((share, np.average(right[kept], weights=sure["weight"][kept]), int(kept.sum())))
    return pd.DataFrame(rows, columns=["coverage", "right", "n"])


def worst(units: pd.DataFrame, field: str, *, most: int = 15) -> pd.DataFrame:
    """Return the coded units the program got wrong, the surest first; what it did not see at all comes after."""
    wrong = units[units[f"predicted_{field}"] != units[f"gold_{field}"]]
    return wrong.sort_values("confidence", ascending=False, na_position="last", kind="stable").head(most)


def _redrawn(units: pd.DataFrame, seed: int) -> np.ndarray:
    """Return draws + 1 × units: how often each is drawn; the first row is the sample itself.

    Not within strata: in a small group a stratum has two or three units, all right or all wrong, and no width.
    """
    rng, n = np.random.default_rng(seed), len(units)
    return np.vstack([np.ones((1, n)), rng.multinomial(n, np.full(n, 1 / n), size=_DRAWS)])


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full_like(part, np.nan, dtype=float), where=whole > 0)


def _band(values: np.ndarray) -> tuple[float, float, float]:
    known = values[1:][~np.isnan(values[1:])]
    low, high = np.percentile(known, _BAND) if len(known) else (np.nan, np.nan)
    return float(values[0]), float(low), float(high)
