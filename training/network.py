"""The reader in torch: an encoder, vectors pooled over spans, one small head a question."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from helpers.encoding import Encoded
from training.examples import Example


class Batch(NamedTuple):
    """Encoded examples side by side, and what is asked of them, head by head."""

    ids: Tensor  # texts x tokens
    mask: Tensor
    pooling: Tensor  # spans x (texts x tokens): each row averages the tokens of one span
    text_of: Tensor  # text of each span
    asked: dict[str, tuple[Tensor, Tensor, Tensor]]  # head: spans (n x 1 or 2), goals (n x answers), weights


class Head(nn.Module):
    """One hidden layer over the vectors of its spans and the vector of the whole text."""

    def __init__(self, width: int, spans: int, answers: int) -> None:
        super().__init__()
        self.inner = nn.Linear(width * (spans + 1), width // 2)
        self.outer = nn.Linear(width // 2, answers)
        self.drop = nn.Dropout(0.1)

    def forward(self, vectors: Tensor) -> Tensor:
        """Return logits for rows of concatenated vectors."""
        return self.outer(self.drop(torch.tanh(self.inner(self.drop(vectors)))))


class Reader(nn.Module):
    """An encoder (ids, mask → hidden states) with heads by name: {name: (spans, answers)}."""

    def __init__(self, encoder: nn.Module, width: int, heads: dict[str, tuple[int, int]]) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict({name: Head(width, *shape) for name, shape in heads.items()})

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """Return the logits of every question of the batch, head by head."""
        hidden = self.encoder(batch.ids, batch.mask)
        vectors = batch.pooling @ hidden.flatten(0, 1)
        whole = hidden[:, 0]
        logits = {}
        for name, (spans, _, _) in batch.asked.items():
            parts = [vectors[spans[:, i]] for i in range(spans.shape[1])]
            logits[name] = self.heads[name](torch.cat([*parts, whole[batch.text_of[spans[:, 0]]]], dim=1))
        return logits


def collate(encoded: Sequence[Encoded], examples: Sequence[Example], *, pad: int) -> Batch:
    """Return a padded batch."""
    longest = max(len(e.ids) for e in encoded)
    ids = torch.full((len(encoded), longest), pad)
    mask = torch.zeros(len(encoded), longest)
    rows, text_of, asked, offset = [], [], {}, 0
    for row, (tokens, example) in enumerate(zip(encoded, examples, strict=True)):
        ids[row, : len(tokens.ids)] = torch.tensor(tokens.ids)
        mask[row, : len(tokens.ids)] = 1
        for question in example.questions:
            kept = asked.setdefault(question.head, ([], [], []))
            kept[0].append([offset + i for i in question.at])
            kept[1].append(question.goal)
            kept[2].append(question.weight)
        rows += [(row * longest + a, row * longest + b) for a, b in tokens.places]
        text_of += [row] * len(tokens.places)
        offset += len(tokens.places)
    pooling = torch.zeros(len(rows), len(encoded) * longest)
    for i, (a, b) in enumerate(rows):
        pooling[i, a:b] = 1 / (b - a)
    tensors = {name: (torch.tensor(a), torch.tensor(g), torch.tensor(w)) for name, (a, g, w) in asked.items()}
    return Batch(ids, mask, pooling, torch.tensor(text_of), tensors)


def loss(logits: dict[str, Tensor], batch: Batch) -> Tensor:
    """Return the weighted cross-entropy against the goals, averaged over all questions of the batch."""
    losses = []
    for name, (_, goals, weights) in batch.asked.items():
        losses.append(-(goals * logits[name].log_softmax(dim=1)).sum(1) * weights)
    return torch.cat(losses).mean()
