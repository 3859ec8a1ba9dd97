"""How well speech is attributed: PolNeAR."""

import pandas as pd

from evaluation import data
from helpers import speech


def main() -> None:
    """Print how much of the attributed content of PolNeAR is found, alone and with its source."""
    print("Attribution, PolNeAR dev: content with at least half overlap both ways, and source overlapping too")
    hits = both = n_gold = n_made = 0
    for text, gold in data.polnear("dev"):
        made = speech.attribute(text)
        n_gold, n_made = n_gold + len(gold), n_made + len(made)
        for wanted in gold:
            found = [s for s in made.itertuples() if _half(wanted["Content"], (s.content_start, s.content_end))]
            hits += bool(found)
            both += any(_source_found(wanted["Source"], s) for s in found)
    for name, count in (("content", hits), ("content and source", both)):
        f1, precision, recall = 2 * count / (n_made + n_gold), count / n_made, count / n_gold
        print(f"  {name:<20} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}")
    print(f"  gold {n_gold}, found {n_made}")


def _half(gold: list[tuple[int, int]], made: tuple[int, int]) -> bool:
    shared = sum(max(0, min(end, made[1]) - max(start, made[0])) for start, end in gold)
    length = sum(end - start for start, end in gold)
    return shared >= length / 2 and shared >= (made[1] - made[0]) / 2


def _source_found(gold: list[tuple[int, int]], made: tuple) -> bool:
    if pd.isna(made.speaker_start):
        return not gold
    return any(made.speaker_start < end and start < made.speaker_end for start, end in gold)
