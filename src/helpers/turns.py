"""Turning points of a series: when its level changes, how firmly the data say so, and what changed with it."""

from collections.abc import Iterator, Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import escalation, tables
from helpers.annotate import Annotations
from helpers.cases import Case

# measures that may turn, and the first and last rung of the events that carry them; the headline first
RUNGS = {"share_high": (3, 5), "attacks": (5, 5), "threats": (2, 2), "words": (1, 1)}
FEWEST = 12  # periods with a value; in fewer no change of level can be told from noise
_SHORTEST = 4  # periods between two turns
_FALSE_ALARMS = 0.03  # of one split; with several, and the correlation guessed, about one series in twenty shows a turn
_DOUBT = 2.0  # standard errors added to the estimated correlation
_MOST = 0.9  # correlation beyond which levels and noise can't be told apart
_NULLS = 400  # simulated series the penalty is taken from
_DRIVERS, _EVIDENCE = 3, 6


class Noise(NamedTuple):
    """First-order autocorrelation and variance of a series around its changing level."""

    correlation: float
    variance: float


def find(
    days: pd.DataFrame, annotations: Annotations, articles: pd.DataFrame, case: Case, *, draws: int = 200, seed: int = 0
) -> pd.DataFrame:
    """Return the turns table: the turning points of share_high, and of attacks, threats and words by themselves.

    Changes of mean by PELT (Killick, Fearnhead and Eckley 2012; ruptures), its penalty set so that at most one in
    twenty series without a turn, but with this one's own autocorrelation, shows one. `low` and `high` bound the day and
    `stability` is the share of `draws` two-stage bootstrap series that turn near it. `before` and `after` are the means
    of the phases on either side; `drivers` name category, pair and change in percentage points. Series with fewer than
    12 periods have no turns. Each measure is tested alone.
    """
    origins = escalation.origins(annotations.events, articles, case)
    rows = []
    for measure, rungs in RUNGS.items():
        line = days[(days["measure"] == measure) & (days["key"] == "") & days["value"].notna()].sort_values("day")
        found = split(line["value"].to_numpy(), seed=seed)
        if found:
            drawn = escalation.redrawn(annotations, articles, case, measure, line["day"], draws=draws, seed=seed)
            told = escalation.told(annotations.events, origins, case, rungs)
            rows += [{**row, "measure": measure} for row in _rows(line, found, drawn, told, origins, seed)]
    return tables.frame("turns", rows)


