"""An agency with a planned dataset, its people, and the promise as case type."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache

from springhead.engine.kernel.actors import Actor, Role
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import registry
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.catalog.models import Dataset, Distribution, Snapshot
from springhead.foundation.commitments.case import COMMITMENT
from springhead.foundation.commitments.commands import Promise
from springhead.foundation.commitments.models import Commitment

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Taipei
DUE = date(2026, 6, 30)
POLICY_OFFICE = Actor(id="pp_policy00", roles=frozenset({Role.POLICY_OFFICE}))


@pytest.fixture(autouse=True)
def case_types():
    cache.clear()
    before = registry.case_types()
    registry.install([DELIVERY, COMMITMENT])
    yield
    registry.install(before)


@pytest.fixture
def agency(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府警察局", "en": "Police of Clearbrook"}))


@pytest.fixture
def dataset(agency: Agency) -> Dataset:
    return Dataset.objects.create(agency=agency, title={"zh-Hant": "事故地點", "en": "Accidents"})


def of(agency: Agency, role: Role) -> Actor:
    return Actor(id=f"pp_{role}"[:12], roles=frozenset({role}), agency_ids=frozenset({agency.public_id}))


@pytest.fixture
def officer(agency: Agency) -> Actor:
    return of(agency, Role.OFFICER)


@pytest.fixture
def lead(agency: Agency) -> Actor:
    return of(agency, Role.AGENCY_LEAD)


@pytest.fixture
def promise(dataset: Dataset, officer: Actor) -> Callable[..., Commitment]:
    """Promise the dataset; the fields may be named."""

    def make(
        *, by: Actor | None = None, until: date | None = DUE, items=(), form="", at=NOON, **needed
    ) -> Commitment:
        command = Promise(dataset.public_id, until, tuple(items), form, **needed)
        opening = Opening(dict(dataset.title), dataset.agency.public_id, subjects=(dataset.public_id,))
        outcome = open_case("commitment", command, opening, by=by or officer, at=at)
        return Commitment.objects.select_related("case", "dataset").get(case=outcome.case)

    return make


def serve(dataset: Dataset, *names: str, at: datetime = NOON + timedelta(days=30)) -> Distribution:
    """Let a table with these columns be the served version of the dataset."""
    place, _ = Distribution.objects.get_or_create(dataset=dataset, kind="file", format="CSV")
    columns = [{"name": name, "alias": f"c{n}", "type": "text"} for n, name in enumerate(names, 1)]
    place.current = Snapshot.objects.create(
        distribution=place,
        number=place.snapshots.count() + 1,
        columns=columns,
        rows=1,
        set_aside=0,
        published_at=at,
    )
    place.save()
    Dataset.objects.filter(pk=dataset.pk).update(stage="served", visible=True, formats=["CSV", "JSON", "API"])
    return place


def withdraw(dataset: Dataset) -> None:
    Distribution.objects.filter(dataset=dataset).update(current=None)
    Dataset.objects.filter(pk=dataset.pk).update(stage="listed")


def again(row: Commitment) -> Commitment:
    return Commitment.objects.select_related("case", "dataset").get(pk=row.pk)
