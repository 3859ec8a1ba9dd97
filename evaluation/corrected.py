"""Whether corrected bands hold what they promise: a classifier made biased on purpose, drawn and labelled 500 times."""

import numpy as np
import pandas as pd

from helpers.validation import correction, sampling
from helpers.validation.tasks import TASKS

_REPETITIONS = 500
_ARTICLES, _PAIRS = 600, 8  # a phase's articles, and ordered pairs in each


def main() -> None:
    """Print, for two sizes of sample, how often the 95 % bands of a phase's share of high events hold the truth."""
    print(f"Correction: {_REPETITIONS} corpora of {_ARTICLES * _PAIRS:,} units, the classifier biased on purpose")
    for n in (200, 400):
        rng = np.random.default_rng(0)
        made = pd.DataFrame([_once(n, rng) for _ in range(_REPETITIONS)])
        for name, shown in (("plain", "as read"), ("moved", "corrected")):
            held, off, width = (made[name + end].mean() for end in ("", "_off", "_width"))
            print(f"  {n} labels, {shown}: holds the truth {held:.3f}, off by {off:+.3f}, width {width:.3f}")


def _once(n: int, rng: np.random.Generator) -> dict[str, float]:
    """Return whether each band holds the expected share, how far its middle is off, and how wide it is."""
    truth, predicted, articles = _corpus(rng)
    groups = np.select([predicted["whole"] == 0, predicted["part"] == 1], ["nothing", "conflict"], "not counting")
    units = pd.DataFrame({"group": groups, "period": "all", "unit": predicted.index})
    drawn = sampling.draw(units, TASKS["events"], n=n, seed=int(rng.integers(2**31)))
    coded = drawn.set_index("unit")
    weights = coded["size"] / coded.groupby("group")["size"].transform("size")
    strata = pd.Series(groups, predicted.index)
    plain = correction.estimate(predicted, None, None, articles, strata)
    moved = correction.estimate(predicted, truth.loc[coded.index], weights, articles, strata)
    both = (("plain", plain), ("moved", moved))
    return {
        **{name: made.low <= _HIGH <= made.high for name, made in both},
        **{f"{name}_off": made.value - _HIGH for name, made in both},
        **{f"{name}_width": made.high - made.low for name, made in both},
    }


# chances of an event in a pair, of it counting as high, of being seen, and of seeing one where none is
_HAPPENS, _HIGH, _SEEN, _SEEN_HIGH, _INVENTED, _INVENTED_HIGH = 0.12, 0.4, 0.35, 0.6, 0.05, 0.7


def _corpus(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return what happens in each unit, what a biased classifier sees, and the units' articles.

    Articles differ in how warlike they are; the classifier sees high events more easily than others, and invents some.
    """
    n = _ARTICLES * _PAIRS
    articles = pd.Series(np.repeat(np.arange(_ARTICLES), _PAIRS))
    chance = np.repeat(rng.beta(2, 2 * (1 - _HAPPENS) / _HAPPENS, _ARTICLES), _PAIRS)
    happens = rng.random(n) < chance
    high = happens & (rng.random(n) < _HIGH)
    seen = np.where(happens, rng.random(n) < np.where(high, _SEEN_HIGH, _SEEN), rng.random(n) < _INVENTED)
    seen_high = seen & np.where(happens, high, rng.random(n) < _INVENTED_HIGH)
    truth = pd.DataFrame({"part": high, "whole": happens}).astype(float)
    return truth, pd.DataFrame({"part": seen_high, "whole": seen}).astype(float), articles
