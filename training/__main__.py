"""Retrain the reader: python -m training --minilm DIR --mpnet DIR; see training/README.md."""

import json
import random
import time
from pathlib import Path

import click
import pandas as pd
import torch

from evaluation import data
from helpers import heads, paths, stance
from training import calibration, compare, export, sets, student, tagger, unlabelled, upper
from training.examples import Example

_AXES = ("factuality", "voice")
_PAIRS = 12_000  # sentences whose pairs the events' teacher labels
_BRANCH_EPOCHS, _BRANCH_RATE = 4, 1.2e-4
LABELS = Path(__file__).parent / "labels"
STAGES = (
    "teacher",
    "soften",
    "student",
    "events-teacher",
    "soften-events",
    "events",
    "export",
    "compare",
    "tagger",
    "export-tagger",
)


@click.command()
@click.argument("stages", nargs=-1, type=click.Choice(STAGES))
@click.option("--minilm", type=click.Path(path_type=Path, exists=True), required=True, help="of all-MiniLM-L6-v2")
@click.option("--mpnet", type=click.Path(path_type=Path, exists=True), help="of all-mpnet-base-v2")
@click.option("--work", type=click.Path(path_type=Path), default=Path("training/work"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=paths.MODELS / "reader", show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--epochs", default=3, show_default=True, help="of the student")
@click.option("--without", multiple=True, help="leave out a set: newsmtsc, dse, plover, crisis, soft")
@click.option("--threads", default=2, show_default=True)
def main(
    stages: tuple[str, ...],
    minilm: Path,
    mpnet: Path | None,
    work: Path,
    out: Path,
    seed: int,
    epochs: int,
    without: tuple[str, ...],
    threads: int,
) -> None:
    """Train the teacher, have it label news nobody labelled, train the student on everything, export it as int8."""
    torch.set_num_threads(threads)
    work.mkdir(parents=True, exist_ok=True)
    weights = work / f"student{''.join('-' + w for w in without)}-{seed}.pt"
    events = weights.with_name(weights.name.replace("student", "events"))  # of use over that student alone
    for stage in stages or STAGES:
        begun = time.monotonic()
        if stage == "teacher":
            own = {"portrayal": _held_out(gold_portrayal())}
            upper.train(upper.mpnet(mpnet), _kept(gold_portrayal()), own, work / "teacher.pt", epochs=3, seed=seed)
        elif stage == "soften":
            plain = unlabelled.politics(7000) + unlabelled.crisis(5000)
            random.Random(seed).shuffle(plain)
            _save(upper.label(upper.mpnet(mpnet), work / "teacher.pt", plain), work / "soft.jsonl")
        elif stage == "student":
            soft = [] if "soft" in without else _load(work / "soft.jsonl")
            own = {head: part for head, part in own_part().items() if head in student.HEADS}
            student.train(minilm, training_part(without) + soft, own, weights, epochs=epochs, seed=seed)
        elif stage == "events-teacher":
            goal, base = work / "events-teacher.pt", upper.mpnet(mpnet)
            upper.train(base, events_part(), _own_events(), goal, epochs=3, rate=6e-5, seed=seed)
        elif stage == "soften-events":
            plain = unlabelled.crisis_pairs(_PAIRS, seed=seed)
            made = upper.label(upper.mpnet(mpnet), work / "events-teacher.pt", plain, heads.of("events"))
            _save(made, work / "soft-events.jsonl")
        elif stage == "events":
            base, taught = upper.of_student(minilm, weights), events_part() * 2 + _load(work / "soft-events.jsonl")
            options = {"epochs": _BRANCH_EPOCHS, "rate": _BRANCH_RATE, "seed": seed}
            upper.train(base, taught, _own_events(), events, **options)
        elif stage == "compare":
            compare.main(minilm, mpnet, work / "teacher.pt", weights)
        elif stage == "tagger":
            tagger.train(minilm, data.polnear("train"), work / f"tagger-{seed}.pt", seed=seed)
        elif stage == "export-tagger":
            made = work / f"tagger-{seed}.pt"
            bias = tagger.bias(minilm, made, data.polnear("train"))
            export.export_tagger(minilm, made, paths.MODELS / "speech", bias)
        else:
            export.export(minilm, weights, events, out, temperatures(minilm, weights, events))
        click.echo(f"{stage}: {time.monotonic() - begun:.0f} s")


def gold_portrayal() -> list[Example]:
    """Return NewsMTSC's training part as examples, but for whole articles taken for sentences."""
    return [e for e in sets.portrayal(data.newsmtsc("train")) if len(e.text) < 900]


def _kept(examples: list[Example]) -> list[Example]:
    return [e for e in examples if not data.is_held_out(e.text)]


def _held_out(examples: list[Example]) -> list[Example]:
    return [e for e in examples if data.is_held_out(e.text)]


def temperatures(folder: Path, weights: Path, events: Path) -> dict[str, float]:
    """Return the temperature of each head but stance, which has no sentences held out."""
    own, base = own_part(), upper.of_student(folder, weights)
    branch = upper.load(base, events, heads.of("events"))
    found = {head: upper.answers(base, branch, own[head], [head])[head] for head in heads.of("events")}
    found["portrayal"] = student.answers(folder, weights, own["portrayal"], "portrayal")
    return {head: calibration.temperature(*pair) for head, pair in found.items()}


def training_part(without: tuple[str, ...]) -> list[Example]:
    """Return everything with a label that is trained on."""
    return [example for name, part in _parts().items() if name not in without for example in part]


def _parts() -> dict[str, list[Example]]:
    pairs = data.plover_pairs()
    crisis = {name: data.crisis(LABELS / f"{name}.tsv") for name in ("portrayal", "stance", "events")}
    return {
        "newsmtsc": _kept(gold_portrayal()),
        "dse": sets.directed(data.dse("train")),
        "plover": sets.events(pairs[~pairs["text"].map(data.is_own)]) * 2,  # few, and fifteen categories to learn
        "crisis": [
            *sets.portrayal(crisis["portrayal"]),
            *sets.stance(crisis["stance"].assign(issue=_is_issue)) * 2,
            *sets.events(crisis["events"][~crisis["events"]["text"].map(data.is_own)]),
        ],
    }


def events_part() -> list[Example]:
    """Return the pairs that events are learnt from: public, crisis news, half of the suite; one in four is kept out."""
    kept = [rows[~rows["text"].map(data.is_own)] for rows in _event_rows()]
    return [e for rows in kept for e in sets.events(rows)]


def _event_rows() -> tuple[pd.DataFrame, ...]:
    """Return the public pairs, those of crisis news and those constructed, the suite's tuned half among them."""
    made = pd.concat([data.suite("tuned"), data.constructed(LABELS / "constructed.tsv")], ignore_index=True)
    return data.plover_pairs(), data.crisis(LABELS / "events.tsv"), made.assign(label=made["category"]).fillna("")


def own_part() -> dict[str, list[Example]]:
    """Return what is held out of the training sets, by head; no evaluation set is among it."""
    pairs, real, made = (sets.events(rows[rows["text"].map(data.is_own)]) for rows in _event_rows())
    return {
        "portrayal": _held_out(gold_portrayal()),
        "event": [*pairs, *real, *made],
        **{head: [e for e in (*real, *made) if any(q.head == head for q in e.questions)] for head in _AXES},
    }


def _own_events() -> dict[str, list[Example]]:
    own = own_part()
    return {head: own[head] for head in heads.of("events")}


def _is_issue(rows: pd.DataFrame) -> list[bool]:
    return [not stance.is_name(r.text[slice(*r.target_span)]) for r in rows.itertuples()]


def _save(examples: list[Example], file: Path) -> None:
    file.write_text("\n".join(json.dumps(e) for e in examples), "utf-8")


def _load(file: Path) -> list[Example]:
    return [Example.of(json.loads(line)) for line in file.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
