import pytest

from helpers import cases, drafting, errors, suite


@pytest.fixture
def folder(tmp_path):
    """Four articles of an invented quarrel between two real states, one outlet with a hostile name."""
    raw = tmp_path / "raw"
    raw.mkdir()
    for n in range(4):
        host = 'x"]owner.example' if n == 3 else "daily.example"
        (raw / f"{n}.txt").write_text(
            f"Minister {n} speaks\n2021030{n + 1}\nhttps://{host}/{n}\n"
            f"Peru's Fisheries Minister Rosaura Quimper accused Chile of towing boat number {n}.\n"
            f"Chile said it towed nothing on day {n}.\nQuimper said that Grupo Marisol had lost {n} boats.\n"
        )
    return raw


def test_a_draft_knows_window_parties_people_and_outlets(folder, tmp_path):
    file = drafting.draft("boats", folder, folder=tmp_path / "cases")
    case = cases.load(file)
    assert (case.start.isoformat(), case.end.isoformat()) == ("2021-03-01", "2021-03-03")
    assert set(case.parties) == {"peru", "chile"}
    assert case.actors["rosaura_quimper"].parent == "peru"
    assert case.actors["rosaura_quimper"].names == ["Rosaura Quimper", "Quimper"]
    assert case.outlet("daily.example") == "daily_example"
    assert "#   Grupo Marisol (4 articles)" in file.read_text()


def test_a_draft_runs(folder, tmp_path):
    file = drafting.draft("boats", folder, folder=tmp_path / "cases")
    done = suite.run(str(file), raw=str(folder), out=str(tmp_path / "out"), parameters={"draws": "20"})
    assert done.manifest["status"] == "ok"
    assert done.manifest["findings"]["counts"]["events"] > 0


def test_nothing_is_overwritten(folder, tmp_path):
    file = drafting.draft("boats", folder, folder=tmp_path)
    before = file.read_text()
    with pytest.raises(errors.InputError, match="exists already"):
        drafting.draft("boats", folder, folder=tmp_path)
    assert file.read_text() == before


@pytest.mark.parametrize("name", ["", "../x", "a b"])
def test_a_name_must_be_a_files(folder, tmp_path, name):
    with pytest.raises(errors.InputError, match="letters, digits"):
        drafting.draft(name, folder, folder=tmp_path)


def test_no_articles_is_said(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("")
    with pytest.raises(errors.InputError, match="could be read"):
        drafting.draft("nothing", tmp_path / "raw", folder=tmp_path)
