"""Year-months and years of the ROC calendar: read where the column says so, told, and never made up."""

import pyarrow.parquet as pq
import pytest

from springhead.engine.kernel.problems import Severity
from springhead.engine.tables import report_file
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.reading import read
from springhead.engine.tables.recipe import Mending, Recipe


def table(path, name, cells, recipe=None):
    """Read a table with one column of these cells beside a running number."""
    rows = "\n".join(f"{number},{cell}" for number, cell in enumerate(cells, 1))
    path.mkdir(exist_ok=True)
    (path / "t.csv").write_text(f"序,{name}\n{rows}\n", "utf-8")
    report = read(path / "t.csv", out=path / "out", recipe=recipe)
    values = pq.read_table(report.table).column(1).to_pylist()
    return report, values


def codes(report):
    return {finding.problem.code for finding in report.findings}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("名稱", "民國{y}年{m}月"),
        ("名稱", "中華民國 {y} 年 {m} 月份"),
        ("名稱", "{y}年{m}月"),
        ("資料期間", "{y}/{m:02d}"),
        ("統計年月", "{y}/{m}"),
        ("統計日期", "{y}-{m:02d}"),
        ("年月", "{y}.{m:02d}"),
        ("年月", "{y}{m:02d}"),
        ("月份", "{y}{m:02d}"),
        ("year_month", "{y}{m:02d}"),
    ],
)
def test_a_column_of_year_months_becomes_iso_text(tmp_path, name, form):
    report, values = table(tmp_path, name, [form.format(y=112 + at // 12, m=at % 12 + 1) for at in range(24)])
    assert values == [f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(24)]
    column = report.columns[1]
    assert str(column.type) == "text"
    (told,) = [one for one in report.findings if one.problem.code == "roc-month"]
    assert told.problem.severity is Severity.INFO
    assert (told.row, told.column, told.problem.params["count"]) == (2, name, 24)
    assert report.counts["roc-month"] == 24


@pytest.mark.parametrize(
    ("name", "form"),
    [("預算", "{y}年度"), ("名稱", "民國{y}年"), ("年度", "{y}年"), ("年度", "民國 {y} 年度")],
)
def test_a_column_of_years_becomes_common_years(tmp_path, name, form):
    report, values = table(tmp_path, name, [form.format(y=y) for y in range(98, 114)])
    assert values == [str(y + 1911) for y in range(98, 114)]
    assert report.counts["roc-month"] == 16


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("刑期", ["3年6月", "10年2月", "12年1月"]),
        ("年限", ["3年", "10年", "100年"]),
        ("學年", ["110學年度", "111學年度", "112學年度"]),
        ("門牌", ["101-01", "101-02", "102-12"]),
        ("血壓", ["120/11", "110/12", "118/10"]),
        ("比值", ["113/05", "113/06"]),
        ("月份", ["2024-05", "2024-06"]),
        ("月份", ["113年5月至6月", "113年7月至8月"]),
        ("年月", ["113/13", "113/14"]),
    ],
)
def test_what_only_looks_like_one_stays_as_it_is(tmp_path, name, cells):
    report, values = table(tmp_path, name, cells)
    assert values == cells
    assert not codes(report) & {"roc-month", "no-roc-month"}


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("郵遞區號", [10001, 10406, 11305, 11012], "integer"),
        ("數量", [10001, 10406, 11305, 11012], "integer"),
        ("月份", [*range(1, 13)], "integer"),
        ("年月", [10001, 10406, 11399, 11300], "integer"),  # no such months: plain numbers after all
        ("溫度", [113.5, 112.11, 110.12], "decimal"),
        ("年月", [113.5, 113.1, 113.11, 113.12], "decimal"),  # 113.1 may be an October without its zero
    ],
)
def test_plain_numbers_stay_numbers(tmp_path, name, cells, kind):
    report, values = table(tmp_path, name, cells)
    assert (str(report.columns[1].type), values) == (kind, cells)
    assert not codes(report) & {"roc-month", "no-roc-month"}


def test_a_dotted_january_is_read_beside_an_october(tmp_path):
    _, values = table(tmp_path, "年月", [f"113.{month}" for month in range(1, 13)])
    assert values == [f"2024-{month:02d}" for month in range(1, 13)]


def test_one_odd_cell_in_a_hundred_is_told_and_kept_and_more_leave_the_column_alone(tmp_path):
    cells = [f"113年{at % 12 + 1}月" for at in range(100)]
    report, values = table(tmp_path / "one", "名稱", [*cells, "整年"])
    assert (values[0], values[-1]) == ("2024-01", "整年")
    (odd,) = [one for one in report.findings if one.problem.code == "no-roc-month"]
    assert (odd.row, odd.value, odd.problem.severity) == (102, "整年", Severity.WARNING)
    report, values = table(tmp_path / "two", "名稱", [*cells, "整年", "上半年"])
    assert values == [*cells, "整年", "上半年"]
    assert not codes(report) & {"roc-month", "no-roc-month"}


def test_the_whole_file_decides_not_its_first_rows(tmp_path):
    cells = [f"{10101 + at % 12}" for at in range(2_000)] + [str(90_000 + at) for at in range(500)]
    report, values = table(tmp_path, "年月", cells)
    assert str(report.columns[1].type) == "integer"
    assert values == [int(cell) for cell in cells]


def test_full_width_digits_and_missing_marks_are_read_too(tmp_path):
    report, values = table(tmp_path, "名稱", ["１１３年５月", "113年6月", "-", "113年7月"])
    assert values == ["2024-05", "2024-06", None, "2024-07"]
    assert {"fullwidth-digit", "roc-month", "missing-mark"} <= codes(report)


def test_it_can_be_undone_and_a_column_set_to_text_is_left_alone(tmp_path):
    cells = [f"113年{month}月" for month in range(1, 13)]
    report, _ = table(tmp_path / "first", "名稱", cells)
    (undo,) = [one.mending for one in report.proposals if one.rule == "roc-month"]
    assert undo == Mending("keep_raw", "名稱")
    for number, mending in enumerate((undo, Mending("type", "名稱", "text"))):
        report, values = table(tmp_path / str(number), "名稱", cells, Recipe((mending,)))
        assert values == cells
        assert "roc-month" not in codes(report)


def test_a_sentence_counts_all_cells_of_its_column_whatever_was_kept(tmp_path):
    marks = ["-"] * 3 + ["N/A"] * 2 + ["…"]
    numbers = list(range(100, 200))
    (tmp_path / "t.csv").write_text(
        "甲,乙\n"
        + "".join(
            f"{cell},{other}\n"
            for cell, other in zip([*numbers, *marks], [*numbers, *marks[::-1]], strict=True)
        ),
        "utf-8",
    )
    for kept in (1_000, 2):
        report = read(tmp_path / "t.csv", limits=Limits(findings_per_rule=kept))
        told = [one for one in report.findings if one.problem.code == "missing-mark"]
        assert {one.problem.params["count"] for one in told} == {6}
        assert report.places["missing-mark"] == {"甲": 6, "乙": 6}
        assert report.counts["missing-mark"] == 12
        assert report_file.load(report_file.dump(report)).places == report.places
