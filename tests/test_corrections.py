import pandas as pd
import pytest

from helpers import corrections
from helpers.errors import StandoffError

TEXT = "Title\nRussia attacked Ukraine. Georgia praised France."


@pytest.fixture
def own(case, tmp_path):
    return case.model_copy(update={"folder": tmp_path})


@pytest.fixture
def found(read):
    made = read(TEXT)
    assert set(made.events["category"]) == {"ASSAULT", "SUPPORT"}
    return made


def test_without_a_file_nothing_is_corrected(own, found):
    made = corrections.apply(found, own)
    assert (made.applied, made.stale) == (0, 0)
    assert made.annotations.events.equals(found.events)
    assert "Nothing" in corrections.told(made, own)


def test_a_wrong_event_is_left_out_of_every_later_run(own, found):
    wrong = found.events[found.events["category"] == "ASSAULT"].iloc[0]
    file = corrections.add_wrong_event(own, wrong, note='=HYPERLINK("x"), "quoted"')
    assert file.parent == own.folder
    for _ in range(2):
        made = corrections.apply(found, own)
        assert (made.applied, made.stale) == (1, 0)
        assert set(made.annotations.events["category"]) == {"SUPPORT"}
    assert corrections.told(made, own).startswith("1 reading corrected")


def test_a_mention_that_is_somebody_else_changes_its_events(own, found):
    mention = found.mentions[found.mentions["actor"] == "georgia"].iloc[0]
    corrections.add_mention(own, mention, "united_states")
    made = corrections.apply(found, own).annotations
    assert made.mentions.loc[made.mentions["start"] == mention["start"], "actor"].tolist() == ["united_states"]
    (event,) = made.events[made.events["category"] == "SUPPORT"].itertuples()
    assert (event.actor, event.recipient) == (["united_states"], ["france"])


def test_a_mention_that_is_nobody_goes_with_its_events(own, found):
    mention = found.mentions[found.mentions["actor"] == "georgia"].iloc[0]
    corrections.add_mention(own, mention, "")
    made = corrections.apply(found, own).annotations
    assert "georgia" not in set(made.mentions["actor"])
    assert set(made.events["category"]) == {"ASSAULT"}


def test_what_is_no_longer_read_is_stale_and_counted(own, found, read):
    corrections.add_wrong_event(own, found.events.iloc[0])
    other = read("Title\nNobody did anything.")
    made = corrections.apply(other, own)
    assert (made.applied, made.stale) == (0, 1)
    assert "no longer apply" in corrections.told(made, own)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("what,start\nevent,1\n", "no column 'article_id'"),
        ("thing,a,1,2,russia,,,,,\n", "line 2: what is 'thing'"),
        ("mention,a,one,2,russia,,,,,\n", "line 2: start and end"),
        ("mention,a,1,2,russia,,,rusia,,\n", "russia"),
    ],
)
def test_a_damaged_file_is_told_with_its_line(own, found, content, told):
    head = "" if content.startswith("what,") else ",".join(corrections.COLUMNS) + "\n"
    corrections.file(own).write_text(head + content, "utf-8")
    with pytest.raises(StandoffError, match=told):
        corrections.apply(found, own)


def test_nobody_can_become_an_unknown_actor(own, found):
    with pytest.raises(StandoffError, match="france"):
        corrections.add_mention(own, found.mentions.iloc[0], "frnace")
    assert isinstance(corrections.read(own), pd.DataFrame)
