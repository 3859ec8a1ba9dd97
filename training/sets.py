"""The training sets as examples: NewsMTSC, DSE, the PLOVER pairs and our machine-labelled crisis news."""

from collections.abc import Iterator, Sequence

import pandas as pd

from helpers.heads import EVENT, FACTUALITY, PORTRAYAL, STANCE, VOICE
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
    """Return one example a text, all its pairs asked about: actor_span, recipient_span, label, maybe the rest.

    The rest: factuality, voice, and `reverse`, what the recipient does to the actor. YIELD: half RETREAT, half CONCEDE.
    """
    made = []
    for text, pairs in rows.groupby("text", sort=False):
        spans = [span for row in pairs.itertuples() for span in (row.actor_span, row.recipient_span)]
        asked = [q for i, row in enumerate(pairs.itertuples()) for q in _of_pair(row, (2 * i, 2 * i + 1))]
        made.append(make(text, spans, asked))
    return made


def _of_pair(row: tuple, at: tuple[int, int]) -> Iterator[Question]:
    yield Question("event", at, _category(row.label))
    if getattr(row, "reverse", ""):
        yield Question("event", at[::-1], _category(row.reverse))
    for head, answers in (("factuality", FACTUALITY), ("voice", VOICE)) if row.label != "NONE" else ():
        if getattr(row, head, ""):
            yield Question(head, at, one_hot(getattr(row, head), answers))


def _category(label: str) -> Sequence[float]:
    if label != "YIELD":
        return one_hot(label, EVENT)
    return tuple((a + b) / 2 for a, b in zip(one_hot("RETREAT", EVENT), one_hot("CONCEDE", EVENT), strict=True))
