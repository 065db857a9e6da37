"""A colleague leaves: many contacts change at once, with the differences shown before anything is written."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.catalog.test_delivery import CLEAN, publish

from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import bulk
from springhead.foundation.catalog.models import Dataset

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(agency) -> list[Dataset]:
    """Imported datasets: public, with most metadata unknown."""
    return [
        Dataset.objects.create(agency=agency, title={"zh-Hant": f"資料{n}"}, stage="listed", visible=True)
        for n in range(30)
    ]


def test_what_was_exported_changes_nothing_when_imported(agency, officer, listed) -> None:
    for content, name in (
        ("".join(bulk.as_csv(bulk.rows_of([agency.public_id]))).encode(), "metadata.csv"),
        (bulk.as_ods(bulk.rows_of([agency.public_id])), "metadata.ods"),
    ):
        plan = bulk.plan(bulk.read(content, name), by=officer)
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
    assert [problem.where for problem in plan.problems] == ["2"]


def test_a_value_that_cannot_be_read_is_told_and_not_written(officer, listed) -> None:
    plan = bulk.plan([["id", "開始收錄日期"], [listed[0].public_id, "民國一百年"]], by=officer)
    assert [problem.code for problem in plan.problems] == ["metadata-unreadable"]


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
