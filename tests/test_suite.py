"""The road from end to end, on a small corpus of hostile and ordinary articles."""

import html
import json
import re
import zipfile

import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import SEED

from helpers import cli, history, paths, schemas, suite, tables
from helpers.errors import NotebookError, ParameterError, StandoffError

HOSTILE = """<script>alert(1)</script> Russia <img src=x onerror=alert(1)>
20220216
javascript:alert(1)
Russia attacked <b onclick=alert(1)>Ukraine</b> & "left" on Monday, the Kremlin said.
NATO saw no sign of a Russian withdrawal. Russia said its troops were pulling back from Ukraine.
"""
LONG = (
    "Moscow attacked Ukraine on Monday with aircraft that had come from three airfields, two of them beyond the river, "
    "as its envoy, who had spent the morning with the other delegations in a hotel above the lake, denied before the "
    "council that Russia would invade Ukraine at any time, while NATO, whose secretary general had been told an hour "
    "before, condemned Russia and said that it saw no sign of a Russian withdrawal from Ukraine."
)


def pieces():
    outlets = ("alpha", "beta", "gamma")
    return {
        f"{o}-{n}.txt": f"Piece {n} of {o}\n202202{14 + n % 3}\nhttps://{o}.example/{n}\nRussia attacked Ukraine with tank {n} of {o}.\nMoscow denied it.\n"
        for o in outlets
        for n in range(9)
    }


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    long = f"A long one\n20220216\nhttps://alpha.example/long\n{LONG}\n"
    for name, content in {**pieces(), "hostile.txt": HOSTILE, "long.txt": long, "empty.txt": ""}.items():
        (folder / name).write_text(content)
    out = tmp_path_factory.mktemp("out")
    return suite.run("ukraine-2022", raw=folder, out=out, parameters={"draws": 50}), out


def test_every_table_is_written_and_valid(done):
    _, out = done
    for name in schemas.MADE_BY:
        tables.read(name, out)


def test_manifest_and_log_tell_what_happened(done):
    run, _out = done
    manifest = json.loads((run.folder / "manifest.json").read_text())
    assert manifest["status"] == "ok"
    assert manifest["findings"]["counts"]["articles"] == 29
    assert manifest["findings"]["counts"]["rejects"] == 1
    assert manifest["raw"]["files"] == 30
    assert manifest["parameters"]["3-escalation.ipynb"]["draws"] == 50
    assert "1-clean.ipynb: done" in (run.folder / "log.txt").read_text()
    assert {p.name for p in run.folder.iterdir()} >= {f"{n}.ipynb" for n in suite.NOTEBOOKS}


def test_report_is_self_contained_and_shows_no_code(done):
    run, out = done
    pages = {p.name: p.read_text() for p in run.index.parent.glob("*.html")}
    assert set(pages) == {"index.html", "method.html", *(f"{n}.html" for n in suite.NOTEBOOKS)}
    for text in pages.values():
        # links to articles may lead out; nothing else is fetched
        fetched = re.findall(r"<(?:script|link|img|iframe|object|embed|source)\b[^>]*>|@import|url\((?!#)[^)]*\)", text)
        assert fetched == []
        assert "tables.read(" not in text
        assert str(out) not in text
        assert "Content-Security-Policy" in text
    assert pages["index.html"].count("<svg") == 1
    assert pages["3-escalation.html"].count("<svg") == 10
    assert "Not validated on this corpus" in pages["index.html"]


def test_the_shared_tables_hold_no_text_and_no_formula(done):
    run, out = done
    shared = run.index.parent / "tables"
    for name in schemas.MADE_BY:
        whole, plain = pd.read_parquet(shared / f"{name}.parquet"), pd.read_csv(shared / f"{name}.csv")
        assert len(whole) == len(plain) == len(tables.read(name, out))
        assert not {"text", "clean_text"} & {*whole.columns, *plain.columns}
        words = plain.select_dtypes(exclude="number").astype(str)
        assert not words.apply(lambda c: c.str.match(r"[=+@\t\r]|-\D")).any().any()
    assert "attacked Ukraine with tank" not in (shared / "sentences.csv").read_text()


def test_no_more_than_short_excerpts_is_handed_on(done):
    run, _ = done
    most, seen = 165, 0  # the case shares "short" excerpts, of 160 characters
    for file in run.index.parent.rglob("*.*"):
        if file.suffix == ".parquet":
            text = " ".join(map(str, pd.read_parquet(file).to_numpy().ravel()))
        else:
            text = html.unescape(re.sub(r"</?mark>", "", file.read_text("utf-8")))
        seen += LONG[:100] in text
        leaks = [at for at in range(len(LONG) - most) if LONG[at : at + most] in text]
        assert not leaks, (file.name, LONG[leaks[0] :][:most])
    assert seen, "the sentence is in no page, so nothing was tried"


