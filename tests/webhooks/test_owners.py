"""Whose a hook is: one's own, or an agency's; everybody else gets nowhere, whatever their role."""

import json

import pytest
from django.test import Client
from tests.webhooks.conftest import happen, work

from springhead.engine.kernel.actors import AGENCY_ROLES, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.actions import make_key
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.agencies.rules import GIVEN_ROLES, Scope, needs_agency
from springhead.foundation.cases.models import Mail
from springhead.foundation.webhooks import actions, handing_over, queries
from springhead.foundation.webhooks.models import Delivery, Hook

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def agency(name: str) -> Agency:
    return Agency.objects.create(names={"zh-Hant": name}, name_key=name)


def somebody(email: str, role: Role | None = None, place: Agency | None = None) -> Person:
    made = Person.objects.create_user(email, "correct horse battery")
    if role is not None:
        Membership.objects.create(person=made, role=role, agency=place)
    return made


PAGES = [("get", ""), ("post", "/test"), ("post", "/rotate"), ("post", "/delete"), ("post", "/again")]
CALLS = [
    ("get", ""),
    ("get", "/messages"),
    ("post", "/test"),
    ("post", "/rotate"),
    ("post", "/messages/{seq}"),
    ("delete", ""),
]


@pytest.mark.parametrize("role", [None, *GIVEN_ROLES])
def test_no_role_opens_somebody_elses_hook(hook, receiver, client: Client, role) -> None:
    ours = hook()
    seq = happen()
    work()
    place = agency("別署")
    Hook.objects.create(
        owner_id="pe_else0000",
        agency_id=agency("他署").public_id,
        url="https://example.org/",
        made_at=ours.made_at,
    )
    theirs = Hook.objects.exclude(agency_id="").get()
    other = somebody("other@example.tw", role, place if role and needs_agency(role) else None)
    client.force_login(other)
    _, key = make_key(MakeKey("test", (Scope.READ,), 30), owner=other, by=actor_of(other))
    headers = {"Authorization": f"Bearer {key}"}
    for found in (ours, theirs):
        for method, path in PAGES:
            page = getattr(client, method)(f"/account/webhooks/{found.public_id}{path}", {"seq": seq})
            assert page.status_code == 404, (method, path)
        for method, path in CALLS:
            where = f"/api/v1/webhooks/{found.public_id}{path.format(seq=seq)}"
            said = getattr(Client(), method)(where, headers=headers)
            assert said.status_code == 404, (method, path)
    assert Client().get("/api/v1/webhooks", headers=headers).json()["items"] == []
    ours.refresh_from_db()
    assert (ours.state, ours.rotation) == ("active", 0)
    assert Delivery.objects.get().state == "sent"


@pytest.mark.parametrize("role", sorted(AGENCY_ROLES))
def test_an_agencys_hook_is_looked_after_by_all_who_work_there(receiver, role) -> None:
    place = agency("水利署")
    maker = actor_of(somebody("maker@example.tw", Role.OFFICER, place))
    made, _ = actions.make({"url": f"{receiver.origin}/hook", "agency": place.public_id}, by=maker)
    colleague = actor_of(somebody("colleague@example.tw", role, place))
    assert [one.public_id for one in queries.hooks(viewer=colleague)] == [made.public_id]
    Membership.objects.filter(person__email="maker@example.tw").delete()
    left = actor_of(Person.objects.get(email="maker@example.tw"))
    assert queries.hooks(viewer=left) == []
    actions.delete(made.public_id, by=colleague)


def test_nobody_makes_a_hook_for_an_agency_that_is_not_theirs(owner, receiver) -> None:
    place = agency("水利署")
    with pytest.raises(Refused) as refused:
        actions.make({"url": f"{receiver.origin}/hook", "agency": place.public_id}, by=owner)
    assert refused.value.status == 403
    assert not Hook.objects.exists()


def test_an_agency_has_twenty_of_its_own(receiver, owner) -> None:
    place = agency("水利署")
    officer = actor_of(somebody("officer@example.tw", Role.OFFICER, place))
    for _ in range(actions.MOST):
        actions.make({"url": f"{receiver.origin}/hook", "agency": place.public_id}, by=officer)
    with pytest.raises(Refused):
        actions.make({"url": f"{receiver.origin}/hook", "agency": place.public_id}, by=officer)
    actions.make({"url": f"{receiver.origin}/hook"}, by=officer)  # their own is another matter


def test_officers_and_leads_are_told_when_their_agencys_hook_is_switched_off(receiver) -> None:
    place = agency("水利署")
    maker = somebody("maker@example.tw", Role.OFFICER, place)
    somebody("lead@example.tw", Role.AGENCY_LEAD, place)
    somebody("elsewhere@example.tw", Role.OFFICER, agency("別署"))
    actions.make({"url": f"{receiver.origin}/hook", "agency": place.public_id}, by=actor_of(maker))
    work()
    receiver.status = 410
    happen()
    work()
    assert set(Mail.objects.values_list("to", flat=True)) == {"maker@example.tw", "lead@example.tw"}


