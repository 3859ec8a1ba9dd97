import numpy as np
import pandas as pd
import pytest

from helpers.validation import agreement

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: examples A, B and C
BINARY = ("0100000010", "1110010000")
TWO = ("aabbdcccedda", "babbbcccE".lower() + "ddd")
FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def sheet(coders):
    return pd.DataFrame({f"c{n}": [None if x == "." else x for x in row] for n, row in enumerate(coders)})


@pytest.mark.parametrize(("coders", "published"), [(BINARY, 0.095), (TWO, 0.692), (FOUR, 0.743)])
def test_alpha_is_the_published_one(coders, published):
    value, low, high = agreement.alpha(sheet(coders), draws=200)
    assert value == pytest.approx(published, abs=0.0006)
    assert low < value < high


def test_perfect_coders_and_guessing_ones():
    labels = np.random.default_rng(0).choice(list("abc"), 300)
    same = pd.DataFrame({"one": labels, "two": labels})
    assert agreement.alpha(same, draws=50) == (1.0, 1.0, 1.0)
    guessed = same.assign(two=np.random.default_rng(1).permutation(labels))
    value, low, high = agreement.alpha(guessed, draws=200)
    assert low < 0 < high
    assert abs(value) < 0.1


@pytest.mark.parametrize(
    "labels", [{"one": ["a", "b"]}, {"one": ["a", None], "two": [None, "b"]}, {"one": [], "two": []}]
)
def test_nothing_to_compare_is_no_number(labels):
    assert np.isnan(agreement.alpha(pd.DataFrame(labels, dtype=object), draws=10)[0])


def test_table_and_disagreements_of_three_coders():
    labels = pd.DataFrame({"x": list("aabb"), "y": list("aabc"), "z": ["a", "a", None, "b"]}, index=list("klmn"))
    made = agreement.table({"category": labels})
    assert made["coders"].tolist() == ["x, y, z", "x, y", "x, z", "y, z"]
    assert made["units"].tolist() == [4, 4, 3, 3]
    (differ,) = agreement.disagreements({"category": labels}).to_dict("records")
    assert (differ["unit"], differ["x"], differ["y"]) == ("n", "b", "c")
