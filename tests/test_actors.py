import datetime as dt

import pytest

from helpers.actors import Finder, summary


@pytest.fixture(scope="module")
def finder(case):
    return Finder(case)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia and Ukraine", [("Russia", "russia"), ("Ukraine", "ukraine")]),
        ("Russias army, Russia's fleet", [("Russia", "russia"), ("Russia", "russia")]),
        ("Russians left", [("Russians", "russia")]),
        ("Moscow said", [("Moscow", "russia")]),
        ("Moscow's envoy in Moscow", [("Moscow", "russia")]),
        ("He flew to Moscow from Kyiv", []),
        ("pressure on Moscow", [("Moscow", "russia")]),
        ("a Moscow suburb", []),
        ("Kremlin spokesman Dmitry Peskov", [("Kremlin spokesman", "peskov"), ("Dmitry Peskov", "peskov")]),
        ("Peskovs words", [("Peskov", "peskov")]),
        ("give us the US answer", [("US", "united_states")]),
        ("the Washington Post", []),
        ("the Minsk agreements", []),
        ("Minsk said", [("Minsk", "belarus")]),
        ("Russian-speaking regions", []),
        ("Russian-backed separatists", [("Russian-backed separatists", "donetsk_luhansk")]),
        ("the European Union and NATO", [("European Union", "european_union"), ("NATO", "nato")]),
        ("NATO-led and US-Russian", [("NATO", "nato"), ("US", "united_states"), ("Russian", "russia")]),
        ("new sanctions on Nord Stream 2", [("sanctions", "sanctions"), ("Nord Stream 2", "pipeline")]),
        ("SANCTIONS", [("SANCTIONS", "sanctions")]),
        ("Ukrainska Pravda and Ukrainerussia", []),
        ("", []),
    ],
)
def test_find(finder, text, expected):
    assert [(text[m.start : m.end], m.actor) for m in finder.find(text, dt.date(2022, 2, 16))] == expected


@pytest.mark.parametrize(
    ("day", "holder"),
    [
        (dt.date(2021, 12, 7), "merkel"),
        (dt.date(2021, 12, 8), "scholz"),
        (None, "germany"),
    ],
)
def test_an_office_names_its_holder_on_the_day(finder, day, holder):
    assert [m.actor for m in finder.find("the German chancellor", day)] == [holder]


def test_summary_compares_quoted_and_talked_about(read, case):
    found = read("Russia denies it\nRussia said Ukraine had lied. Ukraine met Russia.")
    table = summary(found.mentions, found.statements, case).set_index("side")
    assert table.loc["Russia", "mentions"] == 3
    assert table.loc["Russia", "quoted"] == 1
    assert table["talked_about"].sum() == pytest.approx(1)
