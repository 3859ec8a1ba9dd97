"""Charts: a table in, Axes out. Nothing is shown or saved here; see display.chart."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from helpers import escalation, paths
from helpers.cases import Case

STYLE = paths.PACKAGE / "standoff.mplstyle"
GREY = "#8a8a8a"
_POSITIONS = {
    "asserts": ("#D55E00", "^", "asserts"),
    "denies": ("#0072B2", "v", "denies"),
    "no_sign": ("#000000", "x", "sees no sign"),
}
_TOO_FEW = f"No period has {escalation.MIN_OUTLETS} outlets and {escalation.MIN_ORIGINS} texts with an event."
_CHANNELS = {
    "narrator": ("#000000", "o", "narrator"),
    "own": ("#D55E00", "^", "own words"),
    "others": ("#0072B2", "s", "others' words"),
}


def _axes(rows: int = 1, *, height: float | None = None, ratios: tuple[float, ...] | None = None) -> list[Axes]:
    with style.context(STYLE):
        figure = Figure()
        if height:
            figure.set_figheight(height)
        made = figure.subplots(rows, 1, sharex=rows > 1, squeeze=False, height_ratios=ratios)
    return list(made[:, 0])


def _nothing(title: str, why: str) -> Axes:
    """Return an empty chart that says why it is empty."""
    with style.context(STYLE):
        (ax,) = _axes(height=1.6)
        ax.set_title(title)
        ax.set_axis_off()
        ax.text(0, 0.5, why, transform=ax.transAxes, color="#444444")
    return ax


def _dated(ax: Axes) -> None:
    locator = AutoDateLocator(minticks=4, maxticks=10)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))


def coverage(articles: pd.DataFrame, case: Case) -> Axes:
    """Return articles by outlet and week: a row an outlet, a darker square for more articles."""
    dated = articles.dropna(subset="published")
    if dated.empty:
        return _nothing("Articles by outlet and week", "No article has a date.")
    weeks = dated["published"].dt.to_period("W").dt.start_time
    counts = pd.crosstab(dated["outlet"], weeks)
    counts = counts.reindex(columns=pd.date_range(weeks.min(), weeks.max(), freq="7D"), fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False).index[:15]]
    with style.context(STYLE):
        (ax,) = _axes(height=1.4 + 0.32 * len(counts))
        # a square is the week after its Monday
        edges = np.append(counts.columns, counts.columns[-1] + pd.Timedelta(days=7))
        mesh = ax.pcolormesh(
            edges,
            np.arange(len(counts) + 1),
            np.ma.masked_equal(counts.to_numpy(), 0),
            cmap="Blues",
            vmin=0,
            edgecolors="white",
            linewidth=0.8,
        )
        ax.set_yticks(np.arange(len(counts)) + 0.5, [f"{case.label(o)} ({n})" for o, n in counts.sum(axis=1).items()])
        ax.invert_yaxis()
        ax.grid(False)
        ax.set_title("Articles by outlet and week (total in brackets; white: none)")
        ax.figure.colorbar(mesh, ax=ax, label="articles a week", pad=0.01)
        _dated(ax)
    return ax


def portrayal(summary: pd.DataFrame, case: Case) -> Axes:
    """Return mean portrayal of each actor in each channel with its 95 % interval; `summary` from portrayals.summary."""
    if summary.empty:
        return _nothing(
            "How is each actor portrayed, and in whose words?", "No actor is named in enough texts of one channel."
        )
    actors = list(dict.fromkeys(summary.sort_values("n_actor", ascending=False)["actor"]))[:10]
    with style.context(STYLE):
        (ax,) = _axes(height=1.6 + 0.42 * len(actors))
        for offset, (channel, (colour, marker, name)) in zip((-0.2, 0, 0.2), _CHANNELS.items(), strict=True):
            rows = summary[summary["channel"].eq(channel) & summary["actor"].isin(actors)]
            y = [actors.index(a) + offset for a in rows["actor"]]
            ax.errorbar(
                rows["value"],
                y,
                xerr=[rows["value"] - rows["low"], rows["high"] - rows["value"]],
                fmt=marker,
                color=colour,
                markersize=5,
                elinewidth=1.2,
                label=name,
            )
        ax.axvline(0, color=GREY, linewidth=1)
        ax.set_yticks(range(len(actors)), [case.label(a) for a in actors])
        ax.invert_yaxis()
        ax.set_xlabel("← negative     portrayal (positive − negative, −1 to 1)     positive →")
        ax.set_title("Mean portrayal")
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3, borderaxespad=0)
    return ax


def engines(compared: pd.DataFrame, case: Case) -> Axes:
    """Return mean portrayal by both engines, a line joining an actor's two; `compared` from sentiment.by_engine."""
    if compared.empty:
        return _nothing("Do both engines agree?", "No actor is named in enough texts.")
    shown = compared.head(10).assign(actor=lambda c: c["actor"].map(case.label)).set_index("actor")
    ax = _pairs(shown, {"reader": "reader", "lexicon": "word list"})
    ax.axvline(0, color=GREY, linewidth=1)
    ax.set_xlabel("← negative     portrayal (positive − negative, −1 to 1)     positive →")
    ax.set_title("Mean portrayal by engine")
    return ax


