import pandas as pd
import pytest

from helpers import stance


def spans(texts, word):
    return [(t.index(word), t.index(word) + len(word)) for t in texts]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Mali condemned Chad.", "oppose"),
        ("Mali praised Chad.", "support"),
        ("Chad was attacked by Mali.", "oppose"),
        ("Mali said the meeting with Chad was on Monday.", "neutral"),
        ("Mali said Chad was a vile, disgusting liar.", "oppose"),
    ],
)
def test_stance(text, side):
    held = stance.score([text], spans([text], "Mali"), spans([text], "Chad"))
    assert held.sum(axis=1)[0] == pytest.approx(1)
    assert held.idxmax(axis=1)[0] == side


def test_stance_is_directed():
    text = "Mali condemned Chad."
    there = stance.score([text], spans([text], "Mali"), spans([text], "Chad"))
    back = stance.score([text], spans([text], "Chad"), spans([text], "Mali"))
    assert there["oppose"][0] > back["oppose"][0]


def test_words_and_deeds_are_kept_apart(read):
    found = read("T\nLavrov said NATO was a vile liar. The US imposed sanctions on Russia.").stances
    assert set(zip(found["holder"], found["target"], found["basis"], strict=True)) >= {
        ("russia", "nato", "words"),
        ("united_states", "russia", "deeds"),
    }
    assert (found.loc[found["basis"] == "deeds", "oppose"] == 1).all()


@pytest.mark.parametrize(
    ("text", "holder", "target", "side"),
    [
        ("Mali warned against sanctions.", "Mali", "sanctions", "oppose"),
        ("Mali welcomed the sanctions as overdue.", "Mali", "sanctions", "support"),
        ("Mali called for tougher sanctions at once.", "Mali", "sanctions", "support"),
    ],
)
def test_stance_toward_an_issue(text, holder, target, side):
    held = stance.score([text], spans([text], holder), spans([text], target))
    assert held.idxmax(axis=1)[0] == side


def test_names_do_not_move_the_stance():
    texts = [f"{a} condemned {b}." for a, b in (("Mali", "Chad"), ("Russia", "Ukraine"), ("Putin", "Zelensky"))]
    holders = [(0, t.index(" ")) for t in texts]
    targets = [(t.rindex(" ") + 1, len(t) - 1) for t in texts]
    held = stance.score(texts, holders, targets)
    assert held["oppose"].nunique() == 1


def test_a_longer_quotation_is_read_with_its_speaker(read):
    text = "T\n“We thank Poland for its help,” Zelensky said. “Russia is a terrorist state and must be punished.”"
    found = read(text).stances
    words = found[(found["basis"] == "words") & (found["holder"] == "ukraine")].set_index("target")
    assert words.loc["poland", "support"] > words.loc["poland", "oppose"]


def test_empty_input_has_its_columns():
    assert list(stance.score([], [], []).columns) == stance.COLUMNS
    assert isinstance(stance.score([], [], []), pd.DataFrame)
