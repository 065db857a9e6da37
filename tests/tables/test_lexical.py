"""One cell at a time: what is a number, a date, a mark, and what only looks like one."""

from datetime import date, datetime, time

import pytest

from springhead.engine.tables.lexical import Shape, judge


@pytest.mark.parametrize(
    ("cell", "shape", "value"),
    [
        ("120", Shape.INTEGER, 120),
        ("-3", Shape.INTEGER, -3),
        ("１２０", Shape.INTEGER, 120),
        ("1,234", Shape.INTEGER, 1234),
        ("1,234.5", Shape.DECIMAL, 1234.5),
        (" 12 ", Shape.INTEGER, 12),
        ("0", Shape.INTEGER, 0),
        ("12.70", Shape.DECIMAL, 12.7),
        ("０．５", Shape.DECIMAL, 0.5),
        ("12.5%", Shape.PERCENT, 12.5),
        ("1e5", Shape.SCIENTIFIC, 100000.0),
        ("9223372036854775807", Shape.INTEGER, 9223372036854775807),
        ("2023-05-01", Shape.DATE, date(2023, 5, 1)),
        ("2023/5/1", Shape.DATE, date(2023, 5, 1)),
        ("112/05/01", Shape.ROC_DATE, date(2023, 5, 1)),
        ("112.5.1", Shape.ROC_DATE, date(2023, 5, 1)),
        ("112年5月1日", Shape.ROC_DATE, date(2023, 5, 1)),
        ("民國112年5月1日", Shape.ROC_DATE, date(2023, 5, 1)),
        ("中華民國 99 年 1 月 2 日", Shape.ROC_DATE, date(2010, 1, 2)),
        ("１１２／０５／０１", Shape.ROC_DATE, date(2023, 5, 1)),
        ("1120501", Shape.COMPACT_ROC, date(2023, 5, 1)),
        ("0990501", Shape.COMPACT_ROC_ZERO, date(2010, 5, 1)),
        ("20230501", Shape.COMPACT, date(2023, 5, 1)),
        ("102年01月01日 03時00分", Shape.ROC_DATETIME, datetime(2013, 1, 1, 3)),
        ("112/05/01 下午 03:04:05", Shape.ROC_DATETIME, datetime(2023, 5, 1, 15, 4, 5)),
        ("2023-05-01 10:00", Shape.DATETIME, datetime(2023, 5, 1, 10)),
        ("2023-05-01T10:00:00+08:00", Shape.ZONED, datetime(2023, 5, 1, 2)),
        ("2023-05-01T10:00:00Z", Shape.ZONED, datetime(2023, 5, 1, 10)),
        ("12:30", Shape.TIME, time(12, 30)),
        ("上午 09:05:01", Shape.TIME, time(9, 5, 1)),
        ("TRUE", Shape.TRUE_FALSE, True),
        ("否", Shape.SHI_FOU, False),
    ],
)
def test_a_cell_is_read_as_what_it_says(cell, shape, value):
    verdict = judge(cell)
    assert (verdict.shape, verdict.value) == (shape, value)


@pytest.mark.parametrize(
    "cell",
    [  # noqa: RUF005
        "0x10",
        "1_000",
        "12O",
        "1 2",
        "+886",
        "1,23",
        "12,345,6",
        "24:00",
        "112/13/01",
        "112/02/29",
        "2023-02-30",
    ]
    + ["5..", "中山路1號", "A0001", "1.2.3", "12-", "9" * 41, "二〇二三", "02-2720-8889", "2023-1", "112年"],
)
def test_what_only_looks_like_a_value_is_text(cell):
    assert judge(cell).shape is Shape.TEXT


@pytest.mark.parametrize("cell", ["007", "00.5", "0123456789"])
def test_leading_zeros_are_a_code(cell):
    assert judge(cell).shape is Shape.LEADING_ZERO


@pytest.mark.parametrize("cell", ["9223372036854775808", "12345678901234567890"])
def test_numbers_beyond_64_bits_are_not_integers(cell):
    assert judge(cell).shape is Shape.BIG


@pytest.mark.parametrize("cell", ["", " ", "　", "-", "－", "…", "N/A", "NULL", "\\N"])
def test_marks_of_missing_data(cell):
    assert judge(cell).shape is Shape.MISSING


@pytest.mark.parametrize("cell", ["無", "不詳", "X", "NA", "*"])
def test_words_that_mean_no_data_among_numbers(cell):
    assert judge(cell).shape is Shape.SOFT_MISSING


@pytest.mark.parametrize("cell", ["-9", "-1", "-99"])
def test_negative_numbers_are_never_taken_for_marks(cell):
    assert judge(cell).shape is Shape.INTEGER


def test_what_was_normalised_is_noted():
    assert judge("１２０").notes == ("fullwidth-digit",)
    assert judge("112/05/01").notes == ("roc-date",)
    assert judge("１１２／０５／０１").notes == ("fullwidth-digit", "roc-date")
    assert judge("1,234").notes == ("thousands-separator",)
    assert judge("2023-05-01").notes == ()
