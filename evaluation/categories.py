"""How well the category of an event is read: the public PLOVER pairs."""

import pandas as pd

from evaluation import data, scores
from helpers import events, heads, ladder, reader
from helpers.encoding import Span

_YIELD = ("RETREAT", "CONCEDE")  # one class in the public pair set
_FOUR = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "verbal cooperation"),
    **dict.fromkeys(("AID", "COOPERATE", "YIELD"), "material cooperation"),
    **dict.fromkeys(("ACCUSE", "REJECT", "REQUEST", "THREATEN"), "verbal conflict"),
    **dict.fromkeys(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION"), "material conflict"),
}


def main() -> None:
    """Print PLOVER categories on the public pairs, all, four classes and conflict or not."""
    print("PLOVER root category: only the own quarter was kept from training; rules alone were .51 on the whole")
    gold = data.plover_pairs().reset_index(drop=True)
    made = events.classify(gold["text"], gold["actor_span"], gold["recipient_span"])["category"]
    made = made.where(~made.isin(_YIELD), "YIELD").reset_index(drop=True)
    label = gold["label"].reset_index(drop=True)
    print(scores.line("plv_dev, 15 roots (trained on)", label, made))
    print(scores.line("plv_dev, 4 classes (trained on)", label.map(_FOUR), made.map(_FOUR).fillna("none")))
    conflict = ladder.CONFLICT | {"REQUEST"}
    print(scores.line("plv_dev, conflict (trained on)", label.isin(conflict), made.isin(conflict)))
    print(f"  no event found: {(made == 'NONE').mean():.1%}")
    is_own = gold["text"].map(data.is_own)
    own, ruled = (part[is_own].reset_index(drop=True) for part in (gold, made))
    print(scores.line("own quarter, 15 roots", own["label"], ruled))
    print(scores.line("own quarter, 4 classes", own["label"].map(_FOUR), ruled.map(_FOUR).fillna("none")))
    print(scores.line("own quarter, conflict or not", own["label"].isin(conflict), ruled.isin(conflict)))
    pairs = zip(own["text"], own["actor_span"], own["recipient_span"], strict=True)
    read = pd.Series([_by_reader(*pair) for pair in pairs])
    print(scores.line("own quarter, head alone", own["label"], read.where(~read.isin(_YIELD), "YIELD")))


def _by_reader(text: str, actor: tuple[int, int], recipient: tuple[int, int]) -> str:
    shares = reader.read(text, [Span(*actor, 0), Span(*recipient, 1)]).ask("event", [0], [1])[0]
    return max(zip(shares, heads.EVENT, strict=True))[1]
