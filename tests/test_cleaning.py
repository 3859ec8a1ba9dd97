import pandas as pd
import pytest

from helpers import articles, cleaning, tables
from tests.conftest import SEED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "KYIV, Feb 16 (Wire) - Troops left. They went home.",
            [("dateline", "KYIV, Feb 16 (Wire) -"), ("body", "Troops left."), ("body", "They went home.")],
        ),
        (
            "TBILISI, October 1. /TASS/. A law passed.",
            [("dateline", "TBILISI, October 1. /TASS/."), ("body", "A law passed.")],
        ),
        ("Hong Kong (CNN) Five powers met.", [("dateline", "Hong Kong (CNN)"), ("body", "Five powers met.")]),
        (
            "The U.S. Navy and Gen. Mark Milley met Lt. Gen. Smith.",
            [("body", "The U.S. Navy and Gen. Mark Milley met Lt. Gen. Smith.")],
        ),
        ("Tanks in Crimea. Credit:Bloomberg", [("body", "Tanks in Crimea."), ("caption", "Credit:Bloomberg")]),
        ("Sign up for our newsletter here.", [("boilerplate", "Sign up for our newsletter here.")]),
        ("10:32 GMT", [("boilerplate", "10:32 GMT")]),
        ("Updated at 11.40 on Monday", [("boilerplate", "Updated at 11.40 on Monday")]),
        ("Share on Facebook", [("boilerplate", "Share on Facebook")]),
        ("Additional reporting by Ana Reed and Bo Li.", [("byline", "Additional reporting by Ana Reed and Bo Li.")]),
        ("Share prices in Moscow fell.", [("body", "Share prices in Moscow fell.")]),
        ("Reporting by the ministry was late.", [("body", "Reporting by the ministry was late.")]),
        ("tag and tag " * 300, [("boilerplate", ("tag and tag " * 300).strip())]),
        ("By Anna Kovacs and Piet Smit", [("byline", "By Anna Kovacs and Piet Smit")]),
        ("By Tuesday, Russia had moved on.", [("body", "By Tuesday, Russia had moved on.")]),
        ("Russia (and Belarus) agreed on Monday.", [("body", "Russia (and Belarus) agreed on Monday.")]),
        ("He signed up soldiers for the army now.", [("body", "He signed up soldiers for the army now.")]),
    ],
)
def test_kinds_of_sentence(sentences, text, expected):
    assert sentences(text) == expected


def test_clean_keeps_everything_and_points_into_the_raw_text(raw):
    german = "Der Kanzler reist nach Moskau\n20220216\nhttps://x.example/a\nDer Kanzler spricht am Dienstag mit dem Präsidenten über die Lage.\n"
    found, _ = articles.read(raw({"a.txt": SEED, "b.txt": german}))
    cleaned, sentences = cleaning.clean(found)
    assert len(cleaned) == len(found)
    english = cleaned["language"] == "en"
    assert list(cleaned.loc[~english, "flags"]) == [["not_english"]]
    assert not cleaned.loc[~english, "in_scope"].any()
    text = cleaned.loc[english, "text"].iloc[0]
    own = sentences[sentences["article_id"] == cleaned.loc[english, "article_id"].iloc[0]]
    assert [text[s.start : s.end] for s in own.itertuples()] == [
        "NATO doubts Putins pullback, sees more troops",
        "The alliance doesnt believe it.",
        "Jens Stoltenberg said Russias forces were growing.",
    ]
    assert "Putin's" in cleaned.loc[english, "clean_text"].iloc[0]
    tables.check("articles", cleaned)
    tables.check("sentences", sentences)


def test_clean_does_not_change_its_argument(raw):
    found, _ = articles.read(raw({"a.txt": SEED}))
    before = found.copy(deep=True)
    cleaning.clean(found)
    pd.testing.assert_frame_equal(found, before)


def test_empty_input_gives_empty_tables():
    cleaned, sentences = cleaning.clean(tables.frame("articles"))
    assert list(cleaned.columns) == tables.columns("articles")
    assert list(sentences.columns) == tables.columns("sentences")
    assert len(cleaned) == len(sentences) == 0
