"""A case: one crisis as a TOML file, with the actors it draws on."""

import datetime as dt
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from helpers import paths
from helpers.errors import CaseError, nearest

Kind = Literal["state", "government", "military", "person", "alliance", "organisation", "media", "nonstate"]


def _not_blank(names: list[str]) -> list[str]:
    if any(not n.strip() for n in names):
        raise ValueError("holds an empty name")
    return names


Names = Annotated[list[str], AfterValidator(_not_blank)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Role(_Part):
    """An office that names its holder from one day to another, both included."""

    names: Names
    since: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = Field(default=None, alias="to")


class Actor(_Part):
    """Somebody who acts or is acted on; `parent` leads up to the side it belongs to."""

    kind: Kind = "person"
    parent: str | None = None
    iso: str | None = None
    label: str | None = None
    names: Names = []
    demonyms: Names = []
    metonyms: Names = []
    roles: list[Role] = []


class Issue(_Part):
    """What is argued about, found by its phrases (case is ignored)."""

    phrases: Names
    label: str | None = None


class KeyDate(_Part):
    """A day drawn on the charts."""

    day: dt.date
    label: str


class Outlet(_Part):
    """A publisher; `owner` is the actor its narrator speaks for, if any."""

    name: str | None = None
    hosts: list[str] = []
    owner: str | None = None
    country: str | None = None


class Sharing(_Part):
    """How much of an article the report may show."""

    excerpts: Literal["full", "short", "none"] = "short"


class Reference(_Part):
    """A published series to draw beside ours: a CSV file (its path counts from the case file) and two columns of it."""

    file: str
    date: str = "date"
    value: str
    label: str = "the reference series"
    date_format: str | None = None


class _CaseFile(_Part):
    title: str
    start: dt.date | None = None
    end: dt.date | None = None
    constructed: bool = False
    parties: list[str] = []
    actor_files: list[str] = ["states", "organisations"]
    actors: dict[str, Actor] = {}
    adversaries: dict[str, str] = {}
    unnamed_troops: str | None = None
    issues: dict[str, Issue] = {}
    key_dates: list[KeyDate] = []
    outlets: dict[str, Outlet] = {}
    columns: dict[str, str] = {}
    sharing: Sharing = Sharing()
    reference: Reference | None = None


class _ActorFile(_Part):
    actors: dict[str, Actor] = {}
    ignore: Names = []


class Case(_CaseFile):
    """A checked case: what its file says, with `actors` holding the library's and its own.

    `ignore` lists names that look like an actor and are not ("Washington Post").
    """

    id: str
    ignore: list[str] = []
    folder: Path | None = Field(default=None, exclude=True)  # of the case file; says nothing about results

    def top(self, actor: str) -> str:
        """Return the topmost parent of `actor`: its side in the crisis."""
        return self._tops.get(actor, actor)

    def depth(self, actor: str) -> int:
        """Return how many parents stand above `actor`."""
        return len(self.line(actor)) - 1

    def line(self, actor: str) -> list[str]:
        """Return `actor` and its parents, upwards."""
        return _climb(actor, self.actors, self.id)

    @cached_property
    def _tops(self) -> dict[str, str]:
        return {a: _climb(a, self.actors, self.id)[-1] for a in self.actors}

    def label(self, key: str) -> str:
        """Return the name a reader knows an actor, issue or outlet by."""
        if key in self.outlets:
            return self.outlets[key].name or key
        entry = self.actors.get(key) or self.issues.get(key)
        if entry is None or entry.label:
            return entry.label if entry else key
        names = getattr(entry, "names", None) or getattr(entry, "phrases", None)
        return names[0] if names else key.replace("_", " ")

    def outlet(self, host: str) -> str:
        """Return the id of the outlet publishing at `host` or under that name, else `host` itself."""
        return self._outlets.get(host.casefold(), host)

    @cached_property
    def _outlets(self) -> dict[str, str]:
        return {
            key.casefold(): outlet
            for outlet, entry in self.outlets.items()
            for key in (outlet, entry.name or outlet, *entry.hosts)
        }

    def owner(self, outlet: str) -> str:
        """Return the side that owns `outlet`, or ''."""
        entry = self.outlets.get(outlet)
        return self.top(entry.owner) if entry and entry.owner else ""

    def is_party(self, actor: str) -> bool:
        """Tell whether `actor` belongs to a side whose relations the case studies (all, if it names none)."""
        return not self.parties or self.top(actor) in self.parties


def load(path: str | Path) -> Case:
    """Return the case at `path`, which is a TOML file or the name of one in cases/.

    Raises CaseError naming the file, the key and the remedy. Actors come from the files of
    `actor_files` in cases/actors/, the case's own `[actors]` replacing an entry of the same id.
    """
    file = _find(path)
    case = _parse(file, _CaseFile)
    library, ignore = actor_library(tuple(case.actor_files), asked_by=file)
    actors = {**library, **case.actors}
    beside = case.reference and case.reference.model_copy(update={"file": str(file.parent / case.reference.file)})
    made = Case(
        **{**dict(case), "actors": actors, "reference": beside}, id=file.stem, ignore=ignore, folder=file.parent
    )
    _check_references(made, file)
    return made


def built_in(case_id: str = "quick") -> Case:
    """Return a case of the built-in states and organisations, for articles that have no case file yet."""
    actors, ignore = actor_library(("states", "organisations"))
    return Case(id=case_id, title="Built-in states and organisations", actors=actors, ignore=ignore)


def available() -> list[str]:
    """Return the names of the cases in cases/."""
    return sorted(p.stem for p in paths.CASES.glob("*.toml"))


def actor_library(names: tuple[str, ...], *, asked_by: Path | None = None) -> tuple[dict[str, Actor], list[str]]:
    """Return the actors of the named files of cases/actors/, and the names to ignore.

    Raises CaseError if a file is missing or two files define one id.
    """
    actors: dict[str, Actor] = {}
    ignore: list[str] = []
    for name in names:
        file = paths.ACTORS / f"{name}.toml"
        if not file.exists():
            hint = nearest(name, (p.stem for p in paths.ACTORS.glob("*.toml")))
            raise CaseError(f"{asked_by or 'actor_files'}: no actor file '{name}' in {paths.ACTORS}; {hint}")
        content = _parse(file, _ActorFile)
        clash = sorted(actors.keys() & content.actors.keys())
        if clash:
            raise CaseError(f"{file}: actor '{clash[0]}' is defined in an earlier file of {list(names)}; rename one")
        actors |= content.actors
        ignore += content.ignore
    return actors, ignore


def _find(path: str | Path) -> Path:
    file = Path(path)
    if file.suffix == ".toml" or file.parent != Path("."):
        if file.is_file():
            return file
        raise CaseError(f"{file}: no such case file; give a path to one, or a name: {', '.join(available())}")
    named = paths.CASES / f"{path}.toml"
    if not named.is_file():
        raise CaseError(f"no case '{path}' in {paths.CASES}; {nearest(str(path), available())}")
    return named


def _parse(file: Path, model: type[BaseModel]) -> Any:
    try:
        return model.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseError(f"{file}: not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(p) for p in first["loc"])
        hint = ""
        if first["type"] == "extra_forbidden" and len(first["loc"]) == 1:
            hint = f"; {nearest(place, model.model_fields)}"
        raise CaseError(f"{file}: {place}: {first['msg']}{hint}") from error


def _climb(actor: str, actors: dict[str, Actor], where: str) -> list[str]:
    """Return `actor` and its parents upwards; a circle or an unknown parent is an error."""
    line = [actor]
    while parent := actors[line[-1]].parent:
        if parent not in actors:
            raise CaseError(f"{where}: actor '{line[-1]}' has parent '{parent}': {nearest(parent, actors)}")
        if parent in line:
            raise CaseError(f"{where}: actors are their own parents: {' > '.join([*line, parent])}")
        line.append(parent)
    return line


def _check_references(case: Case, file: Path) -> None:
    """Refuse ids that name no actor, dates in the wrong order and names that two actors share."""
    for actor, entry in case.actors.items():
        _climb(actor, case.actors, str(file))
        for role in entry.roles:
            if role.since and role.until and role.since > role.until:
                raise CaseError(f"{file}: actor '{actor}': role {role.names[0]!r} ends before it begins")
    if case.start and case.end and case.start > case.end:
        raise CaseError(f"{file}: start {case.start} is after end {case.end}")
    used = [("parties", a) for a in case.parties]
    used += [("adversaries", a) for pair in case.adversaries.items() for a in pair]
    used += [("unnamed_troops", case.unnamed_troops)] if case.unnamed_troops else []
    used += [(f"outlets.{o}.owner", e.owner) for o, e in case.outlets.items() if e.owner]
    for place, actor in used:
        if actor not in case.actors:
            raise CaseError(f"{file}: {place} names '{actor}', which is no actor; {nearest(actor, case.actors)}")
    both = sorted(case.actors.keys() & case.issues.keys())
    if both:
        raise CaseError(f"{file}: '{both[0]}' is both an actor and an issue; rename the issue")
    _check_names(case, file)


def _check_names(case: Case, file: Path) -> None:
    seen: dict[str, str] = {}
    for actor, entry in case.actors.items():
        for name in {*entry.names, *entry.demonyms, *entry.metonyms}:
            other = seen.setdefault(name, actor)
            # "Kremlin" may name Russia in general and, where a case knows it, the Kremlin itself
            if other != actor and case.top(other) != case.top(actor):
                raise CaseError(f"{file}: '{name}' names both '{seen[name]}' and '{actor}'; keep it under one")
