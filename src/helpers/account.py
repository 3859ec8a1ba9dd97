"""The crisis told in plain English, phase by phase, from the tables: each sentence with figures and evidence."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers import escalation, scoring
from helpers.annotate import Annotations
from helpers.cases import Case

_PAIRS = 3  # named in a phase
_EVIDENCE = 4  # events shown behind a sentence
_WIDE = 0.25  # width of a band beyond which a share is called uncertain
_DID = {
    "ASSAULT": "attacked",
    "COERCE": "coerced",
    "MOBILIZE": "moved forces against",
    "SANCTION": "broke off ties with",
    "PROTEST": "protested against",
    "THREATEN": "threatened",
    "ACCUSE": "accused",
    "REJECT": "rebuffed",
    "REQUEST": "made demands of",
    "AGREE": "made promises to",
    "CONSULT": "talked with",
    "SUPPORT": "backed",
    "COOPERATE": "worked with",
    "AID": "aided",
    "RETREAT": "pulled back from",
    "CONCEDE": "gave way to",
}
_MEASURES = {"share_high": "an act on rung 3 or higher", "attacks": "armed attacks (rung 5)"}
_WITH_ARTICLE = re.compile(
    r"(?:United|EU|UN|UK|US|G7|G20|OSCE|IAEA|IMF|OPCW|Netherlands|Philippines|Maldives|Gambia|Kremlin|Pentagon)\b"
    r"|.*\b(?:Republic|Union|Federation|separatists|Council|Commission|government|ministry|Emirates|Islands)$"
)


class Sentence(NamedTuple):
    """One sentence of the account and the ids of events behind it."""

    text: str
    evidence: list[str]


class Phase(NamedTuple):
    """A stretch between two turning points, its days both included, and what is to be said of it."""

    start: pd.Timestamp
    end: pd.Timestamp
    sentences: list[Sentence]


def write(
    turns: pd.DataFrame,
    days: pd.DataFrame,
    annotations: Annotations,
    articles: pd.DataFrame,
    case: Case,
    *,
    draws: int = 200,
    seed: int = 0,
) -> list[Phase]:
    """Return the account of each phase between turning points (one phase where there are none).

    Shares are means over periods with a value, every outlet weighing the same; bands are 95 % of `draws` two-stage
    bootstrap draws. Where there is too little to say anything the phase says so.
    """
    line = days[(days["measure"] == "share_high") & (days["key"] == "")].sort_values("day")
    known = line[line["value"].notna()]
    if known.empty:
        return []
    step = pd.Timedelta(days=7 if known["freq"].iloc[0] == "W" else 1)
    drawn = escalation.redrawn(annotations, articles, case, "share_high", known["day"], draws=draws, seed=seed)
    carried = escalation.origins(annotations.events, articles, case)
    starts = [known["day"].iloc[0], *turns["day"]]
    ends = [*(day - pd.Timedelta(days=1) for day in turns["day"]), known["day"].iloc[-1] + step - pd.Timedelta(days=1)]
    phases = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        inside = ((known["day"] >= start) & (known["day"] <= end)).to_numpy()
        level = _Level(known["value"][inside].mean(), *np.nanpercentile(drawn[:, inside].mean(axis=1), [2.5, 97.5]))
        scope = carried[carried["period"].between(start, end)]
        told = _told(annotations.events, scope, case)
        turn = turns.iloc[number - 1] if number else None
        said = [
            _share(level, told, scope, gaps=int(line["day"].between(start, end).sum() - inside.sum())),
            *_change(turn),
            *_acts(told, case),
            *_withdrawals(told, case),
            _outlets(scope, case),
        ]
        phases.append(Phase(start, end, said))
    return phases


class _Level(NamedTuple):
    value: float
    low: float
    high: float


def _told(events: pd.DataFrame, scope: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return the events between parties in the origins of a phase, copies left out."""
    own = scope.drop_duplicates("origin")[["article_id", "origin"]]
    return scoring.in_scope(events.merge(own, on="article_id"), case)


def _share(level: _Level, told: pd.DataFrame, scope: pd.DataFrame, *, gaps: int) -> Sentence:
    n, outlets = scope["origin"].nunique(), scope["outlet"].nunique()
    unsure = " (a wide band: read it as a direction, not a figure)" if level.high - level.low > _WIDE else ""
    text = (
        f"{_count(n, 'distinct text')} from {_count(outlets, 'outlet')} tell of dealings between the parties; on an "
        f"average period {level.value:.0%} [{level.low:.0%}, {level.high:.0%}] of them report an act of coercion or "
        f"force (rung 3 or higher){unsure}."
    )
    if gaps:
        text += f" {_count(gaps, 'period')} had too few texts to count."
    high = told[told["counts"] & (told["rung"] >= 3)]
    return Sentence(text, _best(high))


