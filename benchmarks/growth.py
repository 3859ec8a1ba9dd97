"""Whether cost grows as the number of articles does: reading and summing up 1,000, 3,000 and 9,000 real articles."""

import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from evaluation import data
from helpers import annotate, articles, cases, cleaning, duplicates, escalation, sentiment, stories, turns
from helpers.annotate import Annotations
from helpers.cases import Case

_CORPUS = data.SHARED / "corpora" / "ukraine-2022"
_CORES = 2
_ASKED = 900  # words of the article that speed is wanted for


def main(*, sizes: Sequence[int] = (1000, 3000, 9000), cache: Path | None = None) -> None:
    """Print seconds by step and size, and the exponent of the power of the number of articles that they follow.

    The articles are drawn at random and nested. All are read in one pass, timed where each size is full: an article is
    read by itself. The other steps are done anew for each size.
    """
    if not _CORPUS.exists():
        print(f"Growth: needs the real articles in {_CORPUS}, which may not be redistributed; skipped")
        return
    case = cases.load("ukraine-2022")
    found, _ = articles.read(_CORPUS, case=case)
    found = found.sample(max(sizes), random_state=0).reset_index(drop=True)
    read, passed = _read(cleaning.clean(found)[0], case, sizes, cache)
    taken = pd.DataFrame([_summed_up(found.head(n), read, case) for n in sizes]).T
    taken.loc["annotate, two cores"] = passed
    print("Growth: " + ", ".join(f"{n:,}" for n in sizes) + " real articles, seconds; the exponent fitted")
    for name, seconds in taken.iterrows():
        told = "".join(f"{s:10.1f}" for s in seconds)
        print(f"  {name:<30}{told}   n^{np.polyfit(np.log(sizes), np.log(seconds), 1)[0]:.2f}")
    words = found["text"].str.split().str.len().mean()
    rate, events = max(sizes) / passed[-1], len(read.events) / passed[-1]
    print(f"  a second on two cores: {rate:.1f} articles of {words:.0f} words, with {events:.0f} events,")
    print(f"  as many words as {rate * words / _ASKED:.1f} articles of {_ASKED}")


def _read(
    cleaned: pd.DataFrame, case: Case, sizes: Sequence[int], cache: Path | None
) -> tuple[Annotations, list[float]]:
    """Return what all say, and the seconds that had passed when as many articles as each size were read."""
    made, passed, begun = [], [], time.monotonic()
    with annotate.workers(_CORES) as executor:
        for low, high in pairwise((0, *sizes)):
            made.append(annotate.annotate(cleaned.iloc[low:high], case, executor=executor, cache=cache))
            passed.append(time.monotonic() - begun)
    return Annotations(*(pd.concat(parts, ignore_index=True) for parts in zip(*made, strict=True))), passed


def _summed_up(found: pd.DataFrame, read: Annotations, case: Case) -> dict[str, float]:
    """Return the seconds of every step but reading, on the articles `found`."""
    own = Annotations(*(t[t["article_id"].isin(found["article_id"])].reset_index(drop=True) for t in read))
    marks = {"": time.monotonic()}
    cleaned = cleaning.clean(found)[0]
    marks["clean"] = time.monotonic()
    linked = duplicates.link(cleaned)
    marks["duplicates.link"] = time.monotonic()
    own = own._replace(events=stories.link(own.events))
    marks["stories.link"] = time.monotonic()
    sentiment.summary(own.mentions, linked, case)
    marks["sentiment.summary"] = time.monotonic()
    days = escalation.daily(own, linked, case)
    marks["escalation.daily, 1,000 draws"] = time.monotonic()
    turns.find(days, own, linked, case)
    marks["turns.find, 200 redraws"] = time.monotonic()
    return {name: end - begun for (_, begun), (name, end) in pairwise(marks.items())}
