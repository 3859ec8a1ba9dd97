import datetime as dt
import html
import re

import ipywidgets as widgets
import pytest

from helpers import charts, corrections, display, explorer, selection, standoff, tables
from helpers.selection import Wanted
from helpers.validation import widget

TEXT = "<b>Title</b>\nRussia attacked Ukraine. Moscow <script>alert(1)</script> said Kyiv had shelled Donetsk."


@pytest.fixture
def events(crisis, case):
    found, articles = crisis
    return selection.Events(found.events, articles, case)


def test_an_empty_wish_asks_for_all(events, crisis):
    assert len(events.choose(Wanted())) == len(crisis[0].events)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(actors=["russia"], recipients=["ukraine"], categories=["ASSAULT"]),
        Wanted(outlets=["a"], statuses=["reported"]),
        Wanted(since=dt.date(2022, 2, 10), until=dt.date(2022, 2, 11)),
    ],
)
def test_each_part_of_a_wish_narrows_it(events, wanted):
    made = events.choose(wanted)
    assert 0 < len(made) < len(events.table)
    assert set(made["category"]) <= set(wanted.categories or made["category"])
    assert set(made["outlet"]) <= set(wanted.outlets or made["outlet"])
    if wanted.since:
        assert made["published"].dt.date.between(wanted.since, wanted.until).all()


def test_nobody_known_finds_nothing_and_the_chart_says_so(events):
    made = events.choose(Wanted(actors=["france"]))
    assert made.empty
    assert "No event is like that" in display.chart(charts.chosen(selection.by_week(made)), "bars").data


def test_weeks_count_texts(events):
    weeks = selection.by_week(events.choose(Wanted()))
    assert weeks[["conflict", "cooperation", "other"]].to_numpy().sum() == events.table["origin"].nunique()


def test_the_view_keeps_every_character_and_escapes_it(read, case):
    made = read(TEXT)
    shown = standoff.view({"article_id": "a", "text": TEXT}, made, case)
    body = shown[shown.index('<div class="standoff-view">') :]
    assert html.unescape(re.sub(r"<[^>]*>", "", body)) == TEXT
    assert "<script>" not in shown
    assert 'class="mention' in body
    assert "why:" in body


def test_the_chosen_event_is_outlined(read, case):
    made = read(TEXT)
    event = made.events.iloc[0]
    shown = standoff.view({"article_id": "a", "text": TEXT}, made, case, chosen=event["event_id"])
    assert re.search(r'class="[^"]*chosen[^"]*"[^>]*>' + re.escape(TEXT[event["start"] : event["end"]]), shown)


@pytest.fixture
def opened(crisis, case, tmp_path):
    found, articles = crisis
    for name, table in found._asdict().items():
        tables.write(name, table, tmp_path)
    tables.write("articles", articles, tmp_path)
    return explorer.show(case.model_copy(update={"folder": tmp_path}), tmp_path)


def test_chart_and_sentences_follow_the_choice(opened):
    before = opened.chart.value
    opened.categories.value = ("ASSAULT",)
    assert opened.chart.value != before
    assert all("ASSAULT" in label for label, value in opened.sentences.options if value)
    opened.actors.value = ("ukraine",) if "ukraine" in dict(opened.actors.options).values() else opened.actors.value
    assert "events in" in opened.found.value


def test_a_sentence_opens_its_article_and_can_be_marked_wrong(opened):
    assert opened.wrong.disabled
    _, event_id = opened.sentences.options[1]
    opened.sentences.value = event_id
    assert "standoff-view" in opened.view.value
    assert not opened.wrong.disabled
    opened.wrong.click()
    assert len(corrections.read(opened._case)) == 1
    opened.sentences.value = ""
    assert opened.view.value == ""


def test_a_mention_can_be_set_right(read, case, tmp_path):
    made, own = read(TEXT), case.model_copy(update={"folder": tmp_path})
    row = {"article_id": "a", "outlet": "reuters", "published": "2022-02-16", "text": TEXT, "origin": "a"}
    articles = tables.frame("articles", [{**row, "in_scope": True}])
    open_ = explorer.Explorer(own, articles, made)
    open_.sentences.value = open_.sentences.options[1][1]
    open_.mention.value = dict(open_.mention.options)["“Moscow” as Russia, by metonym"]
    open_.becomes.value = "belarus"
    open_.rename.click()
    written = corrections.read(own).iloc[0]
    assert (written["actor"], written["becomes"]) == ("russia", "belarus")
    corrected = corrections.apply(made, own)
    assert corrected.applied == 1
    assert "belarus" in set(corrected.annotations.mentions["actor"])


@pytest.mark.parametrize("made", [explorer.Explorer, widget.Coder])
def test_no_method_of_a_widget_is_overridden(made):
    """`Widget.open` makes the connection to the browser; a method of that name once left the explorer blank there."""
    own = {name for name in vars(made) if not name.startswith("_")}
    assert not own & set(dir(widgets.VBox))


def test_a_sentence_says_who_tells_it(read, case):
    text = "T\nMoscow said Kyiv had shelled Donetsk."
    row = {"article_id": "a", "outlet": "reuters", "published": "2022-02-16", "text": text, "origin": "a"}
    open_ = explorer.Explorer(case, tables.frame("articles", [{**row, "in_scope": True}]), read(text))
    assert "ASSAULT, alleged (told by Russia)" in open_.sentences.options[1][0]
