"""Temperatures that make a head as sure as it is right (Guo et al. 2017), from our own held-out sentences."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from training import encoders, fit
from training.examples import Example
from training.network import Reader
from training.student import HEADS, PAD, WIDTH

_TRIED = [0.5 + 0.05 * i for i in range(51)]


def temperatures(folder: Path, weights: Path, own: dict[str, Sequence[Example]]) -> dict[str, float]:
    """Return the temperature of each head that has held-out examples: the one of least cross-entropy."""
    words = encoders.vocabulary(folder)
    reader = Reader(encoders.Whole(encoders.load(folder, words)), WIDTH, HEADS)
    reader.load_state_dict(torch.load(weights))
    made = {}
    for head, part in own.items():
        shares, goals = fit.answers(reader, [words.encode(e.text, e.spans) for e in part], part, head, pad=PAD)
        made[head] = min(_TRIED, key=lambda t: _surprise(shares, goals.argmax(1), t))
    return made


def _surprise(shares: Tensor, gold: Tensor, temperature: float) -> float:
    scaled = (shares.clamp_min(1e-9).log() / temperature).log_softmax(dim=1)
    return float(-scaled[torch.arange(len(gold)), gold].mean())
