import numpy as np
import pytest
from conftest import DAYS

from helpers import account, annotate, charts, display, escalation, tables, turns


@pytest.fixture(scope="module")
def told(crisis, case):
    found, articles = crisis
    days = escalation.daily(found, articles, case, draws=50)
    return days, turns.find(days, found, articles, case, draws=40)


def test_a_change_of_level_is_found_with_its_drivers(told, crisis):
    _, found = told
    tables.check("turns", found)
    assert {"share_high", "attacks"} <= set(found["measure"])
    (turn,) = turns.of(found, "share_high").itertuples()
    assert turn.day == DAYS[12]
    assert turn.low <= turn.day <= turn.high
    assert turn.stability >= 0.4
    assert turn.before < 0.3 < 0.7 < turn.after
    assert turn.drivers[0].startswith("ASSAULT Russia → Ukraine +")
    loud = crisis[0].events.set_index("event_id")
    assert {loud.loc[e, "category"] for e in turn.evidence} == {"ASSAULT"}


def test_little_or_nothing_has_no_turn(case):
    assert turns.split(np.array([0.1] * 5 + [0.9] * 5)) == []
    assert turns.split(np.full(40, 0.3)) == []
    blank = annotate.Annotations(*(tables.frame(name) for name in annotate.Annotations._fields))
    assert turns.find(tables.frame("days"), blank, tables.frame("articles"), case).empty


def test_where_the_headline_does_not_turn_attacks_divide_the_phases(told):
    _, found = told
    assert set(turns.phases(found)["measure"]) == {"share_high"}
    (only,) = set(turns.phases(found[found["measure"] != "share_high"])["measure"])
    assert only == "attacks"
    assert turns.phases(tables.frame("turns")).empty


def test_noise_is_measured_from_its_differences():
    rng = np.random.default_rng(0)
    noise = turns.autoregressive(4000, 0.6, rng)
    found = turns.noise_of(noise + np.repeat([0, 5], 2000))
    assert found.correlation == pytest.approx(0.6, abs=0.08)
    assert found.variance == pytest.approx(1.0, abs=0.2)


def test_the_account_gives_figures_and_evidence(told, crisis, case):
    days, found = told
    read, articles = crisis
    phases = account.write(turns.phases(found), days, read, articles, case, draws=40)
    assert [(p.start, p.end) for p in phases] == [(DAYS[0], DAYS[11]), (DAYS[12], DAYS[23])]
    words = [said.text for p in phases for said in p.sentences]
    assert any("108 distinct texts from 3 outlets" in w for w in words)
    assert any(
        w.startswith("Against the phase before, the share that reports an act on rung 3 or higher rose from")
        for w in words
    )
    assert any("texts say Russia attacked Ukraine" in w for w in words)
    assert all(said.evidence for p in phases for said in p.sentences if "attacked" in said.text)
    assert account.write(turns.phases(found), tables.frame("days"), read, articles, case) == []


def test_one_text_is_one_text():
    assert account._texts(1, "carry") == "1 text carries"
    assert account._texts(2, "deny") == "2 texts deny"
    assert account._texts(1, "say") == "1 text says"


def test_a_point_of_the_line_leads_to_its_sentences(told, crisis, case):
    days, found = told
    read, articles = crisis
    shown = display.chart(charts.escalation_line(days, case, found), "line").data
    sentences = tables.frame(
        "sentences", [{"article_id": a, "n": 1, "start": 2, "end": 25, "kind": "body"} for a in articles["article_id"]]
    )
    behind = escalation.behind(read.events, days, articles, case)
    page = display.by_day(behind, days, articles, sentences, case).data
    for day in DAYS:
        assert f'xlink:href="#day-{day:%Y-%m-%d}"' in shown
        assert f'id="day-{day:%Y-%m-%d}"' in page
    assert behind.groupby("period").size().max() == 4


def test_pairs_by_phase(told, crisis, case):
    _, found = told
    read, articles = crisis
    shares = escalation.by_phase(read.events, articles, case, turns.phases(found))
    deeds = shares[shares["kind"] == "deeds"]["share"].tolist()
    assert deeds == sorted(deeds)
    assert charts.pair_matrix(shares, case).figure is not None
