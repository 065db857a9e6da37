"""No number below ten is shown, nor can one be had by subtraction."""

from itertools import product

import numpy as np
from bench import ballots
from hypothesis import given, settings
from hypothesis import strategies as st

from springhead.engine.opinions.cells import Cell, of_all, of_group
from springhead.engine.opinions.method import Method
from springhead.engine.opinions.picture import analyse, draw
from springhead.engine.opinions.statements import SIDES

SMALLEST = 10
number = st.integers(0, 40)
three = st.tuples(number, number, number)


@st.composite
def groups_of_voters(draw_: st.DrawFn) -> tuple[tuple[int, int, int], int]:
    """Return what a group said and how large it is: some did not vote, often none."""
    counts = draw_(three)
    return counts, sum(counts) + draw_(st.sampled_from([0, 0, 1, 5, 30]))


def possible(cell: Cell, size: int) -> list[set[int]]:
    """Return every count that somebody holds possible who sees a cell and the group's size, and knows the rule."""
    around = [
        [shown, *([shown + 1] if cell.short else [])] if shown is not None else range(SMALLEST + 1)
        for shown in cell.numbers
    ]
    fits = [one for one in product(*around) if sum(one) <= size and of_group(one, size, SMALLEST) == cell]
    return [{one[at] for one in fits} for at in range(3)]


@given(groups_of_voters())
def test_a_withheld_number_cannot_be_had_by_subtraction(group: tuple[tuple[int, int, int], int]) -> None:
    counts, size = group
    cell = of_group(counts, size, SMALLEST)
    for shown, real, options in zip(cell.numbers, counts, possible(cell, size), strict=True):
        assert real in options
        assert shown is None or SMALLEST <= shown <= real
        if real < SMALLEST and size >= SMALLEST:
            assert shown is None
            assert len(options) > 1
    assert (cell.voted or 0) <= sum(counts) <= (cell.voted or 0) + cell.short


@given(groups_of_voters())
def test_what_is_large_is_shown_as_it_is(group: tuple[tuple[int, int, int], int]) -> None:
    counts, size = group
    cell = of_group(counts, size, SMALLEST)
    nobody_over = sum(real for real in counts if real >= SMALLEST) == size
    for shown, real in zip(cell.numbers, counts, strict=True):
        if real >= SMALLEST and not nobody_over:
            assert shown == real
        elif real > SMALLEST:
            assert shown in (real, real - 1)
    if min(counts) >= SMALLEST:
        assert cell == Cell(counts, sum(counts), 0)


def test_that_all_of_a_group_say_the_same_is_not_shown() -> None:
    assert of_group((25, 0, 0), 25, SMALLEST) == of_group((24, 0, 1), 25, SMALLEST)
    assert of_group((25, 0, 0), 25, SMALLEST).at_least(SIDES[0]) == 96
    assert of_group((10, 0, 0), 10, SMALLEST).numbers == (None, None, None)


@given(st.lists(groups_of_voters(), min_size=1, max_size=4))
def test_totals_are_sums_of_what_the_groups_show(groups: list) -> None:
    cells = [of_group(counts, size, SMALLEST) for counts, size in groups]
    whole = of_all(cells)
    for at, shown in enumerate(whole.numbers):
        known = [cell.numbers[at] for cell in cells if cell.numbers[at] is not None]
        assert shown == (sum(known) if known else None)
    real = sum(sum(counts) for counts, _ in groups)
    assert (whole.voted or 0) <= real <= (whole.voted or 0) + whole.short


@given(groups_of_voters())
def test_the_percentage_shown_is_never_too_high(group: tuple[tuple[int, int, int], int]) -> None:
    counts, size = group
    cell = of_group(counts, size, SMALLEST)
    for at, side in enumerate(SIDES):
        shown = cell.at_least(side)
        if shown is not None:
            assert 100 * counts[at] / sum(counts) >= shown


def numbers(document: object) -> list[int]:
    """Return every number of voters or votes anywhere in the published document."""
    if isinstance(document, dict):
        counted = {"voters", "voted", "agree", "disagree", "pass", "grouped", "votes"}
        return [
            value if name in counted and isinstance(value, int) else one
            for name, value in document.items()
            if name not in {"method", "measures", "across_groups"}
            for one in ([0] if name in counted and isinstance(value, int) else numbers(value))
        ]
    return [one for part in document for one in numbers(part)] if isinstance(document, list) else []


@settings(max_examples=30)
@given(
    st.integers(30, 150),
    st.integers(2, 20),
    st.sampled_from([0.3, 0.6, 1.0]),
    st.integers(0, 999),
    st.booleans(),
)
def test_nothing_published_stands_for_fewer_than_ten(
    voters: int, size: int, density: float, seed: int, apart: bool
) -> None:
    matrix, _ = ballots.camps(ballots.Shape(voters, size, density), (0.6, 0.25, 0.15), seed, 0.6 * apart)
    document = draw(analyse(ballots.named(matrix), Method(shuffles=2))).as_json()
    assert all(one >= SMALLEST for one in numbers(document))
    for group in document["groups"]:
        circles = [one for one in document["circles"] if one["group"] == group["group"]]
        assert sum(one["voters"] for one in circles) == group["voters"]
        assert {tuple(corner) for corner in group["hull"]} <= {(one["x"], one["y"]) for one in circles}


def test_a_picture_with_groups_has_numbers_to_look_at() -> None:
    matrix, _ = ballots.camps(ballots.Shape(200, 20, 0.8), (0.6, 0.4), 1, 0.6)
    document = draw(analyse(ballots.named(matrix), Method(shuffles=2))).as_json()
    assert len(document["groups"]) == 2
    assert len(numbers(document)) > 100
    assert len(document["circles"]) <= 100


def test_no_voter_is_named_in_a_picture() -> None:
    matrix, _ = ballots.camps(ballots.Shape(200, 20, 0.8), (0.6, 0.4), 1, 0.6)
    votes = ballots.named(matrix)
    text = str(draw(analyse(votes, Method(shuffles=2))).as_json())
    assert not [voter for voter in votes.voters if voter in text]


def test_four_outliers_are_no_group() -> None:
    matrix = np.ones((60, 12), np.int8)
    matrix[:, ::3] = np.where(np.arange(60) % 2 == 0, 1, 0)[:, None]
    matrix[:4] = -1
    picture = draw(analyse(ballots.named(matrix), Method(shuffles=2)))
    assert all(group.voters >= SMALLEST for group in picture.groups)
