"""One request at a time to a host and a pause between two, whoever asks; a worker killed in its turn blocks nobody long."""

import signal
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.support import nursery
from tests.support.dying_checks import LABELS, PAUSE

from springhead.engine.kernel.now import wall
from springhead.engine.kernel.problems import Refused
from springhead.foundation.checks import pacing
from springhead.foundation.checks.models import Host
from springhead.foundation.checks.pacing import HostPace

SETTINGS = "tests.support.check_settings"


@pytest.mark.slow
@pytest.mark.database
def test_two_workers_never_ask_a_host_at_once_and_leave_a_pause(tmp_path) -> None:
    told = nursery.run("tests.support.dying_checks", tmp_path, "pair", settings=SETTINGS)[0]
    assert told["ended"] == [0, 0]
    assert told["most"] == 1
    assert len(told["times"]) == 6
    assert min(after - before for before, after in pairwise(told["times"])) >= 0.3 + PAUSE - 0.02


@pytest.mark.django_db
def test_hosts_do_not_wait_for_each_other() -> None:
    pace = HostPace(10, patience=0)
    with pace.turn("a.example"), pace.turn("b.example"):
        pass
    with pytest.raises(Refused), pace.turn("a.example"):
        pass


@pytest.mark.django_db
def test_a_turn_that_nobody_gave_back_ends_with_its_lease() -> None:
    pace = HostPace(0, patience=0)
    Host.objects.create(
        name="a.example", lease="dead", lease_until=wall() + timedelta(seconds=60), next_at=wall()
    )
    with pytest.raises(Refused) as refused, pace.turn("a.example"):
        pass
    assert refused.value.problems[0].code == "link-host-busy"
    Host.objects.update(lease_until=wall() - timedelta(seconds=1))
    with pace.turn("a.example"):
        assert Host.objects.get().lease not in {"", "dead"}
    assert Host.objects.get().lease == ""


@pytest.mark.django_db
def test_giving_a_turn_back_does_not_shorten_what_the_host_asked_for() -> None:
    with HostPace(0, patience=0).turn("a.example"):
        pacing.hold("a.example", 600)
    assert Host.objects.get().next_at > wall() + timedelta(seconds=590)


@pytest.mark.django_db
def test_hosts_of_long_ago_are_forgotten() -> None:
    for name, days in (("old.example", 3), ("new.example", 0)):
        Host.objects.create(name=name, next_at=wall() - timedelta(days=days))
    assert pacing.forget(wall()) == 1
    assert Host.objects.get().name == "new.example"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    lines = nursery.run("tests.support.dying_checks", tmp_path_factory.mktemp("checks"), settings=SETTINGS)
    return {line["label"]: line for line in lines}


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.parametrize("label", LABELS)
def test_a_look_killed_anywhere_is_finished_by_another_worker_and_noted_once(told, label) -> None:
    line = told[label]
    assert line["killed"] == signal.SIGKILL
    assert (line["state"], line["verdict"]) == ("done", "ok")
    assert (line["outcomes"], line["looks"]) == (1, 1)
    assert line["asked"] == (2 if label == "checks.look.look.worked" else 1)
