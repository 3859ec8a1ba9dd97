"""How well stance is read: DSE in both directions, our own labels of crisis news."""

import pandas as pd

from evaluation import data, scores
from helpers import stance

_CLASSES = {
    "0": ("neutral", "neutral"),
    "1": ("support", "neutral"),
    "2": ("neutral", "support"),
    "3": ("oppose", "neutral"),
    "4": ("neutral", "oppose"),
}


def main() -> None:
    """Print every figure of stance."""
    print("Stance of a holder toward a target (DSE: five classes built from both directions; its labels are noisy)")
    gold = data.dse("valid")
    forth = stance.score(gold["text"], gold["p"], gold["q"])
    back = stance.score(gold["text"], gold["q"], gold["p"])
    label = pd.Series(list(zip(gold["forth"], gold["back"], strict=True))).map({v: k for k, v in _CLASSES.items()})
    made = pd.DataFrame({k: forth[a] * back[b] for k, (a, b) in _CLASSES.items()}).idxmax(axis=1)
    print(scores.line("DSE valid, 5 classes", label, made))
    both = pd.concat([gold["forth"], gold["back"]], ignore_index=True)
    print(f"calibration error, DSE: {scores.calibration_error(both, pd.concat([forth, back], ignore_index=True)):.3f}")
    rows = data.crisis(data.LABELS / "stance.tsv")
    same = rows["coder1"] == rows["coder2"]
    print(f"Crisis news, {len(rows)} statements labelled twice by machine: same {same.mean():.3f}, ", end="")
    print(f"consistency (Krippendorff's alpha) {scores.alpha(rows['coder1'], rows['coder2']):.3f}")
    alike = rows[same].reset_index(drop=True)
    held = stance.score(alike["text"], alike["holder_span"], alike["target_span"])
    print(scores.line("crisis, both passes alike", alike["coder1"], held.idxmax(axis=1)))
    print(f"calibration error, crisis: {scores.calibration_error(alike['coder1'], held):.3f}")
    turned = stance.score(alike["text"], alike["target_span"], alike["holder_span"])
    print(scores.line("  holder and target swapped", alike["coder1"], turned.idxmax(axis=1)))
