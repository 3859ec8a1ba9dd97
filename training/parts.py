"""The labelled sentences, parted: what is trained on, and our own held-out part of each set."""

from pathlib import Path

import pandas as pd

from evaluation import data
from helpers import heads, stance
from training import sets
from training.examples import Example

LABELS = Path(__file__).parent / "labels"
_AXES = ("factuality", "voice")


def gold_portrayal() -> list[Example]:
    """Return NewsMTSC's training part as examples, but for whole articles taken for sentences."""
    return [e for e in sets.portrayal(data.newsmtsc("train")) if len(e.text) < 900]


def kept(examples: list[Example]) -> list[Example]:
    """Return the examples that are trained on."""
    return [e for e in examples if not data.is_held_out(e.text)]


def held_out(examples: list[Example]) -> list[Example]:
    """Return the examples that are not."""
    return [e for e in examples if data.is_held_out(e.text)]


def of_student(without: tuple[str, ...] = ()) -> list[Example]:
    """Return everything with a label that the student is trained on."""
    return [example for name, part in _of_student().items() if name not in without for example in part]


def _of_student() -> dict[str, list[Example]]:
    pairs = data.plover_pairs()
    crisis = {name: data.crisis(LABELS / f"{name}.tsv") for name in ("portrayal", "stance", "events")}
    return {
        "newsmtsc": kept(gold_portrayal()),
        "dse": sets.directed(data.dse("train")),
        "plover": sets.events(pairs[~pairs["text"].map(data.is_own)]) * 2,  # few, and fifteen categories to learn
        "crisis": [
            *sets.portrayal(crisis["portrayal"]),
            *sets.stance(crisis["stance"].assign(issue=_is_issue)) * 2,
            *sets.events(crisis["events"][~crisis["events"]["text"].map(data.is_own)]),
        ],
    }


def of_events() -> list[Example]:
    """Return the pairs that events are learnt from: public, crisis news, half of the suite; one in four is kept out."""
    return [e for rows in _event_rows() for e in sets.events(rows[~rows["text"].map(data.is_own)])]


def _event_rows() -> tuple[pd.DataFrame, ...]:
    """Return the public pairs, those of crisis news and those constructed, the suite's tuned half among them."""
    made = pd.concat([data.suite("tuned"), data.constructed(LABELS / "constructed.tsv")], ignore_index=True)
    return data.plover_pairs(), data.crisis(LABELS / "events.tsv"), made.assign(label=made["category"]).fillna("")


def own() -> dict[str, list[Example]]:
    """Return what is held out of the training sets, by head; no evaluation set is among it."""
    pairs, real, made = (sets.events(rows[rows["text"].map(data.is_own)]) for rows in _event_rows())
    return {
        "portrayal": held_out(gold_portrayal()),
        "event": [*pairs, *real, *made],
        **{head: [e for e in (*real, *made) if any(q.head == head for q in e.questions)] for head in _AXES},
    }


def own_events() -> dict[str, list[Example]]:
    """Return of these what the heads of events are asked."""
    parts = own()
    return {head: parts[head] for head in heads.of("events")}


def _is_issue(rows: pd.DataFrame) -> list[bool]:
    return [not stance.is_name(r.text[slice(*r.target_span)]) for r in rows.itertuples()]
