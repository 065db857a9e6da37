"""An agency that asks, another that is concerned, citizens with and without accounts, and a clock that can be moved."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.engine.kernel.now import taipei
from springhead.forums.consultations import commands
from springhead.forums.consultations.case import CONSULTATION
from springhead.forums.consultations.models import Consultation
from springhead.foundation.agencies import naming
from springhead.foundation.agencies import words as agency_words
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import registry, sweeper
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.ledger import words as names

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Taipei
DAY = timedelta(days=1)
WHY = "很多團體反映需要更多時間看資料。"


@pytest.fixture(autouse=True)
def case_types():
    cache.clear()
    before = registry.case_types()
    registry.install([DELIVERY, CONSULTATION])
    names.call_ids("ag", agency_words.names)
    yield
    registry.install(before)


@pytest.fixture
def transport(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府交通處", "en": "Transport of Clearbrook"}))


@pytest.fixture
def police(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府警察局", "en": "Police of Clearbrook"}))


def of(agency: Agency, role: Role = Role.OFFICER) -> Actor:
    return Actor(
        id=f"pp_{role}"[:8] + agency.public_id[-4:],
        roles=frozenset({role}),
        agency_ids=frozenset({agency.public_id}),
        assurance=1,
    )


def citizen(name: str, assurance: int = 1) -> Actor:
    return Actor(id=f"pp_{name}", roles=frozenset({Role.CITIZEN}), assurance=assurance)


RIDER = citizen("rider000")
DRIVER = citizen("driver00")
DESK = Actor(id="pp_desk0000", roles=frozenset({Role.POLICY_OFFICE}))
CLOCK = machine("clock")


def told(*agencies: Agency, at: datetime = NOON, days: int = 20, **more: Any) -> dict[str, Any]:
    today = taipei(at).date()
    return {
        "title": "交通資料開放清單草案",
        "question": "這份清單漏了哪些您需要的交通資料？",
        "background": "本縣要在明年開放交通資料。",
        "can_change": "清單的項目、欄位和開放順序。",
        "decides": "清溪縣政府資料開放諮詢小組",
        "decides_on": (today + timedelta(days=90)).isoformat(),
        "papers": [{"title": "清單草案", "url": "https://data.example.tw/list.ods"}],
        "anchors": [
            {"kind": "nomination", "id": "n1", "label": "公車即時動態"},
            {"kind": "nomination", "id": "n2", "label": "路邊停車格"},
        ],
        "agencies": [one.public_id for one in agencies],
        "closes_on": (today + timedelta(days=days)).isoformat(),
        **more,
    }


Ask = Callable[..., Consultation]


@pytest.fixture
def planned(transport) -> Ask:
    """Prepare a consultation."""

    def make(*agencies: Agency, at: datetime = NOON, **more: Any) -> Consultation:
        command = commands.parse("plan", told(*agencies, at=at, **more))
        opening = Opening({"zh-Hant": command.title}, transport.public_id)
        made = open_case("consultation", command, opening, by=of(transport), at=at)
        return Consultation.objects.select_related("case").get(case=made.case)

    return make


@pytest.fixture
def opened(planned, transport) -> Ask:
    """Open a consultation."""

    def make(*agencies: Agency, at: datetime = NOON, **more: Any) -> Consultation:
        row = planned(*agencies, at=at, **more)
        do(row, "open", of(transport), at=at)
        return again(row)

    return make


def do(row: Consultation, event: str, by: Actor, at: datetime = NOON, **data: Any) -> Case:
    return fire(row.case.number, commands.parse(event, data), by=by, at=at).case


def again(row: Any) -> Any:
    return type(row).objects.select_related("case").get(pk=row.pk)


def state(row: Consultation) -> str:
    return Case.objects.get(pk=row.case_id).state


def codes(error: Any) -> set[str]:
    return {problem.code for problem in error.value.problems}


def day(after: int, at: datetime = NOON) -> date:
    return taipei(at).date() + timedelta(days=after)


def sweep(monkeypatch: pytest.MonkeyPatch, at: datetime) -> int:
    """Let the clock look at terms at an instant."""
    monkeypatch.setattr(sweeper, "now", lambda: at)
    return sweeper.sweep()
