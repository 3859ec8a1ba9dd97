"""Print every figure of the README: python -m evaluation [PART ...]."""

import sys
import time

from evaluation import (
    attribution,
    audit,
    categories,
    corrected,
    data,
    intake,
    ledger,
    linking,
    occurrences,
    portrayal,
    repairs,
    retelling,
    series,
    speed,
    stances,
    turnings,
    whole,
)

PARTS = {
    "portrayal": portrayal.main,
    "stance": stances.main,
    "categories": categories.main,
    "events": occurrences.main,
    "whole": whole.main,
    "audit": audit.main,
    "attribution": attribution.main,
    "linking": linking.main,
    "ledger": ledger.main,
    "turns": turnings.main,
    "corrected": corrected.main,
    "series": series.main,
    "retelling": retelling.main,
    "intake": intake.main,
    "repair": repairs.main,
    "speed": speed.main,
}


def main(chosen: list[str]) -> None:
    """Print the figures part by part; exit with a message where the data, or a part of that name, are not there."""
    if not data.SHARED.exists():
        sys.exit("../shared is not here: these figures need data the project may not redistribute")
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        sys.exit(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    for name in chosen or PARTS:
        begun = time.monotonic()
        PARTS[name]()
        print(f"  ({time.monotonic() - begun:.0f} s)\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
