"""The command line: standoff run, annotate, status, label, import, new, show, doctor."""

import logging
import sys

import click

from helpers import __version__
from helpers.errors import StandoffError

EPILOG = """\b
Exit codes: 0 done; 1 a notebook failed (its copy and the log are kept);
2 wrong input: case, articles, parameter or table; no room to write;
3 another run holds the folder; 130 interrupted."""


@click.group(epilog=EPILOG)
@click.version_option(__version__, prog_name="standoff")
def main() -> None:
    """Read the news of a crisis: who says and does what to whom, and what is only claimed."""


@main.command(epilog=EPILOG)
@click.argument("case", required=False)
@click.option("--raw", type=click.Path(), help="Folder or file of articles, in place of data/raw/CASE.")
@click.option("--out", type=click.Path(), help="Folder for results, in place of data/processed/CASE.")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="A notebook parameter, such as -p draws 200; may be given again.",
)
@click.option("--since", metavar="DAY", help="Set articles before DAY (2022-02-16) aside.")
@click.option("--until", metavar="DAY", help="Set articles after DAY aside.")
@click.option("--limit", type=int, help="Read at most so many articles, evenly drawn: a quick try.")
@click.option(
    "--only", metavar="NOTEBOOK", help="Run one notebook, such as 3-escalation, on the tables of the last run."
)
@click.option(
    "--if-changed", is_flag=True, help="Do nothing if articles, case and program are those of the last good run."
)
@click.option("--scheduler", metavar="tcp://HOST:PORT", help="Read articles on the Dask cluster of this scheduler.")
@click.option("--notify", metavar="COMMAND", help="Call COMMAND with the path of the manifest when the run has ended.")
@click.option("--log", "log_format", type=click.Choice(["text", "json"]), default="text", help="Form of the log lines.")
def run(
    case: str | None,
    raw: str | None,
    out: str | None,
    parameters: tuple[tuple[str, str], ...],
    log_format: str,
    only: str | None,
    if_changed: bool,
    notify: str | None,
    **others: str | int | None,
) -> None:
    """Run the notebooks of CASE (a name in cases/ or a path) and make its report.

    Without CASE, --raw DIR is read with the built-in states and organisations as actors.
    """
    from helpers import suite

    progress = logging.StreamHandler(sys.stderr)
    progress.setLevel(logging.INFO)
    progress.setFormatter(suite.JsonLines() if log_format == "json" else None)
    logging.getLogger("standoff").addHandler(progress)
    given = {**{name: value for name, value in others.items() if value is not None}, **dict(parameters)}
    options = {"only": only, "if_changed": if_changed, "notify": notify}
    done = _told(suite.run, case, raw=raw, out=out, parameters=given, **options)
    counts = done.manifest["findings"]["counts"]
    click.echo(
        f"{counts['articles']:,} articles, {counts['rejects']:,} rejects, {counts['events']:,} events "
        f"in {done.manifest['seconds']:.0f} s"
    )
    click.echo(str(done.index))


@main.command(epilog=EPILOG)
@click.argument("case")
@click.option(
    "--articles", required=True, metavar="URL", help="Articles table: a Parquet file or folder, any fsspec URL."
)
@click.option("--out", required=True, metavar="URL", help="Folder for the tables, any fsspec URL.")
@click.option("--scheduler", default="", metavar="tcp://HOST:PORT", help="Read on the Dask cluster of this scheduler.")
@click.option("--workers", default=2, show_default=True, help="Processes here, without --scheduler.")
def annotate(case: str, articles: str, out: str, scheduler: str, workers: int) -> None:
    """Read an articles table part by part, on this machine or a Dask cluster, into tables in parts.

    Only the reading, for corpora that one machine would take days over; docs/cluster.md says what comes before and
    after. A call that was cut off goes on where it stopped.
    """
    from helpers import cluster

    progress = logging.StreamHandler(sys.stderr)
    logging.getLogger("standoff").addHandler(progress)
    logging.getLogger("standoff").setLevel(logging.INFO)
    done = _told(cluster.run, articles, out, case, scheduler=scheduler, workers=workers)
    click.echo(f"{done.articles:,} articles, {done.events:,} events; {done.read} parts read, {done.known} known before")


