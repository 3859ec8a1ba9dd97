"""What a run leaves for later: which inputs it had, what it was made with, what it found."""

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from helpers import __version__, annotate, corrections, schemas, tables, workspace
from helpers.cache import digest
from helpers.cases import Case

_PACKAGES = ("pandas", "numpy", "nltk", "matplotlib", "onnxruntime", "papermill", "ruptures", "simplemma")
FILE = "manifest.json"


def begin(case: Case, source: Path, parameters: Mapping[str, object]) -> dict[str, object]:
    """Return the manifest of a run that starts; `inputs` is one hash over all that its results depend on."""
    made_with = {
        "version": __version__,
        "annotator": annotate.VERSION,
        "weights": annotate.version(),
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in _PACKAGES},
    }
    raw, case_hash, gold = fingerprint(source), _of_case(case), _of_labels(case)
    return {
        "case": case.id,
        "title": case.title,
        **made_with,
        "case_hash": case_hash,
        "gold": gold,
        "raw": raw,
        "parameters": parameters,
        "inputs": digest(made_with, raw, case_hash, gold, parameters),
        "notebooks": [],
        "status": "running",
    }


def _of_case(case: Case) -> str:
    """Return a hash of what a case says and of the files it names, wherever on the machine they lie."""
    named = [corrections.file(case), *([Path(case.reference.file)] if case.reference else [])]
    contents = [hashlib.sha256(f.read_bytes()).hexdigest() if f.is_file() else "" for f in named]
    said = case.model_dump(mode="json")
    if case.reference:
        said["reference"]["file"] = named[-1].name
    return digest(said, contents)


def _of_labels(case: Case) -> str:
    """Return a hash of the labels beside a case, "" where there are none."""
    place = workspace.labels(case)
    return fingerprint(place)["sha256"] if place.exists() else ""


def fingerprint(source: Path) -> dict[str, object]:
    """Return how many files the articles are, their size and a hash over names and contents."""
    hashed, size = hashlib.sha256(), 0
    files = sorted(p for p in ([source] if source.is_file() else source.rglob("*")) if p.is_file())
    for file in files:
        hashed.update(str(file.relative_to(source)).encode())
        with file.open("rb") as opened:
            hashed.update(hashlib.file_digest(opened, "sha256").digest())
        size += file.stat().st_size
    return {"files": len(files), "bytes": size, "sha256": hashed.hexdigest()}


def findings(folder: Path) -> dict[str, object]:
    """Return what a run found, as far as a later one is compared with it: rows, turning points, the headline line."""
    made = [name for name in schemas.MADE_BY if tables.path(name, folder).exists()]
    counts = {name: tables.count(name, folder) for name in made}
    if not {"days", "turns"} <= set(made):
        return {"counts": counts}
    days, turns = tables.read("days", folder), tables.read("turns", folder)
    line = days[(days["measure"] == "share_high") & (days["key"] == "") & days["value"].notna()]
    points = [[f"{p.day:%Y-%m-%d}", *(round(v, 4) for v in (p.value, p.low, p.high))] for p in line.itertuples()]
    return {"counts": counts, "turns": [f"{t.measure} {t.day:%Y-%m-%d}" for t in turns.itertuples()], "line": points}


def save(folder: Path, manifest: Mapping[str, object]) -> None:
    """Write a manifest into its run's folder, whole or not at all."""
    fresh = folder / f".{FILE}"
    fresh.write_text(json.dumps(manifest, indent=2, ensure_ascii=False), "utf-8")
    fresh.replace(folder / FILE)
