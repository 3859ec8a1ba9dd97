"""Running the notebooks of a case in order, keeping what they did, and making the report."""

import datetime as dt
import json
import logging
import os
import shlex
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from helpers import history, paths, report, workspace
from helpers import manifest as manifests
from helpers import parameters as notebook_parameters
from helpers.errors import BusyError, NotebookError, StandoffError, nearest

NOTEBOOKS = ("1-clean", "2-sentiment-stance", "3-escalation", "4-validation")
_SWAPPED = ("tables", "report")
_ZIP = "report.zip"
log = logging.getLogger("standoff")


class Run(NamedTuple):
    """What a run left behind: its folder, its manifest and the report's first page."""

    folder: Path
    manifest: dict
    index: Path


def run(
    case: str | Path | None,
    *,
    raw: str | Path | None = None,
    out: str | Path | None = None,
    parameters: Mapping[str, object] | None = None,
    only: str | None = None,
    if_changed: bool = False,
    notify: str | None = None,
) -> Run:
    """Run the suite on a case and return where its results are.

    `case` is a path, a name in cases/, or None for the built-in states (then `raw` is needed). `raw` are other
    articles than data/raw/<case>, `out` another folder than data/processed/<case>, `parameters` go to the notebooks
    that have them. `only` runs one notebook on the tables of the last good run; with `if_changed` a run whose articles,
    case, parameters and program are those of the last good one is not made again, and that one is returned.
    `notify` is a command called with the path of the manifest when the run has ended, well or not.

    Tables and report take the place of the last ones when all are whole. Raises StandoffError before anything runs
    when case, articles or parameters are wrong, BusyError when another run holds the folder, and NotebookError when
    a notebook fails; its copy and the manifest are kept in the run's folder either way.
    """
    loaded, source, target = workspace.find(case, raw=raw, out=out)
    fresh = target / ".next"
    given = {**(parameters or {}), "case": str(case or ""), "raw": str(source), "out": str(fresh)}
    checked = _checked({**given, "cache": str(workspace.cache(target))})
    chosen = _chosen(checked, only)
    _reached(str(given.get("scheduler", "")))
    with _room(target), _lock(target):
        manifest = manifests.begin(loaded, source, _told(checked))
        last = history.last_good(target)
        if if_changed and last and last["inputs"] == manifest["inputs"]:
            log.info("nothing has changed since the run of %s", last["started"])
            return Run(last["folder"], last, target / "report" / "index.html")
        if only and not last:
            raise StandoffError(f"{target}: --only needs the tables of a whole run; run the case once without it")
        return _kept(
            manifest, target, notify, lambda folder: _run(loaded, target, fresh, folder, manifest, chosen, last)
        )


def _checked(given: Mapping[str, object]) -> dict[Path, dict[str, object]]:
    notebooks = [paths.NOTEBOOKS / f"{name}.ipynb" for name in NOTEBOOKS]
    missing = [n for n in notebooks if not n.exists()]
    if missing:
        raise StandoffError(f"{missing[0]}: the notebook is missing; restore it from the project's repository")
    return notebook_parameters.check(given, notebooks)


def _chosen(checked: dict[Path, dict], only: str | None) -> dict[Path, dict]:
    if only and only not in NOTEBOOKS:
        raise StandoffError(f"no notebook '{only}'; {nearest(only, NOTEBOOKS)}")
    return {notebook: values for notebook, values in checked.items() if only in (None, notebook.stem)}


def _reached(scheduler: str) -> None:
    """Raise StandoffError now, not an hour later, where articles are to be read on a cluster that can't read them."""
    if scheduler:
        from helpers import cluster

        with cluster.executor(scheduler, 1):
            pass


def _told(checked: dict[Path, dict]) -> dict[str, dict[str, object]]:
    """Return the parameters without paths and addresses, which tell of the machine and not of the results."""
    hidden = ("raw", "out", "cache", "scheduler")
    return {n.name: {k: v for k, v in own.items() if k not in hidden} for n, own in checked.items()}


