"""Re-telling is no escalation: what sentences of April and May that name the invasion's start add to later days."""

import re

import pandas as pd

from evaluation import corpus, data, scores
from helpers import cases

_MONTHS = ("2022-04-01", "2022-05-31")
# The start of the war by its date or as a point in time, which no new attack is
_START = re.compile(
    r"\b(?:since|before|after|when|until|prior to)\b[^.,;]{0,40}\b(?:invasion|invaded|war began|war started|war broke)"
    r"|\b(?:24(?:th)? (?:of )?Feb\w*|Feb\w*\.? 24)\b",
    re.IGNORECASE,
)
_PAIR = (("russia",), ("ukraine",))


def main() -> None:
    """Print what becomes of Russia's attacks on Ukraine in such sentences, and in the others of those months."""
    found, read = corpus.annotated(cases.load("ukraine-2022"))
    chosen = found[found["in_scope"] & found["published"].between(*_MONTHS)]
    sentences = read.sentences[read.sentences["article_id"].isin(chosen["article_id"])]
    texts = data.crisis_texts()
    spans = zip(sentences["article_id"], sentences["start"], sentences["end"], strict=True)
    sentences = sentences.assign(names_start=[bool(_START.search(texts[i][a:b])) for i, a, b in spans])
    events = read.events.merge(sentences[["article_id", "n", "names_start"]], on=["article_id", "n"])
    pair = [(tuple(a), tuple(r)) == _PAIR for a, r in zip(events["actor"], events["recipient"], strict=True)]
    attacks = events[pd.Series(pair) & (events["category"] == "ASSAULT")]
    days = chosen.set_index("article_id")["published"]
    print(f"April and May 2022: {len(chosen)} articles, {len(attacks)} attacks of Russia on Ukraine found in them")
    for names_start, rows in attacks.groupby("names_start"):
        where = "sentences that name the start of the war" if names_start else "other sentences"
        own_day = rows["event_day"].to_numpy() == rows["article_id"].map(days).to_numpy()
        print(f"  {where}: {len(rows)} attacks in {rows['article_id'].nunique()} articles")
        print(f"    background {scores.mean(rows['factuality'] == 'background')}")
        print(f"    count for the ladder {scores.mean(rows['counts'])}, on the article's day {scores.mean(own_day)}")
