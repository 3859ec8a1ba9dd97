"""What starts before any article is read: imports, a notebook's kernel, and what renders its page."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from jupyter_client.manager import start_new_kernel

from helpers import cases, report, suite

_IMPORTS = ("helpers", "helpers.cases", "helpers.cli", "helpers.annotate, helpers.escalation")
_HEAVY = ("torch", "onnxruntime", "matplotlib.pyplot", "ruptures", "nltk", "sklearn")


def main(*, repeats: int = 5) -> None:
    """Print seconds, medians of `repeats`: imports beyond a bare Python, starting a kernel, rendering the report."""
    bare = _median(lambda: _python("pass"), repeats)
    print(f"Starting, seconds; a bare Python takes {bare:.2f}, which is taken off the imports")
    for modules in ("pandas", *_IMPORTS):
        taken = _median(lambda m=modules: _python(f"import {m}"), repeats) - bare
        print(f"  import {modules:<45}{taken:6.2f}")
    loaded = _python(f"import sys, {_IMPORTS[-1]}; print(*sorted(set({_HEAVY!r}) & set(sys.modules)))")
    print(f"  of {', '.join(_HEAVY)} loaded by these: {loaded.strip() or 'none'}")
    print(f"  a kernel, until it answers {_median(_kernel, repeats):.2f}")
    with tempfile.TemporaryDirectory() as out:
        made = suite.run("sample", out=out, parameters={"draws": "50"})
        for told in made.manifest["notebooks"]:
            print(f"  {told['notebook']} on the sample {told['seconds']:.1f}")
        case = cases.load("sample")
        taken = _median(lambda: report.build(made.folder, Path(out), case, made.manifest), repeats)
        print(f"  rendering these and the rest of the report {taken:.2f}")


def _median(work: Callable[[], object], repeats: int) -> float:
    taken = []
    for _ in range(repeats):
        begun = time.monotonic()
        work()
        taken.append(time.monotonic() - begun)
    return statistics.median(taken)


def _python(code: str) -> str:
    return subprocess.check_output([sys.executable, "-c", code], text=True)


def _kernel() -> None:
    manager, client = start_new_kernel(kernel_name="python3")
    client.stop_channels()
    manager.shutdown_kernel(now=True)
