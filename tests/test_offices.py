import datetime as dt

import pytest

from helpers.actors import Finder
from helpers.cases import Actor
from helpers.offices import variants

RUSSIA = Actor(kind="state", names=["Russia", "Russian Federation"], demonyms=["Russian", "Russians"])


def test_an_office_is_written_in_many_ways():
    found = set(variants("Russian president", RUSSIA))
    assert found >= {
        "Russian president",
        "Russia's President",
        "President of Russia",
        "president of the Russian Federation",
    }
    assert found >= {"Russian head of state", "Russian Head of State"}
    assert set(variants("Kremlin spokesman", RUSSIA)) == {"Kremlin spokesman"}


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("The President of Russia spoke.", "putin"),
        ("Ukraine's President spoke.", "zelensky"),
        ("Russia's defence ministry spoke.", "russian_defence_ministry"),
        ("Germany's chancellor spoke.", "scholz"),
    ],
)
def test_offices_and_bodies_are_found(case, words, actor):
    assert [m.actor for m in Finder(case).find(words, dt.date(2022, 2, 16))] == [actor]


def test_an_office_is_its_holders_on_the_day_only(case):
    assert [m.actor for m in Finder(case).find("Germany's chancellor spoke.", dt.date(2021, 11, 1))] != ["scholz"]
