"""The one training loop of teacher, student and speech tagger."""

import random
import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from helpers.encoding import Encoded
from training.examples import Example
from training.network import Batch, Reader, collate, loss

_TOKENS = 1200  # a batch; about thirty sentences
_WARM = 0.06  # share of the steps in which the rate climbs
_HAS_BF16 = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # where the processor lacks it, it would be slower


def reduced() -> torch.autocast:
    """Return a context in which products are computed in bfloat16, three times as fast where the processor can."""
    return torch.autocast("cpu", torch.bfloat16, enabled=_HAS_BF16)


def batches(lengths: Sequence[int], rng: random.Random | None = None, *, tokens: int = _TOKENS) -> list[list[int]]:
    """Return the texts of each batch, texts of one length together; shuffled where there is a generator."""
    noise = rng.random if rng else lambda: 0.0
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + 6 * noise())
    made, current = [], []
    for i in order:
        if current and (len(current) + 1) * max(lengths[i], lengths[current[-1]]) > tokens:
            made.append(current)
            current = []
        current.append(i)
    made.append(current)
    if rng:
        rng.shuffle(made)
    return made


def cost(
    reader: Reader,
    encoded: Sequence[Encoded],
    examples: Sequence[Example],
    *,
    pad: int,
    prepare: Callable[[Batch, list[int]], Batch] = lambda batch, _: batch,
) -> Callable[[list[int]], Tensor]:
    """Return what computes the loss of `reader` on the examples of a batch, given by index."""

    def of(chosen: list[int]) -> Tensor:
        batch = prepare(collate([encoded[i] for i in chosen], [examples[i] for i in chosen], pad=pad), chosen)
        return loss(reader(batch), batch)

    return of


def fit(
    model: nn.Module,
    lengths: Sequence[int],
    cost: Callable[[list[int]], Tensor],
    *,
    epochs: int,
    rate: float,
    seed: int,
    tokens: int = _TOKENS,
    checks: int | None = None,
    check: Callable[[], str] = lambda: "",
) -> None:
    """Train `model` (its encoder, its heads) in place on texts of `lengths`: AdamW, linear warm-up and decay.

    Heads learn ten times as fast as the encoder. `check` is printed `checks` times, or after each epoch.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    plan = [b for _ in range(epochs) for b in batches(lengths, rng, tokens=tokens)]
    groups = [
        {"params": [p for p in model.encoder.parameters() if p.requires_grad], "lr": rate},
        {"params": model.heads.parameters(), "lr": rate * 10},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _share(step, len(plan)))
    begun, total = time.monotonic(), 0.0
    for step, chosen in enumerate(plan, 1):
        model.train()
        with reduced():
            found = cost(chosen)
        optimiser.zero_grad()
        found.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        total += found.item()
        if step % max(1, len(plan) // (checks or epochs)) == 0:
            passed = time.monotonic() - begun
            print(f"step {step}/{len(plan)}, {passed:.0f} s, loss {total / step:.3f} {check()}", flush=True)


def _share(step: int, steps: int) -> float:
    warm = max(1, int(_WARM * steps))
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))


@torch.no_grad()
def answers(
    reader: Reader,
    encoded: Sequence[Encoded],
    examples: Sequence[Example],
    heads: Sequence[str],
    *,
    pad: int,
    prepare: Callable[[Batch, list[int]], Batch] = lambda batch, _: batch,
) -> dict[str, tuple[Tensor, Tensor]]:
    """Return (shares, goals) of every question to each of `heads`, in the order of the examples."""
    reader.eval()
    made: dict[str, dict[int, tuple[Tensor, Tensor]]] = {head: {} for head in heads}
    for chosen in batches([len(e.ids) for e in encoded], tokens=2 * _TOKENS):
        batch = prepare(collate([encoded[i] for i in chosen], [examples[i] for i in chosen], pad=pad), chosen)
        logits = reader(batch)
        for head in heads:
            shares, goals = (logits[head].float().softmax(dim=1), batch.asked[head][1]) if head in logits else ((), ())
            at = 0
            for i in chosen:
                n = sum(q.head == head for q in examples[i].questions)
                if n:
                    made[head][i] = (shares[at : at + n], goals[at : at + n])
                at += n
    return {head: _joined(found) for head, found in made.items()}


def _joined(found: dict[int, tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    shares, goals = zip(*(found[i] for i in sorted(found)), strict=True)
    return torch.cat(shares), torch.cat(goals)


def macro_f1(shares: Tensor, goals: Tensor) -> float:
    """Return the mean F1 over the answers that occur."""
    made, gold = shares.argmax(1), goals.argmax(1)
    scores = []
    for answer in gold.unique():
        hit = ((made == answer) & (gold == answer)).sum()
        scores.append(2 * hit / ((made == answer).sum() + (gold == answer).sum()))
    return float(torch.stack(scores).mean())
