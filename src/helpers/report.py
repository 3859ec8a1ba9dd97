"""The report: one folder of self-contained pages made from the executed notebooks of a run."""

import re
import shutil
from pathlib import Path

import jinja2
import nbformat

from helpers import annotate, bands, paths, schemas, sharing, tables, texts
from helpers.cases import Case
from helpers.errors import StandoffError
from helpers.validation import scores

# Cells with this tag hold the picture of the first page.
_PICTURE = "first-page"
# And these are for JupyterLab alone; the page template says the same on every page.
_NOT_HERE = "not-in-report"


def build(run: Path, target: Path, case: Case, manifest: dict) -> Path:
    """Make the report of a run in `target`/report and report.zip, and return its index page.

    Pages are written beside the last report and take its place when all are whole.
    """
    fresh, final = target / ".report-new", target / "report"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    notebooks = {n["notebook"]: nbformat.read(run / n["notebook"], as_version=4) for n in manifest["notebooks"]}
    pages = [{"href": "index.html", "name": "Overview", "about": ""}]
    pages += [_page(name, notebook) for name, notebook in notebooks.items()]
    pages.append(
        {"href": "method.html", "name": "Method", "about": "Definitions, choices and limits behind every number."}
    )
    common = {
        "pages": pages,
        "css": (paths.TEMPLATES / "report.css").read_text("utf-8"),
        "constructed": case.constructed,
        "labels": scores.in_short(tables.read("scores", target)),
        "case_title": case.title,
        "version": manifest["version"],
        "started": manifest["started"],
        "annotator": annotate.VERSION,
    }
    for page, notebook in zip(pages[1:], notebooks.values(), strict=False):
        rendered = _render("page.html.j2", **common, title=page["name"], here=page["href"], body=_body(notebook))
        (fresh / page["href"]).write_text(rendered, "utf-8")
    method = _render("page.html.j2", **common, title="Method", here="method.html", body=_method())
    (fresh / "method.html").write_text(method, "utf-8")
    picture = _picture(notebooks)
    (fresh / "first-page.svg").write_text(picture[picture.index("<svg") : picture.index("</svg>") + 6], "utf-8")
    rendered = _render(
        "index.html.j2",
        **common,
        **_overview(target, case, manifest),
        title=case.title,
        here="index.html",
        figure=picture,
    )
    (fresh / "index.html").write_text(rendered, "utf-8")
    sharing.write_tables(target, fresh / "tables", case)
    _swap(fresh, final)
    sharing.zip_folder(final, target / "report.zip")
    return final / "index.html"


def _page(name: str, notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Return link, name and a line about a notebook: its first heading and the first paragraph under it."""
    first = next(
        (c.source for c in notebook.cells if c.cell_type == "markdown" and c.source.startswith("# ")), f"# {name}"
    )
    heading, _, rest = first.partition("\n")
    about = rest.strip().split("\n\n")[0].replace("\n", " ")
    return {
        "href": f"{Path(name).stem}.html",
        "name": heading.removeprefix("# ").strip(),
        "about": re.sub(r"[`*]", "", about),
    }


def _body(notebook: nbformat.NotebookNode) -> str:
    """Return the notebook's cells as an HTML fragment without code, and without the cell the runner injects."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="basic", exclude_input=True, exclude_output_prompt=True)
    for trait in ("mathjax_url", "require_js_url", "jquery_url", "widget_renderer_url"):
        if exporter.has_trait(trait):
            setattr(exporter, trait, "")
    body, _ = exporter.from_notebook_node(_without_streams(notebook))
    return body


def _method() -> str:
    """Return docs/method.md as HTML; markup in it is shown as text."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    return MarkdownWithMath(IPythonRenderer(escape=True)).render((paths.ROOT / "docs" / "method.md").read_text("utf-8"))


def _without_streams(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook without cells not meant for the report, and without printed lines: they carry paths."""
    kept = nbformat.from_dict(notebook)
    kept.cells = [c for c in kept.cells if _NOT_HERE not in c.metadata.get("tags", [])]
    for cell in kept.cells:
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.output_type in ("execute_result", "display_data")]
    return kept


def _picture(notebooks: dict[str, nbformat.NotebookNode]) -> str:
    for notebook in notebooks.values():
        for cell in notebook.cells:
            if _PICTURE in cell.metadata.get("tags", []):
                return "".join("".join(o.data.get("text/html", "")) for o in cell.outputs if "data" in o)
    raise StandoffError(f"no notebook has a cell tagged '{_PICTURE}'; tag the one whose chart opens the report")


def _overview(target: Path, case: Case, manifest: dict) -> dict[str, object]:
    articles, rejects = texts.catalogue(target), tables.read("rejects", target)
    days = articles["published"].dropna()
    outlets = sorted(articles["outlet"].unique())
    owned = [case.label(o) for o in outlets if case.owner(o)]
    share = articles["outlet"].map(lambda o: bool(case.owner(o))).mean() if len(articles) else 0
    note = (
        (
            f"{', '.join(owned)} {'belongs' if len(owned) == 1 else 'belong'} to a government ({share:.0%} of "
            "articles); what such a narrator says counts as its owner's claim."
        )
        if owned
        else "No outlet is declared as owned by an actor."
    )
    counts = manifest["findings"]["counts"]
    facts = [
        ("Started (UTC)", manifest["started"]),
        ("Version", f"{manifest['version']}, annotator {manifest['annotator']}"),
        ("Input", f"{manifest['raw']['files']:,} files, SHA-256 {manifest['raw']['sha256'][:16]}…"),
        *((f"Rows in {name}", f"{n:,}") for name, n in counts.items()),
        *((n["notebook"], f"{n['seconds']} s") for n in manifest["notebooks"]),
    ]
    return {
        "n_articles": f"{len(articles):,}",
        "n_outlets": len(outlets),
        "first_day": _date(days.min()),
        "last_day": _date(days.max()),
        "min_outlets": bands.MIN_OUTLETS,
        "min_origins": bands.MIN_ORIGINS,
        "owned": note,
        "n_set_aside": f"{int((~articles['in_scope']).sum()):,}",
        "n_rejects": f"{len(rejects):,}",
        "facts": facts,
        "shared": [(name, f"{counts[name]:,}") for name in counts if name in schemas.MADE_BY],
        "has_texts": case.sharing.excerpts == "full",
        "cite": _citation(case, manifest),
    }


def _citation(case: Case, manifest: dict) -> str:
    started, version = manifest["started"][:10], f"{manifest['version']}, {manifest['annotator']}"
    return f"{case.title}. Standoff {version}. Run of {started}, input SHA-256 {manifest['raw']['sha256'][:16]}."


def _date(day: object) -> str:
    return f"{day:%-d %B %Y}" if day == day else "no date"  # NaT differs from itself


def _render(template: str, **values: object) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(paths.TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template(template).render(**values)


def _swap(fresh: Path, final: Path) -> None:
    old = final.with_name(".report-old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    fresh.rename(final)
    shutil.rmtree(old, ignore_errors=True)
