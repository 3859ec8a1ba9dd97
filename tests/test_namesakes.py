import pytest

from helpers import cases, namesakes
from helpers.actors import Finder


@pytest.fixture(scope="module")
def case():
    return cases.load("ukraine-2022")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Jill Biden came. Biden smiled.", []),
        ("Jill Biden came. Joe Biden did not. Biden slept.", ["Joe Biden", "Biden"]),
        ("Aides of Hunter Biden spoke. President Biden did not. Biden slept.", ["Biden", "Biden"]),
        ("But Biden said no. On Monday Biden left.", ["Biden", "Biden"]),
        ("Biden spoke before Hunter Biden did.", ["Biden"]),
        ("Said Putin: no.", ["Putin"]),
    ],
)
def test_surnames_of_others_are_dropped(case, text, kept):
    found = namesakes.drop(text, Finder(case).find(text), case)
    assert [text[m.start : m.end] for m in found if m.actor in ("biden", "putin")] == kept
