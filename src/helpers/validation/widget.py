"""Labelling in JupyterLab: one unit at a time, blind, saved at every answer."""

import csv
import html
import re
from pathlib import Path

import ipywidgets as widgets
import pandas as pd
from IPython.display import Markdown

from helpers import tables, texts, workspace
from helpers.cases import Case
from helpers.errors import StandoffError
from helpers.validation import gold, sheets
from helpers.validation.tasks import TASKS, Task

_NAME = re.compile(r"[\w-]+")


class Coder(widgets.VBox):
    """Shows the units of a sample one by one with a choice for each field; writes TASK.coded.CODER.csv."""

    def __init__(self, task: Task, shown: pd.DataFrame, file: Path) -> None:
        self._task, self._shown, self._file, self._at = task, shown, file, 0
        self._answers = _before(file, task)
        self.unit, self.progress = widgets.HTML(), widgets.HTML()
        self.fields = {
            name: widgets.ToggleButtons(options=["", *labels], description=name) for name, labels in task.fields.items()
        }
        self.back = widgets.Button(description="Back")
        self.next = widgets.Button(description="Save and next", button_style="primary")
        self.back.on_click(lambda _: self.turn(-1))
        self.next.on_click(lambda _: self.save())
        question = widgets.HTML(f"<p><b>{html.escape(task.question)}</b></p>")
        super().__init__(
            [question, self.unit, *self.fields.values(), widgets.HBox([self.back, self.next]), self.progress]
        )
        open_ = [n for n, unit in enumerate(shown["unit"]) if unit not in self._answers]
        self.turn(open_[0] if open_ else 0)

    def turn(self, step: int) -> None:
        """Go `step` units on and show that one, with the answer given before, if any."""
        self._at = min(max(self._at + step, 0), len(self._shown) - 1)
        row = self._shown.iloc[self._at]
        safe = {name: html.escape(row[name]) for name in sheets.SHOWN}
        sides = " → ".join(filter(None, (safe["first"], safe["second"])))
        self.unit.value = (
            f"<p><b>{sides}</b></p><p style='color:#666'>{safe['before']}</p>"
            f"<p style='font-size:1.15em'>{safe['text']}</p><p style='color:#666'>{safe['after']}</p>"
        )
        for name, choice in self.fields.items():
            choice.value = self._answers.get(row["unit"], {}).get(name, "")
        self.progress.value = f"<p>{self._at + 1} of {len(self._shown)}; {len(self._answers)} coded</p>"

    def save(self) -> None:
        """Write the answer into the coder's sheet and go on; an empty or half answer is not written."""
        answer = {name: choice.value for name, choice in self.fields.items()}
        needed = list(self.fields)[:1] if answer[next(iter(answer))] == "NONE" else list(self.fields)
        if not all(answer[name] for name in needed):
            self.progress.value = "<p>Choose an answer for each line first.</p>"
            return
        if len(needed) < len(answer):
            answer = {name: value if name in needed else "" for name, value in answer.items()}
        self._answers[self._shown["unit"].iloc[self._at]] = answer
        _write(self._file, self._answers, self._task)
        self.turn(1)


def _before(file: Path, task: Task) -> dict[str, dict[str, str]]:
    if not file.exists():
        return {}
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    return {row["unit"]: {name: row[name] for name in task.fields} for row in rows.to_dict("records")}


def _write(file: Path, answers: dict[str, dict[str, str]], task: Task) -> None:
    fresh = file.with_name(f".{file.name}")
    with fresh.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, ["unit", *task.fields])
        writer.writeheader()
        writer.writerows({"unit": unit, **answer} for unit, answer in answers.items())
    fresh.replace(file)


def show(case: Case, folder: Path, task: str, coder: str) -> Coder:
    """Return the widget for a task of a case and a coder's name.

    Raises StandoffError if no sample was drawn or the name can't be part of a file's.
    """
    place = workspace.labels(case)
    if not (place / f"{task}.sample.csv").exists():
        raise StandoffError(f"{place}: no sample of {task} is drawn yet; standoff label {case.id} --task {task}")
    if not _NAME.fullmatch(coder):
        raise StandoffError(
            f"the coder's name '{coder}' becomes part of a file's name; use letters, digits and hyphens"
        )
    articles, sentences = texts.catalogue(folder), tables.read("sentences", folder)
    sample = gold.sample(place / f"{task}.sample.csv")
    shown = sheets.blank(sample[sample["article_id"].isin(articles["article_id"])], articles, sentences, case)
    return Coder(TASKS[task], shown, place / f"{task}.coded.{coder}.csv")


def codebook(case: Case, task: str) -> Markdown:
    """Return the codebook of a task, as it lies among the case's labels."""
    file = workspace.labels(case) / f"{task}.codebook.md"
    if not file.exists():
        raise StandoffError(f"{file.parent}: no sample of {task} is drawn yet; standoff label {case.id} --task {task}")
    return Markdown(file.read_text("utf-8"))