def test_the_zip_is_the_report(done):
    run, out = done
    with zipfile.ZipFile(out / "report.zip") as archive:
        names = {name.removeprefix("report/") for name in archive.namelist()}
        index = archive.read("report/index.html")
    assert names == {p.relative_to(run.index.parent).as_posix() for p in run.index.parent.rglob("*") if p.is_file()}
    assert index == run.index.read_bytes()
    assert str(out).encode() not in index


def test_hostile_text_stays_text(done):
    run, _ = done
    for page in run.index.parent.glob("*.*"):
        text = page.read_text()
        assert "<script>alert" not in text
        assert "onerror=alert(1)>" not in text.replace("onerror=alert(1)&gt;", "")
        assert 'href="javascript:' not in text
        assert "<b onclick" not in text


def test_a_second_run_gives_the_same_tables(done, tmp_path):
    run, out = done
    suite.run("ukraine-2022", raw=run_raw(run), out=tmp_path, parameters={"draws": 50})
    for name in schemas.MADE_BY:
        assert tables.path(name, tmp_path).read_bytes() == tables.path(name, out).read_bytes(), name


def run_raw(run):
    import nbformat

    cell = next(
        c
        for c in nbformat.read(run.folder / "1-clean.ipynb", as_version=4).cells
        if "injected-parameters" in c.metadata.get("tags", [])
    )
    return re.search(r'raw = "(.*)"', cell.source)[1]


def test_a_failing_notebook_is_kept_and_the_last_report_stays(done, monkeypatch, tmp_path):
    run, out = done
    before = run.index.read_bytes()
    broken = tmp_path / "notebooks"
    broken.mkdir()
    for name in suite.NOTEBOOKS:
        (broken / f"{name}.ipynb").write_text(
            (paths.NOTEBOOKS / f"{name}.ipynb").read_text().replace("articles.account(", "articles.count_it(")
        )
    monkeypatch.setattr(paths, "NOTEBOOKS", broken)
    with pytest.raises(NotebookError, match=r"1-clean\.ipynb: cell .* AttributeError"):
        suite.run("ukraine-2022", raw=run_raw(run), out=out)
    last = max((out / "runs").iterdir(), key=lambda p: p.stat().st_mtime)
    assert json.loads((last / "manifest.json").read_text())["status"] == "failed"
    assert "AttributeError" in (last / "1-clean.ipynb").read_text()
    assert run.index.read_bytes() == before


