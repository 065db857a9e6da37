"""Whatever the votes: order and absentees change nothing, the arithmetic is right, small numbers stay hidden."""

import json

import numpy as np
import pytest
from bench import ballots
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from springhead.engine.opinions import axes, circles, groups
from springhead.engine.opinions.method import STANDARD, Method
from springhead.engine.opinions.picture import State, analyse, draw
from springhead.engine.opinions.votes import UNSEEN, Votes, arrange, gather

FEW_SHUFFLES = Method(shuffles=3)


def matrices(rows: tuple[int, int] = (1, 40), columns: tuple[int, int] = (1, 12)):
    shape = st.tuples(st.integers(*rows), st.integers(*columns))
    return shape.flatmap(
        lambda size: arrays.arrays(np.int8, size, elements=st.sampled_from([1, -1, 0, UNSEEN]))
    )


@st.composite
def camps(draw_: st.DrawFn) -> np.ndarray:
    """Votes with and without camps, some too few to show, with voters who never voted among them."""
    shape = ballots.Shape(
        draw_(st.integers(25, 120)), draw_(st.integers(2, 25)), draw_(st.sampled_from([0.4, 0.7, 1.0]))
    )
    seed = draw_(st.integers(0, 10_000))
    apart = draw_(st.sampled_from([0.0, 0.4, 0.6]))
    return ballots.camps(shape, (0.5, 0.3, 0.2), seed, apart)[0]


def named(matrix: np.ndarray) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(f"v{n}" for n in range(len(matrix))), tuple(f"{n}" for n in range(matrix.shape[1]))


def published(votes: Votes) -> str:
    return json.dumps(draw(analyse(votes, FEW_SHUFFLES)).as_json())


@settings(max_examples=25)
@given(camps(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_nothing(matrix: np.ndarray, random) -> None:
    voters, names = named(matrix)
    rows, columns = list(range(len(voters))), list(range(len(names)))
    random.shuffle(rows)
    random.shuffle(columns)
    other = arrange(
        [voters[row] for row in rows], [names[at] for at in columns], matrix[np.ix_(rows, columns)]
    )
    assert published(other) == published(arrange(voters, names, matrix))


@settings(max_examples=25)
@given(camps(), st.integers(1, 5))
def test_a_voter_without_votes_changes_nothing(matrix: np.ndarray, more: int) -> None:
    voters, names = named(matrix)
    silent = np.full((more, len(names)), UNSEEN, np.int8)
    longer = arrange((*(f"a{n}" for n in range(more)), *voters), names, np.concatenate([silent, matrix]))
    assert published(longer) == published(arrange(voters, names, matrix))


@settings(max_examples=10)
@given(camps())
def test_the_same_votes_give_the_same_picture_again(matrix: np.ndarray) -> None:
    votes = arrange(*named(matrix), matrix)
    assert published(votes) == published(votes)


def test_the_pictures_of_these_properties_have_groups_now_and_then() -> None:
    states = [
        analyse(arrange(*named(matrix), matrix), FEW_SHUFFLES).state
        for seed in range(12)
        for matrix in [ballots.camps(ballots.Shape(100, 20, 0.7), (0.5, 0.3, 0.2), seed, (seed % 3) * 0.3)[0]]
    ]
    assert states.count(State.GROUPS) >= 4
    assert states.count(State.NOISE) >= 2


@given(matrices())
def test_the_axes_are_the_leading_components_of_the_filled_votes(matrix: np.ndarray) -> None:
    seen = matrix != UNSEEN
    means = np.where(seen, matrix, 0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    filled = np.where(seen, matrix - means, 0)
    values = np.linalg.eigvalsh(filled.T @ filled)[::-1]
    found = axes.find(matrix)
    whole = max(values.sum(), 1e-9)
    for number, axis in enumerate(found.axes[: len(values)]):
        length = (axis * axis).sum()
        got = ((filled @ axis) ** 2).sum()
        if length:
            assert length == pytest.approx(1)
            assert got == pytest.approx(values[number], abs=1e-6 * whole)
            assert axis[np.argmax(np.abs(axis) > np.abs(axis).max() * (1 - 1e-9))] > 0
        else:
            assert values[number] <= 1e-6 * whole
    assert abs((found.axes[0] * found.axes[1]).sum()) < 1e-7
    stretch = np.sqrt(matrix.shape[1] / np.maximum(seen.sum(axis=1), 1))
    assert np.allclose(axes.positions(matrix, found), filled @ found.axes.T * stretch[:, None], atol=1e-9)


def test_statements_that_weigh_the_same_still_have_one_answer() -> None:
    matrix = np.array([[1, 1, -1, -1], [-1, 1, 1, -1], [1, -1, 1, -1], [-1, -1, -1, -1]], np.int8)
    found = axes.find(matrix)  # three of four eigenvalues are equal
    assert found.shares[0] == pytest.approx(found.shares[1])
    assert (found.axes == axes.find(matrix).axes).all()


@given(
    arrays.arrays(np.int8, st.tuples(st.integers(2, 30), st.just(2)), elements=st.integers(-9, 9)),
    st.data(),
)
def test_the_silhouette_is_that_of_the_textbook(points: np.ndarray, data: st.DataObject) -> None:
    places = points.astype(float)
    labels = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(places), max_size=len(places))))
    scores = []
    for one, label in zip(places, labels, strict=True):
        apart = np.hypot(*(places - one).T)
        own = labels == label
        others = [apart[labels == other].mean() for other in set(labels.tolist()) - {label}]
        if own.sum() == 1 or not others:
            scores.append(0.0)
            continue
        within = apart[own].sum() / (own.sum() - 1)
        scores.append((min(others) - within) / max(min(others), within) if max(min(others), within) else 0.0)
    expected = sum(scores) / len(scores) if len(set(labels.tolist())) > 1 else -1.0
    assert groups.silhouettes(places, [labels])[0] == pytest.approx(expected, abs=1e-9)


