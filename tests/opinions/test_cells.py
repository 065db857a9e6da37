"""No number below ten is shown, nor can one be had by subtraction."""

from itertools import product

import numpy as np
from bench import ballots
from hypothesis import given, settings
from hypothesis import strategies as st

from springhead.engine.opinions.cells import Cell, of_all, of_group
from springhead.engine.opinions.method import Method
from springhead.engine.opinions.picture import analyse, draw

SMALLEST = 10
number = st.integers(0, 40)
three = st.tuples(number, number, number)


def possible(cell: Cell, *, most: int = 60) -> list[set[int]]:
    """Return, for each option, every count somebody could hold possible who sees only this cell of a group."""
    ranges = [[shown] if shown is not None else range(SMALLEST) for shown in cell.numbers]
    total = cell.voted or 0
    fits = [one for one in product(*ranges) if total <= sum(one) <= total + cell.short]
    return [{one[at] for one in fits} for at in range(3)]


@given(three)
def test_a_withheld_number_could_be_anything_below_ten(counts: tuple[int, int, int]) -> None:
    cell = of_group(counts, SMALLEST)
    for shown, real, options in zip(cell.numbers, counts, possible(cell), strict=True):
        assert shown in ({None} if real < SMALLEST else {real})
        assert options == (set(range(SMALLEST)) if shown is None else {real})


@given(three, st.lists(three, max_size=4))
def test_totals_beside_groups_give_nothing_away(rest: tuple[int, int, int], groups: list) -> None:
    """What all voters' numbers add is nothing beyond the sum of what the groups show."""
    parts = [*groups, rest]
    everybody = tuple(sum(part[at] for part in parts) for at in range(3))
    cell = of_all(everybody, parts, SMALLEST)
    for at, shown in enumerate(cell.numbers):
        large = [part[at] for part in parts if part[at] >= SMALLEST]
        assert shown == (sum(large) if large else None)
    told = sum(shown for shown in cell.numbers if shown is not None)
    assert told <= sum(everybody) <= told + cell.short
    assert cell.voted == (told or None)


@given(three)
def test_the_percentage_shown_is_never_too_high(counts: tuple[int, int, int]) -> None:
    cell = of_group(counts, SMALLEST)
    for at, side in enumerate(("agree", "disagree")):
        shown = cell.as_json()[side]
        if shown is not None:
            assert 100 * counts[at] / sum(counts) >= 100 * shown // (cell.voted + cell.short)


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
