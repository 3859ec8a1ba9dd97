"""Reading part by part, on this machine and on a Dask cluster that loses a worker and gains one."""

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from distributed import Client

from helpers import annotate, cases, cluster, schemas, suite, tables, texts
from helpers.errors import InputError, StandoffError

TEXTS = [
    "Kremlin denies pullback\nRussia did not withdraw its troops from Belarus, Peskov said.",
    "Talks in Geneva\nUkraine met Russia on Monday. The US said it would impose sanctions on Russia.",
    "Shelling\nRussian forces shelled Kharkiv. NATO condemned the attack.",
    "Weather\nIt rained.",
]


@pytest.fixture
def articles(tmp_path, monkeypatch):
    """Write sixty articles in parts of four, in two files, and return their folder."""
    monkeypatch.setattr(tables, "AT_ONCE", 4)
    rows = [
        {"article_id": f"a{n:03d}", "outlet": "reuters", "published": pd.Timestamp("2022-02-16"), "in_scope": n != 7}
        | {"text": f"{TEXTS[n % len(TEXTS)]} Day {n}."}
        for n in range(60)
    ]
    whole = tables.frame("articles", rows)
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, some in (("x.parquet", whole.head(30)), ("y.parquet", whole.tail(30))):
        some.to_parquet(folder / name, index=False, row_group_size=2)
    return folder


@pytest.fixture
def case_file(tmp_path):
    file = tmp_path / "crisis.toml"
    file.write_text('title = "A crisis"\nparties = ["russia", "ukraine", "united_states", "nato"]\n', "utf-8")
    return str(file)


def local(articles, case_file):
    """Return what annotate makes of all articles at once."""
    return annotate.annotate(pd.read_parquet(articles), cases.load(case_file))


def same(out, expected):
    for name in annotate.Annotations._fields:
        found = tables.read(name, out)
        pd.testing.assert_frame_equal(found, getattr(expected, name), check_dtype=False)


def test_parts_are_about_as_large_as_asked_for(articles):
    parts = list(cluster.parts(str(articles)))
    assert [p.groups for p in parts[:2]] == [(0, 1), (2, 3)]
    assert len({p.name for p in parts}) == len(parts) == 16


def test_what_is_read_in_parts_is_what_is_read_at_once(articles, case_file, tmp_path):
    done = cluster.run(f"file://{articles}", f"file://{tmp_path / 'out'}", case_file)
    assert (done.read, done.known, done.articles) == (16, 0, 60)
    same(tmp_path / "out", local(articles, case_file))


def test_a_second_call_reads_only_what_is_missing(articles, case_file, tmp_path):
    out = tmp_path / "out"
    cluster.run(str(articles), str(out), case_file)
    mark = next((out / "parts").iterdir())
    mark.unlink()  # as if that part had been cut off before its end
    stray = out / "tables" / "events.parquet" / "00009-00000.parquet"
    stray.write_bytes(b"of another plan")
    done = cluster.run(str(articles), str(out), case_file)
    assert (done.read, done.known) == (1, 15)
    assert not stray.exists()
    same(out, local(articles, case_file))


def test_a_changed_case_is_read_anew(articles, case_file, tmp_path):
    cluster.run(str(articles), str(tmp_path / "out"), case_file)
    with open(case_file, "a", encoding="utf-8") as file:
        file.write('[actors.peskov_s_dog]\nparent = "russia"\nnames = ["Rex"]\n')
    assert cluster.run(str(articles), str(tmp_path / "out"), case_file).read == 16


def test_a_damaged_part_is_named_and_the_others_are_written(articles, case_file, tmp_path):
    bad = pd.read_parquet(articles / "y.parquet").assign(published="never")
    bad.to_parquet(articles / "z.parquet", index=False)
    with pytest.raises(
        StandoffError, match=r"1 of 17 parts failed; the others are written. 00002-00000 of .*z.parquet"
    ):
        cluster.run(str(articles), str(tmp_path / "out"), case_file)
    assert len(list((tmp_path / "out" / "parts").iterdir())) == 16


def test_what_is_no_articles_table_is_said(tmp_path, case_file):
    with pytest.raises(InputError, match="no Parquet file there"):
        cluster.run(str(tmp_path / "nowhere"), str(tmp_path / "out"), case_file)
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "x.parquet")
    with pytest.raises(InputError, match="no column 'article_id'"):
        cluster.run(str(tmp_path / "x.parquet"), str(tmp_path / "out"), case_file)


