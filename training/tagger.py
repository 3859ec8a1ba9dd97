"""The speech tagger: MiniLM with a tag a token and, from each token of what is said, a pointer to speaker and cue.

A teacher with all layers learns from people's labels; the shipped one, with fewer, from these and from the teacher.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from training import attributions, encoders, fit
from training.attributions import KINDS, Article, Marked

POINTERS = ("speaker", "cue")
PAD = 0
WIDTH = 384
ALL = 6  # layers of the teacher
KEPT = (0, 1, 2, 3, 5)  # of which these are the shipped tagger's beginning
_LAYER = "encoder.rest.layers."
_POINTER_WIDTH = 96
_RATE = 1.5e-4
_BIASES = [-1 + 0.1 * i for i in range(21)]
_NOISE = 0.003  # of F1


class Score(NamedTuple):
    """F1 of the contents made, and how many more than wanted they are."""

    f1: float
    surplus: int


class Batch(NamedTuple):
    """Windows side by side: ids and mask (windows x tokens), a tag a token by kind, pointers as goals."""

    ids: Tensor
    mask: Tensor
    tags: Tensor  # kinds x windows x tokens; -1 where there is no token, or nobody labelled it
    rows: Tensor  # window of each content token
    columns: Tensor  # its place there
    goals: Tensor  # pointers x content tokens x tokens: the share of each token


class Tagger(nn.Module):
    """An encoder (ids, mask → hidden states), tags by kind and pointers."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict(
            {
                "tags": nn.Linear(width, 3 * len(KINDS)),
                "tail": nn.Linear(width, _POINTER_WIDTH * len(POINTERS)),
                "lead": nn.Linear(width, _POINTER_WIDTH * len(POINTERS)),
            }
        )
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Return logits of tags (windows x tokens x kinds x 3) and pointers (windows x pointers x tokens x tokens).

        Without `mask` every token counts.
        """
        hidden = self.drop(self.encoder(ids, mask))
        tags = self.heads["tags"](hidden).unflatten(2, (len(KINDS), 3))
        ends = [
            self.heads[n](hidden).unflatten(2, (len(POINTERS), _POINTER_WIDTH)).transpose(1, 2)
            for n in ("tail", "lead")
        ]
        pointers = ends[0] @ ends[1].transpose(2, 3) / _POINTER_WIDTH**0.5
        return tags, pointers if mask is None else pointers + (1 - mask[:, None, None, :]) * -1e4


def collate(windows: Sequence[Marked]) -> Batch:
    """Return a padded batch."""
    longest = max(len(w.ids) for w in windows)
    ids = torch.full((len(windows), longest), PAD)
    mask = torch.zeros(len(windows), longest)
    tags = torch.full((len(KINDS), len(windows), longest), -1)
    rows, columns, goals = [], [], [[] for _ in POINTERS]
    for row, window in enumerate(windows):
        n = len(window.ids)
        ids[row, :n], mask[row, :n] = torch.tensor(window.ids), 1
        for k, kind in enumerate(KINDS):
            tags[k, row, :n] = torch.tensor(window.tags[kind])
        for content, *ends in window.links:
            rows += [row] * len(content)
            columns += content
            for kept, end in zip(goals, ends, strict=True):
                share = torch.zeros(longest)
                share[end] = 1 / len(end)
                kept += [share] * len(content)
    made = torch.stack([torch.stack(g) if g else torch.zeros(0, longest) for g in goals])
    return Batch(ids, mask, tags, torch.tensor(rows, dtype=torch.long), torch.tensor(columns, dtype=torch.long), made)


def loss(made: tuple[Tensor, Tensor], batch: Batch) -> Tensor:
    """Return the cross-entropy of tags and of pointers, summed over kinds, averaged over tokens that have labels."""
    tags, pointers = made
    total = torch.zeros(())
    for k in range(len(KINDS)):
        wanted = batch.tags[k].flatten()
        apart = nn.functional.cross_entropy(tags[:, :, k].flatten(0, 1), wanted, ignore_index=-1, reduction="sum")
        total = total + apart / (wanted >= 0).sum().clamp(min=1)
    for p in range(len(POINTERS)):
        if len(batch.rows):
            found = pointers[batch.rows, p, batch.columns].log_softmax(dim=1)
            total = total - 0.5 * (batch.goals[p] * found).sum(1).mean()
    return total


def _imitation(made: tuple[Tensor, Tensor], seen: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
    """Return how far tags, and pointers from what is said, are from those that a teacher has `seen`."""
    goals = seen[0].float().softmax(dim=3)
    apart = -(goals * made[0].float().log_softmax(dim=3)).sum(3)
    tags = (apart * mask[:, :, None]).sum() / mask.sum()
    said = (1 - goals[:, :, 0, 0]) * mask  # pointers from other tokens are never asked for
    apart = -(seen[1].float().softmax(dim=3) * made[1].float().log_softmax(dim=3)).sum(3)
    return tags + 0.5 * (apart * said[:, None]).sum() / said.sum().clamp(min=1)


def train(folder: Path, articles: Sequence[Article], out: Path, *, seed: int = 0) -> None:
    """Train the teacher on the training part of `articles`, five versions of each once, and save it to `out`."""
    torch.manual_seed(seed)  # the heads begin at random
    tagger = build(folder, ALL)
    _fit(folder, tagger, articles, [], lambda batch: loss(tagger(batch.ids, batch.mask), batch), out, seed)


def distil(
    folder: Path, teacher: Path, articles: Sequence[Article], plain: Sequence[str], out: Path, *, seed: int = 0
) -> None:
    """Train the shipped tagger, of fewer layers, on the same and to tag it and `plain` texts as the `teacher` does."""
    torch.manual_seed(seed)
    whole, tagger = load(folder, teacher, ALL), build(folder, len(KEPT))
    tagger.load_state_dict(_thinned(torch.load(teacher)))

    def cost(batch: Batch) -> Tensor:
        with torch.no_grad():
            seen = whole(batch.ids, batch.mask)
        made = tagger(batch.ids, batch.mask)
        return loss(made, batch) + _imitation(made, seen, batch.mask)

    _fit(folder, tagger, articles, plain, cost, out, seed)


def build(folder: Path, layers: int) -> Tagger:
    """Return a tagger over the first `layers` of MiniLM."""
    return Tagger(encoders.Lower(encoders.load(folder, encoders.vocabulary(folder)), layers), WIDTH)


def load(folder: Path, weights: Path, layers: int) -> Tagger:
    """Return a tagger of so many `layers` as trained to `weights`."""
    tagger = build(folder, layers)
    tagger.load_state_dict(torch.load(weights))
    return tagger.eval()


def _thinned(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights of the KEPT layers, renumbered, and all that is not of a layer."""
    made = {name: value for name, value in state.items() if not name.startswith(_LAYER)}
    for new, old in enumerate(KEPT):
        lead = f"{_LAYER}{old}."
        made |= {f"{_LAYER}{new}.{n.removeprefix(lead)}": v for n, v in state.items() if n.startswith(lead)}
    return made


