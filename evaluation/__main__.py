"""Print every figure of the README: python -m evaluation."""

import sys
import time

import pandas as pd

from evaluation import data, scores
from helpers import annotate, articles, cases, claims, cleaning, duplicates, events, ladder, sentiment, speech, stories

_YIELD = ("RETREAT", "CONCEDE")  # one class in the public pair set
_FOUR = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "verbal cooperation"),
    **dict.fromkeys(("AID", "COOPERATE", "YIELD"), "material cooperation"),
    **dict.fromkeys(("ACCUSE", "REJECT", "REQUEST", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION"), "material conflict"),
}


def main() -> None:
    """Print the figures set by set; exit with 2 where the data are not there."""
    if not data.SHARED.exists():
        sys.exit("../shared is not here: these figures need data the project may not redistribute")
    for part in (portrayal, event_categories, attribution, first_article):
        begun = time.monotonic()
        part()
        print(f"  ({time.monotonic() - begun:.0f} s)\n")


def portrayal() -> None:
    """Print the lexicon engine's macro-F1 toward a named target."""
    print("Portrayal toward a named target, engine lexicon (nothing was tuned on these sets)")
    for name in ("devtest_mt",):
        gold = data.newsmtsc(name)
        made = sentiment.score(gold["text"], list(zip(gold["start"], gold["end"], strict=True)), engine="lexicon")
        print(scores.line(f"NewsMTSC {name}", gold["label"], made.idxmax(axis=1)))


def event_categories() -> None:
    """Print PLOVER categories on the public pairs, all, four classes and conflict or not."""
    print("PLOVER root category, rules (written from the codebook; 48 of the rows were read while writing them)")
    gold = data.plover_pairs()
    made = events.classify(gold["text"], gold["actor"], gold["recipient"])["category"]
    made = made.where(~made.isin(_YIELD), "YIELD").reset_index(drop=True)
    label = gold["label"].reset_index(drop=True)
    print(scores.line("plv_dev, 15 roots", label, made))
    print(scores.line("plv_dev, 4 classes", label.map(_FOUR), made.map(_FOUR).fillna("none")))
    conflict = ladder.CONFLICT | {"REQUEST"}
    print(scores.line("plv_dev, conflict or not", label.isin(conflict), made.isin(conflict)))
    print(f"  no event found: {(made == 'NONE').mean():.1%}")


def attribution() -> None:
    """Print how much of the attributed content of PolNeAR is found, alone and with its source."""
    print("Attribution, PolNeAR dev: content with at least half overlap both ways, and source overlapping too")
    hits = both = n_gold = n_made = 0
    for text, gold in data.polnear("dev"):
        made = speech.attribute(text)
        n_gold, n_made = n_gold + len(gold), n_made + len(made)
        for wanted in gold:
            found = [s for s in made.itertuples() if _half(wanted["Content"], (s.content_start, s.content_end))]
            hits += bool(found)
            both += any(_source_found(wanted["Source"], s) for s in found)
    for name, count in (("content", hits), ("content and source", both)):
        f1, precision, recall = 2 * count / (n_made + n_gold), count / n_made, count / n_gold
        print(f"  {name:<20} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}")
    print(f"  gold {n_gold}, found {n_made}")


def _half(gold: list[tuple[int, int]], made: tuple[int, int]) -> bool:
    shared = sum(max(0, min(end, made[1]) - max(start, made[0])) for start, end in gold)
    length = sum(end - start for start, end in gold)
    return shared >= length / 2 and shared >= (made[1] - made[0]) / 2


def _source_found(gold: list[tuple[int, int]], made: tuple) -> bool:
    if pd.isna(made.speaker_start):
        return not gold
    return any(made.speaker_start < end and start < made.speaker_end for start, end in gold)


def first_article() -> None:
    """Print the claim ledger of the first article."""
    print("Claim ledger of the first article: who takes which position on a withdrawal")
    case = cases.load("ukraine-2022")
    found, _ = articles.read(data.SHARED / "corpora" / "seed", case=case)
    cleaned = duplicates.link(cleaning.clean(found)[0])
    happened = stories.link(annotate.annotate(cleaned, case).events)
    ledger = claims.ledger(happened, cleaned, case)
    for row in ledger[ledger["category"] == "RETREAT"].itertuples():
        print(f"  {row.claim}: {row.party} {row.position}, {len(row.evidence)} sentence(s)")
    print(f"  RETREAT events that count: {int(happened.loc[happened['category'] == 'RETREAT', 'counts'].sum())}")


if __name__ == "__main__":
    main()
