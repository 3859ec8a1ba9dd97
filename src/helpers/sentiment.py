"""How a text portrays a target named in it."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pandas as pd

from helpers import heads, paths, reader, texts
from helpers.cases import Case
from helpers.encoding import Span
from helpers.errors import StandoffError

COLUMNS = list(heads.PORTRAYAL)
if TYPE_CHECKING:
    from nltk.sentiment.vader import SentimentIntensityAnalyzer

ENGINES = ("reader", "lexicon")
_UNUSED = ["mention_id", "speaker"]  # of mentions, by what is summed up here; of millions of rows they take much room
SURE = 0.5  # the share a label needs: likelier than all others together
_PLACEHOLDER = "someone"  # of no valence, and the same for every target
# Bends the compound score so that the likeliest class turns at about ±.1; this and the window were chosen on 3,000
# targets of NewsMTSC's training part.
_BEND = 0.3
_WINDOW = 12  # words to each side; what is said further off is said of somebody else


def score(
    texts: Sequence[str], spans: Sequence[tuple[int, int]], *, engine: Literal["reader", "lexicon"] = "reader"
) -> pd.DataFrame:
    """Return how each text portrays the target at its span: negative, neutral, positive, summing to 1, one row a text.

    `engine` "reader" is the shipped encoder, the target's name hidden from it, its shares calibrated (see
    models/CARD.md). "lexicon" is VADER (Hutto and Gilbert 2014, by NLTK) on the words around the target, with its
    name hidden and topical words neutralised; its shares are a compound score split three ways. Raises
    StandoffError for an unknown engine or a span outside its text. Limit: one or two sentences at a time; who is
    named beside the target is read as it stands.
    """
    if engine not in ENGINES:
        raise StandoffError(f"sentiment.score: engine = {engine!r} is invalid; must be one of {', '.join(ENGINES)}")
    pairs = list(zip(texts, spans, strict=True))
    reader.check_spans("sentiment.score", pairs)
    rows = [_by_reader(text, *span) if engine == "reader" else _by_lexicon(text, *span) for text, span in pairs]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=float)


def _by_reader(text: str, start: int, end: int) -> list[float]:
    return reader.read(text, [Span(start, end)]).ask("portrayal", [0])[0].tolist()


def _by_lexicon(text: str, start: int, end: int) -> tuple[float, float, float]:
    return _split(_compound(_around(text, start, end)))


def _around(text: str, start: int, end: int) -> str:
    """Return the words around the target, with the target hidden."""
    before, after = text[:start].split()[-_WINDOW:], text[end:].split()[:_WINDOW]
    return " ".join([*before, _PLACEHOLDER, *after])


def _compound(words: str) -> float:
    return vader().polarity_scores(words)["compound"]


def _split(compound: float) -> tuple[float, float, float]:
    strength = abs(compound) ** _BEND
    return (strength if compound < 0 else 0.0), 1 - strength, (strength if compound > 0 else 0.0)


@cache
def vader() -> "SentimentIntensityAnalyzer":
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


def label(shares: pd.DataFrame) -> pd.Series:
    """Return the likeliest of negative, neutral and positive for each row, or "unsure" where it has too small a share.

    `shares` has the columns of `score`. Rows of at least SURE are right about as often as the model card says at
    that coverage.
    """
    known = shares[COLUMNS].fillna(0.0)
    return known.idxmax(axis=1).where(known.max(axis=1) >= SURE, "unsure")


def strongest(
    mentions: pd.DataFrame, articles: pd.DataFrame, case: Case, *, sides: int = 5, each: int = 2
) -> pd.DataFrame:
    """Return the mentions behind the summary that are surest to be negative or positive: `each` a side and pole.

    Rows of the mentions table, most mentioned side first, the narrator's own voice only and one an article.
    """
    named = _counted(mentions, articles, case)
    named = named[named["channel"] == "narrator"]
    kept = []
    for side in named["side"].value_counts().head(sides).index:
        own = named[named["side"] == side].drop_duplicates("article_id")
        kept += [own.nlargest(each, pole) for pole in ("negative", "positive")]
    return pd.concat(kept)[list(mentions.columns)] if kept else mentions.head(0)


def by_engine(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    sentences: pd.DataFrame,
    case: Case,
    *,
    most: int = 4000,
    minimum: int = 8,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the mean portrayal of each side by the reader and by the lexicon: actor, reader, lexicon, n.

    Both on the same mentions, `most` of them drawn at random; a sensitivity check, not a choice between the two.
    """
    named = _counted(mentions.drop(columns=_UNUSED), articles, case)
    drawn = named.sample(min(most, len(named)), random_state=seed)
    of_drawn = sentences["article_id"].isin(drawn["article_id"])
    bounds = sentences.loc[of_drawn, ["article_id", "n", "start", "end"]]
    bounds = bounds.rename(columns={"start": "low", "end": "high"})
    drawn = drawn.merge(bounds, on=["article_id", "n"])
    words = texts.cut(articles, drawn, "low", "high")
    ends = drawn[["end", "high"]].min(axis=1)
    spans = list(zip(drawn["start"] - drawn["low"], ends - drawn["low"], strict=True))
    plain = score(words, spans, engine="lexicon")
    drawn = drawn.assign(reader=drawn["value"], lexicon=(plain["positive"] - plain["negative"]).to_numpy())
    made = drawn.groupby("side").agg(reader=("reader", "mean"), lexicon=("lexicon", "mean"), n=("reader", "size"))
    made = made[made["n"] >= minimum].sort_values("n", ascending=False)
    return made.rename_axis("actor").reset_index()


def _counted(mentions: pd.DataFrame, articles: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return the mentions that count, parties in texts that copy no other, with their `side` and `value`."""
    own = articles.loc[articles["article_id"] == articles["origin"], "article_id"]
    side = mentions["actor"].map(case.top)
    counts = (mentions["via"] != "phrase") & mentions["article_id"].isin(own) & side.map(case.is_party).astype(bool)
    named = mentions[counts]
    return named.assign(side=side[counts], value=named["positive"] - named["negative"])


def summary(mentions: pd.DataFrame, articles: pd.DataFrame, case: Case, *, minimum: int = 8) -> pd.DataFrame:
    """Return mean portrayal (positive minus negative) by actor's side and channel, over origins, copies once.

    Columns: actor, channel, value, low, high (95 %, normal approximation over origins), n (origins), n_actor
    (mentions of the side), unsure (share of mentions without a sure label). Cells with fewer than `minimum`
    origins are left out.
    """
    named = _counted(mentions.drop(columns=_UNUSED), articles, case)
    named = named.assign(actor=named["side"], unsure=label(named) == "unsure")
    by_origin = named.groupby(["actor", "channel", "article_id"])["value"].mean()
    made = by_origin.groupby(["actor", "channel"]).agg(["mean", "std", "size"]).reset_index()
    margin = 1.96 * made["std"] / made["size"] ** 0.5
    made = made.assign(
        value=made["mean"],
        low=made["mean"] - margin,
        high=made["mean"] + margin,
        n=made["size"],
        n_actor=made["actor"].map(named["actor"].value_counts()),
    )
    unsure = named.groupby(["actor", "channel"])["unsure"].mean().reset_index()
    columns = ["actor", "channel", "value", "low", "high", "n", "n_actor", "unsure"]
    return made[made["n"] >= minimum].merge(unsure).sort_values(["n_actor", "actor"], ascending=[False, True])[columns]
