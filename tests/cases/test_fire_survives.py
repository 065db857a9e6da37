"""`kill -9` at every labelled step of the door leaves all of a command or nothing of it."""

import signal

import pytest
from tests.support import nursery
from tests.support.dying_commands import LABELS

pytestmark = pytest.mark.database
COUNTS = ("cases", "events", "heads", "clocks", "running", "keys")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return nursery.run("tests.support.dying_commands", tmp_path_factory.mktemp("dying"))


def lines(told, what):
    return {line["label"]: line for line in told if line["what"] == what}


def counts(line):
    return tuple(line[name] for name in COUNTS)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(LABELS)), ids=LABELS)
def test_a_killed_opening_leaves_a_whole_case_or_none(told, number):
    label = LABELS[number]
    dead, again = lines(told, "open")[label], lines(told, "open again")[label]
    assert dead["killed"] == signal.SIGKILL
    committed = label == "fire.committed"
    assert counts(dead) == (number + committed,) * len(COUNTS)
    assert again["replayed"] is committed
    assert counts(again) == (number + 1,) * len(COUNTS)
    assert again["number"] == f"PA-2026-{number + 1:06}"  # no number is lost, none is given twice


@pytest.mark.slow
@pytest.mark.parametrize("label", ["fire.locked", *LABELS])
def test_a_killed_move_leaves_the_old_state_or_the_new_one(told, label):
    ready, dead, again = (lines(told, what)[label] for what in ("ready", "move", "move again"))
    assert dead["killed"] == signal.SIGKILL
    committed = label == "fire.committed"
    assert again["replayed"] is committed
    after, untouched = counts(again), counts(ready)
    assert counts(dead) == (after if committed else untouched)
    assert {name: dead[name] for name in ("state", "version", "title")} == {
        name: (again if committed else ready)[name] for name in ("state", "version", "title")
    }
    # Travelling waits for legs; there are none, so the parcel arrives at once: two moves, two events.
    assert (again["state"], again["version"]) == ("arrived", 3)
    assert (again["events"] - ready["events"], again["running"] - ready["running"]) == (2, -1)
