import numpy as np
import pandas as pd
import pytest

from helpers import annotate, claims, escalation, stories, tables


def article(i, outlet, day="2022-02-16", origin=None):
    return {
        "article_id": f"a{i}",
        "outlet": outlet,
        "published": day,
        "date_from": "stated",
        "origin": origin or f"a{i}",
        "in_scope": True,
    }


def event(i, *, category="ASSAULT", status="reported", rung=5, intensity=9.0, counts=True, **more):
    return {
        "event_id": f"e{i}{category}{status}",
        "article_id": f"a{i}",
        "actor": ["russia"],
        "recipient": ["ukraine"],
        "category": category,
        "status": status,
        "voice": "narrator",
        "factuality": "asserted",
        "rung": rung,
        "intensity": intensity,
        "counts": counts,
        "confidence": 0.8,
        "event_day": "2022-02-16",
        **more,
    }


def made(rows, happened):
    blank = {name: tables.frame(name) for name in annotate.Annotations._fields}
    return annotate.Annotations(**{**blank, "events": tables.frame("events", happened)}), tables.frame("articles", rows)


def value(days, measure, column="value"):
    return days.loc[(days["measure"] == measure) & (days["key"] == ""), column].tolist()


def test_outlets_weigh_the_same(case):
    # one outlet with nine quiet texts, two with one loud text each: 2 of 3 outlets are loud, not 2 of 11 texts
    rows = [article(i, "quiet") for i in range(9)] + [article(9, "b"), article(10, "c")]
    happened = [event(i, category="ACCUSE", rung=1, intensity=3.0) for i in range(9)] + [event(9), event(10)]
    days = escalation.daily(*made(rows, happened), case, draws=50)
    assert value(days, "share_high") == [pytest.approx(2 / 3)]
    assert value(days, "words") == [pytest.approx(1 / 3)]
    assert value(days, "intensity") == [pytest.approx((3 + 9 + 9) / 3)]
    assert value(days, "share_high", "n_origins") == [11]
    tables.check("days", days)


def test_copies_count_once_and_give_each_carrier_its_part(case):
    rows = [article(i, "abc"[i % 3]) for i in range(9)] + [article(9, "a", origin="a0")]
    happened = [event(0)] + [event(i, category="ACCUSE", rung=1) for i in range(1, 10)]
    one = escalation.daily(*made(rows, happened), case, draws=10)
    assert value(one, "share_high", "n_origins") == [9]
    rows[9] = article(9, "b", origin="a0")
    shared = escalation.daily(*made(rows, happened), case, draws=10)
    # a: the shared text weighs ½ beside two of its own; b: ½ beside three
    assert value(shared, "share_high") == [pytest.approx((0.5 / 2.5 + 0.5 / 3.5 + 0) / 3)]


@pytest.mark.parametrize(("outlets", "n"), [("ab", 10), ("abc", 7)])
def test_too_little_is_a_gap_not_a_zero(case, outlets, n):
    rows = [article(i, outlets[i % len(outlets)]) for i in range(n)]
    days = escalation.daily(*made(rows, [event(i) for i in range(n)]), case, draws=10)
    assert np.isnan(value(days, "share_high")).all()
    assert value(days, "share_high", "n_origins") == [n]


def test_claimed_withdrawal_does_not_move_the_ladder(case):
    rows = [article(i, "abc"[i % 3]) for i in range(9)]
    happened = [
        event(i, category="RETREAT", status="claimed", voice="own", rung=-2, intensity=0.0, counts=False)
        for i in range(9)
    ]
    days = escalation.daily(*made(rows, happened), case, draws=10)
    assert value(days, "deescalation_claimed") == [1]
    assert value(days, "deescalation_reported") == [0]
    assert value(days, "share_high") == [0]


def test_promised_withdrawal_is_claimed_and_alleged_acts_are_apart(case):
    rows = [article(i, "abc"[i % 3]) for i in range(9)]
    happened = [
        event(i, category="AGREE", content="RETREAT", status="claimed", voice="own", rung=-1, counts=False)
        for i in range(9)
    ]
    happened += [event(i, status="alleged", voice="other", counts=False) for i in range(9)]
    days = escalation.daily(*made(rows, happened), case, draws=10)
    assert value(days, "deescalation_claimed") == [1]
    assert (value(days, "alleged"), value(days, "acts")) == ([1], [0])


def test_frequency_follows_the_median_day(case):
    rows = [article(i, "abc"[i % 3], day=f"2022-02-{14 + i // 9}") for i in range(27)]
    days = escalation.daily(*made(rows, [event(i) for i in range(27)]), case, draws=10)
    assert days["freq"].unique().tolist() == ["D"]
    days = escalation.daily(*made(rows[::2], [event(i) for i in range(0, 27, 2)]), case, draws=10)
    assert days["freq"].unique().tolist() == ["W"]