def voices(summary: pd.DataFrame) -> Axes:
    """Return each side's share of quoted statements beside its share of mentions; `summary` from actors.summary."""
    if summary.empty:
        return _nothing("Who gets to speak?", "No actor of the case is named.")
    ax = _pairs(
        summary.set_index("side"), {"quoted": "of statements (quoted)", "talked_about": "of mentions (talked about)"}
    )
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlim(left=0)
    ax.set_xlabel("share")
    ax.set_title("Who gets to speak, and who is talked about")
    return ax


def _pairs(shown: pd.DataFrame, columns: dict[str, str]) -> Axes:
    """Return two values a row, by column, a line joining them; the index names the rows."""
    y = np.arange(len(shown))
    first, second = columns
    with style.context(STYLE):
        (ax,) = _axes(height=1.4 + 0.34 * len(shown))
        ax.hlines(y, shown[second], shown[first], color=GREY, linewidth=1.2)
        ax.plot(shown[first], y, "o", color="#000000", label=columns[first])
        ax.plot(shown[second], y, "s", color="#E69F00", label=columns[second])
        ax.set_yticks(y, shown.index)
        ax.invert_yaxis()
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0)
    return ax


def stance_matrix(summary: pd.DataFrame, case: Case) -> Axes:
    """Return who stands how toward whom: log odds of support, words left and deeds right; blank where too few."""
    if summary.empty:
        return _nothing("Who stands where toward whom?", "No holder and target meet often enough.")
    parties = [
        p
        for p in case.parties or summary["holder"].value_counts().index
        if p in set(summary["holder"]) | set(summary["target"])
    ][:10]
    with style.context(STYLE):
        figure = Figure(figsize=(9.6, 1.5 + 0.42 * len(parties)))
        axes = figure.subplots(1, 2, sharey=True)
        for ax, basis in zip(axes, ("words", "deeds"), strict=True):
            wide = summary[summary["basis"] == basis].pivot(index="holder", columns="target", values="value")
            wide = wide.reindex(index=parties, columns=parties)
            limit = 3
            mesh = ax.pcolormesh(
                np.ma.masked_invalid(wide.to_numpy(float)),
                cmap="PuOr",
                vmin=-limit,
                vmax=limit,
                edgecolors="white",
                linewidth=1,
            )
            for (i, j), value in np.ndenumerate(wide.to_numpy(float)):
                if np.isfinite(value):
                    shade = "white" if abs(value) > 0.6 * limit else "black"
                    ax.text(j + 0.5, i + 0.5, f"{value:+.1f}", ha="center", va="center", fontsize=8, color=shade)
            ax.set_xticks(np.arange(len(parties)) + 0.5, [case.label(p) for p in parties], rotation=40, ha="right")
            ax.set_yticks(np.arange(len(parties)) + 0.5, [case.label(p) for p in parties])
            ax.set_title(f"in {basis}")
            ax.set_xlabel("toward")
            ax.grid(False)
        axes[0].invert_yaxis()
        axes[0].set_ylabel("holder")
        figure.colorbar(mesh, ax=axes, label="opposes      log odds      supports", pad=0.01)
    return axes[0]


