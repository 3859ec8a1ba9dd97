"""The training sets as examples: NewsMTSC, DSE, the PLOVER pairs and our machine-labelled crisis news."""

from collections.abc import Sequence

import pandas as pd

from helpers.heads import EVENT, FACTUALITY, PORTRAYAL, STANCE
from training.examples import Example, Question, make, one_hot


def portrayal(rows: pd.DataFrame) -> list[Example]:
    """Return one example a text, each of its targets asked about (columns text, start, end, label)."""
    made = []
    for text, targets in rows.groupby("text", sort=False):
        spans = list(zip(targets["start"], targets["end"], strict=True))
        goals = [one_hot(label, PORTRAYAL) for label in targets["label"]]
        made.append(make(text, spans, [Question("portrayal", (i,), goal) for i, goal in enumerate(goals)]))
    return made


def stance(rows: pd.DataFrame) -> list[Example]:
    """Return one example a row (text, holder_span, target_span, label; where `issue`, the target stays visible)."""
    made = []
    for row in rows.itertuples():
        visible = [1] if getattr(row, "issue", False) else []
        made.append(make(row.text, [row.holder_span, row.target_span], [_stance((0, 1), row.label)], visible=visible))
    return made


def directed(rows: pd.DataFrame) -> list[Example]:
    """Return one example a row of DSE (text, p, q, forth, back), asked in both directions."""
    return [make(r.text, [r.p, r.q], [_stance((0, 1), r.forth), _stance((1, 0), r.back)]) for r in rows.itertuples()]


def _stance(at: tuple[int, int], held: str) -> Question:
    return Question("stance", at, one_hot(held, STANCE))


def events(rows: pd.DataFrame) -> list[Example]:
    """Return one example a row (text, actor_span, recipient_span, label, maybe factuality); YIELD is half of each."""
    made = []
    for row in rows.itertuples():
        asked = [Question("event", (0, 1), _category(row.label))]
        if row.label != "NONE" and getattr(row, "factuality", ""):
            asked.append(Question("factuality", (0, 1), one_hot(row.factuality, FACTUALITY)))
        made.append(make(row.text, [row.actor_span, row.recipient_span], asked))
    return made


def _category(label: str) -> Sequence[float]:
    if label != "YIELD":
        return one_hot(label, EVENT)
    return tuple((a + b) / 2 for a, b in zip(one_hot("RETREAT", EVENT), one_hot("CONCEDE", EVENT), strict=True))
