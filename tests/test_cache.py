import pandas as pd
import pytest

from helpers import annotate, cases
from helpers.errors import StandoffError

TEXTS = ["T\nRussia attacked Ukraine.", "T\nNATO praised Freedonia. Trentino spoke.", "T\nIt rained."]


@pytest.fixture
def articles():
    day = pd.Timestamp("2022-02-16")
    rows = [
        {"article_id": f"a{i}", "outlet": "reuters", "published": day, "text": text, "in_scope": True}
        for i, text in enumerate(TEXTS)
    ]
    return pd.DataFrame(rows)


@pytest.fixture
def seen(monkeypatch):
    """Record which articles are really read."""
    kept = []
    plain = annotate.Article

    def article(record, case, finder):
        kept.append(record["article_id"])
        return plain(record, case, finder)

    monkeypatch.setattr(annotate, "Article", article)
    return kept


def same(one, other):
    for first, second in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(first, second)


def test_what_is_known_is_not_read_again(articles, case, seen, tmp_path):
    file = tmp_path / "cache" / "read.sqlite"
    first = annotate.annotate(articles, case, cache=file)
    assert seen == ["a0", "a1", "a2"]
    again = annotate.annotate(articles.iloc[::-1], case, cache=file)
    assert seen == ["a0", "a1", "a2"]
    same(first, annotate.annotate(articles, case))
    same(again, annotate.annotate(articles.iloc[::-1], case))


def test_a_changed_article_is_read_again(articles, case, seen, tmp_path):
    annotate.annotate(articles, case, cache=tmp_path / "c")
    seen.clear()
    articles.loc[2, "text"] = "T\nIt snowed."
    annotate.annotate(articles, case, cache=tmp_path / "c")
    assert seen == ["a2"]


def test_a_new_actor_changes_only_the_articles_that_name_it(articles, case, seen, tmp_path):
    annotate.annotate(articles, case, cache=tmp_path / "c")
    seen.clear()
    known = {**case.actors, "trentino": cases.Actor(names=["Trentino"])}
    wider = case.model_copy(update={"actors": known})
    found = annotate.annotate(articles, wider, cache=tmp_path / "c")
    assert seen == ["a1"]
    assert "trentino" in set(found.mentions["actor"])


def test_a_killed_run_keeps_the_chunks_it_finished(articles, case, seen, tmp_path, monkeypatch):
    monkeypatch.setattr(annotate, "_CHUNK", 1)
    plain = annotate._read

    def killed(records, case):
        if records[0]["article_id"] == "a2":
            raise KeyboardInterrupt
        return plain(records, case)

    monkeypatch.setattr(annotate, "_read", killed)
    with pytest.raises(KeyboardInterrupt):
        annotate.annotate(articles, case, cache=tmp_path / "c")
    monkeypatch.setattr(annotate, "_read", plain)
    seen.clear()
    resumed = annotate.annotate(articles, case, cache=tmp_path / "c")
    assert seen == ["a2"]
    same(resumed, annotate.annotate(articles, case))


def test_another_version_starts_anew(articles, case, seen, tmp_path, monkeypatch):
    annotate.annotate(articles, case, cache=tmp_path / "c")
    seen.clear()
    monkeypatch.setattr(annotate, "version", lambda: "another")
    annotate.annotate(articles, case, cache=tmp_path / "c")
    assert len(seen) == len(articles)


def test_a_damaged_cache_says_what_to_do(articles, case, tmp_path):
    (tmp_path / "c").write_bytes(b"no database" * 200)
    with pytest.raises(StandoffError, match="delete it"):
        annotate.annotate(articles, case, cache=tmp_path / "c")
