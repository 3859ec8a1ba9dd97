"""How much rules, cues and heard speech weigh against the reader's heads: python -m training.weigh.

Constants are moved one at a time, as long as that helps, on pairs that training kept out: a quarter of those of crisis
news, of the constructed sentences and of the suite's tuned half. No evaluation set is among them.
"""

from pathlib import Path

import pandas as pd

from evaluation import data, scores
from helpers import events, happenings, ladder, weighing

LABELS = Path(__file__).parent / "labels"
_STEPS = (-1.0, -0.5, 0.5, 1.0)
_ROUNDS = 2
_LEAST_GAIN = 0.001  # of the mean of the figures; less is noise
_TRIED = {
    weighing: ("_RULE", "_CUE", "_UNCUED", "_UNSAID", "_HEARD", "_SILENCE", "_PERFORMED", "_TOLD"),
    events: ("_ASKED",),
    happenings: ("_REVERSED",),
}


def main() -> None:
    """Print each change of a constant that helps, and the figures with it."""
    real = _own(data.crisis(LABELS / "events.tsv"))
    made = pd.concat([data.suite("tuned"), data.constructed(LABELS / "constructed.tsv")], ignore_index=True)
    made = _own(made.fillna("").assign(label=made["category"]))
    sets = [(rows, [events.read(*row) for row in _spans(rows)]) for rows in (real, made)]
    best = _figures(sets)
    print("as it is:", _told(best))
    for _ in range(_ROUNDS):
        for module, names in _TRIED.items():
            for name in names:
                best = _moved(module, name, sets, best)


def _own(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["text"].map(data.is_own)].reset_index(drop=True)


def _spans(rows: pd.DataFrame) -> zip:
    return zip(rows["text"], rows["actor_span"], rows["recipient_span"], strict=True)


def _moved(module: object, name: str, sets: list, best: dict[str, float]) -> dict[str, float]:
    """Leave in `module` the value of a constant that does best, and return its figures."""
    kept = begun = getattr(module, name)
    for step in _STEPS:
        setattr(module, name, begun + step)
        tried = _figures(sets)
        if _mean(tried) > _mean(best) + _LEAST_GAIN:
            kept, best = begun + step, tried
            print(f"{name} {begun} → {kept}: {_told(best)}", flush=True)
    setattr(module, name, kept)
    return best


def _mean(figures: dict[str, float]) -> float:
    return sum(figures.values()) / len(figures)


def _told(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())


def _figures(sets: list) -> dict[str, float]:
    """Return macro-F1 of what matters on each set: whether something happens, what, whether it did, who tells it."""
    found = {}
    for name, (rows, readings) in zip(("real", "made"), sets, strict=True):
        made = pd.DataFrame([events.settle(r) for r in readings], columns=events.COLUMNS)
        found[f"{name} category"] = scores.macro_f1(rows["label"], made["category"])
        found[f"{name} happens"] = scores.macro_f1(rows["label"] != "NONE", made["category"] != "NONE")
        told = (rows["label"] != "NONE") & (rows["factuality"] != "") & (rows["voice"] != "")
        told &= made["category"] != "NONE"
        wanted = [ladder.status(*pair) for pair in zip(rows["factuality"][told], rows["voice"][told], strict=True)]
        found[f"{name} status"] = scores.macro_f1(pd.Series(wanted), made["status"][told].reset_index(drop=True))
    return found


if __name__ == "__main__":
    main()
