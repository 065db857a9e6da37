"""Many processes write at once and some are killed: the ledger has no gap and every head fits."""

import signal
from collections import Counter
from hashlib import sha256
from itertools import groupby

import pytest
from tests.support import nursery
from tests.support.crowding_ledger import LABELS, ROUNDS, WRITERS

pytestmark = [pytest.mark.database, pytest.mark.slow]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return nursery.run("tests.support.crowding_ledger", tmp_path_factory.mktemp("crowd"))


@pytest.fixture(scope="module")
def crowd(told):
    (line,) = (line for line in told if line["what"] == "crowd")
    return line


def root(leaves: list[bytes]) -> bytes:
    """The tree hash as RFC 9162 section 2.1.1 defines it, written down once more."""
    if len(leaves) == 1:
        return leaves[0]
    cut = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root(leaves[:cut]) + root(leaves[cut:])).digest()


@pytest.mark.parametrize("number", range(len(LABELS)), ids=LABELS)
def test_a_killed_append_leaves_event_and_head_or_neither(told, number):
    label = LABELS[number]
    dead, again = (
        next(line for line in told if (line["what"], line["label"]) == (what, label))
        for what in ("dead", "again")
    )
    committed = label == "ledger.committed"
    assert dead["killed"] == signal.SIGKILL
    assert (dead["events"], dead["heads"]) == (number + committed, number + committed)
    assert (again["events"], again["heads"]) == (number + 1 + committed, number + 1 + committed)
    assert (again["keys"], again["trees"]) == (1, 1)
    assert dead["problems"] == again["problems"] == []


def test_every_event_of_every_writer_is_there_once_and_none_that_was_taken_back(crowd):
    written = Counter(subject for _, subject, _ in crowd["rows"][crowd["before"] :])
    assert written.pop("doomed_before") == 4  # it died holding the fifth
    assert written == {
        f"w_{name}_{number}": number % 3 + 1
        for name in range(WRITERS)
        for number in range(ROUNDS)
        if number % 3 != 1
    }


def test_there_is_no_gap_and_transactions_are_not_mixed(crowd):
    assert [seq for seq, _, _ in crowd["rows"]] == list(range(crowd["events"]))
    in_order = [subject for subject, _ in groupby(subject for _, subject, _ in crowd["rows"])]
    pieces = Counter(subject for subject in in_order if subject.startswith("w_"))
    assert set(pieces.values()) == {1}


def test_the_writers_took_turns(crowd):
    writers = [subject.split("_")[1] for _, subject, _ in crowd["rows"] if subject.startswith("w_")]
    assert len([name for name, _ in groupby(writers)]) > WRITERS


def test_each_writer_kept_its_own_order(crowd):
    subjects = [subject.split("_")[1:] for _, subject, _ in crowd["rows"] if subject.startswith("w_")]
    for name in map(str, range(WRITERS)):
        numbers = [int(number) for writer, number in subjects if writer == name]
        assert numbers == sorted(numbers)


def test_every_head_is_over_exactly_the_events_before_it(crowd):
    leaves = [bytes.fromhex(leaf) for _, _, leaf in crowd["rows"]]
    assert crowd["roots"][-1][0] == len(leaves)
    for size, hash_ in crowd["roots"]:
        assert root(leaves[:size]).hex() == hash_


def test_the_check_finds_nothing_wrong_while_others_write(crowd):
    assert len(crowd["during"]) > 1
    assert not any(crowd["during"])
    assert crowd["problems"] == []
