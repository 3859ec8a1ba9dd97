"""The tables of the validation notebook, over all tasks that have labels."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from helpers import paths, tables
from helpers.cases import Case
from helpers.validation import accuracy, agreement, bias, correction
from helpers.validation.gold import Checked
from helpers.validation.tasks import TASKS, Measure

SET = "this corpus"
Checks = Mapping[str, Checked]
_GROUPS = {
    "actor": "first",
    "recipient or target": "second",
    "channel": "channel",
    "period": "period",
    "outlet": "outlet",
}
_BIAS = {"actor": "first", "period": "period", "outlet": "outlet"}


def public() -> pd.DataFrame:
    """Return the program's figures on public and our own sets, as `make evaluate` last printed them; scores rows."""
    return tables.frame("scores", pd.read_csv(paths.MODELS / "scores.csv"))


def score(checks: Checks, case: Case) -> pd.DataFrame:
    """Return the scores table: agreement or consistency, and the program against the gold, by class and by group."""
    parts = [*_each(checks, _agreement_rows), *_each(checks, lambda checked: _accuracy_rows(checked, case))]
    made = pd.concat([p for p in parts if len(p)] or [pd.DataFrame(columns=tables.columns("scores"))])
    return tables.frame("scores", made.reset_index(drop=True))


def _each(checks: Checks, work: Callable[[Checked], pd.DataFrame]) -> Iterator[pd.DataFrame]:
    for checked in checks.values():
        if len(checked.units):
            yield work(checked).assign(set=SET, labelled_by=checked.labelled_by)


def _agreement_rows(checked: Checked) -> pd.DataFrame:
    made = agreement.table(checked.codings)
    metric = "consistency (alpha)" if checked.is_machine else "agreement (alpha)"
    made = made.assign(
        unit=[_unit(checked, field) for field in made["field"]], metric=metric, value=made["alpha"], n=made["units"]
    )
    return made.assign(group=made["coders"])[["unit", "group", "metric", "value", "low", "high", "n"]]


def _accuracy_rows(checked: Checked, case: Case) -> pd.DataFrame:
    parts = []
    for field, units in _fields(checked):
        unit = _unit(checked, field)
        parts.append(accuracy.by_class(units, field).assign(unit=unit))
        for name, by in _GROUPS.items():
            own = accuracy.by_group(units, field, by)
            named = [f"{name} {case.label(group)}" for group in own["group"]]
            parts.append(own.assign(unit=unit, group=named, metric="accuracy"))
    return pd.concat(parts)[["unit", "group", "metric", "value", "low", "high", "n"]]


def _unit(checked: Checked, field: str) -> str:
    return field if field == checked.task.name else f"{checked.task.name}: {field}"


