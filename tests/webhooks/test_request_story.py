"""A request is asked and answered for real: who listens to the request or its agency is told, and nobody else."""

import json

import pytest
from tests.data_requests import conftest as requests
from tests.support import requesting
from tests.webhooks.conftest import Receiver, work

from springhead.config import wiring
from springhead.engine.kernel.actors import Actor
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.ledger.followers import Follower, run_followers
from springhead.foundation.ledger.queries import entry_at
from springhead.foundation.webhooks import actions
from springhead.foundation.webhooks.models import Delivery, Hook

case_types = requests.case_types
pytestmark = [pytest.mark.django_db, pytest.mark.database]
FOLLOWER = Follower("webhooks", wiring.follow_webhooks)


def listening(subject: str, owner: Actor, receiver: Receiver) -> Hook:
    made, _ = actions.make({"url": f"{receiver.origin}/hook", "subject": subject}, by=owner)
    work()
    Hook.objects.filter(pk=made.pk).update(after=0)  # since the beginning, so that the asking is told too
    return made


def told(hook: Hook) -> list[str]:
    return list(hook.deliveries.order_by("seq").values_list("event", flat=True))


def test_the_request_and_the_agency_asked_are_told_and_other_agencies_are_not(owner, receiver) -> None:
    asked, also, other = (
        naming.create(Agency(names={"zh-Hant": name}))
        for name in ("清溪縣警察局", "清溪縣工務處", "清溪縣政府")
    )
    request = requesting.submit([asked, also], "once").case
    part = request.children.filter(agency_id=asked.public_id).get()
    hooks = {
        name: listening(name, owner, receiver) for name in (request.number, asked.public_id, other.public_id)
    }
    requesting.answer(part, requests.of(asked, requests.Role.OFFICER), "answer")
    receiver.came.clear()
    run_followers([FOLLOWER])
    work()
    assert "data_request.submit" in told(hooks[request.number])
    for name in (request.number, asked.public_id):
        assert "data_request_part.answer" in told(hooks[name])
    assert told(hooks[other.public_id]) == []
    assert not Delivery.objects.exclude(state="sent").exists()
    bodies = [json.loads(body) for _, body in receiver.came]
    answer = next(one for one in bodies if one["type"] == "data_request_part.answer")
    assert answer["case"] == part.number
    assert answer["data"] == entry_at(answer["seq"]).public  # what the ledger shows everybody, nothing else
    assert entry_at(answer["seq"]).private
    text = json.dumps(bodies, ensure_ascii=False)
    assert all(digest not in text for digest in entry_at(answer["seq"]).private.values())
