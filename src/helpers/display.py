"""What a notebook cell shows: tables, charts and evidence as HTML, with every article text escaped."""

import html
import io
import re
from collections.abc import Mapping, Sequence

import pandas as pd
from IPython.display import HTML, Markdown
from matplotlib.axes import Axes

from helpers import texts, workspace
from helpers.account import Phase
from helpers.cases import Case
from helpers.validation import scores
from helpers.validation.gold import Checked

_SHORT = 160  # characters of an excerpt where a case shares short ones
_STATUS_NOTE = {
    "reported": "the narrator says it happened",
    "claimed": "the actor's own side says so",
    "alleged": "somebody else says so",
    "denied": "said not to have happened",
    "no_sign": "somebody looked and saw none",
    "hypothetical": "may, could, plans, warnings",
    "background": "an earlier happening re-told",
}
_ROWS = 200


def chart(axes: Axes, alt: str) -> HTML:
    """Return the figure of `axes` as inline SVG with `alt` as its text alternative."""
    buffer = io.StringIO()
    axes.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r' width="[\d.]+pt" height="[\d.]+pt"', "", svg, count=1)
    label = html.escape(alt, quote=True)
    return HTML(f'<figure class="chart" role="img" aria-label="{label}" style="max-width:60em">{svg}</figure>')


def table(data: pd.DataFrame, *, caption: str = "") -> HTML:
    """Return a table as HTML, everything in it escaped; lists are joined, days are dates, at most 200 rows."""
    shown = data.head(_ROWS).map(_cell)
    note = f"{caption} " if caption else ""
    if len(data) > _ROWS:
        note += f"(first {_ROWS:,} of {len(data):,} rows)"
    body = shown.to_html(escape=True, index=False, border=0, classes="standoff", na_rep="–")
    if note:
        body = body.replace("<thead>", f"<caption>{html.escape(note)}</caption><thead>", 1)
    return HTML(
        f'<div class="table">{body}</div>' if len(data) else f"<p><em>{html.escape(caption)} Nothing to show.</em></p>"
    )


def _cell(value: object) -> object:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, pd.Timestamp):
        return _iso(value)
    if isinstance(value, float):
        return "–" if pd.isna(value) else f"{value:,.2f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return value


def note(text: str) -> HTML:
    """Return a sentence as a paragraph, escaped."""
    return HTML(f"<p>{html.escape(text)}</p>")


def notice(case: Case) -> Markdown:
    """Return the mark a constructed corpus carries, or the caveat every real one does."""
    if case.constructed:
        return Markdown(
            "> **Constructed corpus.** These articles were written for this project, by machine, from the public "
            "record, under made-up outlets. Use them to learn the tool; nothing about the real press follows from them."
        )
    if workspace.labels(case).exists():
        return Markdown(
            "> **Sentences of this corpus are drawn for labelling.** 4-validation says how far they are coded, and how "
            "far the figures are right."
        )
    return Markdown(
        "> **Not validated on this corpus.** Figures come from rules and a small trained reader that nobody has yet "
        "checked against hand-coded sentences of these articles. Open the sentences behind a number before you cite it."
    )


def validated(checks: Mapping[str, Checked], case: Case) -> HTML:
    """Return how far this corpus is validated, and what to do next."""
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in scores.told(checks, case))
    title = "Labels of this corpus" if scores.is_coded(checks) else "Not validated on this corpus."
    return HTML(f'<div class="mark" role="note"><p><strong>{title}</strong></p><ul>{lines}</ul></div>')


def evidence(
    events: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame, case: Case, *, limit: int = 40
) -> HTML:
    """Return events with the sentence each comes from, the event's words marked, and a link to the article."""
    more = f"<caption>First {limit} of {len(events):,}.</caption>" if len(events) > limit else ""
    head = ("day", "outlet", "who → whom", "what (rule, confidence)", "status", "sentence")
    body = [_event_cells(row, case) for row in _placed(events.head(limit), articles, sentences).itertuples()]
    return _evidence_table(head, body, nothing="No such event.", caption=more)


