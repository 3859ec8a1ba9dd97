import numpy as np
import pytest

from helpers import heads


def arrays(width, spans, answers):
    rng = np.random.default_rng(0)
    shapes = {
        "inner.weight": (2, width * (spans + 1)),
        "inner.bias": (2,),
        "outer.weight": (answers, 2),
        "outer.bias": (answers,),
    }
    return {part: rng.normal(size=shape) for part, shape in shapes.items()}


def test_a_temperature_flattens_without_reordering():
    found = {f"{n}.{p}": a for n in heads.ANSWERS for p, a in arrays(4, heads.SPANS[n], len(heads.ANSWERS[n])).items()}
    plain, flat = (heads.load(found, {"portrayal": t})["portrayal"] for t in (1.0, 3.0))
    rows = np.random.default_rng(1).normal(size=(5, 8)).astype(np.float32)
    assert plain.shares(rows).sum(axis=1) == pytest.approx(1)
    assert (plain.shares(rows).argsort(axis=1) == flat.shares(rows).argsort(axis=1)).all()
    assert (flat.shares(rows).max(axis=1) < plain.shares(rows).max(axis=1)).all()


def test_large_logits_stay_finite():
    head = heads.Head(np.eye(2) * 1e4, np.zeros(2), np.eye(2) * 1e4, np.zeros(2), 1.0)
    assert np.isfinite(head.shares(np.array([[1.0, -1.0]]))).all()
