"""`/api/v1/cases`."""

import pytest
from tests.support.parcels import AGENCY, NOON, hand_in

from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies import actions
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases.models import Case

pytestmark = pytest.mark.django_db


def key_of(*scopes, agency=AGENCY):
    place, _ = Agency.objects.get_or_create(
        public_id=agency, defaults={"names": {"zh-Hant": agency}, "name_key": agency}
    )
    person = Person.objects.create(email=f"{agency}{len(scopes)}@example.org")
    Membership.objects.create(person=person, agency=place, role=Role.OFFICER, valid_from="2020-01-01")
    return {"Authorization": f"Bearer {make_key(person, scopes)}"}


def make_key(person, scopes):
    command = MakeKey(label="t", scopes=tuple(Scope(scope) for scope in scopes), days=30)
    return actions.make_key(command, owner=person, by=actor_of(person))[1]


def test_a_list_has_the_shape_of_every_list(client):
    case = hand_in().case
    body = client.get("/api/v1/cases?type=parcel&limit=1").json()
    assert {"items", "next", "count", "count_is"} == set(body)
    line = body["items"][0]
    assert (line["number"], line["state"], line["phase"], line["version"]) == (
        case.number,
        "sent",
        "intake",
        1,
    )
    assert line["subjects"] == ["ds_00000001"]
    assert line["next_due"] == "2026-03-16T16:00:00+00:00"
    assert line["next_due_on"] == "2026-03-16"


def test_the_pages_of_a_list_follow_one_another(client):
    numbers = [hand_in().case.number for _ in range(3)]
    first = client.get("/api/v1/cases?limit=2").json()
    second = client.get(f"/api/v1/cases?limit=2&cursor={first['next']}").json()
    assert [line["number"] for line in first["items"] + second["items"]] == numbers[::-1]
    assert second["next"] is None


def test_an_unknown_case_is_a_problem(client):
    answer = client.get("/api/v1/cases/PA-2026-999999", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["problems"][0]["code"] == "case-unknown"


def test_commands_need_a_key_with_the_scope(client):
    case = hand_in().case
    place = f"/api/v1/cases/{case.number}/commands"
    assert client.get(place).status_code == 401
    assert client.get(place, headers=key_of("read")).status_code == 403
    assert client.get(place, headers=key_of("cases", "read")).status_code == 200


def test_the_commands_tell_what_is_allowed_and_why_not(client):
    case = hand_in().case
    offers = {
        one["event"]: one
        for one in client.get(f"/api/v1/cases/{case.number}/commands", headers=key_of("cases")).json()
    }
    assert offers["ask"] == {
        "event": "ask", "label": {"zh-Hant": "動作ask", "en": "ask"}, "allowed": True, "leads_to": "asked", "problems": [],
    }  # fmt: skip
    assert offers["reply"]["problems"][0]["code"] == "case-command-not-now"


def give(client, case, event, body, key, **headers):
    return client.post(
        f"/api/v1/cases/{case.number}/commands/{event}",
        body, content_type="application/json", headers={**key, **headers},
    )  # fmt: skip


def test_a_command_moves_the_case_once_per_key_and_names_its_receipt(client):
    case, key = hand_in().case, key_of("cases")
    first = give(
        client, case, "ask", {"label": "what?"}, key, **{"Idempotency-Key": "k1", "If-Match": '"1"'}
    ).json()
    assert (first["case"]["state"], first["case"]["version"], first["replayed"]) == ("asked", 2, False)
    again = give(
        client, case, "ask", {"label": "what?"}, key, **{"Idempotency-Key": "k1", "If-Match": '"1"'}
    ).json()
    assert (again["event"], again["replayed"], again["case"]["version"]) == (first["event"], True, 2)
    assert client.get(first["receipt"]).status_code == 200


@pytest.mark.parametrize(
    ("event", "body", "headers", "status", "code"),
    [
        ("ask", {}, {"If-Match": "7"}, 412, "case-not-that-version"),
        ("ask", {}, {"If-Match": '"3", "4"'}, 412, "case-not-that-version"),
        ("ask", {}, {"If-Match": "x"}, 422, "case-version"),
        ("reply", {}, {}, 409, "case-command-not-now"),
        ("eat", {}, {}, 404, "case-command-unknown"),
        ("ask", "{", {}, 422, "case-payload"),
        ("ask", [1], {}, 422, "case-payload"),
    ],
)
def test_what_cannot_be_done_is_a_problem(client, event, body, headers, status, code):  # noqa: PLR0917  one row of the table
    case = hand_in().case
    answer = give(client, case, event, body, key_of("cases"), **headers)
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (status, code)
    assert Case.objects.get().version == 1


def test_the_version_comes_as_a_tag_and_any_version_can_be_asked_for(client):
    case, key = hand_in().case, key_of("cases")
    for address in (f"/api/v1/cases/{case.number}", f"/api/v1/cases/{case.number}/commands"):
        assert client.get(address, headers=key).headers["ETag"] == '"1"'
    other = hand_in().case
    for one, header in ((case, '"1", "9"'), (other, "*")):
        moved = give(client, one, "ask", {"label": "what?"}, key, **{"If-Match": header})
        assert (moved.status_code, moved.headers["ETag"]) == (200, '"2"')


def test_an_officer_of_another_agency_may_not(client):
    case = hand_in(at=NOON).case
    answer = give(client, case, "ask", {}, key_of("cases", agency="ag_00000002"))
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "case-command-not-yours")
