"""Only the table writes a class: forms, API, bulk, publishing and catalogue imports all go through it."""

import csv
from pathlib import Path

import pytest
from tests.openness.conftest import APPROVAL, NOON, REASON, again, class_of, codes, do, of

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import bulk, classes, editing
from springhead.foundation.catalog.importing.apply import Origin, import_catalogue
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ledger.models import Event
from springhead.procedures.openness import entering
from springhead.procedures.openness.models import Record

pytestmark = pytest.mark.django_db
FILLED = {
    "title": "傳染病個案", "description": "每週通報的個案。", "category": "I00", "licence": "OGDL-Taiwan-1.0",
    "cost": "free", "frequency": "每週", "contact_name": "陳小姐", "contact_phone": "02-12345678",
    "field_description": "個案編號、通報日", "openness": "open",
}  # fmt: skip
NOT_OPEN = {"openness": "not_provided", "grounds": ["foi-18-1-6"], "grounds_note": REASON}


def test_listing_a_dataset_as_not_provided_opens_its_case(dataset, officer) -> None:
    editing.update(dataset, {**FILLED, **NOT_OPEN}, by=officer)
    row = again(Record.objects.get())
    assert (row.case.state, row.unheard, class_of(dataset)) == ("in_force", True, "not_provided")
    assert row.current.reason == REASON


def test_a_dataset_and_its_case_have_both_titles_from_the_start(agency, officer) -> None:
    both = {"title": "傳染病個案", "title_en": "Cases of notifiable diseases"}
    begun = editing.create(agency, both, by=officer)
    assert begun.title == {"zh-Hant": "傳染病個案", "en": "Cases of notifiable diseases"}
    editing.update(begun, {**FILLED, **NOT_OPEN, **both}, by=officer)
    assert Record.objects.get(dataset=begun).case.title == begun.title
    assert editing.create(agency, {}, by=officer).title == {}


def test_listing_an_open_dataset_opens_none(dataset, officer) -> None:
    editing.update(dataset, FILLED, by=officer)
    assert class_of(dataset) == "open"
    assert not Record.objects.exists()


def test_reasons_too_short_are_said_at_the_field_of_the_form(dataset, officer) -> None:
    with pytest.raises(Refused) as error:
        editing.update(dataset, {**FILLED, **NOT_OPEN, "grounds_note": "涉及個資"}, by=officer)
    assert {(one.code, one.where) for one in error.value.problems} == {
        ("openness-reasons-short", "grounds_note")
    }
    assert class_of(dataset) == "open"
    assert not Dataset.objects.get(pk=dataset.pk).visible


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD])
def test_public_data_cannot_be_made_less_open_through_the_catalogue(dataset, officer, agency, role) -> None:
    editing.update(dataset, FILLED, by=officer)
    with pytest.raises(Refused) as error:
        editing.update(dataset, NOT_OPEN, by=of(agency, role))
    assert codes(error) == {"openness-elsewhere"}
    assert f"/desk/openness/{dataset.public_id}" in error.value.problems[0].remedy("en")
    assert class_of(dataset) == "open"


def test_opening_through_the_catalogue_closes_the_case_at_once(dataset, officer) -> None:
    editing.update(dataset, {**FILLED, **NOT_OPEN}, by=officer)
    editing.update(dataset, {"openness": "open", "grounds": [], "grounds_note": ""}, by=officer)
    row = again(Record.objects.get())
    assert (row.case.state, class_of(dataset)) == ("open", "open")
    assert Event.objects.filter(event="openness.open_up").count() == 1


def test_relaxing_through_the_catalogue_takes_effect_at_once_and_is_heard_anew(dataset, officer) -> None:
    editing.update(dataset, {**FILLED, **NOT_OPEN}, by=officer)
    editing.update(dataset, {**NOT_OPEN, "openness": "on_application"}, by=officer)
    row = again(Record.objects.get())
    assert (row.case.state, row.unheard, class_of(dataset)) == ("in_force", True, "on_application")


def test_other_metadata_of_a_class_that_stood_before_can_still_be_changed(dataset, officer) -> None:
    Dataset.objects.filter(pk=dataset.pk).update(openness="not_provided", visible=True)
    dataset.refresh_from_db()
    editing.update(dataset, {**FILLED, "openness": "not_provided"}, by=officer)
    assert class_of(dataset) == "not_provided"
    assert Dataset.objects.get(pk=dataset.pk).name == "傳染病個案"


def test_bulk_metadata_names_the_cell_that_cannot_be_set_here(dataset, officer) -> None:
    editing.update(dataset, FILLED, by=officer)
    header = ["id", "開放類別", "不完全開放的依據", "依據說明", "資料集名稱"]
    row = [dataset.public_id, "not_provided", "foi-18-1-6", REASON, "新的名稱"]
    plan = bulk.plan([header, row], by=officer)
    assert [(one.code, one.where) for one in plan.problems] == [("bulk-cell", "B2")]
    assert "/desk/openness/" in plan.problems[0].remedy("zh-Hant")
    assert [one.field for one in plan.changes] == ["title"]


