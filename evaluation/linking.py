"""How well actors are linked: spans of 100 sentences of crisis news, found and named as two machine passes do."""

from collections.abc import Sequence

import pandas as pd

from evaluation import data
from helpers import cases
from helpers.actors import Finder, Mention
from helpers.article import Article

_PRONOUNS = ("he", "she", "him", "her", "his")


def main() -> None:
    """Print precision and recall of mentions by `via`, and how far the two passes agree."""
    case = cases.load("ukraine-2022")
    passes = {name: data.crisis_actors(name) for name in ("coder1", "coder2")}
    made = _made(case)
    print("Actor linking, 100 sentences of crisis news (gold by machine, two passes; a mention counts by any overlap)")
    for name, gold in passes.items():
        print(f"against {name}: {len(gold)} mentions, {len(made)} made")
        print(f"  same actor {_figures(gold, made, 'actor')}")
        print(f"  same side  {_figures(gold, made, 'side')}")
    first, second = passes.values()
    print(f"one pass against the other: same actor {_figures(first, second, 'actor')}")
    print(_by_via(passes["coder1"], made).to_string())
    print(_errors(passes["coder1"], made))


def _made(case: cases.Case) -> pd.DataFrame:
    """Return the mentions of the article's own reading inside the labelled sentences, offsets in its raw text."""
    finder, rows = Finder(case), []
    records = data.crisis_records(article_id for article_id, *_ in data.actor_sentences())
    read = {record["article_id"]: Article(record, case, finder) for record in records}
    for article_id, low, high in sorted(data.actor_sentences()):
        article = read[article_id]
        for mention in article.mentions:
            start, end = article.reading.repaired.raw_span(mention.start, mention.end)
            if _is_asked(mention) and low <= start < high:
                rows.append((article_id, start, end, mention.actor, mention.via))
    made = pd.DataFrame(rows, columns=["article_id", "start", "end", "actor", "via"])
    return made.assign(side=made["actor"].map(case.top))


def _is_asked(mention: Mention) -> bool:
    """Tell whether the passes were asked for such a mention: of actors that the case named then, and no others."""
    return mention.via not in ("phrase", "introduced") and mention.actor != "west"


def _hits(wanted: pd.DataFrame, found: pd.DataFrame, level: str) -> list[bool]:
    """Return for each row of `wanted` whether a row of `found` overlaps it and names the same actor or side."""
    by_article = dict(list(found.groupby("article_id")))
    hits = []
    for row in wanted.itertuples():
        near = by_article.get(row.article_id)
        same = near is not None and (
            (near["start"] < row.end) & (row.start < near["end"]) & (near[level] == getattr(row, level))
        )
        hits.append(bool(same is not False and same.any()))
    return hits


def _figures(gold: pd.DataFrame, made: pd.DataFrame, level: str) -> str:
    recall, precision = pd.Series(_hits(gold, made, level)).mean(), pd.Series(_hits(made, gold, level)).mean()
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"


def _by_via(gold: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Return precision by the `via` we give, and recall by the form of what was to be found."""
    right = made.assign(right=_hits(made, gold, "actor")).groupby("via")["right"].agg(["size", "mean"])
    forms = [_form(words) for words in gold["words"]]
    found = gold.assign(form=forms, found=_hits(gold, made, "actor")).groupby("form")["found"].agg(["size", "mean"])
    columns = {"size": "n", "mean": "share right or found"}
    return pd.concat([right, found], keys=["made, via", "wanted, form"]).rename(columns=columns).round(3)


def _form(words: str) -> str:
    if words.casefold() in _PRONOUNS:
        return "pronoun"
    return "bare office" if words[:1].islower() or words.startswith("The ") else "name"


def _errors(gold: pd.DataFrame, made: pd.DataFrame, shown: int = 12) -> str:
    missed = gold[[not hit for hit in _hits(gold, made, "actor")]]
    wrong = made[[not hit for hit in _hits(made, gold, "actor")]]
    listed = {
        "missed": _listed(missed["words"], missed["actor"], shown),
        "wrong": _listed(wrong["via"], wrong["actor"], shown),
    }
    return "\n".join(f"{name}: {examples}" for name, examples in listed.items())


def _listed(words: Sequence[str], actors: Sequence[str], shown: int) -> str:
    counts = pd.Series([f"{w} → {a}" for w, a in zip(words, actors, strict=True)]).value_counts()
    return "; ".join(f"{name} ({n})" for name, n in counts.head(shown).items())
