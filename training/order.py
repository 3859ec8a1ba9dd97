"""Weights of the order detector: python -m training.order. Shuffled and unshuffled real articles, half held out."""

import random
import zlib

import numpy as np
import pandas as pd

from evaluation import data
from helpers import cleaning, order

_ARTICLES = 3000
_STEPS = 4000
_RATE = 0.3


def drawn(count: int = _ARTICLES, *, seed: int = 0) -> pd.DataFrame:
    """Return signs of real articles as they are and shuffled: signs, shuffled, own (held out, one in two)."""
    rng = random.Random(seed)
    texts = data.crisis_texts()
    rows = []
    for article in rng.sample(sorted(texts), count):
        text = texts[article]
        body = [text[s.start : s.end] for s in cleaning.split(text) if s.kind == "body"]
        mixed = rng.sample(body, len(body))
        own = zlib.crc32(article.encode()) % 2 == 0
        for shuffled, sentences in ((False, body), (True, mixed)):
            found = order.signs(text.partition("\n")[0], sentences)
            if found:
                rows.append({**found._asdict(), "shuffled": shuffled, "own": own})
    return pd.DataFrame(rows)


def main() -> None:
    """Print weights and bias, and precision and recall on the held-out half at thresholds."""
    table = drawn()
    names = list(order.Signs._fields)
    train, own = table[~table["own"]], table[table["own"]]
    x, y = train[names].to_numpy(float), (~train["shuffled"]).to_numpy(float)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    z = (x - mean) / spread
    weights, bias = np.zeros(len(names)), 0.0
    for _ in range(_STEPS):
        error = 1 / (1 + np.exp(-(z @ weights + bias))) - y
        weights, bias = weights - _RATE * z.T @ error / len(z), bias - _RATE * error.mean()
    weights, bias = weights / spread, bias - (weights / spread) @ mean
    print(", ".join(f"{v:.3f}" for v in weights), "bias", round(bias, 3))
    p = 1 / (1 + np.exp(own[names].to_numpy(float) @ weights + bias))
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.9):
        said = p > threshold
        print(
            threshold, "precision", (own["shuffled"] & said).sum() / said.sum(), "recall", said[own["shuffled"]].mean()
        )


if __name__ == "__main__":
    main()
