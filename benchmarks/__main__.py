"""Print what things cost, as ratios: python -m benchmarks [--smoke] [PART ...]."""

import sys

from benchmarks import growth, kills, memory, reading, reruns, starting

PARTS = {
    "starting": starting.main,
    "reading": reading.main,
    "growth": growth.main,
    "memory": memory.main,
    "reruns": reruns.main,
    "kills": kills.main,
}
_SMOKE = {  # does it still run?
    "starting": {"repeats": 1},
    "reading": {"count": 5, "repeats": 1},
    "growth": {"sizes": (60, 120)},
    "memory": {"count": 10, "copies": 3},
    "reruns": {"count": 40},
    "kills": {"kills": 2, "count": 30},
}


def main(given: list[str]) -> None:
    """Run the parts named, or all; with --smoke on a handful of articles."""
    smoke, chosen = "--smoke" in given, [g for g in given if g != "--smoke"]
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        sys.exit(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    for name in chosen or PARTS:
        PARTS[name](**(_SMOKE[name] if smoke else {}))


if __name__ == "__main__":
    main(sys.argv[1:])
