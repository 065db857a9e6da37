"""Noise is not shown as groups: the gate opens for about one in a hundred random votes, and for camps.

A twentieth of what `bench deliberation` measures.
"""

import numpy as np
import pytest
from bench import ballots

from springhead.engine.opinions import noise
from springhead.engine.opinions.method import STANDARD
from springhead.engine.opinions.shuffling import bits, sample, shuffle_columns

TIMES = 20  # of each of five shapes; the benchmark makes 400


@pytest.mark.slow
def test_random_votes_pass_at_most_three_times_in_a_hundred() -> None:
    alarms = [ballots.false_alarms(shape, TIMES, processes=1) for shape in ballots.SHAPES]
    assert len(alarms) * TIMES == 100
    assert sum(alarms) <= 3  # expected: one; more than three would happen by chance in 2 % of such tests


@pytest.mark.slow
def test_camps_pass() -> None:
    shape = ballots.Shape(200, 30, 0.7)
    assert all(ballots.opens(ballots.camps(shape, (0.6, 0.4), seed)[0]) for seed in range(4))


def test_shuffled_camps_do_not_pass() -> None:
    matrix, _ = ballots.camps(ballots.Shape(200, 30, 0.7), (0.6, 0.4), 0)
    assert sum(ballots.opens(ballots.shuffled(matrix, seed)) for seed in range(6)) == 0


def test_a_closed_gate_stops_at_the_first_shuffle_that_looks_as_grouped() -> None:
    matrix = ballots.random(ballots.Shape(100, 20, 1.0), 1)
    matrix = matrix[(matrix != ballots.UNSEEN).sum(axis=1) > 7]
    gate = noise.look(matrix, np.ones(len(matrix), bool), STANDARD)
    assert not gate.open
    assert gate.shuffles < STANDARD.shuffles
    assert gate.shuffled >= gate.silhouette


def test_a_shuffle_keeps_every_statement_and_every_ballot() -> None:
    columns = np.repeat(np.arange(40), 50)
    values = np.random.default_rng(1).integers(-1, 2, 2_000).astype(np.int8)
    dealt = shuffle_columns(columns, values, 7)
    assert (dealt != values).mean() > 0.5
    for column in range(40):
        assert sorted(dealt[columns == column]) == sorted(values[columns == column])
    assert (dealt == shuffle_columns(columns, values, 7)).all()
    assert (dealt != shuffle_columns(columns, values, 8)).any()


def test_every_place_is_shuffled_to_every_place_about_as_often() -> None:
    columns, values = np.zeros(10, np.intp), np.arange(10, dtype=np.int8)
    landed = np.stack([shuffle_columns(columns, values, seed) for seed in range(2_000)])
    for place in range(10):
        assert (
            np.abs(np.bincount(landed[:, place], minlength=10) - 200).max() < 70
        )  # five standard deviations


def test_the_numbers_are_those_of_splitmix64() -> None:
    # The published generator, seeded with 0, gives these; its state before the n-th is n times the golden ratio.
    start = -(1 * 0xD1B54A32D192ED03) % 2**64
    inverse = pow(0x9E3779B97F4A7C15, -1, 2**64)
    counters = [(start * inverse + n) % 2**64 for n in (1, 2, 3)]
    assert [hex(int(one)) for one in bits(np.array(counters, np.uint64), 0)] == [
        "0xe220a8397b1dcdaf",
        "0x6e789e6aa1b965f4",
        "0x6c45d188009454f",
    ]


def test_a_sample_is_the_same_every_time_and_spread_over_all() -> None:
    drawn = sample(10_000, 1_000, 3)
    assert (drawn == sample(10_000, 1_000, 3)).all()
    assert len(set(drawn.tolist())) == 1_000
    assert abs(drawn.mean() - 5_000) < 300
    assert sample(5, 10, 3).tolist() == [0, 1, 2, 3, 4]
