"""Weights for run time: the encoder as int8 ONNX, the heads as half-precision arrays, the words of the tokenizer."""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from torch import Tensor, nn

from helpers import heads
from training import encoders, student, tagger, upper
from training.student import WIDTH

_IDS = {"ids": torch.ones(1, 12, dtype=torch.long)}
_STATES = {"hidden": torch.ones(1, 12, WIDTH)}


class _Alone(nn.Module):
    """One text at a time; `layers` read its ids, or what other layers made of it (1 x tokens x width)."""

    def __init__(self, layers: nn.Module) -> None:
        super().__init__()
        self.layers = layers

    def forward(self, given: Tensor) -> Tensor | tuple[Tensor, ...]:
        return self.layers(given, None)


def export(folder: Path, weights: Path, events: Path, out: Path, temperatures: dict[str, float]) -> None:
    """Write the lower layers, each branch (int8 ONNX), heads.npz, tokenizer.json and reader.json to `out`.

    `weights` are the student's, `events` those of the branch trained over its lower layers.
    """
    out.mkdir(parents=True, exist_ok=True)
    read, base = student.load(folder, weights), upper.of_student(folder, weights)
    model = read.encoder.model
    # the branch takes the layers of the student it is given, so each has a copy
    branches = {"portrayal": read, "events": upper.load(base, events, heads.of("events"))}
    layers = {"portrayal": encoders.Upper(model, base.frozen), "events": branches["events"].encoder}
    _quantised(_Alone(encoders.Lower(model, base.frozen)), _IDS, {"hidden": {1: "tokens"}}, out / "lower.onnx")
    arrays = {}
    for branch, reader in branches.items():
        _quantised(_Alone(layers[branch]), _STATES, {"made": {1: "tokens"}}, out / f"{branch}.onnx")
        kept = {n: v for n, v in reader.heads.state_dict().items() if heads.BRANCH[n.partition(".")[0]] == branch}
        arrays |= {name: value.numpy().astype(np.float16) for name, value in kept.items()}
    np.savez_compressed(out / "heads.npz", **arrays)
    shutil.copy(folder / "tokenizer.json", out / "tokenizer.json")
    words = base.words
    about = {"first": words.first, "last": words.last, "placeholder": words.placeholder, "names": words.names}
    (out / "reader.json").write_text(json.dumps({**about, "temperatures": temperatures}, indent=1) + "\n", "utf-8")


def export_tagger(folder: Path, weights: Path, out: Path, bias: float) -> None:
    """Write tagger.onnx (int8) and speech.json to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    words = encoders.vocabulary(folder)
    axes = {"tags": {1: "tokens"}, "pointers": {2: "tokens", 3: "tokens"}}
    _quantised(_Alone(tagger.load(folder, weights, len(tagger.KEPT))), _IDS, axes, out / "tagger.onnx")
    about = {"first": words.first, "last": words.last, "bias": bias}
    (out / "speech.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def _quantised(model: nn.Module, given: dict[str, Tensor], outputs: dict[str, dict[int, str]], file: Path) -> None:
    """Write `model`, which takes one text as `given` (an example by name), as int8 ONNX."""
    plain = file.with_name("plain.onnx")
    torch.onnx.export(
        model.eval(),
        tuple(given.values()),
        plain,
        input_names=list(given),
        output_names=list(outputs),
        dynamic_axes={**{name: {1: "tokens"} for name in given}, **outputs},
        opset_version=17,
        dynamo=False,
    )
    _divide(plain)
    fused = optimize_model(str(plain), model_type="bert", num_heads=12, hidden_size=WIDTH)
    _part_sums(fused.model.graph)
    fused.save_model_to_file(str(plain))
    _compared(model, given, plain)
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


def _compared(model: nn.Module, given: dict[str, Tensor], file: Path) -> None:
    """Stop where the graph in `file` does not answer as `model` does, before any number is rounded to a byte."""
    answered = onnxruntime.InferenceSession(file).run(None, {name: value.numpy() for name, value in given.items()})
    with torch.no_grad():
        wanted = model(*given.values())
    for found, one in zip(answered, wanted if isinstance(wanted, tuple) else (wanted,), strict=True):
        if not np.allclose(found, one.numpy(), atol=1e-3):
            raise ValueError(f"{file}: differs from the model by {np.abs(found - one.numpy()).max():.4f}")


def _divide(file: Path) -> None:
    """Turn the factor before each softmax into a divisor, as which the optimiser knows attention and fuses it."""
    model = onnx.load(file)
    constants = {n.output[0]: n.attribute[0].t for n in model.graph.node if n.op_type == "Constant"}
    into_softmax = {n.input[0] for n in model.graph.node if n.op_type == "Softmax"}
    for node in model.graph.node:
        if node.op_type == "Mul" and node.output[0] in into_softmax:
            factor = next(i for i in node.input if i in constants)
            divisor = 1 / numpy_helper.to_array(constants[factor])
            model.graph.initializer.append(numpy_helper.from_array(divisor, f"{node.name}_divisor"))
            given = [f"{node.name}_divisor" if i == factor else i for i in node.input]
            node.CopyFrom(helper.make_node("Div", sorted(given, key=lambda i: i.endswith("_divisor")), node.output))
    onnx.save(model, file)


def _part_sums(graph: onnx.GraphProto) -> None:
    """Part each sum from the normalisation after it: onnxruntime's operator for both takes six times as long."""
    nodes = []
    for node in graph.node:
        if node.op_type != "SkipLayerNormalization":
            nodes.append(node)
            continue
        first, second, scale, shift, *bias = node.input
        if bias:
            nodes.append(helper.make_node("Add", [first, bias[0]], [f"{node.name}_biased"]))
            first = f"{node.name}_biased"
        total = node.output[3] if len(node.output) > 3 else f"{node.name}_total"
        nodes.append(helper.make_node("Add", [first, second], [total]))
        epsilon = next(a.f for a in node.attribute if a.name == "epsilon")
        nodes.append(
            helper.make_node("LayerNormalization", [total, scale, shift], [node.output[0]], axis=-1, epsilon=epsilon)
        )
    del graph.node[:]
    graph.node.extend(nodes)