def account(
    phases: Sequence[Phase], events: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame, case: Case
) -> HTML:
    """Return the account, each of its sentences opening to the events behind it; needs no script."""
    if not phases:
        return HTML("<p><em>Too few texts in every period: there is nothing to tell.</em></p>")
    parts = []
    for phase in phases:
        parts.append(f"<h3>{phase.start:%-d %B %Y} – {phase.end:%-d %B %Y}</h3>")
        for said in phase.sentences:
            behind = events[events["event_id"].isin(said.evidence)]
            shown = evidence(behind, articles, sentences, case).data if len(behind) else ""
            fold = f"<details><summary>{_sentences(len(behind))} behind it</summary>{shown}</details>" if shown else ""
            parts.append(f"<p>{html.escape(said.text)}</p>{fold}")
    return HTML(f'<div class="account">{"".join(parts)}</div>')


def by_day(
    events: pd.DataFrame, days: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame, case: Case
) -> HTML:
    """Return the sentences behind each point of the headline series, each period a place that the chart links to.

    `events` come from escalation.behind.
    """
    line = days[(days["measure"] == "share_high") & (days["key"] == "") & days["value"].notna()].sort_values("day")
    parts, sentences = [], sentences[sentences["article_id"].isin(events["article_id"])]
    for point in line.itertuples():
        shown = evidence(events[events["period"] == point.day].drop(columns="period"), articles, sentences, case).data
        unit = "week of " if point.freq == "W" else ""
        share = f"{point.value:.0%} [{point.low:.0%}, {point.high:.0%}]"
        head = f"{unit}{point.day:%-d %B %Y}: {share} of {point.n_origins} texts"
        parts.append(f'<section id="day-{point.day:%Y-%m-%d}"><h4>{head}</h4>{shown}</section>')
    return HTML(f'<div class="days">{"".join(parts)}</div>' if parts else "<p><em>No period has enough texts.</em></p>")


def _sentences(n: int) -> str:
    return f"{n} sentence{'' if n == 1 else 's'}"


def _event_cells(row: tuple, case: Case) -> tuple[str, ...]:
    parties = f"{_labels(row.actor, case)} → {_labels(row.recipient, case)}"
    what = (
        row.category
        + (f" of {row.content}" if row.content else "")
        + (" (toward the recipient's adversary)" if row.derived else "")
    )
    speaker = f" ({_labels(row.speaker, case)})" if row.speaker and row.voice != "narrator" else ""
    why = html.escape(f"{row.rule}, {row.confidence:.2f}")
    what = f"{html.escape(what)}<br><small>{why}</small>"
    status = f'<abbr title="{_STATUS_NOTE[row.status]}">{row.status}</abbr>{html.escape(speaker)}'
    excerpt = _excerpt(row.text, (row.start_sentence, row.end_sentence), (row.start, row.end), case)
    title = html.escape(f"characters {row.start}-{row.end} of article {row.article_id}", quote=True)
    evidence = f'<span title="{title}">{excerpt}</span>'
    return (_day(row), _outlet(row, case), html.escape(parties), what, status, evidence)


def mentions(
    rows: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame, case: Case, *, limit: int = 40
) -> HTML:
    """Return mentions with the sentence each stands in, the name marked, its portrayal and a link to the article."""
    body = [
        (
            _day(row),
            _outlet(row, case),
            html.escape(case.label(case.top(row.actor))),
            f"{row.positive - row.negative:+.2f}",
            _excerpt(row.text, (row.start_sentence, row.end_sentence), (row.start, row.end), case),
        )
        for row in _placed(rows.head(limit), articles, sentences).itertuples()
    ]
    return _evidence_table(("day", "outlet", "who", "portrayal", "sentence"), body, nothing="No such mention.")


def coded(rows: Mapping[str, pd.DataFrame], articles: pd.DataFrame, sentences: pd.DataFrame, case: Case) -> HTML:
    """Return units on which program and coders differ, by task: where, who, both labels, the sentence."""
    head = ("task", "day", "outlet", "who", "program (confidence)", "coders", "sentence")
    body = []
    for task, own in rows.items():
        own = own.drop(columns=["outlet", "published"]).assign(start=own["first_start"], end=own["first_end"])
        body += [(task, *_coded_cells(row, case)) for row in _placed(own, articles, sentences).itertuples()]
    return _evidence_table(head, body, nothing="No labels yet, or no error among them.")