@contextmanager
def _room(target: Path) -> Iterator[None]:
    """Say plainly when `target` is full or may not be written to; what it held before stays."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise
        remedy = "make room or name another folder with --out; the last report and tables are as they were"
        raise StandoffError(f"{error.filename or target}: can't be written ({error.strerror}); {remedy}") from error


@contextmanager
def _lock(target: Path) -> Iterator[None]:
    holder = target / ".lock-holder"
    try:
        with FileLock(target / ".lock", timeout=0):
            now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            holder.write_text(f"process {os.getpid()} on {socket.gethostname()}, since {now}", "utf-8")
            yield
            holder.unlink(missing_ok=True)
    except Timeout as error:
        who = holder.read_text("utf-8") if holder.exists() else "somebody"
        raise BusyError(
            f"{target}: another run is writing there ({who}); wait for it, or give another folder with --out"
        ) from error


def _kept(manifest: dict, target: Path, notify: str | None, work: Callable[[Path], Path]) -> Run:
    """Return the run that `work` makes in a folder of its own, its log and manifest kept whatever becomes of it."""
    started = dt.datetime.now(dt.UTC)
    # two runs may start within a second
    folder = target / "runs" / f"{started:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:4]}"
    folder.mkdir(parents=True)
    manifest["started"] = started.isoformat(timespec="seconds")
    manifests.save(folder, manifest)
    handler = logging.FileHandler(folder / "log.txt", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        index = work(folder)
        manifest["status"] = "ok"
        log.info("report: %s", index)
        return Run(folder, manifest, index)
    except Exception as error:
        manifest["status"], manifest["error"] = "failed", f"{type(error).__name__}: {error}"
        log.debug("failed", exc_info=True)  # the caller tells people; the log keeps the traceback
        raise
    finally:
        manifest["seconds"] = round((dt.datetime.now(dt.UTC) - started).total_seconds(), 1)
        manifests.save(folder, manifest)
        if notify:
            _notify(notify, folder / manifests.FILE)
        log.removeHandler(handler)
        handler.close()


def _run(
    case: object, target: Path, fresh: Path, folder: Path, manifest: dict, chosen: dict[Path, dict], last: dict | None
) -> Path:
    """Run the chosen notebooks beside the last results, make the report, put both in their place; return its index."""
    _begin_beside(target, fresh)
    for notebook, values in chosen.items():
        manifest["notebooks"].append(
            _timed(notebook.name, lambda n=notebook, v=values: _execute(n, folder / n.name, v))
        )
    for told in last["notebooks"] if last and len(chosen) < len(NOTEBOOKS) else ():
        if not (folder / told["notebook"]).exists():
            shutil.copy(last["folder"] / told["notebook"], folder)
            manifest["notebooks"].append(told)
    manifest["notebooks"].sort(key=lambda told: told["notebook"])
    manifest["findings"] = manifests.findings(fresh)
    report.build(folder, fresh, case, manifest)
    _swap(fresh, target)
    return target / "report" / "index.html"


def _begin_beside(target: Path, fresh: Path) -> None:
    """Make the folder a run writes to, with the last tables in it; tables are replaced, never written into."""
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    if (target / "tables").exists():
        shutil.copytree(target / "tables", fresh / "tables", copy_function=os.link)


def _swap(fresh: Path, target: Path) -> None:
    for name in _SWAPPED:
        old = target / f".old-{name}"
        shutil.rmtree(old, ignore_errors=True)
        if (target / name).exists():
            (target / name).rename(old)
        (fresh / name).rename(target / name)
        shutil.rmtree(old, ignore_errors=True)
    (fresh / _ZIP).replace(target / _ZIP)
    shutil.rmtree(fresh, ignore_errors=True)


def _notify(command: str, manifest: Path) -> None:
    """Call a command with the manifest's path; that it fails is told and changes nothing."""
    try:
        subprocess.run([*shlex.split(command), str(manifest)], check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("the notification command failed: %s", error)


def _timed(name: str, work: Callable[[], None]) -> dict[str, object]:
    log.info("%s: running", name)
    begun = time.monotonic()
    work()
    seconds = round(time.monotonic() - begun, 1)
    log.info("%s: done in %.1f s", name, seconds)
    return {"notebook": name, "seconds": seconds}


def _execute(notebook: Path, target: Path, values: dict[str, object]) -> None:
    """Run one notebook; papermill saves it also when a cell fails, anchored at the failing cell."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # else each kernel warns about frozen modules
    try:
        papermill.execute_notebook(
            notebook,
            target,
            parameters=values,
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            # else each kernel warns that it listens on this machine's own TCP ports
            extra_arguments=["--IPKernelApp.log_level=40"],
        )
    except PapermillExecutionError as error:
        raise NotebookError(
            f"{notebook.name}: cell {error.exec_count} stopped with {error.ename}: {error.evalue}\n"
            f"the notebook up to there is {target}"
        ) from error
    except RuntimeError as error:  # nbclient's DeadKernelError: out of memory, or killed
        raise NotebookError(
            f"{notebook.name}: the kernel died ({error}); the usual reason is too little memory. See {target}"
        ) from error


class JsonLines(logging.Formatter):
    """A log line as one JSON object: time, level, message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        return json.dumps({"time": at, "level": record.levelname, "message": record.getMessage()}, ensure_ascii=False)
