"""How a text portrays a target named in it."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import pandas as pd

from helpers import paths
from helpers.cases import Case
from helpers.errors import StandoffError

COLUMNS = ["negative", "neutral", "positive"]
ENGINES = ("lexicon",)
_PLACEHOLDER = "someone"  # of no valence, and the same for every target
# Bends the compound score so that the likeliest class turns at about ±.1; this and the window were chosen on 3,000
# targets of NewsMTSC's training part.
_BEND = 0.3
_WINDOW = 12  # words to each side; what is said further off is said of somebody else


def score(
    texts: Sequence[str], spans: Sequence[tuple[int, int]], *, engine: Literal["lexicon"] = "lexicon"
) -> pd.DataFrame:
    """Return how each text portrays the target at its span: negative, neutral, positive, summing to 1, one row a text.

    `engine` "lexicon" is VADER (Hutto and Gilbert 2014, by NLTK) on the words around the target, with its name
    hidden and topical words neutralised; its shares are a compound score split three ways, not calibrated
    probabilities. Raises StandoffError for an unknown engine. Limit: VADER knows words, not who does what.
    """
    if engine not in ENGINES:
        raise StandoffError(f"sentiment.score: engine = {engine!r} is invalid; must be one of {', '.join(ENGINES)}")
    rows = [_split(_compound(_around(t, *span))) for t, span in zip(texts, spans, strict=True)]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=float)


def _around(text: str, start: int, end: int) -> str:
    """Return the words around the target, with the target hidden."""
    before, after = text[:start].split()[-_WINDOW:], text[end:].split()[:_WINDOW]
    return " ".join([*before, _PLACEHOLDER, *after])


def _compound(words: str) -> float:
    return _analyzer().polarity_scores(words)["compound"]


def _split(compound: float) -> tuple[float, float, float]:
    strength = abs(compound) ** _BEND
    return (strength if compound < 0 else 0.0), 1 - strength, (strength if compound > 0 else 0.0)


@cache
def _analyzer():  # noqa: ANN202 - naming the type would import nltk with the module
    """Return NLTK's VADER over the lexicon of the vaderSentiment wheel, so that nothing is downloaded."""
    import nltk.data
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

    wheel = find_spec("vaderSentiment")
    if wheel is None or wheel.origin is None:
        raise StandoffError("the lexicon engine needs the package vaderSentiment; run: pip install vadersentiment")
    folder = str(Path(wheel.origin).parent)
    if folder not in nltk.data.path:  # NLTK refuses absolute paths but searches its own list
        nltk.data.path.append(folder)
    analyzer = SentimentIntensityAnalyzer(lexicon_file="vader_lexicon.txt")
    for word in topical_words():
        analyzer.lexicon.pop(word, None)
    return analyzer


@cache
def topical_words() -> frozenset[str]:
    """Return the words the lexicon engine reads as neutral."""
    lines = (paths.LEXICONS / "topical.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def summary(mentions: pd.DataFrame, articles: pd.DataFrame, case: Case, *, minimum: int = 8) -> pd.DataFrame:
    """Return mean portrayal (positive minus negative) by actor's side and channel, over origins, copies once.

    Columns: actor, channel, value, low, high (95 %, normal approximation over origins), n (origins), n_actor
    (mentions of the side). Cells with fewer than `minimum` origins are left out.
    """
    named = mentions[mentions["via"] != "phrase"].merge(articles[["article_id", "origin"]], on="article_id")
    named = named[named["article_id"] == named["origin"]]
    named = named.assign(actor=named["actor"].map(case.top), value=named["positive"] - named["negative"])
    named = named[named["actor"].map(case.is_party).astype(bool)]
    by_origin = named.groupby(["actor", "channel", "origin"])["value"].mean()
    made = by_origin.groupby(["actor", "channel"]).agg(["mean", "std", "size"]).reset_index()
    margin = 1.96 * made["std"] / made["size"] ** 0.5
    made = made.assign(
        value=made["mean"],
        low=made["mean"] - margin,
        high=made["mean"] + margin,
        n=made["size"],
        n_actor=made["actor"].map(named["actor"].value_counts()),
    )
    return made.loc[made["n"] >= minimum, ["actor", "channel", "value", "low", "high", "n", "n_actor"]].reset_index(
        drop=True
    )
