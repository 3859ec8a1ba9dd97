"""Classification figures with bootstrap intervals."""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def macro_f1(gold: pd.Series, predicted: pd.Series) -> float:
    """Return the mean F1 over the classes that occur in `gold`."""
    scores = []
    for label in sorted(set(gold)):
        hit = ((gold == label) & (predicted == label)).sum()
        scores.append(2 * hit / ((gold == label).sum() + (predicted == label).sum()))
    return float(np.mean(scores))


def interval(gold: pd.Series, predicted: pd.Series, *, draws: int = 500, seed: int = 0) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of macro-F1 over rows."""
    rng = np.random.default_rng(seed)
    gold, predicted = gold.reset_index(drop=True), predicted.reset_index(drop=True)
    drawn = [rng.integers(len(gold), size=len(gold)) for _ in range(draws)]
    low, high = np.percentile([macro_f1(gold[i], predicted[i]) for i in drawn], [2.5, 97.5])
    return float(low), float(high)


def line(name: str, gold: pd.Series, predicted: pd.Series) -> str:
    """Return one printed line: macro-F1 with its interval, accuracy and n."""
    low, high = interval(gold, predicted)
    accuracy = (gold.to_numpy() == predicted.to_numpy()).mean()
    score = f"macro-F1 {macro_f1(gold, predicted):.3f} [{low:.3f}, {high:.3f}]"
    return f"{name:<28} {score}  accuracy {accuracy:.3f}  n {len(gold)}"


def calibration_error(gold: pd.Series, shares: pd.DataFrame, *, bins: int = 10) -> float:
    """Return the expected calibration error (Guo et al. 2017): confidence against accuracy over equal-width bins."""
    sure, right = shares.max(axis=1), (shares.idxmax(axis=1).to_numpy() == gold.to_numpy())
    parts = pd.DataFrame({"bin": np.minimum((sure * bins).astype(int), bins - 1), "sure": sure, "right": right})
    by_bin = parts.groupby("bin").agg(sure=("sure", "mean"), right=("right", "mean"), n=("right", "size"))
    return float(((by_bin["sure"] - by_bin["right"]).abs() * by_bin["n"]).sum() / len(parts))


def at_coverage(gold: pd.Series, shares: pd.DataFrame, coverages: Sequence[float] = (1.0, 0.9, 0.8, 0.6)) -> str:
    """Return the accuracy on the surest rows, for each share of rows kept, with the least certainty among them."""
    sure = shares.max(axis=1).to_numpy()
    right = shares.idxmax(axis=1).to_numpy() == gold.to_numpy()
    order = np.argsort(-sure, kind="stable")
    kept = [order[: round(c * len(order))] for c in coverages]
    return ", ".join(
        f"{c:.0%} {right[k].mean():.3f} (≥ {sure[k].min():.2f})" for c, k in zip(coverages, kept, strict=True)
    )


def mean(values: Sequence[float] | np.ndarray, *, draws: int = 1000, seed: int = 0) -> str:
    """Return a mean with its 95 % bootstrap interval, as text."""
    values = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(seed).choice(values, (draws, len(values))).mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{values.mean():.3f} [{low:.3f}, {high:.3f}]"


def alpha(first: Sequence[str], second: Sequence[str]) -> float:
    """Return Krippendorff's alpha of two codings of the same rows, nominal distance (NLTK's)."""
    from nltk.metrics.agreement import AnnotationTask

    rows = [(coder, i, label) for coder, labels in (("1", first), ("2", second)) for i, label in enumerate(labels)]
    return AnnotationTask(data=rows).alpha()
