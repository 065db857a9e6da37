"""Two secretaries at once, several workers at once, and `kill -9` at every step: nothing is lost, nothing is doubled."""

import signal

import pytest
from tests.support import nursery
from tests.support.meeting_house import APPROVING, CROWD, EFFECT, SENDING

pytestmark = [pytest.mark.database, pytest.mark.slow, pytest.mark.xdist_group("meeting_house")]
WHOLE = {
    "resolutions": 2, "done": 2, "problems": 0, "recorded": 2, "events": 2, "all_events": 2, "actions": 1, "held": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    settings = "tests.support.catalog_settings"
    place = tmp_path_factory.mktemp("house")
    return nursery.run("tests.support.meeting_house", place, timeout=400, settings=settings)


def line(told, what, label=None):
    return next(one for one in told if one["what"] == what and one.get("label") == label)


def test_meetings_planned_at_once_have_numbers_of_their_own(told):
    assert line(told, "planned")["answers"] == [str(n) for n in range(1, CROWD + 1)]


def test_of_several_secretaries_who_send_the_papers_one_does(told):
    found = line(told, "sent")
    assert found["answers"].count("papers_out") == 1
    assert len(set(found["answers"])) == 2
    assert found["items"] == 1


def test_several_workers_carry_out_every_resolution_once(told):
    found = line(told, "carried out")
    assert {name: found[name] for name in WHOLE} == WHOLE


@pytest.mark.parametrize("label", SENDING)
def test_killed_while_sending_all_of_the_packet_is_there_or_nothing(told, label):
    found = line(told, "sending", label)
    assert found["killed"] == signal.SIGKILL
    committed = label == "fire.committed"
    kept = (
        {"state": "papers_out", "items": 1, "row": "papers_out"}
        if committed
        else {
            "state": "noticed", "items": 0, "row": "noticed",
        }
    )  # fmt: skip
    assert found["dead"] == kept
    assert found["after"] == {"state": "papers_out", "items": 1}


@pytest.mark.parametrize("label", EFFECT)
def test_killed_while_taking_effect_everything_happens_once(told, label):
    found = line(told, "effect", label)
    assert found["killed"] == signal.SIGKILL
    assert {name: found[name] for name in WHOLE} == WHOLE


@pytest.mark.parametrize("label", APPROVING)
def test_killed_while_approving_everything_happens_once(told, label):
    found = line(told, "approving", label)
    assert found["killed"] == signal.SIGKILL
    assert {name: found[name] for name in WHOLE} == WHOLE