def test_notebooks_name_what_to_run_first(tmp_path, raw):
    import papermill

    with pytest.raises(papermill.PapermillExecutionError, match=r"run the notebook 1-clean\.ipynb for this case first"):
        papermill.execute_notebook(
            paths.NOTEBOOKS / "3-escalation.ipynb",
            None,
            progress_bar=False,
            cwd=tmp_path,
            parameters={"case": "sample", "raw": str(raw({"a.txt": HOSTILE})), "out": str(tmp_path)},
        )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"case": None}, "give a folder of articles"),
        ({"case": "smaple"}, "did you mean 'sample'"),
        ({"case": "sample", "raw": "/no/such"}, "no such folder"),
    ],
)
def test_wrong_input_stops_before_anything_runs(tmp_path, arguments, message):
    with pytest.raises(StandoffError, match=message):
        suite.run(**arguments, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_mistyped_parameter_is_refused(raw, tmp_path):
    with pytest.raises(ParameterError, match="did you mean 'draws'"):
        suite.run("sample", raw=raw({"a.txt": HOSTILE}), out=tmp_path, parameters={"drawz": 1})


def test_two_runs_at_once(done, raw):
    from filelock import FileLock

    run, out = done
    with FileLock(out / ".lock"), pytest.raises(StandoffError, match="another run is writing there"):
        suite.run("ukraine-2022", raw=run_raw(run), out=out)


def test_a_busy_folder_says_who_holds_it_and_has_its_own_code(done):
    from filelock import FileLock

    run, out = done
    (out / ".lock-holder").write_text("process 7 on there, since then")
    with FileLock(out / ".lock"):
        result = CliRunner().invoke(cli.main, ["run", "ukraine-2022", "--raw", run_raw(run), "--out", str(out)])
    assert result.exit_code == 3
    assert "process 7 on there" in result.stderr


def test_nothing_new_makes_no_new_run(done):
    run, out = done
    before = sorted((out / "runs").iterdir())
    again = suite.run("ukraine-2022", raw=run_raw(run), out=out, parameters={"draws": 50}, if_changed=True)
    assert sorted((out / "runs").iterdir()) == before
    assert again.manifest["inputs"] == run.manifest["inputs"]


def test_one_notebook_alone_leaves_the_others_tables(done, tmp_path):
    run, _ = done
    suite.run("ukraine-2022", raw=run_raw(run), out=tmp_path, parameters={"draws": 50})
    before = tables.path("mentions", tmp_path).read_bytes()
    only = suite.run(
        "ukraine-2022", raw=run_raw(run), out=tmp_path, parameters={"draws": 20}, only="3-escalation", notify="touch"
    )
    assert tables.path("mentions", tmp_path).read_bytes() == before
    assert [n["notebook"] for n in only.manifest["notebooks"]] == [f"{n}.ipynb" for n in suite.NOTEBOOKS]
    assert only.index.exists()
    with pytest.raises(StandoffError, match="did you mean '3-escalation'"):
        suite.run("ukraine-2022", raw=run_raw(run), out=tmp_path, only="3-escalatoin")


def test_a_failed_run_leaves_tables_and_report_as_they_were(done, monkeypatch, tmp_path):
    run, out = done
    before = {
        p: p.read_bytes() for name in ("tables", "report") for p in sorted((out / name).rglob("*")) if p.is_file()
    }

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(suite.report, "build", killed)
    with pytest.raises(KeyboardInterrupt):
        suite.run("ukraine-2022", raw=run_raw(run), out=out, parameters={"draws": 20})
    assert {
        p: p.read_bytes() for name in ("tables", "report") for p in sorted((out / name).rglob("*")) if p.is_file()
    } == before
    monkeypatch.undo()
    told = history.status("ukraine-2022", raw=run_raw(run), out=str(out))
    assert "cut off" in told
    assert "The last run did not go well; the report is that of" in told


def test_a_full_disk_is_told_plainly(done, monkeypatch):
    run, out = done

    def full(*_):
        raise OSError(28, "No space left on device", str(out / "tables"))

    monkeypatch.setattr(suite, "_begin_beside", full)
    with pytest.raises(StandoffError, match=r"No space left on device.*as they were"):
        suite.run("ukraine-2022", raw=run_raw(run), out=out)


def test_what_changed_is_told(done):
    run, _ = done
    before = run.manifest
    findings = before["findings"]
    later = {
        **before,
        "findings": {
            "counts": {**findings["counts"], "articles": 99},
            "turns": ["2022-02-24"],
            "line": [["2022-03-01", 0.5, 0.4, 0.6]],
        },
    }
    assert history.changes(before, later)[:2] == ["articles: 29 → 99", "new turning point: 2022-02-24"]
    assert "new point 2022-03-01: 50% of texts high" in history.changes(before, later)
    assert history.changes(before, before) == ["nothing changed"]


def test_articles_not_asked_for_are_set_aside_and_kept(done):
    _run, out = done
    found = tables.read("articles", out)
    from helpers import articles

    late = articles.within(found, since="2022-02-15", until="2022-02-15")
    assert set(late.loc[late["in_scope"], "published"].dt.day) == {15}
    assert len(late) == len(found)
    assert articles.within(found, limit=5)["in_scope"].sum() == 5
    with pytest.raises(StandoffError, match="is no day"):
        articles.within(found, since="yesterday")


def test_command_line_errors_have_their_code_and_no_traceback():
    result = CliRunner().invoke(cli.main, ["run", "smaple"])
    assert result.exit_code == 2
    assert result.stderr.startswith("standoff: no case 'smaple'")
    assert CliRunner().invoke(cli.main, ["run", "--help"]).exit_code == 0


def test_show_explains_a_sentence():
    result = CliRunner().invoke(cli.main, ["show", "Moscow said it attacked Ukraine.\x1b[31m"])
    assert result.exit_code == 0
    assert "Russia → Ukraine: ASSAULT, claimed (Russia)" in result.output
    assert "rule ASSAULT:attack" in result.output
    assert "\x1b" not in result.output


def test_show_refuses_nothing():
    result = CliRunner().invoke(cli.main, ["show", "  "])
    assert result.exit_code == 2
    assert "the text is empty" in result.stderr


def test_a_folder_with_nothing_in_scope_still_ends_in_a_report(raw, tmp_path):
    folder = raw({"a.txt": SEED.replace("20220216", "20310216")})
    made = suite.run("sample", raw=folder, out=tmp_path / "out", parameters={"draws": 20})
    assert made.manifest["status"] == "ok"
    assert "Nothing to show" in (made.index.parent / "2-sentiment-stance.html").read_text("utf-8")
