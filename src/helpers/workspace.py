"""Where a case's articles come from and its results go: the same answer for the runner and for each notebook."""

from pathlib import Path
from typing import NamedTuple

from helpers import cases, paths
from helpers.cases import Case
from helpers.errors import InputError


class Workspace(NamedTuple):
    """A case, the folder or file of its raw articles, and the folder of its results."""

    case: Case
    raw: Path
    folder: Path


def cache(folder: Path) -> Path:
    """Return the file in a folder of results that keeps what was read of each article from run to run."""
    return folder / "cache" / "annotations.sqlite"


def labels(case: Case) -> Path:
    """Return where what people label of a case lies: <case>.labels beside its file."""
    return (case.folder or paths.CASES) / f"{case.id}.labels"


def find(case: str | Path | None, *, raw: str | Path | None = None, out: str | Path | None = None) -> Workspace:
    """Return the workspace of a case; an empty `case` means the built-in states, and then `raw` is needed.

    `raw` stands in for data/raw/<case>, `out` for data/processed/<case>. Raises CaseError or InputError.
    """
    if not case and not raw:
        raise InputError("nothing to run: name a case, or give a folder of articles with --raw")
    loaded = cases.load(case) if case else cases.built_in()
    source = Path(raw).resolve() if raw else paths.raw(loaded.id)
    if not source.exists():
        raise InputError(f"{source}: no such folder; put the articles there, or name their folder with --raw")
    return Workspace(loaded, source, paths.processed(loaded.id if case else f"quick-{_slug(source)}", out))


def _slug(source: Path) -> str:
    return "".join(c if c.isalnum() else "-" for c in source.stem.lower()).strip("-") or "articles"
