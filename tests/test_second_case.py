"""Another crisis, of states no library knows, needs a case file and articles and no code."""

import pytest

from helpers import cases, claims, suite, tables


@pytest.fixture(scope="module")
def hark(tmp_path_factory):
    return suite.run("hark-strait", out=tmp_path_factory.mktemp("hark"), parameters={"draws": 50}).index.parents[1]


def test_every_article_is_read_under_its_outlet(hark):
    articles = tables.read("articles", hark)
    assert len(articles) == 37
    assert articles["in_scope"].all()
    assert set(articles["outlet"]) == set(cases.load("hark-strait").outlets)


def test_the_line_climbs_to_the_blockade_and_falls_after_it(hark):
    days = tables.read("days", hark)
    line = days[(days["measure"] == "share_high") & (days["key"] == "")].set_index("day")["value"].dropna()
    assert len(line) == 4
    assert line.idxmax().date().isoformat() == "2021-03-15"
    assert line.iloc[0] < line.iloc[2] > line.iloc[3]


def test_a_withdrawal_that_only_its_side_sees_is_contested_and_moves_nothing(hark):
    case = cases.load("hark-strait")
    events, articles = tables.read("events", hark), tables.read("articles", hark)
    seen = claims.overview(tables.read("claims", hark), events, articles, case).set_index("claim")
    claim = seen.loc["Veldania withdraws from Sarrow"]
    # Lusenne "disputed the Veldanian claim"
    assert (claim["asserts"], claim["denies"]) == (["Veldania"], ["Lusenne", "Sarrow"])
    assert "Northern Compact" in claim["no_sign"]
    assert not events.loc[(events["category"] == "RETREAT") & (events["status"] != "reported"), "counts"].any()


def test_the_narrator_of_an_owned_outlet_speaks_for_its_owner(hark):
    articles = tables.read("articles", hark).set_index("article_id")
    events = tables.read("events", hark)
    own = events[events["article_id"].map(articles["outlet"]).eq("torvik-morning")]
    from_own = own[own["actor"].map(lambda a: a == ["veldania"]) & (own["factuality"] == "asserted")]
    assert len(from_own)
    assert set(from_own["status"]) == {"claimed"}
