import datetime as dt

import pytest

from helpers import cases, introduced
from helpers.actors import Finder

CASE = cases.load("ukraine-2022")
FINDER = Finder(CASE)


def named(text):
    found = introduced.find(text, FINDER.find(text, dt.date(2022, 4, 1)), CASE)
    return [(text[m.start : m.end], m.actor) for m in found if m.via == "introduced"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "German Economic Affairs Minister Anton Vossberg warned Russia. Vossberg left.",
            [("Anton Vossberg", "germany"), ("Vossberg", "germany")],
        ),
        (
            "The Prime Minister of Romania Nicolae Știrbă came. Later Știrbăs plane left.",
            [("Nicolae Știrbă", "romania"), ("Știrbă", "romania")],
        ),
        ("said Tan Meilin, China's deputy permanent representative to the United Nations.", [("Tan Meilin", "china")]),
        ("Oleh Ustymko, an economic adviser to the Ukrainian president, agreed.", [("Oleh Ustymko", "ukraine")]),
        ("US ambassador to Ukraine Mary J. Holt arrived.", [("Mary J. Holt", "united_states")]),
        ("Sweden's envoy, Lars von der Heide, spoke.", [("Lars von der Heide", "sweden")]),
        # not now, no office, another's, an institution, "pro-EU", words that tell between office and name
        ("Former US ambassador to Russia Michael Brandt wrote.", []),
        ("Russian tycoon Boris Tinkovsky wrote. Tinkovsky sold.", []),
        ("French opposition leader Marc Duval wrote.", []),
        ("US Under Secretary of State for Political Affairs met them.", []),
        ("He met the pro-EU president Maria Sanduleac.", []),
        ("The Russian ambassador said that Minister Peter Ostrander left.", []),
        ("Moscow and Kyiv talked.", []),
    ],
)
def test_an_official_stands_for_whom_it_speaks(text, expected):
    assert named(text) == expected


def test_a_surname_that_two_sides_share_is_nobodys():
    text = "Polish minister Jan Novak met Czech minister Petr Novak. Novak smiled."
    assert named(text) == [("Jan Novak", "poland"), ("Petr Novak", "czechia")]


def test_a_namesake_with_another_given_name_is_left_out():
    text = "German Economy Minister Anton Vossberg spoke. His sister Greta Vossberg did not."
    assert named(text) == [("Anton Vossberg", "germany")]


def test_an_issue_has_no_officials():
    assert (
        named("He met sanctions coordinator and chief negotiator Anton Vossberg. The sanctions envoy Jo Brandt left.")
        == []
    )


def test_he_means_an_introduced_official_too(read):
    found = read("T\nGerman Economy Minister Anton Vossberg landed in Kyiv. He said Russia was ready to attack.")
    assert found.mentions.loc[found.mentions["via"] == "pronoun", "actor"].tolist() == ["germany"]
    assert set(found.statements["speaker"]) == {"germany"}
