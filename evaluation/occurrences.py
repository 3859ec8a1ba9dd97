"""How well events are read: machine-labelled pairs of real crisis news, and the constructed suite."""

import pandas as pd

from evaluation import data, scores
from helpers import events, ladder

_STATUSES = ("reported", "claimed", "alleged", "denied", "no_sign", "hypothetical", "background")


def main() -> None:
    """Print category and factuality on real pairs, and category, voice, factuality and status on the suite."""
    _real()
    _suite()


def _real() -> None:
    gold = data.crisis(data.LABELS / "events.tsv").reset_index(drop=True)
    made = events.classify(gold["text"], gold["actor_span"], gold["recipient_span"])
    print("Pairs in real crisis news (gold by machine, once; a pair may hold nothing)")
    happens = gold["label"] != "NONE"
    print(scores.line("something happens or not", happens, made["category"] != "NONE"))
    print(scores.line("category, NONE among them", gold["label"], made["category"]))
    conflict = ladder.CONFLICT | {"REQUEST"}
    print(scores.line("conflict, cooperation, none", _kind(gold["label"], conflict), _kind(made["category"], conflict)))
    both = (happens & (made["category"] != "NONE")).to_numpy()
    found, wanted = made[both].reset_index(drop=True), gold[both].reset_index(drop=True)
    print(scores.line("factuality, where both see one", wanted["factuality"], found["factuality"]))
    print(pd.crosstab(wanted["factuality"], found["factuality"]).to_string())


def _kind(categories: pd.Series, conflict: frozenset[str]) -> pd.Series:
    return categories.map(lambda c: "none" if c == "NONE" else "conflict" if c in conflict else "cooperation")


def _suite() -> None:
    _, (gold, made) = (_half(part) for part in ("tuned", "held"))
    print("  of the held half:")
    right = (gold["category"] == made["category"]) & (gold["status"] == made["status"])
    print(f"  category and status both right {scores.mean(right)}")
    orders = {"index": (*_STATUSES, ""), "columns": (*_STATUSES, "")}
    table = pd.crosstab(gold["status"], made["status"]).reindex(**orders, fill_value=0)
    print(table.rename(index={"": "nothing"}, columns={"": "nothing"}).to_string())
    _print_agreement()


def _half(part: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Print the figures of one half of the suite and return what it holds and what is made of it."""
    gold = data.suite(part)
    made = events.classify(gold["text"], gold["actor_span"], gold["recipient_span"])
    print(f"Constructed suite, {part} half ({len(gold)} rows; synthetic: it tests the rules)")
    happens = (gold["category"] != "NONE").to_numpy()
    print(scores.line("  category", gold["category"], made["category"]))
    for column in ("voice", "factuality", "status"):
        print(scores.line(f"  {column}", *(t[happens][column].reset_index(drop=True) for t in (gold, made))))
    return gold, made


def _print_agreement() -> None:
    """Print how far a second pass, which saw only sentence and pair, agrees with who wrote and coded it."""
    both = data.suite_second()
    for name in ("category", "voice", "factuality"):
        rows = both[both[name] != ""] if name != "category" else both
        alike = (rows[name] == rows[f"second_{name}"]).mean()
        value = scores.alpha(list(rows[name]), list(rows[f"second_{name}"]))
        print(f"  writer and blind second pass, {name}: alike {alike:.1%}, alpha {value:.3f}, n {len(rows)}")
