"""Pages and API of classes: everybody sees grounds, reasons and whether they were heard; people of the agency act."""

import pytest
from django.test import Client
from tests.openness.conftest import APPROVAL, COMMITTEE, REASON, WHY, again, class_of, classed, do

from springhead.config import wiring
from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.catalog import panels as dataset_panels
from springhead.procedures.openness.models import Record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wired(case_types):
    """Let all nouns show what they add to others' pages."""
    wiring.install()
    yield
    dataset_panels.install(())


def person(agency, role: Role, email: str) -> Person:
    made = Person.objects.create_user(email, "correct horse battery")
    Membership.objects.create(person=made, agency=agency, role=role)
    return made


@pytest.fixture
def desk(client: Client, agency) -> Client:
    client.force_login(person(agency, Role.OFFICER, "officer@example.tw"))
    return client


def test_everybody_sees_why_it_is_not_open_and_that_nobody_heard_it(client, start, dataset) -> None:
    row = start(dataset)
    page = client.get(f"/openness/{row.number}").content.decode()
    for text in (
        "未經審議",
        "個案姓名",
        "公開或提供有侵害個人隱私",
        "政府資訊公開法第 18 條第 1 項第 6 款",
        row.number,
    ):
        assert text in page
    english = client.get(f"/en/openness/{row.number}").content.decode()
    assert "Not yet heard" in english
    assert "Would invade privacy" in english


def test_after_the_committee_the_page_says_what_it_found(client, start, dataset) -> None:
    row = start(dataset)
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    page = client.get(f"/openness/{row.number}").content.decode()
    assert WHY in page
    assert "未經審議" not in page.split("<main")[1].split("經過")[0]


@pytest.mark.parametrize("kind", ["", "unheard", "noticed", "reviewing", "promised", "entered", "nonsense"])
def test_the_list_takes_the_same_few_queries_however_long(
    client, start, agency, kind, django_assert_max_num_queries
):
    from springhead.foundation.catalog.models import Dataset

    for n in range(12):
        start(Dataset.objects.create(agency=agency, title={"zh-Hant": f"資料 {n}"}))
    with django_assert_max_num_queries(4):
        answer = client.get(f"/openness/?kind={kind}")
    assert answer.status_code == 200


def test_paging_shows_every_case_once(client, start, agency) -> None:
    from springhead.foundation.catalog.models import Dataset
    from springhead.procedures.openness import queries

    for n in range(7):
        start(Dataset.objects.create(agency=agency, title={"zh-Hant": f"資料 {n}"}))
    seen, cursor = [], ""
    for _ in range(4):
        page = queries.listing(queries.Wanted(cursor=cursor), viewer=COMMITTEE, limit=2)
        seen += [row.number for row in page.items]
        cursor = page.next
    assert cursor == ""
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == 7


def test_an_officer_classes_a_dataset_on_its_own_page(desk, dataset) -> None:
    address = f"/desk/openness/{dataset.public_id}"
    assert "首次分類" in desk.get(address).content.decode()
    wrong = desk.post(address, {"openness": "not_provided", "reason": "涉及個資"})
    assert wrong.status_code == 422
    assert "必須選依據" in wrong.content.decode()
    assert "涉及個資" in wrong.content.decode()
    made = desk.post(address, classed())
    row = Record.objects.get()
    assert made["Location"] == f"/openness/{row.number}"
    assert desk.get(address)["Location"] == f"/openness/{row.number}"


def test_two_people_make_it_less_open_on_the_pages(desk, agency, public) -> None:
    desk.post(f"/desk/openness/{public.public_id}", classed())
    row = Record.objects.get()
    assert class_of(public) == "open"
    assert desk.post(f"/openness/{row.number}/approve", APPROVAL).status_code == 403
    head = Client()
    head.force_login(person(agency, Role.AGENCY_HEAD, "head@example.tw"))
    assert "首長核定" in head.get(f"/openness/{row.number}").content.decode()
    assert head.post(f"/openness/{row.number}/approve", {}).status_code == 422
    assert head.post(f"/openness/{row.number}/approve", APPROVAL).status_code == 302
    assert again(row).case.state == "noticed"
    assert APPROVAL["document_number"] in desk.get(f"/openness/{row.number}").content.decode()


