"""How much a rule's word weighs against the reader's heads: python -m training.weigh prints the best constants.

Tried on the pairs that training kept out: a quarter of the crisis pairs and of the suite's tuned half.
"""

from itertools import product
from pathlib import Path

import pandas as pd

from evaluation import data, scores
from helpers import events, weighing

LABELS = Path(__file__).parent / "labels"
_TRIED = {"_RULE": (1.0, 2.0, 3.0, 4.0), "_SILENT": (0.0, 0.5, 1.0, 1.5), "_SURE": (0.0, 0.4, 0.5, 0.6)}
_CUES = (0.0, 1.0, 2.0, 3.0)


def main() -> None:
    """Print macro-F1 of category and factuality for each choice, best last."""
    real = data.crisis(LABELS / "events.tsv")
    suite = data.suite("tuned").assign(label=lambda rows: rows["category"])
    sets = [rows[rows["text"].map(data.is_own)].reset_index(drop=True) for rows in (real, suite)]
    readings = [[events.read(*row) for row in _rows(rows)] for rows in sets]
    tried = []
    for values in product(*_TRIED.values()):
        chosen = dict(zip(_TRIED, values, strict=True))
        for name, value in chosen.items():
            setattr(weighing if name == "_RULE" else events, name, value)
        made = [pd.Series([events.settle(r).category for r in part]) for part in readings]
        found = [scores.macro_f1(rows["label"], part) for rows, part in zip(sets, made, strict=True)]
        happens = [
            scores.macro_f1(rows["label"] != "NONE", part != "NONE") for rows, part in zip(sets, made, strict=True)
        ]
        tried.append((sum(found) + happens[0], chosen, found, happens))
    for _, chosen, found, happens in sorted(tried, key=lambda t: t[0])[-8:]:
        print(
            chosen, "category, real and suite", [round(f, 3) for f in found], "or not", [round(h, 3) for h in happens]
        )
    for name, value in max(tried, key=lambda t: t[0])[1].items():
        setattr(weighing if name == "_RULE" else events, name, value)
    for weighing._CUE in _CUES:
        values = []
        for rows, part in zip(sets, readings, strict=True):
            acts = rows["label"] != "NONE"
            made = pd.Series([events.settle(r).factuality for r in part])
            values.append(scores.macro_f1(rows["factuality"][acts], made[acts]))
        print("_CUE", weighing._CUE, "factuality, real and suite", [round(v, 3) for v in values])


def _rows(rows: pd.DataFrame) -> zip:
    return zip(rows["text"], rows["actor_span"], rows["recipient_span"], strict=True)


if __name__ == "__main__":
    main()