def _change(turn: pd.Series | None) -> Iterator[Sentence]:
    if turn is None:
        return
    firm = f"{turn['stability']:.0%} of bootstrap draws turn near it"
    hedge = "" if turn["stability"] >= 0.8 else "; not a firm date"
    when = _day(turn["day"]) if turn["low"] == turn["high"] else f"between {_day(turn['low'])} and {_day(turn['high'])}"
    text = (
        f"Against the phase before, the share that reports {_MEASURES[turn['measure']]} "
        f"{'rose' if turn['after'] > turn['before'] else 'fell'} from {turn['before']:.0%} to {turn['after']:.0%}, "
        f"turning {when} ({firm}{hedge}); what moved most: {'; '.join(turn['drivers'])} (points)."
    )
    yield Sentence(text, list(turn["evidence"])[:_EVIDENCE])


def _acts(told: pd.DataFrame, case: Case) -> Iterator[Sentence]:
    """Yield who did what to whom: the pairs with the most texts, words and deeds that count."""
    rows = told[told["counts"] & ~told["derived"] & (told["rung"] != 0)].explode("actor").explode("recipient")
    by_pair = rows.groupby(["actor", "recipient", "category"])["origin"].nunique().sort_values(ascending=False)
    for (actor, recipient, category), n in by_pair.head(_PAIRS).items():
        same = rows[(rows["actor"] == actor) & (rows["recipient"] == recipient) & (rows["category"] == category)]
        stories = same.loc[same["story"] != "", "story"].nunique()
        told_as = f", told as {_count(stories, 'happening')}" if 0 < stories < n else ""
        claimed = (same["status"] == "claimed").sum()
        own = f" ({claimed} of {len(same)} mentions are the actor's own claims)" if claimed else ""
        text = f"{_texts(n, 'say')} {_the(actor, case)} {_DID[category]} {_the(recipient, case)}{told_as}{own}."
        yield Sentence(text, _best(same))


def _withdrawals(told: pd.DataFrame, case: Case) -> Iterator[Sentence]:
    """Yield what was said of de-escalation beside what was seen of it."""
    rows = told[told["category"].isin(["RETREAT", "CONCEDE"])]
    by_status = {status: rows[rows["status"] == status] for status in ("claimed", "reported", "denied", "no_sign")}
    if by_status["claimed"].empty and by_status["denied"].empty:
        return
    n = {status: part["origin"].nunique() for status, part in by_status.items()}
    parts = [
        f"{_texts(n['claimed'], 'carry')} the acting side's own word of pulling back or giving way",
        f"{_texts(n['reported'], 'report')} it in the narrator's voice",
    ]
    doubted = pd.concat([by_status["denied"], by_status["no_sign"]])
    if len(doubted):
        who = _names(doubted["speaker"].explode().dropna().map(case.top), case)
        parts.append(f"{_texts(doubted['origin'].nunique(), 'deny')} it or see no sign{f' ({who})' if who else ''}")
    yield Sentence("; ".join(parts) + ".", _best(pd.concat([part.head(2) for part in by_status.values()])))


def _outlets(scope: pd.DataFrame, case: Case) -> Sentence:
    """Return what the phase can't tell: whose press it was read through."""
    owned = scope["outlet"].map(lambda outlet: bool(case.owner(outlet)))
    if not owned.any():
        return Sentence(
            "None of the outlets is declared as owned by a party; what they did not print is not known.", []
        )
    return Sentence(
        f"{owned.mean():.0%} of the texts come from outlets owned by a party, whose narrators speak for their owner; "
        "what the press did not print is not known.",
        [],
    )


def _best(rows: pd.DataFrame) -> list[str]:
    """Return the surest events, one a text."""
    ranked = rows.sort_values(["confidence", "event_id"], ascending=[False, True]).drop_duplicates("origin")
    return list(ranked["event_id"].head(_EVIDENCE))


def _the(actor: str, case: Case) -> str:
    """Return an actor's label as prose has it: "the United States", "NATO"."""
    label = case.label(actor)
    return f"the {label}" if _WITH_ARTICLE.match(label) else label


def _names(actors: Sequence[str], case: Case) -> str:
    return ", ".join(_the(a, case) for a in pd.Series(list(actors)).value_counts().head(3).index)


def _count(n: int, thing: str) -> str:
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def _texts(n: int, verb: str) -> str:
    """Return "1 text carries", "2 texts carry"."""
    single = verb[:-1] + "ies" if verb.endswith("y") and verb != "say" else verb + "s"
    return f"{_count(n, 'text')} {single if n == 1 else verb}"


def _day(day: pd.Timestamp) -> str:
    return f"{day:%-d %B %Y}"
