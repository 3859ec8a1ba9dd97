"""The explorer: widgets that choose events, the chart and sentences that follow, and the article behind each."""

from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from helpers import charts, corrections, display, standoff, tables, texts
from helpers.annotate import Annotations
from helpers.cases import Case
from helpers.selection import Events, Wanted, by_week

_SHOWN = 60  # sentences offered at once, newest first
_STATUSES = ("reported", "claimed", "alleged", "denied", "no_sign", "hypothetical", "background")
# a value of None would take the choice out of the list altogether (ipywidgets), and the next list with it
_NO_SENTENCE, _NO_MENTION = ("choose a sentence to open its article", ""), ("choose a mention", "")
_WIDE = widgets.Layout(width="auto")


class Explorer(widgets.VBox):
    """Choose actors, recipients, days, outlets, status and category; the chart and the sentences follow.

    A sentence chosen from the list opens its article with everything that was read in it laid over the raw text. An
    event that is wrong can be marked so, and a mention that is somebody else; every later run honours it (corrections).
    """

    def __init__(self, case: Case, articles: pd.DataFrame, read: Annotations) -> None:
        self._case, self._read = case, read
        self._articles = articles
        self._events = Events(read.events, articles, case)
        self._make_choices()
        self.chart, self.found, self.view = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.sentences = widgets.Select(options=[_NO_SENTENCE], rows=12, description="Sentences", layout=_WIDE)
        self.wrong = widgets.Button(description="This event is wrong", icon="times", disabled=True, layout=_WIDE)
        self.note = widgets.Text(placeholder="why (optional)", layout=widgets.Layout(width="24em"))
        self.told = widgets.HTML()
        self.mention = widgets.Dropdown(
            options=[_NO_MENTION], description="Mention", disabled=True, layout=widgets.Layout(width="32em")
        )
        self.becomes = widgets.Dropdown(description="is really", options=self._everybody(), disabled=True)
        self.rename = widgets.Button(description="Set it right", icon="check", disabled=True)
        for choice in self._choices():
            choice.observe(lambda _: self.refresh(), names="value")
        self.sentences.observe(lambda _: self.show_article(), names="value")
        self.mention.observe(lambda change: setattr(self.rename, "disabled", not change["new"]), names="value")
        self.wrong.on_click(lambda _: self.mark_wrong())
        self.rename.on_click(lambda _: self.set_right())
        parties = widgets.HBox([self.actors, self.recipients, self.outlets])
        kinds = widgets.HBox([self.statuses, self.categories])
        marking = widgets.VBox(
            [
                widgets.HBox([self.wrong, self.note]),
                widgets.HBox([self.mention, self.becomes, self.rename]),
                self.told,
            ]
        )
        super().__init__([parties, kinds, self.days, self.chart, self.found, self.sentences, marking, self.view])
        self.refresh()

    def _make_choices(self) -> None:
        """Make a widget for each thing that can be chosen, commonest first."""
        label, table = self._case.label, self._events.table
        sides = table["actor"].explode().dropna().map(self._case.top).value_counts().index
        self.actors = _several("Who", [(label(s), s) for s in sides])
        self.recipients = _several("To whom", [(label(s), s) for s in sides])
        self.outlets = _several("Outlets", [(label(o), o) for o in table["outlet"].value_counts().index])
        self.statuses = _several("Status", [(s, s) for s in _STATUSES])
        self.categories = _several("Category", [(c, c) for c in table["category"].value_counts().index])
        dated = sorted(table["published"].dropna().dt.date.unique()) or [pd.Timestamp("2000-01-01").date()]
        self.days = widgets.SelectionRangeSlider(
            options=[(f"{day:%-d %b %y}", day) for day in dated],
            index=(0, len(dated) - 1),
            description="Days",
            continuous_update=False,
            layout=widgets.Layout(width="60em"),
        )

    def _choices(self) -> list[widgets.Widget]:
        return [self.actors, self.recipients, self.outlets, self.statuses, self.categories, self.days]

    def wanted(self) -> Wanted:
        """Return what the widgets ask for."""
        since, until = self.days.value
        return Wanted(
            self.actors.value,
            self.recipients.value,
            since,
            until,
            self.outlets.value,
            self.statuses.value,
            self.categories.value,
        )

    def refresh(self) -> None:
        """Show what the widgets ask for."""
        chosen = self._events.choose(self.wanted())
        self.chart.value = display.chart(charts.chosen(by_week(chosen)), "Texts by week with a chosen event").data
        distinct = chosen["origin"].nunique()
        shown = chosen.tail(_SHOWN).iloc[::-1]
        more = f", newest {len(shown)} listed" if len(shown) < len(chosen) else ""
        self.found.value = f"<p><b>{len(chosen):,} events in {distinct:,} distinct texts</b>{more}</p>"
        held = texts.of(self._articles, shown["article_id"])
        lines = ((self._line(row, held[row.article_id]), row.event_id) for row in shown.itertuples())
        self.sentences.options = [_NO_SENTENCE, *lines]

    def _line(self, row: tuple, text: str) -> str:
        parties = " → ".join(", ".join(map(self._case.label, side)) for side in (row.actor, row.recipient))
        words = " ".join(text[max(0, row.start - 40) : row.end + 60].split())
        day = row.published.date().isoformat() if pd.notna(row.published) else "no date"
        teller = ", ".join(map(self._case.label, row.speaker)) if row.voice != "narrator" else ""
        what = f"{row.category}, {row.status}" + (f" (told by {teller})" if teller else "")
        return f"{day} · {self._case.label(row.outlet)} · {parties}: {what} · …{words}…"

    def show_article(self) -> None:
        """Show the article of the sentence chosen, its event outlined."""
        event_id, self.told.value = self.sentences.value, ""
        for control in (self.wrong, self.mention, self.becomes):
            control.disabled = not event_id
        if not event_id:
            self.view.value = ""
            self._offer([])
            return
        event = self._read.events.set_index("event_id").loc[event_id]
        text = texts.of(self._articles, [event["article_id"]])[event["article_id"]]
        self.view.value = standoff.view(
            {"article_id": event["article_id"], "text": text}, self._read, self._case, chosen=event_id
        )
        named = self._read.mentions[self._read.mentions["article_id"] == event["article_id"]].sort_values("start")
        self._offer(
            [
                (f"“{text[m.start : m.end]}” as {self._case.label(m.actor)}, by {m.via}", m.mention_id)
                for m in named.itertuples()
            ]
        )

    def _offer(self, mentions: list[tuple[str, str]]) -> None:
        """Offer mentions to be set right, none chosen yet."""
        self.mention.options = [_NO_MENTION, *mentions]
        self.rename.disabled = True

    def mark_wrong(self) -> None:
        """Write the chosen event into the case's corrections."""
        event = self._read.events[self._read.events["event_id"] == self.sentences.value].iloc[0]
        file = corrections.add_wrong_event(self._case, event, note=self.note.value)
        self.note.value = ""
        self.told.value = f"written to {file.name}; the next run leaves this event out"

    def set_right(self) -> None:
        """Write into the case's corrections whom the chosen mention really names."""
        mention = self._read.mentions[self._read.mentions["mention_id"] == self.mention.value].iloc[0]
        file = corrections.add_mention(self._case, mention, self.becomes.value, note=self.note.value)
        self.note.value = ""
        self.told.value = f"written to {file.name}; the next run reads this mention so"

    def _everybody(self) -> list[tuple[str, str]]:
        known = {f"{self._case.label(actor)} ({actor})": actor for actor in self._case.actors}
        return [("nobody of the case", ""), *sorted(known.items(), key=lambda item: item[0].casefold())]


def _several(name: str, options: list[tuple[str, str]]) -> widgets.SelectMultiple:
    return widgets.SelectMultiple(options=options, description=name, rows=7)


def show(case: Case, folder: Path) -> Explorer:
    """Return the explorer of a case whose tables lie in `folder`; raises TableError if it has not been run."""
    read = Annotations(*(tables.read(name, folder) for name in Annotations._fields))
    return Explorer(case, texts.catalogue(folder), read)
