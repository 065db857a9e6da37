"""Many workers at once tell every address once and in order; one that is killed leaves nothing untold."""

import pytest
from tests.support import nursery
from tests.support.crowding_webhooks import EVENTS, HOOKS

pytestmark = [pytest.mark.database, pytest.mark.slow]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    place, settings = tmp_path_factory.mktemp("hooks"), "tests.support.webhook_settings"
    lines = nursery.run("tests.support.crowding_webhooks", place, settings=settings)
    return {one["what"]: one for one in lines}


def test_workers_at_once_deliver_every_message_once_and_in_order(told) -> None:
    assert told["crowd"] == {"what": "crowd", "once": True, "in_order": True, "sent": HOOKS * EVENTS}


def test_a_worker_killed_before_it_noted_the_answer_leads_to_the_same_message_again(told) -> None:
    assert told["killed"]["signal"] == 9
    first, second, third = (one.rpartition(".")[2] for one in told["killed"]["came"])
    assert (first, second, third) == (str(EVENTS), str(EVENTS), str(EVENTS + 1))
    assert told["killed"]["states"] == ["sent"]
