"""What happens at once: owners and the sender, one hook and another, slow addresses and the rest."""

from datetime import timedelta

import pytest
from tests.webhooks.conftest import DUTIES, happen, work

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.models import Person
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.worker import drain
from springhead.foundation.webhooks import actions, housekeeping, messages, rules, sending
from springhead.foundation.webhooks.models import Delivery, Hook

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen between an attempt and the note of how it went."""

    def put(act) -> None:
        real = messages.attempt

        def attempt(*args):
            answer = real(*args)
            act()
            return answer

        monkeypatch.setattr(messages, "attempt", attempt)

    return put


@pytest.mark.parametrize("status", [204, 500, 410])
def test_a_hook_deleted_while_a_message_is_under_way_stays_deleted(
    hook, owner, receiver, meanwhile, status
) -> None:
    found = hook()
    happen()
    happen()
    receiver.status = status
    meanwhile(lambda: actions.delete(found.public_id, by=owner) if queued() else None)
    work()
    found.refresh_from_db()
    assert found.state == "gone"
    assert not Delivery.objects.exists()
    assert len(receiver.came) == 1


def queued() -> bool:
    return Delivery.objects.exists()


def test_a_hook_deleted_while_its_test_is_under_way_stays_deleted(owner, receiver, meanwhile) -> None:
    made, _ = actions.make({"url": f"{receiver.origin}/hook"}, by=owner)
    meanwhile(lambda: actions.delete(made.public_id, by=owner))
    work()
    assert Hook.objects.get().state == "gone"


def test_one_that_fails_does_not_keep_another_from_hearing(hook, receiver) -> None:
    hook()
    lame = hook()
    Hook.objects.filter(pk=lame.pk).update(url="http://127.0.0.1:1/")
    seq = happen()
    work()
    states = dict(Delivery.objects.values_list("hook__public_id", "state"))
    assert states.pop(lame.public_id) == "waiting"
    assert list(states.values()) == ["sent"]
    assert Delivery.objects.filter(seq=seq).count() == 2


def test_a_turn_ends_after_so_many_messages_and_the_next_comes_a_little_later(
    hook, receiver, at, monkeypatch
) -> None:
    monkeypatch.setattr(rules, "TURN", 3)
    hook()
    start = now()
    for _ in range(7):
        happen()
    counts = []
    for seconds in (0, 5, 11, 22, 33):
        at(start + timedelta(seconds=seconds))
        work()
        counts.append(len(receiver.came))
    assert counts == [3, 3, 6, 7, 7]


def test_a_slow_address_has_its_turn_taken_away(hook, receiver, monkeypatch) -> None:
    monkeypatch.setattr(rules, "TURN_SECONDS", 0.0)
    hook()
    happen()
    happen()
    work()
    assert len(receiver.came) == 1


def test_a_hook_in_the_queue_is_not_put_there_again(hook, django_assert_num_queries) -> None:
    for _ in range(3):
        hook()
    happen()
    sending.queue_due()
    waiting = Job.objects.filter(kind=sending.SEND, state="waiting").count()
    with django_assert_num_queries(2):
        sending.queue_due()
    assert (waiting, Job.objects.filter(kind=sending.SEND, state="waiting").count()) == (3, 3)


def test_what_was_never_heard_is_forgotten_too(hook, receiver, at) -> None:
    from springhead.foundation.jobs.actions import enqueue

    found = hook()
    receiver.status = 410
    happen()
    happen()
    work()
    assert Delivery.objects.count() == 2
    at(now() + timedelta(days=31))
    enqueue(housekeeping.FORGET, {}, lane="fast")
    drain(["fast"], DUTIES)
    assert not Delivery.objects.exists()
    found.refresh_from_db()
    assert found.state == "off"


def test_nothing_is_sent_again_while_the_hook_is_off(hook, owner, receiver) -> None:
    found = hook()
    seq = happen()
    work()
    Hook.objects.update(state="off")
    with pytest.raises(Refused) as refused:
        actions.resend(found.public_id, seq, by=owner)
    assert refused.value.problems[0].code == "webhook-not-on"


def test_whoever_left_hears_nothing_more(hook, owner, receiver) -> None:
    hook()
    Person.objects.filter(public_id=owner.id).update(is_active=False)
    happen()
    work()
    assert receiver.came == []


def test_a_case_hears_of_resolutions_about_it_and_of_requests_merged_into_it(hook, receiver) -> None:
    hook(subject="DR-2026-000007")
    about = happen("committee.resolved", "rs_00000001", case="", about="DR-2026-000007")
    merged = happen("data_request.merge", "DR-2026-000001", into="DR-2026-000007")
    happen("data_request.merge", "DR-2026-000001", into="DR-2026-000008")
    work()
    assert [int(headers["webhook-id"].rpartition(".")[2]) for headers, _ in receiver.came] == [about, merged]


def test_an_agency_hears_of_its_datasets_whether_or_not_the_event_names_it(hook, receiver) -> None:
    from django.db import transaction

    from springhead.config import wiring
    from springhead.foundation.agencies.models import Agency
    from springhead.foundation.catalog.models import Dataset
    from springhead.foundation.ledger.actions import append
    from springhead.foundation.ledger.queries import entry_at

    ours, theirs = (
        Agency.objects.create(names={"zh-Hant": name}, name_key=name) for name in ("甲署", "乙署")
    )
    mine, other = (Dataset.objects.create(agency=one, title={"zh-Hant": "水位"}) for one in (ours, theirs))
    hook(subject=ours.public_id)
    told = []
    for dataset in (mine, other):
        with transaction.atomic():
            facts = {"dataset": dataset.public_id}
            told.append(
                append("dataset:judged", subject=dataset.public_id, actor="m", public=facts, at=now()).seq
            )
    wiring.follow_webhooks([entry_at(seq) for seq in told])
    work()
    assert list(Delivery.objects.values_list("seq", flat=True)) == told[:1]


def test_following_takes_the_same_queries_whatever_the_batch(hook, django_assert_num_queries) -> None:
    from springhead.foundation.ledger.queries import entry_at
    from springhead.foundation.webhooks import matching

    hook()
    entries = [entry_at(happen()) for _ in range(20)]
    for some in (entries[:1], entries):
        with django_assert_num_queries(2):
            matching.follow(some)
