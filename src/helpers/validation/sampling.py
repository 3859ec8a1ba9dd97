"""Drawing what is to be coded: a stratified sample with known probabilities, nothing predicted included."""

import numpy as np
import pandas as pd

from helpers import tables, texts, turns, workspace
from helpers.annotate import Annotations
from helpers.errors import StandoffError, nearest
from helpers.validation import sheets
from helpers.validation.tasks import PLACE, TASKS, Task

COLUMNS = ["unit", *PLACE, "period", "group", "size"]
_LEAST = 2  # units a stratum gives, if it has them: a variance needs two


def label(case: str, task: str, *, n: int = 200, seed: int = 0, raw: str | None = None, out: str | None = None) -> str:
    """Draw `n` units of a task from the last run of a case, write sheet, codebook and sample, and say what to do.

    Raises StandoffError if the case has no tables yet, or a sample of this task exists: coding in progress stays.
    """
    if task not in TASKS:
        raise StandoffError(f"no task '{task}'; {nearest(task, TASKS)}")
    here = workspace.find(case, raw=raw, out=out)
    read = Annotations(*(tables.read(name, here.folder) for name in Annotations._fields))
    articles = texts.catalogue(here.folder)
    target = workspace.labels(here.case)
    if (target / f"{task}.sample.csv").exists():
        raise StandoffError(
            f"{target / f'{task}.sample.csv'}: a sample is there; code it, or move it away to draw anew"
        )
    units = TASKS[task].population(read, articles, here.case)
    if units.empty:
        raise StandoffError(f"{here.folder}: there is nothing to label: no {TASKS[task].unit} was found")
    drawn = draw(
        units.assign(period=periods(units, turns.phases(tables.read("turns", here.folder)))),
        TASKS[task],
        n=n,
        seed=seed,
    )
    target.mkdir(parents=True, exist_ok=True)
    pd.Series(sorted(units["article_id"].unique()), name="article_id").to_csv(target / f"{task}.frame.csv", index=False)
    sheets.write(target, TASKS[task], sheets.blank(drawn, articles, read.sentences, here.case))
    drawn[COLUMNS].to_csv(target / f"{task}.sample.csv", index=False)  # last: from here on there is a sample
    return (
        f"{len(drawn):,} of {len(units):,} units drawn into {target}\n"
        f"Give each coder {task}.sheet.xlsx (or .csv, or the Label Studio file) and {task}.codebook.md;\n"
        f"put what comes back there as {task}.coded.NAME.xlsx (.csv, .json). Then: standoff run {case}"
    )


def periods(units: pd.DataFrame, phases: pd.DataFrame) -> pd.Series:
    """Return each unit's period: the phase between the turns of turns.phases, or the month where there is none."""
    days = units["published"]
    if phases.empty:
        return days.dt.strftime("%Y-%m").fillna("no date")
    edges = [pd.Timestamp.min, *sorted(phases["day"]), pd.Timestamp.max]
    starts = ["the beginning", *(f"{day:%Y-%m-%d}" for day in sorted(phases["day"]))]
    cut = pd.cut(days, pd.DatetimeIndex(edges), right=False, labels=[f"from {start}" for start in starts])
    return cut.astype(object).where(days.notna(), "no date").astype(str)


def draw(units: pd.DataFrame, task: Task, *, n: int, seed: int) -> pd.DataFrame:
    """Return about `n` units, drawn without replacement in each stratum, period × predicted group, in random order.

    Periods share evenly, predicted groups as the task says: those where a label tells most get more. `size` is the
    number of units in the stratum, from which weights follow.
    """
    rng = np.random.default_rng(seed)
    strata = units.groupby(["period", "group"], sort=True)
    sizes = strata.size()
    share = sizes.index.get_level_values("group").map(task.shares).to_numpy(dtype=float)
    counts = allocate(sizes.to_numpy(), share / share.sum(), n)
    chosen = [
        same.iloc[rng.choice(len(same), count, replace=False)].assign(size=len(same))
        for (_, same), count in zip(strata, counts, strict=True)
    ]
    return pd.concat(chosen).sample(frac=1, random_state=rng).reset_index(drop=True)


def allocate(sizes: np.ndarray, shares: np.ndarray, n: int) -> np.ndarray:
    """Return how many to draw from strata of some `sizes`: by `shares`, all of small ones, the rest to the others."""
    counts, open_ = np.minimum(sizes, _LEAST), np.ones(len(sizes), bool)
    while open_.any():
        wanted = np.zeros(len(sizes))
        left = n - counts[~open_].sum()
        wanted[open_] = left * shares[open_] / shares[open_].sum()
        full = open_ & (wanted >= sizes)
        if not full.any():
            counts[open_] = np.maximum(counts[open_], np.floor(wanted[open_])).astype(int)
            break
        counts[full], open_[full] = sizes[full], False
    return counts
