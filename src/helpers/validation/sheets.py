"""Coding sheets: written blind for people, teams and one person in JupyterLab, and read back with every doubt named."""

import json
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import pandas as pd

from helpers import paths, sharing, texts
from helpers.cases import Case
from helpers.errors import StandoffError, nearest
from helpers.validation.tasks import TASKS, Task

if TYPE_CHECKING:
    from openpyxl import Workbook

SHOWN = ["unit", "text", "before", "after", "first", "second"]
_WIDTHS = {"unit": 14, "text": 80, "before": 40, "after": 40, "first": 16, "second": 16}
_KINDS = (".csv", ".xlsx", ".json")
# what pandas, json, zipfile and the XML parsers raise for a file that is not what its name says
_DAMAGED = (OSError, ValueError, LookupError, TypeError, SyntaxError, zipfile.BadZipFile, pd.errors.ParserError)


def blank(sample: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame, case: Case) -> pd.DataFrame:
    """Return what a coder sees of each unit, nothing the program made of it: SHOWN.

    In `text` the first is set between «1 and », the second between «2 and »; a side the sentence does not name itself
    is marked nowhere, and stands in the sentence before or in an office or pronoun.
    """
    held = texts.of(articles, sample["article_id"])
    bounds = {(s.article_id, s.n): (s.start, s.end) for s in sentences.itertuples()}
    rows = []
    for unit in sample.itertuples():
        text, around = held[unit.article_id], [bounds.get((unit.article_id, unit.n + step)) for step in (-1, 1)]
        before, after = (" ".join(text[slice(*b)].split()) if b else "" for b in around)
        rows.append((unit.unit, _marked(text, bounds[unit.article_id, unit.n], unit), before, after))
    made = pd.DataFrame(rows, columns=SHOWN[:4])
    for side in ("first", "second"):
        made[side] = [case.label(actor) if actor else "" for actor in sample[side]]
    return made


def _marked(text: str, sentence: tuple[int, int], unit: tuple) -> str:
    low, high = sentence
    spans = [(unit.first_start, unit.first_end, "1"), (unit.second_start, unit.second_end, "2")]
    spans = [s for s in spans if pd.notna(s[0]) and low <= s[0] and s[1] <= max(high, s[1])]
    made, at = [], low
    for start, end, mark in sorted(spans):
        if start >= at:
            made += [text[at:start], f"«{mark} ", text[start:end], "»"]
            at = end
    return " ".join("".join([*made, text[at : max(high, at)]]).split())


def write(target: Path, task: Task, shown: pd.DataFrame) -> None:
    """Write a task's blank sheet as CSV, XLSX with its labels to choose from, and Label Studio tasks; and the codebook.

    Text that a spreadsheet would run as a formula begins with an apostrophe.
    """
    sheet = sharing.plain(shown.assign(**dict.fromkeys([*task.fields, "note"], "")))
    sheet.to_csv(target / f"{task.name}.sheet.csv", index=False)
    _workbook(sheet, task).save(target / f"{task.name}.sheet.xlsx")
    studio = [{"data": row} for row in shown.to_dict("records")]
    (target / f"{task.name}.label-studio.json").write_text(json.dumps(studio, indent=1, ensure_ascii=False), "utf-8")
    (target / f"{task.name}.label-studio.xml").write_text(_config(task), "utf-8")
    codebook = (paths.TEMPLATES / "codebooks" / f"{task.name}.md").read_text("utf-8")
    (target / f"{task.name}.codebook.md").write_text(codebook, "utf-8")


def _workbook(sheet: pd.DataFrame, task: Task) -> "Workbook":
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    page = book.active
    page.append(list(sheet.columns))
    for row in sheet.itertuples(index=False):
        page.append(list(row))
    for cells in page.columns:
        name = cells[0].value
        page.column_dimensions[cells[0].column_letter].width = _WIDTHS.get(name, 18)
        cells[0].font = Font(bold=True)
        for cell in cells[1:]:
            cell.alignment, cell.data_type = Alignment(wrap_text=True, vertical="top"), "s"
        if name in task.fields:
            choice = DataValidation(type="list", formula1=f'"{",".join(task.fields[name])}"', allow_blank=True)
            page.add_data_validation(choice)
            choice.add(f"{cells[0].column_letter}2:{cells[0].column_letter}{len(sheet) + 1}")
    page.freeze_panes = "C2"
    return book


