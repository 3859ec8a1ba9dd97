from concurrent.futures import ProcessPoolExecutor

import pandas as pd
import pytest

from helpers import annotate, tables


@pytest.fixture
def some():
    texts = [
        "T\nRussia attacked Ukraine.",
        "T\nNATO saw no sign of a Russian withdrawal.",
        "T\nIt rained.",
        "",
        "\n",
        'T\n"Unbalanced, he said. Russia (',
        "T\n<script>alert('Russia')</script> attacked Ukraine.",
    ] * 20
    rows = [
        {"article_id": f"a{i}", "outlet": "x", "published": pd.Timestamp("2022-02-16"), "text": t, "in_scope": i != 1}
        for i, t in enumerate(texts)
    ]
    return pd.DataFrame(rows)


def test_tables_are_in_their_schema(some, case):
    for name, table in annotate.annotate(some, case)._asdict().items():
        tables.check(name, table)


def test_articles_out_of_scope_are_not_read(some, case):
    assert "a1" not in set(annotate.annotate(some, case).events["article_id"])


def test_an_article_depends_on_itself_alone(some, case):
    whole = annotate.annotate(some, case)
    shuffled = annotate.annotate(some.sample(frac=1, random_state=0), case)
    with ProcessPoolExecutor(2) as executor:
        parallel = annotate.annotate(some, case, executor=executor)
    for name in annotate.Annotations._fields:
        pd.testing.assert_frame_equal(getattr(whole, name), getattr(parallel, name))
        key = ["article_id", "event_id"] if name == "events" else ["article_id"]
        ordered = [getattr(r, name).sort_values(key, kind="stable").reset_index(drop=True) for r in (whole, shuffled)]
        pd.testing.assert_frame_equal(*ordered)


def test_nothing_in_nothing_out(case):
    found = annotate.annotate(tables.frame("articles"), case)
    assert [len(t) for t in found] == [0] * 5
    for name, table in found._asdict().items():
        tables.check(name, table)


@pytest.mark.parametrize(
    ("text", "outlet", "expected"),
    [
        ("T\nRussia left.", "reuters", [("narrator", "")]),
        ("T\nRussia left.", "tass", [("own", "russia")]),
        ("T\nLavrov said Russia left.", "reuters", [("narrator", ""), ("own", "lavrov")]),
        ("T\nBlinken said Russia left.", "reuters", [("narrator", ""), ("others", "blinken")]),
        ("T\nAnalysts said Russia left.", "reuters", [("others", "")]),
    ],
)
def test_channels(read, text, outlet, expected):
    found = read(text, outlet=outlet).mentions
    assert list(zip(found["channel"], found["speaker"], strict=True)) == expected


def test_ids_are_unique(some, case):
    found = annotate.annotate(some, case)
    assert found.mentions["mention_id"].is_unique
    assert found.events["event_id"].is_unique
