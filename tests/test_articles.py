import json

import pandas as pd
import pytest

from helpers import articles, cases, tables
from helpers.errors import InputError
from tests.conftest import SEED


def test_seed_format(raw):
    found, rejects = articles.read(raw({"a.txt": SEED}))
    assert len(rejects) == 0
    row = found.iloc[0]
    assert row["title"] == "NATO doubts Putins pullback, sees more troops"
    assert row["text"].startswith(row["title"] + "\nThe alliance doesnt")
    assert row["published"] == pd.Timestamp("2022-02-16")  # a stated date wins over the URL's
    assert (row["date_from"], row["flags"]) == ("stated", ["url_date_differs"])
    assert row["outlet"] == "news.example"
    tables.check("articles", found)


@pytest.mark.parametrize(
    ("lines", "date_from", "flags", "in_scope"),
    [
        (["T", "20220216", "https://x.example/a", "Body."], "stated", [], True),
        (["T", "https://x.example/2022/02/16/a", "Body."], "url", [], True),
        (["T", "https://x.example/a", "Body."], "none", ["no_date"], False),
        (["T", "20221399", "https://x.example/a", "Body."], "none", ["bad_date", "no_date"], False),
        (["T", "https://x.example/a", "20220216", "Body."], "stated", [], True),
        (["T", "29990216", "https://x.example/a", "Body."], "stated", ["future_date"], False),
    ],
)
def test_dates(raw, lines, date_from, flags, in_scope):
    found, rejects = articles.read(raw({"a.txt": "\n".join(lines)}))
    assert len(rejects) == 0
    row = found.iloc[0]
    assert (row["date_from"], row["flags"], row["in_scope"]) == (date_from, flags, in_scope)
    assert row["text"] == "T\nBody."


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("20220216", "2022-02-16"),
        ("2022-02-16", "2022-02-16"),
        ("2022-02-16T23:30:00-05:00", "2022-02-16"),
        ("1644969600", "2022-02-16"),
        ("16 February 2022", "2022-02-16"),
    ],
)
def test_stated_day(raw, stated, day):
    line = json.dumps({"title": "T", "date": stated, "url": "https://x.example/", "text": "Body."})
    found, _ = articles.read(raw({"a.jsonl": line}))
    assert found["published"].iloc[0] == pd.Timestamp(day)


def test_a_malformed_url_stops_nothing(raw):
    found, rejects = articles.read(raw({"a.txt": 'T\n20220216\nhttps://x"]owner.example/a\nBody.', "b.txt": SEED}))
    assert len(rejects) == 0
    assert set(found["outlet"]) == {"unknown", "news.example"}


def test_jsonl_bad_lines_do_not_stop_the_rest(raw):
    good = {"title": "T", "date": "2022-02-16", "url": "", "source": "BBC", "text": "Body."}
    found, rejects = articles.read(
        raw({"a.jsonl": "\n".join([json.dumps(good), "{broken", "[1]", json.dumps({"x": 1})])})
    )
    assert list(found["outlet"]) == ["BBC"]
    assert list(rejects["place"]) == ["line 2", "line 3", "line 4"]
    assert rejects["remedy"].str.len().min() > 0


def test_csv_with_columns_of_the_case(raw, tmp_path):
    file = tmp_path / "c.toml"
    file.write_text(
        'title = "C"\n[columns]\nbody = "Volltext"\ndate = "Datum"\n[outlets]\nzeit = { name = "Die Zeit" }\n'
    )
    table = 'title,Datum,publication,Volltext\n"A, b",2022-02-16,die zeit,"One.\nTwo."\nonly,two\n'
    found, rejects = articles.read(raw({"a.csv": table}), case=cases.load(file))
    assert list(found["text"]) == ["A, b\nOne.\nTwo."]
    assert list(found["outlet"]) == ["zeit"]
    assert list(rejects["place"]) == ["row 3"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.txt", b" \n\n", "empty file"),
        ("image.txt", b"\x89PNG\0\0\0", "binary"),
        ("story.txt", "Just a line of text.", "not a format we know"),
        (
            "huge.txt",
            "T\n20220216\nhttps://x.example/a\n" + "Russia attacked Ukraine.\n" * 20_000,
            "longer than 250,000",
        ),
        ("cut.txt", "T\n20220216\nhttps://x.example/a\n", "no text after"),
    ],
)
def test_bad_files_become_rejects(raw, name, content, reason):
    found, rejects = articles.read(raw({name: content, "good.txt": SEED}))
    assert len(found) == 1
    assert reason in rejects["reason"].iloc[0]
    assert rejects["path"].iloc[0] == name


def test_other_encodings_are_read(raw):
    found, _ = articles.read(
        raw({"a.txt": "Café\n20220216\nhttps://x.example/a\nThe déjà vu of Orbán’s visit.\n".encode("cp1252")})
    )
    assert "déjà vu" in found["text"].iloc[0]


def test_the_same_article_twice_is_rejected_once(raw):
    found, rejects = articles.read(raw({"a.txt": SEED, "sub/b.txt": SEED, "README.md": "no article", ".hidden": "x"}))
    assert len(found) == 1
    assert rejects["reason"].iloc[0] == "the same article as a.txt"


def test_links_out_of_the_folder_are_refused(raw, tmp_path):
    (tmp_path / "secret.txt").write_text(SEED)
    folder = raw({"a.txt": SEED.replace("NATO doubts", "NATO still doubts")})
    (folder / "b.txt").symlink_to(tmp_path / "secret.txt")
    found, rejects = articles.read(folder)
    assert len(found) == 1
    assert "outside the folder" in rejects["reason"].iloc[0]


def test_nothing_to_read(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        articles.read(tmp_path / "none")
    with pytest.raises(InputError, match="holds no files"):
        articles.read(tmp_path)


def test_window_and_account_add_up(raw, tmp_path):
    file = tmp_path / "c.toml"
    file.write_text('title = "C"\nstart = 2022-02-01\nend = 2022-02-28\n')
    files = {"a.txt": SEED, "b.txt": SEED.replace("20220216", "20220316"), "c.txt": ""}
    found, rejects = articles.read(raw(files), case=cases.load(file))
    account = articles.account(found, rejects)
    assert account["n"].iloc[0] == account["n"].iloc[1:].sum() == 3
    assert "outside the case's start and end" in set(account["why"])
