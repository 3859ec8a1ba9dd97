"""How often noise shows a turning point, and how often a real one is found."""

import numpy as np

from helpers import turns

_SERIES = 100
_LENGTHS, _CORRELATIONS = (40, 100), (0.0, 0.3, 0.5, 0.7)


def main() -> None:
    """Print false alarms on AR(1) noise, and turns found within three periods of a jump of two standard deviations."""
    print(f"Turning points: AR(1) noise, {_SERIES} series each; wanted at most one false alarm in twenty")
    rng = np.random.default_rng(0)
    for n in _LENGTHS:
        for correlation in _CORRELATIONS:
            noise = [turns.autoregressive(n, correlation, rng) for _ in range(_SERIES)]
            alarms = np.mean([bool(turns.split(series)) for series in noise])
            jump = np.where(np.arange(n) < n // 2, 0.0, 2.0)
            found = np.mean([any(abs(t - n // 2) <= 3 for t in turns.split(series + jump)) for series in noise])
            print(f"  {n} periods, autocorrelation {correlation}: false alarms {alarms:.2f}, jumps found {found:.2f}")
