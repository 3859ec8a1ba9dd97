"""What coders sent back, settled into gold and laid beside what the program now says of the same units."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers import workspace
from helpers.annotate import Annotations
from helpers.cases import Case
from helpers.errors import StandoffError
from helpers.validation import agreement, sampling, sheets
from helpers.validation.tasks import TASKS, Task

SETTLED = "settled"  # the coder whose sheet says what was agreed on after talking
_KINDS = ("person", "machine")
_MOVED = 0.05  # share by which the units may have changed in number since the sample was drawn


class Checked(NamedTuple):
    """A task's labels. `drawn`: the sample, as far as its articles are there; `units`: what of it is coded and settled,
    with prediction, gold and weight; `population`: all units of the articles drawn from, with predictions; `codings`:
    units × coders by field; `problems`: what went wrong.
    """

    task: Task
    drawn: pd.DataFrame
    units: pd.DataFrame
    population: pd.DataFrame
    codings: dict[str, pd.DataFrame]
    is_machine: bool
    problems: list[str]

    @property
    def labelled_by(self) -> str:
        """Say who labelled: people, or machine if any coder is one."""
        return "machine" if self.is_machine else "people"

    @property
    def is_usable(self) -> bool:
        """Tell whether anything may be corrected with these labels: settled, or by coders who agree enough."""
        if any(SETTLED in labels for labels in self.codings.values()) or self.units.empty:
            return not self.units.empty
        values = agreement.table(self.codings)
        return not (values["alpha"] < agreement.FLOOR).any()


def load(case: Case, read: Annotations, articles: pd.DataFrame, phases: pd.DataFrame) -> dict[str, Checked]:
    """Return, by task, the labels of a case that has a sample; none where nothing was drawn.

    A damaged sheet is left out whole and told of in `problems`. Raises StandoffError for a damaged sample.
    """
    place = workspace.labels(case)
    drawn = [task for name, task in TASKS.items() if (place / f"{name}.sample.csv").exists()]
    return {task.name: _checked(task, place, case, read, articles, phases) for task in drawn}


def _checked(
    task: Task, place: Path, case: Case, read: Annotations, articles: pd.DataFrame, phases: pd.DataFrame
) -> Checked:
    drawn = sample(place / f"{task.name}.sample.csv")
    frame = set(pd.read_csv(place / f"{task.name}.frame.csv", dtype=str)["article_id"])
    known = drawn[drawn["article_id"].isin(articles["article_id"])]
    gone, problems = set(drawn["unit"]) - set(known["unit"]), []
    if gone:
        problems.append(f"{len(gone)} of {len(drawn)} units drawn are in articles that are no longer there.")
    population = task.population(read, articles, case)
    population = population[population["article_id"].isin(frame)].reset_index(drop=True)
    population = population.assign(period=sampling.periods(population, phases))
    sizes = known.drop_duplicates(["period", "group"])["size"].sum()
    if len(population) and abs(len(population) - sizes) > _MOVED * sizes:
        problems.append(
            f"The sample was drawn from {sizes:,} units; these articles now give {len(population):,}. Draw a new one."
        )
    codings, said = _codings(task, place, sheets.blank(known, articles, read.sentences, case), gone)
    units = _beside(task, known, population, codings, articles)
    kinds = _kinds(place / "coders.toml")
    coders = {c for labels in codings.values() for c in labels}
    return Checked(
        task, known, units, population, codings, any(kinds.get(c) == "machine" for c in coders), [*problems, *said]
    )


def sample(file: Path) -> pd.DataFrame:
    """Return the units drawn, as sampling wrote them; raises StandoffError if the file was damaged since."""
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    missing = [c for c in sampling.COLUMNS if c not in table]
    if missing:
        raise StandoffError(f"{file}: no column '{missing[0]}'; restore the file, or move it away and draw anew")
    spans = [c for c in table if c.endswith(("_start", "_end"))]
    table[spans] = table[spans].apply(lambda c: pd.to_numeric(c.replace("", pd.NA)).astype("Int64"))
    return table.astype({"n": int, "size": int})


def _codings(
    task: Task, place: Path, shown: pd.DataFrame, gone: Collection[str]
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Return units × coders for each field, and what was wrong with the sheets."""
    parts, problems = [], []
    for coder, file in sheets.coded(place, task.name).items():
        try:
            made = sheets.read(file, coder, task, shown, gone=gone)
        except StandoffError as error:
            problems.append(f"Left out whole: {str(error).replace(str(place), place.name)}")
            continue
        parts.append(made)
        if len(made) < len(shown):
            problems.append(f"{file.name}: {len(shown) - len(made):,} of {len(shown):,} units are not coded.")
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["unit", "coder", *task.fields])
    rows = rows.replace({field: {"": None} for field in task.fields})  # a NONE has no status on which to agree
    return {
        field: rows.pivot_table(index="unit", columns="coder", values=field, aggfunc="first") for field in task.fields
    }, problems


def _kinds(file: Path) -> Mapping[str, str]:
    if not file.exists():
        return {}
    try:
        kinds = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StandoffError(f'{file}: is not TOML ({error}); a line a coder: name = "person"') from error
    for coder, kind in kinds.items():
        if kind not in _KINDS:
            raise StandoffError(f"{file}: {coder} is '{kind}'; write person or machine")
    return kinds


def _beside(
    task: Task,
    sample: pd.DataFrame,
    population: pd.DataFrame,
    codings: Mapping[str, pd.DataFrame],
    articles: pd.DataFrame,
) -> pd.DataFrame:
    """Return the units with a settled label: where they stand, prediction, gold, weight, stratum, outlet, channel."""
    gold = pd.DataFrame({f"gold_{field}": _settled(labels) for field, labels in codings.items()})
    gold = gold.dropna(subset=f"gold_{next(iter(task.fields))}").fillna("")
    now = [c for c in (*task.fields, "confidence", "channel", "period") if c in population]
    gold = gold.rename_axis("unit").reset_index().astype({"unit": "str"})
    units = sample.drop(columns="period").assign(stratum=sample["period"] + " | " + sample["group"])
    units = units.merge(gold, on="unit").merge(population[["unit", *now]], on="unit", how="left")
    units = units.merge(articles[["article_id", "outlet", "published"]], on="article_id")
    missing = {"category": "NONE", "portrayal": "neutral", "stance": "neutral"}
    for field in task.fields:  # what is no longer read there is nothing, or neutral
        units[f"predicted_{field}"] = units.pop(field).fillna(missing.get(field, ""))
    coded = units.groupby("stratum")["unit"].transform("size")
    return units.assign(weight=units["size"] / coded, channel=units["channel"].fillna("")).reset_index(drop=True)


def _settled(labels: pd.DataFrame) -> pd.Series:
    """Return what was settled on; else what most coders say; missing where they are split evenly."""
    others = labels.drop(columns=SETTLED, errors="ignore")
    most = pd.Series([_most(row) for _, row in others.iterrows()], index=others.index.astype("str"), dtype="object")
    return labels[SETTLED].combine_first(most) if SETTLED in labels else most


def _most(row: pd.Series) -> str | None:
    counts = row.value_counts()
    return counts.index[0] if len(counts) == 1 or (len(counts) > 1 and counts.iloc[0] > counts.iloc[1]) else None
