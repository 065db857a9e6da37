"""Made votes, grouped by another program beforehand: `golden/*.json` holds what red-dwarf 0.4.0 said of them."""

import json
from pathlib import Path

import numpy as np
import pytest

from springhead.engine.opinions import axes, files, groups, statements
from springhead.engine.opinions.method import Method
from springhead.engine.opinions.picture import State, analyse, draw, may_be_grouped
from springhead.engine.opinions.statements import Side
from springhead.engine.opinions.votes import Votes

GOLDEN = Path(__file__).parent / "golden"
NAMES = ("two_camps", "three_camps", "sparse")
PLAIN = Method(cell=0)  # the other program withholds nothing


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def votes_of(name: str) -> Votes:
    with (GOLDEN / f"{name}.csv").open("rb") as file:
        return files.read(file)


def told_of(name: str) -> dict:
    return json.loads((GOLDEN / f"{name}.json").read_text())


def test_every_voter_stands_where_the_other_program_has_them(name: str) -> None:
    votes, told = votes_of(name), told_of(name)
    assert list(votes.voters) == told["voters"]
    places = axes.positions(votes.matrix, axes.find(votes.matrix))
    for axis, theirs in enumerate((told["x"], told["y"])):
        sign = np.sign((places[:, axis] * theirs).sum())
        assert np.abs(places[:, axis] - sign * np.array(theirs)).max() < 0.002


@pytest.mark.parametrize("k", [2, 3])
def test_groups_are_those_of_the_other_program_or_tighter(name: str, k: int) -> None:
    votes, told = votes_of(name), told_of(name)
    places = axes.positions(votes.matrix, axes.find(votes.matrix))
    active = may_be_grouped(votes.matrix, PLAIN)
    theirs = np.array([-1 if one is None else one for one in told[str(k)]["labels"]])
    assert (active == (theirs >= 0)).all()
    ours = groups.k_means(places[active], k)
    same = groups.by_size(ours).tolist() == groups.by_size(theirs[active]).tolist()
    assert same or spread(places[active], ours) < spread(places[active], theirs[active])
    assert same or (name, k) in {("two_camps", 3), ("sparse", 3)}  # as many as there are camps: the same


def spread(places: np.ndarray, labels: np.ndarray) -> float:
    parts = [places[labels == group] for group in np.unique(labels)]
    return sum(((part - part.mean(axis=0)) ** 2).sum() for part in parts)


@pytest.mark.parametrize("k", [2, 3])
def test_the_same_groups_give_the_same_representative_statements(name: str, k: int) -> None:
    votes, told = votes_of(name), told_of(name)
    labels = np.array([-1 if one is None else one for one in told[str(k)]["labels"]])
    counts = statements.count(votes.matrix, labels, k)
    for group in range(k):
        ours = statements.representative(counts, group, PLAIN)
        assert sorted([pick.statement, str(pick.side)] for pick in ours) == told[str(k)]["picks"][str(group)]
    across = statements.across_groups(counts)[0]
    assert across == pytest.approx(told[str(k)]["across"], abs=1e-6)


def test_everybody_agrees_on_the_same_statements(name: str) -> None:
    votes, told = votes_of(name), told_of(name)
    counts = statements.count(votes.matrix, np.zeros(len(votes.voters), int), 1)
    ours = statements.consensus(counts, PLAIN)
    assert {str(side): list(picked) for side, picked in ours.items()} == told["consensus"]


def test_as_many_groups_are_shown_as_there_are_camps() -> None:
    shown = {name: draw(analyse(votes_of(name))) for name in NAMES}
    assert {name: picture.state for name, picture in shown.items()} == dict.fromkeys(NAMES, State.GROUPS)
    assert {name: [group.voters for group in picture.groups] for name, picture in shown.items()} == {
        "two_camps": [19, 19],
        "three_camps": [27, 25, 12],
        "sparse": [59, 22],
    }


def test_a_group_is_represented_by_what_it_says_and_others_do_not() -> None:
    # Ten statements; on the first, 20 voters agree and 20 disagree; on the others everybody agrees.
    matrix = np.ones((40, 10), np.int8)
    matrix[20:, 0] = -1
    counts = statements.count(matrix, np.repeat([0, 1], 20), 2)
    for group, side in ((0, Side.AGREE), (1, Side.DISAGREE)):
        assert (0, side) in [
            (pick.statement, pick.side) for pick in statements.representative(counts, group, Method())
        ]
    held = statements.standing(counts, 0)
    assert held.share[0, 0] == 21 / 22
    assert held.ratio[0, 0] == 21.0
    assert held.share_z[0, 0] == pytest.approx(2 * 21**0.5 * 0.5)
    half = (21 + 1) / 42
    assert held.ratio_z[0, 0] == pytest.approx((1 - 1 / 21) / (half * (1 - half) * 2 / 21) ** 0.5)
