"""Teacher, student and quantised student side by side, on sets none of them was tuned on."""

from pathlib import Path

import pandas as pd
import torch

from evaluation import data, scores
from helpers import sentiment
from helpers.heads import PORTRAYAL
from training import encoders, fit, sets, student, teacher
from training.examples import Example
from training.network import Reader

_LONGEST = 1500  # characters; torch takes no text whole that is longer than the encoder's 512 tokens


def main(minilm: Path, mpnet: Path | None, teacher_weights: Path, student_weights: Path) -> None:
    """Print macro-F1 on NewsMTSC devtest_mt, names hidden, one line a model; the teacher only where its files are."""
    gold = data.newsmtsc("devtest_mt")
    gold = gold[gold["text"].str.len() < _LONGEST].reset_index(drop=True)
    examples = [e for row in gold.itertuples() for e in sets.portrayal(pd.DataFrame([row]))]
    if mpnet and teacher_weights.exists():
        softened = teacher.label(mpnet, teacher_weights, examples)
        _line("teacher (MPNet, upper half)", gold, [e.questions[0].goal for e in softened])
    _line("student (MiniLM-L6), fp32", gold, _student(minilm, student_weights, examples))
    made = sentiment.score(gold["text"], list(zip(gold["start"], gold["end"], strict=True)))
    _line("student, int8, as shipped", gold, made.to_numpy().tolist())


def _student(folder: Path, weights: Path, examples: list[Example]) -> list[list[float]]:
    words = encoders.vocabulary(folder)
    reader = Reader(encoders.Whole(encoders.load(folder, words)), student.WIDTH, student.HEADS)
    reader.load_state_dict(torch.load(weights))
    encoded = [words.encode(e.text, e.spans) for e in examples]
    return fit.answers(reader, encoded, examples, "portrayal", pad=student.PAD)[0].tolist()


def _line(name: str, gold: pd.DataFrame, shares: list[list[float]]) -> None:
    print(scores.line(name, gold["label"], pd.DataFrame(shares, columns=PORTRAYAL).idxmax(axis=1)))
