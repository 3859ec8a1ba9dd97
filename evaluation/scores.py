"""Classification figures with bootstrap intervals."""

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
