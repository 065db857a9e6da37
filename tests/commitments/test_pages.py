"""Everybody sees every promise; its agency promises, reports and moves dates in forms that say what is missing."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from tests.commitments.conftest import DUE, again, serve

from springhead.engine.kernel.actors import VISITOR, Role
from springhead.engine.kernel.now import now, today
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments import checking, panels, queries
from springhead.foundation.commitments.models import Commitment

pytestmark = pytest.mark.django_db
SOON = today() + timedelta(days=40)


def person(agency, role: Role) -> Person:
    made = Person.objects.create_user(f"{role}@example.tw", "correct horse battery")
    Membership.objects.create(person=made, agency=agency, role=role)
    return made


def text(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_list_says_what_will_stand_here(client) -> None:
    assert "這裡還沒有承諾" in text(client, "/commitments/")
    assert "No promise here" in text(client, "/en/commitments/")


def test_the_list_shows_day_agency_and_state(client, promise) -> None:
    row = promise(until=SOON, at=now())
    page = text(client, "/commitments/")
    assert row.number in page
    assert "清溪縣政府警察局" in page
    assert "準備中" in page
    assert row.number not in text(client, "/commitments/?kind=kept")


def test_pages_of_a_list_follow_each_other_without_gap_or_repeat(client, promise) -> None:
    rows = [promise(until=SOON + timedelta(days=n % 7), at=now()) for n in range(23)]
    for kind in ("open", ""):
        seen, cursor = [], ""
        while True:
            answer = client.get(f"/api/v1/commitments?kind={kind}&cursor={cursor}").json()
            seen += [item["number"] for item in answer["items"]]
            cursor = answer["next"]
            if not cursor:
                break
        assert sorted(seen) == sorted(row.number for row in rows)


def test_the_list_costs_the_same_however_long_it_is(client, promise, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    promise(until=SOON, at=now())
    with CaptureQueriesContext(connection) as one:
        client.get("/commitments/")
    for n in range(8):
        promise(until=SOON + timedelta(days=n), at=now())
    cache.clear()
    with django_assert_num_queries(len(one)):
        client.get("/commitments/")
    with django_assert_num_queries(len(one) - 1):  # the record is not counted again
        client.get("/commitments/")


def test_a_page_says_by_when_what_and_what_follows(client, promise) -> None:
    row = promise(items=["經度", "緯度"], until=SOON, at=now())
    page = text(client, f"/commitments/{row.number}")
    assert "還有 40 日" in page
    assert page.count("尚未提供") == 2
    assert "逾期 60 日" in page
    assert "機關承諾開放日" in page
    assert "40 days left" in text(client, f"/en/commitments/{row.number}")


def test_a_kept_promise_says_so(client, promise, dataset) -> None:
    row = promise(items=["經度"], until=SOON, at=now())
    serve(dataset, "經度")
    checking.look(row, at=now())
    page = text(client, f"/commitments/{row.number}")
    assert "如承諾開放" in page
    assert "已兌現" in text(client, "/commitments/?kind=kept")


def test_an_unknown_number_is_a_plain_404(client) -> None:
    assert "CM-2026-999999" in text(client, "/commitments/CM-2026-999999", 404)


def test_an_officer_promises_from_the_dataset(client, agency, dataset) -> None:
    officer = person(agency, Role.OFFICER)
    client.force_login(officer)
    path = f"/desk/datasets/{dataset.public_id}/promise"
    assert "承諾開放日" in text(client, path)
    answer = client.post(path, {"until": "", "items": "經度\n緯度"})
    assert answer.status_code == 422
    assert "沒有日期，不能承諾" in answer.content.decode()
    assert "緯度" in answer.content.decode()  # nothing typed is lost
    answer = client.post(path, {"until": SOON.isoformat(), "items": "經度\n緯度"})
    row = Commitment.objects.select_related("case").get()
    assert answer.headers["Location"] == f"/commitments/{row.number}"
    assert row.items == ["經度", "緯度"]
    assert Dataset.objects.get().stage == "promised"


def test_an_officer_ticks_what_the_release_has_to_pass(client, agency, dataset) -> None:
    client.force_login(person(agency, Role.OFFICER))
    path = f"/desk/datasets/{dataset.public_id}/promise"
    told = {"until": "", "needs": ["licence", "api"], "licence": "CC0-1.0", "standard": "TW-RAIN"}
    again = client.post(path, told).content.decode()
    assert 'value="api" checked' in again  # nothing ticked is lost
    assert 'value="CC0-1.0" selected' in again
    client.post(path, {**told, "until": SOON.isoformat()})
    row = Commitment.objects.get()
    assert (row.needs, row.licence, row.standard) == (["licence", "api"], "CC0-1.0", "TW-RAIN")


def test_others_do_not_promise_for_an_agency(client, dataset) -> None:
    path = f"/desk/datasets/{dataset.public_id}/promise"
    assert client.get(path).status_code == 302
    client.force_login(Person.objects.create_user("citizen@example.tw", "correct horse battery"))
    assert client.get(path).status_code in (403, 404)


def test_a_lead_moves_the_date_and_is_told_what_is_missing(client, agency, promise) -> None:
    row = promise(until=SOON, at=now())
    client.force_login(person(agency, Role.AGENCY_LEAD))
    path = f"/commitments/{row.number}"
    assert "展延承諾日" in text(client, path)
    later = (SOON + timedelta(days=30)).isoformat()
    answer = client.post(f"{path}/reschedule", {"until": later, "reason": "短"})
    assert answer.status_code == 422
    assert "請說明理由" in answer.content.decode()
    assert (
        client.post(
            f"{path}/reschedule", {"until": later, "reason": "廠商交付延後，需要一個月。"}
        ).status_code
        == 302
    )
    assert again(row).slips == 1
    assert "廠商交付延後" in text(client, path)
    assert client.post(f"{path}/verify", {}).status_code == 404
    assert client.post(f"{path}/date_passed", {}).status_code == 404


def test_a_visitor_is_offered_nothing_to_do(client, promise) -> None:
    row = promise(until=SOON, at=now())
    assert '<form method="post" action="/commitments/' not in text(client, f"/commitments/{row.number}")


def test_the_calendar_is_icalendar(client, promise) -> None:
    from icalendar import Calendar

    row = promise(until=SOON, at=now())
    answer = client.get("/commitments/calendar.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["DTSTART"].dt == SOON
    assert str(event["UID"]).startswith(row.number)


def test_the_api_tells_one_promise(client, promise) -> None:
    row = promise(items=["經度"], form="CSV", until=SOON, at=now())
    told = client.get(f"/api/v1/commitments/{row.number}").json()
    assert (told["due_on"], told["items"], told["format"], told["broken"]) == (
        SOON.isoformat(), ["經度"], "CSV", None,
    )  # fmt: skip
    assert client.get("/api/v1/commitments/CM-2020-000001").status_code == 404
    assert json.loads(client.get("/api/v1/commitments?kind=late").content)["items"] == []


@pytest.fixture
def panel_on_datasets(monkeypatch) -> None:
    from springhead.foundation.catalog import panels as dataset_panels

    monkeypatch.setattr(dataset_panels, "_panels", [panels.of_dataset])


def test_a_dataset_shows_its_promises_and_its_agency_the_way_to_make_one(promise, dataset, officer) -> None:
    assert panels.of_dataset(dataset, VISITOR) is None
    assert panels.of_dataset(dataset, officer).context["can_promise"]
    promise(until=DUE)
    dataset.refresh_from_db()
    assert not panels.of_dataset(dataset, officer).context["can_promise"]
    assert len(panels.of_dataset(dataset, VISITOR).context["promises"]) == 1


@pytest.mark.usefixtures("panel_on_datasets")
def test_the_page_of_a_promised_dataset_leads_to_the_promise(client, promise, dataset) -> None:
    row = promise(until=SOON, at=now())
    assert row.number in text(client, f"/datasets/{dataset.public_id}-事故地點")


def test_an_agency_shows_how_it_kept_its_promises(promise, agency) -> None:
    assert panels.of_agency(agency, VISITOR) is None
    promise(until=SOON, at=now())
    record = panels.of_agency(agency, VISITOR).context["record"]
    assert (record.total, record.open, record.late, record.broken) == (1, 1, 0, 0)


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL plans by statistics a test does not have"
)
@pytest.mark.parametrize(
    ("kind", "order"), [("kept", ("-due_on", "-id")), ("late", ("due_on", "id")), ("open", ("due_on", "id"))]
)
def test_a_list_by_state_walks_along_its_index(kind, order) -> None:
    plan = Commitment.objects.filter(queries.KINDS[kind]).order_by(*order)[:51].explain()
    assert ("commitment_open" if kind == "open" else "commitment_by_state") in plan
    assert "TEMP B-TREE" not in plan
