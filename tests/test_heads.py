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


def drawn(n, width=4):
    return np.random.default_rng(1).normal(size=(n, width)).astype(np.float32)


def loaded(name, temperature=1.0):
    found = {f"{n}.{p}": a for n in heads.ANSWERS for p, a in arrays(4, heads.SPANS[n], len(heads.ANSWERS[n])).items()}
    return heads.load(found, {name: temperature})[name]


def test_a_temperature_flattens_without_reordering():
    plain, flat = (loaded("portrayal", t).shares(drawn(5), drawn(5), range(5)) for t in (1.0, 3.0))
    assert plain.sum(axis=1) == pytest.approx(1)
    assert (plain.argsort(axis=1) == flat.argsort(axis=1)).all()
    assert (flat.max(axis=1) < plain.max(axis=1)).all()


def test_a_pair_is_first_second_and_the_text_as_the_first_saw_it():
    head, spans, whole = loaded("stance"), drawn(3), drawn(6)[3:]
    firsts, seconds = [0, 2, 0], [1, 1, 2]
    rows = np.concatenate([spans[firsts], spans[seconds], whole[firsts]], axis=1)
    logits = np.tanh(rows @ head.inner.T + head.inner_bias) @ head.outer.T + head.outer_bias
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert head.shares(spans, whole, firsts, seconds) == pytest.approx(expected, abs=1e-6)


def test_large_logits_stay_finite():
    head = heads.Head(np.eye(2) * 1e4, np.zeros(2), np.eye(2) * 1e4, np.zeros(2), 1.0)
    one = np.array([[1.0]])
    assert np.isfinite(head.shares(one, -one, [0])).all()