def test_hooks_go_with_a_merged_agency_and_with_an_officers_work(receiver) -> None:
    old, new = agency("水利處"), agency("水利署")
    leaving = somebody("leaving@example.tw", Role.OFFICER, old)
    successor = somebody("successor@example.tw", Role.OFFICER, old)
    by = actor_of(leaving)
    made, _ = actions.make(
        {"url": f"{receiver.origin}/hook", "agency": old.public_id, "subject": old.public_id}, by=by
    )
    own, _ = actions.make({"url": f"{receiver.origin}/hook"}, by=by)
    assert handing_over.hand_over(old, leaving, successor) == {"webhooks": 1}
    handing_over.merge(old, new)
    made.refresh_from_db()
    own.refresh_from_db()
    assert (made.owner_id, made.agency_id, made.subject) == (
        successor.public_id, new.public_id, new.public_id,
    )  # fmt: skip
    assert (own.owner_id, own.agency_id) == (leaving.public_id, "")


def test_the_page_offers_ones_agencies_and_pages_through_what_was_sent(receiver, client: Client) -> None:
    place = agency("水利署")
    officer = somebody("officer@example.tw", Role.OFFICER, place)
    client.force_login(officer)
    assert f'value="{place.public_id}"' in client.get("/account/webhooks/").content.decode()
    client.post("/account/webhooks/", {"url": f"{receiver.origin}/hook", "agency": place.public_id})
    work()
    for _ in range(queries.PAGE + 3):
        happen()
    found = Hook.objects.get()
    first = client.get(f"/account/webhooks/{found.public_id}").content.decode()
    last = Delivery.objects.order_by("-seq")[queries.PAGE - 1].seq
    assert f"cursor={last}" in first
    second = client.get(f"/account/webhooks/{found.public_id}?cursor={last}").content.decode()
    assert second.count('scope="row"') == 3
    assert client.post(f"/account/webhooks/{found.public_id}/explode").status_code == 404
    for odd in ("x", "-1", "９", "1" * 40):
        assert client.get(f"/account/webhooks/{found.public_id}?cursor={odd}").status_code == 200


def test_what_went_wrong_is_said_in_words(hook, owner, receiver, client: Client) -> None:
    found = hook()
    Hook.objects.filter(pk=found.pk).update(url="http://10.9.8.7/hook")
    happen()
    work()
    client.force_login(Person.objects.get(public_id=owner.id))
    assert "收不到，會再試" in client.get("/account/webhooks/").content.decode()
    assert "網址指向內部網路" in client.get(f"/account/webhooks/{found.public_id}").content.decode()
    assert (
        "leads into a private network"
        in client.get(f"/en/account/webhooks/{found.public_id}").content.decode()
    )


def test_the_pages_ask_as_many_questions_for_one_hook_as_for_many(
    hook, owner, client: Client, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(Person.objects.get(public_id=owner.id))

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    found = hook()
    happen()
    few = asked("/account/webhooks/"), asked(f"/account/webhooks/{found.public_id}")
    for _ in range(5):
        hook()
        happen()
    assert (asked("/account/webhooks/"), asked(f"/account/webhooks/{found.public_id}")) == few


def test_messages_are_paged_for_programs(hook, owner, client: Client) -> None:
    found = hook()
    seqs = [happen() for _ in range(5)]
    person = Person.objects.get(public_id=owner.id)
    _, key = make_key(MakeKey("test", (Scope.READ,), 30), owner=person, by=actor_of(person))
    headers = {"Authorization": f"Bearer {key}"}
    got, cursor = [], ""
    while True:
        path = f"/api/v1/webhooks/{found.public_id}/messages?limit=2{cursor}"
        page = json.loads(client.get(path, headers=headers).content)
        got += [one["seq"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert got == seqs[::-1]
    assert client.get(
        f"/api/v1/webhooks/{found.public_id}/messages?cursor=x", headers=headers
    ).status_code in (400, 422)


def test_the_page_says_that_a_test_is_under_way_and_how_it_went(owner, receiver, client: Client) -> None:
    client.force_login(Person.objects.get(public_id=owner.id))
    receiver.status = 500
    client.post("/account/webhooks/", {"url": f"{receiver.origin}/hook"})
    page = f"/account/webhooks/{Hook.objects.get().public_id}"
    assert "正在測試" in client.get(page).content.decode()
    work()
    shown = client.get(page).content.decode()
    assert "正在測試" not in shown
    assert "測試未通過" in shown
    assert "HTTP 500" in shown
