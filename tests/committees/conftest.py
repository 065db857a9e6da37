"""The people, agencies and requests of data requests: refusals are what waits for a committee."""

import pytest
from tests.data_requests.conftest import OTHER_DESK, ask, case_types, do, of, part_of, police, refused, roads

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now, today
from springhead.forums.committees import bodies, matters
from springhead.forums.committees.models import Body
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.leaving import appoint
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

__all__ = ["ask", "case_types", "police", "roads"]
WHY = "經審議，不開放的理由合理，維持原回復。"


@pytest.fixture
def ministry(police) -> Agency:
    made = naming.create(Agency(names={"zh-Hant": "清溪縣政府", "en": "Clearbrook County"}))
    Agency.objects.filter(pk=police.pk).update(parent=made)
    return made


@pytest.fixture
def body(ministry) -> Body:
    return bodies.make("agency", {"zh-Hant": "清溪縣諮詢小組", "en": "Committee"}, ministry, by=OTHER_DESK)


@pytest.fixture
def secretary(ministry):
    return actor_of(person("secretary", Role.SECRETARY, ministry))


def person(name: str, role: Role, agency=None) -> Person:
    made = Person.objects.create(email=f"{name}@example.org", display_name=name)
    appoint(made, role, agency, by=OTHER_DESK)
    return made


def catch_up() -> None:
    matters.follow([as_entry(row) for row in Event.objects.order_by("seq")])


def told(event: str, **more):
    return {"event": event, "text": WHY, "decided_on": today().isoformat(), **more}


def refuse(ask, agency):
    part = part_of(ask(agency, at=now()), agency)
    do(part, "answer", of(agency, Role.OFFICER), at=now(), items=[refused()])
    return part
