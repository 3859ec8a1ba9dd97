import pandas as pd
import pytest
from click.testing import CliRunner

from helpers import articles, cli, importing
from helpers.errors import InputError
from tests.conftest import SEED
from tests.test_formats import DOCX, NEXIS_TXT, PROQUEST


def test_what_is_brought_in_reads_as_what_was_there(raw, tmp_path):
    folder = raw({"a.txt": SEED, "b.docx": DOCX, "deep/c.txt": NEXIS_TXT, "d.txt": PROQUEST})
    account = importing.bring(folder, out=tmp_path / "new")
    before, rejects = articles.read(folder)
    after, none = articles.read(tmp_path / "new" / "articles.jsonl")
    assert len(none) == 0
    assert set(after["text"]) == set(before["text"])
    assert set(after["article_id"]) == set(before["article_id"])
    assert len(pd.read_csv(tmp_path / "new" / "rejects.csv")) == len(rejects) == 1
    assert "6 articles, 1 rejected" in account
    assert "no full text and no abstract" in account


def test_nothing_is_overwritten(raw, tmp_path):
    folder = raw({"a.txt": SEED})
    importing.bring(folder, out=tmp_path / "new")
    with pytest.raises(InputError, match="exists already"):
        importing.bring(folder, out=tmp_path / "new")
    with pytest.raises(InputError, match="inside what is read"):
        importing.bring(folder, out=folder / "new")


def test_the_command(raw, tmp_path):
    done = CliRunner().invoke(cli.main, ["import", str(raw({"a.txt": SEED})), "--out", str(tmp_path / "new")])
    assert done.exit_code == 0
    assert "1 articles, 0 rejected" in done.output
    assert CliRunner().invoke(cli.main, ["import", str(tmp_path / "nowhere")]).exit_code == 2
