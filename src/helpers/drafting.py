"""The first draft of a case file, filled in from a folder of articles: window, parties, people, outlets."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import jinja2
import pandas as pd

from helpers import articles, cases, cleaning, doctor, introduced, paths
from helpers.actors import Finder
from helpers.cases import Case
from helpers.errors import InputError

_LOOKED_AT = 1000  # articles; who matters turns up in fewer
_PARTIES = 8
_PARTY_SHARE = 0.05  # of the articles looked at
_PEOPLE, _OUTLETS, _UNCOVERED = 12, 40, 12
_FEWEST = 3  # articles an official must stand in


class _Seen(NamedTuple):
    """In how many articles each side, each official (name and side) and each name of nobody stands."""

    sides: Counter
    officials: dict[str, Counter]
    uncovered: Counter


def draft(name: str, raw: str | Path, *, folder: str | Path | None = None) -> Path:
    """Write a commented case file for the articles at `raw` and return its path, <folder>/<name>.toml.

    `folder` defaults to cases/. Window, parties, people and outlets are filled in from up to 1,000 of the articles;
    what a machine can't know (who owns an outlet, who is whose adversary, key dates) stands there as a comment.
    Raises InputError if the file exists, the name can't be a file's, or no article could be read.
    """
    target = Path(folder or paths.CASES) / f"{name}.toml"
    if not name.replace("-", "").replace("_", "").isalnum():
        raise InputError(f"{name}: letters, digits and hyphens only, such as my-crisis")
    if target.exists():
        raise InputError(f"{target}: exists already; take another name, or move it away")
    case = cases.built_in()
    found, rejects = articles.read(raw, case=case)
    if found.empty:
        raise InputError(f"{raw}: none of {len(rejects)} files could be read; standoff import {raw} says why")
    target.parent.mkdir(parents=True, exist_ok=True)
    seen = _look(found.iloc[:: max(1, len(found) // _LOOKED_AT)], case)
    target.write_text(_rendered(name, found, seen, case), "utf-8")
    cases.load(target)  # a draft that its own program refuses helps nobody
    return target


def _look(looked: pd.DataFrame, case: Case) -> _Seen:
    finder, sides, officials = Finder(case), Counter(), defaultdict(Counter)
    for row in looked.itertuples():
        text = cleaning.read(row.text).text
        mentions = introduced.find(text, finder.find(text), case)
        sides.update({case.top(m.actor) for m in mentions if m.via != "introduced"})
        for who, side in {(text[m.start : m.end], m.actor) for m in mentions if m.via == "introduced"}:
            officials[who][side] += 1
    full = {who: where for who, where in officials.items() if " " in who and where.total() >= _FEWEST}
    uncovered = doctor.names(looked, case)[0]
    return _Seen(sides, full, Counter({n: c for n, c in uncovered.items() if n not in officials}))


def _rendered(name: str, found: pd.DataFrame, seen: _Seen, case: Case) -> str:
    days = found["published"].dropna()
    fewest = _PARTY_SHARE * min(len(found), _LOOKED_AT)
    parties = [side for side, count in seen.sides.most_common(_PARTIES) if count >= fewest]
    people = sorted(seen.officials, key=lambda who: -seen.officials[who].total())[:_PEOPLE]
    outlets = found.loc[found["outlet"] != "", "outlet"].value_counts().head(_OUTLETS)
    pages = jinja2.Environment(loader=jinja2.FileSystemLoader(paths.TEMPLATES), trim_blocks=True, lstrip_blocks=True)
    return pages.get_template("case.toml.j2").render(
        title=name.replace("-", " ").capitalize(),
        start=days.quantile(0.01).date() if len(days) else None,
        end=days.quantile(0.99).date() if len(days) else None,
        count=len(found),
        parties=[(side, case.label(side)) for side in parties],
        people=[
            (key, who, who.rpartition(" ")[2], seen.officials[who].most_common(1)[0][0])
            for key, who in _keyed(people, case.actors)
        ],
        uncovered=seen.uncovered.most_common(_UNCOVERED),
        outlets=[(outlet, key, outlets[outlet]) for key, outlet in _keyed(outlets.index, ())],
    )


def _keyed(names: Iterable[str], taken: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield each name with a TOML key of its own that is not taken."""
    made = set()
    for name in names:
        key = "".join(c if c.isascii() and c.isalnum() else "_" for c in name.casefold()).strip("_") or "unnamed"
        while key in taken or key in made:
            key += "_"
        made.add(key)
        yield key, name
