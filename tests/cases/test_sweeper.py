"""The sweeper warns, marks and escalates, each step once, however often and however late it runs."""

from datetime import timedelta

import pytest
from tests.support.parcels import AGENCY, CITIZEN, NOON, OFFICER, Payload, hand_in

from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.cases import clocks, notices, sweeper
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Clock, Mail
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

pytestmark = pytest.mark.django_db
STEPS = ["T-7", "T-3", "T-1", "T0", "T+5", "T+10", "T+20"]


@pytest.fixture
def at(monkeypatch):
    """Return a function that sweeps so many days after noon of the first day."""

    def sweep(days):
        monkeypatch.setattr(sweeper, "now", lambda: NOON + timedelta(days=days))
        return sweeper.sweep()

    return sweep


def steps():
    told = Event.objects.filter(event__startswith="term.").order_by("seq")
    return [as_entry(row).public["step"] for row in told]


def test_every_step_is_told_once_in_order(at):
    hand_in()
    for day in range(60):
        at(day)
        at(day)
    assert steps() == STEPS
    assert set(Event.objects.filter(event__startswith="term.").values_list("event", flat=True)) == {
        "term.warned", "term.missed", "term.escalated",
    }  # fmt: skip


def test_sweeping_late_tells_the_same(at):
    hand_in()
    assert at(59) == len(STEPS)
    assert steps() == STEPS
    assert at(59) == 0


def test_nothing_is_told_before_its_moment(at):
    hand_in()  # due at the end of Monday 16 March: T-7 is the beginning of Monday 9 March
    assert at(6.49) == 0
    assert at(6.51) == 1
    assert steps() == ["T-7"]


def test_a_finished_term_is_left_alone(at):
    case = hand_in().case
    fire(case, Payload("travel"), by=OFFICER, at=NOON)
    assert at(59) == 0
    assert Clock.objects.get().next_moment is None


def test_a_moved_due_day_is_told_anew(at, monkeypatch):
    hand_in()
    at(13)
    assert steps() == ["T-7", "T-3", "T-1"]
    clock = Clock.objects.get()
    later = [{**mark, "at": (NOON + timedelta(days=14)).isoformat()} for mark in clock.events]
    Clock.objects.update(events=later)
    assert clocks.recompute_open() == 1
    at(27)
    assert steps() == ["T-7", "T-3", "T-1"] * 2


def test_a_draft_is_never_swept(at):
    from tests.support.parcels import opening

    from springhead.foundation.cases.fire import open_case

    open_case("parcel", Payload("write"), opening(), by=CITIZEN, at=NOON)
    assert at(100) == 0


def test_a_warning_that_would_come_after_the_last_day_is_recorded_but_told_nobody(at):
    hand_in()
    at(59)
    terms = map(as_entry, Event.objects.filter(event__startswith="term."))
    told = {one.public["step"]: one.public["tell"] for one in terms}
    assert [told[step] for step in ("T-7", "T-3", "T-1")] == [[], [], []]
    assert told["T0"] == ["agency_lead"]


def test_the_ladder_reaches_the_people_it_names(at, monkeypatch):
    agency = Agency.objects.create(public_id=AGENCY, names={"zh-Hant": "某某署"}, name_key="a")
    for name, role, place in (("officer", Role.OFFICER, agency), ("lead", Role.AGENCY_LEAD, agency),
                              ("office", Role.POLICY_OFFICE, None)):  # fmt: skip
        person = Person.objects.create(email=f"{name}@example.org", mails="at_once")
        Membership.objects.create(person=person, agency=place, role=role, valid_from="2020-01-01")
    hand_in()
    for day in range(60):
        at(day)
    monkeypatch.setattr(notices, "STALE", timedelta(days=100_000))
    for row in Event.objects.order_by("seq"):
        notices.tell(as_entry(row))
    heard = sorted(Mail.objects.values_list("to", "subject"))
    assert [to for to, _ in heard] == ["lead@example.org", "office@example.org", *["officer@example.org"] * 3]
    assert "已於 2026 年 3 月 16 日（一）屆滿" in dict(heard)["lead@example.org"]
    assert "逾 10 個工作日" in dict(heard)["office@example.org"]
    assert "剩 7 日" in " ".join(subject for _, subject in heard)


def test_a_missed_term_fires_what_the_table_says_once(at):
    case = hand_in().case
    fire(case, Payload("ask"), by=OFFICER, at=NOON)
    at(14.49)
    case.refresh_from_db()
    assert case.state == "asked"
    at(14.51)
    at(14.51)
    case.refresh_from_db()
    assert case.state == "lost"
    assert list(Event.objects.filter(event="parcel.expire").values_list("actor", flat=True)) == [
        "machine:clock"
    ]
    assert at(60) == 0  # the clock was stopped by the move: nobody climbs any further


def test_a_missed_term_fires_nothing_where_the_state_has_no_such_row(at):
    case = hand_in().case
    at(60)
    case.refresh_from_db()
    assert case.state == "sent"
