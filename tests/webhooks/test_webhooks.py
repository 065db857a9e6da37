"""Signed, in order, again until heard; nothing to private addresses; nobody reaches another's hooks."""

import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.webhooks.conftest import Receiver, happen, work

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.net import sending as net
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases.models import Mail
from springhead.foundation.webhooks import actions, housekeeping, matching, rules
from springhead.foundation.webhooks.models import Delivery, Hook

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "webhooks.md"


def is_genuine(headers, body, secret) -> bool:
    """As the guide has it: its program is run, not copied."""
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    place: dict[str, object] = {}
    exec(program, place)
    return bool(place["is_genuine"](headers, body, secret))  # type: ignore[operator]


def seqs(receiver: Receiver) -> list[int]:
    return [json.loads(body)["seq"] for _, body in receiver.came]


def test_an_address_hears_nothing_before_it_passed_a_signed_test(owner, receiver) -> None:
    receiver.status = 500
    made, secret = actions.make({"url": f"{receiver.origin}/hook"}, by=owner)
    work()
    happen()
    work()
    assert [json.loads(body)["type"] for _, body in receiver.came] == ["webhook.test"]
    assert Hook.objects.get().state == "untested"
    receiver.status = 204
    Hook.objects.update(tested_at=now() - timedelta(minutes=2))
    actions.test(made.public_id, by=owner)
    work()
    assert Hook.objects.get().state == "active"
    assert all(is_genuine(headers, body, secret) for headers, body in receiver.came)


def test_the_guides_program_accepts_what_is_sent_and_nothing_else(hook, owner, receiver) -> None:
    found = hook()
    _, secret = actions.rotate(found.public_id, by=owner)
    happen()
    work()
    ((headers, body),) = receiver.came
    assert is_genuine(headers, body, secret)
    assert is_genuine(headers, body, rules.secret(master(), found.public_id, 0))  # for a day
    assert not is_genuine(headers, body + b" ", secret)
    assert not is_genuine(headers, body, rules.secret(master(), found.public_id, 7))
    assert not is_genuine({**headers, "webhook-timestamp": "1"}, body, secret)


def master() -> str:
    from django.conf import settings

    from springhead.engine.storage.secret import secret

    return secret(settings.SPRINGHEAD.secrets, "webhooks")


def test_after_a_day_the_old_secret_signs_no_longer(hook, owner, receiver, at) -> None:
    found = hook()
    actions.rotate(found.public_id, by=owner)
    for hours, n in ((23, 2), (25, 1)):
        at(now() + timedelta(hours=hours))
        happen()
        work()
        assert len(receiver.came[-1][0]["webhook-signature"].split()) == n


def test_the_published_example_of_the_standard_is_signed_alike() -> None:
    at = datetime.fromtimestamp(1_614_265_330, UTC)
    made = rules.headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        name="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=at,
        body=b'{"test": 2432232314}',
    )
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_receivers_compare_with_their_own_clock_which_no_demo_moves(hook, receiver, at) -> None:
    found = hook()
    at(now() + timedelta(days=40))
    happen()
    work()
    headers, body = receiver.came[-1]
    assert is_genuine(headers, body, rules.secret(master(), found.public_id, 0))


def test_only_public_facts_are_told_with_the_way_to_the_receipt(hook, receiver) -> None:
    hook()
    seq = happen(agency="ag_00000001")
    work()
    told = json.loads(receiver.came[0][1])
    assert (told["seq"], told["type"], told["case"]) == (seq, "data_request.join", "DR-2026-000001")
    assert told["data"]["agency"] == "ag_00000001"
    assert told["receipt"].endswith(f"/ledger/receipts/{seq}.json")
    assert receiver.came[0][0]["webhook-id"].endswith(f".{seq}")


