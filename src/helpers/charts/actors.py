"""Charts of who is covered, who speaks, how each is portrayed, and who stands where."""

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from helpers.cases import Case
from helpers.charts.drawing import GREY, STYLE, banded, blank, dated, nothing, two_each

_CHANNELS = {
    "narrator": ("#000000", "o", "narrator"),
    "own": ("#D55E00", "^", "own words"),
    "others": ("#0072B2", "s", "others' words"),
}


def coverage(articles: pd.DataFrame, case: Case) -> Axes:
    """Return articles by outlet and week: a row an outlet, a darker square for more articles."""
    known = articles.dropna(subset="published")
    if known.empty:
        return nothing("Articles by outlet and week", "No article has a date.")
    weeks = known["published"].dt.to_period("W").dt.start_time
    counts = pd.crosstab(known["outlet"], weeks)
    counts = counts.reindex(columns=pd.date_range(weeks.min(), weeks.max(), freq="7D"), fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False).index[:15]]
    with style.context(STYLE):
        (ax,) = blank(height=1.4 + 0.32 * len(counts))
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
        dated(ax)
    return ax


def portrayal(summary: pd.DataFrame, case: Case) -> Axes:
    """Return mean portrayal of each actor in each channel with its 95 % interval; `summary` from portrayals.summary."""
    if summary.empty:
        return nothing(
            "How is each actor portrayed, and in whose words?", "No actor is named in enough texts of one channel."
        )
    actors = list(dict.fromkeys(summary.sort_values("n_actor", ascending=False)["actor"]))[:10]
    with style.context(STYLE):
        (ax,) = blank(height=1.6 + 0.42 * len(actors))
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
        return nothing("Do both engines agree?", "No actor is named in enough texts.")
    shown = compared.head(10).assign(actor=lambda c: c["actor"].map(case.label)).set_index("actor")
    ax = two_each(shown, {"reader": "reader", "lexicon": "word list"}, "Mean portrayal by engine")
    ax.axvline(0, color=GREY, linewidth=1)
    ax.set_xlabel("← negative     portrayal (positive − negative, −1 to 1)     positive →")
    return ax


def voices(summary: pd.DataFrame) -> Axes:
    """Return each side's share of quoted statements beside its share of mentions; `summary` from actors.summary."""
    if summary.empty:
        return nothing("Who gets to speak?", "No actor of the case is named.")
    shares = {"quoted": "of statements (quoted)", "talked_about": "of mentions (talked about)"}
    ax = two_each(summary.set_index("side"), shares, "Who gets to speak, and who is talked about")
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlim(left=0)
    ax.set_xlabel("share")
    return ax


def stance_matrix(summary: pd.DataFrame, case: Case) -> Axes:
    """Return who stands how toward whom: log odds of support, words left and deeds right; blank where too few."""
    if summary.empty:
        return nothing("Who stands where toward whom?", "No holder and target meet often enough.")
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


def portrayal_over_time(days: pd.DataFrame, case: Case, *, actors: int = 6) -> Axes:
    """Return portrayal by period with its band: a row for each of the most told-of actors, a column a channel."""
    title = "Portrayal over time"
    rows = days[(days["measure"] == "portrayal") & days["value"].notna()]
    if rows.empty:
        return nothing(title, "No actor is named in enough texts of one period.")
    shown = list(rows.groupby("key")["n_origins"].sum().sort_values(ascending=False).index[:actors])
    calendar = _calendar(rows)
    with style.context(STYLE):
        figure = Figure(figsize=(9.6, 1.1 + 1.15 * len(shown)))
        grid = figure.subplots(len(shown), len(_CHANNELS), sharex=True, sharey=True, squeeze=False)
        for line, actor in zip(grid, shown, strict=True):
            for ax, (channel, (colour, _, name)) in zip(line, _CHANNELS.items(), strict=True):
                own = rows[(rows["key"] == actor) & (rows["channel"] == channel)].set_index("day").reindex(calendar)
                ax.axhline(0, color=GREY, linewidth=0.8)
                banded(ax, own.rename_axis("day").reset_index(), colour)
                ax.set_ylim(-1, 1)
                if actor == shown[0]:
                    ax.set_title(name, fontsize=10)
                dated(ax)
                ax.tick_params(axis="x", labelsize=7.5)
            line[0].set_ylabel(case.label(actor), rotation=0, ha="right", va="center")
        figure.suptitle(f"{title} (positive − negative, −1 to 1)", x=0.01, ha="left", fontsize=12, weight="bold")
    return grid[0, 0]


def _calendar(rows: pd.DataFrame) -> pd.DatetimeIndex:
    """Return an unbroken calendar over the rows, so that gaps stay gaps."""
    return pd.date_range(rows["day"].min(), rows["day"].max(), freq="7D" if rows["freq"].iloc[0] == "W" else "D")
