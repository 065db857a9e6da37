"""Faults of every usual kind, planted in clean made-up tables: each is found at its place, and nothing else.

The tables differ by seed in encoding, delimiter, line ends, title rows, notes and line ends inside cells, so
that row (as a spreadsheet counts) and line (as an editor counts) are not the same.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from springhead.engine.kernel.problems import Severity
from springhead.engine.tables import blocks
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.reading import read
from springhead.engine.tables.report import Report

HEADER = ["流水號", "站名", "縣市", "觀測日期", "水位(公尺)", "數量", "是否開放", "行政區代碼"]
TYPES = ["integer", "text", "text", "date", "decimal", "integer", "boolean", "text"]
COUNTIES = ("臺北市", "新北市", "桃園市", "臺中市", "高雄市")
ENCODINGS = ("utf-8", "utf-8-sig", "cp950", "utf-16")
SEEDS = range(6)


@dataclass
class Table:
    """Rows of cells, and how they are written; `broken` maps a data row to the line ends inside it."""

    rows: list[list[str]]
    seed: random.Random
    titles: list[list[str]] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    encoding: str = "utf-8"
    delimiter: str = ","
    end: str = "\n"

    @property
    def before(self) -> int:
        return len(self.titles) + 1

    def place(self, at: int) -> tuple[int, int]:
        """Return row and line of a data row."""
        inside = sum(cell.count("\n") for row in self.rows[:at] for cell in row)
        return self.before + at + 1, self.before + at + 1 + inside

    def write(self, path: Path) -> Path:
        rows = [*self.titles, HEADER, *self.rows, *self.notes]
        text = self.end.join(self.delimiter.join(map(self._quoted, row)) for row in rows) + self.end
        path.write_bytes(text.encode(self.encoding))
        return path

    def _quoted(self, cell: str) -> str:
        if any(mark in cell for mark in (self.delimiter, '"', "\n", "\r")):
            return '"' + cell.replace('"', '""') + '"'
        return cell


def clean(number: int, size: int = 300) -> Table:
    seed = random.Random(number)
    rows = [
        [
            str(at + 1),
            f"第{seed.randrange(1000)}測站",
            seed.choice(COUNTIES),
            (date(2020, 1, 1) + timedelta(days=seed.randrange(1500))).isoformat(),
            f"{seed.uniform(-5, 300):.2f}",
            str(seed.randrange(1, 10_000)),
            seed.choice("是否"),
            f"0{seed.randrange(10_000, 99_999)}",
        ]
        for at in range(size)
    ]
    for at in seed.sample(range(size), 5):
        rows[at][1] = f"第{at}測站\n（備援）"
    table = Table(
        rows, seed, encoding=ENCODINGS[number % 4], delimiter=",\t;|"[number % 3 if number < 3 else 0]
    )
    table.end = "\r\n" if number % 2 else "\n"
    return table


def told(
    report: Report, *, least: Severity = Severity.WARNING
) -> set[tuple[str, int | None, int | None, str | None]]:
    order = [Severity.INFO, Severity.WARNING, Severity.ERROR]
    return {
        (one.problem.code, one.row, one.line, one.column)
        for one in report.findings
        if order.index(one.problem.severity) >= order.index(least)
    }


@pytest.mark.parametrize("number", SEEDS)
def test_a_clean_table_is_clean(tmp_path, number):
    report = read(clean(number).write(tmp_path / "t.csv"))
    assert told(report) == set()
    assert [str(column.type) for column in report.columns] == TYPES
    assert [column.name for column in report.columns] == HEADER
    assert (report.rows, report.set_aside, report.header_rows) == (300, 0, 1)


# A fault in one cell: the column, what stands there, and the rule (information about cells included).
CELLS = [
    (5, "12O", "type-error"),
    (5, "約120", "type-error"),
    (5, "120 人", "type-error"),
    (5, "1,23", "type-error"),
    (5, "(123)", "type-error"),
    (5, "十二", "type-error"),
    (0, "abc", "type-error"),
    (4, "12.3.4", "type-error"),
    (4, "12.5公尺", "type-error"),
    (4, "12,5", "type-error"),
    (3, "2023-13-01", "type-error"),
    (3, "2023-02-30", "type-error"),
    (3, "昨天", "type-error"),
    (3, "113年13月1日", "type-error"),
    (3, "2023-01", "type-error"),
    (6, "也許", "type-error"),
    (3, "1024-05-01", "date-out-of-range"),
    (3, "2204-05-01", "date-out-of-range"),
    (3, "113/05/01", "roc-date"),
    (3, "民國113年5月1日", "roc-date"),
    (3, "113年5月1日", "roc-date"),
    (3, "1130501", "roc-date"),
    (3, "2024/5/1", "date-form"),
    (3, "20240501", "date-form"),
    (5, "１２３", "fullwidth-digit"),
    (4, "１２．５", "fullwidth-digit"),
    (3, "２０２４－０５－０１", "fullwidth-digit"),
    (5, "1,234", "thousands-separator"),
    *((5, mark, "missing-mark") for mark in ("-", "--", "N/A", "NULL", "…", "無資料", "*", "無", "－")),
    *((3, mark, "missing-mark") for mark in ("-", "N/A", "無資料", "0000-00-00")),
    *((1, mark, "missing-mark") for mark in ("-", "N/A", "NULL")),
    *((1, mark, "maybe-missing") for mark in ("無資料", "無", "不詳")),
    (1, " 第7測站", "padded-cell"),
    (1, "第7測站　", "padded-cell"),
    (5, " 120 ", "padded-cell"),
    (1, "第\x077測站", "control-character"),
    (1, "第\u200b7測站", "control-character"),
    (1, "第\x007測站", "nul"),
    (1, "第\ue0007測站", "private-use"),
    (1, "第\ufffd7測站", "lost-character"),
    (1, "=SUM(A1:A3)", "formula"),
    (1, "=1+1", "formula"),
    (1, "#REF!", "spreadsheet-error"),
    (5, "#DIV/0!", "spreadsheet-error"),
    (4, "########", "spreadsheet-error"),
]


@pytest.mark.parametrize(("column", "cell", "rule"), CELLS)
def test_a_fault_in_a_cell_is_found_at_its_place(tmp_path, column, cell, rule):
    for number in (0, 1, 3, 5):
        table = clean(number)
        if table.encoding == "cp950":
            table.encoding = "utf-8"  # not every fault can be written in Big5
        at = table.seed.randrange(20, 280)
        before = {code for code, *_ in told(read(table.write(tmp_path / "clean.csv")), least=Severity.INFO)}
        table.rows[at][column] = cell
        report = read(table.write(tmp_path / "t.csv"))
        found = {one for one in told(report, least=Severity.INFO) if one[0] not in before}
        assert (rule, *table.place(at), HEADER[column]) in found
        assert {code for code, *_ in found} <= {rule, *ALONGSIDE.get(cell, ())}
        assert [str(one.type) for one in report.columns] == TYPES
        assert (report.rows, report.set_aside) == (300, 0)


# One cell, two things to say.
ALONGSIDE = {"２０２４－０５－０１": ("date-form",)}


@pytest.mark.parametrize("number", SEEDS)
def test_several_faults_at_once_are_found_each_at_its_place(tmp_path, number):
    table = clean(number, 800)
    faults = [fault for fault in CELLS if fault[2] in {"type-error", "roc-date", "spreadsheet-error"}]
    wanted = set()
    for at in table.seed.sample(range(800), 6):
        column, cell, rule = table.seed.choice(faults)
        table.rows[at][column] = cell
        wanted.add((rule, at, HEADER[column]))
    report = read(table.write(tmp_path / "t.csv"))
    assert told(report) == {(rule, *table.place(at), column) for rule, at, column in wanted}


@pytest.mark.parametrize("number", SEEDS)
@pytest.mark.parametrize("size", [5, 12, 40])
def test_in_a_small_table_the_odd_cells_are_told_though_the_column_stays_text(tmp_path, number, size):
    table = clean(number, size)
    at = table.seed.randrange(size)
    column, cell = table.seed.choice(
        [(4, "12.3.4"), (5, "12O"), (3, "2023-13-01"), (6, "也許"), (4, "12.5%")]
    )
    table.rows[at][column] = cell
    report = read(table.write(tmp_path / "t.csv"))
    assert told(report) == {("mostly-typed", *table.place(at), HEADER[column])}
    assert str(report.columns[column].type) == "text"


Change = Callable[[Table], set[tuple[str, int | None, int | None, str | None]]]


def short(table: Table) -> set:
    at = table.seed.randrange(300)
    del table.rows[at][-table.seed.randrange(1, 4) :]
    return {("missing-cell", *table.place(at), None)}


def long(table: Table) -> set:
    at = table.seed.randrange(300)
    table.rows[at].append("多的")
    return {("extra-cell", *table.place(at), None)}


def blank_row(table: Table) -> set:
    at = table.seed.randrange(1, 299)
    table.rows[at] = [""] * 8
    return {("blank-row", *table.place(at), None)}


def title(table: Table) -> set:
    table.titles = [["水位統計表"], ["製表日期：113年5月1日", *[""] * 7], [""] * 8]
    return {("title-rows", 1, 1, None)}


def note(table: Table) -> set:
    table.notes = [["備註：本表為初步統計"], ["資料來源：水利署"]]
    return {("footer-rows", *table.place(300), None)}


def note_after_a_blank_row(table: Table) -> set:
    table.notes = [[""] * 8, ["資料來源：水利署", *[""] * 7]]
    row, line = table.place(300)
    return {("footer-rows", row + 1, line + 1, None)}


def total(table: Table) -> set:
    table.notes = [["合計", "", "", "", "1234.50", "99999", "", ""]]
    return {("footer-rows", *table.place(300), None)}


def header_again(table: Table) -> set:
    table.rows[150] = list(HEADER)
    return {("repeated-header", *table.place(150), None)}


ROWS = {
    "short": (short, 299, 1),
    "long": (long, 299, 1),
    "blank row": (blank_row, 299, 0),
    "title": (title, 300, 0),
    "note": (note, 300, 0),
    "note after a blank row": (note_after_a_blank_row, 300, 0),
    "total": (total, 300, 0),
    "header again": (header_again, 299, 1),
}


@pytest.mark.parametrize("number", SEEDS)
@pytest.mark.parametrize("what", ROWS)
def test_a_fault_of_the_rows_is_found_at_its_place(tmp_path, what, number):
    change, rows, aside = ROWS[what]
    table = clean(number)
    wanted = change(table)
    report = read(table.write(tmp_path / "t.csv"))
    assert told(report) == wanted
    assert (report.rows, report.set_aside) == (rows, aside)
    assert [str(column.type) for column in report.columns] == TYPES


@pytest.mark.parametrize("number", SEEDS)
def test_equal_rows_are_told(tmp_path, number):
    table = clean(number)
    at, other = sorted(table.seed.sample(range(300), 2))
    table.rows[other] = list(table.rows[at])
    found = told(read(table.write(tmp_path / "t.csv")), least=Severity.INFO)
    assert ("duplicate-row", *table.place(other), None) in found
    assert sum(code == "duplicate-row" for code, *_ in found) == 1


def test_equal_rows_of_a_large_table_without_a_growing_column_are_told(tmp_path):
    seed = random.Random(7)
    rows = [f"{seed.randrange(10**12)},{seed.choice(COUNTIES)}" for _ in range(30_000)]
    rows[20_001] = rows[17]
    (tmp_path / "t.csv").write_text("觀測值,縣市\n" + "\n".join(rows) + "\n", encoding="utf-8")
    found = [one for one in read(tmp_path / "t.csv").findings if one.problem.code == "duplicate-row"]
    assert [(one.row, one.problem.params["value"]) for one in found] == [(20_003, 19)]


@pytest.mark.parametrize(
    ("header", "names", "units"),
    [
        (["id,name,level", "編號,站名,水位"], ["id", "name", "level"], ["", "", ""]),
        (["編號,站名,水位", ",,公尺"], ["編號", "站名", "水位"], ["", "", "公尺"]),
        (["編號,測站,", ",名稱,水位(公尺)"], ["編號", "測站_名稱", "測站_水位(公尺)"], ["", "", "公尺"]),
        (
            ["編號,測站,", ",名稱,水位", ",,(公尺)"],
            ["編號", "測站_名稱", "測站_水位"],
            ["", "", "公尺"],
        ),
    ],
    ids=["two languages", "units", "merged", "three rows"],
)
def test_headers_of_several_rows_are_joined(tmp_path, header, names, units):
    body = "".join(f"{at},第{at}測站,{at * 1.7:.2f}\n" for at in range(1, 60))
    (tmp_path / "t.csv").write_text("\n".join(header) + "\n" + body, encoding="utf-8")
    report = read(tmp_path / "t.csv")
    assert [column.name for column in report.columns] == names
    assert [column.unit for column in report.columns] == units
    assert (report.rows, report.header_rows) == (59, len(header))
    assert told(report) == {("two-row-header", 1, 1, None)}


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        ("{roc}/{m:02d}/{d:02d}", "roc-date"),
        ("民國{roc}年{m}月{d}日", "roc-date"),
        ("{roc}{m:02d}{d:02d}", "roc-date"),
        ("{roc}.{m}.{d}", "roc-date"),
        ("{year}/{m}/{d}", "date-form"),
        ("{year}{m:02d}{d:02d}", "date-form"),
    ],
)
def test_a_column_of_dates_in_another_form_is_told_once(tmp_path, form, rule):
    table = clean(0)
    for row in table.rows:
        day = date.fromisoformat(row[3])
        row[3] = form.format(year=day.year, roc=day.year - 1911, m=day.month, d=day.day)
    report = read(table.write(tmp_path / "t.csv"))
    found = [one for one in report.findings if one.problem.code == rule]
    assert [(one.row, one.line, one.column) for one in found] == [(*table.place(0), "觀測日期")]
    assert found[0].problem.params["count"] == 300
    assert [str(column.type) for column in report.columns] == TYPES


def test_units_in_the_cells_are_told(tmp_path):
    table = clean(0)
    for row in table.rows:
        row[4] += "公尺"
    report = read(table.write(tmp_path / "t.csv"))
    assert told(report) == {("unit-in-cells", *table.place(0), "水位(公尺)")}


def test_percent_signs_become_the_unit(tmp_path):
    table = clean(0)
    for row in table.rows:
        row[4] = f"{row[4]}%"
    report = read(table.write(tmp_path / "t.csv"))
    assert ("percent-sign", *table.place(0), "水位(公尺)") in told(report, least=Severity.INFO)
    assert str(report.columns[4].type) == "decimal"


def test_codes_written_with_decimals_are_told(tmp_path):
    body = "".join(f"{145080011 + at}.0,第{at}診所\n" for at in range(50))
    (tmp_path / "t.csv").write_text("機構代碼,名稱\n" + body, encoding="utf-8")
    assert told(read(tmp_path / "t.csv")) == {("decimal-code", 2, 2, "機構代碼")}


def test_what_is_odd_in_a_long_cell_is_shown_with_what_stands_around_it(tmp_path):
    table = clean(0)
    table.rows[7][1] = "長" * 150 + "前\u200b後" + "長" * 150
    (found,) = [
        one
        for one in read(table.write(tmp_path / "t.csv")).findings
        if one.problem.code == "control-character"
    ]
    assert "前\u200b後" in found.problem.message("zh-Hant")
    assert len(found.problem.message("zh-Hant")) < 100


def test_totals_among_the_rows_are_told_and_stay(tmp_path):
    table = clean(0)
    for at in (49, 99, 299):
        table.rows[at][1] = "小計"
    found = told(read(table.write(tmp_path / "t.csv")))
    assert found == {("total-row", *table.place(at), None) for at in (49, 99, 299)}


def test_blank_rows_above_the_header_are_blank_rows_not_titles(tmp_path):
    table = clean(0)
    table.titles = [[""] * 8, [""] * 8]
    assert told(read(table.write(tmp_path / "t.csv"))) == {
        ("blank-row", 1, 1, None),
        ("blank-row", 2, 2, None),
    }


def test_a_file_joined_on_with_its_mark_and_header_is_told(tmp_path):
    table = clean(0)
    table.rows[150] = [f"\ufeff{HEADER[0]}", *HEADER[1:]]
    report = read(table.write(tmp_path / "t.csv"))
    assert told(report) == {("repeated-header", *table.place(150), None)}
    assert [str(column.type) for column in report.columns] == TYPES


def test_prices_with_the_sign_in_the_cells_are_told(tmp_path):
    table = clean(0)
    for row in table.rows:
        row[5] = f"NT${row[5]}"
    assert told(read(table.write(tmp_path / "t.csv"))) == {("unit-in-cells", *table.place(0), "數量")}


@pytest.mark.parametrize("seed", range(40))
def test_any_mixture_of_faults_is_found_and_nothing_else(tmp_path, seed):
    table = clean(seed, 1_200)
    if seed % 4 == 2:
        table.encoding = "utf-8"
    wanted = set()
    if seed % 5 == 0:
        wanted |= title(table)
    chosen = table.seed.sample(range(20, 1_180), 8)
    for at in chosen[:5]:
        column, cell, rule = table.seed.choice(CELLS)
        table.rows[at][column] = cell
        wanted.add((rule, at, HEADER[column]))
    del table.rows[chosen[5]][-1]
    table.rows[chosen[6]].append("多的")
    table.rows[chosen[7]] = [""] * 8
    wanted |= {
        ("missing-cell", chosen[5], None),
        ("extra-cell", chosen[6], None),
        ("blank-row", chosen[7], None),
    }
    if seed % 3 == 0:
        table.notes = [["資料來源：水利署"]]
        wanted.add(("footer-rows", 1_200, None))
    places = {one if len(one) == 4 else (one[0], *table.place(one[1]), one[2]) for one in wanted}
    report = read(table.write(tmp_path / "t.csv"))
    found = told(report, least=Severity.INFO)
    loud = {rule for rule, *_ in told(report)}
    assert places <= found
    assert loud <= {rule for rule, *_ in places}
    assert (report.rows, report.set_aside) == (1_197, 2)
    assert [str(column.type) for column in report.columns] == TYPES


@pytest.mark.parametrize("seed", range(8))
def test_the_size_of_the_blocks_and_the_number_of_processes_change_nothing(tmp_path, monkeypatch, seed):
    table = clean(seed, 600)
    table.encoding = "utf-8" if table.encoding == "cp950" else table.encoding
    for at in table.seed.sample(range(600), 12):
        column, cell, _ = table.seed.choice(CELLS)
        table.rows[at][column] = cell
    short(table)
    long(table)
    note(table)
    path = table.write(tmp_path / "t.csv")
    whole = read(path).as_json()
    monkeypatch.setattr(blocks, "CHUNK", 4_000)
    monkeypatch.setattr(blocks, "FIRST", 1_500)
    assert read(path).as_json() == whole
    assert read(path, limits=Limits(processes=2)).as_json() == whole
    assert read(path, out=tmp_path / "out").as_json() == whole


def test_the_title_of_a_workbook_is_shown(tmp_path):
    book = openpyxl.Workbook()
    book.properties.creator = ""
    for row in (["水位統計表"], [], HEADER, *clean(0).rows):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    report = read(tmp_path / "t.xlsx")
    assert told(report) == {("title-rows", 1, 1, None)}
    assert next(one.value for one in report.findings if one.problem.code == "title-rows") == "水位統計表"
    assert (report.titles, report.rows) == (("水位統計表",), 300)


@pytest.mark.parametrize("form", ["{m}/{d}/{y}", "{d:02d}-{m:02d}-{y}"])
def test_dates_that_end_in_the_year_are_told(tmp_path, form):
    table = clean(0)
    for row in table.rows:
        day = date.fromisoformat(row[3])
        row[3] = form.format(d=day.day, m=day.month, y=day.year)
    report = read(table.write(tmp_path / "t.csv"))
    assert told(report) == {("ambiguous-date", *table.place(0), "觀測日期")}


@pytest.mark.parametrize(
    "text", ["* 表示估計值", "※本表不含離島", "註：不含離島", "資料來源：水利署", "(單位：公尺)"]
)
def test_a_note_in_the_last_row_of_a_narrow_table_is_no_record(tmp_path, text):
    (tmp_path / "t.csv").write_text(f"地區,人數\n甲,1\n乙,2\n丙,3\n{text},\n", encoding="utf-8")
    report = read(tmp_path / "t.csv")
    assert (report.rows, report.notes) == (3, (text,))