@pytest.mark.parametrize(
    ("wish", "heard"),
    [
        ({}, [0, 1, 2, 3]),
        ({"subject": "DR-2026-000001"}, [0, 3]),
        ({"subject": "ag_00000002"}, [1]),
        ({"subject": "ds_aaaaaaaa"}, [2]),
        ({"events": "data_request.*"}, [0, 1, 3]),
        ({"events": ["commitment.verify"]}, [2]),
        ({"subject": "DR-2026-000001", "events": "data_request.merge"}, [3]),
    ],
)
def test_a_hook_is_told_of_what_it_wants_and_of_nothing_else(hook, receiver, wish, heard) -> None:
    hook(**wish)
    told = [
        happen(),
        happen(subject="DR-2026-000002", agency="ag_00000002"),
        happen("commitment.verify", "CM-2026-000001", subjects=["ds_aaaaaaaa"]),
        happen("data_request.merge"),
    ]
    work()
    assert seqs(receiver) == [told[n] for n in heard]


def test_a_receiver_down_for_an_hour_loses_nothing_and_hears_in_order(hook, receiver, at) -> None:
    found = hook()
    start = now()
    receiver.status = 503
    numbers = [happen() for _ in range(5)]
    for minutes in range(61):
        at(start + timedelta(minutes=minutes))
        work()
    assert set(seqs(receiver)) == {numbers[0]}  # the others wait behind it
    assert len(receiver.came) == 4  # at once, after 1, 5 and 30 minutes
    receiver.status = 200
    receiver.came.clear()
    for minutes in range(61, 200):
        at(start + timedelta(minutes=minutes))
        work()
    assert seqs(receiver) == numbers
    found.refresh_from_db()
    assert (found.state, found.failing_since, found.said) == ("active", None, "HTTP 200")


def test_one_message_is_given_up_after_its_last_turn_and_the_next_is_tried(hook, receiver, at) -> None:
    hook()
    start = now()
    receiver.status = 500
    first, second = happen(), happen()
    for hours in range(50):
        at(start + timedelta(hours=hours))
        work()
    assert Delivery.objects.get(seq=first).state == "given_up"
    assert Delivery.objects.get(seq=first).attempts == len(rules.DELAYS) + 1
    assert second in seqs(receiver)


def test_five_days_without_an_answer_switch_it_off_and_its_owner_is_told(hook, receiver, at) -> None:
    found = hook()
    start = now()
    receiver.status = 500
    happen()
    happen()
    happen()
    for hours in range(0, 24 * 6, 2):
        at(start + timedelta(hours=hours))
        work()
    found.refresh_from_db()
    assert found.state == "off"
    (mail,) = Mail.objects.filter(key__startswith="webhook:")
    assert (mail.to, found.url in mail.body) == ("owner@example.tw", True)
    before = len(receiver.came)
    work()
    assert len(receiver.came) == before


def test_gone_switches_it_off_at_once_and_the_mail_says_so(hook, receiver) -> None:
    found = hook()
    receiver.status = 410
    happen()
    work()
    found.refresh_from_db()
    assert found.state == "off"
    (mail,) = Mail.objects.filter(key__startswith="webhook:")
    assert "HTTP 410" in mail.body
    assert "五天" not in mail.body


def test_a_redirect_is_not_followed(hook, receiver) -> None:
    def away(handler) -> None:
        handler.send_response(302)
        handler.send_header("location", f"{receiver.origin}/elsewhere")
        handler.send_header("content-length", "0")
        handler.end_headers()

    hook()
    receiver.answer = away
    happen()
    work()
    assert len(receiver.came) == 1
    found = Delivery.objects.get()
    assert (found.said, found.state) == ("HTTP 302", "waiting")