def test_people_of_another_agency_and_visitors_cannot_act(client, other_agency, start, dataset) -> None:
    row = start(dataset)
    assert client.post(f"/openness/{row.number}/open_up").status_code in (302, 401, 403)
    assert class_of(dataset) == "not_provided"
    client.force_login(person(other_agency, Role.AGENCY_HEAD, "other@example.tw"))
    assert client.post(f"/openness/{row.number}/open_up").status_code == 403
    assert client.get(f"/desk/openness/{dataset.public_id}").status_code in (403, 404)
    assert "改為開放" not in client.get(f"/openness/{row.number}").content.decode()


def test_the_dataset_page_shows_the_class_and_the_way_to_its_case(client, start, dataset) -> None:
    from springhead.foundation.catalog.models import Dataset

    row = start(dataset)
    Dataset.objects.filter(pk=dataset.pk).update(visible=True, stage="listed")
    page = client.get(f"/datasets/{dataset.public_id}", follow=True).content.decode()
    assert f"/openness/{row.number}" in page
    assert "未經審議" in page


def test_the_grounds_show_the_wording_of_the_law_or_that_it_is_missing(client) -> None:
    page = client.get("/openness/grounds").content.decode()
    assert "公營事業機構經營之有關資料" in page
    assert "待補" in page
    assert "2005" in page
    english = client.get("/en/openness/grounds").content.decode()
    assert "Wording (in Chinese)" in english
    assert '<span lang="zh-Hant">' in english
    assert "待補" not in english


def test_the_api_lists_and_opens_cases(client, start, dataset, agency) -> None:
    row = start(dataset)
    (line,) = client.get("/api/v1/openness").json()["items"]
    assert (line["number"], line["heard"], line["openness"]) == (row.number, None, "not_provided")
    assert line["reasons"] == REASON
    assert client.get(f"/api/v1/openness/{row.number}").json() == line
    assert client.get("/api/v1/openness/OC-2026-999999").status_code == 404
    assert client.get("/api/v1/openness?kind=noticed").json()["items"] == []


def test_the_desk_lists_what_waits(desk, start, public) -> None:
    start(public, "propose")
    page = desk.get("/desk/openness/").content.decode()
    assert "調降待核定" in page
    assert "疫苗接種站" in page


def test_unknown_addresses_are_told_kindly(client, desk, start, dataset) -> None:
    row = start(dataset)
    assert client.get("/openness/OC-2026-777777").status_code == 404
    assert desk.post(f"/openness/{row.number}/no_such").status_code == 404


def test_page_and_api_name_the_two_persons_and_the_document(client, start, public, officer, head) -> None:
    row = start(public, "propose")
    assert client.get(f"/api/v1/openness/{row.number}").json()["approval"] is None
    do(row, "approve", head, **APPROVAL)
    assert client.get(f"/api/v1/openness/{row.number}").json()["approval"] == {
        "made_by": officer.id,
        "approved_by": head.id,
        **APPROVAL,
    }
    page = client.get(f"/openness/{row.number}").content.decode()
    assert f"{officer.id} 提出，{head.id} 核定" in page
    assert APPROVAL["document_number"] in page


def test_a_proposal_offers_only_what_is_less_open(desk, public, agency) -> None:
    page = desk.get(f"/desk/openness/{public.public_id}").content.decode()
    assert 'value="on_application"' in page
    type(public).objects.filter(pk=public.pk).update(openness="on_application")
    page = desk.get(f"/desk/openness/{public.public_id}").content.decode()
    assert 'value="not_provided"' in page
    assert 'value="on_application"' not in page


def test_the_desk_lists_the_applications_that_wait(desk, public, agency, officer) -> None:
    from springhead.engine.kernel.actors import Actor
    from springhead.procedures.openness import applications

    assert "沒有等待處理的申請" in desk.get("/desk/openness/").content.decode()
    type(public).objects.filter(pk=public.pk).update(openness="on_application")
    public.refresh_from_db()
    told = {"conditions": "僅供研究", "fee": "免費", "fee_basis": "無", "way": "個人連結"}
    applications.state_terms(public, told, by=officer)
    citizen = Actor(id="pp_applicant", roles=frozenset({Role.CITIZEN}))
    form = {"name": "王小明", "purpose": "研究登革熱的空間分布。", "accepts": "on"}
    number = applications.open_for(public, form, by=citizen)
    for place in ("/desk/openness/", "/en/desk/openness/", "/applications/"):
        page = desk.get(place).content.decode()
        assert number in page, place
    assert "王小明" not in page
