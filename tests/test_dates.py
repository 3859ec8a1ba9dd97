import pandas as pd
import pytest

from helpers import dates


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("20220216", "2022-02-16"),
        ("20220216T101500Z", "2022-02-16"),
        ("20220216101500", "2022-02-16"),
        ("2022-02-16", "2022-02-16"),
        ("2022-02-16 23:30:00", "2022-02-16"),
        ("2022-02-16T23:30:00-05:00", "2022-02-16"),
        ("1644969600", "2022-02-16"),
        ("1644969600000", "2022-02-16"),
        ("Wed, 16 Feb 2022 20:15:15 GMT", "2022-02-16"),
        ("16 February 2022", "2022-02-16"),
        ("February 16, 2022 Wednesday 9:20 AM GMT", "2022-02-16"),
        ("January 12, 2005 Wednesday, Final Edition", "2005-01-12"),
        ("Mar 9, 2022.", "2022-03-09"),
        ("9 Januar 1993", "1993-01-09"),
        ("Dienstag 12. Januar 2010", "2010-01-12"),
        ("29 décembre 2011", "2011-12-29"),
        ("16 de febrero de 2022", "2022-02-16"),
        ("2017 年 11 月 13 日", "2017-11-13"),
    ],
)
def test_days(stated, day):
    assert dates.day(stated) == pd.Timestamp(day)


@pytest.mark.parametrize(
    "stated",
    ["", "  ", "20221399", "2022-13-45", "yesterday", "877 words", "Late Edition - Final", "13", "(c) 2017 The Daily"],
)
def test_no_day(stated):
    assert pd.isna(dates.day(stated))