def escalation_line(days: pd.DataFrame, case: Case, turns: pd.DataFrame | None = None) -> Axes:
    """Return the headline series, share_high, with its band, key dates and the number of origins behind each point.

    Each point links to the place "#day-<date>" of its page; `turns` are drawn as shaded intervals.
    """
    rows = _whole(days, "share_high")
    if rows["value"].isna().all():
        return _nothing("Share of news texts with an event on rung 3 or higher", _TOO_FEW)
    with style.context(STYLE):
        ax, below = _axes(2, height=4.6, ratios=(4, 1))
        _banded(ax, rows, "#D55E00")
        ax.set_ylim(0, 1.0)
        ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
        ax.set_ylabel("share of texts")
        ax.set_title(
            "Share of news texts with an event on rung 3 or higher\n(forces shown, sanctions, seizure, attack)"
        )
        _turning(ax, turns, rows["day"])
        _linked(ax, rows, "#D55E00")
        _key_dates(ax, case, rows["day"])
        below.bar(rows["day"], rows["n_origins"], color=GREY, width=_step(rows) * 0.8)
        below.axhline(escalation.MIN_ORIGINS, color="black", linewidth=0.8, linestyle=":")
        below.set_ylabel("texts")
        _dated(below)
    return ax


def rungs(days: pd.DataFrame, case: Case) -> Axes:
    """Return words, threats, acts and alleged acts as small multiples on one scale."""
    names = {
        "words": "words (rung 1)",
        "threats": "threats (rung 2)",
        "acts": "acts (rung 3 and up)",
        "alleged": "alleged acts",
    }
    return _multiples(days, names, case, "Words, threats, acts: share of texts")


def deescalation(days: pd.DataFrame, case: Case) -> Axes:
    """Return claimed beside reported de-escalation: only the second moves the ladder."""
    names = {"deescalation_claimed": "claimed by the side itself", "deescalation_reported": "reported as done"}
    return _multiples(days, names, case, "De-escalation: share of texts")


def claim_timeline(claims: pd.DataFrame, events: pd.DataFrame, articles: pd.DataFrame, case: Case) -> Axes:
    """Return when each party asserts, denies or sees no sign of one claim; a larger mark for more origins."""
    if claims.empty:
        return _nothing("Who says so, who denies it", "No claim is contested.")
    told = claims.explode("evidence").merge(events[["event_id", "article_id"]], left_on="evidence", right_on="event_id")
    told = told.merge(articles[["article_id", "published", "origin"]], on="article_id")
    told = told[told["party"].map(case.is_party).astype(bool)]
    counts = told.groupby(["party", "position", "published"])["origin"].nunique().reset_index()
    parties = list(counts.groupby("party")["published"].min().sort_values().index)
    with style.context(STYLE):
        (ax,) = _axes(height=1.7 + 0.36 * len(parties))
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
        _dated(ax)
    return ax


def _multiples(days: pd.DataFrame, names: dict[str, str], case: Case, title: str) -> Axes:
    if all(_whole(days, m)["value"].isna().all() for m in names):
        return _nothing(title, _TOO_FEW)
    with style.context(STYLE):
        axes = _axes(len(names), height=0.9 + 1.35 * len(names))
        top = max((_whole(days, m)["high"].max() for m in names), default=1)
        for ax, (measure, name) in zip(axes, names.items(), strict=True):
            rows = _whole(days, measure)
            _banded(ax, rows, "#0072B2")
            ax.set_ylim(0, min(1.0, 1.05 * top) if np.isfinite(top) and top > 0 else 1)
            ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
            ax.annotate(name, (0.005, 0.97), xycoords="axes fraction", va="top", weight="bold", fontsize=9)
            _key_dates(ax, case, rows["day"], labels=False)
        axes[0].set_title(title)
        _dated(axes[-1])
    return axes[0]


