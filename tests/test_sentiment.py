import pytest

from helpers import sentiment, stance
from helpers.errors import StandoffError


def spans(texts, word):
    return [(t.index(word), t.index(word) + len(word)) for t in texts]


def test_scores_sum_to_one_and_keep_order():
    texts = [
        "Kyiv won praise for its brave, wonderful work.",
        "Kyiv was blamed for a horrible, shameful failure.",
        "Kyiv is a city.",
    ]
    scores = sentiment.score(texts, spans(texts, "Kyiv"), engine="lexicon")
    assert list(scores.columns) == ["negative", "neutral", "positive"]
    assert scores.sum(axis=1).tolist() == pytest.approx([1, 1, 1])
    assert scores["positive"][0] > 0.5
    assert scores["negative"][1] > 0.5
    assert scores["neutral"][2] == 1


def test_names_do_not_move_the_score():
    names = ["Russia", "the United States", "Grace", "Victoria", "Novinsk", "United Arab Emirates"]
    texts = [f"{n} made a terrible mistake on Monday." for n in names]
    scores = sentiment.score(texts, [(0, len(n)) for n in names])
    assert scores["negative"].nunique() == 1


@pytest.mark.parametrize(
    "text", ["Russia plans a war.", "Russia attacked and killed troops.", "United allies of Russia met."]
)
def test_topical_words_are_neutral(text):
    (row,) = sentiment.score([text], spans([text], "Russia")).to_dict("records")
    assert row == {"negative": 0.0, "neutral": 1.0, "positive": 0.0}


def test_far_words_do_not_count():
    text = "Horrible, shameful, disgusting and vile it all was " + "and so on " * 6 + "said Kyiv."
    assert sentiment.score([text], spans([text], "Kyiv"))["neutral"][0] == 1


def test_unknown_engine_and_empty_input():
    with pytest.raises(StandoffError, match="must be one of lexicon"):
        sentiment.score(["a"], [(0, 1)], engine="magic")
    assert list(sentiment.score([], []).columns) == sentiment.COLUMNS


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Mali condemned Chad.", "oppose"),
        ("Mali praised Chad.", "support"),
        ("Chad was attacked by Mali.", "oppose"),
        ("Mali borders Chad.", "neutral"),
        ("Mali said Chad was a vile, disgusting liar.", "oppose"),
    ],
)
def test_stance(text, side):
    held = stance.score([text], spans([text], "Mali"), spans([text], "Chad"))
    assert held.sum(axis=1)[0] == pytest.approx(1)
    middle = held.iloc[0]
    assert (middle["oppose"] > middle["support"], middle["support"] > middle["oppose"]) == (
        side == "oppose",
        side == "support",
    )


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
