import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from helpers import annotate, cases, cleaning

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def case():
    return cases.load("ukraine-2022")


@pytest.fixture(scope="session")
def shared():
    if not SHARED.exists():
        pytest.skip("../shared is not here")
    return SHARED


@pytest.fixture
def read(case):
    """Annotate one article given as text, first line the title."""

    def read(text, *, outlet="reuters", day="2022-02-16", of=None):
        row = {"article_id": "a", "outlet": outlet, "published": pd.Timestamp(day), "text": text, "in_scope": True}
        return annotate.annotate(pd.DataFrame([row]), of or case)

    return read


@pytest.fixture
def sentences():
    def split(text):
        reading = cleaning.read(f"Title\n{text}")
        return [(s.kind, reading.text[s.start : s.end]) for s in reading.sentences[1:]]

    return split


@pytest.fixture
def day():
    return dt.date(2022, 2, 16)


SEED = """NATO doubts Putins pullback, sees more troops
20220216
https://news.example/world/nato-doubts-putins-pullback-20220217-p1.html
The alliance doesnt believe it. Jens Stoltenberg said Russias forces were growing.
"""


@pytest.fixture
def raw(tmp_path):
    """Make a folder of raw files from a {name: content} mapping and return it."""

    def make(files):
        for name, content in files.items():
            path = tmp_path / "raw" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "raw"

    return make