def _fields(checked: Checked) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each field with the units it can be judged on: a status only where both see something happen."""
    for field in checked.task.fields:
        known = (checked.units[f"gold_{field}"] != "") & (checked.units[f"predicted_{field}"] != "")
        if known.any():
            yield field, checked.units[known]


def agreed(checks: Checks) -> pd.DataFrame:
    """Return alpha by task, field and coders."""
    parts = [agreement.table(c.codings).assign(task=name, labels=c.labelled_by) for name, c in checks.items()]
    made = pd.concat(parts) if parts else pd.DataFrame(columns=["task"])
    return made[["task", *(c for c in made if c != "task")]]


def disagreements(checks: Checks) -> dict[str, pd.DataFrame]:
    """Return, by task, where coders differ: the units' places, unit, field and `said`, each coder's label."""
    parts = {}
    for name, checked in checks.items():
        differ = agreement.disagreements(checked.codings)
        coders = [c for c in differ if c not in ("unit", "field")]
        said = ["; ".join(f"{c}: {row[c]}" for c in coders if pd.notna(row[c])) for _, row in differ.iterrows()]
        parts[name] = differ[["unit", "field"]].assign(said=said).merge(checked.drawn, on="unit")
    return parts


def calibration(checks: Checks) -> pd.DataFrame:
    """Return confidence against accuracy by task: task, bin, confidence, right, n."""
    return _by_task(checks, accuracy.calibration)


def coverage(checks: Checks) -> pd.DataFrame:
    """Return accuracy at coverage by task: task, coverage, right, n."""
    return _by_task(checks, accuracy.coverage)


def worst(checks: Checks) -> dict[str, pd.DataFrame]:
    """Return, by task, the units the program got wrong, the surest first."""
    return {name: accuracy.worst(c.units, next(iter(c.task.fields))) for name, c in checks.items() if len(c.units)}


def _by_task(checks: Checks, work: Callable[[pd.DataFrame, str], pd.DataFrame]) -> pd.DataFrame:
    parts = [work(c.units, next(iter(c.task.fields))).assign(task=name) for name, c in checks.items() if len(c.units)]
    made = pd.concat(parts) if parts else pd.DataFrame(columns=["task"])
    return made[["task", *(c for c in made if c != "task")]]


def biased(checks: Checks, case: Case) -> pd.DataFrame:
    """Return whether the error of each task's first measure depends on actor, period or outlet.

    Columns: task, by, p (Holm over all rows), the groups with the lowest and highest mean error (gold minus
    prediction), units.
    """
    rows = []
    for name, checked in checks.items():
        errors = _errors(checked)
        for by, column in _BIAS.items() if len(errors) else ():
            p, shown = bias.test(errors, checked.units[column], checked.units["group"])
            shown = shown.sort_values("error")
            ends = [f"{case.label(e.group)} {e.error:+.2f} ({e.units})" for e in shown.iloc[[0, -1]].itertuples()]
            rows.append((name, by, p, *ends, len(errors)))
    made = pd.DataFrame(rows, columns=["task", "by", "p", "lowest error", "highest error", "units"])
    return made.assign(p=bias.holm(made["p"]) if len(made) else made["p"])


def _errors(checked: Checked) -> pd.Series:
    if checked.units.empty:
        return pd.Series(dtype=float)
    part = checked.task.measures[0].part
    return _gold_values(checked)[part] - _predicted_values(checked)[part]


def _gold_values(checked: Checked) -> pd.DataFrame:
    return checked.task.values(
        checked.units[[f"gold_{f}" for f in checked.task.fields]].rename(columns=lambda c: c[5:])
    )


def _predicted_values(checked: Checked) -> pd.DataFrame:
    """Return the values of the coded units' predicted labels; what the program does not read any more is nothing."""
    columns = {f"predicted_{f}": f for f in checked.task.fields}
    return checked.task.values(checked.units[list(columns)].rename(columns=columns))


def corrected(checks: Checks, case: Case) -> pd.DataFrame:
    """Return the corrected table: each measure over all, by phase and by actor, as read and as corrected by the gold.

    Rows with fewer than MIN_LABELS labels have no corrected value; neither have tasks whose coders don't agree.
    """
    parts = [pd.DataFrame(_corrected(name, c, case)) for name, c in checks.items() if len(c.units) and c.is_usable]
    return tables.frame("corrected", pd.concat(parts, ignore_index=True) if parts else [])


def _corrected(name: str, checked: Checked, case: Case) -> Iterator[dict[str, object]]:
    population = checked.population.set_index("unit")
    said = checked.task.values(population)
    for measure in checked.task.measures:
        for where, inside in _domains(population, case):
            yield {
                "task": name,
                "measure": measure.label,
                "where": where,
                "labelled_by": checked.labelled_by,
                **_both(measure, checked, said[inside], population[inside]),
            }


def _domains(population: pd.DataFrame, case: Case) -> Iterator[tuple[str, pd.Series]]:
    yield "all", pd.Series(True, population.index)
    for period in sorted(population["period"].unique(), key=lambda p: (p != "from the beginning", p)):
        yield period, population["period"] == period
    for actor in population["first"].value_counts().index[:6]:
        yield case.label(actor), population["first"] == actor


