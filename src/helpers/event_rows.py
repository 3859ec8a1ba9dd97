"""What a sentence is found to tell, as rows of the events table, places in the raw text."""

from collections.abc import Iterator

from helpers import ladder, tables
from helpers.cases import Case
from helpers.cleaning import Reading, Sentence
from helpers.rules import Found


def of(article_id: str, sentence: Sentence, found: Found, reading: Reading, case: Case) -> Iterator[dict]:
    """Yield the row of an event and, where it is hostile to somebody else too, that of the act toward them."""
    status = ladder.status(found.factuality, found.voice)
    rung = ladder.rung(found.category, found.mode)
    row = {
        "article_id": article_id,
        "n": sentence.n,
        **_spans(sentence, found, reading),
        "actor": list(found.actor.sides),
        "recipient": list(found.recipient_sides),
        "category": found.category,
        "mode": found.mode,
        "content": found.content,
        "voice": found.voice,
        "speaker": list(found.speaker),
        "factuality": found.factuality,
        "status": status,
        "event_day": found.day,
        "rung": rung,
        "intensity": ladder.intensity(found.category, found.mode),
        "counts": ladder.counts(status, rung),
        "derived": False,
        "story": "",
        "rule": found.rule,
        "confidence": found.confidence,
    }
    yield {**row, "event_id": _id(row)}
    if ladder.is_hostile_support(found.category, found.mode, found.rule):
        yield from _against_adversary(row, case)


def _against_adversary(row: dict, case: Case) -> Iterator[dict]:
    """Yield the second row of arming or recognising X: an act toward X's adversary."""
    enemies = [case.adversaries[r] for r in row["recipient"] if r in case.adversaries]
    enemies = [e for e in enemies if e not in row["actor"]]
    if enemies:
        rung = ladder.rung(row["category"], hostile=True)
        second = {
            **row,
            "recipient": enemies,
            "derived": True,
            "rung": rung,
            "counts": ladder.counts(row["status"], rung),
            "intensity": ladder.intensity(row["category"], hostile=True),
            "rule": row["rule"] + " +adversary of recipient",
        }
        yield {**second, "event_id": _id(second)}


def _id(row: dict) -> str:
    return tables.row_id(row["article_id"], row["start"], row["category"], *row["actor"], ">", *row["recipient"])


def _spans(sentence: Sentence, found: Found, reading: Reading) -> dict[str, int | None]:
    def raw(start: int, end: int) -> tuple[int, int]:
        return reading.repaired.raw_span(sentence.start + start, sentence.start + end)

    spans = {"": raw(found.start, found.end)}
    for role, party in (("actor_", found.actor), ("recipient_", found.recipient)):
        named = party.spans if party else ()
        spans[role] = raw(named[0][0], named[-1][1]) if named else (None, None)
    return {
        f"{role}{side}": at for role, span in spans.items() for side, at in zip(("start", "end"), span, strict=True)
    }
