"""The teacher: MPNet's upper half, trained on portrayal with the names hidden."""

from pathlib import Path

import torch
from torch import Tensor

from evaluation import data
from helpers.encoding import Encoded
from training import encoders, fit
from training.examples import Example
from training.network import Batch, Reader, collate

PAD = 1
WIDTH = 768
FROZEN = 6  # layers below are read once and kept: two thirds of the cost for about a point of F1
HEADS = {"portrayal": (1, 3)}


def held_out(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Return (training part, own held-out part), split by text."""
    out = [data.is_held_out(e.text) for e in examples]
    pairs = list(zip(examples, out, strict=True))
    return [e for e, o in pairs if not o], [e for e, o in pairs if o]


class Frozen:
    """What the frozen layers make of each text, kept in half precision."""

    def __init__(self, model: torch.nn.Module, encoded: list[Encoded], examples: list[Example]) -> None:
        self.states: dict[int, Tensor] = {}
        for chosen in fit.batches([len(e.ids) for e in encoded]):
            batch = collate([encoded[i] for i in chosen], [examples[i] for i in chosen], pad=PAD)
            hidden = encoders.lower(model, batch.ids, batch.mask, end=FROZEN)
            for row, i in enumerate(chosen):
                self.states[i] = hidden[row, : len(encoded[i].ids)].half()

    def prepare(self, batch: Batch, chosen: list[int]) -> Batch:
        """Return the batch with hidden states in place of token ids."""
        longest = batch.ids.shape[1]
        hidden = torch.zeros(len(chosen), longest, WIDTH)
        for row, i in enumerate(chosen):
            hidden[row, : len(self.states[i])] = self.states[i].float()
        return batch._replace(ids=hidden)


def train(folder: Path, examples: list[Example], out: Path, *, epochs: int, seed: int = 0) -> None:
    """Train on the training part of `examples`, print macro-F1 on the held-out part, save the weights to `out`."""
    words = encoders.vocabulary(folder)
    model = encoders.load(folder, words).eval()
    parts = []
    for part in held_out(examples):
        encoded = [words.encode(e.text, e.spans) for e in part]
        parts.append((part, encoded, Frozen(model, encoded, part)))
    (kept, encoded, frozen), (own, own_encoded, own_frozen) = parts
    reader = Reader(encoders.Upper(model, FROZEN), WIDTH, HEADS)

    def check() -> str:
        found = fit.answers(reader, own_encoded, own, "portrayal", pad=PAD, prepare=own_frozen.prepare)
        return f"held-out macro-F1 {fit.macro_f1(*found):.3f}"

    cost = fit.cost(reader, encoded, kept, pad=PAD, prepare=frozen.prepare)
    fit.fit(reader, [len(e.ids) for e in encoded], cost, epochs=epochs, rate=4e-5, seed=seed, check=check)
    torch.save(reader.state_dict(), out)


@torch.no_grad()
def label(folder: Path, weights: Path, examples: list[Example]) -> list[Example]:
    """Return `examples` with the teacher's shares as the goals of their questions."""
    words = encoders.vocabulary(folder)
    model = encoders.load(folder, words).eval()
    encoded = [words.encode(e.text, e.spans) for e in examples]
    reader = Reader(encoders.Upper(model, FROZEN), WIDTH, HEADS)
    reader.load_state_dict(torch.load(weights))

    def prepare(batch: Batch, _: list[int]) -> Batch:
        return batch._replace(ids=encoders.lower(model, batch.ids, batch.mask, end=FROZEN))

    shares, _ = fit.answers(reader, encoded, examples, "portrayal", pad=PAD, prepare=prepare)
    goals = iter(shares.tolist())
    return [e._replace(questions=tuple(q._replace(goal=tuple(next(goals))) for q in e.questions)) for e in examples]
