"""Every notebook keeps the contract of the house: thin, parameterised, without outputs."""

import ast
import itertools

import nbformat
import pytest

from helpers import parameters, paths, suite
from helpers.errors import ParameterError

NOTEBOOKS = sorted(paths.NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def notebook(request):
    return request.param


def test_the_suite_is_there():
    assert {p.stem for p in NOTEBOOKS} >= set(suite.NOTEBOOKS)


def test_contract(notebook):
    content = nbformat.read(notebook, as_version=4)
    nbformat.validate(content)
    assert (content.nbformat, content.nbformat_minor) == (4, 5)
    assert content.metadata.kernelspec.name == "python3"
    code = [c for c in content.cells if c.cell_type == "code"]
    assert not any(c.outputs or c.execution_count for c in code)
    assert len({c.id for c in content.cells}) == len(content.cells)
    assert set(parameters.defaults(notebook)) >= {"case", "raw", "out"}


def test_cells_ask_call_show(notebook):
    code = [c.source for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code"]
    for source in code:
        assert not any(isinstance(n, (ast.FunctionDef, ast.ClassDef, ast.Lambda)) for n in ast.walk(ast.parse(source)))
    lengths = sorted(len(s.splitlines()) for s in code)
    assert lengths[len(lengths) // 2] <= 3


def test_every_question_is_followed_by_an_answer(notebook):
    cells = nbformat.read(notebook, as_version=4).cells
    for asked, answer in itertools.pairwise(cells):
        if asked.cell_type == "markdown" and asked.source.startswith("## "):
            assert "?" in asked.source.splitlines()[0]
            assert answer.cell_type == "code"


def write(path, source, tags=("parameters",)):
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def test_defaults_are_read_as_literals(tmp_path):
    assert parameters.defaults(write(tmp_path / "n.ipynb", 'a = "NO"\nb = 7\nc = 0.5\nd = None')) == {
        "a": "NO",
        "b": 7,
        "c": 0.5,
        "d": None,
    }


@pytest.mark.parametrize(
    ("source", "tags", "message"),
    [
        ("a = 1", (), "0 cells tagged"),
        ("a = f(1)", ("parameters",), "not name = literal"),
        ("import os", ("parameters",), "not name = literal"),
    ],
)
def test_bad_parameter_cells(tmp_path, source, tags, message):
    with pytest.raises(ParameterError, match=message):
        parameters.defaults(write(tmp_path / "n.ipynb", source, tags))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"draws": "200"}, {"draws": 200}),
        ({"case": "007"}, {"case": "007"}),
        ({"case": "NO"}, {"case": "NO"}),
        ({}, {}),
        ({"share": 1}, {"share": 1}),
    ],
)
def test_values_take_the_default_s_type(tmp_path, given, expected):
    notebook = write(tmp_path / "n.ipynb", 'draws = 1000\ncase = "x"\nshare = 0.5')
    assert parameters.check(given, [notebook])[notebook] == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"drows": 1}, "did you mean 'draws'"),
        ({"draws": "many"}, "must be of type int, like 1000"),
        ({"draws": True}, "must be of type int"),
        ({"case": 7}, "must be of type str"),
    ],
)
def test_wrong_parameters_are_refused(tmp_path, given, message):
    notebook = write(tmp_path / "n.ipynb", 'draws = 1000\ncase = "x"')
    with pytest.raises(ParameterError, match=message):
        parameters.check(given, [notebook])