def test_the_band_holds_the_value_and_the_seed_fixes_it(case):
    rows = [article(i, "abcd"[i % 4]) for i in range(40)]
    happened = [event(i) if i % 3 else event(i, category="ACCUSE", rung=1) for i in range(40)]
    days = escalation.daily(*made(rows, happened), case, draws=400)
    (low,), (middle,), (high,) = (value(days, "share_high", c) for c in ("low", "value", "high"))
    assert 0 < low < middle < high < 1
    pd.testing.assert_frame_equal(days, escalation.daily(*made(rows, happened), case, draws=400))


def test_the_band_covers_the_truth_about_as_often_as_it_says(case):
    # 40 outlets of 5 texts, each loud with probability .3: the band's rate must not be far from 95 %
    rng = np.random.default_rng(1)
    hit = 0
    for trial in range(40):
        rows = [article(i, f"o{i % 40}") for i in range(200)]
        happened = [event(i) if rng.random() < 0.3 else event(i, category="ACCUSE", rung=1) for i in range(200)]
        days = escalation.daily(*made(rows, happened), case, draws=200, seed=trial)
        (low,), (high,) = value(days, "share_high", "low"), value(days, "share_high", "high")
        hit += low <= 0.3 <= high
    assert 34 <= hit <= 40


def test_pairs_and_no_events(case):
    rows = [article(i, "abc"[i % 3]) for i in range(9)]
    days = escalation.daily(*made(rows, [event(i) for i in range(9)]), case, draws=10)
    assert set(days.loc[days["measure"] == "conflict", "key"]) == {"russia>ukraine"}
    assert len(escalation.daily(*made(rows, []), case)) == 0
    outside = [event(i, actor=["mali"], recipient=["chad"]) for i in range(9)]
    assert len(escalation.daily(*made(rows, outside), case)) == 0


def test_stories_join_a_pair_s_day_and_leave_background_out():
    rows = [
        event(0),
        event(1),
        event(2, event_day="2022-02-17"),
        event(3, event_day="2022-02-19"),
        event(4, status="background", factuality="background", event_day=None),
        event(5, recipient=["poland"]),
    ]
    linked = stories.link(tables.frame("events", rows))
    names = linked["story"].tolist()
    assert names[0] == names[1] == names[2]
    assert len({names[0], names[3], names[5]}) == 3
    assert names[4] == ""


def test_ledger_keeps_contested_claims_and_who_takes_which_side(case):
    rows = [article(0, "a"), article(1, "b"), article(2, "c", origin="a1"), article(3, "a")]
    happened = [
        event(0, category="RETREAT", status="claimed", voice="own"),
        event(
            1,
            category="RETREAT",
            status="no_sign",
            voice="other",
            factuality="no_sign",
            speaker=["nato", "united_states"],
        ),
        event(2, category="RETREAT", status="no_sign", voice="other", factuality="no_sign", speaker=["nato"]),
        event(3, category="AID", status="claimed", voice="own"),
    ]
    ledger = claims.ledger(tables.frame("events", happened), tables.frame("articles", rows), case)
    assert {(r.party, r.position, r.origins) for r in ledger.itertuples()} == {
        ("russia", "asserts", 1),
        ("nato", "no_sign", 1),
        ("united_states", "no_sign", 1),
    }
    assert ledger["claim"].unique().tolist() == ["Russia withdraws from Ukraine"]
    tables.check("claims", ledger)


def test_first_article_yields_who_claims_and_who_denies(shared, case):
    from helpers import articles, cleaning, duplicates

    found, _ = articles.read(shared / "corpora" / "seed", case=case)
    cleaned = duplicates.link(cleaning.clean(found)[0])
    events = stories.link(annotate.annotate(cleaned, case).events)
    ledger = claims.ledger(events, cleaned, case)
    retreat = ledger[ledger["category"] == "RETREAT"]
    assert set(zip(retreat["party"], retreat["position"], strict=True)) == {
        ("russia", "asserts"),
        ("united_states", "denies"),
        ("nato", "denies"),
        ("nato", "no_sign"),
        ("ukraine", "no_sign"),
    }
    assert not events.loc[events["category"] == "RETREAT", "counts"].any()


def test_densest_is_the_stretch_with_most_texts():
    rows = [
        {"day": d, "freq": "D", "measure": "share_high", "n_origins": n}
        for d, n in [("2022-01-01", 9), ("2022-02-01", 8), ("2022-02-05", 8), ("2022-04-01", 15)]
    ]
    assert list(escalation.densest(tables.frame("days", rows), weeks=1)["day"].dt.strftime("%m-%d")) == [
        "02-01",
        "02-05",
    ]
    assert len(escalation.densest(tables.frame("days"))) == 0
