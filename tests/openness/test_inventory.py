"""The inventory: everything an agency holds or plans; out and in again without loss; what is kept back is only counted."""

import io
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.test_api import make_key
from tests.openness.conftest import APPROVAL, NOON, REASON, again, class_of, codes, do, of
from tests.openness.test_pages import person

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import bulk_sheets
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ledger.models import Event
from springhead.procedures.openness import inventory, inventory_sheet, sheet_cells
from springhead.procedures.openness.inventory import Said
from springhead.procedures.openness.models import Entry, Record, Sharing

pytestmark = pytest.mark.django_db
HEAD = [
    "資料集編號",
    "資料集名稱",
    "開放類別",
    "依據",
    "理由",
    "類別到期日",
    "共享對象與依據",
    "清冊不公開之依據",
    "備註",
]
SHARE = "遠山縣政府；傳染病防治法通報資料交換協議；2026-01-01"


def row(dataset: Dataset | None = None, **cells: str) -> list[str]:
    """Return a row as it was exported, with these cells changed."""
    told = dict.fromkeys(sheet_cells.COLUMNS, "")
    if dataset is not None:
        told = sheet_cells.of(inventory.line(inventory.loaded(Dataset.objects.filter(pk=dataset.pk)).get()))
    told |= {sheet_cells.HEADS[name]: text for name, text in cells.items()}
    return [told[sheet_cells.HEADS[name]] for name in HEAD]


def apply(agency, rows, by) -> int:
    plan = inventory_sheet.plan(agency, [HEAD, *rows], by=by)
    assert not plan.problems, plan.problems
    return inventory_sheet.carry_out(agency, plan.changes, by=by)


@pytest.fixture
def full(agency, officer, dataset, public, start) -> None:
    """Datasets of every sort, with text that spreadsheets like to change."""
    start(dataset, expires_on="2030-09-01")
    sharings = (
        ("遠山縣政府", "交換協議", date(2026, 1, 1), None),
        ("清溪縣警察局", "個資法第16條", None, date(2028, 1, 1)),
    )
    inventory.note(dataset, Said(remarks='=1+1 "引號"\n第二行', sharings=sharings), by=officer)
    inventory.note(public, Said(planned_on=date(2027, 1, 1), remarks="'0912"), by=officer)
    Dataset.objects.create(agency=agency, title={"zh-Hant": "-草稿"}, openness="")


# ── the table ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["csv", "ods", "xlsx"])
def test_a_table_goes_out_and_comes_in_again_without_any_difference(agency, officer, full, form) -> None:
    rows = inventory_sheet.rows_of(agency, everything=True)
    if form == "csv":
        content = "".join(bulk_sheets.as_csv(rows)).encode()
    else:
        content = bulk_sheets.as_ods(rows) if form == "ods" else bulk_sheets.as_xlsx(rows)
    plan = inventory_sheet.plan(agency, bulk_sheets.read(content, f"x.{form}"), by=officer)
    assert (plan.changes, plan.problems, plan.unchanged) == ((), (), 3)


def test_reading_what_a_cell_shows_gives_what_it_was(agency, officer, full) -> None:
    for found in inventory.loaded(inventory.rows(agency, everything=True)):
        line = inventory.line(found)
        cells = sheet_cells.read(sheet_cells.of(line))
        assert not cells.problems
        if line.entry:
            assert cells.said == inventory.said_of(line.entry, line.sharings)
        assert (cells.openness, list(cells.grounds)) == (found.openness, found.grounds)


def test_a_row_without_an_id_plans_a_dataset_with_its_class(agency, officer) -> None:
    cells = {
        "資料集名稱": "安置名冊",
        "開放類別": "不開放",
        "依據": "foi-18-1-6",
        "理由": REASON,
        "共享對象與依據": SHARE,
    }
    assert apply(agency, [row(**cells), row(資料集名稱="規劃中的統計")], officer) == 2
    found = _named("安置名冊")
    assert (found.openness, found.stage, found.visible) == ("not_provided", "planned", False)
    assert again(Record.objects.get(dataset=found)).case.state == "in_force"
    share = Sharing.objects.get(dataset=found)
    assert (share.with_whom, share.since) == ("遠山縣政府", date(2026, 1, 1))
    assert _named("規劃中的統計").openness == ""  # nobody has said


