"""Notebook parameters: read from the notebook's own cell, checked before a run."""

import ast
from collections.abc import Mapping
from pathlib import Path

import nbformat

from helpers.errors import ParameterError, nearest


def defaults(notebook: Path) -> dict[str, object]:
    """Return the literal parameters of a notebook's one cell tagged `parameters`.

    Raises ParameterError if the notebook has no such cell, several, or anything but `name = literal` in it.
    """
    cells = [c for c in nbformat.read(notebook, as_version=4).cells if "parameters" in c.metadata.get("tags", [])]
    if len(cells) != 1:
        raise ParameterError(f"{notebook.name}: {len(cells)} cells tagged 'parameters'; there must be one")
    found: dict[str, object] = {}
    for line in ast.parse(cells[0].source).body:
        try:
            (name,) = line.targets
            found[name.id] = ast.literal_eval(line.value)
        except (AttributeError, ValueError) as error:
            raise ParameterError(
                f"{notebook.name}: '{ast.unparse(line)}' in the parameters cell is not name = literal"
            ) from error
    return found


def check(given: Mapping[str, object], notebooks: list[Path]) -> dict[Path, dict[str, object]]:
    """Return for each notebook those of the `given` parameters it has, text turned into the default's type.

    Raises ParameterError for a parameter that no notebook has, or a value of the wrong type.
    """
    known = {notebook: defaults(notebook) for notebook in notebooks}
    everywhere = {name for own in known.values() for name in own}
    for name in given:
        if name not in everywhere:
            raise ParameterError(f"no notebook has a parameter '{name}'; {nearest(name, everywhere)}")
    return {
        notebook: {name: _typed(name, given[name], default) for name, default in own.items() if name in given}
        for notebook, own in known.items()
    }


def _typed(name: str, value: object, default: object) -> object:
    kind = type(default)
    if isinstance(value, str) and kind is not str:
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError) as error:
            raise ParameterError(
                f"parameter {name} = {value!r} is invalid; it must be of type {kind.__name__}, like {default!r}"
            ) from error
    if type(value) is not kind and not (kind is float and type(value) is int):
        raise ParameterError(
            f"parameter {name} = {value!r} is invalid; it must be of type {kind.__name__}, like {default!r}"
        )
    return value
