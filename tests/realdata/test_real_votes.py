"""The real vote matrices of two Polis conversations: read whole, and two groups that stand out from noise."""

import csv
import os
from pathlib import Path

import pytest

from springhead.engine.opinions import files
from springhead.engine.opinions.picture import State, analyse, draw

DATA = Path(os.environ.get("SPRINGHEAD_REALDATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
VOTES = DATA / "votes"
# Voters, votes, statements as counted with another program; groups as shown.
EXPECTED = {
    "vtaiwan_uberx": (1_921, 49_443, 197, [816, 402]),
    "bowling_green": (2_031, 225_524, 896, [860, 719]),
}

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.skipif(not VOTES.is_dir(), reason="no votes; set SPRINGHEAD_REALDATA"),
]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_conversation_has_two_groups(name: str) -> None:
    file = VOTES / f"{name}_participants_votes.csv"
    with file.open("rb") as opened:
        votes = files.read(opened)
    voters, cast, statements, sizes = EXPECTED[name]
    assert (len(votes.voters), votes.count, len(votes.statements)) == (voters, cast, statements)
    picture = draw(analyse(votes))
    assert picture.state is State.GROUPS
    assert [group.voters for group in picture.groups] == sizes


@pytest.mark.parametrize("name", EXPECTED)
def test_every_cell_of_the_export_is_read_as_it_stands(name: str) -> None:
    file = VOTES / f"{name}_participants_votes.csv"
    with file.open("rb") as opened:
        votes = files.read(opened)
    place = {voter: number for number, voter in enumerate(votes.voters)}
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            said = votes.matrix[place[row["participant"]]]
            wanted = [int(row[statement] or -128) for statement in votes.statements]
            assert said.tolist() == wanted