def _whole(days: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return one measure of the whole crisis on an unbroken calendar, so that gaps stay gaps."""
    rows = days[(days["measure"] == measure) & (days["key"] == "")].set_index("day").sort_index()
    step = "7D" if len(rows) and rows["freq"].iloc[0] == "W" else "D"
    full = pd.date_range(rows.index.min(), rows.index.max(), freq=step) if len(rows) else rows.index
    return rows[["value", "low", "high", "n_origins"]].reindex(full).rename_axis("day").reset_index()


def _step(rows: pd.DataFrame) -> float:
    return (rows["day"].iloc[1] - rows["day"].iloc[0]).days if len(rows) > 1 else 1.0


def _banded(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    ax.fill_between(rows["day"], rows["low"], rows["high"], color=colour, alpha=0.18, linewidth=0)
    ax.plot(rows["day"], rows["value"], color=colour)
    alone = rows["value"].notna() & rows["value"].shift().isna() & rows["value"].shift(-1).isna()
    ax.errorbar(
        rows["day"][alone],
        rows["value"][alone],
        yerr=_arms(rows[alone]),
        fmt="o",
        color=colour,
        markersize=4,
        elinewidth=1,
    )


def _linked(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Draw the points, each a link to the sentences of its day further down the page."""
    known = rows[rows["value"].notna()]
    links = [f"#day-{day:%Y-%m-%d}" for day in known["day"]]
    ax.scatter(known["day"], known["value"], s=16, color=colour, zorder=3, urls=links)


def _turning(ax: Axes, turns: pd.DataFrame | None, days: pd.Series) -> None:
    """Shade the interval of each turning point that falls into `days`, its day as a line, its stability as a number."""
    for turn in turns.itertuples() if turns is not None else ():
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
        return _nothing("Who acts against whom, phase by phase", "No pair of parties meets often enough.")
    parties = [
        p for p in case.parties or sorted(set(shares["actor"])) if p in set(shares["actor"]) | set(shares["recipient"])
    ]
    parties = parties[:8]
    phases = list(dict.fromkeys(shares["phase"]))
    with style.context(STYLE):
        figure = Figure(figsize=(9.6, 1.2 + (0.9 + 0.34 * len(parties)) * 2))
        axes = figure.subplots(2, len(phases), sharex=True, sharey=True, squeeze=False)
        for row, kind in zip(axes, ("words", "deeds"), strict=True):
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
                ax.set_title(f"{kind}\n{phase}" if row is axes[0] else kind, fontsize=9)
                ax.grid(False)
        axes[0, 0].invert_yaxis()
        figure.colorbar(
            mesh, ax=axes, label="share of the phase's texts", pad=0.01, format=PercentFormatter(1, decimals=0)
        )
        figure.supylabel("who", fontsize=10)
        figure.supxlabel("against whom", fontsize=10)
    return axes[0, 0]


def _arms(rows: pd.DataFrame) -> list[Iterable[float]]:
    # a bootstrap band may miss its own estimate by a hair, and an error bar may not be negative
    return [(rows["value"] - rows["low"]).clip(lower=0), (rows["high"] - rows["value"]).clip(lower=0)]


def _key_dates(ax: Axes, case: Case, days: pd.Series, *, labels: bool = True) -> None:
    inside = [k for k in case.key_dates if len(days) and days.min() <= pd.Timestamp(k.day) <= days.max()]
    previous, level = None, 0
    for date in sorted(inside, key=lambda k: k.day):
        day = pd.Timestamp(date.day)
        ax.axvline(day, color=GREY, linewidth=0.9, linestyle="--", zorder=1)
        if labels:
            close = previous is not None and (day - previous) < (days.max() - days.min()) * 0.16
            level = (level + 1) % 4 if close else 0
            ax.annotate(
                f" {date.label}",
                (day, 0.985 - 0.075 * level),
                xycoords=("data", "axes fraction"),
                fontsize=8.5,
                va="top",
                ha="left",
                color="#333333",
            )
            previous = day
