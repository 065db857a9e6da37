"""The noise gate: groups are shown only when votes that mean nothing would not look as grouped.

The votes on each statement are shuffled among those who voted on it: every statement keeps its agrees, disagrees
and passes, every voter the statements voted on, and only what ties answers together is lost. If none of 99 such
shuffles has groups as distinct (by silhouette), chance alone would have done so once in a hundred times.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from springhead.engine.opinions import axes, groups
from springhead.engine.opinions.method import Method
from springhead.engine.opinions.shuffling import sample, shuffle_columns
from springhead.engine.opinions.votes import UNSEEN


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate saw: silhouette of the votes, the best of the shuffles made, and how many were made."""

    silhouette: float
    shuffled: float
    shuffles: int

    @property
    def open(self) -> bool:
        """Whether groups may be shown."""
        return self.silhouette > self.shuffled


def look(matrix: NDArray[np.int8], grouped: NDArray[np.bool_], method: Method) -> Gate:
    """Hold the votes against shuffled ones; stops at the first shuffle that looks as grouped.

    `grouped` says who may be grouped; everybody's votes shape the axes. Of many voters a sample is looked at.
    """
    chosen = sample(len(matrix), method.gate_voters, method.seed)
    matrix, grouped = matrix[chosen], grouped[chosen]
    seen = matrix.T != UNSEEN
    columns, voters = np.nonzero(seen)
    values = matrix[voters, columns]
    own = distinctness(matrix, grouped, method)
    highest = -1.0
    for number in range(1, method.shuffles + 1):
        shuffled = matrix.copy()
        shuffled[voters, columns] = shuffle_columns(columns, values, method.seed + number)
        highest = max(highest, distinctness(shuffled, grouped, method))
        if highest >= own:
            return Gate(own, highest, number)
    return Gate(own, highest, method.shuffles)


def distinctness(matrix: NDArray[np.int8], grouped: NDArray[np.bool_], method: Method) -> float:
    """Return the silhouette of the best grouping, -1 where there is none."""
    places = axes.positions(matrix[grouped], axes.find(matrix))
    found = groups.best(places, method)
    return found.silhouette if found else -1.0
