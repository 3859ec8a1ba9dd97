import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from helpers.encoding import Span, Vocabulary

_WORDS = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[N0]", "[N1]", "[N2]", "the", "army", "of", "left", "said", "'", "s"]


@pytest.fixture(scope="module")
def words():
    tokenizer = Tokenizer(models.WordPiece({w: i for i, w in enumerate(_WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return Vocabulary(tokenizer, 1, 2, 4, 3)


def shown(words, text, spans):
    encoded = words.encode(text, spans)
    tokens = [_WORDS[i] for i in encoded.ids]
    return " ".join(tokens), [" ".join(tokens[a:b]) for a, b in encoded.places]


@pytest.mark.parametrize(
    ("text", "spans", "tokens", "places"),
    [
        ("Mali left", [Span(0, 4)], "[CLS] [N0] left [SEP]", ["[N0]"]),
        ("Mali's army left", [Span(0, 4)], "[CLS] [N0] ' s army left [SEP]", ["[N0]"]),
        ("the army of Chad", [Span(12, 16, 1), Span(4, 8, None)], "[CLS] the army of [N1] [SEP]", ["[N1]", "army"]),
        ("Chad said Chad left", [Span(0, 4), Span(10, 14)], "[CLS] [N0] said [N0] left [SEP]", ["[N0]", "[N0]"]),
        # more actors than placeholders begin again
        ("Mali left", [Span(0, 4, 4)], "[CLS] [N1] left [SEP]", ["[N1]"]),
        # a name within a hidden name, and a visible span across one
        ("New Chad left", [Span(0, 8, 2), Span(4, 8, 1)], "[CLS] [N2] left [SEP]", ["[N2]", "[N2]"]),
        (
            "army of Chad left",
            [Span(0, 12, None), Span(8, 12, 0)],
            "[CLS] army of [N0] left [SEP]",
            ["army of [N0]", "[N0]"],
        ),
        ("the army left", [], "[CLS] the army left [SEP]", []),
    ],
)
def test_names_are_hidden(words, text, spans, tokens, places):
    assert shown(words, text, spans) == (tokens, places)


@given(st.text(max_size=40), st.data())
def test_every_span_has_a_place(words, text, data):
    spans = []
    for _ in range(data.draw(st.integers(0, 4)) if text else 0):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        spans.append(Span(start, end, data.draw(st.none() | st.integers(0, 5))))
    encoded = words.encode(text, spans)
    assert len(encoded.places) == len(spans)
    assert all(0 < a < b <= len(encoded.ids) for a, b in encoded.places)