def _named(name: str) -> Dataset:
    return next(one for one in Dataset.objects.all() if one.name == name)


def test_a_row_that_takes_something_away_becomes_a_proposal(agency, officer, head, public) -> None:
    cells = {"開放類別": "依申請提供", "依據": "op-charge", "理由": REASON}
    plan = inventory_sheet.plan(agency, [HEAD, row(public, **cells)], by=officer)
    assert plan.moves == {2: "propose"}
    inventory_sheet.carry_out(agency, plan.changes, by=officer)
    record = Record.objects.get()
    assert (class_of(public), again(record).case.state) == ("open", "proposed")
    do(record, "approve", head, **APPROVAL)


def test_a_row_that_opens_takes_effect_at_once(agency, officer, dataset, start) -> None:
    start(dataset)
    apply(agency, [row(dataset, 開放類別="開放資料")], officer)
    assert class_of(dataset) == "open"
    assert again(Record.objects.get()).case.state == "open"


def test_other_reasons_for_the_same_class_are_heard_anew(agency, officer, dataset, start) -> None:
    start(dataset)
    cells = {"開放類別": "不開放", "依據": "foi-18-1-6、foi-18-1-7", "理由": REASON + "並涉及營業秘密。"}
    apply(agency, [row(dataset, **cells)], officer)
    record = again(Record.objects.get())
    assert record.current.grounds == ["foi-18-1-6", "foi-18-1-7"]
    assert record.unheard


BAD = [
    ({"開放類別": "機密"}, "C2", "沒有「機密」這個類別"),
    ({"開放類別": "不開放", "依據": "foi-18-1-6", "理由": "涉及個資"}, "E2", "理由至少 30 個字"),
    ({"開放類別": "不開放", "理由": REASON}, "D2", "必須選依據"),
    ({"開放類別": "不開放", "依據": "made-up", "理由": REASON}, "D2", "made-up"),
    ({"開放類別": "不開放", "依據": "foi-18-1-6", "理由": REASON, "類別到期日": "明年"}, "F2", "明年"),
    (
        {"開放類別": "不開放", "依據": "foi-18-1-6", "理由": REASON, "類別到期日": "2020-01-01"},
        "F2",
        "2020 年 1 月 1 日",
    ),
    ({"共享對象與依據": "警察局"}, "G2", "警察局"),
    ({"共享對象與依據": "警察局；協議；昨天"}, "G2", "昨天"),
    ({"清冊不公開之依據": "foi-99"}, "H2", "foi-99"),
    ({"備註": "長" * 1001}, "I2", "1000"),
    ({"資料集名稱": "改名"}, "B2", "不能在清冊修改"),
    ({"開放類別": ""}, "C2", "不能清空"),
]


@pytest.mark.parametrize(("cells", "where", "says"), BAD)
def test_every_fault_names_its_cell(agency, officer, dataset, cells, where, says) -> None:  # noqa: PLR0917
    plan = inventory_sheet.plan(agency, [HEAD, row(dataset, **cells)], by=officer)
    assert where in {one.where for one in plan.problems}
    (problem,) = [one for one in plan.problems if one.where == where]
    assert says in problem.message("zh-Hant")
    assert where in problem.message("en")
    assert not plan.changes


def test_what_the_catalogue_shows_cannot_be_kept_back_any_more(agency, officer, dataset, public) -> None:
    with pytest.raises(Refused) as error:
        inventory.note(public, Said(withheld="foi-18-1-1"), by=officer)
    assert codes(error) == {"openness-name-is-public"}
    assert not Entry.objects.exists()
    marked = {"清冊不公開之依據": "foi-18-1-1"}
    plan = inventory_sheet.plan(agency, [HEAD, row(dataset, **marked), row(public, **marked)], by=officer)
    (problem,) = plan.problems
    assert problem.where == f"{'ABCDEFGHIJKLMNOP'[HEAD.index('清冊不公開之依據')]}3"
    assert "已經公開" in problem.message("zh-Hant")
    assert {one.dataset for one in plan.changes} == {dataset.public_id}