def test_an_answer_without_end_is_cut(hook, receiver, monkeypatch) -> None:
    def endless(handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(10_000):
                handler.wfile.write(b"x" * 10_000)
        except OSError:
            return

    hook()
    receiver.answer = endless
    happen()
    begun = time.monotonic()
    work()
    assert time.monotonic() - begun < 5
    assert Delivery.objects.get().state == "sent"


def test_an_answer_that_never_comes_is_not_waited_for(hook, receiver, monkeypatch) -> None:
    monkeypatch.setattr(net, "SECONDS", 0.5)
    hook()
    receiver.answer = lambda _handler: time.sleep(3)
    happen()
    begun = time.monotonic()
    work()
    assert time.monotonic() - begun < 2.5
    assert Delivery.objects.get().said == "fetch-too-slow"


def test_a_status_counts_although_the_rest_drips(hook, receiver, monkeypatch) -> None:
    def dripping(handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(60):
                handler.wfile.write(b".")
                time.sleep(0.05)
        except OSError:
            return

    monkeypatch.setattr(net, "SECONDS", 0.5)
    hook()
    receiver.answer = dripping
    happen()
    begun = time.monotonic()
    work()
    assert time.monotonic() - begun < 2.5
    assert Delivery.objects.get().state == "sent"


def test_an_address_that_cannot_be_written_down_is_a_problem_not_a_crash() -> None:
    with pytest.raises(Refused) as refused:
        net.post("https://example.org/\x07", b"{}", {}, resolve=lambda _h, _p: ["8.8.8.8"])
    assert refused.value.problems[0].code == "fetch-address-unusable"


def test_private_addresses_are_never_reached() -> None:
    for address in ("10.0.0.7", "127.0.0.1", "169.254.169.254", "::1"):
        with pytest.raises(Refused) as refused:
            net.post("https://intranet.example/", b"{}", {}, resolve=lambda _h, _p, a=address: [a])
        assert refused.value.problems[0].code == "fetch-address-private"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"url": "http://example.org/hook"}, "webhook-no-address"),
        ({"url": "ftp://example.org/"}, "webhook-no-address"),
        ({"url": "https://me:secret@example.org/"}, "webhook-odd-address"),
        ({"url": "https://@example.org/"}, "webhook-odd-address"),
        ({"url": "https://example.org/#x"}, "webhook-odd-address"),
        ({"url": "https://[x"}, "webhook-no-address"),
        ({"url": "https:///hook"}, "webhook-no-address"),
        ({"url": "https://example.org:99999/"}, "webhook-no-address"),
        ({"url": "https://example.org:22/"}, "webhook-no-address"),
        ({"url": "https://example.org:0/"}, "webhook-no-address"),
        ({"url": "https://example.org/\x07"}, "webhook-no-address"),
        ({"url": "https://exa mple.org/"}, "webhook-no-address"),
        ({"url": "https://example.org/" + "x" * 500}, "webhook-no-address"),
        ({"url": "https://10.0.0.7/"}, "webhook-private"),
        ({"url": "https://[::1]/"}, "webhook-private"),
        ({"url": "https://169.254.169.254/latest"}, "webhook-private"),
        ({"url": "https://example.org/", "subject": "全部"}, "webhook-no-subject"),
        ({"url": "https://example.org/", "events": "DROP TABLE"}, "webhook-no-pattern"),
        ({"url": "https://example.org/", "events": [f"a{n}.b" for n in range(2)] * 9}, ""),
        ({"url": "https://example.org/", "events": [f"{chr(97 + n)}.b" for n in range(11)]}, "webhook-too-many-patterns"),
    ],
)  # fmt: skip
def test_what_makes_no_hook_says_why(owner, given, code) -> None:
    if not code:
        given = {**given, "events": ["a.b", "a.b"]}
        assert actions.make(given, by=owner)[0].events == ["a.b"]
        return
    with pytest.raises(Refused) as refused:
        actions.make(given, by=owner)
    assert code in {one.code for one in refused.value.problems}


def test_twenty_are_enough_and_deleting_does_not_help_within_the_hour(owner, receiver) -> None:
    for _ in range(actions.MOST):
        made, _secret = actions.make({"url": f"{receiver.origin}/hook"}, by=owner)
    actions.delete(made.public_id, by=owner)
    with pytest.raises(Refused) as refused:
        actions.make({"url": f"{receiver.origin}/hook"}, by=owner)
    assert refused.value.problems[0].code == "webhook-too-many"


def test_nobody_reaches_another_persons_hook(hook, client: Client) -> None:
    found = hook()
    other = Actor(id="pp_other000", roles=frozenset({Role.OPERATOR}))
    for act in (actions.test, actions.rotate, actions.delete):
        with pytest.raises(Refused) as refused:
            act(found.public_id, by=other)
        assert refused.value.status == 404
    client.force_login(Person.objects.create_user("other@example.tw", "correct horse battery"))
    assert client.get(f"/account/webhooks/{found.public_id}").status_code == 404
    assert client.post(f"/account/webhooks/{found.public_id}/delete").status_code == 404
    assert Hook.objects.get(pk=found.pk).state == "active"


