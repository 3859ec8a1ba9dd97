"""How many events are right: 200 of reader-5's, from real articles of ten outlets, judged one by one by machine."""

import pandas as pd

from evaluation import data, scores

_JUDGED = ("actor", "recipient", "category", "status")


def main() -> None:
    """Print the share of judged events with actor, recipient, category, status and all four right."""
    table = pd.read_csv(data.LABELS / "audit.tsv", sep="\t")
    right = table[[f"{name}_right" for name in _JUDGED]].astype(bool)
    print(f"{len(table)} events judged against their sentence (by machine, once; reader-5, twenty an outlet)")
    for name in _JUDGED:
        print(f"  {name:<10} right {scores.mean(right[f'{name}_right'])}")
    print(f"  all four   right {scores.mean(right.all(axis=1))}")
    print(right.assign(all=right.all(axis=1)).groupby(table["decided"]).mean().round(2).to_string())
