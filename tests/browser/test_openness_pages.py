"""Pages of classes in a real browser: no axe violation, in the dark and on a phone too; an officer works by keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.browser.conftest import violations

from springhead.config import wiring
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.catalog.models import Dataset, Distribution, Snapshot
from springhead.procedures.openness import applications, commands, consistency, inventory
from springhead.procedures.openness.inventory import Said
from springhead.procedures.openness.models import HandedOver, PersonalLink, Record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "資料含個案姓名與就醫紀錄，去識別化後樣本過小，仍可能間接識別當事人，已評估部分開放仍不可行。"
TERMS = {
    "conditions": "僅供研究。",
    "fee": "每次 500 元",
    "fee_basis": "收費標準第 3 條",
    "way": "加密下載連結",
}


@pytest.fixture
def house() -> Agency:
    """An agency with data in every class, one announced change, one entry kept back, terms and an application."""
    wiring.install()
    agency = naming.create(Agency(names={"zh-Hant": "清溪縣政府衛生局", "en": "Health Office of Clearbrook"}))
    other = naming.create(Agency(names={"zh-Hant": "遠山縣政府衛生局", "en": "Health Office of Farhill"}))
    officer = Actor("pp_officer00", frozenset({Role.OFFICER}), frozenset({agency.public_id}))
    head = Actor("pp_head0000", frozenset({Role.AGENCY_HEAD}), frozenset({agency.public_id}))

    def start(title: str, event: str, openness: str, **more: Any) -> Record:
        found = Dataset.objects.create(agency=agency, title={"zh-Hant": title, "en": title}, **more)
        told = {"openness": openness, "grounds": ["foi-18-1-6"], "reason": REASON, "dataset": found.public_id}
        opening = Opening(dict(found.title), agency.public_id, subjects=(found.public_id,))
        case = open_case("openness", commands.parse(event, told), opening, by=officer, at=now()).case
        return Record.objects.select_related("case", "dataset").get(case=case)

    start("傳染病個案", "classify", "not_provided")
    change = start("疫苗接種站", "propose", "on_application", visible=True, stage="listed")
    approval = {"document_number": "清衛資字第1150000123號", "document_on": "2026-03-02"}
    fire(change.case.number, commands.parse("approve", approval), by=head, at=now())
    shared = start("健康檢查統計", "classify", "on_application").dataset
    Dataset.objects.filter(pk=shared.pk).update(visible=True, stage="listed")
    shares = (("遠山縣政府", "資料交換協議", None, None),)
    inventory.note(shared, Said(sharings=shares), by=officer)
    hidden = Dataset.objects.create(agency=agency, title={"zh-Hant": "秘密"})
    inventory.note(hidden, Said(withheld="foi-18-1-1"), by=officer)
    applications.state_terms(shared, TERMS, by=officer)
    Dataset.objects.create(agency=other, title={"zh-Hant": "健康檢查統計"}, visible=True, stage="listed")
    consistency.refresh()
    return agency


@pytest.fixture(params=["light", "dark"])
def page(chromium: Any, live_server: Any, request: Any) -> Iterator[Any]:
    """A fresh page in each colour scheme."""
    context = chromium.new_context(base_url=live_server.url, color_scheme=request.param)
    yield context.new_page()
    context.close()


def sign_in(page: Any, agency: Agency, role: Role, address: str) -> Person:
    person = Person.objects.create_user(f"{role}@example.tw", "correct horse battery")
    Membership.objects.create(person=person, agency=agency, role=role)
    client = Client()
    client.force_login(person)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": address}])
    return person


def check(page: Any, paths: list[str]) -> None:
    for path in paths:
        page.set_viewport_size({"width": 1200, "height": 900})
        page.goto(path)
        assert violations(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_public_pages_have_no_axe_violation_and_fit_a_phone(page: Any, house: Agency) -> None:
    numbers = [row.case.number for row in Record.objects.select_related("case")]
    inventory_of = f"/openness/agencies/{house.public_id}"
    check(
        page,
        [
            "/openness/", "/en/openness/?kind=unheard", "/openness/grounds", *(f"/openness/{one}" for one in numbers),
            f"/en/openness/{numbers[1]}", inventory_of, f"/en{inventory_of}", "/openness/consistency",
            "/openness/consistency?q=健康檢查", "/en/openness/consistency?q=nothing",
        ],
    )  # fmt: skip


def test_an_officer_classes_a_dataset_by_keyboard(page: Any, house: Agency, live_server: Any) -> None:
    sign_in(page, house, Role.OFFICER, live_server.url)
    fresh = Dataset.objects.create(agency=house, title={"zh-Hant": "就診明細"})
    shared = Dataset.objects.get(openness="on_application")
    desk = f"/desk/openness/agencies/{house.public_id}"
    check(
        page,
        [
            "/desk/openness/", desk, f"/en{desk}", f"/desk/openness/{fresh.public_id}/entry",
            f"/desk/openness/{shared.public_id}/terms", f"/applications/new/{shared.public_id}", "/applications/",
            f"/desk/openness/{fresh.public_id}",
        ],
    )  # fmt: skip
    page.set_viewport_size({"width": 1200, "height": 900})
    page.focus("#classify-openness-not_provided")
    page.keyboard.press("Space")
    page.focus("#classify-foi-18-1-6")
    page.keyboard.press("Space")
    page.focus("#classify-reason")
    page.keyboard.type("涉及個資")
    page.focus("main form button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    assert violations(page) == []
    assert page.is_checked("#classify-foi-18-1-6")  # what was ticked is still ticked
    page.fill("#classify-reason", REASON)
    page.focus("main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/openness/OC-*")
    assert "未經審議" in page.inner_text("main")
    assert violations(page) == []


def test_an_applicant_sees_the_log_of_what_was_handed_over(
    page: Any, house: Agency, live_server: Any
) -> None:
    person = sign_in(page, house, Role.OFFICER, live_server.url)
    shared = Dataset.objects.get(openness="on_application")
    by = Actor(person.public_id, frozenset({Role.CITIZEN, Role.OFFICER}), frozenset({house.public_id}))
    form = {"name": "王小明", "purpose": "研究登革熱的空間分布。", "accepts": "on"}
    number = applications.open_for(shared, form, by=by)
    from springhead.procedures.openness import application_commands

    fire(number, application_commands.parse("grant", {"fee_twd": "0"}), by=by, at=now())
    handed = {"what": "a.csv", "way": "光碟", "sha256": "a" * 64}
    fire(number, application_commands.parse("hand_over", handed), by=by, at=now())
    table = Distribution.objects.create(dataset=shared)
    store = {"kind": "original", "file": "x", "sha256": "b" * 64, "size": 9, "name": "健康檢查統計.csv"}
    kept = Snapshot.objects.create(distribution=table, number=1, stores=[store], original_sha="b" * 64)
    Distribution.objects.filter(pk=table.pk).update(current=kept)
    for _ in range(2):
        told = {"file": store["sha256"], "days": "14"}
        fire(number, application_commands.parse("offer_link", told), by=by, at=now())
    live, over = PersonalLink.objects.order_by("pk")
    PersonalLink.objects.filter(pk=over.pk).update(expires_at=now())
    links = [f"/applications/{number}/links/{one.public_id}" for one in (live, over)]
    shown = [f"/applications/{number}", *links]
    check(page, [*shown, *(f"/en{one}" for one in shown)])
    page.goto(f"/applications/{number}")
    assert "a.csv" in page.inner_text("main")
    page.goto(links[1])
    assert "結束時失效" in page.inner_text("main")
    page.goto(links[0])
    page.get_by_role("button", name="下載").click()
    page.wait_for_url("**/files/personal/*")  # another application serves it, which does not run here
    page.goto(links[0])
    assert "還沒有下載過" not in page.inner_text("main")
    assert HandedOver.objects.filter(link=live).count() == 1
