import numpy as np
import pandas as pd
import pytest

from helpers.validation import bias, correction


@pytest.fixture
def corpus():
    """Return truth, a classifier that misses half and invents some, and articles, of 2,000 units."""
    rng = np.random.default_rng(3)
    happens = rng.random(2000) < 0.3
    high = happens & (rng.random(2000) < 0.4)
    seen = np.where(high, rng.random(2000) < 0.9, rng.random(2000) < np.where(happens, 0.3, 0.05))
    truth = pd.DataFrame({"part": high, "whole": happens}).astype(float)
    said = pd.DataFrame({"part": seen & (high | (rng.random(2000) < 0.5)), "whole": seen}).astype(float)
    return truth, said, pd.Series(np.arange(2000) // 5)


def test_labels_of_everything_give_the_truth(corpus):
    truth, said, articles = corpus
    weights, strata = pd.Series(1.0, truth.index), pd.Series("all", truth.index)
    made = correction.estimate(said, truth, weights, articles, strata)
    assert made.value == pytest.approx(truth["part"].sum() / truth["whole"].sum())
    whole = correction.estimate(said[["part"]], truth[["part"]], weights, articles, strata)
    assert whole.value == pytest.approx(truth["part"].mean())


def test_a_biased_reading_is_off_and_its_correction_is_not(corpus):
    truth, said, articles = corpus
    strata = said["part"].map({0.0: "no", 1.0: "yes"})
    plain = correction.estimate(said, None, None, articles, strata)
    share = truth["part"].sum() / truth["whole"].sum()
    assert plain.low > share
    off, held = [], 0
    for seed in range(40):
        drawn = said.groupby(strata).sample(100, random_state=seed).index
        weights = strata.map(strata.value_counts())[drawn] / 100
        made = correction.estimate(said, truth.loc[drawn], weights, articles, strata)
        off.append(made.value - share)
        held += made.low <= share <= made.high
        assert made.high - made.low > plain.high - plain.low
    assert abs(np.mean(off)) < 0.03
    assert held >= 34


def test_a_denominator_of_nothing_has_no_share(corpus):
    _, said, articles = corpus
    made = correction.estimate(said * 0, None, None, articles, pd.Series("", said.index))
    assert np.isnan(made.value)


def test_more_labels_halve_the_band_only_where_labels_are_the_limit():
    assert correction.more_labels(correction.Estimate(0.5, 0.4, 0.6, units=0.0, labels=1.0), 100) == 300
    assert correction.more_labels(correction.Estimate(0.5, 0.4, 0.6, units=1.0, labels=1.0), 100) == np.inf


def test_an_error_that_drifts_is_told_from_one_that_does_not():
    rng = np.random.default_rng(0)
    periods = pd.Series(np.repeat(["early", "late"], 80))
    within = pd.Series(rng.choice(["nothing", "conflict"], 160))
    even = pd.Series(rng.normal(0.2, 0.4, 160))
    drifting = even + np.where(periods == "late", 0.4, 0.0)
    assert bias.test(even, periods, within)[0] > 0.05
    p, shown = bias.test(drifting, periods, within)
    assert p < 0.01
    assert shown.set_index("group")["error"]["late"] > shown.set_index("group")["error"]["early"]


def test_one_group_can_not_differ():
    p, shown = bias.test(pd.Series(np.ones(20)), pd.Series(["a"] * 20), pd.Series(["x"] * 20))
    assert np.isnan(p)
    assert shown["units"].tolist() == [20]


def test_holm_is_the_published_rule():
    # Holm (1979): smallest times m, next times m - 1 ..., never falling
    made = bias.holm(pd.Series([0.01, 0.04, 0.03, np.nan]))
    assert made[:3].round(3).tolist() == [0.03, 0.06, 0.06]
    assert np.isnan(made[3])
