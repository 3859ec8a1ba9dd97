import re

import pandas as pd
import pytest

from helpers import charts, display, tables
from helpers.cases import Sharing

EVIL = '<script>alert("x")</script> & more'


def test_tables_are_escaped_and_cut():
    shown = display.table(
        pd.DataFrame({"a": [EVIL], "b": [[EVIL, "z"]], "c": [0.12345], "d": pd.to_datetime(["2022-02-16"])}),
        caption=EVIL,
    ).data
    assert "<script>" not in shown
    assert "0.12" in shown
    assert "first 200 of 300" in display.table(pd.DataFrame({"a": range(300)})).data
    assert "Nothing to show" in display.table(pd.DataFrame({"a": []})).data


def test_the_words_of_an_event_are_no_longer_than_an_excerpt(case):
    text = "Moscow " + "that spring " * 40 + "attacked Ukraine again."
    shown = display._excerpt(text, (0, len(text)), (0, len(text) - 7), case)
    assert len(re.sub(r"<[^>]*>", "", shown)) == display._SHORT + 1  # and a mark that it goes on


@pytest.mark.parametrize(("excerpts", "length"), [("full", 400), ("short", 160), ("none", 0)])
def test_no_more_of_an_article_is_shown_than_the_case_allows(read, case, excerpts, length):
    padding = "and so it went for a long while " * 10
    text = f"T\nOn Monday {padding}Russia attacked Ukraine {padding}again."
    found = read(text)
    articles = tables.frame(
        "articles",
        [
            {
                "article_id": "a",
                "text": text,
                "outlet": "reuters",
                "url": "javascript:alert(1)",
                "published": "2022-02-16",
                "date_from": "stated",
            }
        ],
    )
    shared = case.model_copy(update={"sharing": Sharing(excerpts=excerpts)})
    shown = display.evidence(found.events, articles, found.sentences, shared).data
    assert "javascript:" not in shown
    words = shown.count("so it went")
    assert words == {400: 20, 160: words if words <= 6 else -1, 0: 0}[length]
    assert ("<mark>attacked</mark>" in shown) is (length > 0)


def test_charts_without_data_say_why(case):
    empty = {"days": tables.frame("days"), "articles": tables.frame("articles")}
    for axes in (
        charts.escalation_line(empty["days"], case),
        charts.rungs(empty["days"], case),
        charts.coverage(empty["articles"], case),
    ):
        assert axes.texts
        assert "<svg" in display.chart(axes, "nothing").data


def test_a_chart_is_the_same_twice_and_has_a_text_alternative(case):
    def draw():
        return display.chart(charts.escalation_line(tables.frame("days"), case), 'a "chart"').data

    assert draw() == draw()
    assert 'role="img" aria-label="a &quot;chart&quot;"' in draw()