def test_a_scheduler_that_does_not_answer_is_said(articles, case_file, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(StandoffError, match="no scheduler answers; start one with: dask scheduler"):
        cluster.run(str(articles), str(tmp_path / "out"), case_file, scheduler="tcp://127.0.0.1:9")


def test_a_run_without_its_cluster_ends_before_anything_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with pytest.raises(StandoffError, match="no scheduler answers"):
        suite.run("sample", out=tmp_path / "out", parameters={"scheduler": "tcp://127.0.0.1:9"})
    assert not (tmp_path / "out").exists()


def test_texts_are_found_in_a_table_of_parts(articles, tmp_path):
    (tmp_path / "run" / "tables").mkdir(parents=True)
    articles.rename(tables.path("articles", tmp_path / "run"))
    catalogue = texts.catalogue(tmp_path / "run")
    assert "text" not in catalogue and len(catalogue) == 60
    assert texts.of(catalogue, ["a031"])["a031"].endswith("Day 31.")
    rows = pd.DataFrame({"article_id": ["a059", "a000"], "start": [0, 0], "end": [7, 7]})
    assert list(texts.cut(catalogue, rows)) == ["Weather", "Kremlin"]
    assert set(catalogue) | set(texts.COLUMNS) == set(schemas.SCHEMAS["articles"])


@pytest.fixture
def dask(tmp_path):
    """Start a scheduler; return how to start workers that reach it over TCP, and its address."""
    running, where = [], tmp_path / "scheduler.json"
    environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10 s"}

    def start(*given):
        with (tmp_path / f"dask{len(running)}.log").open("wb") as log:
            command = [sys.executable, "-m", "dask", *given, "--scheduler-file", str(where)]
            running.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=tmp_path))
        return running[-1]

    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    deadline = time.monotonic() + 60
    while not where.exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    yield lambda: start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"), where
    for process in reversed(running):
        process.kill()
        process.wait(20)


@pytest.mark.slow
def test_a_cluster_loses_a_worker_and_gains_one(articles, case_file, tmp_path, dask):
    worker, where = dask
    workers, out = [worker() for _ in range(3)], tmp_path / "out"
    address = json.loads(where.read_text())["address"]
    with Client(address) as client:
        client.wait_for_workers(3, timeout=90)
    asked = ["annotate", case_file, "--articles", str(articles), "--out", str(out), "--scheduler", address]
    code = "import sys; from helpers import tables, cli; tables.AT_ONCE = 4; cli.main(sys.argv[1:])"
    run = subprocess.Popen([sys.executable, "-c", code, *asked], stderr=subprocess.PIPE, text=True)
    while not list(out.glob("parts/*.json")):
        assert run.poll() is None, run.stderr.read()
        time.sleep(0.05)
    workers[0].send_signal(signal.SIGKILL)
    worker()
    _, told = run.communicate(timeout=240)
    assert run.returncode == 0, told
    assert "16 of 16 parts" in told
    same(out, local(articles, case_file))  # nothing lost, nothing twice


@pytest.mark.slow
def test_a_run_reads_on_a_cluster(tmp_path, dask):
    worker, where = dask
    worker()
    raw = tmp_path / "raw"
    raw.mkdir()
    for n, text in enumerate(TEXTS):
        title, body = text.split("\n")
        (raw / f"{n}.txt").write_text(f"{title}\n20220216\nhttps://a.example/{n}\n{body}\n", "utf-8")
    address = json.loads(where.read_text())["address"]
    here, there = (
        suite.run("sample", raw=raw, out=tmp_path / name, parameters={"draws": "20", "scheduler": scheduler})
        for name, scheduler in (("here", ""), ("there", address))
    )
    assert here.manifest["inputs"] == there.manifest["inputs"]
    for name in annotate.Annotations._fields:
        made, expected = (tables.read(name, tmp_path / where) for where in ("there", "here"))
        pd.testing.assert_frame_equal(made, expected)
    with Client(address) as client:
        has_read = client.run(lambda: sys.modules["helpers.reader"]._model.cache_info().currsize == 1)
    assert list(has_read.values()) == [True]