@given(
    arrays.arrays(np.int8, st.tuples(st.integers(1, 60), st.just(2)), elements=st.integers(-5, 5)),
    st.integers(2, 5),
)
def test_every_voter_is_in_the_group_whose_middle_is_nearest(points: np.ndarray, k: int) -> None:
    places = points.astype(float)
    labels = groups.k_means(places, k)
    if labels is None:
        assert len(np.unique(places, axis=0)) < k or len(places) < 10
        return
    middles = np.stack([places[labels == group].mean(axis=0) for group in range(k)])
    apart = ((places[:, None] - middles) ** 2).sum(axis=2)
    assert (apart[np.arange(len(places)), labels] <= apart.min(axis=1) + 1e-9).all()
    assert np.bincount(labels, minlength=k).min() > 0


@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), max_size=30))
def test_the_outline_encloses_every_point(points: list[tuple[int, int]]) -> None:
    corners = circles.hull((float(x), float(y)) for x, y in points)
    assert set(corners) <= {(float(x), float(y)) for x, y in points}
    if len(corners) > 2:
        for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
            assert all((bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0 for x, y in points)


@pytest.mark.parametrize("voters", [29, 30])
def test_below_thirty_voters_nothing_is_shown(voters: int) -> None:
    matrix, _ = ballots.camps(ballots.Shape(voters, 20, 5.0), (0.5, 0.5), 4, 0.6)
    document = draw(analyse(ballots.named(matrix))).as_json()
    shown = [document[name] for name in ("voters", "votes", "grouped", "votes_sha256")]
    shown += [document[name] for name in ("groups", "circles", "statements", "consensus", "measures")]
    assert any(shown) == (voters == 30)
    assert (document["state"] == "too-few") == (voters == 29)
    assert document["warning"]["en"].startswith("Those who took part chose to")


def test_thirty_who_hardly_voted_are_counted_but_not_grouped() -> None:
    cast = [(f"v{n}", f"s{n % 3}", 1) for n in range(60)]
    cast += [("v0", f"s{n}", 1) for n in range(12)]
    picture = draw(analyse(gather(cast)))
    assert picture.state is State.TOO_FEW_VOTES
    assert picture.groups == picture.circles == ()
    assert [row.everybody.numbers[0] for row in picture.rows[:4]] == [20, 21, 21, None]


def test_the_standard_method_is_the_one_documents_name() -> None:
    assert STANDARD.as_json()["parameters"]["cell"] == 10
    assert STANDARD.as_json()["parameters"]["voters_needed"] == 30
