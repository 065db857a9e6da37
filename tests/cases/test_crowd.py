"""Many at once: one key makes one case, one version takes one move, no number twice, no parent left waiting."""

import pytest
from tests.support import nursery
from tests.support.crowding import CROWD

pytestmark = [pytest.mark.database, pytest.mark.slow]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return nursery.run("tests.support.crowding", tmp_path_factory.mktemp("crowd"))


def line(told, what):
    return next(one for one in told if one["what"] == what)


def test_one_key_sent_by_many_at_once_makes_one_case(told):
    assert line(told, "same key")["answers"] == ["PA-2026-000001"] * CROWD
    assert line(told, "same key")["cases"] == 1


def test_numbers_given_to_many_at_once_are_all_different_without_a_gap(told):
    numbers = sorted(int(number[-6:]) for number in line(told, "numbers")["answers"])
    assert numbers == list(range(2, 2 + 5 * CROWD))


def test_of_many_who_saw_the_same_version_one_moves_the_case(told):
    found = line(told, "same version")
    assert sorted(found["answers"]) == ["2", *["case-changed-meanwhile"] * (CROWD - 1)]
    assert found["version"] == 2


def test_a_parent_and_its_last_children_at_once_leave_nobody_waiting(told):
    families = [one for one in told if one["what"] == "family"]
    assert [(one["state"], one["version"]) for one in families] == [("arrived", 3)] * 5, families
    assert all(one["answers"] == ["2"] * 4 for one in families), families


def test_several_workers_do_every_job_once(told):
    found = line(told, "queue")
    assert found["lines"] == list(range(40))
    assert found["states"] == ["done"]
    assert sum(map(int, found["answers"])) == 40


def test_the_ledger_that_many_wrote_at_once_is_whole(told):
    found = line(told, "ledger")
    assert found["faults"] == []
    assert found["events"] == list(range(len(found["events"])))
    assert found["heads"] == len(found["events"]) > 5 * CROWD
