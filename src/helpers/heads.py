"""What the reader's heads answer: one small network each, over the vectors of the spans it reads and of the text."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from helpers import ladder

PORTRAYAL = ("negative", "neutral", "positive")
STANCE = ("oppose", "neutral", "support")
EVENT = ("NONE", *ladder.CATEGORIES)
VOICE = ("narrator", "own", "other")  # whose words tell of an event: the article's, its actor's, somebody else's
FACTUALITY = ("asserted", "denied", "no_sign", "hypothetical", "background")
ANSWERS = {"portrayal": PORTRAYAL, "stance": STANCE, "event": EVENT, "factuality": FACTUALITY, "voice": VOICE}
# portrayal reads a target, the others a pair
SPANS = {
    "portrayal": 1,
    "stance": 2,
    "event": 2,
    "factuality": 2,
    "voice": 2,
}


# portrayal and stance share what the reader sees in names, the rest what it sees in happenings
BRANCH = {
    "portrayal": "portrayal",
    "stance": "portrayal",
    "event": "events",
    "factuality": "events",
    "voice": "events",
}


def of(branch: str) -> list[str]:
    """Return the heads of a branch."""
    return [name for name, of_branch in BRANCH.items() if of_branch == branch]


class Head(NamedTuple):
    """The weights of one head; `temperature` flattens its shares until they are as sure as they are right."""

    inner: np.ndarray
    inner_bias: np.ndarray
    outer: np.ndarray
    outer_bias: np.ndarray
    temperature: float

    def shares(self, spans: np.ndarray, whole: np.ndarray, *at: Sequence[int]) -> np.ndarray:
        """Return the share of each answer (rows × answers, rows sum to 1) for spans by index.

        `spans` holds a vector a span, `whole` that of the text: one for all spans, or one as each span saw it.
        """
        *slots, of_whole = np.split(self.inner.T, len(at) + 1)
        inner = self.inner_bias + (_rows(whole, at[0], of_whole) if len(whole) > 1 else whole @ of_whole)
        for slot, indices in zip(slots, at, strict=True):
            inner = inner + _rows(spans, indices, slot)
        logits = np.tanh(inner) @ self.outer.T + self.outer_bias
        raised = np.exp((logits - logits.max(axis=1, keepdims=True)) / self.temperature)
        return raised / raised.sum(axis=1, keepdims=True)


def _rows(vectors: np.ndarray, indices: Sequence[int], weights: np.ndarray) -> np.ndarray:
    """Return the product of `vectors`, by index, with `weights`; each vector is multiplied once at most."""
    chosen = list(indices)
    return vectors[chosen] @ weights if len(chosen) < len(vectors) else (vectors @ weights)[chosen]


def load(arrays: dict[str, np.ndarray], temperatures: dict[str, float]) -> dict[str, Head]:
    """Return the heads held in `arrays` under "<head>.inner.weight" and so on."""
    parts = ("inner.weight", "inner.bias", "outer.weight", "outer.bias")
    return {
        name: Head(*(arrays[f"{name}.{part}"].astype(np.float32) for part in parts), temperatures.get(name, 1.0))
        for name in ANSWERS
    }