def test_rows_that_are_wrong_do_not_hold_up_the_others(
    agency, officer, other_agency, dataset, public
) -> None:
    foreign = Dataset.objects.create(agency=other_agency, title={"zh-Hant": "別人的"})
    rows = [
        row(foreign), row(dataset, 備註="可以"), row(dataset, 備註="重複"), [*row(public), "多出來"], row(備註="沒有名稱"),
    ]  # fmt: skip
    plan = inventory_sheet.plan(agency, [HEAD, *rows], by=officer)
    assert [one.where for one in plan.problems] == ["A2", "A4", "J5", "B6"]
    assert [(one.dataset, one.column, one.after) for one in plan.changes] == [
        (dataset.public_id, "remarks", "可以")
    ]


def test_a_header_that_is_strange_is_refused_with_its_cells(agency, officer) -> None:
    with pytest.raises(Refused) as error:
        inventory_sheet.plan(agency, [["資料集編號", "奇怪", "備註", "備註"]], by=officer)
    assert codes(error) == {"bulk-column-unknown", "bulk-column-twice"}
    with pytest.raises(Refused) as error:
        inventory_sheet.plan(agency, [["備註"]], by=officer)
    assert codes(error) == {"inventory-no-title-column"}


def test_what_somebody_else_changed_meanwhile_is_not_written_over(agency, officer, dataset, public) -> None:
    plan = inventory_sheet.plan(agency, [HEAD, row(dataset, 備註="甲"), row(public, 備註="乙")], by=officer)
    inventory.note(dataset, Said(remarks="別人先寫"), by=officer)
    with pytest.raises(Refused) as error:
        inventory_sheet.carry_out(agency, plan.changes, by=officer)
    assert codes(error) == {"bulk-stale"}
    assert not Entry.objects.filter(dataset=public).exists()


def test_one_refused_class_undoes_the_whole_import(agency, officer, dataset, public, start) -> None:
    cells = {"開放類別": "不開放", "依據": "foi-18-1-6", "理由": REASON}
    plan = inventory_sheet.plan(agency, [HEAD, row(public, 備註="甲"), row(dataset, **cells)], by=officer)
    start(dataset)
    with pytest.raises(Refused):
        inventory_sheet.carry_out(agency, plan.changes, by=officer)
    assert not Entry.objects.exists()


def test_people_of_another_agency_can_neither_compare_nor_write(agency, other_agency, dataset) -> None:
    for role in (Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD):
        stranger = of(other_agency, role)
        with pytest.raises(Refused):
            inventory_sheet.plan(agency, [HEAD, row(dataset, 備註="x")], by=stranger)
        with pytest.raises(Refused):
            inventory_sheet.carry_out(agency, [], by=stranger)
        with pytest.raises(Refused):
            inventory.note(dataset, Said(), by=stranger)


# ── what the public sees ────────────────────────────────────────────────────


def test_the_law_keeps_an_entry_back_then_only_its_count_and_ground_are_public(
    client, agency, officer, dataset, public
) -> None:
    inventory.note(dataset, Said(withheld="foi-18-1-1", remarks="秘密備註"), by=officer)
    cells = {
        "開放類別": "不開放",
        "依據": "foi-18-1-1",
        "理由": REASON,
        "清冊不公開之依據": "foi-18-1-1",
        "備註": "秘密備註",
    }
    apply(agency, [row(dataset, **cells)], officer)
    cache.clear()
    record = Record.objects.get()
    places = [
        f"/openness/agencies/{agency.public_id}", f"/en/openness/agencies/{agency.public_id}",
        f"/api/v1/openness/agencies/{agency.public_id}", f"/openness/agencies/{agency.public_id}/inventory.csv",
        "/openness/", f"/openness/{record.number}", f"/api/v1/openness/{record.number}", "/api/v1/openness",
        f"/cases/{record.number}", f"/api/v1/cases/{record.number}",
    ]  # fmt: skip
    for place in places:
        answer = client.get(place)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code in (200, 302), place
        assert "傳染病個案" not in text.decode(), place
        assert "秘密備註" not in text.decode(), place
    told = client.get(f"/api/v1/openness/agencies/{agency.public_id}").json()
    assert told["withheld"] == [{"ground": "foi-18-1-1", "count": 1}]
    assert [one["dataset"] for one in told["items"]] == [public.public_id]
    assert not [one for one in Event.objects.all() if "傳染病" in one.public or "秘密" in one.public]


