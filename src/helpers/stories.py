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
    key = told["actor"].map(tuple).astype(str) + ">" + told["recipient"].map(tuple).astype(str) + told["category"]
    for _, same in told.assign(key=key).sort_values(["event_day", "event_id"]).groupby("key", sort=False):
        story, day = "", None
        for event in same.itertuples():
            if day is None or event.event_day - day > _DAYS:
                story, day = event.event_id, event.event_day
            named[event.event_id] = story
    return events.assign(story=events["event_id"].map(named).fillna("").astype("str"))
