"""How well portrayal is read: public gold, our own labels of crisis news, names swapped."""

import numpy as np
import pandas as pd

from evaluation import data, scores
from helpers import sentiment

_NAMES = (
    *("Russia", "Ukraine", "China", "Germany", "Japan", "Bolivia", "Chad", "Fiji", "Iceland", "Sylvania", "Ruritania"),
    *("Putin", "Zelensky", "Biden", "Garcia", "Merkel", "Modi", "Okonkwo", "Vasquez", "Tharn"),
)
_SWAPPED = 500


def main() -> None:
    """Print every figure of portrayal."""
    print("Portrayal toward a named target (fitted to none of these sets; see the card on what was seen)")
    gold = data.newsmtsc("devtest_mt")
    made = {engine: _scored(gold, engine) for engine in sentiment.ENGINES}
    _compare("NewsMTSC devtest_mt", gold, made)
    torn = gold.groupby("text")["label"].transform("nunique") > 1
    _compare("  its targets disagree", gold[torn], {e: m[torn.to_numpy()] for e, m in made.items()})
    own = data.newsmtsc("train")
    own = own[own["text"].map(data.is_held_out)].reset_index(drop=True)
    _compare("NewsMTSC own split of train", own, {"reader": _scored(own, "reader")})
    shares = made["reader"]
    print(f"calibration error, devtest_mt: {scores.calibration_error(gold['label'], shares):.3f}")
    print(f"accuracy at coverage: {scores.at_coverage(gold['label'], shares)}")
    crisis()
    names(gold)


def _scored(rows: pd.DataFrame, engine: str) -> pd.DataFrame:
    return sentiment.score(rows["text"], list(zip(rows["start"], rows["end"], strict=True)), engine=engine)


def _compare(name: str, gold: pd.DataFrame, made: dict[str, pd.DataFrame]) -> None:
    for engine, shares in made.items():
        print(scores.line(f"{name}, {engine}", gold["label"], shares.idxmax(axis=1)))


def crisis() -> None:
    """Print figures on our own labels of real 2022 news: made by machine, twice, so consistency and not agreement."""
    rows = data.crisis(data.LABELS / "portrayal.tsv")
    same = rows["coder1"] == rows["coder2"]
    print(f"Crisis news, {len(rows)} mentions labelled twice by machine: same {same.mean():.3f}, ", end="")
    print(f"consistency (Krippendorff's alpha) {scores.alpha(rows['coder1'], rows['coder2']):.3f}")
    print(f"  labels of the first pass: {rows['coder1'].value_counts().to_dict()}")
    agreed = rows[same].assign(label=rows["coder1"]).reset_index(drop=True)
    made = {engine: _scored(agreed, engine) for engine in sentiment.ENGINES}
    _compare("crisis, both passes alike", agreed, made)
    print(f"calibration error, crisis: {scores.calibration_error(agreed['label'], made['reader']):.3f}")
    print(f"accuracy at coverage, crisis: {scores.at_coverage(agreed['label'], made['reader'])}")
    right = made["reader"].idxmax(axis=1) == agreed["label"]
    lean = made["reader"]["positive"] - made["reader"]["negative"]
    error = lean - agreed["label"].map({"negative": -1, "neutral": 0, "positive": 1})
    for column, fewest in (("channel", 1), ("actor", 12)):
        for value, part in agreed.groupby(column):
            if len(part) >= fewest:
                figures = f"accuracy {scores.mean(right[part.index])}  mean error {scores.mean(error[part.index])}"
                print(f"  {column} {value:<16} {figures}  n {len(part)}")


def names(gold: pd.DataFrame) -> None:
    """Print how far the score moves when the target's name is swapped in the same sentences."""
    rows = gold[gold["text"].str.len() < 400].head(_SWAPPED)
    texts, spans = [], []
    for row in rows.itertuples():
        for name in _NAMES:
            texts.append(row.text[: row.start] + name + row.text[row.end :])
            spans.append((row.start, row.start + len(name)))
    for engine in sentiment.ENGINES:
        made = sentiment.score(texts, spans, engine=engine)
        lean = (made["positive"] - made["negative"]).to_numpy().reshape(len(rows), len(_NAMES))
        moved = np.abs(lean - lean.mean(axis=1, keepdims=True))
        print(f"names swapped, {engine}: mean change {moved.mean():.4f}, largest {moved.max():.4f}  n {moved.size}")
