"""A county's committee with five members, its secretary and its head; refusals that wait for it; a clock that moves."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from tests.data_requests.conftest import OTHER_DESK, ask, do, of, part_of, refused

from springhead.config import agenda, refusals
from springhead.engine.kernel import now
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies, matters, resolutions
from springhead.forums.committees.models import Body, Member
from springhead.forums.meetings import cadence, commands, outcomes, papers, task_commands
from springhead.forums.meetings.case import ACTION_ITEM, MEETING
from springhead.forums.meetings.models import Item, Meeting
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.leaving import appoint
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.cases import registry, sweeper
from springhead.foundation.cases.fire import fire, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog import classes
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.commitments.case import COMMITMENT
from springhead.foundation.jobs import actions as jobs
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.jobs.run import Run
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry
from springhead.procedures.data_requests.case import PART, REQUEST
from springhead.procedures.openness.case import OPENNESS
from springhead.procedures.openness.settling import KEEPER

__all__ = ["ask"]

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Taipei
DAY = timedelta(days=1)
DAY_OF_MEETING = date(2026, 3, 23)
POLICY = OTHER_DESK
WHY = "經討論，機關所提理由具體，同意維持。"
TO_OPEN = "去識別化後可以開放，應於期限前開放。"


class Clock:
    """The clock of the whole process; `to` jumps and lets what is due happen."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.set(NOON)

    @property
    def at(self) -> datetime:
        return now.now()

    def set(self, instant: datetime) -> None:
        now.set_offset(self.file, instant - now.wall())

    def to(self, day: date | datetime) -> datetime:
        """Jump to noon of a Taipei date, or to an instant, never back, and sweep."""
        instant = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        self.set(max(self.at, instant))
        while sweeper.sweep():
            pass
        return self.at


@pytest.fixture(autouse=True)
def installed():
    cache.clear()
    before, keeper = registry.case_types(), classes.installed()
    registry.install([DELIVERY, COMMITMENT, REQUEST, PART, OPENNESS, MEETING, ACTION_ITEM])
    classes.install(KEEPER)
    papers.install(agenda.DETAILS, agenda.JOINING)
    resolutions.install([agenda.approvers])
    yield
    registry.install(before)
    classes.install(keeper)
    papers.install({})
    resolutions.install([])


@pytest.fixture
def clock(monkeypatch, tmp_path) -> Clock:
    file = tmp_path / "clock.json"
    monkeypatch.setenv(now.CLOCK_FILE_VARIABLE, str(file))
    return Clock(file)


@pytest.fixture
def county(db, clock) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府", "en": "Clearbrook County"}))


@pytest.fixture
def police(county) -> Agency:
    made = naming.create(Agency(names={"zh-Hant": "清溪縣政府警察局", "en": "Police of Clearbrook"}))
    Agency.objects.filter(pk=made.pk).update(parent=county)
    return Agency.objects.get(pk=made.pk)


@pytest.fixture
def body(county) -> Body:
    return bodies.make(
        "agency", {"zh-Hant": "清溪縣諮詢小組", "en": "Clearbrook committee"}, county, by=POLICY
    )


def person(name: str) -> Person:
    return Person.objects.create(email=f"{name}@example.org", display_name=name)


def as_actor(name: str) -> Actor:
    return actor_of(Person.objects.get(email=f"{name}@example.org"))


@pytest.fixture
def members(body) -> list[Member]:
    """A convener and four members, two for agencies, three for the public; all of them can sign in."""
    made = []
    for n, (position, identity) in enumerate(
        [("convener", "agency"), ("member", "agency"), ("member", "public"), ("member", "public"), ("member", "public")]
    ):  # fmt: skip
        person(f"member{n}")
        told = {
            "name": f"委員{n}",
            "position": position,
            "identity": identity,
            "email": f"member{n}@example.org",
            "valid_from": "2026-01-01",
            "valid_to": "2028-01-01",
        }
        made.append(bodies.enlist(body, told, by=POLICY))
    return made


@pytest.fixture
def secretary(body, members) -> Actor:
    with transaction.atomic():
        appoint(person("secretary"), Role.SECRETARY, body.agency, by=POLICY)
    return as_actor("secretary")


@pytest.fixture
def head(county) -> Actor:
    with transaction.atomic():
        appoint(person("head"), Role.AGENCY_HEAD, county, by=POLICY)
    return as_actor("head")


