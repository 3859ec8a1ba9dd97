import pandas as pd

from helpers import duplicates, tables

LONG = [f"Sentence number {n} tells what ministers of country {n} said on the matter." for n in range(8)]


def _articles(*texts, days=None):
    days = days or ["2022-02-16"] * len(texts)
    rows = [
        {
            "article_id": f"a{i}",
            "outlet": f"o{i}",
            "published": d,
            "date_from": "stated",
            "text": "T\n" + "\n".join(t),
            "title": "T",
            "in_scope": True,
        }
        for i, (t, d) in enumerate(zip(texts, days, strict=True))
    ]
    return tables.frame("articles", pd.DataFrame(rows))


def test_a_trimmed_copy_shares_the_origin():
    linked = duplicates.link(
        _articles(
            LONG,
            LONG[:6],
            LONG[6:] + [f"And here is long sentence {n} of our own on quite other things." for n in range(3)],
        )
    )
    assert list(linked["origin"]) == ["a0", "a0", "a2"]
    assert list(duplicates.copies(linked)["outlets"]) == [["o0", "o1"]]


def test_the_earliest_is_the_origin_and_a_month_later_is_another():
    linked = duplicates.link(_articles(LONG, LONG, LONG, days=["2022-02-17", "2022-02-16", "2022-03-20"]))
    assert list(linked["origin"]) == ["a1", "a1", "a2"]


def test_short_common_sentences_do_not_link():
    linked = duplicates.link(_articles(["He said no.", "It is raining."], ["He said no.", "It is raining."]))
    assert list(linked["origin"]) == ["a0", "a1"]


def test_undated_articles_are_kept():
    linked = duplicates.link(_articles(LONG, LONG[:2], ["He said no."], days=["2022-02-16", None, None]))
    assert list(linked["origin"]) == ["a0", "a0", "a2"]


def test_weeks_that_are_forgotten_hold_no_copy_that_counts():
    other = [[f"Paper {n} writes line {k} of a story of its own on matter {n}." for k in range(8)] for n in range(3)]
    days = ["2022-02-01", "2022-02-08", "2022-02-09", "2022-02-15", "2022-02-16", "2022-02-24", "2022-02-24"]
    texts = [other[0], LONG, other[1], LONG, LONG, LONG, other[0]]
    found = duplicates.link(_articles(*texts, days=days))["origin"].tolist()
    # seven days after the 8th the text is a copy, eight days after it is too, of that copy; on the 24th it is no more
    assert found == ["a0", "a1", "a2", "a1", "a1", "a5", "a6"]


def test_an_article_without_a_day_may_be_a_copy_of_any():
    days = ["2022-02-01", "2022-03-01", "2022-04-01", None]
    other = [[f"Paper {n} writes line {k} of a story of its own on matter {n}." for k in range(8)] for n in range(2)]
    found = duplicates.link(_articles(LONG, *other, LONG, days=days))["origin"].tolist()
    assert found == ["a0", "a1", "a2", "a0"]
