"""A policy office, two ministries and an agency under one of them, committees of both tiers, citizens, a clock that moves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from tests.data_requests.conftest import ask

from springhead.config import agenda
from springhead.engine.kernel import now
from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.engine.kernel.now import taipei
from springhead.forums.committees import bodies, matters, resolutions
from springhead.forums.committees.models import Body
from springhead.forums.consultations import commands as consultation_commands
from springhead.forums.consultations.case import CONSULTATION
from springhead.forums.meetings import papers
from springhead.forums.meetings.case import ACTION_ITEM, MEETING
from springhead.foundation.agencies import naming
from springhead.foundation.agencies import words as agency_words
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import registry, sweeper
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments.case import COMMITMENT
from springhead.foundation.ledger import words as ledger_words
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry
from springhead.foundation.quality.case import QUALITY_REPORT
from springhead.procedures.high_value import call_commands, commands, cycle_commands, entering, moving
from springhead.procedures.high_value.case import CALL, CYCLE, NOMINATION
from springhead.procedures.high_value.models import Call, Cycle, Nomination

__all__ = ["ask"]

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Taipei
DAY = timedelta(days=1)
POLICY = Actor(id="pp_policy00", roles=frozenset({Role.POLICY_OFFICE}))
CITIZEN = Actor(id="pp_citizen0", roles=frozenset({Role.CITIZEN}), assurance=1)
COMMITTEE = Actor(id="bd_committee", roles=frozenset({Role.COMMITTEE}))
CLOCK = machine("clock")
WHY = "經討論，效益明確，同意所提。"
NO_DATA = "已逐項盤點本機關業務資料，均已開放或不屬高應用價值範圍，故本輪無可提報項目。"
ARGUED = "可供民眾與業者即時判斷，減少損失。"
CALENDAR = {
    "proposals_until": date(2026, 4, 6),
    "nominations_until": date(2026, 5, 20),
    "consultation_until": date(2026, 6, 25),
    "committees_until": date(2026, 9, 1),
    "executive_on": date(2026, 9, 15),
}
WEIGHTS = {
    "public_interest": 40,
    "social_progress": 20,
    "economic_development": 20,
    "government_transparency": 20,
}


def of(agency: Agency, role: Role = Role.AGENCY_LEAD) -> Actor:
    return Actor(
        id=f"pp_{role}"[:8] + agency.public_id[-4:],
        roles=frozenset({role}),
        agency_ids=frozenset({agency.public_id}),
        assurance=1,
    )


def sheet(**more: Any) -> dict[str, Any]:
    told = {
        "values": dict.fromkeys(WEIGHTS, ARGUED),
        "scores": dict.fromkeys(WEIGHTS, 4),
        "fields": ["測站", "水位"],
        "format": "CSV",
        "interval": "每10分鐘",
        "licence": "OGDL-Taiwan-1.0",
        "steward": "水文組",
        "until": "2027-03-31",
        "sdg": ["6.4", "13.1"],
    }
    return {**told, **more}


@pytest.fixture(autouse=True)
def case_types():
    cache.clear()
    before = registry.case_types()
    registry.install(
        [DELIVERY, COMMITMENT, CONSULTATION, MEETING, ACTION_ITEM, QUALITY_REPORT, CYCLE, CALL, NOMINATION]
    )
    papers.install(agenda.DETAILS, agenda.JOINING)
    ledger_words.call_ids("ag", agency_words.names)
    resolutions.install([])
    yield
    registry.install(before)
    papers.install({})


@dataclass
class House:
    """What the tests act on, by the clock of the whole process."""

    office: Agency
    economy: Agency
    water: Agency
    health: Agency
    executive: Body
    bodies: dict[str, Body]
    clock: Path
    cycle: str = ""

    @property
    def at(self) -> datetime:
        return now.now()

    def to(self, day: date) -> None:
        """Go to noon of a Taipei date, and let everything due by then happen."""
        noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        now.set_offset(self.clock, max(self.at, noon) - now.wall())
        while sweeper.sweep():
            pass
        self.follow()

    def follow(self, seen: Iterable[int] = ()) -> None:
        """Let the followers read what is new, as the workers do."""
        while True:
            fresh = [as_entry(row) for row in Event.objects.filter(seq__gte=self._seen).order_by("seq")]
            if not fresh:
                return
            self._seen = fresh[-1].seq + 1
            matters.follow(fresh)
            moving.follow([one for one in fresh if one.event in moving.EVENTS])

    _seen: int = 0

    def plan(self, **more: Any) -> str:
        told = {"agency": self.office.public_id, "title": "115 年度高應用價值資料", "title_en": "High-value data 2026",
                "weights": WEIGHTS, "note": "五分為最高，依公布標準評分。",
                **{name: day.isoformat() for name, day in CALENDAR.items()}, **more}  # fmt: skip
        self.cycle = entering.plan(told, by=POLICY, at=self.at).case.number
        return self.cycle

    def turn(self, event: str, by: Actor = POLICY, **told: Any) -> Case:
        """Move the cycle."""
        case = fire(self.cycle, cycle_commands.parse(event, told), by=by, at=self.at).case
        self.follow()
        return case

    def called(self, agency: Agency) -> Call:
        return Call.objects.select_related("case").get(cycle__case__number=self.cycle, agency=agency)

    def answer_call(self, agency: Agency, event: str, **told: Any) -> Case:
        command = call_commands.parse(event, told)
        return fire(self.called(agency).case.number, command, by=of(agency), at=self.at).case

    def dataset(self, agency: Agency, title: str, **more: Any) -> Dataset:
        return Dataset.objects.create(agency=agency, title={"zh-Hant": title, "en": title}, **more)

    def nominate(self, dataset: Dataset, theme: str = "climate", **more: Any) -> Nomination:
        told = {**sheet(), "cycle": self.cycle, "dataset": dataset.public_id, "theme": theme, **more}
        made = entering.nominate(told, by=of(dataset.agency, Role.OFFICER), at=self.at)
        return Nomination.objects.get(case=made.case)

    def propose(
        self, title: str, agency: Agency, theme: str = "climate", by: Actor = CITIZEN, **more: Any
    ) -> Nomination:
        told = {"cycle": self.cycle, "agency": agency.public_id, "title": title, "theme": theme,
                "reason": "可以提早知道哪裡會淹水，安排撤離。", **more}  # fmt: skip
        made = entering.propose(told, by=by, at=self.at)
        return Nomination.objects.get(case=made.case)

    def do(self, row: Nomination, event: str, by: Actor, **told: Any) -> Case:
        case = fire(row.case.number, commands.parse(event, told), by=by, at=self.at).case
        self.follow()
        return case

    def rule(self, row: Nomination, event: str, **told: Any) -> Case:
        """Resolve as a committee."""
        return self.do(row, event, COMMITTEE, **{"reason": WHY, **told})

    def again(self, row: Nomination) -> Nomination:
        rows = Nomination.objects.select_related(
            "case", "sheet", "promise", "consultation", "cycle__case", "dataset"
        )
        return rows.get(pk=row.pk)

    def state(self, row: Nomination) -> str:
        return self.again(row).case.state

    def row(self) -> Cycle:
        return Cycle.objects.select_related("case").get(case__number=self.cycle)

    def up_to_nominating(self, *agencies: Agency) -> None:
        """Plan, publish, and fix the themes."""
        self.plan()
        self.turn("publish_sheet")
        self.to(CALENDAR["proposals_until"] + DAY)
        places = agencies or (self.economy, self.health)
        self.turn("fix_themes", themes=["climate", "health"], agencies=[one.public_id for one in places])

    def consult(self, days: int = 31) -> None:
        until = taipei(self.at).date() + timedelta(days=days)
        self.turn("consult", until=until.isoformat())

    def close_consultation(self) -> None:
        """Let the consultations run out."""
        last = max(case.clocks.get(kind="consultation_open").due_at for case in self.consultations())
        self.to(taipei(last).date() + DAY)

    def consultations(self) -> list[Case]:
        return list(self.row().case.children.filter(type="consultation").order_by("pk"))

    def comment(self, row: Nomination, text: str, name: str = "rider000") -> None:
        asked = self.again(row).consultation
        assert asked is not None
        command = consultation_commands.parse("comment", {"text": text, "anchor": row.number})
        who = Actor(id=f"pp_{name}", roles=frozenset({Role.CITIZEN}), assurance=1)
        fire(asked.number, command, by=who, at=self.at)


@pytest.fixture
def house(db, monkeypatch, tmp_path) -> House:
    clock = tmp_path / "clock.json"
    monkeypatch.setenv(now.CLOCK_FILE_VARIABLE, str(clock))
    now.set_offset(clock, NOON - now.wall())
    office = naming.create(Agency(names={"zh-Hant": "開放資料主管部", "en": "Ministry of Open Data"}))
    economy = naming.create(Agency(names={"zh-Hant": "清溪經濟部", "en": "Economy of Clearbrook"}))
    health = naming.create(Agency(names={"zh-Hant": "清溪衛生部", "en": "Health of Clearbrook"}))
    water = naming.create(Agency(names={"zh-Hant": "清溪經濟部水利署", "en": "Water of Clearbrook"}))
    Agency.objects.filter(pk=water.pk).update(parent=economy)
    water.refresh_from_db()
    executive = bodies.make(
        "executive", {"zh-Hant": "行政院諮詢小組", "en": "Executive committee"}, None, by=POLICY
    )
    made = {
        one.public_id: bodies.make("agency", {"zh-Hant": f"{one.names['zh-Hant']}諮詢小組"}, one, by=POLICY)
        for one in (economy, health)
    }
    return House(office, economy, water, health, executive, made, clock)


@pytest.fixture
def nominated(house: House) -> Callable[..., Nomination]:
    """A nomination of the water agency in a cycle that takes nominations."""

    def make(title: str = "即時水位", **more: Any) -> Nomination:
        if not house.cycle:
            house.up_to_nominating()
        return house.nominate(house.dataset(house.water, title), **more)

    return make


def codes(error: Any) -> set[str]:
    return {problem.code for problem in error.value.problems}
