"""The stages of training in their order; each reads files of those before it and writes its own."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from evaluation import data
from helpers import heads, paths
from training import calibration, compare, export, parts, student, tagger, unlabelled, upper
from training.examples import Example

_PAIRS = 30_000  # sentences whose pairs the events' teacher labels
_ARTICLES = 1500  # that the tagger's teacher tags
_ARTICLES = 1500  # that the tagger's teacher tags
_TEACHER_EPOCHS, _TEACHER_RATE = 3, 6e-5
_BRANCH_EPOCHS, _BRANCH_RATE = 4, 1.2e-4


class Plan(NamedTuple):
    """Where the encoders lie, where files of training go, and what is trained how."""

    minilm: Path
    mpnet: Path | None
    work: Path
    out: Path
    seed: int
    epochs: int  # of the student
    without: tuple[str, ...]

    @property
    def student(self) -> Path:
        """The student's weights."""
        return self.work / f"student{''.join('-' + w for w in self.without)}-{self.seed}.pt"

    @property
    def events(self) -> Path:
        """Those of the branch of events, of use over that student alone."""
        return self.student.with_name(self.student.name.replace("student", "events"))

    @property
    def tagger(self) -> Path:
        """Those of the speech tagger."""
        return self.work / f"tagger-{self.seed}.pt"


def _teacher(plan: Plan) -> None:
    gold = parts.gold_portrayal()
    own = {"portrayal": parts.held_out(gold)}
    upper.train(upper.mpnet(plan.mpnet), parts.kept(gold), own, plan.work / "teacher.pt", epochs=3, seed=plan.seed)


def _soften(plan: Plan) -> None:
    plain = unlabelled.politics(7000) + unlabelled.crisis(5000)
    random.Random(plan.seed).shuffle(plain)
    _save(upper.label(upper.mpnet(plan.mpnet), plan.work / "teacher.pt", plain), plan.work / "soft.jsonl")


def _student(plan: Plan) -> None:
    soft = [] if "soft" in plan.without else _load(plan.work / "soft.jsonl")
    own = {head: part for head, part in parts.own().items() if head in student.HEADS}
    taught = parts.of_student(plan.without) + soft
    student.train(plan.minilm, taught, own, plan.student, epochs=plan.epochs, seed=plan.seed)


def _events_teacher(plan: Plan) -> None:
    options = {"epochs": _TEACHER_EPOCHS, "rate": _TEACHER_RATE, "seed": plan.seed}
    base, goal = upper.mpnet(plan.mpnet), plan.work / "events-teacher.pt"
    upper.train(base, parts.of_events(), parts.own_events(), goal, **options)


def _soften_events(plan: Plan) -> None:
    plain = unlabelled.crisis_pairs(_PAIRS, seed=plan.seed)
    made = upper.label(upper.mpnet(plan.mpnet), plan.work / "events-teacher.pt", plain, heads.of("events"))
    _save(made, plan.work / "soft-events.jsonl")


def _events(plan: Plan) -> None:
    base = upper.of_student(plan.minilm, plan.student)
    taught = parts.of_events() * 2 + _load(plan.work / "soft-events.jsonl")
    options = {"epochs": _BRANCH_EPOCHS, "rate": _BRANCH_RATE, "seed": plan.seed}
    upper.train(base, taught, parts.own_events(), plan.events, **options)


def _export(plan: Plan) -> None:
    export.export(plan.minilm, plan.student, plan.events, plan.out, _temperatures(plan))


def _temperatures(plan: Plan) -> dict[str, float]:
    """Return the temperature of each head but stance, which has no sentences held out."""
    own, base = parts.own(), upper.of_student(plan.minilm, plan.student)
    branch = upper.load(base, plan.events, heads.of("events"))
    found = {head: upper.answers(base, branch, own[head], [head])[head] for head in heads.of("events")}
    found["portrayal"] = student.answers(plan.minilm, plan.student, own["portrayal"], "portrayal")
    return {head: calibration.temperature(*pair) for head, pair in found.items()}


def _compare(plan: Plan) -> None:
    compare.main(plan.minilm, plan.mpnet, plan.work / "teacher.pt", plan.student)
    if plan.mpnet:
        compare.events(plan.mpnet, plan.work / "events-teacher.pt")


def _tagger_teacher(plan: Plan) -> None:
    tagger.train(plan.minilm, data.polnear("train"), plan.work / "tagger-teacher.pt", seed=plan.seed)


def _tagger(plan: Plan) -> None:
    plain = unlabelled.crisis_articles(_ARTICLES, seed=plan.seed)
    teacher = plan.work / "tagger-teacher.pt"
    tagger.distil(plan.minilm, teacher, data.polnear("train"), plain, plan.tagger, seed=plan.seed)


def _export_tagger(plan: Plan) -> None:
    bias = tagger.bias(plan.minilm, plan.tagger, data.polnear("train"))
    export.export_tagger(plan.minilm, plan.tagger, paths.MODELS / "speech", bias)


def _save(examples: list[Example], file: Path) -> None:
    file.write_text("\n".join(json.dumps(e) for e in examples), "utf-8")


def _load(file: Path) -> list[Example]:
    return [Example.of(json.loads(line)) for line in file.read_text("utf-8").splitlines()]


STAGES: dict[str, Callable[[Plan], None]] = {
    "teacher": _teacher,
    "soften": _soften,
    "student": _student,
    "events-teacher": _events_teacher,
    "soften-events": _soften_events,
    "events": _events,
    "export": _export,
    "compare": _compare,
    "tagger-teacher": _tagger_teacher,
    "tagger": _tagger,
    "export-tagger": _export_tagger,
}
