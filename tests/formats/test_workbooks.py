"""Spreadsheets: what is read, and what they hide."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf import opendocument, table, text
from tests.support import workbooks as make

from springhead.engine.kernel.problems import Refused, Severity
from springhead.engine.tables.formats.workbooks.strip import strip
from springhead.engine.tables.limits import Limits


def held(grid):
    return {f.problem.where: f for f in grid.findings if f.problem.code.startswith("hidden-")}


def test_a_plain_workbook_holds_nothing_back(opened, rows, codes, tmp_path):
    grid = opened(make.plain(tmp_path / "a.xlsx"))
    assert grid.header == [["姓名", "單位", "人數"]]
    assert rows(grid) == [("甲", "民政局", "3"), ("乙", "社會局", "5"), ("丙", "教育局", "7")]
    assert next(grid.batches()).column("row").to_pylist() == [2, 3, 4]
    assert grid.typed == {2: "integer"}
    assert codes(grid) == []


def test_values_become_text_without_noise(opened, rows, tmp_path):
    day, moment = dt.date(2024, 1, 2), dt.datetime(2024, 1, 2, 3, 4, 5)

    def change(book):
        sheet = book["資料"]
        sheet.delete_rows(1, 9)
        sheet.append(["代碼", "日期", "時刻", "混合", "值", "是否", "時間", "大數"])
        sheet.append(["007", day, moment, day, 0.1 + 0.2, True, dt.time(8, 30), 12345678901])
        sheet.append(["010", day, moment, moment, 12.0, False, dt.time(23, 5, 9), 1e20])

    grid = opened(make.plain(tmp_path / "a.xlsx", change))
    assert rows(grid) == [
        (
            "007",
            "2024-01-02",
            "2024-01-02T03:04:05",
            "2024-01-02T00:00:00",
            "0.3",
            "true",
            "08:30:00",
            "12345678901",
        ),
        (
            "010",
            "2024-01-02",
            "2024-01-02T03:04:05",
            "2024-01-02T03:04:05",
            "12",
            "false",
            "23:05:09",
            "1" + "0" * 20,
        ),
    ]
    expected = {1: "date", 2: "datetime", 3: "datetime", 4: "decimal", 5: "boolean", 6: "time", 7: "integer"}
    assert grid.typed == expected


def test_titles_and_a_header_of_two_rows_with_merged_cells_are_found(opened, rows, codes, tmp_path):
    def change(book):
        sheet = book["資料"]
        sheet.delete_rows(1, 9)
        for row in (
            ["臺北市各區人口統計", None, None],
            [None, None, None],
            ["區別", "人數", None],
            [None, "男", "女"],
            ["北投區", 12, 13],
            ["北投區", 22, 23],
            [None, 14, 15],
        ):
            sheet.append(row)
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("B3:C3")
        sheet.merge_cells("A6:A7")

    grid = opened(make.plain(tmp_path / "a.xlsx", change))
    assert grid.title_rows == 2
    assert grid.header == [["區別", "人數", ""], ["", "男", "女"]]
    assert rows(grid) == [("北投區", "12", "13"), ("北投區", "22", "23"), ("北投區", "14", "15")]
    assert next(grid.batches()).column("row").to_pylist() == [5, 6, 7]
    assert "merged-cells" in codes(grid)


def test_a_table_that_starts_at_c4_keeps_the_row_numbers_of_the_sheet(opened, rows, tmp_path):
    def change(book):
        sheet = book["資料"]
        sheet.delete_rows(1, 9)
        for at, row in enumerate([["站名", "水位"], ["石門", 240.5], [None, None], ["翡翠", 165.1]], start=4):
            for column, value in enumerate(row, start=3):
                sheet.cell(at, column, value)

    grid = opened(make.plain(tmp_path / "a.xlsx", change))
    batch = next(grid.batches())
    assert batch.column("row").to_pylist() == [5, 7]
    assert [finding.row for finding in grid.findings if finding.problem.code == "blank-row"] == [6]
    assert rows(grid)[1][-2:] == ("翡翠", "165.1")


def test_formulas_give_their_stored_results_and_errors_and_gaps_are_told(opened, rows, tmp_path):
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, name in enumerate(("a", "b", "c", "d")):
            sheet.write(0, row, f"欄{name}")
            sheet.write(1, row, "x")
        sheet.write_formula("A3", "=1+1", None, 2)
        sheet.write_formula("B3", '="甲"&"乙"', None, "甲乙")
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D3", "=NOW()", None, "")
    grid = opened(path)
    assert rows(grid)[1] == ("2", "甲乙", None, None)
    told = {finding.problem.code: finding.problem for finding in grid.findings}
    assert told["formula-cells"].params["count"] == 4
    assert told["formula-cells"].severity is Severity.INFO
    assert told["formula-without-value"].where == "D3"
    assert (told["error-cells"].where, told["error-cells"].params["value"]) == ("C3", "#DIV/0!")


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        (make.hidden_sheet, "sheet:員工", "hidden-sheet"),
        (make.very_hidden_sheet, "sheet:員工", "hidden-sheet"),
        (make.hidden_row, "rows:資料!3", "hidden-rows"),
        (make.hidden_column, "columns:資料!B", "hidden-columns"),
        (make.named_range, "name:小計", "hidden-named-range"),
        (make.comment, "comments:xl/comments/comment1.xml", "hidden-comments"),
        (make.author, "properties", "hidden-properties"),
    ],
)
def test_each_hidden_thing_holds_the_delivery_until_it_is_stripped_or_confirmed(
    opened, tmp_path, change, place, code
):
    path = make.plain(tmp_path / "a.xlsx", change)
    found = held(opened(path))
    assert list(found) == [place]
    assert found[place].problem.code == code
    assert found[place].problem.severity is Severity.ERROR
    assert held(opened(path, ("accept", code))) == found, "nothing is confirmed wholesale"
    assert held(opened(path, ("accept", "*"))) == found

    confirmed = opened(path, ("accept", place))
    assert not held(confirmed)
    assert [f.problem.where for f in confirmed.findings if f.problem.code == "confirmed-hidden"] == [place]

    stripped = opened(path, ("strip_hidden", [place]))
    assert not held(stripped)
    assert [f.problem.where for f in stripped.findings if f.problem.code == "stripped-hidden"] == [place]

    assert strip(path, tmp_path / "clean.xlsx", [place]) == [place]
    clean = opened(tmp_path / "clean.xlsx")
    assert not held(clean)


CARRIED = {
    "pivot:pivotCacheDefinition1": (
        "xl/pivotCache/pivotCacheDefinition1.xml",
        make.PIVOT,
        "hidden-pivot-cache",
    ),
    "link:xl/externalLinks/externalLink1.xml": (
        "xl/externalLinks/externalLink1.xml",
        make.LINK,
        "hidden-external-link",
    ),
    "macro:xl/vbaProject.bin": ("xl/vbaProject.bin", b"\xd0\xcf", "hidden-macro"),
    "part:customXml/item1.xml": ("customXml/item1.xml", b"<a/>", "hidden-custom-part"),
    "part:xl/connections.xml": ("xl/connections.xml", b"<connections/>", "hidden-custom-part"),
    "part:xl/embeddings/oleObject1.bin": ("xl/embeddings/oleObject1.bin", b"x", "hidden-custom-part"),
}


@pytest.mark.parametrize("place", CARRIED)
def test_parts_of_the_package_nobody_sees_are_named_and_do_not_survive_stripping(opened, tmp_path, place):
    name, content, code = CARRIED[place]
    path = make.with_entry(make.plain(tmp_path / "a.xlsx"), name, content)
    assert {key: finding.problem.code for key, finding in held(opened(path)).items()} == {place: code}
    strip(path, tmp_path / "clean.xlsx", [place])
    with zipfile.ZipFile(tmp_path / "clean.xlsx") as archive:
        assert name not in archive.namelist()


def test_stripped_rows_and_columns_are_not_in_the_table_and_not_in_the_clean_copy(opened, rows, tmp_path):
    def change(book):
        make.hidden_row(book)
        make.hidden_column(book)

    path = make.plain(tmp_path / "a.xlsx", change)
    ids = list(held(opened(path)))
    grid = opened(path, ("strip_hidden", ids))
    assert grid.header == [["姓名", "人數"]]
    assert rows(grid) == [("甲", "3"), ("丙", "7")]
    assert next(grid.batches()).column("row").to_pylist() == [2, 4], (
        "rows keep the numbers of the file that was sent"
    )
    strip(path, tmp_path / "clean.xlsx", ids)
    assert rows(opened(tmp_path / "clean.xlsx")) == rows(grid)
    assert b"\xe7\xa4\xbe\xe6\x9c\x83\xe5\xb1\x80" not in everything(tmp_path / "clean.xlsx"), (
        "社會局 was in row 3"
    )


def test_what_was_confirmed_stays_hidden_in_the_clean_copy(opened, tmp_path):
    def change(book):
        make.hidden_row(book)
        make.hidden_column(book)
        make.hidden_sheet(book)

    path = make.plain(tmp_path / "a.xlsx", change)
    strip(path, tmp_path / "clean.xlsx", ["columns:資料!B"])
    assert set(held(opened(tmp_path / "clean.xlsx"))) == {"rows:資料!3", "sheet:員工"}


def test_a_stripped_sheet_leaves_no_trace(tmp_path):
    path = make.plain(tmp_path / "a.xlsx", make.hidden_sheet)
    strip(path, tmp_path / "clean.xlsx", ["sheet:員工"])
    assert b"A123456789" not in everything(tmp_path / "clean.xlsx")


def test_hiding_what_is_empty_hides_nothing(opened, tmp_path):
    def change(book):
        book["資料"].column_dimensions.group("F", "Z", hidden=True)
        book["資料"].row_dimensions[90].hidden = True

    assert not held(opened(make.plain(tmp_path / "a.xlsx", change)))


def test_several_sheets_hold_the_delivery_until_one_is_chosen(opened, rows, refusal, tmp_path):
    def change(book):
        book.create_sheet("空白")
        book.create_sheet("明細").append(["a"])
        book["明細"].append([1])

    path = make.plain(tmp_path / "a.xlsx", change)
    found = next(finding for finding in opened(path).findings if finding.problem.code == "several-sheets")
    assert found.problem.params["names"] == ["資料", "明細"]
    chosen = opened(path, ("sheet", "明細"))
    assert rows(chosen) == [("1",)]
    assert "several-sheets" not in [finding.problem.code for finding in chosen.findings]
    assert refusal(path, ("sheet", "沒有")).code == "part-missing"


def test_an_old_xls_is_read_and_searched_too(opened, rows, tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("資料")
    for row, values in enumerate(make.ROWS):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("員工").write(0, 0, "A123456789")
    book.get_sheet(1).visibility = 1
    book.save(str(tmp_path / "a.xls"))
    grid = opened(tmp_path / "a.xls")
    assert grid.format == "xls"
    assert set(held(grid)) == {"sheet:員工", "rows:資料!3", "columns:資料!B"}
    stripped = opened(tmp_path / "a.xls", ("strip_hidden", list(held(grid))))
    assert rows(stripped) == [("甲", "3"), ("丙", "7")]


def test_an_ods_is_read_and_searched_too(opened, rows, tmp_path):
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="資料")
    sheet.addElement(table.TableColumn())
    sheet.addElement(table.TableColumn(visibility="collapse"))
    sheet.addElement(table.TableColumn())
    for number, values in enumerate(make.ROWS):
        row = table.TableRow(visibility="collapse") if number == 2 else table.TableRow()
        for value in values:
            kind = (
                {"valuetype": "string"}
                if isinstance(value, str)
                else {"valuetype": "float", "value": str(value)}
            )
            cell = table.TableCell(**kind)
            cell.addElement(text.P(text=str(value)))
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    document.save(str(tmp_path / "a.ods"))
    grid = opened(tmp_path / "a.ods")
    assert grid.format == "ods"
    assert set(held(grid)) == {"rows:資料!3", "columns:資料!B"}
    assert rows(opened(tmp_path / "a.ods", ("strip_hidden", list(held(grid))))) == [("甲", "3"), ("丙", "7")]


def test_a_workbook_with_only_hidden_or_empty_sheets_is_refused(refusal, tmp_path):
    path = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(path)
    assert refusal(path).code == "workbook-empty"


def test_ten_thousand_columns_are_refused_with_the_limit(refusal, tmp_path):
    path = make.plain(tmp_path / "a.xlsx", lambda book: book["資料"].append(list(range(10_000))))
    problem = refusal(path, limits=Limits(columns=1_000))
    assert (problem.code, problem.params["count"]) == ("too-many-columns", 10_000)


def test_a_password_is_named(refusal):
    assert refusal(encrypted()).code == "encrypted-workbook"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_damaged_workbook_is_refused_by_name(refusal, tmp_path, part):
    whole = make.plain(tmp_path / "a.xlsx")
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) // 2] if name == part else content)
    assert refusal(tmp_path / "b.xlsx").code == "broken-workbook"


def test_stripping_what_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(encrypted())
    with pytest.raises(Refused):
        strip(tmp_path / "a.xlsx", tmp_path / "clean.xlsx", [])


def encrypted() -> bytes:
    """An OLE2 file with the one stream a password-protected workbook has: header, table, directory."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    header[44:52] = (1).to_bytes(4, "little") + (1).to_bytes(4, "little")
    header[60:76] = b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4)
    header[76:] = bytes(4) + b"\xff" * 432
    fat = b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff" + b"\xff" * 504
    return bytes(header) + fat + entry("Root Entry") + entry("EncryptedPackage") + bytes(256)


