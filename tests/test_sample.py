"""The constructed sample corpus is what its README says."""

import re

import pandas as pd
import pytest

from helpers import articles, cases, cleaning, duplicates, paths

FOLDER = paths.raw("sample")


@pytest.fixture(scope="module")
def corpus():
    found, rejects = articles.read(FOLDER, case=cases.load("sample"))
    assert len(rejects) == 0
    return duplicates.link(cleaning.clean(found)[0])


def test_size_and_outlets(corpus):
    assert len(corpus) >= 120
    assert set(corpus["outlet"]) == {
        "meridian-wire",
        "harbour-ledger",
        "lakeside-courier",
        "volga-dispatch",
        "dnipro-lantern",
    }
    assert f"{len(corpus)} files" in (FOLDER / "README.md").read_text()


def test_every_day_of_february_and_every_week_around_it(corpus):
    days = set(corpus["published"].dropna())
    assert set(pd.date_range("2022-02-01", "2022-02-28")) <= days
    weeks = {d.to_period("W") for d in days}
    assert set(pd.period_range("2021-11-03", "2022-03-30", freq="W")) <= weeks


def test_length(corpus):
    originals = corpus[(corpus["origin"] == corpus["article_id"]) & (corpus["language"] == "en")]
    words = originals["text"].map(lambda t: len(t.split("\n", 1)[1].split()))
    # captions and blurbs come on top of 150, a trimmed copy may be the earlier of its pair by name
    assert words.between(70, 185).all()


def test_it_is_dirty_as_real_files_are(corpus):
    flags = corpus["flags"].explode().value_counts()
    assert flags["no_date"] == 1
    assert flags["not_english"] == 1
    assert flags["url_date_differs"] >= 3
    assert flags["marks_stripped"] >= 30
    assert (corpus["origin"] != corpus["article_id"]).sum() >= 10


def test_quotations_are_those_of_the_readme(corpus):
    allowed = re.findall(r'^\| "([^"]+)"', (FOLDER / "README.md").read_text(), re.MULTILINE)
    quoted = {q.rstrip(".,") for text in corpus["text"] for q in re.findall(r'"([^"\n]+)"', text)}
    assert quoted
    assert quoted <= {a.rstrip(".,") for a in allowed}
