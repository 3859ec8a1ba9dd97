"""Weights for run time: the encoder as int8 ONNX, the heads as half-precision arrays, the words of the tokenizer."""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from torch import Tensor, nn

from training import encoders
from training.network import Reader
from training.student import HEADS, WIDTH
from training.tagger import Tagger


class _Tagging(nn.Module):
    """One window at a time."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        return self.tagger(ids, torch.ones_like(ids, dtype=torch.float))


class _Alone(nn.Module):
    """One text at a time, so nothing needs a mask."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> Tensor:
        return self.model(input_ids=ids).last_hidden_state


def export(folder: Path, weights: Path, out: Path, temperatures: dict[str, float]) -> None:
    """Write encoder.onnx (int8), heads.npz, tokenizer.json and reader.json to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    words = encoders.vocabulary(folder)
    reader = Reader(encoders.Whole(encoders.load(folder, words)), WIDTH, HEADS)
    reader.load_state_dict(torch.load(weights))
    reader.eval()
    _quantised(_Alone(reader.encoder.model), {"hidden": {1: "tokens"}}, out / "encoder.onnx")
    shutil.copy(folder / "tokenizer.json", out / "tokenizer.json")
    arrays = {name: value.numpy().astype(np.float16) for name, value in reader.heads.state_dict().items()}
    np.savez_compressed(out / "heads.npz", **arrays)
    about = {"first": words.first, "last": words.last, "placeholder": words.placeholder, "names": words.names}
    (out / "reader.json").write_text(json.dumps({**about, "temperatures": temperatures}, indent=1) + "\n", "utf-8")


def export_tagger(folder: Path, weights: Path, out: Path, bias: float) -> None:
    """Write tagger.onnx (int8) and speech.json to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    words = encoders.vocabulary(folder)
    tagger = Tagger(encoders.Whole(encoders.load(folder, words)), WIDTH)
    tagger.load_state_dict(torch.load(weights))
    axes = {"tags": {1: "tokens"}, "pointers": {2: "tokens", 3: "tokens"}}
    _quantised(_Tagging(tagger), axes, out / "tagger.onnx")
    about = {"first": words.first, "last": words.last, "bias": bias}
    (out / "speech.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def _quantised(model: nn.Module, outputs: dict[str, dict[int, str]], file: Path) -> None:
    """Write `model`, which takes the ids of one text, as int8 ONNX."""
    plain = file.with_name("plain.onnx")
    torch.onnx.export(
        model.eval(),
        (torch.ones(1, 12, dtype=torch.long),),
        plain,
        input_names=["ids"],
        output_names=list(outputs),
        dynamic_axes={"ids": {1: "tokens"}, **outputs},
        opset_version=17,
        dynamo=False,
    )
    fused = optimize_model(str(plain), model_type="bert", num_heads=12, hidden_size=WIDTH)
    fused.save_model_to_file(str(plain))
    # seven bits: on processors without VNNI two eight-bit products overflow sixteen bits, and results would differ
    quantize_dynamic(
        plain,
        file,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # the fused operators name none
    )
    plain.unlink()
