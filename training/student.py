"""The student: MiniLM-L6 with all heads, trained on the gold sets and on what the teacher makes of unlabelled news."""

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
HEADS = {name: (SPANS[name], len(answers)) for name, answers in ANSWERS.items()}


def train(
    folder: Path,
    examples: Sequence[Example],
    own: dict[str, Sequence[Example]],
    out: Path,
    *,
    epochs: int,
    rate: float = RATE,
    start: Path | None = None,
    seed: int = 0,
) -> None:
    """Train on `examples`, print macro-F1 of each head on its `own` held-out examples, save the weights to `out`.

    With `start`, training goes on from those weights; a head they lack begins anew.
    """
    torch.manual_seed(seed)  # the heads begin at random
    words = encoders.vocabulary(folder)
    reader = Reader(encoders.Whole(encoders.load(folder, words)), WIDTH, HEADS)
    if start:
        _go_on(reader, torch.load(start))
    held = {name: ([words.encode(e.text, e.spans) for e in part], part) for name, part in own.items()}

    def check() -> str:
        found = {name: fit.answers(reader, *part, name.partition(" ")[0], pad=PAD) for name, part in held.items()}
        return " ".join(f"{name} {fit.macro_f1(*pair):.3f}" for name, pair in found.items())

    encoded = [words.encode(e.text, e.spans) for e in examples]
    cost = fit.cost(reader, encoded, examples, pad=PAD)
    fit.fit(reader, [len(e.ids) for e in encoded], cost, epochs=epochs, rate=rate, seed=seed, check=check)
    torch.save(reader.state_dict(), out)


def _go_on(reader: Reader, weights: dict[str, Tensor]) -> None:
    """Load `weights` into `reader`, all of whose encoder and some of whose heads they must hold."""
    lacking = set(reader.load_state_dict(weights, strict=False).missing_keys)
    if any(not key.startswith("heads.") for key in lacking):
        raise ValueError(f"weights of another encoder: they lack {sorted(lacking)[0]}")
