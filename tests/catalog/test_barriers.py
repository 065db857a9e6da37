"""Datasets whose links give no data to programs stand on the agency's desk, its page and a public list, with remedies."""

import json

import pytest
from django.test import Client
from tests.catalog.test_links import FIRST, GOOD, SECOND, judge, linked, see

from springhead.config import wiring
from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.catalog import barriers
from springhead.foundation.catalog import panels as dataset_panels
from springhead.foundation.checks import rules
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.vocabulary import Page

pytestmark = pytest.mark.django_db
__all__ = ["linked"]
LOGIN = Evidence(status=200, kind="html", page=Page.LOGIN)


@pytest.fixture
def wired():
    from springhead.foundation.cases import registry

    before = registry.case_types()
    wiring.install()
    yield
    registry.install(before)
    dataset_panels.install(())


@pytest.fixture
def behind_a_login(linked):
    see(FIRST, GOOD)
    for _ in range(rules.MISSES):
        see(SECOND, LOGIN)
    judge()
    return linked


def test_a_link_behind_a_login_is_listed_with_its_reason_and_remedy(behind_a_login, client) -> None:
    page = client.get("/barriers/").content.decode()
    assert SECOND in page
    assert FIRST not in page
    assert "登入" in page
    english = client.get("/en/barriers/").content.decode()
    assert "sign" in english.lower() or "log" in english.lower()


def test_it_stands_on_the_pages_of_the_agency_and_the_desk_of_its_officer(
    wired, behind_a_login, agency, client
) -> None:
    assert (
        f"/barriers/?agency={agency.public_id}"
        in client.get(f"/agencies/{agency.public_id}").content.decode()
    )
    person = Person.objects.create_user("barrier-officer@example.tw", "correct horse battery")
    Membership.objects.create(person=person, agency=agency, role=Role.OFFICER, valid_from="2020-01-01")
    desk = Client()
    desk.force_login(person)
    assert "/barriers/?agency=mine" in desk.get("/desk/").content.decode()
    assert SECOND in desk.get("/barriers/?agency=mine").content.decode()
    assert SECOND not in client.get("/barriers/?agency=mine").content.decode()


def test_programs_get_the_list_with_codes(behind_a_login, agency, client) -> None:
    told = json.loads(client.get(f"/barriers/table.json?agency={agency.public_id}").content)["items"]
    assert told[0]["dataset"] == behind_a_login.public_id
    assert told[0]["links"][0]["reasons"][0]["code"] == "link-login"
    sheet = b"".join(client.get("/barriers/table.csv").streaming_content).decode()
    assert SECOND in sheet
    assert client.get("/barriers/table.json?agency=ag_nobody0").json()["items"] == []


def test_a_mended_link_leaves_the_list(behind_a_login, client) -> None:
    see(SECOND, GOOD)
    judge()
    assert "沒有發現障礙" in client.get("/barriers/").content.decode()


def test_the_list_takes_the_same_few_queries_and_pages_once(
    behind_a_login, agency, client, django_assert_max_num_queries
) -> None:
    from springhead.foundation.catalog.models import Dataset, Distribution

    for n in range(7):
        made = Dataset.objects.create(
            agency=agency, title={"zh-Hant": f"資料 {n}"}, visible=True, stage="listed", verdict="broken"
        )
        Distribution.objects.create(dataset=made, kind="link", url=SECOND)
    with django_assert_max_num_queries(8):
        assert client.get("/barriers/").status_code == 200
    seen, cursor = [], ""
    for _ in range(5):
        page = barriers.listing(cursor=cursor, limit=3)
        seen += [one.dataset.pk for one in page.items]
        cursor = page.next
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 8
