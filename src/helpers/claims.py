"""The claim ledger: who asserts a contested happening, who denies it, who sees no sign of it."""

import pandas as pd

from helpers import tables
from helpers.cases import Case

# What "Russia withdraws" may be told as: the act itself, or the promise of it.
_PROMISE = "AGREE"
_POSITIONS = {
    "claimed": "asserts",
    "reported": "asserts",
    "alleged": "asserts",
    "denied": "denies",
    "no_sign": "no_sign",
}
_WORDS = {
    "RETREAT": "withdraws from",
    "ASSAULT": "attacks",
    "MOBILIZE": "masses forces against",
    "COERCE": "coerces",
    "CONCEDE": "gives way to",
    "THREATEN": "threatens",
    "AID": "aids",
    "SANCTION": "sanctions",
    "ACCUSE": "accuses",
    "AGREE": "makes promises to",
    "CONSULT": "talks with",
    "SUPPORT": "supports",
    "COOPERATE": "cooperates with",
    "REJECT": "rejects",
    "REQUEST": "makes demands of",
    "PROTEST": "protests against",
}


def ledger(events: pd.DataFrame, articles: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return the claims table: one row a proposition, week, party and position, with its evidence.

    A proposition is (actor, category, recipient) in a week; it is contested, and kept, when at least two
    positions are taken on it. A party is the side that speaks; what a narrator reports without a speaker is
    nobody's claim and is left out. `origins` counts texts and not their copies.
    """
    stated = _positions(events, articles)
    if stated.empty:
        return tables.frame("claims")
    keys = ["claim", "week"]
    contested = stated.groupby(keys)["position"].transform("nunique") > 1
    rows = []
    for (_claim, week, party, position), same in stated[contested].groupby([*keys, "party", "position"]):
        first = same.iloc[0]
        rows.append(
            {
                "claim": _phrase(first, case),
                "actor": first.actor,
                "category": first.proposition,
                "recipient": first.recipient,
                "week": week,
                "party": party,
                "position": position,
                "first": same["published"].min(),
                "last": same["published"].max(),
                "origins": same["origin"].nunique(),
                "stories": same.loc[same["story"] != "", "story"].nunique(),
                "evidence": sorted(set(same["event_id"])),
            }
        )
    return tables.frame("claims", rows)


def _positions(events: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return one row per event and speaking party that takes a position."""
    taken = events[events["status"].isin(_POSITIONS) & (events["voice"] != "narrator") & ~events["derived"]]
    taken = taken.merge(articles[["article_id", "published", "origin"]], on="article_id")
    if taken.empty:
        return taken
    promised = (taken["category"] == _PROMISE) & taken["content"].isin(["RETREAT", "CONCEDE"])
    taken = (
        taken.assign(
            proposition=taken["category"].where(~promised, taken["content"]),
            position=taken["status"].map(_POSITIONS),
            party=[e.actor if e.voice == "own" else e.speaker for e in taken.itertuples()],
            week=taken["published"].dt.to_period("W").dt.start_time,
        )
        .explode("party")
        .dropna(subset="party")
    )
    claim = taken["actor"].map(tuple).astype(str) + taken["proposition"] + taken["recipient"].map(tuple).astype(str)
    return taken.assign(claim=claim)


def _phrase(event: pd.Series, case: Case) -> str:
    actors = " and ".join(case.label(a) for a in event.actor)
    recipients = " and ".join(case.label(r) for r in event.recipient)
    return f"{actors} {_WORDS.get(event.proposition, event.proposition.lower())} {recipients}"


def overview(
    ledger: pd.DataFrame, events: pd.DataFrame, articles: pd.DataFrame, case: Case, *, top: int = 15
) -> pd.DataFrame:
    """Return the contested claims, most disputed first: claim, parties by position, first and last day, origins.

    `disputed` counts the origins in which somebody denies the claim or sees no sign of it.
    """
    told = ledger.explode("evidence").merge(events[["event_id", "article_id"]], left_on="evidence", right_on="event_id")
    told = told.merge(articles[["article_id", "origin"]], on="article_id")
    told = told.assign(
        **{p: told["party"].map(case.label).where(told["position"] == p) for p in ("asserts", "denies", "no_sign")}
    )
    names = {p: (p, lambda s: sorted(set(s.dropna()))) for p in ("asserts", "denies", "no_sign")}
    told = told[told["party"].map(case.is_party).astype(bool)]
    made = told.groupby("claim").agg(
        **names, first=("first", "min"), last=("last", "max"), origins=("origin", "nunique")
    )
    disputed = told[told["position"] != "asserts"].groupby("claim")["origin"].nunique()
    made = made.assign(disputed=disputed.reindex(made.index).fillna(0).astype(int))
    return made.sort_values(["disputed", "origins"], ascending=False).head(top).reset_index()


def focus(ledger: pd.DataFrame, wanted: str = "") -> pd.DataFrame:
    """Return the rows of one claim: the one whose words hold `wanted`, else a withdrawal, else the most told."""
    order = ledger.groupby("claim")["origins"].sum().sort_values(ascending=False).index
    sought = (
        [c for c in order if wanted.casefold() in c.casefold()]
        if wanted
        else [c for c in order if _WORDS["RETREAT"] in c]
    )
    chosen = [*sought, *([] if wanted else order)][:1]
    return ledger[ledger["claim"].isin(chosen)]


def evidence(rows: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the events behind some rows of the ledger, by party, position and day."""
    order = rows.explode("evidence")[["evidence", "party", "position"]].drop_duplicates("evidence")
    found = order.merge(events, left_on="evidence", right_on="event_id").sort_values(["party", "position", "event_day"])
    return found.drop(columns=["evidence", "party", "position"])
