"""A parent who asks, two agencies, a central desk with two people, a committee; requests and promises as case types."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.engine.kernel.now import taipei
from springhead.foundation.agencies import naming
from springhead.foundation.agencies import words as agency_words
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import registry
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.commitments.case import COMMITMENT
from springhead.foundation.ledger import words as names
from springhead.procedures.data_requests import commands, part_commands
from springhead.procedures.data_requests.case import PART, REQUEST
from springhead.procedures.data_requests.models import DataRequest, Part

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Taipei
WHY = "這份資料可以讓家長安排安全的通學路線。"
REFUSAL = "本項資料含有當事人姓名、身分證字號及就醫紀錄，去識別化後樣本過小，仍可能間接識別個人，侵害其隱私。"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def case_types():
    cache.clear()
    before = registry.case_types()
    registry.install([DELIVERY, COMMITMENT, REQUEST, PART])
    names.call_ids("ag", agency_words.names)
    yield
    registry.install(before)


@pytest.fixture
def police(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府警察局", "en": "Police of Clearbrook"}))


@pytest.fixture
def roads(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府工務處", "en": "Public Works of Clearbrook"}))


def of(agency: Agency, role: Role) -> Actor:
    return Actor(
        id=f"pp_{role}"[:8] + agency.public_id[-4:],
        roles=frozenset({role}),
        agency_ids=frozenset({agency.public_id}),
    )


def citizen(name: str) -> Actor:
    return Actor(id=f"pp_{name}", roles=frozenset({Role.CITIZEN}))


PARENT = citizen("parent00")
NEIGHBOUR = citizen("neighbo0")
DESK = Actor(id="pp_desk0000", roles=frozenset({Role.POLICY_OFFICE}))
OTHER_DESK = Actor(id="pp_desk1111", roles=frozenset({Role.POLICY_OFFICE}))
COMMITTEE = Actor(id="bd_committee", roles=frozenset({Role.COMMITTEE}))
CLOCK = machine("clock")

Ask = Callable[..., DataRequest]


def payload(*agencies: Agency, **more: Any) -> dict[str, Any]:
    return {
        "title": "學校周邊的交通事故地點",
        "items": [{"title": "交通事故地點", "fields": ["發生時間", "經度", "緯度"]}],
        "reason": WHY,
        "agencies": [one.public_id for one in agencies],
        **more,
    }


@pytest.fixture
def ask(db) -> Ask:
    """Ask for data of some agencies."""

    def make(*agencies: Agency, by: Actor = PARENT, at: datetime = NOON, **more: Any) -> DataRequest:
        command = commands.parse("submit", payload(*agencies, **more))
        opening = Opening({"zh-Hant": command.title}, owner_id=by.id)
        made = open_case("data_request", command, opening, by=by, at=at)
        return DataRequest.objects.select_related("case").get(case=made.case)

    return make


def do(row: DataRequest | Part, event: str, by: Actor, at: datetime = NOON, **data: Any) -> Case:
    """Give a command to a request or a part."""
    parse = part_commands.parse if isinstance(row, Part) else commands.parse
    return fire(row.case.number, parse(event, data), by=by, at=at).case


def part_of(row: DataRequest, agency: Agency) -> Part:
    return Part.objects.select_related("case", "request__case").get(
        request=row, case__agency_id=agency.public_id
    )


def again(row: Any) -> Any:
    return type(row).objects.select_related("case").get(pk=row.pk)


def state(row: DataRequest | Part) -> str:
    return Case.objects.get(pk=row.case_id).state


def codes(error: Any) -> set[str]:
    return {problem.code for problem in error.value.problems}


def will_open(item: int = 1, *, at: datetime = NOON, days: int = 60, **more: Any) -> dict[str, Any]:
    day = (taipei(at).date() + timedelta(days=days)).isoformat()
    return {"item": item, "outcome": "will_open", "until": day, **more}


def refused(item: int = 1, **more: Any) -> dict[str, Any]:
    words = {
        "reason": REFUSAL,
        "grounds": ["foi-18-1-6"],
        "partial": "已評估只提供鄉鎮層級統計，仍不足以保護當事人。",
    }
    return {"item": item, "outcome": "refused", **words, **more}


def not_collected(item: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "item": item,
        "outcome": "not_collected",
        "reason": "本局沒有蒐集這個欄位。",
        "planned": "no",
        **more,
    }


DUE = date(2026, 3, 16)  # fourteen days after NOON, a Monday