def _config(task: Task) -> str:
    choices = "\n".join(
        f'  <Header value={quoteattr(field)}/>\n  <Choices name={quoteattr(field)} toName="text" showInLine="true">'
        + "".join(f"<Choice value={quoteattr(value)}/>" for value in labels)
        + "</Choices>"
        for field, labels in task.fields.items()
    )
    shown = "\n".join(f'  <Text name="{name}" value="${name}"/>' for name in SHOWN[1:])
    return f"<View>\n  <Header value={quoteattr(task.question)}/>\n{shown}\n{choices}\n</View>\n"


def coded(target: Path, task: str) -> dict[str, Path]:
    """Return the sheets that came back for a task, by coder."""
    found = sorted(p for p in target.glob(f"{task}.coded.*") if p.suffix in _KINDS)
    return {file.stem.removeprefix(f"{task}.coded."): file for file in found}


def read(file: Path, coder: str, task: Task, shown: pd.DataFrame, *, gone: Collection[str] = ()) -> pd.DataFrame:
    """Return what a coder's sheet says: unit, coder and a column for each field, units left blank left out.

    `shown` is the blank sheet as it would be written now; units `gone` with their articles are passed over. Raises
    StandoffError naming file, row and remedy for an unknown label or unit, a unit twice, and a text that is no longer
    the one that was to be coded.
    """
    rows = _loaded(file, coder, task)
    missing = [c for c in ("unit", *task.fields) if c not in rows]
    if missing:
        raise StandoffError(f"{file}: no column '{missing[0]}'; columns must be named as in {task.name}.sheet.csv")
    rows = rows[~rows["unit"].isin(gone)]
    expected = sharing.plain(shown).set_index("unit")["text"]
    for row in rows.to_dict("records"):
        _check(row, f"{file}: row {row['row']}", task, expected)
    twice = rows[rows.duplicated(["coder", "unit"])]
    if len(twice):
        raise StandoffError(
            f"{file}: row {twice['row'].iloc[0]}: unit {twice['unit'].iloc[0]} is coded twice; keep one"
        )
    first = next(iter(task.fields))
    return rows.loc[rows[first] != "", ["unit", "coder", *task.fields]].reset_index(drop=True)


def _check(row: Mapping[str, str], where: str, task: Task, expected: pd.Series) -> None:
    if row["unit"] not in expected.index:
        raise StandoffError(f"{where}: unit '{row['unit']}' is not in the sample; was the sheet drawn for another one?")
    if "text" in row and " ".join(row["text"].split()) != expected[row["unit"]]:
        raise StandoffError(f"{where}: the text of unit {row['unit']} is not the one drawn; restore it from the sheet")
    for field, labels in task.fields.items():
        if row[field] and row[field] not in labels:
            raise StandoffError(f"{where}: {field} '{row[field]}' is no label; {nearest(row[field], labels)}")
    if task is TASKS["events"] and row["category"] not in ("", "NONE") and not row["status"]:
        raise StandoffError(f"{where}: {row['category']} without a status; fill it in, or leave both empty")


def _loaded(file: Path, coder: str, task: Task) -> pd.DataFrame:
    """Return a sheet's rows as text: coder, unit, fields, and `row`, where each stands in the file."""
    try:
        if file.suffix == ".json":
            return _from_studio(json.loads(file.read_text("utf-8")), coder, task)
        if file.suffix == ".xlsx":
            table = pd.read_excel(file, dtype=str, keep_default_na=False)
        else:
            table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=None, engine="python")
    except _DAMAGED as error:
        raise StandoffError(f"{file}: can't be read ({str(error)[:200]}); save it again as CSV or XLSX") from error
    table = table.rename(columns=lambda c: str(c).strip()).map(str.strip)
    return table.assign(coder=coder, row=range(2, len(table) + 2))


def _from_studio(exported: list[dict], coder: str, task: Task) -> pd.DataFrame:
    """Return the rows of a Label Studio export (JSON), a row for each annotation; each annotator is a coder."""
    rows = []
    for n, item in enumerate(exported, start=1):
        for made in item["annotations"]:
            if made.get("was_cancelled"):
                continue
            who = made.get("completed_by", "")
            who = who.get("email", who.get("id", "")) if isinstance(who, dict) else who
            chosen = {r["from_name"]: r["value"]["choices"][0] for r in made["result"] if r.get("type") == "choices"}
            fields = {field: chosen.get(field, "") for field in task.fields}
            rows.append({"unit": item["data"]["unit"], "row": n, "coder": f"{coder} {who}".strip(), **fields})
    return pd.DataFrame(rows, columns=["unit", "row", "coder", *task.fields])
