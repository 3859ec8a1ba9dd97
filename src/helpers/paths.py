"""Where everything lies; no other module works out a path from the working directory."""

import os
from pathlib import Path

# The package is installed in place (`pip install -e .`), so the project is two folders up;
# STANDOFF_HOME serves those who keep cases and data elsewhere.
ROOT = Path(os.environ.get("STANDOFF_HOME") or Path(__file__).resolve().parents[2])
CASES = ROOT / "cases"
ACTORS = CASES / "actors"
NOTEBOOKS = ROOT / "notebooks"
RAW = ROOT / "data" / "raw"
PROCESSED = ROOT / "data" / "processed"
PACKAGE = Path(__file__).resolve().parent
LEXICONS = PACKAGE / "lexicons"
TEMPLATES = PACKAGE / "templates"
MODELS = PACKAGE / "models"


def raw(case_id: str) -> Path:
    """Return the folder of a case's raw articles."""
    return RAW / case_id


def processed(case_id: str, out: str | Path | None = None) -> Path:
    """Return the folder a case's results go to: `out` if given, else data/processed/<case>."""
    return Path(out).resolve() if out else PROCESSED / case_id
