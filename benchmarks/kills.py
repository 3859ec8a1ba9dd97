"""Runs killed at random moments: is anything lost, and does the next run end in the tables of an undisturbed one?"""

import hashlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import corpora
from helpers import schemas, tables

_CASE = "ukraine-2022"


def main(*, kills: int = 20, count: int = 80) -> None:
    """Print how many of `kills` runs, cut off by SIGKILL at a random moment, the next run mended.

    Every other run begins with the results of half the articles, which must stay until the new ones are whole.
    """
    with tempfile.TemporaryDirectory() as made:
        here, draw = Path(made), random.Random(0)
        half, raw = corpora.make(here / "half", count // 2), corpora.make(here / "raw", count)
        _finish(half, here / "half-done")
        begun = time.monotonic()
        _finish(raw, here / "undisturbed")
        whole = time.monotonic() - begun
        wanted, mended, kept = _hashes(here / "undisturbed"), 0, 0
        for n in range(kills):
            out, moment = here / f"killed-{n}", draw.uniform(0.05, 0.95) * whole
            if n % 2:
                shutil.copytree(here / "half-done", out)
            before = _hashes(out)
            _kill(raw, out, moment)
            kept += _hashes(out) in (before, wanted)
            _finish(raw, out)
            mended += _hashes(out) == wanted
        print(f"{kills} runs of {count} articles killed at random in their {whole:.0f} s:")
        print(f"  {kept} left the last good tables whole, {mended} ended in the undisturbed tables when called again")


def _command(raw: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "helpers", "run", _CASE, "--raw", str(raw), "--out", str(out), "-p", "draws", "50"]


def _finish(raw: Path, out: Path) -> None:
    subprocess.run(_command(raw, out), check=True, capture_output=True)


def _kill(raw: Path, out: Path, moment: float) -> None:
    run = subprocess.Popen(_command(raw, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run.wait(moment)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
        run.wait()


def _hashes(out: Path) -> dict[str, str]:
    """Return the hash of each table in a folder of results, none where there are none yet."""
    files = [tables.path(name, out) for name in schemas.MADE_BY]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.exists()}
