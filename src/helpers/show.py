"""A first try: what is read from one text, in plain words."""

import datetime as dt
import re

import pandas as pd

from helpers import annotate, cases, speech
from helpers.errors import InputError

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def explain(text: str, case: str | None = None, day: dt.datetime | None = None) -> str:
    """Return a plain-text account of actors, statements and events in `text`, with the rule behind each event.

    `case` is a path or name, by default the built-in states. Raises InputError for an empty text.
    """
    if not text.strip():
        raise InputError("the text is empty; give a sentence in quotation marks")
    loaded = cases.load(case) if case else cases.built_in()
    raw = f"\n{text.strip()}"  # without a title
    row = {
        "article_id": "text",
        "outlet": "",
        "published": pd.Timestamp(day) if day else pd.NaT,
        "text": raw,
        "in_scope": True,
    }
    found = annotate.annotate(pd.DataFrame([row]), loaded)
    parts = [
        ("Actors", _mentions(found.mentions, raw, loaded)),
        ("Speech", _speech(raw)),
        ("Events", _events(found.events, raw, loaded)),
    ]
    # terminal escapes in a pasted article must not reach the terminal
    return _CONTROL.sub("", "\n".join(f"{name}\n{_indent(lines)}" for name, lines in parts))


def _indent(lines: list[str]) -> str:
    return "\n".join(f"  {line}" for line in lines or ["none found"])


def _mentions(mentions: pd.DataFrame, text: str, case: cases.Case) -> list[str]:
    return [
        f"{text[m.start : m.end]} → {case.label(case.top(m.actor))} ({m.via}; "
        + {
            "narrator": "in the narrator's voice",
            "own": "in its own side's words",
            "others": f"in {case.label(m.speaker) or 'somebody'}'s words",
        }[m.channel]
        + f"; portrayal {m.positive - m.negative:+.2f})"
        for m in mentions.itertuples()
    ]


def _speech(text: str) -> list[str]:
    def words(start: object, end: object) -> str:
        return text[start:end] if pd.notna(start) else "?"

    return [
        f"{words(s.speaker_start, s.speaker_end)} [{words(s.cue_start, s.cue_end).strip()}]: "
        f"{words(s.content_start, s.content_end)} ({s.kind})"
        for s in speech.attribute(text).itertuples()
    ]


def _events(events: pd.DataFrame, text: str, case: cases.Case) -> list[str]:
    def labels(actors: list[str]) -> str:
        return ", ".join(case.label(a) for a in actors)

    return [
        f"{labels(e.actor)} → {labels(e.recipient)}: {e.category}{f' of {e.content}' if e.content else ''}, {e.status}"
        + (f" ({labels(e.speaker)})" if e.speaker else "")
        + f"; “{' '.join(text[e.start : e.end].split())}”; rule {e.rule}"
        for e in events.itertuples()
    ]
