"""Running the notebooks of a case in order, keeping what they did, and making the report."""

import datetime as dt
import hashlib
import json
import logging
import os
import platform
import time
import uuid
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from helpers import __version__, annotate, cases, paths, report, tables, workspace
from helpers import parameters as notebook_parameters
from helpers.errors import NotebookError, StandoffError

NOTEBOOKS = ("1-clean", "2-sentiment-stance", "3-escalation")
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
) -> Run:
    """Run the suite on a case and return where its results are.

    `case` is a path, a name in cases/, or None for the built-in states (then `raw` is needed). `raw` are other
    articles than data/raw/<case>, `out` another folder than data/processed/<case>, `parameters` go to the notebooks
    that have them. Raises StandoffError before anything runs when case, articles or parameters are wrong, and
    NotebookError when a notebook fails; its copy and the manifest are kept in the run's folder either way, and the
    last good report stays.
    """
    loaded, source, target = workspace.find(case, raw=raw, out=out)
    checked = _checked({**(parameters or {}), "case": str(case or ""), "raw": str(source), "out": str(target)})
    target.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(target / ".lock", timeout=0):
            return _run(loaded, source, target, checked)
    except Timeout as error:
        raise StandoffError(
            f"{target}: another run is writing there; wait for it, or give another folder with --out"
        ) from error


def _checked(given: Mapping[str, object]) -> dict[Path, dict[str, object]]:
    notebooks = [paths.NOTEBOOKS / f"{name}.ipynb" for name in NOTEBOOKS]
    missing = [n for n in notebooks if not n.exists()]
    if missing:
        raise StandoffError(f"{missing[0]}: the notebook is missing; restore it from the project's repository")
    return notebook_parameters.check(given, notebooks)


def _run(case: cases.Case, source: Path, target: Path, checked: dict[Path, dict]) -> Run:
    started = dt.datetime.now(dt.UTC)
    # two runs may start within a second
    folder = target / "runs" / f"{started:%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:4]}"
    folder.mkdir(parents=True)
    manifest = {
        "case": case.id,
        "title": case.title,
        "started": started.isoformat(timespec="seconds"),
        "version": __version__,
        "annotator": annotate.VERSION,
        "python": platform.python_version(),
        "packages": _packages(),
        "raw": _fingerprint(source),
        "parameters": {n.name: {k: v for k, v in own.items() if k not in ("raw", "out")} for n, own in checked.items()},
        "notebooks": [],
        "status": "running",
    }
    handler = logging.FileHandler(folder / "log.txt", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        for notebook, values in checked.items():
            manifest["notebooks"].append(
                _timed(notebook.name, lambda n=notebook, v=values: _execute(n, folder / n.name, v))
            )
        manifest["counts"] = {
            name: len(tables.read(name, target)) for name in tables.MADE_BY if tables.path(name, target).exists()
        }
        manifest["status"] = "ok"
        index = report.build(folder, target, case, manifest)
        log.info("report: %s", index)
        return Run(folder, manifest, index)
    except Exception as error:
        manifest["status"], manifest["error"] = "failed", f"{type(error).__name__}: {error}"
        log.debug("failed", exc_info=True)  # the caller tells people; the log keeps the traceback
        raise
    finally:
        manifest["seconds"] = round((dt.datetime.now(dt.UTC) - started).total_seconds(), 1)
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False), "utf-8")
        log.removeHandler(handler)
        handler.close()


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


def _fingerprint(source: Path) -> dict[str, object]:
    """Return how many files the articles are, their size and a hash over names and contents."""
    digest, size = hashlib.sha256(), 0
    files = sorted(p for p in ([source] if source.is_file() else source.rglob("*")) if p.is_file())
    for file in files:
        digest.update(str(file.relative_to(source)).encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
        size += file.stat().st_size
    return {"files": len(files), "bytes": size, "sha256": digest.hexdigest()}


def _packages() -> dict[str, str]:
    return {
        name: metadata.version(name) for name in ("pandas", "numpy", "nltk", "matplotlib", "papermill", "simplemma")
    }
