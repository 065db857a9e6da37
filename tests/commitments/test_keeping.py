"""Promises close by themselves, are late by themselves, and are broken by nobody's opinion."""

from datetime import date, datetime, timedelta

import pytest
from tests.commitments.conftest import DUE, NOON, again, serve, withdraw

from springhead.engine.kernel.now import TAIPEI
from springhead.foundation.cases import sweeper
from springhead.foundation.commitments import checking
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(monkeypatch):
    """Return a function that lets the clocks be looked after at nine in the morning of a day."""

    def sweep(day: date) -> datetime:
        at = datetime(day.year, day.month, day.day, 9, tzinfo=TAIPEI)
        monkeypatch.setattr(sweeper, "now", lambda: at)
        while sweeper.sweep():
            pass
        return at

    return sweep


def events(row) -> list[str]:
    return list(Event.objects.filter(subject=row.number).order_by("seq").values_list("event", flat=True))


def test_the_day_itself_is_in_time_and_the_next_is_late(promise, on) -> None:
    row = promise()
    on(DUE)
    assert again(row).case.state == "pending"
    on(DUE + timedelta(days=1))
    assert again(row).case.state == "late"


def test_sixty_days_late_is_broken_on_the_same_day_however_late_the_sweep(promise, on) -> None:
    row = promise()
    on(DUE + timedelta(days=20))  # the machine was off for three weeks
    assert again(row).case.state == "late"
    on(DUE + timedelta(days=60))
    assert again(row).broken_why == ""
    on(DUE + timedelta(days=61))
    assert again(row).broken_why == "late"
    on(DUE + timedelta(days=300))
    assert events(row).count("commitment.declare_broken") == 1
    assert again(row).case.state == "late"  # still owed


def test_the_ladder_climbs_while_it_is_late_and_stops_when_it_is_kept(promise, dataset, on) -> None:
    row = promise()
    on(DUE + timedelta(days=9))
    steps = [as_entry(one).public["step"] for one in Event.objects.filter(event__startswith="term.")]
    assert "T0" in steps
    assert "T+5" in steps
    serve(dataset, "經度")
    checking.look(again(row), at=on(DUE + timedelta(days=9)))
    told = Event.objects.filter(event__startswith="term.").count()
    on(DUE + timedelta(days=90))
    assert Event.objects.filter(event__startswith="term.").count() == told


def test_a_publication_closes_the_promise(promise, dataset) -> None:
    from springhead.foundation import ledger

    row = promise(items=["經度", "緯度"])
    serve(dataset, "經度", "緯度", "說明")
    from django.db import transaction

    with transaction.atomic():
        ledger.append(
            "delivery.publish", subject="DL-2026-000001", actor="pp_officer",
            public={"dataset": dataset.public_id}, at=NOON,
        )  # fmt: skip
    checking.follow([as_entry(one) for one in Event.objects.order_by("seq")])
    checking.follow([as_entry(one) for one in Event.objects.order_by("seq")])
    assert again(row).case.state == "delivered"
    assert events(row).count("commitment.verify") == 1


def test_names_for_programs_and_other_widths_count(promise, dataset) -> None:
    row = promise(items=["ｃ1", "臺北座標"])
    serve(dataset, "經度", "台北座標")
    checking.look(row, at=NOON)
    assert again(row).case.state == "delivered"


def test_a_promised_format_has_to_be_there(promise, dataset) -> None:
    row = promise(form="GeoJSON")
    serve(dataset, "經度")
    checking.look(row, at=NOON)
    assert again(row).case.state == "pending"


def test_a_late_publication_closes_it_as_late(promise, dataset, on) -> None:
    row = promise()
    at = on(DUE + timedelta(days=12))
    serve(dataset, "經度")
    checking.look(again(row), at=at)
    assert again(row).case.state == "delivered"
    assert as_entry(Event.objects.get(event="commitment.verify")).public["days_late"] == 12


def test_promised_fields_that_vanish_reopen_it_with_its_old_day(promise, dataset) -> None:
    row = promise(items=["經度", "緯度"])
    serve(dataset, "經度", "緯度")
    checking.look(row, at=NOON)
    serve(dataset, "經度")
    checking.look_back(NOON + timedelta(days=1))
    row = again(row)
    assert (row.case.state, row.due_on, row.broken_why) == ("late", DUE, "relapse")
    assert row.delivered_at is None
    serve(dataset, "經度", "緯度")
    checking.look_back(NOON + timedelta(days=2))
    assert again(row).case.state == "delivered"
    assert again(row).broken_why == "relapse"  # once broken, always said


def test_a_dataset_that_is_gone_has_thirty_days_to_come_back(promise, dataset) -> None:
    row = promise()
    serve(dataset, "經度")
    checking.look(row, at=NOON)
    withdraw(dataset)
    checking.look_back(NOON + timedelta(days=1))
    checking.look_back(NOON + timedelta(days=30))
    assert again(row).case.state == "delivered"
    serve(dataset, "經度")
    checking.look_back(NOON + timedelta(days=30, hours=1))
    assert again(row).red_since is None
    withdraw(dataset)
    checking.look_back(NOON + timedelta(days=31))
    checking.look_back(NOON + timedelta(days=61))
    assert (again(row).case.state, again(row).broken_why) == ("late", "relapse")


def test_nobody_is_told_twice_of_the_same_moment(promise, agency, on) -> None:
    from springhead.engine.kernel.actors import Role
    from springhead.foundation.agencies.models import Membership, Person
    from springhead.foundation.cases import notices
    from springhead.foundation.cases.models import Notification

    for role in (Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD):
        made = Person.objects.create(email=f"{role}@example.tw")
        Membership.objects.create(person=made, agency=agency, role=role, valid_from="2020-01-01")
    promise()
    on(DUE)
    Notification.objects.all().delete()
    seen = Event.objects.count()
    for day, officer, lead in ((1, 1, 1), (61, 2, 2)):
        on(DUE + timedelta(days=day))
        for entry in Event.objects.filter(seq__gte=seen).order_by("seq"):
            if as_entry(entry).public.get("step", "T0") == "T0":
                notices.tell(as_entry(entry))
        told = {
            role: Notification.objects.filter(
                person_id=Person.objects.get(email=f"{role}@example.tw").public_id
            ).count()
            for role in (Role.OFFICER, Role.AGENCY_LEAD)
        }
        assert told == {Role.OFFICER: officer, Role.AGENCY_LEAD: lead}
