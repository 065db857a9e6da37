"""A colleague leaves: many contacts change at once, with the differences shown before anything is written."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import load
from odf.table import TableCell, TableRow
from odf.teletype import extractText
from odf.text import P
from tests.catalog.test_delivery import CLEAN, publish

from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import bulk, bulk_sheets
from springhead.foundation.catalog.models import Dataset

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def listed(agency) -> list[Dataset]:
    """Imported datasets: public, with most metadata unknown."""
    return [
        Dataset.objects.create(agency=agency, title={"zh-Hant": f"資料{n}"}, stage="listed", visible=True)
        for n in range(30)
    ]


def test_what_was_exported_changes_nothing_when_imported(agency, officer, listed) -> None:
    for content, name in (
        ("".join(bulk_sheets.as_csv(bulk.rows_of([agency.public_id]))).encode(), "metadata.csv"),
        (bulk_sheets.as_ods(bulk.rows_of([agency.public_id])), "metadata.ods"),
    ):
        plan = bulk.plan(bulk_sheets.read(content, name), by=officer)
        assert (plan.changes, plan.problems, plan.unchanged) == ((), (), 30)


def test_contacts_change_at_once_although_other_metadata_are_missing(officer, listed) -> None:
    rows = [["資料集編號", "提供機關聯絡人"]] + [[one.public_id, "新承辦人"] for one in listed]
    plan = bulk.plan(rows, by=officer)
    assert (len(plan.changes), plan.datasets) == (30, 30)
    assert Dataset.objects.filter(contact_name="新承辦人").count() == 0
    assert bulk.carry_out(plan.changes, by=officer) == 30
    assert Dataset.objects.filter(contact_name="新承辦人").count() == 30


def test_a_strange_column_and_a_foreign_dataset_are_told(officer, stranger, listed) -> None:
    with pytest.raises(Refused) as refusal:
        bulk.plan([["id", "心情"]], by=officer)
    assert refusal.value.problems[0].code == "bulk-column-unknown"
    plan = bulk.plan([["id", "備註"], [listed[0].public_id, "x"]], by=stranger)
    assert plan.changes == ()
    assert [problem.where for problem in plan.problems] == ["A2"]


def test_what_is_wrong_is_told_with_its_cell_and_the_rest_is_taken(officer, listed) -> None:
    one, two, three = (found.public_id for found in listed[:3])
    rows = [
        ["id", "開始收錄日期", "備註", "資料集名稱"],
        [one, "民國一百年", "甲", "資料0"],
        ["", "", "", ""],
        [two, "2026-01-01", "乙", "長" * 256],
        ["", "", "丙", ""],
        ["ds_00000000", "", "丁", ""],
        [one, "", "戊", "資料0"],
        [three, "", "己", "資料2", "庚"],
        [three, "", "己", ""],
    ]
    plan = bulk.plan(rows, by=officer)
    assert [(problem.code, problem.where) for problem in plan.problems] == [
        ("bulk-cell", "B2"),
        ("bulk-cell", "D4"),
        ("bulk-id-missing", "A5"),
        ("bulk-id-unknown", "A6"),
        ("bulk-id-twice", "A7"),
        ("bulk-cell-without-head", "E8"),
        ("bulk-cell", "D9"),
    ]
    assert "民國一百年" in plan.problems[0].message("zh-Hant")
    assert "2026-01-01" not in plan.problems[0].remedy("en")
    taken = [(change.dataset, change.field, change.after) for change in plan.changes]
    assert taken == [
        (one, "notes", "甲"),
        (two, "covers_from", "2026-01-01"),
        (two, "notes", "乙"),
        (three, "notes", "己"),
    ]


def test_a_column_that_is_there_twice_is_refused(officer) -> None:
    with pytest.raises(Refused) as refusal:
        bulk.plan([["id", "備註", "notes"]], by=officer)
    assert [(one.code, one.where) for one in refusal.value.problems] == [("bulk-column-twice", "C1")]


def test_nothing_is_written_over_what_somebody_changed_meanwhile(officer, listed) -> None:
    rows = [["id", "備註"]] + [[one.public_id, "新"] for one in listed[:3]]
    plan = bulk.plan(rows, by=officer)
    Dataset.objects.filter(pk=listed[1].pk).update(notes="別人寫的")
    with pytest.raises(Refused) as refusal:
        bulk.carry_out(plan.changes, by=officer)
    assert [(one.code, one.where) for one in refusal.value.problems] == [("bulk-stale", listed[1].public_id)]
    assert not Dataset.objects.filter(notes="新").exists()


@pytest.mark.parametrize("form", ["csv", "ods"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(
        st.one_of(
            st.text(max_size=40),
            st.text("=+-@'\"\t\r\n ,;a０中\x00\x0b\u2028\ufeff", max_size=12),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_text_makes_the_round_trip(form, values) -> None:
    rows = [["id", *("x" for _ in values)], ["1", *(bulk_sheets.marked(value) for value in values)]]
    content = (
        "".join(bulk_sheets.as_csv(rows)).encode("utf-8", "surrogatepass")
        if form == "csv"
        else bulk_sheets.as_ods(rows)
    )
    back = bulk_sheets.read(content, f"metadata.{form}")
    assert [bulk_sheets.plain(text) for text in back[1][1 : len(values) + 1]] == [
        bulk_sheets.same(value) for value in values
    ][: len(back[1]) - 1]
    assert all(not bulk_sheets.same(value) for value in values[len(back[1]) - 1 :])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp950", "utf-16"])
def test_files_as_spreadsheets_save_them_are_read(separator, encoding) -> None:
    text = f"資料集編號{separator}備註\r\n\r\nds_1{separator}水位\r\n"
    assert bulk_sheets.read(text.encode(encoding), "metadata.csv") == [
        ["資料集編號", "備註"],
        [],
        ["ds_1", "水位"],
    ]


def test_a_workbook_keeps_its_rows_and_its_dates(tmp_path) -> None:
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    for row in (["id", "開始收錄日期", "備註"], [None, None, None], ["ds_1", date(2026, 1, 2), 12]):
        book.active.append(row)
    book.save(tmp_path / "metadata.xlsx")
    rows = bulk_sheets.read((tmp_path / "metadata.xlsx").read_bytes(), "metadata.xlsx")
    assert (len(rows), rows[2]) == (3, ["ds_1", "2026-01-02", "12"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 no archive", "bulk-unreadable"),
        (b"\xff\xff\xff", "bulk-unreadable"),
        (b'id,notes\nds_1,"no end', "bulk-unreadable"),
        (b"x" * 10_000_001, "bulk-too-large"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content, code) -> None:
    with pytest.raises(Refused) as refusal:
        bulk_sheets.read(content, "metadata.csv")
    assert [one.code for one in refusal.value.problems] == [code]


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"0" * 201_000_000)
    with pytest.raises(Refused) as refusal:
        bulk_sheets.read(packed.getvalue(), "metadata.ods")
    assert refusal.value.problems[0].code == "bulk-too-large"


def test_text_that_a_spreadsheet_would_take_for_a_formula_comes_back_as_it_was(
    agency, officer, listed
) -> None:
    Dataset.objects.filter(pk=listed[0].pk).update(notes="=1+1")
    rows = list(bulk.rows_of([agency.public_id]))
    assert any("'=1+1" in row for row in rows)
    assert bulk.plan(rows, by=officer).changes == ()


def test_the_desk_shows_the_differences_and_writes_on_confirmation(
    client, officer, officer_person, bring
) -> None:
    dataset = publish(bring(CLEAN), officer).distribution.dataset
    client.force_login(officer_person)
    exported = b"".join(client.get("/desk/bulk/export.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(exported)))
    rows[1][rows[0].index("備註")] = "每日上午更新"
    sheet = io.StringIO()
    csv.writer(sheet).writerows(rows)
    file = SimpleUploadedFile("metadata.csv", sheet.getvalue().encode("utf-8-sig"))
    page = client.post("/desk/bulk/", {"file": file}).content.decode()
    assert "會改變 1 個資料集的 1 個欄位" in page
    token = page.split('name="token" value="')[1].split('"')[0]
    assert client.post("/desk/bulk/carry-out", {"token": token}).status_code == 302
    dataset.refresh_from_db()
    assert dataset.notes == "每日上午更新"
    assert client.post("/desk/bulk/carry-out", {"token": "forged"}).status_code == 400


def test_an_ods_file_gives_back_every_text_as_it_was_and_is_whole(tmp_path) -> None:
    rows = [
        ["編號", "名稱", ""],
        ["1", 'a  b   c & <d> "e" \'=1+1', "兩行\n 第二行  "],
        ["", "2026-03-02", "0012"],
        ["٣", "\u3000全形", "x" * 40_000],
    ]
    content = bulk_sheets.as_ods(iter(rows))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.testzip() is None
    wanted = [[bulk_sheets.same(cell) for cell in row] for row in rows]
    assert bulk_sheets.read(content, "a.ods") == wanted
    book = load(io.BytesIO(content))
    told = [
        ["\n".join(map(extractText, cell.getElementsByType(P))) for cell in row.getElementsByType(TableCell)]
        for row in book.getElementsByType(TableRow)
    ]
    assert told == wanted
