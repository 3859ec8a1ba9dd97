"""Charts of the crisis over time: the line, its rungs, who acts against whom, who contests what."""

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from helpers import bands
from helpers.cases import Case
from helpers.charts.drawing import GREY, STYLE, banded, blank, dated, key_dates, nothing, step, whole
from helpers.sensitivity import VARIANTS

_POSITIONS = {
    "asserts": ("#D55E00", "^", "asserts"),
    "denies": ("#0072B2", "v", "denies"),
    "no_sign": ("#000000", "x", "sees no sign"),
}
_RUNGS = {
    -2: "withdrawal, concession",
    0: "requests",
    1: "words",
    2: "threats",
    3: "forces, sanctions",
    4: "seizure, blockade",
    5: "attack",
}
_TOO_FEW = f"No period has {bands.MIN_OUTLETS} outlets and {bands.MIN_ORIGINS} texts with an event."


def escalation_line(days: pd.DataFrame, case: Case, turns: pd.DataFrame | None = None) -> Axes:
    """Return the headline series, share_high, with its band, key dates and the number of origins behind each point.

    Each point links to the place "#day-<date>" of its page; `turns` are drawn as shaded intervals.
    """
    rows = whole(days, "share_high")
    if rows["value"].isna().all():
        return nothing("Share of news texts with an event on rung 3 or higher", _TOO_FEW)
    with style.context(STYLE):
        ax, below = blank(2, height=4.6, ratios=(4, 1))
        banded(ax, rows, "#D55E00")
        ax.set_ylim(0, 1.0)
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
        ax.set_ylabel("share of texts")
        ax.set_title(
            "Share of news texts with an event on rung 3 or higher\n(forces shown, sanctions, seizure, attack)"
        )
        _turning(ax, "share_high", turns, rows["day"])
        _linked(ax, rows, "#D55E00")
        key_dates(ax, case, rows["day"])
        below.bar(rows["day"], rows["n_origins"], color=GREY, width=step(rows) * 0.8)
        below.axhline(bands.MIN_ORIGINS, color="black", linewidth=0.8, linestyle=":")
        below.set_ylabel("texts")
        dated(below)
    return ax


def rungs(days: pd.DataFrame, case: Case, turns: pd.DataFrame | None = None) -> Axes:
    """Return words, threats, acts, armed attacks and alleged acts, with their `turns`, as small multiples."""
    names = {
        "words": "words (rung 1)",
        "threats": "threats (rung 2)",
        "acts": "acts (rung 3 and up)",
        "attacks": "armed attacks (rung 5)",
        "alleged": "alleged acts",
    }
    return _multiples(days, names, case, "Words, threats, acts: share of texts", turns)


def deescalation(days: pd.DataFrame, case: Case) -> Axes:
    """Return claimed beside reported de-escalation: only the second moves the ladder."""
    names = {"deescalation_claimed": "claimed by the side itself", "deescalation_reported": "reported as done"}
    return _multiples(days, names, case, "De-escalation: share of texts")


def claim_timeline(claims: pd.DataFrame, events: pd.DataFrame, articles: pd.DataFrame, case: Case) -> Axes:
    """Return when each party asserts, denies or sees no sign of one claim; a larger mark for more origins."""
    if claims.empty:
        return nothing("Who says so, who denies it", "No claim is contested.")
    told = claims.explode("evidence").merge(events[["event_id", "article_id"]], left_on="evidence", right_on="event_id")
    told = told.merge(articles[["article_id", "published", "origin"]], on="article_id")
    told = told[told["party"].map(case.is_party).astype(bool)]
    counts = told.groupby(["party", "position", "published"])["origin"].nunique().reset_index()
    parties = list(counts.groupby("party")["published"].min().sort_values().index)
    with style.context(STYLE):
        (ax,) = blank(height=1.7 + 0.36 * len(parties))
        for position, (colour, marker, name) in _POSITIONS.items():
            rows = counts[counts["position"] == position]
            if rows.empty:
                continue
            shift = {"asserts": -0.15, "denies": 0.0, "no_sign": 0.15}[position]
            ax.scatter(
                rows["published"],
                [parties.index(p) + shift for p in rows["party"]],
                s=30 + 22 * rows["origin"],
                c=colour,
                marker=marker,
                label=name,
                linewidths=1.6,
            )
        ax.set_yticks(range(len(parties)), [case.label(p) for p in parties])
        ax.set_ylim(len(parties) - 0.5, -0.5)
        pad = pd.Timedelta(days=3)  # a single day would be stretched over years
        ax.set_xlim(counts["published"].min() - pad, counts["published"].max() + pad)
        ax.set_title(f"“{claims['claim'].iloc[0]}”: who says so, who denies it")
        ax.legend(loc="upper left", bbox_to_anchor=(0, -0.2 / max(1, len(parties) / 4)), ncols=3, markerscale=0.8)
        dated(ax)
    return ax


