"""Loading shipped weights: ONNX sessions on one thread, and tokenizers that neither cut nor pad."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.errors import StandoffError

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer


def session(file: Path) -> "onnxruntime.InferenceSession":
    """Return the network in `file`; it uses one thread, since the cores are shared out by article."""
    import onnxruntime

    file.stat()  # onnxruntime's own error for a file that is not there is no OSError
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    # onnxruntime would join each sum to the normalisation after it, in an operator that takes six times as long
    apart = ["SkipLayerNormFusion"]
    return onnxruntime.InferenceSession(str(file), options, ["CPUExecutionProvider"], disabled_optimizers=apart)


def tokenizer(file: Path) -> "Tokenizer":
    """Return the tokenizer in `file`."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(file))
    made.no_truncation()
    made.no_padding()
    return made


@contextmanager
def loading(folder: Path, whose: str) -> Iterator[None]:
    """Turn what goes wrong inside into a StandoffError that names the weights in `folder`."""
    try:
        yield
    except (OSError, ValueError, KeyError) as error:
        raise StandoffError(f"{folder}: the {whose}'s weights can't be loaded ({error}); reinstall standoff") from error