def entry(name: str) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return raw.ljust(64, b"\0") + len(raw).to_bytes(2, "little") + bytes(50) + b"\xfe\xff\xff\xff" + bytes(8)


def everything(path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            buffer.write(archive.read(name))
    return buffer.getvalue()


def test_notes_below_the_table_are_told_and_left_out(opened, rows, tmp_path):
    def change(book):
        book["資料"].append([None, None, None])
        book["資料"].append(["資料來源：民政局", None, None])

    grid = opened(make.plain(tmp_path / "a.xlsx", change))
    assert len(rows(grid)) == 3
    told = {finding.problem.code: finding for finding in grid.findings}
    assert (told["footer-rows"].row, told["footer-rows"].value) == (6, "資料來源：民政局")


def test_a_sheet_without_a_header_is_told(opened, codes, rows, tmp_path):
    def change(book):
        book["資料"].delete_rows(1)

    path = make.plain(
        tmp_path / "a.xlsx", lambda book: [change(book), book["資料"].append(["甲", "民政局", 9])]
    )
    grid = opened(path)
    assert grid.header == []
    assert "no-header" in codes(grid)
    assert len(rows(opened(path, ("header_rows", 1)))) == len(rows(grid)) - 1


def test_a_stray_cell_far_away_is_refused_before_it_costs_memory(refusal, tmp_path):
    path = make.plain(tmp_path / "a.xlsx", lambda book: book["資料"].cell(1_000_000, 16_000, "x"))
    problem = refusal(path)
    assert problem.code == "sheet-too-large"
    assert problem.where == "資料"


def test_repeated_cells_of_an_ods_are_counted_before_they_cost_memory(refusal, tmp_path):
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="資料")
    row = table.TableRow(numberrowsrepeated=1_000_000)
    cell = table.TableCell(valuetype="string", numbercolumnsrepeated=1_000)
    cell.addElement(text.P(text="x"))
    row.addElement(cell)
    sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    document.save(str(tmp_path / "a.ods"))
    assert refusal(tmp_path / "a.ods").code == "sheet-too-large"


