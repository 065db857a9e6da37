"""`kill -9` while a finished upload becomes a delivery, and eight who take the same one at once."""

import signal

import pytest
from tests.support import nursery
from tests.support.dying_uploads import LABELS

pytestmark = [pytest.mark.database, pytest.mark.slow]
ROWS = ("datasets", "deliveries", "jobs")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("uploads")
    lines = nursery.run("tests.support.dying_uploads", folder, settings="tests.support.catalog_settings")
    return {line["label"]: line for line in lines}


@pytest.mark.parametrize("label", LABELS)
def test_the_file_is_there_or_the_delivery_is_whole(told, label):
    line = told[label]
    assert line["killed"] == signal.SIGKILL
    dead = line["dead"]
    committed = label in ("fire.committed", "upload.taken")
    assert (dead["used"], dead["bytes"]) == (committed, True)
    assert dead["waiting"]
    assert [dead[row] - line["before"][row] for row in ROWS] == ([1, 1, 1] if committed else [0, 0, 0])


@pytest.mark.parametrize("label", [*LABELS, "at once"])
def test_whoever_comes_after_gets_one_delivery_of_one_dataset(told, label):
    line = told[label]
    assert [line["after"][row] - line["before"][row] for row in ROWS] == [1, 1, 1]
    assert (line["after"]["used"], line["after"]["bytes"]) == (True, True)


def test_all_who_take_it_at_once_are_answered(told):
    assert told["at once"]["codes"] == [0] * 8


def test_the_same_bytes_of_six_people_at_once_are_one_delivery(told):
    line = told["same bytes"]
    assert line["codes"] == [0] * 6
    assert [line["after"][row] - line["before"][row] for row in ROWS] == [0, 1, 1]
