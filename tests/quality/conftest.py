"""A published dataset with its agency, citizens with and without accounts, and the report as case type."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from springhead.engine.kernel.actors import Actor, Role
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.cases import registry
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments.case import COMMITMENT
from springhead.foundation.quality import reporting
from springhead.foundation.quality.case import QUALITY_REPORT
from springhead.foundation.quality.models import QualityReport

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Taipei
DAY = timedelta(days=1)
WORDS = "第 2 列的水位是負的，應該是 3.2 公尺。"
ANSWER = "已更正感測器的正負號，並發布新版。"
CITIZEN = Actor(id="pp_citizen0", roles=frozenset({Role.CITIZEN}))
OFFICE = Actor(id="pp_policy00", roles=frozenset({Role.POLICY_OFFICE}))


@pytest.fixture(autouse=True)
def case_types():
    cache.clear()
    before = registry.case_types()
    registry.install([DELIVERY, COMMITMENT, QUALITY_REPORT])
    yield
    registry.install(before)


@pytest.fixture
def agency(db) -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府水利局", "en": "Water of Clearbrook"}))


@pytest.fixture
def dataset(agency: Agency) -> Dataset:
    return Dataset.objects.create(
        agency=agency, title={"zh-Hant": "河川水位", "en": "River levels"}, stage="served", visible=True
    )


@pytest.fixture
def officer(agency: Agency) -> Actor:
    return Actor(id="pp_officer0", roles=frozenset({Role.OFFICER}), agency_ids=frozenset({agency.public_id}))


@pytest.fixture
def signed_in(agency: Agency, client):
    """Return a client of the agency's officer."""
    person = Person.objects.create(email="officer@example.tw")
    Membership.objects.create(person=person, agency=agency, role=Role.OFFICER, valid_from="2020-01-01")
    client.force_login(person)
    return client


@pytest.fixture
def report(dataset: Dataset):
    """Return a function that reports a fault of the dataset."""

    def make(*, by: Actor = CITIZEN, at: datetime = NOON, **told) -> QualityReport:
        data = {"dataset": dataset.public_id, "kind": "value", "text": WORDS, **told}
        outcome = reporting.send(data, by=by, at=at)
        return QualityReport.objects.select_related("case").get(case=outcome.case)

    return make


def again(row: QualityReport) -> QualityReport:
    return QualityReport.objects.select_related("case").get(pk=row.pk)