def _multiples(
    days: pd.DataFrame, names: dict[str, str], case: Case, title: str, turns: pd.DataFrame | None = None
) -> Axes:
    if all(whole(days, m)["value"].isna().all() for m in names):
        return nothing(title, _TOO_FEW)
    with style.context(STYLE):
        axes = blank(len(names), height=0.9 + 1.35 * len(names))
        top = max((whole(days, m)["high"].max() for m in names), default=1)
        for ax, (measure, name) in zip(axes, names.items(), strict=True):
            rows = whole(days, measure)
            banded(ax, rows, "#0072B2")
            ax.set_ylim(0, min(1.0, 1.05 * top) if np.isfinite(top) and top > 0 else 1)
            ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
            ax.annotate(name, (0.005, 0.97), xycoords="axes fraction", va="top", weight="bold", fontsize=9)
            key_dates(ax, case, rows["day"], labels=False)
            _turning(ax, measure, turns, rows["day"])
        axes[0].set_title(title)
        dated(axes[-1])
    return axes[0]


def _linked(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Draw the points, each a link to the sentences of its day further down the page."""
    known = rows[rows["value"].notna()]
    links = [f"#day-{day:%Y-%m-%d}" for day in known["day"]]
    ax.scatter(known["day"], known["value"], s=16, color=colour, zorder=3, urls=links)


def _turning(ax: Axes, measure: str, turns: pd.DataFrame | None, days: pd.Series) -> None:
    """Shade the interval of each turn of a measure inside `days`, its day as a line, its stability as a number."""
    for turn in turns[turns["measure"] == measure].itertuples() if turns is not None else ():
        if days.min() <= turn.day <= days.max():
            half = pd.Timedelta(hours=12)
            ax.axvspan(turn.low - half, turn.high + half, color="#0072B2", alpha=0.13, linewidth=0, zorder=0)
            ax.axvline(turn.day, color="#0072B2", linewidth=1.4, zorder=1)
            ax.annotate(
                f"turn {turn.turn} ({turn.stability:.0%})",
                (turn.day, 0.02),
                xycoords=("data", "axes fraction"),
                rotation=90,
                fontsize=8,
                color="#0072B2",
                ha="right",
                va="bottom",
            )


def pair_matrix(shares: pd.DataFrame, case: Case) -> Axes:
    """Return who acts against whom, a matrix a phase: share of the phase's texts; from escalation.by_phase."""
    if shares.empty:
        return nothing("Who acts against whom, phase by phase", "No pair of parties meets often enough.")
    parties = [
        p for p in case.parties or sorted(set(shares["actor"])) if p in set(shares["actor"]) | set(shares["recipient"])
    ]
    parties = parties[:8]
    phases = list(dict.fromkeys(shares["phase"]))
    with style.context(STYLE):
        figure = Figure(figsize=(9.6, 1.2 + (0.9 + 0.34 * len(parties)) * 2))
        axes = figure.subplots(2, len(phases), sharex=True, sharey=True, squeeze=False)
        for first, row, kind in zip((True, False), axes, ("words", "deeds"), strict=True):
            for ax, phase in zip(row, phases, strict=True):
                own = shares[(shares["phase"] == phase) & (shares["kind"] == kind)]
                wide = own.pivot(index="actor", columns="recipient", values="share").reindex(
                    index=parties, columns=parties
                )
                mesh = ax.pcolormesh(
                    np.ma.masked_invalid(wide.to_numpy(float)),
                    cmap="Oranges",
                    vmin=0,
                    vmax=shares["share"].max(),
                    edgecolors="white",
                    linewidth=1,
                )
                ax.set_xticks(np.arange(len(parties)) + 0.5, map(case.label, parties), rotation=90)
                ax.set_yticks(np.arange(len(parties)) + 0.5, map(case.label, parties))
                ax.set_title(f"{kind}\n{phase}" if first else kind, fontsize=9)
                ax.grid(False)
        axes[0, 0].invert_yaxis()
        figure.colorbar(
            mesh, ax=axes, label="share of the phase's texts", pad=0.01, format=PercentFormatter(1, decimals=0)
        )
        figure.supylabel("who", fontsize=10)
        figure.supxlabel("against whom", fontsize=10)
    return axes[0, 0]


def chosen(weeks: pd.DataFrame) -> Axes:
    """Return distinct texts by week with an event somebody asked for; from selection.by_week."""
    if weeks.empty:
        return nothing("Texts by week", "No event is like that.")
    kinds = {
        "conflict": ("#D55E00", "conflict"),
        "cooperation": ("#0072B2", "cooperation"),
        "other": ("#BBBBBB", "denied, possible, re-told, alleged"),
    }
    with style.context(STYLE):
        (ax,) = blank(height=2.4)
        below = np.zeros(len(weeks))
        for kind, (colour, name) in kinds.items():
            ax.bar(weeks["day"], weeks[kind], bottom=below, width=6, align="edge", color=colour, label=name)
            below += weeks[kind].to_numpy()
        ax.set_ylabel("texts")
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0)
        dated(ax)
    return ax


