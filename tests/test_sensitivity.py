import numpy as np
import pandas as pd
import pytest

from helpers import charts, display, escalation, sensitivity, tables
from helpers.cases import Outlet


@pytest.fixture(scope="module")
def days(crisis, case):
    return escalation.daily(*crisis, case, draws=20)


def lines(found, articles, case, days):
    made = sensitivity.lines(found, articles, case, days)
    return {name: same.set_index("day") for name, same in made.groupby("variant")}


def test_where_outlets_are_alike_no_choice_of_weight_moves_the_line(crisis, case, days):
    ours = days[(days["measure"] == "share_high") & (days["key"] == "")].set_index("day")["value"]
    made = lines(*crisis, case, days)
    assert set(made) == set(sensitivity.VARIANTS)
    for variant in ("texts alike", "no owned outlets", "rules alone"):
        assert np.allclose(made[variant]["value"], ours)


def test_an_owned_outlet_can_be_left_out_and_too_few_outlets_leave_a_gap(crisis, case, days):
    owned = case.model_copy(update={"outlets": {"a": Outlet(owner="russia")}})
    made = lines(*crisis, owned, days)
    assert made["no owned outlets"]["value"].isna().all()  # two outlets are left
    assert made["one outlet left out"]["low"].isna().all()


def test_a_loud_outlet_weighs_more_where_every_text_weighs_the_same(crisis, case):
    found, articles = crisis
    quiet = set(found.events.loc[found.events["category"] == "ACCUSE", "article_id"])
    articles = articles.assign(
        outlet=[
            "q" if i in quiet and n % 2 else o
            for n, (i, o) in enumerate(zip(articles["article_id"], articles["outlet"], strict=True))
        ]
    )
    days = escalation.daily(found, articles, case, draws=20)
    ours = days[(days["measure"] == "share_high") & (days["key"] == "")].set_index("day")["value"]
    made = lines(found, articles, case, days)
    alike = made["texts alike"]["value"]
    truth = (
        found.events.assign(day=found.events["event_day"], loud=found.events["rung"] >= 3).groupby("day")["loud"].mean()
    )
    assert np.allclose(alike, truth)
    assert not np.allclose(ours, truth)
    weeks = escalation.daily(found, articles, case, draws=5, freq="W")
    ranged = lines(found, articles, case, weeks)["one outlet left out"]
    assert (ranged["low"] < ranged["high"]).all()  # q is quiet, so the line rises without it


def test_events_of_the_reader_alone_can_be_left_out(crisis, case, days):
    found, articles = crisis
    events = found.events.assign(rule=["reader" if c == "ASSAULT" else "r" for c in found.events["category"]])
    made = lines(found._replace(events=events), articles, case, days)
    assert (made["rules alone"]["value"].dropna() == 0).all()


def test_ten_tellings_of_one_happening_are_one_story(crisis, case, days):
    made = lines(*crisis, case, days)
    assert made["stories"]["value"].isna().all()  # two stories a day are too few for a share


def test_how_far_is_told_and_drawn(crisis, case, days):
    made = sensitivity.lines(*crisis, case, days)
    far = sensitivity.widest(made, days).set_index("line")
    assert far.loc[sensitivity.VARIANTS["texts alike"], "largest gap"] == pytest.approx(0, abs=1e-9)
    shown = display.chart(charts.sensitivity(made, days, case), "lines").data
    assert all(name in shown for name in sensitivity.VARIANTS.values())
    nothing = sensitivity.lines(*crisis, case, tables.frame("days"))
    assert nothing.empty
    assert "Nothing" in display.table(sensitivity.widest(nothing, tables.frame("days"))).data


def test_rungs_add_up_to_what_was_told(crisis, case, days):
    found, articles = crisis
    shares = escalation.by_rung(found.events, days, articles, case)
    wide = shares.pivot(index="day", columns="rung", values="share")
    assert np.allclose(wide[1] + wide[5], 1)  # every text has one event
    assert wide[5].iloc[-1] > 0.7 > 0.3 > wide[5].iloc[0]
    assert "attack" in display.chart(charts.ladder(shares, case), "ladder").data
    blank = escalation.by_rung(found.events, tables.frame("days"), articles, case)
    assert "texts with an event" in display.chart(charts.ladder(blank, case), "ladder").data


def test_weeks_can_be_asked_for(crisis, case):
    days = escalation.daily(*crisis, case, draws=5, freq="W")
    assert set(days["freq"]) == {"W"}
    assert days["day"].dt.day_of_week.eq(0).all()
    assert isinstance(days["day"].iloc[0], pd.Timestamp)