def _fit(
    folder: Path,
    tagger: Tagger,
    articles: Sequence[Article],
    plain: Sequence[str],
    cost: Callable[[Batch], Tensor],
    out: Path,
    seed: int,
) -> None:
    words = encoders.vocabulary(folder)
    ends, rng = (words.first, words.last), random.Random(seed)
    kept, own = attributions.split(articles)
    windows = [w for a in kept for w in attributions.versions(a, words.tokenizer, ends, rng)]
    windows += [w for text in plain for w in attributions.plain(text, words.tokenizer, ends)]
    held = [w for a in own for w in attributions.marked(a, words.tokenizer, ends)]

    def of(chosen: list[int]) -> Tensor:
        return cost(collate([windows[i] for i in chosen]))

    def check() -> str:
        return f"held-out content F1 {_balance(tagger, held, [0.0])[0.0].f1:.3f}"

    lengths = [len(w.ids) for w in windows]
    fit.fit(tagger, lengths, of, epochs=1, rate=_RATE, seed=seed, tokens=2400, checks=5, check=check)
    torch.save(tagger.state_dict(), out)


def bias(folder: Path, weights: Path, articles: Sequence[Article]) -> float:
    """Return what to add to "not said" for the best F1 of contents on the held-out part of `articles`."""
    words, tagger = encoders.vocabulary(folder), load(folder, weights, len(KEPT))
    held = [
        w
        for a in attributions.split(articles)[1]
        for w in attributions.marked(a, words.tokenizer, (words.first, words.last))
    ]
    scores = _balance(tagger, held, _BIASES)
    # where F1 hardly changes its best is chance; as many contents as there are is better than more or fewer
    enough = max(score.f1 for score in scores.values()) - _NOISE
    return round(min((abs(s.surplus), added) for added, s in scores.items() if s.f1 >= enough)[1], 2)


@torch.no_grad()
def _balance(tagger: Tagger, held: Sequence[Marked], biases: Sequence[float]) -> dict[float, Score]:
    """Return how contents come out (half overlap both ways) for each bias."""
    tagger.eval()
    hits, total, surplus = (dict.fromkeys(biases, 0) for _ in range(3))
    for chosen in fit.batches([len(w.ids) for w in held], tokens=4800):
        batch = collate([held[i] for i in chosen])
        shares = tagger(batch.ids, batch.mask)[0][:, :, 0]
        for row, i in enumerate(chosen):
            for added in biases:
                moved = shares[row, : len(held[i].ids)] + torch.tensor([added, 0, 0])
                made = [set(range(*s)) for s in _runs(moved.argmax(1).tolist())]
                wanted = [set(content) for content, *_ in held[i].links]
                hits[added] += sum(any(2 * len(w & m) >= max(len(w), len(m)) for m in made) for w in wanted)
                total[added] += len(made) + len(wanted)
                surplus[added] += len(made) - len(wanted)
    return {added: Score(2 * hits[added] / total[added], surplus[added]) for added in biases}


def _runs(tags: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i, tag in enumerate(tags):
        if tag == 2 and runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        elif tag:
            runs.append((i, i + 1))
    return [run for run in runs if run[1] - run[0] > 1]