def ladder(shares: pd.DataFrame, case: Case) -> Axes:
    """Return how many texts tell of each rung, period by period: darker for more; from escalation.by_rung."""
    if shares.empty:
        return nothing("Which rungs, and when?", _TOO_FEW)
    step_days = 7 if shares["freq"].iloc[0] == "W" else 1
    calendar = pd.date_range(shares["day"].min(), shares["day"].max(), freq=f"{step_days}D")
    wide = shares.pivot(index="rung", columns="day", values="share").reindex(index=list(_RUNGS), columns=calendar)
    with style.context(STYLE):
        (ax,) = blank(height=3.6)
        edges = np.append(calendar, calendar[-1] + pd.Timedelta(days=step_days))
        values = np.ma.masked_invalid(wide.to_numpy(float))
        mesh = ax.pcolormesh(edges, np.arange(len(_RUNGS) + 1), values, cmap="Oranges", vmin=0, linewidth=0)
        ax.set_facecolor("#ececec")
        ax.set_yticks(np.arange(len(_RUNGS)) + 0.5, list(_RUNGS.values()))
        ax.grid(False)
        ax.set_title("Rungs of the ladder: share of texts with a counting event\n(grey: too few texts)")
        ax.figure.colorbar(mesh, ax=ax, label="share of texts", pad=0.01, format=PercentFormatter(1, decimals=0))
        ax.axhline(2, color="white", linewidth=2)
        ax.axhline(4, color="white", linewidth=2)
        key_dates(ax, case, pd.Series(calendar), labels=False)
        dated(ax)
    return ax


def sensitivity(lines: pd.DataFrame, days: pd.DataFrame, case: Case) -> Axes:
    """Return share_high under other choices, a panel each, over our own line in grey; from sensitivity.lines."""
    rows = whole(days, "share_high")
    if lines.empty or rows["value"].isna().all():
        return nothing("What if we had chosen otherwise?", _TOO_FEW)
    with style.context(STYLE):
        axes = blank(len(VARIANTS), height=0.9 + 1.4 * len(VARIANTS))
        for ax, (variant, name) in zip(axes, VARIANTS.items(), strict=True):
            own = lines[lines["variant"] == variant].set_index("day").reindex(rows["day"]).reset_index()
            ax.plot(rows["day"], rows["value"], color=GREY, linewidth=1.2, marker=".", markersize=3)
            if own["low"].notna().any():
                ax.fill_between(own["day"], own["low"], own["high"], color="#0072B2", alpha=0.35, linewidth=0)
            else:
                ax.plot(own["day"], own["value"], color="#0072B2", marker=".", markersize=4)
            ax.set_ylim(0, 1)
            ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
            ax.annotate(name, (0.005, 1.0), xycoords="axes fraction", va="bottom", weight="bold", fontsize=9)
            key_dates(ax, case, rows["day"], labels=False)
        axes[0].set_title("What if we had chosen otherwise? (grey: our line)", pad=20)
        dated(axes[-1])
    return axes[0]


def beside(weeks: pd.DataFrame, case: Case) -> Axes:
    """Return our weekly share_high above the case's reference, each on its own scale; from reference.beside."""
    label = case.reference.label if case.reference else "a published series"
    title = f"Our line and {label}, week by week"
    if weeks.empty:
        return nothing(title, "No week has both." if case.reference else "The case names no [reference].")
    with style.context(STYLE):
        upper, lower = blank(2, height=4.2)
        for ax, column, name, colour in (
            (upper, "value", "share of texts, rung 3 or higher", "#D55E00"),
            (lower, "reference", label, "#0072B2"),
        ):
            calendar = pd.date_range(weeks["day"].min(), weeks["day"].max(), freq="7D")
            line = weeks.set_index("day")[column].reindex(calendar)
            ax.plot(calendar, line, color=colour, marker=".")
            ax.set_ylim(bottom=0)
            ax.annotate(name, (0.005, 1.0), xycoords="axes fraction", va="bottom", weight="bold", fontsize=9)
            key_dates(ax, case, weeks["day"], labels=False)
        upper.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        upper.set_title(title, pad=20)
        dated(lower)
    return upper