def test_drafts_nobody_put_in_stay_with_their_agency(client, agency, full) -> None:
    page = client.get(f"/openness/agencies/{agency.public_id}").content.decode()
    assert "傳染病個案" in page
    assert "交換協議" in page
    assert "草稿" not in page


def test_a_public_page_takes_a_fixed_number_of_queries(
    client, agency, officer, django_assert_max_num_queries
) -> None:
    for n in range(30):
        one = Dataset.objects.create(agency=agency, title={"zh-Hant": f"資料 {n}"}, visible=True)
        inventory.note(one, Said(sharings=(("甲", "乙", None, None),)), by=officer)
    with django_assert_max_num_queries(8):
        assert client.get(f"/openness/agencies/{agency.public_id}").status_code == 200


def test_paging_shows_every_entry_once(agency, officer) -> None:
    for n in range(7):
        Dataset.objects.create(agency=agency, title={"zh-Hant": f"資料 {n}"}, visible=True)
    seen, cursor = [], ""
    for _ in range(4):
        page = inventory.listing(agency, viewer=of(agency, Role.CITIZEN), cursor=cursor, limit=2)
        seen += [one.dataset.public_id for one in page.items]
        cursor = page.next
    assert cursor == ""
    assert len(seen) == len(set(seen)) == 7


# ── the desk ────────────────────────────────────────────────────────────────


def test_an_officer_sends_a_table_sees_the_differences_and_confirms(client: Client, agency, dataset) -> None:
    client.force_login(person(agency, Role.OFFICER, "officer@example.tw"))
    desk = f"/desk/openness/agencies/{agency.public_id}"
    assert "傳染病個案" in client.get(desk).content.decode()
    text = "".join(bulk_sheets.as_csv([HEAD, row(dataset, 備註="新備註"), row(資料集名稱="新資料")]))
    sent = SimpleUploadedFile("inventory.csv", text.encode())
    page = client.post(desk, {"file": sent}).content.decode()
    assert "新備註" in page
    assert not Entry.objects.exists()
    token = page.split('name="token" value="')[1].split('"')[0]
    assert client.post(f"{desk}/carry-out", {"token": token}).status_code == 302
    assert Entry.objects.get(dataset=dataset).remarks == "新備註"
    assert _named("新資料").stage == "planned"
    assert (
        client.post(f"{desk}/carry-out", {"token": token}).status_code == 409
    )  # replayed: it says so by now


def test_a_program_brings_a_table_whole_or_not_at_all(client: Client, agency, other_agency, dataset) -> None:
    place = f"/api/v1/openness/agencies/{agency.public_id}/inventory"
    office = {"Authorization": f"Bearer {make_key(person(agency, Role.OFFICER, 'o@example.tw'), ['cases'])}"}
    other = {
        "Authorization": f"Bearer {make_key(person(other_agency, Role.OFFICER, 'x@example.tw'), ['cases'])}"
    }
    sent = bulk_sheets.as_ods([HEAD, row(dataset, 備註="新備註"), row(資料集名稱="新資料")])
    wrong = bulk_sheets.as_xlsx(
        [HEAD, row(dataset, 備註="新備註"), row(資料集名稱="新資料", 開放類別="祕密")]
    )
    for headers, status in (({}, 401), (other, 403)):
        assert client.put(place, sent, bulk_sheets.ODS_TYPE, headers=headers).status_code == status
    told = client.put(place, sent, bulk_sheets.ODS_TYPE, headers=office).json()
    assert (told["written"], told["datasets"], told["count"]) == (False, 2, 2)
    assert not Entry.objects.exists()
    refused = client.put(f"{place}?apply=true", wrong, bulk_sheets.XLSX_TYPE, headers=office)
    assert refused.status_code == 422
    assert "C3" in str(refused.json())
    assert not Entry.objects.exists()
    assert client.put(f"{place}?apply=true", sent, bulk_sheets.ODS_TYPE, headers=office).json()["written"]
    assert Entry.objects.get(dataset=dataset).remarks == "新備註"
    assert client.put(place, sent, bulk_sheets.ODS_TYPE, headers=office).json()["unchanged"] == 1
    assert (
        client.put(place, b"x" * (bulk_sheets.MOST_BYTES + 1), "text/csv", headers=office).status_code == 413
    )


