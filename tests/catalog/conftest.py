"""A small agency with people, the delivery as case type, a scratch store, and a way to let the workers work."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from springhead.engine.kernel.actors import Actor, Role
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.cases import registry
from springhead.foundation.catalog import deliveries, pipeline, publishing
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.catalog.deliveries import Parcel
from springhead.foundation.catalog.models import Delivery, Distribution
from springhead.foundation.ledger.followers import run_followers


@pytest.fixture(autouse=True)
def delivery_only():
    """Install the delivery; put back what was installed."""
    before = registry.case_types()
    registry.install([DELIVERY])
    yield
    registry.install(before)


@pytest.fixture(autouse=True)
def empty_folders():
    yield
    for folder in (settings.SPRINGHEAD.public, settings.SPRINGHEAD.scratch, settings.SPRINGHEAD.incoming):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def agency(db) -> Agency:
    return naming.create(
        Agency(names={"zh-Hant": "清溪縣政府水利處", "en": "Water Office of Clearbrook"}, phone="09-1234")
    )


@pytest.fixture
def other_agency(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "遠山縣政府"}))


def member(agency: Agency, role: Role, email: str) -> Person:
    person = Person.objects.create_user(email, "correct horse battery")
    Membership.objects.create(person=person, agency=agency, role=role)
    return person


@pytest.fixture
def officer_person(agency: Agency) -> Person:
    return member(agency, Role.OFFICER, "officer@example.tw")


@pytest.fixture
def officer(agency: Agency, officer_person: Person) -> Actor:
    return Actor(
        id=officer_person.public_id, roles=frozenset({Role.OFFICER}), agency_ids=frozenset({agency.public_id})
    )


@pytest.fixture
def stranger(other_agency: Agency) -> Actor:
    person = member(other_agency, Role.OFFICER, "stranger@example.tw")
    return Actor(
        id=person.public_id, roles=frozenset({Role.OFFICER}), agency_ids=frozenset({other_agency.public_id})
    )


@pytest.fixture
def bring(agency: Agency, officer: Actor, tmp_path: Path) -> Callable[..., Delivery]:
    """Bring text as a file to a distribution (a new dataset by default) and let the worker do its part."""

    def work(
        text: str | bytes, name: str = "水庫水位.csv", to: Distribution | None = None, **more
    ) -> Delivery:
        file = tmp_path / name
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        place = to or deliveries.new_dataset(agency, name, by=officer)
        brought = deliveries.deliver(place, Parcel(deliveries.keep_copy(file), name, **more), by=officer)
        let_work(brought.delivery)
        return fresh(brought.delivery)

    return work


def let_work(delivery: Delivery) -> None:
    pipeline.work(delivery.number, lambda _label, _done: None)
    catch_up()


def catch_up() -> None:
    (run,) = run_followers([publishing.FOLLOWER])
    assert not run.failure, run.failure


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related(
        "case", "distribution__dataset__agency", "distribution__current", "snapshot"
    ).get(pk=delivery.pk)
