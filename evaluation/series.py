"""Our series on real articles beside the Geopolitical Risk index, where it turns, and how other choices move it."""

import time

import pandas as pd

from evaluation import corpus, data
from helpers import cases, escalation, reference, sensitivity, turns
from helpers.annotate import Annotations
from helpers.cases import Case, Reference

_MEASURE = "share_high"  # named before anything was looked at
_SPANS = {"before the invasion": ("2021-10-01", "2022-02-23"), "to the summer": ("2021-10-01", "2022-06-30")}
_MANY = 10_000  # articles


def main() -> None:
    """Print the weekly correlation with the index, turning points, the sensitivity table, and what they cost."""
    index = Reference(
        file=str(data.SHARED / "series" / "gpr_daily.csv"), date="DAY", value="GPRD", label="the GPR index"
    )
    case = cases.load("ukraine-2022").model_copy(update={"reference": index})
    found, read = corpus.annotated(case)
    days = escalation.daily(read, found, case)
    print(f"Series: {found['in_scope'].sum()} real articles in scope, freq {days['freq'].iloc[0]}")
    weeks = reference.beside(escalation.daily(read, found, case, draws=1, freq="W"), case, _MEASURE)
    for name, (start, end) in _SPANS.items():
        inside = weeks[weeks["day"].between(pd.Timestamp(start) - pd.Timedelta(days=6), end)]
        made = reference.correlation(inside)
        print(f"  {_MEASURE} and GPR, {name}: rho {made.rho:.2f} [{made.low:.2f}, {made.high:.2f}], {made.n} weeks")
    for turn in turns.find(days, read, found, case).itertuples():
        print(
            f"  {turn.measure} turns {turn.day:%Y-%m-%d} ({turn.low:%m-%d} to {turn.high:%m-%d}), "
            f"stability {turn.stability:.2f}, {turn.before:.2f} to {turn.after:.2f}: {'; '.join(turn.drivers)}"
        )
    lines = sensitivity.lines(read, found, case, days)
    print(sensitivity.widest(lines, days).round(2).to_string(index=False))
    _cost(found, read, case)


def _cost(found: pd.DataFrame, read: Annotations, case: Case) -> None:
    """Print the seconds that days and turns take on ten thousand articles: ours, repeated under other names."""
    times = -(-_MANY // max(1, int(found["in_scope"].sum())))
    many = [
        found.assign(article_id=found["article_id"] + f"-{k}", origin=found["origin"] + f"-{k}") for k in range(times)
    ]
    more = {
        name: pd.concat([t.assign(article_id=t["article_id"] + f"-{k}") for k in range(times)], ignore_index=True)
        for name, t in read._asdict().items()
    }
    articles_, annotations = pd.concat(many, ignore_index=True), Annotations(**more)
    begun = time.monotonic()
    days = escalation.daily(annotations, articles_, case)
    between = time.monotonic()
    turns.find(days, annotations, articles_, case)
    print(
        f"  {articles_['in_scope'].sum()} articles: days {between - begun:.1f} s (1,000 draws), "
        f"turns {time.monotonic() - between:.1f} s (200 redraws)"
    )
