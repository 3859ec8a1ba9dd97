"""The teachers: MPNet's upper half with the names hidden, trained on portrayal, or on events."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from evaluation import data
from helpers.encoding import Encoded, Vocabulary
from helpers.heads import ANSWERS, SPANS
from training import encoders, fit
from training.examples import Example
from training.network import Batch, Reader, collate

PAD = 1
WIDTH = 768
FROZEN = 6  # layers below are read once and kept: two thirds of the cost for about a point of F1


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


def train(
    folder: Path,
    examples: list[Example],
    own: dict[str, list[Example]],
    out: Path,
    *,
    epochs: int,
    rate: float = 4e-5,
    seed: int = 0,
) -> None:
    """Train on `examples`, print macro-F1 of each head on its `own` held-out examples, save the weights to `out`."""
    words = encoders.vocabulary(folder)
    model = encoders.load(folder, words).eval()
    torch.manual_seed(seed)
    reader = _reader(model, list(own))
    encoded, prepare = _frozen(words, model, examples)
    held = {head: (part, *_frozen(words, model, part)) for head, part in own.items()}

    def check() -> str:
        made = {
            head: fit.answers(reader, ids, part, head, pad=PAD, prepare=of) for head, (part, ids, of) in held.items()
        }
        return " ".join(f"{head} {fit.macro_f1(*pair):.3f}" for head, pair in made.items())

    cost = fit.cost(reader, encoded, examples, pad=PAD, prepare=prepare)
    fit.fit(reader, [len(e.ids) for e in encoded], cost, epochs=epochs, rate=rate, seed=seed, check=check)
    torch.save(reader.state_dict(), out)


def _reader(model: torch.nn.Module, heads: Sequence[str]) -> Reader:
    shapes = {name: (SPANS[name], len(ANSWERS[name])) for name in heads}
    return Reader(encoders.Upper(model, FROZEN), WIDTH, shapes)


def _frozen(words: Vocabulary, model: torch.nn.Module, examples: list[Example]) -> tuple[list[Encoded], Callable]:
    encoded = [words.encode(e.text, e.spans) for e in examples]
    return encoded, Frozen(model, encoded, examples).prepare


@torch.no_grad()
def label(folder: Path, weights: Path, examples: list[Example], heads: Sequence[str] = ("portrayal",)) -> list[Example]:
    """Return `examples` with the teacher's shares as the goals of their questions, all of which its `heads` answer."""
    words = encoders.vocabulary(folder)
    model = encoders.load(folder, words).eval()
    encoded = [words.encode(e.text, e.spans) for e in examples]
    reader = _reader(model, heads)
    reader.load_state_dict(torch.load(weights))

    def prepare(batch: Batch, _: list[int]) -> Batch:
        return batch._replace(ids=encoders.lower(model, batch.ids, batch.mask, end=FROZEN))

    # each head's answers come in the order of the examples' questions to it
    shares = (fit.answers(reader, encoded, examples, head, pad=PAD, prepare=prepare)[0].tolist() for head in heads)
    goals = dict(zip(heads, map(iter, shares), strict=True))
    return [
        e._replace(questions=tuple(q._replace(goal=tuple(next(goals[q.head]))) for q in e.questions)) for e in examples
    ]
