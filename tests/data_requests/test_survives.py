"""`kill -9` at every labelled step leaves a request, or an answer with its promise, whole or not at all."""

import signal

import pytest
from tests.support import nursery
from tests.support.requesting import CROWD, LABELS, SETTINGS

pytestmark = [pytest.mark.database, pytest.mark.slow]
COUNTS = (
    "requests", "cases", "parts", "items", "datasets", "promises", "decisions", "clocks", "events", "heads",
)  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return nursery.run(
        "tests.support.requesting", tmp_path_factory.mktemp("dying"), settings=SETTINGS, timeout=300
    )


def line(told, what, label=""):
    return next(one for one in told if one["what"] == what and one.get("label", "") == label)


def counts(found):
    return tuple(found[name] for name in COUNTS)


@pytest.mark.parametrize("number", range(len(LABELS)), ids=LABELS)
def test_a_killed_submission_leaves_request_and_parts_or_nothing(told, number):
    label = LABELS[number]
    dead, again = line(told, "submit", label), line(told, "submit again", label)
    assert dead["killed"] == signal.SIGKILL
    committed = label == "fire.committed"
    assert again["replayed"] is committed
    assert again["requests"] == number + 1
    assert (again["parts"], again["cases"]) == (2 * again["requests"], 3 * again["requests"])
    before = line(told, "submit again", LABELS[number - 1]) if number else dict.fromkeys(COUNTS, 0)
    assert counts(dead) == counts(again if committed else before)


@pytest.mark.parametrize("label", LABELS)
def test_a_killed_answer_leaves_decision_and_promise_or_nothing(told, label):
    ready, dead, again = (line(told, what, label) for what in ("ready", "answer", "answer again"))
    assert dead["killed"] == signal.SIGKILL
    committed = label == "fire.committed"
    assert dead["state"] == ("answered" if committed else "assigned")
    assert counts(dead) == counts(again if committed else ready)
    assert again["state"] == "answered"
    assert (again["promises"] - ready["promises"], again["decisions"] - ready["decisions"]) == (1, 1)


def test_fifty_identical_submissions_with_one_key_make_one_request(told):
    crowd = line(told, "crowd")
    assert len(crowd["answers"]) == CROWD
    assert len(set(crowd["answers"])) == 1, crowd["answers"]
    assert crowd["after"]["requests"] == crowd["before"]["requests"] + 1
    assert crowd["after"]["parts"] == crowd["before"]["parts"] + 2


def test_of_several_answers_at_once_one_is_the_answer(told):
    found = line(told, "officers")
    assert sorted(found["answers"])[:1] == ["2"]
    assert found["answers"].count("case-command-not-now") == 3, found["answers"]
    assert found["after"]["promises"] == found["before"]["promises"] + 1
