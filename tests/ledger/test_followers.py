"""Followers: in order, at least once, rebuilt from zero, one failing without the others."""

from datetime import timedelta

import pytest
from django.db import transaction

from springhead.engine.kernel.now import now
from springhead.foundation.ledger.followers import Follower, behind, rebuild, run_followers
from springhead.foundation.ledger.models import FollowerCursor, SigningKey

pytestmark = pytest.mark.django_db


def listening(name="listener", **more):
    heard = []
    return heard, Follower(name, lambda events: heard.extend(event.seq for event in events), **more)


@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize("batch", [1, 3, 100])
def test_every_event_is_handled_once_and_in_order(write, outside, batch):
    heard, follower = listening(outside=outside, batch=batch)
    for number in range(7):
        write(number)
    assert behind("listener") == 7
    (run,) = run_followers([follower])
    assert heard == list(range(7))
    assert (run.handled, run.behind, run.failure) == (7, 0, "")
    write(7)
    run_followers([follower])
    assert heard == list(range(8))
    run_followers([follower])
    assert heard == list(range(8))


def test_without_any_event_there_is_nothing_to_do():
    heard, follower = listening()
    (run,) = run_followers([follower])
    assert (heard, run.handled, run.behind) == ([], 0, 0)


def test_a_follower_of_some_events_skips_the_others_and_is_not_behind_because_of_them(write):
    heard, follower = listening(events=frozenset({"wanted"}), batch=2)
    for number in range(9):
        write(number, event="wanted" if number % 4 == 0 else "other")
    run_followers([follower])
    assert heard == [0, 4, 8]
    assert behind("listener") == 0


@pytest.mark.parametrize("outside", [False, True])
def test_a_failing_follower_stops_is_named_and_does_not_hold_up_the_rest(write, outside):
    heard, good = listening()

    def fail(events):
        raise RuntimeError("the index is broken")

    for number in range(3):
        write(number)
    bad_run, good_run = run_followers([Follower("bad", fail, outside=outside), good])
    assert "the index is broken" in bad_run.failure
    assert FollowerCursor.objects.get(pk="bad").failure == bad_run.failure
    assert (bad_run.behind, good_run.behind) == (3, 0)
    assert heard == [0, 1, 2]
    again, follower = listening("bad", outside=outside)
    run_followers([follower])
    assert again == [0, 1, 2]
    assert FollowerCursor.objects.get(pk="bad").failure == ""


def test_rows_of_an_inside_follower_and_its_cursor_are_one_transaction(write):
    write()

    def handle(events):
        SigningKey.objects.create(key="made by the follower", public=b"", first_size=0, made_at=now())
        raise RuntimeError

    run_followers([Follower("half", handle)])
    assert not SigningKey.objects.filter(key="made by the follower").exists()
    assert behind("half") == 1


@pytest.mark.django_db(transaction=True)
def test_an_outside_follower_holds_no_transaction_while_it_works(write):
    seen = []
    with transaction.atomic():
        write()
    run_followers(
        [
            Follower(
                "files",
                lambda events: seen.append(transaction.get_connection().in_atomic_block),
                outside=True,
            )
        ]
    )
    assert seen == [False]


def test_two_processes_do_not_do_the_same_outside_work_at_once(write):
    write()
    heard, follower = listening(outside=True)
    run_followers([follower])
    write(1)
    held = FollowerCursor.objects.get(pk="listener")
    held.holder, held.held_until = "another process", now() + timedelta(minutes=1)
    held.save()
    run_followers([follower])
    assert heard == [0]
    held.held_until = now() - timedelta(seconds=1)  # it died: its lease has run out
    held.save()
    run_followers([follower])
    assert heard == [0, 1]


def test_a_follower_can_be_rebuilt_from_the_first_event(write):
    built = set()
    follower = Follower(
        "index", lambda events: built.update(event.seq for event in events), reset=built.clear
    )
    for number in range(4):
        write(number)
    run_followers([follower])
    built.add("rubbish")
    rebuild(follower)
    assert built == set()
    run_followers([follower])
    assert built == {0, 1, 2, 3}


def test_a_short_time_budget_leaves_the_rest_for_the_next_run(write, monkeypatch):
    heard, follower = listening(batch=1)
    for number in range(5):
        write(number)
    ticks = iter(range(100))
    monkeypatch.setattr("springhead.foundation.ledger.followers.monotonic", lambda: next(ticks))
    (run,) = run_followers([follower], seconds=3)
    assert 0 < len(heard) < 5
    assert run.behind == 5 - len(heard)
