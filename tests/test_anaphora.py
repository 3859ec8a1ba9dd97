import datetime as dt

import pytest

from helpers import anaphora, cases, cleaning
from helpers.actors import Finder

CASE = cases.load("ukraine-2022")
FINDER = Finder(CASE)


def resolved(text):
    sentences = cleaning.split(f"T\n{text}")
    mentions = FINDER.find(f"T\n{text}", dt.date(2022, 2, 16))
    found = anaphora.resolve(f"T\n{text}", sentences, mentions, CASE)
    return [(f"T\n{text}"[m.start : m.end], m.actor) for m in found if m not in mentions]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("Antony Blinken landed in Kyiv. He said talks would go on.", [("He", "blinken")]),
        ("Antony Blinken landed in Kyiv. It rained. He met nobody.", [("He", "blinken")]),
        ('"We see nothing," Zelensky told them. "It is a claim," he said.', [("he", "zelensky")]),
        ("Scholz flew home. The chancellor said nothing.", [("The chancellor", "scholz")]),
        (
            "Zelensky flew home. The Head of State and the President of Finland spoke.",
            [("The Head of State", "zelensky")],
        ),
        ("Zelensky flew home. There, the President thanked them.", [("the President", "zelensky")]),
        # too far, two people, somebody unknown, nobody, a place
        ("Antony Blinken landed. It rained. It rained. It rained. He met nobody.", []),
        ("Antony Blinken met Sergei Lavrov. He said talks would go on.", []),
        ("Antony Blinken spoke. Analyst John Miller disagreed. He said it was a bluff.", []),
        ("He said it was a bluff.", []),
        ("The chancellor said nothing. Scholz flew home.", []),
        ("Russia said no. He agreed.", []),
        ("Putin spoke. The president of Finland listened.", []),
        ("Putin spoke. There, the President Sauli Niinisto listened.", []),
        ("Stoltenberg spoke. The Chief Executive listened.", []),
    ],
)
def test_resolve(text, added):
    assert resolved(text) == added


def test_a_pronoun_speaks_for_whom_it_means(read):
    found = read("T\nAntony Blinken landed in Kyiv. He said Russia was ready to attack.")
    assert set(found.statements["speaker"]) == {"blinken"}
    assert found.mentions.loc[found.mentions["via"] == "pronoun", "actor"].tolist() == ["blinken"]