def test_a_token_of_somebody_else_writes_nothing(client: Client, agency, dataset, officer) -> None:
    first = person(agency, Role.OFFICER, "a@example.tw")
    client.force_login(first)
    desk = f"/desk/openness/agencies/{agency.public_id}"
    text = "".join(bulk_sheets.as_csv([HEAD, row(dataset, 備註="新備註")]))
    page = client.post(desk, {"file": SimpleUploadedFile("i.csv", text.encode())}).content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    client.force_login(person(agency, Role.OFFICER, "b@example.tw"))
    assert client.post(f"{desk}/carry-out", {"token": token}).status_code == 400
    assert client.post(f"{desk}/carry-out", {"token": "x"}).status_code == 400
    assert not Entry.objects.exists()


def test_the_whole_inventory_is_exported_to_its_own_people_only(
    client: Client, agency, other_agency, officer, dataset
):
    inventory.note(dataset, Said(withheld="foi-18-1-1"), by=officer)
    place = f"/desk/openness/agencies/{agency.public_id}/inventory.xlsx"
    client.force_login(person(other_agency, Role.AGENCY_HEAD, "x@example.tw"))
    assert client.get(place).status_code == 403
    client.force_login(person(agency, Role.OFFICER, "officer@example.tw"))
    rows = bulk_sheets.read(io.BytesIO(client.get(place).content).read(), "x.xlsx")
    assert rows[1][1] == "傳染病個案"
    assert client.get(place.replace("xlsx", "exe")).status_code == 404


def test_an_entry_is_kept_on_its_own_form(client: Client, agency, dataset) -> None:
    client.force_login(person(agency, Role.OFFICER, "officer@example.tw"))
    place = f"/desk/openness/{dataset.public_id}/entry"
    assert client.get(place).status_code == 200
    wrong = client.post(place, {"sharings": "警察局"})
    assert wrong.status_code == 422
    assert "警察局" in wrong.content.decode()
    assert client.post(place, {"sharings": SHARE, "remarks": "備註"}).status_code == 302
    assert Sharing.objects.get().basis == "傳染病防治法通報資料交換協議"


def test_shared_data_are_reviewed_every_year_whatever_their_class(agency, officer, dataset, start) -> None:
    from tests.openness.conftest import COMMITTEE, WHY

    record = start(dataset)
    inventory.note(dataset, Said(sharings=(("遠山縣政府", "交換協議", None, None),)), by=officer)
    do(record, "find_reasonable", COMMITTEE, NOON, reason=WHY)
    assert again(record).review_on == date(2027, 3, 2)


def test_data_shared_after_the_class_was_heard_are_reviewed_every_year_from_then(
    agency, officer, dataset, start, monkeypatch
) -> None:
    from tests.openness.conftest import COMMITTEE, DAY, WHY

    from springhead.procedures.openness import watching

    record = start(dataset)
    do(record, "find_reasonable", COMMITTEE, NOON, reason=WHY)
    assert again(record).review_on is None
    for n, day in ((10, date(2027, 3, 12)), (11, date(2027, 3, 12))):
        inventory.note(dataset, Said(sharings=(("遠山縣政府", "交換協議", None, None),)), by=officer)
        monkeypatch.setattr(watching, "today", lambda n=n: (NOON + n * DAY).date())
        monkeypatch.setattr(watching, "now", lambda n=n: NOON + n * DAY)
        watching.look(lambda _pks: {})
        assert again(record).review_on == day
