"""`kill -9` of web and worker at every labelled step of a delivery: nothing lost, nothing doubled, always served."""

import signal

import pytest
from tests.support import nursery
from tests.support.dying_deliveries import BRING, SERVE, WORK

pytestmark = [pytest.mark.database, pytest.mark.slow]
ALL = [
    (what, label) for what, labels in (("bring", BRING), ("work", WORK), ("serve", SERVE)) for label in labels
]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deliveries")
    lines = nursery.run(
        "tests.support.dying_deliveries", folder, settings="tests.support.catalog_settings", timeout=240
    )
    return {(line["what"], line["label"]): line for line in lines}


@pytest.mark.parametrize(("what", "label"), ALL)
def test_the_version_before_is_served_while_nobody_works(told, what, label):
    line = told[what, label]
    assert line["killed"] == signal.SIGKILL
    dead = line["dead"]
    announced = label == "tables.served"
    assert (dead["served"], dead["rows"]) == ((2, 3) if announced else (1, 2))
    assert dead["whole"]


@pytest.mark.parametrize(("what", "label"), ALL)
def test_who_comes_after_finishes_it_once(told, what, label):
    after = told[what, label]["after"]
    assert (after["deliveries"], after["states"]) == (2, ["published", "published"])
    assert (after["snapshots"], after["published"]) == (2, 2)
    assert (after["served"], after["rows"], after["whole"]) == (2, 3, True)
    assert after["scratch"] == []


@pytest.mark.parametrize("label", BRING)
def test_a_file_taken_in_is_a_delivery_or_nothing(told, label):
    dead = told["bring", label]["dead"]
    expected = ["published", "received"] if label == "fire.committed" else ["published"]
    assert dead["states"] == expected


@pytest.mark.parametrize("label", WORK)
def test_a_delivery_stands_before_or_after_a_move_never_between(told, label):
    dead = told["work", label]["dead"]
    name, _, nth = label.partition("#")
    moves = int(nth or {"delivery.built": 2, "delivery.kept": 2}.get(name, 1)) - (name != "fire.committed")
    state = ["received", "read", "checked", "published"][moves]
    assert dead["states"] == sorted(["published", state])
    assert (dead["snapshots"], dead["published"]) == ((2, 2) if moves == 3 else (1, 1))
