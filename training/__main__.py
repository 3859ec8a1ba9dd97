"""Retrain the reader: python -m training --minilm DIR --mpnet DIR; see training/README.md."""

import time
from pathlib import Path

import click
import torch

from helpers import paths
from training.stages import STAGES, Plan


@click.command()
@click.argument("stages", nargs=-1, type=click.Choice(list(STAGES)))
@click.option("--minilm", type=click.Path(path_type=Path, exists=True), required=True, help="of all-MiniLM-L6-v2")
@click.option("--mpnet", type=click.Path(path_type=Path, exists=True), help="of all-mpnet-base-v2")
@click.option("--work", type=click.Path(path_type=Path), default=Path("training/work"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=paths.MODELS / "reader", show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--epochs", default=3, show_default=True, help="of the student")
@click.option("--without", multiple=True, help="leave out a set: newsmtsc, dse, plover, crisis, soft")
@click.option("--threads", default=2, show_default=True)
def main(stages: tuple[str, ...], *, threads: int, **plan: object) -> None:
    """Train the teacher, have it label news nobody labelled, train the student on everything, export it as int8."""
    torch.set_num_threads(threads)
    made = Plan(**plan)
    made.work.mkdir(parents=True, exist_ok=True)
    for stage in stages or STAGES:
        begun = time.monotonic()
        STAGES[stage](made)
        click.echo(f"{stage}: {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
