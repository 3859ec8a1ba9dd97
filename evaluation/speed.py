"""What the reader costs: time to load, targets a second on one core, bytes."""

import subprocess
import sys
import time

import pandas as pd

from evaluation import data
from helpers import reader, sentiment

_ROWS = 400
_LOAD = "import time; t = time.monotonic(); from helpers import reader; reader.warm(); print(time.monotonic() - t)"


def main() -> None:
    """Print load time, size and targets a second of both engines, one at a time and thirty-two at a time."""
    print("Cost of the reader, one core")
    size = sum(f.stat().st_size for f in reader.FOLDER.iterdir())
    print(f"size of the weights: {size / 1e6:.1f} MB")
    loads = [float(subprocess.check_output([sys.executable, "-c", _LOAD], text=True)) for _ in range(3)]
    print(f"load, imports included: {sorted(loads)[1]:.2f} s (median of 3)")
    gold = data.newsmtsc("devtest_mt").head(_ROWS)
    for engine in sentiment.ENGINES:
        for size in (1, 32):
            print(f"{engine}, {size} a call: {_rate(gold, engine, size):.0f} targets/s")


def _rate(gold: pd.DataFrame, engine: str, size: int) -> float:
    spans = list(zip(gold["start"], gold["end"], strict=True))
    sentiment.score(gold["text"].head(1), spans[:1], engine=engine)  # loading is not counted
    begun = time.process_time()
    for i in range(0, len(gold), size):
        sentiment.score(gold["text"][i : i + size], spans[i : i + size], engine=engine)
    return len(gold) / (time.process_time() - begun)
