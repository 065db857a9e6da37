"""Messy files: what holds them, what one press mends, what is remembered, what never becomes public."""

import openpyxl
import pytest
from tests.catalog.conftest import fresh, let_work
from tests.catalog.test_delivery import publish

from springhead.doors.demo import agency_site
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.recipe import Mending
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog import store
from springhead.foundation.catalog.commands import Accept, Mend

pytestmark = pytest.mark.django_db

BOTH = ("extra-cell", "duplicate-label")


def site(name: str) -> bytes:
    file = agency_site.file(name)
    assert file
    return file.make(now())


def do(delivery, command, officer):
    fire(delivery.number, command, by=officer, at=now())
    let_work(delivery)
    return fresh(delivery)


def test_big5_with_title_row_and_roc_dates_needs_no_hand(bring, officer) -> None:
    delivery = bring(site("reservoirs.csv"), name="reservoirs.csv")
    assert delivery.state == "checked"
    assert delivery.report["encoding"] == "cp950"
    types = {column["name"]: column["type"] for column in delivery.work["columns"]}
    assert types["觀測日期"] == "date"
    published = publish(delivery, officer)
    assert published.distribution.dataset.name.startswith("示範水庫每日水情表")


def test_a_normalisation_can_be_taken_back(bring, officer) -> None:
    delivery = bring(site("reservoirs.csv"), name="reservoirs.csv")
    delivery = do(delivery, Mend((Mending("keep_raw", column="觀測日期"),)), officer)
    types = {column["name"]: column["type"] for column in delivery.work["columns"]}
    assert types["觀測日期"] == "text"


def test_an_error_holds_until_it_is_accepted(bring, officer) -> None:
    delivery = bring(site("kindergartens.csv"), name="幼兒園.csv")
    assert delivery.state == "held"
    with pytest.raises(Refused):
        publish(delivery, officer)
    with pytest.raises(Refused):
        fire(delivery.number, Accept(("no-such-rule",)), by=officer, at=now())
    delivery = do(delivery, Accept(("extra-cell",)), officer)
    assert delivery.state == "held"  # the repeated column name is still there
    delivery = do(delivery, Mend((Mending("name", column="#4", value="傳真"),)), officer)
    assert delivery.state == "checked"
    assert [column["name"] for column in delivery.work["columns"]][3] == "傳真"
    assert publish(delivery, officer).snapshot.set_aside == 1


def test_what_was_accepted_is_remembered_for_the_same_header(bring, officer) -> None:
    first = publish(do(bring(site("kindergartens.csv"), name="幼兒園.csv"), Accept(BOTH), officer), officer)
    later = site("kindergartens.csv").replace("湧泉".encode(), "泉湧".encode())
    assert bring(later, name="幼兒園.csv", to=first.distribution).state == "checked"


def test_a_changed_header_asks_again(bring, officer) -> None:
    first = publish(do(bring(site("kindergartens.csv"), name="幼兒園.csv"), Accept(BOTH), officer), officer)
    later = site("kindergartens.csv").replace("核定人數".encode(), "人數".encode())
    assert bring(later, name="幼兒園.csv", to=first.distribution).state == "held"


def test_accepting_everything_is_not_remembered(bring, officer) -> None:
    first = publish(do(bring(site("kindergartens.csv"), name="幼兒園.csv"), Accept(("*",)), officer), officer)
    assert all(one["value"] != "*" for one in fresh(first).distribution.recipe["mendings"])


def test_a_hidden_sheet_cannot_be_accepted_wholesale(bring, officer) -> None:
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    assert delivery.state == "held"
    for rule in ("hidden-sheet", "*"):
        with pytest.raises(Refused) as refusal:
            fire(delivery.number, Accept((rule,)), by=officer, at=now())
        assert refusal.value.problems[0].code == "delivery-cannot-accept"


def test_a_stripped_sheet_never_becomes_public(bring, officer) -> None:
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    delivery = do(delivery, Mend((Mending("strip_hidden", value=["sheet:承辦名單"]),)), officer)
    assert delivery.state == "checked"
    snapshot = publish(delivery, officer).snapshot
    assert snapshot.original_sha != delivery.sha256
    assert all(one["sha256"] != delivery.sha256 for one in snapshot.stores)
    with store.blobs().open(snapshot.original_sha) as file:
        assert openpyxl.load_workbook(file).sheetnames == ["決算"]


def test_a_hidden_sheet_may_be_confirmed_as_fit_to_be_public(bring, officer) -> None:
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    delivery = do(delivery, Mend((Mending("accept", value="sheet:承辦名單"),)), officer)
    # Two sheets may now be the table: which one is asked, and accepting takes the first.
    assert delivery.state == "held"
    delivery = do(delivery, Accept(("several-sheets",)), officer)
    assert delivery.state == "checked"
    assert publish(delivery, officer).snapshot.original_sha == delivery.sha256


def test_parts_stripped_one_after_the_other_add_up(bring, officer) -> None:
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    delivery = do(delivery, Mend((Mending("strip_hidden", value=["sheet:甲"]),)), officer)
    delivery = do(delivery, Mend((Mending("strip_hidden", value=["sheet:承辦名單"]),)), officer)
    (strip,) = [one for one in delivery.recipe["mendings"] if one["op"] == "strip_hidden"]
    assert strip["value"] == ["sheet:甲", "sheet:承辦名單"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "report.pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "photo.csv"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason_in_both_languages(
    bring, content: bytes, name: str
) -> None:
    delivery = bring(content, name=name)
    assert delivery.state == "refused"
    problem = delivery.report["problems"][0]
    assert problem["zh-Hant"]["message"]
    assert problem["en"]["remedy"]


def test_the_page_of_a_held_delivery_offers_the_presses(client, bring, officer_person) -> None:
    client.force_login(officer_person)
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    page = client.get(f"/desk/deliveries/{delivery.number}/").content.decode()
    assert "有 1 種錯誤要您決定" in page
    assert "確認可公開" in page
    button = page.split('name="mendings" value="')[1].split('"')[0].replace("&quot;", '"')
    client.post(
        f"/desk/deliveries/{delivery.number}/mend", {"mendings": button, "version": delivery.case.version}
    )
    let_work(delivery)
    assert fresh(delivery).state == "checked"
