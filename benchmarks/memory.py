"""Whether memory grows with the corpus: the peak of a process that cleans, of one that reads, of one that sums up."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks import corpora
from helpers import annotate, articles, cleaning, duplicates, tables

_READ = """
import resource
from helpers import annotate, cases, tables
tables.AT_ONCE = {at_once}
case = cases.load("ukraine-2022")
tables.write_parts(annotate.parts(tables.parts("articles", {folder!r}), case), {folder!r} + "/made")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_CLEAN = """
import resource
from helpers import articles, cleaning, duplicates
found, _ = articles.read({folder!r} + "/raw")
cleaned, sentences = cleaning.clean(found)
cleaned = duplicates.link(cleaned)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_SUM = """
import resource
from helpers import cases, escalation, sentiment, stories, tables, texts, turns
from helpers.annotate import Annotations
case, articles = cases.load("ukraine-2022"), texts.catalogue({folder!r})
read = Annotations(*(tables.read(name, {folder!r}) for name in Annotations._fields))
stories.link(read.events)
sentiment.summary(read.mentions, articles, case)
turns.find(escalation.daily(read, articles, case), read, articles, case)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main(*, count: int = 200, copies: int = 100) -> None:
    """Print the peaks of reading `count` articles and thrice as many; of cleaning and summing up, `copies` times."""
    with tempfile.TemporaryDirectory() as made:
        few, more, many = (Path(made) / name for name in ("few", "more", "many"))
        for folder, n in ((few, count), (more, 3 * count)):
            found, _ = articles.read(corpora.make(folder / "raw", n))
            tables.write("articles", duplicates.link(cleaning.clean(found)[0]), folder)
        read = {n: _peak(_READ, f, at_once=max(1, count // 10)) for n, f in ((count, few), (3 * count, more))}
        print("Reading, a part at a time: " + ", ".join(f"{n:,} articles {mb:.0f} MB" for n, mb in read.items()))
        corpora.make(many / "raw", count * copies)
        cleaned = {n: _peak(_CLEAN, f) for n, f in ((count, few), (count * copies, many))}
        print("Cleaning, whole: " + ", ".join(f"{n:,} articles {mb:.0f} MB" for n, mb in cleaned.items()))
        _multiplied(few, many, copies)
        for name in annotate.Annotations._fields:
            tables.path(name, few / "made").rename(tables.path(name, few))
        summed = {n: _peak(_SUM, f) for n, f in ((count, few), (count * copies, many))}
        print("Summing up what was read: " + ", ".join(f"{n:,} articles {mb:.0f} MB" for n, mb in summed.items()))


def _peak(code: str, folder: Path, **values: object) -> float:
    """Return the peak memory, in MB, of a process that runs `code` on the tables in `folder`."""
    return float(subprocess.check_output([sys.executable, "-c", code.format(folder=str(folder), **values)], text=True))


def _multiplied(source: Path, target: Path, copies: int) -> None:
    """Write the rows of each article `copies` times, under other ids: only their number matters here."""
    articles_ = tables.read("articles", source)
    read = annotate.Annotations(*(tables.read(name, source / "made") for name in annotate.Annotations._fields))
    tables.write_parts((_renamed(read, n) for n in range(copies)), target)
    parts = [
        articles_.assign(article_id=_told(articles_["article_id"], n), origin=_told(articles_["origin"], n))
        for n in range(copies)
    ]
    tables.write("articles", pd.concat(parts, ignore_index=True), target)


def _renamed(read: annotate.Annotations, n: int) -> annotate.Annotations:
    made = []
    for table in read:
        names = [c for c in ("article_id", "mention_id", "event_id") if c in table]
        made.append(table.assign(**{c: _told(table[c], n) for c in names}))
    return annotate.Annotations(*made)


def _told(ids: pd.Series, n: int) -> pd.Series:
    return (ids + f"-{n}").astype("str")
