"""The student: MiniLM-L6, trained on the gold sets and on what the teacher makes of unlabelled news.

Its heads of portrayal and stance are shipped; those of events teach its lower layers, above which events get their own.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from helpers.heads import ANSWERS, SPANS
from training import encoders, fit
from training.examples import Example
from training.network import Reader

PAD = 0
WIDTH = 384
RATE = 1.3e-4
SHARED = 2  # lower layers that the branch of events reads too; above them it has its own
# voice is left out: its labels are not on the public pairs, and the branch of events learns it anew
HEADS = {name: (SPANS[name], len(ANSWERS[name])) for name in ("portrayal", "stance", "event", "factuality")}


def train(
    folder: Path,
    examples: Sequence[Example],
    own: dict[str, Sequence[Example]],
    out: Path,
    *,
    epochs: int,
    seed: int = 0,
) -> None:
    """Train on `examples`, print macro-F1 of each head on its `own` held-out examples, save the weights to `out`."""
    torch.manual_seed(seed)  # the heads begin at random
    words = encoders.vocabulary(folder)
    reader = Reader(encoders.Whole(encoders.load(folder, words)), WIDTH, HEADS)
    examples, own = _asked(examples), {name: _asked(part) for name, part in own.items()}
    held = {name: ([words.encode(e.text, e.spans) for e in part], part) for name, part in own.items()}

    def check() -> str:
        found = {name: fit.answers(reader, *part, [name], pad=PAD)[name] for name, part in held.items()}
        return " ".join(f"{name} {fit.macro_f1(*pair):.3f}" for name, pair in found.items())

    encoded = [words.encode(e.text, e.spans) for e in examples]
    cost = fit.cost(reader, encoded, examples, pad=PAD)
    fit.fit(reader, [len(e.ids) for e in encoded], cost, epochs=epochs, rate=RATE, seed=seed, check=check)
    torch.save(reader.state_dict(), out)


def _asked(examples: Sequence[Example]) -> list[Example]:
    """Return the examples with those of their questions that the student has a head for."""
    return [e._replace(questions=tuple(q for q in e.questions if q.head in HEADS)) for e in examples]


def load(folder: Path, weights: Path) -> Reader:
    """Return the student as trained to `weights`."""
    reader = Reader(encoders.Whole(encoders.load(folder, encoders.vocabulary(folder))), WIDTH, HEADS)
    reader.load_state_dict(torch.load(weights))
    return reader.eval()


def answers(folder: Path, weights: Path, examples: Sequence[Example], head: str) -> tuple[Tensor, Tensor]:
    """Return (shares, goals) of every question to `head`, in the order of the examples."""
    words = encoders.vocabulary(folder)
    encoded = [words.encode(e.text, e.spans) for e in examples]
    return fit.answers(load(folder, weights), encoded, examples, [head], pad=PAD)[head]