@main.command("import", epilog=EPILOG)
@click.argument("path", type=click.Path())
@click.option("--case", help="Case whose [columns] and [outlets] are used.")
@click.option("--out", type=click.Path(), help="Folder to write to, in place of data/raw/<name of PATH>.")
def import_(path: str, case: str | None, out: str | None) -> None:
    """Read PATH, a file or folder of articles in any known format, into one file that every run can read.

    Writes articles.jsonl and rejects.csv, says what was found in which file, and changes nothing in PATH.
    """
    from helpers import importing

    click.echo(_told(importing.bring, path, case=case, out=out))


@main.command(epilog=EPILOG)
@click.argument("name")
@click.option("--raw", type=click.Path(), help="Folder or file of articles, in place of data/raw/NAME.")
def new(name: str, raw: str | None) -> None:
    """Write cases/NAME.toml, a commented case file filled in from a folder of articles."""
    from helpers import drafting, paths

    source = raw or paths.raw(name)
    click.echo(f"{_told(drafting.draft, name, source)}\nNow read it through, then: standoff run {name} --raw {source}")


@main.command(epilog=EPILOG)
@click.argument("text")
@click.option("--case", help="Use the actors of this case in place of the built-in states.")
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), help="The day the text appeared; decides who held an office."
)
def show(text: str, case: str | None, date: object) -> None:
    """Show what is read from TEXT: actors, speakers, events, and the rule behind each."""
    from helpers import show as reading

    click.echo(_told(reading.explain, text, case, date))


@main.command(epilog=EPILOG)
@click.argument("case", required=False)
@click.option("--raw", type=click.Path(), help="Folder or file of articles, as given to run.")
@click.option("--out", type=click.Path(), help="Folder of results, as given to run.")
def status(case: str | None, raw: str | None, out: str | None) -> None:
    """Show the last runs of CASE, what failed, and what the last good one changed in the findings."""
    from helpers import history

    click.echo(_told(history.status, case, raw=raw, out=out))


@main.command(epilog=EPILOG)
@click.argument("case")
@click.option(
    "--task",
    type=click.Choice(["events", "portrayal", "stance"]),
    default="events",
    show_default=True,
    help="What is to be labelled.",
)
@click.option("--n", default=200, show_default=True, help="How many units to draw.")
@click.option("--seed", default=0, show_default=True, help="Which sample; the same seed draws the same.")
@click.option("--raw", type=click.Path(), help="Folder or file of articles, as given to run.")
@click.option("--out", type=click.Path(), help="Folder of results, as given to run.")
def label(case: str, task: str, n: int, seed: int, raw: str | None, out: str | None) -> None:
    """Draw sentences of CASE for people to label blind, so that the next run can say how far it is right.

    Writes sheets (XLSX, CSV, Label Studio) and a codebook of one page into CASE.labels beside the case file. What
    coders send back goes there too; the validation page of the next run measures agreement and the program's own
    error, and corrects the phase means.
    """
    from helpers.validation import sampling

    click.echo(_told(sampling.label, case, task, n=n, seed=seed, raw=raw, out=out))


@main.command(epilog=EPILOG)
@click.argument("case")
@click.option("--raw", type=click.Path(), help="Folder or file of articles, in place of data/raw/CASE.")
def doctor(case: str, raw: str | None) -> None:
    """Check CASE and list what its articles name and it does not cover: people, bodies, outlets."""
    from helpers import doctor as examination

    click.echo(_told(examination.examine, case, raw=raw))


def _told(work, *arguments, **options):  # noqa: ANN202 - passes through whatever it is given
    """Return what `work` returns; an error made for people is printed without a traceback."""
    try:
        return work(*arguments, **options)
    except StandoffError as error:
        click.echo(f"standoff: {error}", err=True)
        sys.exit(error.exit_code)
