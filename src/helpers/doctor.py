"""What a case file still lacks: names, outlets and days its articles have and it does not know."""

import re
from collections import Counter
from pathlib import Path

import pandas as pd

from helpers import articles, cleaning, workspace
from helpers.actors import Finder
from helpers.cases import Case

_MOST = 2000  # articles looked at; names that matter turn up in fewer
_SHOWN = 40
_FEWEST = 3  # articles a name must stand in
# within a sentence, since at its head any word has a capital
_NAME = re.compile(r"(?<=[a-z,;] )(?:[A-Z][\w-]*[a-z](?: [A-Z][\w-]*[a-z])*|[A-Z]{2,6}\b)")
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?"
    r"|Sept(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|Mr|Mrs|Ms|Dr|I|GMT|EST|BST"
)


def examine(case: str | Path, *, raw: str | Path | None = None) -> str:
    """Return in plain words what the articles of a case name that the case does not cover.

    Looks at up to 2,000 articles, drawn evenly. Raises CaseError for a case file with a mistake (a clash of names, a
    circle of parents, a bad date), InputError where there are no articles.
    """
    here = workspace.find(case, raw=raw)
    found, rejects = articles.read(here.raw, case=here.case)
    looked = found.iloc[:: max(1, len(found) // _MOST)]
    found_names, silent = names(looked, here.case)
    parts = [
        f"{here.case.title}: {len(here.case.actors):,} actors, {len(here.case.issues)} issues; "
        f"{len(found):,} articles read, {len(rejects):,} rejected, {len(looked):,} looked at.",
        _listed("Names that no actor covers (articles)", found_names),
        _listed("Outlets the case does not know (articles)", _outlets(found, here.case)),
        f"Articles that name no actor: {silent} of {len(looked)}.",
        f"Articles outside the case's window or without a date: {int((~found['in_scope']).sum())} of {len(found)}.",
    ]
    return "\n".join(parts)


def names(looked: pd.DataFrame, case: Case) -> tuple[Counter, int]:
    """Return in how many articles each uncovered name stands, and how many articles name no actor at all."""
    finder, counts, silent = Finder(case), Counter(), 0
    for row in looked.itertuples():
        text = cleaning.read(row.text).text
        day = None if pd.isna(row.published) else row.published.date()
        mentions = finder.find(text, day)
        silent += not mentions
        covered = [(m.start, m.end) for m in mentions]
        counts.update({m.group() for m in _NAME.finditer(text) if _is_new(m, covered)})
    known = {word for ignored in case.ignore for word in (ignored, *ignored.split())}
    return Counter({n: c for n, c in counts.items() if c >= _FEWEST and n not in known}), silent


def _is_new(match: re.Match, covered: list[tuple[int, int]]) -> bool:
    free = all(match.end() <= start or end <= match.start() for start, end in covered)
    return free and not _CALENDAR.fullmatch(match.group().split(" ")[0])


def _outlets(found: pd.DataFrame, case: Case) -> Counter:
    return Counter({o: n for o, n in found["outlet"].value_counts().items() if o not in case.outlets})


def _listed(title: str, counts: Counter) -> str:
    if not counts:
        return f"{title}: none."
    lines = [f"  {name}  {n}" for name, n in counts.most_common(_SHOWN)]
    more = [f"  … {len(counts) - _SHOWN} more"] if len(counts) > _SHOWN else []
    return "\n".join([f"{title}:", *lines, *more])