def _both(measure: Measure, checked: Checked, said: pd.DataFrame, population: pd.DataFrame) -> dict[str, object]:
    renamed = {measure.part: "part", **({measure.whole: "whole"} if measure.whole else {})}
    said = said[list(renamed)].rename(columns=renamed)
    coded = checked.units.set_index("unit").assign(row=np.arange(len(checked.units)))
    coded = coded[coded.index.isin(said.index)]
    gold = _gold_values(checked).iloc[coded["row"]].set_axis(coded.index)[list(renamed)].rename(columns=renamed)
    strata = pd.Series("", said.index).where(~said.index.isin(coded.index), coded["stratum"].reindex(said.index))
    plain = correction.estimate(said, None, None, population["article_id"], strata)
    made = {"value": plain.value, "low": plain.low, "high": plain.high, "labels": len(coded), "units": len(said)}
    if len(coded) < correction.MIN_LABELS:
        return made
    moved = correction.estimate(said, gold, coded["weight"], population["article_id"], strata)
    return {
        **made,
        "corrected": moved.value,
        "corrected_low": moved.low,
        "corrected_high": moved.high,
        "halve": np.ceil(correction.more_labels(moved, len(coded))),
    }


def is_coded(checks: Checks) -> bool:
    """Tell whether anything drawn has been coded."""
    return any(len(checked.units) for checked in checks.values())


def told(checks: Checks, case: Case) -> list[str]:
    """Return in sentences how far the corpus is validated, and what stands in the way."""
    lines = []
    for name, checked in checks.items():
        if checked.units.empty:
            lines.append(f"{name}: a sample is drawn and not yet coded.")
        else:
            lines.append(_state(name, checked))
        lines += [f"{name}: {problem}" for problem in checked.problems]
    undrawn = [name for name in TASKS if name not in checks]
    return lines + [f"{name}: nothing was drawn yet; standoff label {case.id} --task {name}" for name in undrawn]


def _state(name: str, checked: Checked) -> str:
    coders = sorted({c for labels in checked.codings.values() for c in labels})
    values = agreement.table(checked.codings)
    word = "consistency" if checked.is_machine else "agreement"
    if values.empty:
        alpha = f"one coder, so {word} is unknown"
    else:
        least = values.loc[values["alpha"].idxmin()] if values["alpha"].notna().any() else values.iloc[0]
        alpha = (
            f"lowest alpha {least['alpha']:.2f} [{least['low']:.2f}, {least['high']:.2f}], of {least['field']} ({word})"
        )
    made = f"{name}: {len(checked.units):,} units coded by {', '.join(coders)}; {alpha}."
    if checked.is_machine:
        made += " Labels by machine: a demonstration, no validation."
    if not checked.is_usable:
        made += f" Below {agreement.FLOOR}: nothing is corrected with these labels until the differences are settled."
    return made


def in_short(scored: pd.DataFrame) -> str:
    """Return how far labels by people find the program right; "" without any, as machines validate nothing."""
    own = scored[(scored["group"] == "all labels") & (scored["metric"] == "accuracy")]
    own = own[own["labelled_by"] == "people"]
    parts = [f"{r.unit} right in {r.value:.0%} [{r.low:.0%}, {r.high:.0%}] of {r.n:,} units" for r in own.itertuples()]
    return f"{'; '.join(parts)}." if parts else ""


def by_label(scored: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a scores table that judge labels, as people read them: a row a label, intervals in words."""
    own = scored[scored["metric"].isin(("precision", "recall", "F1", "macro-F1", "accuracy"))]
    own = own[~own["group"].str.startswith(tuple(f"{name} " for name in _GROUPS))]
    shown = own.assign(cell=[_cell(r) for r in own.itertuples()])
    wide = shown.pivot_table(index=["unit", "group"], columns="metric", values="cell", aggfunc="first", sort=False)
    counts = own.groupby(["unit", "group"], sort=False)["n"].max().rename("coded")
    order = [c for c in ("precision", "recall", "F1", "macro-F1", "accuracy") if c in wide]
    return wide[order].rename_axis(columns=None).join(counts).fillna("").reset_index()


def by_group(scored: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a scores table that judge actors, channels, periods and outlets, a column for each unit."""
    own = scored[scored["group"].str.startswith(tuple(f"{name} " for name in _GROUPS))]
    shown = own.assign(cell=[f"{_cell(r)} of {r.n}" for r in own.itertuples()])
    wide = shown.pivot_table(index="group", columns="unit", values="cell", aggfunc="first", sort=False)
    return wide.fillna("").rename_axis(columns=None).reset_index()


def _cell(row: tuple) -> str:
    return "" if row.value != row.value else f"{row.value:.2f} [{row.low:.2f}, {row.high:.2f}]"