def _rows(
    line: pd.DataFrame, found: list[int], drawn: np.ndarray, told: pd.DataFrame, origins: pd.DataFrame, seed: int
) -> Iterator[dict[str, object]]:
    """Yield a row for each place `found` at which a `line` turns."""
    values, bounds = line["value"].to_numpy(), [0, *found, len(line)]
    redone = [split(series, seed=seed) for series in drawn]
    for number, at in enumerate(found):
        near = _near(at, redone, reach=max(2, len(values) // 15))
        before, after = slice(bounds[number], at), slice(at, bounds[number + 2])
        yield {
            "turn": number + 1,
            "day": line["day"].iloc[at],
            "low": line["day"].iloc[int(np.quantile(near or [at], 0.025))],
            "high": line["day"].iloc[int(np.ceil(np.quantile(near or [at], 0.975)))],
            "stability": len(near) / len(drawn),
            "before": values[before].mean(),
            "after": values[after].mean(),
            **_changed(told, origins, list(line["day"].iloc[before]), list(line["day"].iloc[after])),
        }


def of(turns: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the turning points of one measure."""
    return turns[turns["measure"] == measure]


def phases(turns: pd.DataFrame) -> pd.DataFrame:
    """Return the turning points that divide a crisis into phases: the headline's, or if it has none, those of attacks.

    Massing troops and attacking are both above rung 3, so that the headline need not turn where a war begins.
    """
    own = of(turns, "share_high")
    return own if len(own) else of(turns, "attacks")


def shown(turns: pd.DataFrame) -> pd.DataFrame:
    """Return the turning points as people read them: the measure first, without the ids of the events behind them."""
    return turns[["measure", *(c for c in turns if c not in ("measure", "turn", "evidence"))]]


def split(values: np.ndarray, *, seed: int = 0) -> list[int]:
    """Return the places at which the mean of `values` changes, the first period of each new level."""
    if len(values) < FEWEST:
        return []
    import ruptures

    noise = noise_of(values)
    if noise.variance == 0:
        return []
    # a short series shows less correlation than it has, so it is taken to have somewhat more than it shows
    correlation = min(_MOST, noise.correlation + _DOUBT / np.sqrt(len(values)))
    penalty = noise.variance * _gain_by_chance(len(values), round(correlation, 1), seed)
    # the linear kernel's cost is that of changes in mean; it is computed in C, and a thousand times as fast
    model = ruptures.KernelCPD(kernel="linear", min_size=_SHORTEST).fit(values.reshape(-1, 1))
    return model.predict(pen=penalty)[:-1]


def noise_of(values: np.ndarray) -> Noise:
    """Return the noise of a series, from its differences, which a few jumps hardly touch (after Chakar et al. 2017)."""
    one, two = (_trimmed((values[k:] - values[:-k]) ** 2) for k in (1, 2))
    if one == 0:
        return Noise(0.0, 0.0)
    correlation = float(np.clip(two / one - 1, 0.0, _MOST))
    return Noise(correlation, one / (2 * (1 - correlation)))


def _trimmed(squares: np.ndarray) -> float:
    """Return the mean square of normal differences from all but the largest: where the level jumps."""
    dropped = max(4, len(squares) // 20) / len(squares)
    kept = np.sort(squares)[: round(len(squares) * (1 - dropped))]
    edge = NormalDist().inv_cdf(1 - dropped / 2)
    # what is left of the variance of a normal variable once its tails are cut off
    return float(kept.mean() / (1 - 2 * edge * NormalDist().pdf(edge) / (1 - dropped)))


_CHANCE: dict[tuple[int, float, int], float] = {}


def _gain_by_chance(n: int, correlation: float, seed: int) -> float:
    """Return what one split saves at most, in variances, in all but one in twenty series of mere AR(1) noise."""
    key = (n, correlation, seed)
    if key not in _CHANCE:
        rng = np.random.default_rng(seed)
        gains = []
        for _ in range(_NULLS):
            series = autoregressive(n, correlation, rng)
            variance = noise_of(series).variance
            gains.append(_best_gain(series) / variance)
        _CHANCE[key] = float(np.quantile(gains, 1 - _FALSE_ALARMS))
    return _CHANCE[key]


def autoregressive(n: int, correlation: float, rng: np.random.Generator) -> np.ndarray:
    """Return AR(1) noise of variance one."""
    shocks = rng.normal(size=n) * np.sqrt(1 - correlation**2)
    shocks[0] = rng.normal()
    for i in range(1, n):
        shocks[i] += correlation * shocks[i - 1]
    return shocks


def _best_gain(values: np.ndarray) -> float:
    """Return the largest fall of the squared error that one split brings."""
    n, sums = len(values), np.cumsum(values)
    left = np.arange(1, n)
    gains = (sums[:-1] / left - (sums[-1] - sums[:-1]) / (n - left)) ** 2 * left * (n - left) / n
    return float(gains[_SHORTEST - 1 : n - _SHORTEST].max())


def _near(at: int, redone: Sequence[Sequence[int]], *, reach: int) -> list[int]:
    """Return the turn nearest to `at` of each redrawn series that has one within reach."""
    nearest = (min(turns, key=lambda t: abs(t - at), default=None) for turns in redone)
    return [t for t in nearest if t is not None and abs(t - at) <= reach]


def _changed(told: pd.DataFrame, origins: pd.DataFrame, before: list, after: list) -> dict[str, list[str]]:
    """Return the categories and pairs whose share of texts changed most, and the events that carry the change."""
    parts = [told[told["period"].isin(periods)] for periods in (before, after)]
    sizes = [max(1, origins["period"].isin(periods).sum()) for periods in (before, after)]
    shares = [p.groupby("driver")["origin"].nunique() / n for p, n in zip(parts, sizes, strict=True)]
    change = shares[1].sub(shares[0], fill_value=0.0)
    biggest = change.reindex(change.abs().sort_values(ascending=False).index).head(_DRIVERS)
    # what rose is shown where it rose, what fell where it was
    risen = set(biggest.index[biggest > 0])
    shown = pd.concat(
        [parts[1][parts[1]["driver"].isin(risen)], parts[0][parts[0]["driver"].isin(set(biggest.index) - risen)]]
    )
    shown = shown.sort_values(["confidence", "event_id"], ascending=[False, True]).drop_duplicates("origin")
    return {
        "drivers": [f"{driver} {100 * value:+.0f}" for driver, value in biggest.items()],
        "evidence": list(shown["event_id"].head(_EVIDENCE)),
    }
