import pandas as pd

from helpers import cases, schemas, sharing, tables


def test_every_column_has_a_meaning():
    made = sharing.dictionary()
    assert list(zip(made["table"], made["column"], strict=True)) == [
        (table, column) for table, columns in schemas.SCHEMAS.items() for column in columns
    ]
    assert made["meaning"].str.len().min() > 5


def test_cells_that_would_run_in_a_spreadsheet_are_words(tmp_path):
    article = {
        "article_id": "a",
        "title": '=HYPERLINK("https://evil.example")',
        "text": "T",
        "flags": ["no_date", "-x"],
    }
    for name in schemas.MADE_BY:
        tables.write(name, tables.frame(name, [article] if name == "articles" else []), tmp_path / "in")
    sharing.write_tables(tmp_path / "in", tmp_path / "out", cases.load("ukraine-2022"))
    plain = pd.read_csv(tmp_path / "out" / "articles.csv")
    assert plain["title"].iloc[0].startswith("'=")
    assert plain["flags"].iloc[0] == "no_date | -x"
    assert "text" not in plain
    assert pd.read_parquet(tmp_path / "out" / "articles.parquet")["title"].iloc[0].startswith("=")


def test_the_same_folder_gives_the_same_zip(tmp_path):
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "a.txt").write_text("a")
    one = sharing.zip_folder(tmp_path / "report", tmp_path / "1.zip").read_bytes()
    (tmp_path / "report" / "a.txt").write_text("a")
    assert sharing.zip_folder(tmp_path / "report", tmp_path / "2.zip").read_bytes() == one
