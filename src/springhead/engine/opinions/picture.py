"""From votes to the published picture: coordinates, groups, outlines and counts, all of ten voters or more."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from springhead.engine.opinions import axes, circles, groups, noise, statements, texts
from springhead.engine.opinions.axes import Axes, Floats
from springhead.engine.opinions.cells import Cell, of_all, of_group
from springhead.engine.opinions.circles import Circle
from springhead.engine.opinions.groups import Grouping, Labels
from springhead.engine.opinions.method import STANDARD, Method
from springhead.engine.opinions.noise import Gate
from springhead.engine.opinions.statements import SIDES, Counts, Side
from springhead.engine.opinions.votes import UNSEEN, Votes

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS: Final = 4  # of measures in the result


class State(StrEnum):
    """How much can be shown: nothing, the votes alone (and why), or groups."""

    TOO_FEW = "too-few"
    TOO_FEW_VOTES = "too-few-votes"
    NO_GROUPS = "no-groups"
    NOISE = "noise"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything that was computed, down to single voters: for the voter concerned, never to be shown as a whole.

    `labels` has the group of each voter (-1: in none), `places` where each stands (voters × 2).
    """

    votes: Votes
    method: Method
    state: State
    axes: Axes | None = None
    places: Floats | None = None
    grouping: Grouping | None = None
    labels: Labels | None = None
    gate: Gate | None = None


def analyse(votes: Votes, method: Method = STANDARD) -> Analysis:
    """Group the voters, or say why not."""
    if len(votes.voters) < method.voters_needed:
        return Analysis(votes, method, State.TOO_FEW)
    active = may_be_grouped(votes.matrix, method)
    if np.count_nonzero(active) < method.voters_needed:
        return Analysis(votes, method, State.TOO_FEW_VOTES)
    found = axes.find(votes.matrix)
    places = axes.positions(votes.matrix, found)
    grouping = groups.best(places[active], method)
    if grouping is None:
        return Analysis(votes, method, State.NO_GROUPS, found, places)
    gate = noise.look(votes.matrix, active, method)
    if not gate.open:
        return Analysis(votes, method, State.NOISE, found, places, grouping, None, gate)
    labels = np.full(len(active), -1)
    labels[active] = grouping.labels
    return Analysis(votes, method, State.GROUPS, found, places, grouping, labels, gate)


def may_be_grouped(matrix: NDArray[np.int8], method: Method) -> NDArray[np.bool_]:
    """Say who voted often enough."""
    needed: int = min(method.votes_needed, matrix.shape[1])
    cast: NDArray[np.int64] = np.count_nonzero(matrix != UNSEEN, axis=1)
    return np.asarray(cast >= needed)


