"""Teacher, student and quantised student side by side, on sets none of them was tuned on."""

from pathlib import Path

import pandas as pd

from evaluation import data, scores
from helpers import heads, sentiment
from helpers.heads import EVENT, PORTRAYAL
from training import sets, student, upper

_ROOT = {"RETREAT": "YIELD", "CONCEDE": "YIELD"}
_LONGEST = 1500  # characters; torch takes no text whole that is longer than the encoder's 512 tokens


def main(minilm: Path, mpnet: Path | None, teacher_weights: Path, student_weights: Path) -> None:
    """Print macro-F1 on NewsMTSC devtest_mt, names hidden, one line a model; the teacher only where its files are."""
    gold = data.newsmtsc("devtest_mt")
    gold = gold[gold["text"].str.len() < _LONGEST].reset_index(drop=True)
    examples = [e for row in gold.itertuples() for e in sets.portrayal(pd.DataFrame([row]))]
    if mpnet and teacher_weights.exists():
        softened = upper.label(upper.mpnet(mpnet), teacher_weights, examples)
        _line("teacher (MPNet)", gold, [e.questions[0].goal for e in softened])
    shares, _ = student.answers(minilm, student_weights, examples, "portrayal")
    _line("student (MiniLM-L6), fp32", gold, shares.tolist())
    made = sentiment.score(gold["text"], list(zip(gold["start"], gold["end"], strict=True)))
    _line("student, int8, as shipped", gold, made.to_numpy().tolist())


def events(mpnet: Path, weights: Path) -> None:
    """Print macro-F1 over the PLOVER roots of the teacher of events, on the public pairs kept from its training."""
    pairs = data.plover_pairs()
    examples = sets.events(pairs[pairs["text"].map(data.is_own)])
    base = upper.mpnet(mpnet)
    shares, goals = upper.answers(base, upper.load(base, weights, heads.of("events")), examples, ["event"])["event"]
    shares[:, EVENT.index("NONE")] = 0  # something happens in all of them
    gold, made = (pd.Series([_ROOT.get(EVENT[i], EVENT[i]) for i in t.argmax(1).tolist()]) for t in (goals, shares))
    print(scores.line("teacher of events (MPNet), 15 roots", gold, made))


def _line(name: str, gold: pd.DataFrame, shares: list[list[float]]) -> None:
    print(scores.line(name, gold["label"], pd.DataFrame(shares, columns=PORTRAYAL).idxmax(axis=1)))