def test_a_bomb_inside_a_workbook_is_refused(refusal, tmp_path):
    path = make.with_entry(make.plain(tmp_path / "a.xlsx"), "xl/sharedStrings.xml", b"0" * 30_000_000)
    with (
        zipfile.ZipFile(path) as source,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in dict.fromkeys(source.namelist()):
            target.writestr(name, source.read(name))
    assert refusal(tmp_path / "b.xlsx", limits=Limits(unpacked_ratio=200)).code == "archive-too-large"


def test_an_old_xls_that_claims_impossible_columns_is_refused_not_fatal(refusal, tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("資料").write(0, 3, 1 / 3)
    book.save(str(tmp_path / "a.xls"))
    content = (tmp_path / "a.xls").read_bytes()
    number = content.index(b"\x03\x02\x0e\x00\x00\x00\x03\x00")
    broken = content[: number + 6] + b"\xff\xff" + content[number + 8 :]
    assert refusal(broken).code == "broken-workbook"


def test_a_hidden_sheet_of_an_ods_is_named(opened, tmp_path):
    from odf import style

    document = opendocument.OpenDocumentSpreadsheet()
    unseen = style.Style(name="unseen", family="table")
    unseen.addElement(style.TableProperties(display="false"))
    document.automaticstyles.addElement(unseen)
    for name, options in (("資料", {}), ("員工", {"stylename": unseen})):
        sheet = table.Table(name=name, **options)
        row = table.TableRow()
        for value in ("a", "b"):
            cell = table.TableCell(valuetype="string")
            cell.addElement(text.P(text=value))
            row.addElement(cell)
        sheet.addElement(row)
        document.spreadsheet.addElement(sheet)
    document.save(str(tmp_path / "a.ods"))
    assert set(held(opened(tmp_path / "a.ods"))) == {"sheet:員工"}
