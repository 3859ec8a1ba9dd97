"""Articles to measure on: as many as wanted, each of its own words, mixed from the sentences of the sample corpus."""

import random
from pathlib import Path

from helpers import cleaning, paths

_SENTENCES = 30  # an article of some 600 words
_OUTLETS = 12
_DAYS = 28


def make(folder: Path, count: int, *, start: int = 0) -> Path:
    """Write `count` articles in the first format to `folder` and return it; number `start` and up are their names.

    The same number always gives the same article. Sentences are drawn from all of the sample's, so that none is a copy.
    """
    pool = _sentences()
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(start, start + count):
        draw = random.Random(n)
        body = "\n".join(draw.sample(pool, min(_SENTENCES, len(pool))))
        head = f"{draw.choice(pool)} {n}\n202202{1 + n % _DAYS:02d}\nhttps://outlet{n % _OUTLETS}.example/{n}\n"
        (folder / f"{n:06d}.txt").write_text(head + body + "\n", "utf-8")
    return folder


def _sentences() -> list[str]:
    found = set()
    for file in sorted(paths.raw("sample").rglob("*.txt")):
        text = file.read_text("utf-8")
        found.update(text[s.start : s.end] for s in cleaning.split(text) if s.kind == "body")
    return sorted(" ".join(sentence.split()) for sentence in found)