def differing(rows: Mapping[str, pd.DataFrame], articles: pd.DataFrame, sentences: pd.DataFrame, case: Case) -> HTML:
    """Return units on which coders differ, by task: unit, who, what each says, the sentence."""
    head = ("task", "unit", "who", "field", "coders", "sentence")
    body = []
    for task, own in rows.items():
        own = own.assign(start=own["first_start"], end=own["first_end"])
        for row in _placed(own, articles, sentences).itertuples():
            told = (task, row.unit, _sides(row, case), row.field, row.said)
            body.append((*map(html.escape, told), _unit_excerpt(row, case)))
    return _evidence_table(head, body, nothing="No labels yet, or coders differ nowhere.")


def _sides(row: tuple, case: Case) -> str:
    return " → ".join(case.label(side) for side in (row.first, row.second) if side)


def _unit_excerpt(row: tuple, case: Case) -> str:
    span = (row.start, row.end) if pd.notna(row.start) else (row.start_sentence, row.start_sentence)
    return _excerpt(row.text, (row.start_sentence, row.end_sentence), span, case)


def _coded_cells(row: tuple, case: Case) -> tuple[str, ...]:
    fields = [name.removeprefix("gold_") for name in row._fields if name.startswith("gold_")]
    said, gold = (", ".join(filter(None, (getattr(row, f"{k}_{f}") for f in fields))) for k in ("predicted", "gold"))
    sure = f" ({row.confidence:.2f})" if pd.notna(row.confidence) else ""
    told = tuple(map(html.escape, (_sides(row, case), said + sure, gold)))
    return (_day(row), _outlet(row, case), *told, _unit_excerpt(row, case))


def _placed(rows: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return rows with their article's text, address, outlet and day, and the bounds of their sentence."""
    made = rows.merge(articles[["article_id", "url", "outlet", "published"]], on="article_id")
    made = made.merge(
        sentences[["article_id", "n", "start", "end"]], on=["article_id", "n"], suffixes=("", "_sentence")
    )
    held = texts.of(articles, made["article_id"])
    return made.assign(text=[held[article_id] for article_id in made["article_id"]])


def _evidence_table(head: Sequence[str], body: Sequence[Sequence[str]], *, nothing: str, caption: str = "") -> HTML:
    """Return rows of cells that are HTML already as a table."""
    if not body:
        return HTML(f"<p><em>{nothing}</em></p>")
    titles = "".join(f'<th scope="col">{name}</th>' for name in head)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in body)
    return HTML(
        f'<div class="table"><table class="standoff evidence">{caption}<thead><tr>{titles}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _day(row: tuple) -> str:
    return _iso(row.published) if pd.notna(row.published) else "–"


def _iso(day: pd.Timestamp) -> str:
    return day.date().isoformat().replace("-", "\u2011")  # hyphens that don't break the line


def _outlet(row: tuple, case: Case) -> str:
    """Return the outlet's name, linked to the article where it has an address of the web."""
    outlet = html.escape(case.label(row.outlet))
    if row.url.startswith(("http://", "https://")):
        return f'<a href="{html.escape(row.url, quote=True)}" rel="noreferrer nofollow">{outlet}</a>'
    return outlet


def _labels(actors: list[str], case: Case) -> str:
    return ", ".join(case.label(a) for a in actors)


def _excerpt(text: str, sentence: tuple[int, int], event: tuple[int, int], case: Case) -> str:
    """Return the sentence with the event's words marked, as much of it as the case shares."""
    if case.sharing.excerpts == "none":
        return "<em>(text not shared)</em>"
    start, end = sentence
    if case.sharing.excerpts == "short" and end - start > _SHORT:
        start = max(start, min(event[0] - _SHORT // 2, end - _SHORT))
        end = min(end, start + _SHORT)
    # an event that only the reader sees runs from one party to the other, which may be longer than what is shared
    first, last = max(start, event[0]), min(end, event[1])
    before, marked, after = (html.escape(text[a:b]) for a, b in ((start, first), (first, last), (last, end)))
    lead, trail = "…" if start > sentence[0] else "", "…" if end < sentence[1] else ""
    return f"{lead}{before}<mark>{marked}</mark>{after}{trail}".replace("\n", " ")