def test_bulk_metadata_opens_what_was_not(dataset, officer) -> None:
    editing.update(dataset, {**FILLED, **NOT_OPEN}, by=officer)
    header = ["id", "開放類別", "不完全開放的依據", "依據說明"]
    plan = bulk.plan([header, [dataset.public_id, "open", "", ""]], by=officer)
    assert not plan.problems
    bulk.carry_out(plan.changes, by=officer)
    assert again(Record.objects.get()).case.state == "open"


def test_without_a_keeper_the_catalogue_sets_nothing_but_open(dataset, officer) -> None:
    classes.install(classes.ALONE)
    with pytest.raises(Refused) as error:
        editing.update(dataset, {**FILLED, **NOT_OPEN}, by=officer)
    assert codes(error) == {"dataset-class-not-here"}


def test_a_change_approved_on_its_own_page_is_what_the_catalogue_shows(dataset, officer, head, start) -> None:
    editing.update(dataset, FILLED, by=officer)
    dataset.refresh_from_db()
    row = start(dataset, "propose")
    do(row, "approve", head, **APPROVAL)
    assert class_of(dataset) == "open"
    editing.update(dataset, {"title": "公告期間改名"}, by=officer)
    assert class_of(dataset) == "open"


# ── other people's catalogues ───────────────────────────────────────────────

HEAD = ["資料集識別碼", "資料集名稱", "資料提供屬性", "提供機關"]


def catalogue(path: Path, *rows: tuple[str, str, str]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEAD, *([*row, "清溪縣政府衛生局"] for row in rows)])
    return path


def bring(path: Path, agency) -> None:
    import_catalogue(path, Origin(lambda _name: agency.pk, "machine:test"))


def test_an_imported_catalogue_enters_classes_as_they_stand(tmp_path, agency) -> None:
    rows = [
        ("1", "公廁", "開放資料"),
        ("2", "個案", "不開放"),
        ("3", "圖資", "依申請提供"),
        ("4", "不明", ""),
    ]
    bring(catalogue(tmp_path / "a.csv", *rows), agency)
    found = {one.name: one.openness for one in Dataset.objects.all()}
    assert found == {"公廁": "open", "個案": "not_provided", "圖資": "on_application", "不明": ""}
    records = {one.dataset.name: one for one in Record.objects.select_related("dataset", "case", "current")}
    assert set(records) == {"個案", "圖資"}
    for row in records.values():
        assert (row.case.state, row.migrated, row.unheard, row.case.version) == ("entered", True, True, 1)
        assert (row.current.grounds, row.current.reason) == ([], "")
    event = Event.objects.get(event="openness:entered")
    assert all(row.case.number in event.public for row in records.values())


def test_a_later_catalogue_opens_but_does_not_overrule_the_table(tmp_path, agency) -> None:
    bring(catalogue(tmp_path / "a.csv", ("1", "公廁", "不開放"), ("2", "個案", "依申請提供")), agency)
    bring(catalogue(tmp_path / "b.csv", ("1", "公廁", "開放資料"), ("2", "個案", "不開放")), agency)
    found = {one.name: one.openness for one in Dataset.objects.all()}
    assert found == {"公廁": "open", "個案": "on_application"}
    assert set(Record.objects.values_list("dataset__openness", "live")) == {
        ("open", False),
        ("on_application", True),
    }


def test_older_classes_are_entered_in_batches_and_only_once(agency, monkeypatch) -> None:
    monkeypatch.setattr(entering, "BATCH", 40)
    Dataset.objects.bulk_create(
        Dataset(agency=agency, title={"zh-Hant": f"資料 {n}"}, openness=openness, visible=True)
        for n in range(100)
        for openness in ("open", "", "not_provided")
    )
    assert entering.enter_older() == 100
    assert entering.enter_older() == 0
    assert Record.objects.filter(migrated=True, state="entered").count() == 100
    assert len(set(Record.objects.values_list("case__number", flat=True))) == 100
    assert Event.objects.filter(event="openness:entered").count() == 3
    assert Dataset.objects.filter(openness="").count() == 100


def test_an_entered_class_is_justified_by_its_agency_and_then_heard(agency, officer, dataset) -> None:
    Dataset.objects.filter(pk=dataset.pk).update(openness="on_application", visible=True)
    entering.enter_older()
    row = again(Record.objects.get())
    with pytest.raises(Refused):
        do(
            row,
            "find_reasonable",
            Actor("bd_x", frozenset({Role.COMMITTEE})),
            reason="理由具體，同意機關所擬。",
        )
    do(row, "justify", officer, NOON, grounds=["foi-18-1-6"], reason=REASON)
    row = again(row)
    assert (row.case.state, row.unheard, row.current.grounds) == ("in_force", True, ["foi-18-1-6"])
