"""How many events are missed: fifty articles of crisis news read whole by machine, against what `annotate` finds."""

import pandas as pd

from evaluation import data, scores
from helpers import cases, ladder
from helpers.actors import Finder
from helpers.article import Article

_SENTENCE = ["article_id", "sentence_start"]
_LEVELS = {
    "pair": [*_SENTENCE, "pair"],
    "pair, conflict or not": [*_SENTENCE, "pair", "hostile"],
    "pair, category": [*_SENTENCE, "pair", "category"],
    "pair, category, status": [*_SENTENCE, "pair", "category", "status"],
    "pair, category, anywhere": ["article_id", "pair", "category"],
}


def main() -> None:
    """Print how many of the listed events are found, how many of those found are listed, and by reach and category."""
    listed = _keyed(_by_owner(data.whole()))
    found = _keyed(_found()).merge(data.whole_articles(), on="article_id")
    print("Fifty articles read whole (gold by machine, once; what the program made of the tuned half was looked at)")
    for part in ("tuned", "held"):
        _print_levels(part, *(table[table["part"] == part] for table in (listed, found)))
    level = _LEVELS["pair, category"]
    listed = listed.assign(found=_shared(listed, found, level))
    found = found.assign(listed=_shared(found, listed, level))
    print(listed.groupby("reach")["found"].agg(["size", "mean"]).round(2).to_string())
    columns = [t.groupby("category")[c].agg(["size", "mean"]) for t, c in ((listed, "found"), (found, "listed"))]
    print(pd.concat(columns, axis=1, keys=["listed, of which found", "found, of which listed"]).round(2).to_string())


def _by_owner(listed: pd.DataFrame) -> pd.DataFrame:
    """Return the events with the voice of an owned outlet's narrator given to its owner, as `annotate` does."""
    case = cases.load("ukraine-2022")
    owner = {r["article_id"]: case.owner(r["outlet"]) for r in data.crisis_records(set(listed["article_id"]))}
    owners = listed["article_id"].map(owner)
    told = ["own" if o == a else "other" for o, a in zip(owners, listed["actor"], strict=True)]
    voices = listed["voice"].where((owners == "") | (listed["voice"] != "narrator"), told)
    status = [ladder.status(*pair) for pair in zip(listed["factuality"], voices, strict=True)]
    return listed.assign(voice=voices, status=status)


def _print_levels(part: str, listed: pd.DataFrame, found: pd.DataFrame) -> None:
    print(f"{part} half: {len(listed)} events listed, {len(found)} found")
    for name, level in _LEVELS.items():
        both = scores.mean(_shared(listed, found, level)), scores.mean(_shared(found, listed, level))
        print(f"  {name:<25} listed and found {both[0]}  found and listed {both[1]}")


def _found() -> pd.DataFrame:
    """Return what the articles' own reading finds, a row an actor and recipient, in the columns of the gold."""
    case = cases.load("ukraine-2022")
    finder, rows = Finder(case), []
    for record in data.crisis_records(data.whole_articles()["article_id"]):
        made = Article(record, case, finder).rows()
        starts = {sentence["n"]: sentence["start"] for sentence in made["sentences"]}
        for event in made["events"]:
            if not event["derived"]:
                pairs = [(a, r) for a in event["actor"] for r in event["recipient"]]
                rows += [{**event, "sentence_start": starts[event["n"]], "actor": a, "recipient": r} for a, r in pairs]
    return pd.DataFrame(rows)


def _keyed(events: pd.DataFrame) -> pd.DataFrame:
    """Add `pair`, in either order for a mutual category, and `hostile`; drop what is then said twice."""
    told = zip(events["actor"], events["recipient"], events["category"], strict=True)
    pairs = [" ".join(sorted((a, r))) if c in ladder.MUTUAL else f"{a} > {r}" for a, r, c in told]
    made = events.assign(pair=pairs, hostile=events["category"].isin(ladder.CONFLICT))
    return made.drop_duplicates(_LEVELS["pair, category"]).reset_index(drop=True)


def _shared(rows: pd.DataFrame, others: pd.DataFrame, level: list[str]) -> list[bool]:
    """Return for each row whether `others` holds one that is the same in the columns of `level`."""
    known = set(others[level].itertuples(index=False, name=None))
    return [row in known for row in rows[level].itertuples(index=False, name=None)]