@dataclass(frozen=True)
class Hall:
    """The committee, its secretary, its five members, the agency that refuses, and the clock."""

    body: Body
    secretary: Actor
    members: list[Member]
    police: Agency
    clock: Clock

    @property
    def now(self) -> datetime:
        return self.clock.at


@pytest.fixture
def hall(body, secretary, members, police, clock) -> Hall:
    return Hall(body, secretary, members, police, clock)


def convener() -> Actor:
    return as_actor("member0")


def plan(hall: Hall, by: Actor | None = None, **told: Any) -> Meeting:
    command = commands.parse("plan", {"body": hall.body.public_id, **told})
    opening = cadence.opening_of(hall.body)
    made = open_case("meeting", command, opening, by=by or hall.secretary, at=hall.now)
    return Meeting.objects.get(case=made.case)


def act(row: Meeting | Case, event: str, by: Actor, **data: Any) -> Any:
    """Give a command to a meeting, or to an action item's case."""
    if isinstance(row, Case):
        return fire(row.number, task_commands.parse(event, data), by=by, at=now.now())
    return fire(Case.objects.get(pk=row.case_id).number, commands.parse(event, data), by=by, at=now.now())


NOTICE = {"held_on": DAY_OF_MEETING.isoformat(), "starts_at": "14:00", "place": "縣府三樓會議室"}


def refuse(ask, agency: Agency, **more: Any) -> Any:
    """Let an agency refuse a request; returns the part, which waits for the committee."""
    part = part_of(ask(agency, at=now.now(), **more), agency)
    do(part, "answer", of(agency, Role.OFFICER), at=now.now(), items=[refused()])
    follow()
    return part


def follow() -> None:
    """Let the followers read everything, as the workers do."""
    refusals.follow([as_entry(row) for row in Event.objects.order_by("seq")])
    matters.follow([as_entry(row) for row in Event.objects.order_by("seq")])


def state(row: Meeting) -> str:
    return Case.objects.get(pk=row.case_id).state


def again(row: Meeting) -> Meeting:
    return Meeting.objects.select_related("body", "case").get(pk=row.pk)


def items(row: Meeting) -> list[Item]:
    return list(row.items.order_by("number"))


def codes(error: Any) -> set[str]:
    return {problem.code for problem in error.value.problems}


def send_papers(row: Meeting, hall: Hall) -> Meeting:
    act(row, "give_notice", hall.secretary, **NOTICE)
    act(row, "send_papers", hall.secretary)
    return again(row)


def open_with(row: Meeting, hall: Hall, present: list[Member] | None = None) -> Meeting:
    """Send papers, come to the day, sign members in (all of them unless told), open."""
    send_papers(row, hall)
    hall.clock.to(DAY_OF_MEETING)
    sign_in(row, hall, present)
    act(row, "open", convener())
    return again(row)


def sign_in(row: Meeting, hall: Hall, present: list[Member] | None = None) -> None:
    for member in hall.members if present is None else present:
        act(row, "attend", hall.secretary, member=member.public_id)


def confirm(row: Meeting, hall: Hall) -> Meeting:
    """Close, draft, let both terms pass, and let what was resolved take effect, as the workers do."""
    if state(row) == "in_session":
        act(row, "close", hall.secretary)
    act(row, "draft_minutes", hall.secretary)
    hall.clock.to(hall.now + 10 * DAY)
    hall.clock.to(hall.now + 6 * DAY)
    take_effect()
    return again(row)


def take_effect() -> None:
    while outcomes.record_rest():
        pass
    follow()


def conclude(row: Meeting, item: Item, by: Actor, **told: Any) -> Any:
    words = {"outcome": "resolved", "way": "consensus", "text": WHY}
    return act(row, "conclude", by, item=item.public_id, **{**words, **told})


def hold(row: Meeting, item: Item, member: Member, position: str, **more: Any) -> Any:
    """Let a member take a position, signed in as themselves."""
    by = actor_of(member.person)
    return act(row, "position", by, member=member.public_id, item=item.public_id, position=position, **more)


def work(duties: Duties) -> None:
    """Do what waits in the slow lane, here: no heartbeat, which on PostgreSQL cannot see rows a test will roll back."""
    while (job := jobs.claim("slow", duties)) is not None:
        handler = duties.handler(job.kind)
        try:
            handler.work(Run(job))
        except Refused as refusal:
            jobs.refuse(job, refusal.problems[0], handler)
        else:
            jobs.complete(job)
