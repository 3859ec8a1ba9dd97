"""What a later run costs: nothing new, one more article, a changed actor, against reading everything."""

import shutil
import tempfile
import time
from pathlib import Path

from benchmarks import corpora
from helpers import paths, suite

_CASE = "ukraine-2022"
_DRAWS = {"draws": "100"}
_NEW_ACTOR = '\n[actors.somebody]\nparent = "russia"\nnames = ["Nobody Atall"]\n'


def main(*, count: int = 2000) -> None:
    """Print each later run of `count` articles as a ratio to the first."""
    with tempfile.TemporaryDirectory() as made:
        raw = corpora.make(Path(made) / "raw", count)
        case = Path(shutil.copy(paths.CASES / f"{_CASE}.toml", made))
        out = Path(made) / "out"
        first = _seconds(case, raw, out)
        print(f"reading {count:,} articles and making the report: {first:.0f} s = 1")
        print(f"  nothing new, --if-changed   {_seconds(case, raw, out, if_changed=True) / first:.3f}")
        print(f"  nothing new                 {_seconds(case, raw, out) / first:.3f}")
        corpora.make(raw, 1, start=count)
        print(f"  one more article            {_seconds(case, raw, out) / first:.3f}")
        case.write_text(case.read_text("utf-8") + _NEW_ACTOR)
        print(f"  an actor nobody names       {_seconds(case, raw, out) / first:.3f}")


def _seconds(case: Path, raw: Path, out: Path, **options: bool) -> float:
    begun = time.monotonic()
    suite.run(str(case), raw=str(raw), out=str(out), parameters=_DRAWS, **options)
    return time.monotonic() - begun
