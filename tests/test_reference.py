import numpy as np
import pandas as pd
import pytest

from helpers import cases, charts, display, reference, tables
from helpers.cases import Reference
from helpers.errors import StandoffError


@pytest.fixture
def file(tmp_path):
    def write(content, name="series.csv", **entry):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return Reference(file=str(path), **{"date": "day", "value": "index", **entry})

    return write


@pytest.mark.parametrize(
    ("content", "entry"),
    [
        ('day,index\n20220101,100.5\n20220102,"1,200"\n', {}),
        ("\ufeffday,index,\n2022-01-02,1200,\n2022-01-01,100.5,\n,,\n", {}),
        ("day,index\n01/01/2022,100.5\n01/02/2022,1200\n01/03/2022,n/a\n", {"date_format": "%m/%d/%Y"}),
    ],
)
def test_messy_files_are_read(file, content, entry):
    found = reference.read(file(content, **entry))
    assert found.to_dict() == {pd.Timestamp("2022-01-01"): 100.5, pd.Timestamp("2022-01-02"): 1200.0}


@pytest.mark.parametrize(
    ("content", "entry", "told"),
    [
        ("day,index\n1 January,3\n", {}, "date_format"),
        ("day,indx\n20220101,3\n", {}, "indx"),
        ("", {}, "not a CSV table"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_remedy(file, content, entry, told):
    with pytest.raises(StandoffError, match=told):
        reference.read(file(content, **entry))


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(StandoffError, match="not there"):
        reference.read(Reference(file=str(tmp_path / "no.csv"), value="x"))


def test_its_path_counts_from_the_case_file(tmp_path):
    (tmp_path / "c.toml").write_text(
        'title = "t"\n[reference]\nfile = "s.csv"\nvalue = "v"\nlabel = "index"\n', "utf-8"
    )
    (tmp_path / "s.csv").write_text("date,v\n20220103,7\n", "utf-8")
    case = cases.load(tmp_path / "c.toml")
    assert reference.read(case.reference).tolist() == [7.0]


def days(values):
    weeks = pd.date_range("2022-01-03", periods=len(values), freq="7D")
    rows = [
        {"day": d, "freq": "W", "measure": "share_high", "key": "", "value": v}
        for d, v in zip(weeks, values, strict=True)
    ]
    return tables.frame("days", rows)


def test_correlation_is_that_of_ranks_by_week():
    values = [0.1, 0.5, 0.2, 0.9, 0.4, 0.3, 0.8, 0.6, 0.7, np.nan]
    own = days(values)
    known = own["value"].notna()
    daily = pd.Series(
        np.repeat(np.exp(own["value"][known]).to_numpy(), 7),
        pd.DatetimeIndex(np.concatenate([pd.date_range(d, periods=7) for d in own["day"][known]])),
    )
    weeks = reference.weekly(own, daily)
    found = reference.correlation(weeks)
    assert (found.rho, found.n) == (pytest.approx(1), 9)
    assert 0.9 < found.low <= found.high <= 1
    mixed = weeks.assign(reference=weeks["reference"].to_numpy()[[3, 1, 2, 0, 5, 4, 8, 6, 7]])
    found = reference.correlation(mixed)
    from scipy.stats import spearmanr

    assert found.rho == pytest.approx(spearmanr(mixed["value"], mixed["reference"]).statistic)
    assert found.low < found.rho < found.high


def test_few_weeks_and_level_series_have_no_correlation(case):
    level = pd.DataFrame({"value": [0.1] * 12, "reference": range(12)})
    for weeks in (level, level.head(4).assign(value=range(4))):
        assert np.isnan(reference.correlation(weeks).rho)


def test_without_a_reference_the_notebook_says_so(case):
    weeks = reference.beside(days([0.1, 0.2]), case)
    assert weeks.empty
    assert "[reference]" in reference.told(weeks, case)
    assert "[reference]" in display.chart(charts.beside(weeks, case), "lines").data


def test_it_is_drawn_and_told(case):
    with_one = case.model_copy(update={"reference": Reference(file="x", value="v", label="the <index>")})
    weeks = pd.DataFrame(
        {
            "day": pd.date_range("2022-01-03", periods=9, freq="7D"),
            "value": np.arange(9) / 10,
            "reference": np.arange(9) ** 2,
        }
    )
    assert "1.00" in reference.told(weeks, with_one)
    assert "<index>" not in display.chart(charts.beside(weeks, with_one), "lines").data
    assert "<index>" not in display.note(reference.told(weeks, with_one)).data
