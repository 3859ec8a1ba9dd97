import pandas as pd
import pytest

from helpers import schemas, tables
from helpers.errors import TableError


@pytest.mark.parametrize("name", schemas.SCHEMAS)
def test_empty_tables_have_their_schema(name):
    assert list(tables.check(name, tables.frame(name)).columns) == tables.columns(name)


def test_write_and_read_back(tmp_path):
    events = tables.frame(
        "events",
        [
            {
                "event_id": "e",
                "article_id": "a",
                "actor": ["x", "y"],
                "speaker": [],
                "voice": "own",
                "factuality": "asserted",
                "status": "claimed",
                "intensity": 1.0,
                "confidence": 0.5,
                "actor_start": 3,
                "actor_end": None,
            }
        ],
    )
    tables.write("events", events, tmp_path)
    pd.testing.assert_frame_equal(tables.read("events", tmp_path), events)
    assert [p.name for p in (tmp_path / "tables").iterdir()] == ["events.parquet"]


def test_a_missing_table_names_the_notebook(tmp_path):
    with pytest.raises(TableError, match=r"run the notebook 1-clean\.ipynb for this case first"):
        tables.read("articles", tmp_path)


def test_a_damaged_table_says_so(tmp_path):
    tables.path("days", tmp_path).parent.mkdir()
    tables.path("days", tmp_path).write_bytes(b"PAR1 half written")
    with pytest.raises(TableError, match=r"can't be read .* delete it and run the notebook 3-escalation"):
        tables.read("days", tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"status": "rumoured"}, "status"),
        ({"start": 5, "end": 2}, "start must not pass end"),
        ({"actor": ("x",)}, "must hold lists"),
    ],
)
def test_values_are_checked(change, message):
    row = {
        "event_id": "e",
        "article_id": "a",
        "voice": "own",
        "factuality": "asserted",
        "status": "claimed",
        "intensity": 1.0,
        "confidence": 0.5,
    }
    events = tables.frame("events", [row]).assign(**{k: [v] for k, v in change.items()})
    with pytest.raises(TableError, match=message):
        tables.check("events", events)


def test_unknown_columns_and_tables():
    with pytest.raises(TableError, match="did you mean 'actor'"):
        tables.frame("mentions", [{"aktor": "x"}])
    with pytest.raises(TableError, match="did you mean 'events'"):
        tables.columns("event")
