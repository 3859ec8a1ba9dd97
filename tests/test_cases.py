import datetime as dt

import pytest

from helpers import cases
from helpers.errors import CaseError

MINIMAL = 'title = "T"\nactor_files = []\n[actors]\na = { names = ["Aland"], kind = "state" }\nb = { names = ["Bland"], parent = "a" }\n'


@pytest.fixture
def write(tmp_path):
    def write(text):
        file = tmp_path / "mine.toml"
        file.write_text(text)
        return file

    return write


def test_every_shipped_case_loads():
    assert {"sample", "ukraine-2022"} <= set(cases.available())
    for name in cases.available():
        assert cases.load(name).parties


def test_parents_lead_to_the_side(case):
    assert case.top("peskov") == "russia"
    assert case.top("stoltenberg") == "nato"
    assert case.top("nobody") == "nobody"
    assert case.label("donetsk_luhansk") == "Donetsk/Luhansk separatists"


def test_owner_of_an_outlet(case):
    assert case.owner("kremlin-ru") == "russia"
    assert case.owner("bbc") == ""
    assert case.outlet("en.kremlin.ru") == case.outlet("Kremlin") == "kremlin-ru"
    assert case.outlet("unknown.example") == "unknown.example"


def test_an_actor_in_three_lines(write):
    case = cases.load(write(MINIMAL + '[actors.c]\nnames = ["Cee"]\nparent = "b"\n'))
    assert case.top("c") == "a"
    assert case.id == "mine"


def test_roles_have_dates(case):
    role = {r.names[0]: (r.since, r.until) for r in case.actors["scholz"].roles}
    assert role["German chancellor"] == (dt.date(2021, 12, 8), None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "not valid TOML"),
        ('title = "T"\nbarties = []\n', "did you mean 'parties'"),
        ('titel = "T"\n', "title: Field required"),
        (MINIMAL.replace('parent = "a"', 'parent = "x"'), "has parent 'x'"),
        (MINIMAL.replace('kind = "state" }', 'kind = "state", parent = "b" }'), "their own parents: a > b > a"),
        (MINIMAL.replace('"Bland"', '"Aland"').replace(', parent = "a"', ""), "'Aland' names both 'a' and 'b'"),
        (MINIMAL.replace('"Bland"', '" "'), "holds an empty name"),
        ('title = "T"\nparties = ["rusia"]\n', "did you mean 'russia'"),
        ('title = "T"\nstart = 2022-03-01\nend = 2022-02-01\n', "is after end"),
        ('title = "T"\nactor_files = ["state"]\n', "did you mean 'states'"),
        (
            MINIMAL
            + '[actors.d]\nnames = ["D"]\nroles = [{ names = ["chief"], from = 2022-02-01, to = 2021-01-01 }]\n',
            "ends before it begins",
        ),
        (MINIMAL + '[actors.d]\nnames = ["D"]\nkind = "planet"\n', "actors.d.kind"),
        (MINIMAL + "[issues.a]\nphrases = ['x']\n", "both an actor and an issue"),
    ],
)
def test_clear_errors(write, text, message):
    file = write(text)
    with pytest.raises(CaseError) as error:
        cases.load(file)
    assert message in str(error.value)
    assert str(file) in str(error.value)


def test_an_unknown_case_names_the_nearest():
    with pytest.raises(CaseError, match="did you mean 'sample'"):
        cases.load("smaple")
    with pytest.raises(CaseError, match="no such case file"):
        cases.load("nowhere/x.toml")


def test_built_in_case_has_states_only():
    case = cases.built_in()
    assert case.actors["russia"].kind == "state"
    assert case.is_party("russia")
    assert "peskov" not in case.actors