@dataclass(frozen=True, slots=True)
class ShownPick:
    """A statement that represents a group: its name, the side, and the numbers of the group."""

    statement: str
    side: Side
    cell: Cell

    def as_json(self) -> dict[str, Any]:
        """Return statement, side, how many took it, of how many, and the percentage that is proven."""
        return {
            "statement": self.statement,
            "side": str(self.side),
            "voters": self.cell.of(self.side),
            "voted": self.cell.voted,
            "short": self.cell.short,
            "at_least_percent": self.cell.at_least(self.side),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """One group: letter, size, outline and what represents it."""

    letter: str
    voters: int
    hull: tuple[tuple[float, float], ...]
    representative: tuple[ShownPick, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The votes on one statement: everybody's, each group's, and agreement across groups where it can be shown."""

    statement: str
    everybody: Cell
    groups: tuple[Cell, ...]
    across: tuple[float, float] | None

    def as_json(self) -> dict[str, Any]:
        """Return the numbers; withheld ones are null."""
        return {
            "statement": self.statement,
            "all": self.everybody.as_json(),
            "groups": {letter: cell.as_json() for letter, cell in zip(LETTERS, self.groups, strict=False)},
            "across_groups": dict(zip(map(str, SIDES), self.across, strict=True)) if self.across else None,
        }


@dataclass(frozen=True, slots=True)
class Picture:
    """What is published. Empty but for state and method where fewer than thirty voted."""

    state: State
    method: Method
    votes_sha256: str = ""
    voters: int | None = None
    votes: int | None = None
    grouped: int | None = None
    groups: tuple[Group, ...] = ()
    circles: tuple[Circle, ...] = ()
    consensus: tuple[tuple[Side, tuple[str, ...]], ...] = ()
    rows: tuple[Row, ...] = ()
    measures: tuple[tuple[str, float], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the published document."""
        return {
            "method": self.method.as_json(),
            "state": str(self.state),
            "says": dict(says(self.state)),
            "warning": dict(texts.WARNING),
            "votes_sha256": self.votes_sha256 or None,
            "voters": self.voters,
            "votes": self.votes,
            "grouped": self.grouped,
            "measures": dict(self.measures),
            "groups": [
                {
                    "group": group.letter,
                    "voters": group.voters,
                    "hull": [list(corner) for corner in group.hull],
                    "representative": [pick.as_json() for pick in group.representative],
                }
                for group in self.groups
            ],
            "circles": [
                {"group": LETTERS[one.group], "x": one.x, "y": one.y, "voters": one.voters}
                for one in self.circles
            ],
            "consensus": {str(side): list(names) for side, names in self.consensus},
            "statements": [row.as_json() for row in self.rows],
        }


def says(state: State) -> Mapping[str, str]:
    """Return the sentence of a state in both languages; of groups, with what they are not."""
    sentence = texts.STATES[state]
    if state is not State.GROUPS:
        return sentence
    return {lang: f"{sentence[lang]}{' ' * (lang == 'en')}{texts.NOT_CAMPS[lang]}" for lang in sentence}


def draw(analysis: Analysis, votes_sha256: str = "") -> Picture:
    """Return what may be shown of an analysis."""
    votes, method = analysis.votes, analysis.method
    if analysis.state is State.TOO_FEW:
        return Picture(State.TOO_FEW, method)
    everybody = statements.count(votes.matrix, np.zeros(len(votes.voters), np.intp), 1)
    agreed = tuple(
        (side, tuple(votes.statements[one] for one in picked))
        for side, picked in statements.consensus(everybody, method).items()
    )
    counts, cells = _cells(analysis)
    return Picture(
        analysis.state,
        method,
        votes_sha256,
        len(votes.voters),
        votes.count,
        *_drawn(analysis, counts, cells),
        agreed,
        tuple(_rows(votes, counts, cells)),
        tuple(_measures(analysis)),
    )


def _cells(analysis: Analysis) -> tuple[Counts, list[list[Cell]]]:
    """Return the counts of each group, and what may be shown of each group and statement.

    Voters who are in no group stand last; where there are no groups that is everybody.
    """
    matrix, labels = analysis.votes.matrix, analysis.labels
    if labels is None:
        labels = np.full(len(matrix), -1)
    groups_ = int(labels.max()) + 1
    sizes = np.bincount(labels[labels >= 0], minlength=groups_).tolist()
    counts = statements.count(matrix, labels, groups_)
    parts, outside = list(counts), int(np.count_nonzero(labels < 0))
    if outside:
        sizes.append(outside)
        parts.append(statements.count(matrix, np.where(labels < 0, 0, -1), 1)[0])
    smallest = analysis.method.cell
    return counts, [
        [of_group((said[0], said[1], said[2]), size, smallest) for said in part.tolist()]
        for part, size in zip(parts, sizes, strict=True)
    ]


def _drawn(
    analysis: Analysis, counts: Counts, cells: list[list[Cell]]
) -> tuple[int | None, tuple[Group, ...], tuple[Circle, ...]]:
    labels, places, method = analysis.labels, analysis.places, analysis.method
    if labels is None or places is None:
        return None, (), ()
    inside = labels >= 0
    drawn = circles.draw(places[inside], labels[inside], method)
    shown = tuple(
        Group(
            LETTERS[group],
            int(np.count_nonzero(labels == group)),
            circles.hull((one.x, one.y) for one in drawn if one.group == group),
            tuple(
                ShownPick(analysis.votes.statements[pick.statement], pick.side, cells[group][pick.statement])
                for pick in statements.representative(counts, group, method)
                if cells[group][pick.statement].of(pick.side)
            ),
        )
        for group in range(len(counts))
    )
    return int(np.count_nonzero(inside)), shown, drawn


def _rows(votes: Votes, counts: Counts, cells: list[list[Cell]]) -> list[Row]:
    across = np.round(statements.across_groups(counts), 2).tolist()
    rows = []
    for number, name in enumerate(votes.statements):
        parts = [part[number] for part in cells]
        shown = tuple(parts[: len(counts)])
        whole = bool(shown) and not any(cell.short for cell in shown)
        rows.append(
            Row(name, of_all(parts), shown, (across[0][number], across[1][number]) if whole else None)
        )
    return rows


def _measures(analysis: Analysis) -> list[tuple[str, float]]:
    measures = []
    if analysis.axes:
        first, second = analysis.axes.shares
        measures += [("first_axis", first), ("second_axis", second)]
    if analysis.grouping:
        measures.append(("silhouette", analysis.grouping.silhouette))
        measures += [(f"silhouette_{k}", value) for k, value in analysis.grouping.tried.items()]
    if analysis.gate:
        gate = analysis.gate
        measures += [
            ("gate", gate.silhouette),
            ("gate_shuffled", gate.shuffled),
            ("gate_shuffles", gate.shuffles),
        ]
    return [(name, round(value, DIGITS)) for name, value in measures]
