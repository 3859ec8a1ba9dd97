"""The value of a period and its band: outlets weigh the same, and are drawn anew with their origins."""

import numpy as np
import pandas as pd

MIN_OUTLETS = 3
MIN_ORIGINS = 8
_BAND = (2.5, 97.5)


def rows(
    day: pd.Timestamp, carried: pd.DataFrame, values: pd.DataFrame, draws: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the rows of one period: value, band and counts of every series that has an origin in it."""
    values = values.loc[:, values.notna().any()]
    known = values.notna().to_numpy()
    outlets = [np.flatnonzero(carried["outlet"].to_numpy() == o) for o in carried["outlet"].unique()]
    named = pd.DataFrame(values.columns.to_list(), columns=["measure", "key", "channel"]).assign(
        day=day,
        n_origins=known[~carried["origin"].duplicated().to_numpy()].sum(axis=0),
        n_outlets=np.sum([known[rows].any(axis=0) for rows in outlets], axis=0),
    )
    enough = ((named["n_origins"] >= MIN_ORIGINS) & (named["n_outlets"] >= MIN_OUTLETS)).to_numpy()
    filled = values.fillna(0.0).to_numpy()[:, enough]
    weights = carried["weight"].to_numpy()
    estimate = np.full((3, len(named)), np.nan)
    if enough.any():
        one = [weights[rows][None, :] for rows in outlets]
        estimate[0, enough] = _outlet_means(filled, known[:, enough], outlets, one, np.ones((1, len(outlets))))[0]
        estimate[1:, enough] = _band(redraws(filled, known[:, enough], outlets, weights, draws, rng))
    return named.assign(value=estimate[0], low=estimate[1], high=estimate[2])


def _band(drawn: np.ndarray) -> np.ndarray:
    """Return the ends of the band of each series; a draw may miss the few origins that have a score."""
    missing = np.isnan(drawn)
    band, whole = np.full((len(_BAND), drawn.shape[1]), np.nan), ~missing.any(axis=0)
    band[:, whole] = np.percentile(drawn[:, whole], _BAND, axis=0)
    partly = ~whole & ~missing.all(axis=0)
    band[:, partly] = np.nanpercentile(drawn[:, partly], _BAND, axis=0)  # a series at a time, in Python
    return band


def _outlet_means(
    values: np.ndarray, known: np.ndarray, outlets: list[np.ndarray], weights: list[np.ndarray], times: np.ndarray
) -> np.ndarray:
    """Return draws × series: the mean over outlets, each drawn `times` (draws × outlets), of its weighted mean."""
    whole = known.all(axis=0)
    means = np.empty((len(times), values.shape[1]))
    means[:, ~whole] = _known_means(values[:, ~whole], known[:, ~whole], outlets, weights, times)
    # where every origin has a score, all outlets and series go into one product
    shares = [times[:, i : i + 1] * w / w.sum(axis=1, keepdims=True) for i, w in enumerate(weights)]
    means[:, whole] = np.hstack(shares) @ values[np.concatenate(outlets)][:, whole] / times.sum(axis=1, keepdims=True)
    return means


def _known_means(
    values: np.ndarray, known: np.ndarray, outlets: list[np.ndarray], weights: list[np.ndarray], times: np.ndarray
) -> np.ndarray:
    total = count = np.zeros((len(times), values.shape[1]))
    for i, rows in enumerate(outlets):
        weight = weights[i] @ known[rows]
        mean = np.divide(weights[i] @ (values[rows] * known[rows]), weight, out=np.zeros_like(weight), where=weight > 0)
        drawn = times[:, i : i + 1] * (weight > 0)
        total, count = total + drawn * mean, count + drawn
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)


def redraws(
    values: np.ndarray,
    known: np.ndarray,
    outlets: list[np.ndarray],
    weights: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return draws × series two-stage resamples: outlets, then origins within each drawn outlet.

    An outlet drawn k times is resampled k times as large, which has the variance of k separate resamples' mean.
    """
    times = rng.multinomial(len(outlets), np.full(len(outlets), 1 / len(outlets)), size=draws)
    resampled = []
    for i, rows in enumerate(outlets):
        size = len(rows) * np.maximum(times[:, i], 1)
        resampled.append(rng.multinomial(size, np.full(len(rows), 1 / len(rows))) * weights[rows])
    return _outlet_means(values, known, outlets, resampled, times)
