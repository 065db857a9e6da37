"""An agency with datasets, its people, a committee; classes, refusals and promises as case types, and their keeper."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import registry
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog import classes
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments.case import COMMITMENT
from springhead.procedures.data_requests.case import PART, REQUEST
from springhead.procedures.openness import commands
from springhead.procedures.openness.case import OPENNESS
from springhead.procedures.openness.models import Record
from springhead.procedures.openness.settling import KEEPER

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Taipei
DAY = timedelta(days=1)
REASON = "資料含個案姓名與就醫紀錄，去識別化後樣本過小，仍可能間接識別當事人，已評估部分開放仍不可行。"
WHY = "依附件說明，理由具體，同意機關所擬。"
COMMITTEE = Actor(id="bd_committee", roles=frozenset({Role.COMMITTEE}))
POLICY = Actor(id="pp_policy00", roles=frozenset({Role.POLICY_OFFICE}))
CLOCK = machine("clock")


@pytest.fixture(autouse=True)
def case_types():
    cache.clear()
    before, keeper = registry.case_types(), classes.installed()
    registry.install([DELIVERY, COMMITMENT, REQUEST, PART, OPENNESS])
    classes.install(KEEPER)
    yield
    registry.install(before)
    classes.install(keeper)


@pytest.fixture
def agency(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府衛生局", "en": "Health Office of Clearbrook"}))


@pytest.fixture
def other_agency(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "遠山縣政府衛生局", "en": "Health Office of Farhill"}))


@pytest.fixture
def dataset(agency: Agency) -> Dataset:
    """A dataset nobody can use yet."""
    return Dataset.objects.create(agency=agency, title={"zh-Hant": "傳染病個案", "en": "Infections"})


@pytest.fixture
def public(agency: Agency) -> Dataset:
    """A dataset everybody can use."""
    return Dataset.objects.create(
        agency=agency,
        title={"zh-Hant": "疫苗接種站", "en": "Vaccination sites"},
        visible=True,
        stage="listed",
    )


def of(agency: Agency, role: Role, name: str = "") -> Actor:
    who = name or f"pp_{role}"[:8] + agency.public_id[-4:]
    return Actor(id=who, roles=frozenset({role}), agency_ids=frozenset({agency.public_id}))


@pytest.fixture
def officer(agency: Agency) -> Actor:
    return of(agency, Role.OFFICER)


@pytest.fixture
def head(agency: Agency) -> Actor:
    return of(agency, Role.AGENCY_HEAD)


def classed(openness: str = "not_provided", **more: Any) -> dict[str, Any]:
    return {"openness": openness, "grounds": ["foi-18-1-6"], "reason": REASON, **more}


@pytest.fixture
def start(officer: Actor) -> Callable[..., Record]:
    """Open the class case of a dataset."""

    def make(
        dataset: Dataset, event: str = "classify", *, by: Actor | None = None, at=NOON, **more: Any
    ) -> Record:
        command = commands.parse(event, {**classed(), **more, "dataset": dataset.public_id})
        opening = Opening(dict(dataset.title), dataset.agency.public_id, subjects=(dataset.public_id,))
        case = open_case("openness", command, opening, by=by or officer, at=at).case
        return Record.objects.select_related("case").get(case=case)

    return make


def do(row: Record, event: str, by: Actor, at: datetime = NOON, **data: Any) -> Case:
    return fire(row.case.number, commands.parse(event, data), by=by, at=at).case


def again(row: Record) -> Record:
    return Record.objects.select_related("case", "current", "proposed", "promise", "dataset").get(pk=row.pk)


def class_of(dataset: Dataset) -> str:
    return Dataset.objects.get(pk=dataset.pk).openness


def codes(error: Any) -> set[str]:
    return {problem.code for problem in error.value.problems}


APPROVAL = {"document_number": "清衛資字第1150000123號", "document_on": "2026-03-02"}
DUE = date(2026, 6, 30)
