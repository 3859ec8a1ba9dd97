"""One happening, however many articles tell it."""

import pandas as pd

_DAYS = pd.Timedelta(days=1)


def link(events: pd.DataFrame) -> pd.DataFrame:
    """Return `events` with `story` set: the same pair, category and day, or the day after, is one story.

    A story is named after its first event. Background events and those without a day stay outside (story "").
    Limit: two happenings of one kind between one pair on one day are one story.
    """
    told = events[events["event_day"].notna() & (events["factuality"] != "background")]
    named: dict[str, str] = {}
    begun: dict[tuple, tuple[str, pd.Timestamp]] = {}
    told = told.sort_values(["event_day", "event_id"])
    pairs = zip(told["actor"].map(tuple), told["recipient"].map(tuple), told["category"], strict=True)
    for key, event_id, day in zip(pairs, told["event_id"], told["event_day"], strict=True):
        if key not in begun or day - begun[key][1] > _DAYS:
            begun[key] = (event_id, day)
        named[event_id] = begun[key][0]
    return events.assign(story=events["event_id"].map(named).fillna("").astype("str"))
