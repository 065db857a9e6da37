"""Workers killed with `kill -9`: nothing is lost, nothing transactional is doubled."""

import signal
import subprocess
import sys
import time

import pytest
from tests.support import nursery
from tests.support.dying_jobs import LABELS

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    lines = nursery.run("tests.support.dying_jobs", tmp_path_factory.mktemp("jobs"))
    return {line["label"]: line for line in lines}


@pytest.mark.slow
@pytest.mark.parametrize("label", LABELS)
def test_another_worker_finishes_what_a_killed_one_began(told, label):
    line = told[label]
    assert line["killed"] == signal.SIGKILL
    assert line["dead"] in {"running", "interrupted"}
    assert (line["state"], line["attempt"]) == ("done", 2)
    assert line["rows"] == 1


@pytest.mark.slow
@pytest.mark.parametrize("label", LABELS)
def test_a_marked_step_is_not_repeated_and_an_unmarked_one_is(told, label):
    step, point = label.removeprefix("three.").split(".")
    twice = {"read": "read", "tell": "tell 3"}.get(step) if point == "worked" else None
    expected = {"read": 1, "tell 3": 1}
    if twice:
        expected[twice] = 2
    assert {name: told[label]["steps"].count(name) for name in expected} == expected


@pytest.mark.slow
def test_a_worker_killed_from_outside_is_replaced_when_its_lease_ends(tmp_path):
    module = "tests.support.dying_jobs"
    job = nursery.run(module, tmp_path, "put", "night")[0]["job"]
    workers = [start(tmp_path)]
    try:
        wait_for(lambda: count(tmp_path, "night doze") == 1)
        workers[0].kill()
        assert workers[0].wait() == -signal.SIGKILL
        workers.append(start(tmp_path))
        wait_for(lambda: count(tmp_path, "night doze") == 2)
        (tmp_path / "wake").touch()
        wait_for(lambda: nursery.run(module, tmp_path, "look", job)[0] == {"state": "done", "attempt": 2})
        assert count(tmp_path, "night rise") == 1
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def start(data):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.dying_jobs", "worker"],
        cwd=nursery.ROOT,
        env=nursery.environment(data),
    )


def count(data, line):
    file = data / "trace"
    return file.read_text().splitlines().count(line) if file.exists() else 0


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)
