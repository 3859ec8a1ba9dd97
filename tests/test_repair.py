import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.repair import is_stripped, repair


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Putins claim", "Putin's claim"),
        ("Russias far east and NATOs chief", "Russia's far east and NATO's chief"),
        ("The Russians left", "The Russians left"),
        ("The Philippines and the Netherlands", "The Philippines and the Netherlands"),
        ("Texas, Athens, Paris", "Texas, Athens, Paris"),
        ("It doesnt matter, they werent there", "It doesn't matter, they weren't there"),
        ("Thats what theyve said", "That's what they've said"),
        ("He went to its base", "He went to its base"),
        ("as ever.Credit:Bloomberg", "as ever. Credit:Bloomberg"),
        ("Hong Kong (CNN)Five powers", "Hong Kong (CNN) Five powers"),
        ("U . S . military help", "U.S. military help"),
        ("Pandora Papers : a leak", "Pandora Papers: a leak"),
        ("Russia’s “red lines”", 'Russia\'s "red lines"'),
        ("Putins new normal  namely, force", "Putin's new normal – namely, force"),
        ("A “quote” and  two spaces", 'A "quote" and  two spaces'),
        ("at 10.30 on www.x.example", "at 10.30 on www.x.example"),
    ],
)
def test_repair(raw, expected):
    assert repair(raw).text == expected


def test_the_way_back():
    raw = "NATO rejects Putins  claim.Credit:X"
    repaired = repair(raw)
    at = repaired.text.index("Putin's")
    assert raw[slice(*repaired.raw_span(at, at + len("Putin's")))] == "Putins"
    at = repaired.text.index("Credit")
    assert raw[slice(*repaired.raw_span(at, at + 6))] == "Credit"
    assert repaired.raw_span(0, len(repaired.text)) == (0, len(raw))


PIECES = st.sampled_from(
    [
        "Putins ",
        "doesnt ",
        "Russia ",
        "  ",
        "end.Then ",
        "’",
        "“",
        "U . S . ",
        "a : b ",
        "\n",
        "x",
        "(CNN)Five",
        "Zürich ",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_unedited_characters_keep_their_place(raw):
    repaired = repair(raw)
    inside = [i for e in repaired.edits for i in range(e.start, e.end)]
    for at, character in enumerate(repaired.text):
        start, end = repaired.raw_span(at, at + 1)
        assert 0 <= start <= end <= len(raw)
        if end == start + 1 and start not in inside:
            assert raw[start] == character
    starts = [repaired.raw_span(i, i + 1)[0] for i in range(len(repaired.text))]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("raw", "stripped"), [("Putins claim", True), ("Putin's claim", False), ("A plain line", False)]
)
def test_is_stripped(raw, stripped):
    assert is_stripped(raw) is stripped
