import datetime as dt
from pathlib import Path

import hypothesis
import pandas as pd
import pytest

from helpers import annotate, cases, cleaning, tables

# a busy machine is no defect; what must be fast is measured by benchmarks
hypothesis.settings.register_profile("standoff", deadline=None)
hypothesis.settings.load_profile("standoff")

DAYS = pd.date_range("2022-02-01", periods=24)
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


@pytest.fixture(scope="session")
def crisis():
    """Twelve quiet days, twelve loud ones, three outlets of three texts a day; every fifth text of the quiet is loud."""
    rows, happened = [], []
    for d, day in enumerate(DAYS):
        for k in range(9):
            name = f"a{d}-{k}"
            rows.append(
                {
                    "article_id": name,
                    "outlet": "abc"[k % 3],
                    "published": day,
                    "date_from": "stated",
                    "origin": name,
                    "in_scope": True,
                    "text": "T\nRussia attacked Ukraine.",
                }
            )
            loud = (d >= 12) == ((d * 9 + k) % 5 != 0)
            happened.append(
                {
                    "event_id": f"e{d}-{k}",
                    "article_id": name,
                    "n": 1,
                    "start": 2,
                    "end": 8,
                    "actor": ["russia"],
                    "recipient": ["ukraine"],
                    "category": "ASSAULT" if loud else "ACCUSE",
                    "status": "reported",
                    "voice": "narrator",
                    "factuality": "asserted",
                    "rung": 5 if loud else 1,
                    "intensity": 9.0 if loud else 3.0,
                    "counts": True,
                    "confidence": 0.8,
                    "event_day": day,
                    "rule": "r",
                }
            )
    blank = {name: tables.frame(name) for name in annotate.Annotations._fields}
    found = annotate.Annotations(**{**blank, "events": tables.frame("events", happened)})
    return found, tables.frame("articles", rows)
