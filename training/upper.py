"""Upper layers trained with the names hidden over lower ones that stay as they are and are read once.

So are made the teachers, over the lowest layers of MPNet, and the reader's branch of events, over those of the student.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from helpers.encoding import Encoded, Vocabulary
from helpers.heads import ANSWERS, SPANS
from training import encoders, fit, student
from training.examples import Example
from training.network import Batch, Reader, collate


class Base(NamedTuple):
    """An encoder whose first `frozen` layers stay as they are."""

    model: nn.Module
    words: Vocabulary
    width: int
    pad: int
    frozen: int


def mpnet(folder: Path) -> Base:
    """Return MPNet; a quarter of it frozen saves a third of the cost."""
    words = encoders.vocabulary(folder)
    return Base(encoders.load(folder, words).eval(), words, 768, 1, 3)


def of_student(folder: Path, weights: Path) -> Base:
    """Return the student trained to `weights`, whose lower layers all branches share."""
    read = student.load(folder, weights)
    return Base(read.encoder.model.eval(), encoders.vocabulary(folder), student.WIDTH, student.PAD, student.SHARED)


class Frozen:
    """What the frozen layers make of each text, kept in half precision."""

    def __init__(self, base: Base, encoded: list[Encoded], examples: list[Example]) -> None:
        self.width = base.width
        self.states: dict[int, Tensor] = {}
        for chosen in fit.batches([len(e.ids) for e in encoded]):
            batch = collate([encoded[i] for i in chosen], [examples[i] for i in chosen], pad=base.pad)
            with fit.reduced():
                hidden = encoders.lower(base.model, batch.ids, batch.mask, end=base.frozen)
            for row, i in enumerate(chosen):
                self.states[i] = hidden[row, : len(encoded[i].ids)].half()

    def prepare(self, batch: Batch, chosen: list[int]) -> Batch:
        """Return the batch with hidden states in place of token ids."""
        longest = batch.ids.shape[1]
        hidden = torch.zeros(len(chosen), longest, self.width)
        for row, i in enumerate(chosen):
            hidden[row, : len(self.states[i])] = self.states[i].float()
        return batch._replace(ids=hidden)


def train(
    base: Base,
    examples: list[Example],
    own: dict[str, list[Example]],
    out: Path,
    *,
    epochs: int,
    rate: float = 4e-5,
    seed: int = 0,
) -> None:
    """Train on `examples`, print macro-F1 of each head on its `own` held-out examples, save the weights to `out`."""
    torch.manual_seed(seed)
    reader = _reader(base, list(own))
    encoded, prepare = _frozen(base, examples)
    held = {head: (part, *_frozen(base, part)) for head, part in own.items()}

    def check() -> str:
        made = {
            head: fit.answers(reader, ids, part, [head], pad=base.pad, prepare=of)[head]
            for head, (part, ids, of) in held.items()
        }
        return " ".join(f"{head} {fit.macro_f1(*pair):.3f}" for head, pair in made.items())

    cost = fit.cost(reader, encoded, examples, pad=base.pad, prepare=prepare)
    fit.fit(reader, [len(e.ids) for e in encoded], cost, epochs=epochs, rate=rate, seed=seed, check=check)
    torch.save(reader.state_dict(), out)


def load(base: Base, weights: Path, heads: Sequence[str]) -> Reader:
    """Return the upper layers of `base` with its `heads`, as trained to `weights`; it reads hidden states."""
    reader = _reader(base, heads)
    reader.load_state_dict(torch.load(weights))
    return reader.eval()


def _reader(base: Base, heads: Sequence[str]) -> Reader:
    shapes = {name: (SPANS[name], len(ANSWERS[name])) for name in heads}
    # what is trained shares nothing with the layers below, which stay as they are
    return Reader(encoders.Upper(deepcopy(base.model), base.frozen), base.width, shapes)


def _frozen(base: Base, examples: list[Example]) -> tuple[list[Encoded], Callable]:
    encoded = [base.words.encode(e.text, e.spans) for e in examples]
    return encoded, Frozen(base, encoded, examples).prepare


def answers(
    base: Base, reader: Reader, examples: list[Example], heads: Sequence[str]
) -> dict[str, tuple[Tensor, Tensor]]:
    """Return (shares, goals) of every question to each of `heads`, in the order of the examples."""

    def prepare(batch: Batch, _: list[int]) -> Batch:
        return batch._replace(ids=encoders.lower(base.model, batch.ids, batch.mask, end=base.frozen))

    encoded = [base.words.encode(e.text, e.spans) for e in examples]
    with fit.reduced():
        return fit.answers(reader, encoded, examples, heads, pad=base.pad, prepare=prepare)


def label(base: Base, weights: Path, examples: list[Example], heads: Sequence[str] = ("portrayal",)) -> list[Example]:
    """Return `examples` with the shares that `weights` give as the goals of their questions, all to those `heads`."""
    found = answers(base, load(base, weights, heads), examples, heads)
    # each head's answers come in the order of the examples' questions to it
    goals = {head: iter(shares.tolist()) for head, (shares, _) in found.items()}
    return [
        e._replace(questions=tuple(q._replace(goal=tuple(next(goals[q.head]))) for q in e.questions)) for e in examples
    ]
