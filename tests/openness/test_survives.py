"""`kill -9` at every labelled step leaves a class, its promise or an application whole or as it was."""

import signal

import pytest
from tests.support import nursery
from tests.support.classing import MOVING, OPENING, RESOLVING, SETTINGS

pytestmark = [pytest.mark.database, pytest.mark.slow]
SAID = ("what", "label", "killed", "replayed")
STEPS = [
    *(("classify", label) for label in OPENING),
    *(("approve", label) for label in MOVING),
    *(("resolve", label) for label in RESOLVING),
    *(("apply", label) for label in OPENING),
    *(("grant", label) for label in MOVING),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return nursery.run(
        "tests.support.classing", tmp_path_factory.mktemp("dying"), settings=SETTINGS, timeout=300
    )


def line(told, what, label):
    return next(one for one in told if one["what"] == what and one["label"] == label)


def held(found):
    return {name: value for name, value in found.items() if name not in SAID}


@pytest.mark.parametrize(("what", "label"), STEPS, ids=[f"{what} at {label}" for what, label in STEPS])
def test_a_killed_command_is_done_whole_or_not_at_all_and_once(told, what, label):
    before, dead, again = (line(told, name, label) for name in (f"{what} before", what, f"{what} again"))
    assert dead["killed"] == signal.SIGKILL
    committed = label == "fire.committed"
    assert again["replayed"] is committed
    assert held(dead) == held(again if committed else before)
    assert held(again) != held(before)


@pytest.mark.parametrize(
    ("what", "name"),
    [("classify", "records"), ("approve", "approved"), ("resolve", "promises"), ("apply", "applications"),
     ("grant", "decided")],
)  # fmt: skip
def test_doing_it_again_makes_one_of_it(told, what, name):
    for label in (label for step, label in STEPS if step == what):
        before, again = line(told, f"{what} before", label), line(told, f"{what} again", label)
        assert again[name] == before[name] + 1
