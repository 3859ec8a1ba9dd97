import pandas as pd
import pytest

from helpers import sentiment, tables
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


@pytest.mark.parametrize("engine", sentiment.ENGINES)
def test_names_do_not_move_the_score(engine):
    names = ["Russia", "the United States", "Grace", "Victoria", "Novinsk", "United Arab Emirates"]
    texts = [f"{n} made a terrible mistake on Monday." for n in names]
    scores = sentiment.score(texts, [(0, len(n)) for n in names], engine=engine)
    assert scores["negative"].nunique() == 1


@pytest.mark.parametrize(
    "text", ["Russia plans a war.", "Russia attacked and killed troops.", "United allies of Russia met."]
)
def test_topical_words_are_neutral(text):
    (row,) = sentiment.score([text], spans([text], "Russia"), engine="lexicon").to_dict("records")
    assert row == {"negative": 0.0, "neutral": 1.0, "positive": 0.0}


def test_far_words_do_not_count():
    text = "Horrible, shameful, disgusting and vile it all was " + "and so on " * 6 + "said Kyiv."
    assert sentiment.score([text], spans([text], "Kyiv"), engine="lexicon")["neutral"][0] == 1


# sentences of ours in which nobody would disagree: a test that the right head reads the right span, not a measurement
CLEAR = [
    ("Mali shelled a school, and the world was appalled.", "Mali", "negative"),
    ("Chad lied to its ally and broke its word.", "Chad", "negative"),
    ("Critics accused Niger of cruelty toward prisoners.", "Niger", "negative"),
    ("Thanks to Togo, thousands of families were saved.", "Togo", "positive"),
    ("Analysts praised Benin as a brave and honest mediator.", "Benin", "positive"),
    ("The delegation of Gabon arrived on Tuesday.", "Gabon", "neutral"),
    ("Talks between Kenya and Uganda will be held in May.", "Kenya", "neutral"),
]


@pytest.mark.parametrize(("text", "target", "side"), CLEAR)
def test_clear_sentences(text, target, side):
    assert sentiment.label(sentiment.score([text], spans([text], target)))[0] == side


def test_targets_of_one_sentence_differ():
    text = "Togo was praised by all for its courage, but Chad betrayed its ally."
    scores = sentiment.score([text] * 2, [(0, 4), (text.index("Chad"), text.index("Chad") + 4)])
    lean = scores["positive"] - scores["negative"]
    assert lean[0] > lean[1] + 0.5


def test_a_row_is_the_same_alone_or_among_others():
    texts = [text for text, _, _ in CLEAR]
    places = [spans([text], target)[0] for text, target, _ in CLEAR]
    together = sentiment.score(texts, places)
    alone = pd.concat([sentiment.score([t], [s]) for t, s in zip(texts, places, strict=True)], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone, check_exact=True)


def test_small_shares_are_unsure():
    shares = pd.DataFrame([[0.4, 0.3, 0.3], [0.1, 0.8, 0.1], [None, None, None]], columns=sentiment.COLUMNS)
    assert sentiment.label(shares).tolist() == ["unsure", "neutral", "unsure"]


def test_issues_have_no_portrayal(read):
    found = read("T\nThe US imposed sanctions on Russia.").mentions
    assert found.loc[found["via"] == "phrase", sentiment.COLUMNS].isna().all(axis=None)
    assert found.loc[found["via"] != "phrase", sentiment.COLUMNS].sum(axis=1).tolist() == pytest.approx([1, 1])


def test_actors_of_a_case_are_hidden_from_each_other(read):
    one, other = (read(f"T\n{name} praised Germany and its people.").mentions for name in ("Russia", "France"))
    assert (one[sentiment.COLUMNS] == other[sentiment.COLUMNS]).all(axis=None)


def test_unknown_engine_and_empty_input():
    with pytest.raises(StandoffError, match="must be one of reader, lexicon"):
        sentiment.score(["a"], [(0, 1)], engine="magic")
    assert list(sentiment.score([], []).columns) == sentiment.COLUMNS


def mention_rows(*rows):
    base = {"via": "name", "channel": "narrator", "n": 0, "start": 2, "end": 8, "speaker": ""}
    made = [
        {
            **base,
            "mention_id": str(i),
            "article_id": a,
            "actor": actor,
            **dict(zip(sentiment.COLUMNS, shares, strict=True)),
        }
        for i, (a, actor, shares) in enumerate(rows)
    ]
    return tables.frame("mentions", made)


def article_rows(n, *, copies=()):
    text = "T\nRussia made a terrible mistake."
    rows = [
        {"article_id": f"a{i}", "text": text, "origin": "a0" if i in copies else f"a{i}", "published": "2022-02-16"}
        for i in range(n)
    ]
    return tables.frame("articles", pd.DataFrame(rows))


NEGATIVE, POSITIVE, SPLIT = (0.9, 0.1, 0.0), (0.0, 0.2, 0.8), (0.4, 0.2, 0.4)


def test_summary_means_over_texts_and_counts_copies_once(case):
    mentions = mention_rows(
        *[(f"a{i}", "russia", NEGATIVE) for i in range(8)], ("a8", "putin", POSITIVE), ("a9", "russia", POSITIVE)
    )
    found = sentiment.summary(mentions, article_rows(10, copies=[9]), case)
    (row,) = found.to_dict("records")
    assert (row["actor"], row["channel"], row["n"], row["n_actor"]) == ("russia", "narrator", 9, 9)
    assert row["value"] == pytest.approx((8 * -0.9 + 0.8) / 9)
    assert row["low"] < row["value"] < row["high"]
    assert row["unsure"] == 0


def test_summary_leaves_out_what_is_rare_and_says_what_is_unsure(case):
    mentions = mention_rows(
        *[(f"a{i}", "russia", SPLIT if i < 4 else NEGATIVE) for i in range(8)], ("a8", "ukraine", NEGATIVE)
    )
    found = sentiment.summary(mentions, article_rows(9), case)
    assert found["actor"].tolist() == ["russia"]
    assert found["unsure"].tolist() == [0.5]


def test_strongest_are_the_surest_of_each_pole(case):
    mentions = mention_rows(("a0", "russia", SPLIT), ("a1", "russia", NEGATIVE), ("a2", "russia", POSITIVE))
    found = sentiment.strongest(mentions, article_rows(3), case, each=1)
    assert found["article_id"].tolist() == ["a1", "a2"]
    assert sentiment.strongest(mentions.head(0), article_rows(1), case).empty


def test_by_engine_scores_the_same_mentions(case):
    mentions = mention_rows(*[(f"a{i}", "russia", POSITIVE) for i in range(8)])
    sentences = tables.frame(
        "sentences", [{"article_id": f"a{i}", "n": 0, "start": 2, "end": 33, "kind": "body"} for i in range(8)]
    )
    (row,) = sentiment.by_engine(mentions, article_rows(8), sentences, case).to_dict("records")
    assert (row["actor"], row["n"]) == ("russia", 8)
    assert row["reader"] == pytest.approx(0.8)
    assert row["lexicon"] < -0.5
    assert sentiment.by_engine(mentions.head(0), article_rows(1), sentences, case).empty
