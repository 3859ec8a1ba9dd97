import subprocess
import sys

import numpy as np
import pytest

from helpers import heads, reader
from helpers.encoding import Span
from helpers.errors import StandoffError

TEXT = "Mali praised Chad for its help, but Chad blamed Niger."
SPANS = [Span(0, 4, 0), Span(13, 17, 1), Span(48, 53, 2)]


def vectors(text: str, spans: list[Span]) -> np.ndarray:
    """Return what both branches make of the spans, side by side."""
    read = reader.read(text, spans)
    return np.concatenate([read.vectors(branch)[0] for branch in ("portrayal", "events")], axis=-1)


@pytest.mark.parametrize(
    ("head", "at"), [("portrayal", ([0, 1, 2],)), ("stance", ([0, 1], [1, 2])), ("event", ([0], [1]))]
)
def test_heads_answer_in_shares(head, at):
    shares = reader.read(TEXT, SPANS).ask(head, *at)
    assert shares.shape == (len(at[0]), len(heads.ANSWERS[head]))
    assert shares.sum(axis=1) == pytest.approx(1)
    assert (shares >= 0).all()


def test_a_pass_depends_on_its_text_alone():
    first = vectors(TEXT, SPANS)
    vectors("Something quite different happened to Peru in the meantime.", [Span(38, 42)])
    assert (vectors(TEXT, SPANS) == first).all()


def test_hidden_names_are_not_read():
    other = TEXT.replace("Mali", "The Grand Duchy")
    moved = [Span(0, 15, 0), *(Span(s.start + 11, s.end + 11, s.name) for s in SPANS[1:])]
    assert (vectors(TEXT, SPANS) == vectors(other, moved)).all()


def test_long_texts_are_read_around_each_span():
    far = "The weather stayed mild for the season in the whole of the valley. " * 60
    text = far + TEXT + far
    spans = [Span(s.start + len(far), s.end + len(far), s.name) for s in SPANS]
    found = vectors(text, [Span(0, 3), *spans])
    assert found.shape[0] == 4
    assert np.isfinite(found).all()
    changed = vectors(text.replace("mild", "vile"), [Span(0, 3), *spans])
    assert not np.allclose(found[0], changed[0])


@pytest.mark.parametrize("text", ["x" * 5000, "� " * 3000, "中" * 2000, "a\n" * 2000])
def test_strange_long_texts_end(text):
    assert vectors(text, [Span(10, 12), Span(0, len(text), None)]).shape[0] == 2


def test_no_spans_cost_nothing():
    assert len(vectors(TEXT, [])) == 0


@pytest.mark.parametrize("span", [(3, 3), (-1, 2), (0, 99), (5, 2)])
def test_spans_outside_the_text(span):
    with pytest.raises(StandoffError, match=r"f: row 1: span .* is not in its text of 6 characters"):
        reader.check_spans("f", [("Mali", (0, 4)), ("Chad's", span)])


def test_missing_weights_name_their_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(reader, "FOLDER", tmp_path)
    reader._model.cache_clear()
    with pytest.raises(StandoffError, match="weights can't be loaded"):
        reader.warm()
    reader._model.cache_clear()


def test_no_network_and_no_hub():
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise SystemExit('opened a socket')\n"
        "socket.socket = refuse\n"
        "from helpers import reader\n"
        "assert 'onnxruntime' not in sys.modules, 'heavy import'\n"
        "reader.warm()\n"
        "assert not [m for m in sys.modules if m.startswith(('torch', 'transformers', 'huggingface'))]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_weights_are_small():
    assert sum(f.stat().st_size for f in reader.FOLDER.iterdir()) < 50e6