def test_the_same_events_again_are_sent_once(hook, receiver) -> None:
    from springhead.foundation.ledger.queries import entry_at

    hook()
    seq = happen()
    matching.follow([entry_at(seq), entry_at(seq)])
    work()
    work()
    assert seqs(receiver) == [seq]


def test_what_was_forgotten_is_not_sent_again_by_a_rebuilt_follower(hook, receiver, at) -> None:
    from tests.webhooks.conftest import DUTIES

    from springhead.foundation.jobs.actions import enqueue
    from springhead.foundation.jobs.worker import drain
    from springhead.foundation.ledger.queries import entry_at

    hook()
    seq = happen()
    work()
    at(now() + timedelta(days=31))
    enqueue(housekeeping.FORGET, {}, lane="fast")
    drain(["fast"], DUTIES)
    assert not Delivery.objects.exists()
    matching.follow([entry_at(seq)])
    work()
    assert seqs(receiver) == [seq]


def test_one_message_can_be_sent_again(hook, owner, receiver) -> None:
    found = hook()
    seq = happen()
    work()
    actions.resend(found.public_id, seq, by=owner)
    work()
    assert seqs(receiver) == [seq, seq]
    with pytest.raises(Refused):
        actions.resend(found.public_id, 999, by=owner)


def test_the_pages_show_the_secret_once_in_both_languages(owner, receiver, client: Client) -> None:
    client.force_login(Person.objects.get(public_id=owner.id))
    assert "還沒有通知網址" in client.get("/account/webhooks/").content.decode()
    wrong = client.post("/en/account/webhooks/", {"url": "http://no.example/"})
    assert (wrong.status_code, "https://" in wrong.content.decode()) == (422, True)
    made = client.post("/account/webhooks/", {"url": f"{receiver.origin}/hook", "events": "data_request.*"})
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", made.content.decode())
    work()
    happen()
    work()
    found = Hook.objects.get()
    page = client.get(f"/en/account/webhooks/{found.public_id}").content.decode()
    assert secret not in page
    assert "HTTP 204" in page
    soon = client.post(f"/account/webhooks/{found.public_id}/test")
    assert soon.status_code == 429
    rotated = client.post(f"/account/webhooks/{found.public_id}/rotate").content.decode()
    assert re.findall(r"whsec_[A-Za-z0-9+/=]+", rotated) != [secret]
    assert client.post(f"/account/webhooks/{found.public_id}/delete").status_code == 302
    assert client.get(f"/account/webhooks/{found.public_id}").status_code == 404


def test_programs_do_the_same_by_api(owner, receiver, client: Client) -> None:
    from springhead.foundation.agencies.actions import make_key
    from springhead.foundation.agencies.commands import MakeKey
    from springhead.foundation.agencies.queries import actor_of
    from springhead.foundation.agencies.rules import Scope

    person = Person.objects.get(public_id=owner.id)
    _, key = make_key(MakeKey("test", (Scope.READ,), 30), owner=person, by=actor_of(person))
    headers = {"Authorization": f"Bearer {key}"}

    def call(method: str, path: str = "", data: object = None):
        body = {} if data is None else {"data": data, "content_type": "application/json"}
        return getattr(client, method)(f"/api/v1/webhooks{path}", headers=headers, **body)

    answer = call("post", data={"url": f"{receiver.origin}/hook", "subject": "DR-2026-000001"})
    made = answer.json()
    assert answer.status_code == 201
    assert made["secret"].startswith("whsec_")
    work()
    seq = happen()
    work()
    (told,) = call("get").json()["items"]
    assert (told["state"], told["secret"]) == ("active", None)
    (message,) = call("get", f"/{made['id']}/messages").json()["items"]
    assert (message["seq"], message["state"]) == (seq, "sent")
    assert call("post", f"/{made['id']}/messages/{seq}").json()["state"] == "waiting"
    assert call("post", f"/{made['id']}/rotate").json()["secret"] != made["secret"]
    assert call("delete", f"/{made['id']}").status_code == 204
    assert call("get", f"/{made['id']}").status_code == 404
    assert client.get("/api/v1/webhooks").status_code == 401
