"""What a group says: counts, the statements that set a group apart, and those nearly everybody agrees on.

The formulas are those Polis published: shares smoothed by one vote either way, a z test of a share against one
half, a z test of the share in a group against everybody else, and a rank that is the product of the ratio, the
share and both z values.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from springhead.engine.opinions.axes import Floats
from springhead.engine.opinions.groups import Labels
from springhead.engine.opinions.method import Method
from springhead.engine.opinions.votes import AGREE, DISAGREE, PASS

Counts = NDArray[np.int64]  # groups × statements × (agree, disagree, pass)


class Side(StrEnum):
    """What most of a group say to a statement."""

    AGREE = "agree"
    DISAGREE = "disagree"


SIDES = (Side.AGREE, Side.DISAGREE)


@dataclass(frozen=True, slots=True)
class Pick:
    """A statement that was picked, by its number, and the side that is meant."""

    statement: int
    side: Side


def count(matrix: NDArray[np.int8], labels: Labels, groups: int) -> Counts:
    """Count the votes of each group (labels from 0; -1 is in none) on each statement."""
    counts = np.zeros((groups, matrix.shape[1], 3), np.int64)
    for group in range(groups):
        rows = matrix[labels == group]
        for at, vote in enumerate((AGREE, DISAGREE, PASS)):
            counts[group, :, at] = (rows == vote).sum(axis=0)
    return counts


def smoothed(said: NDArray[np.int64], voted: NDArray[np.int64]) -> Floats:
    """Return shares, smoothed by one vote either way."""
    return (said + 1) / (voted + 2)


def z_of_share(said: NDArray[np.int64], voted: NDArray[np.int64]) -> Floats:
    """Return how clearly a share is above one half."""
    return 2 * np.sqrt(voted + 1) * ((said + 1) / (voted + 1) - 0.5)


def z_of_difference(
    said: NDArray[np.int64],
    voted: NDArray[np.int64],
    others: NDArray[np.int64],
    others_voted: NDArray[np.int64],
) -> Floats:
    """Return how clearly a share in a group is above that of the others; 0 where everybody says the same."""
    said, voted, others, others_voted = said + 1, voted + 1, others + 1, others_voted + 1
    together = (said + others) / (voted + others_voted)
    spread = np.sqrt(np.maximum(together * (1 - together), 0) * (1 / voted + 1 / others_voted))
    apart = said / voted - others / others_voted
    return np.where(spread > 0, apart / np.where(spread > 0, spread, 1), 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How a group stands to every statement, for agreeing and disagreeing: each array is 2 × statements."""

    said: NDArray[np.int64]
    share: Floats
    share_z: Floats
    ratio: Floats
    ratio_z: Floats

    @property
    def rank(self) -> Floats:
        """How much a statement represents the group."""
        return self.ratio * self.ratio_z * self.share * self.share_z


def standing(counts: Counts, group: int) -> Standing:
    """Hold one group against all others."""
    mine, others = counts[group], counts.sum(axis=0) - counts[group]
    said, others_said = mine[:, :2].T, others[:, :2].T
    voted, others_voted = mine.sum(axis=1), others.sum(axis=1)
    share = smoothed(said, voted)
    return Standing(
        said,
        share,
        z_of_share(said, voted),
        share / smoothed(others_said, others_voted),
        z_of_difference(said, voted, others_said, others_voted),
    )


def representative(counts: Counts, group: int, method: Method) -> tuple[Pick, ...]:
    """Return the statements that set a group apart, agreed ones first, then by rank; at least one if it can be.

    A side that fewer than `method.cell` of the group took is never picked. Equals stand in order of statements.
    """
    held = standing(counts, group)
    shown = held.said >= max(method.cell, 1)
    clear = shown & (held.share_z > method.z) & (held.ratio_z > method.z)
    side = np.where(held.ratio_z[0] > held.ratio_z[1], 0, 1)
    side = np.where(clear[0] != clear[1], np.where(clear[0], 0, 1), side)
    every = np.arange(len(side))
    rank = held.rank[side, every]
    ordered = sorted(np.flatnonzero(clear.any(axis=0)).tolist(), key=lambda one: (-rank[one], one))
    head = _best_agreed(held, shown[0], method)
    picks = [Pick(one, SIDES[side[one]]) for one in ordered if head is None or one != head.statement]
    if head is not None:
        picks.insert(0, head)
    if not picks:
        picks = _most_apart(held, shown)
    return tuple(sorted(picks[: method.picked], key=lambda pick: pick.side))


def _best_agreed(held: Standing, shown: NDArray[np.bool_], method: Method) -> Pick | None:
    """Return what the group agrees on best: the published rule weighs by ratio once a ratio above 1 was found."""
    best: int | None = None
    plain, rank = held.share[0] * held.share_z[0], held.rank[0]
    for one in np.flatnonzero(shown).tolist():
        if best is not None:
            weigh = rank if held.ratio[0][best] > 1 else plain
            better = weigh[one] > weigh[best]
        else:
            likely = held.ratio[0][one] > 1 and held.share[0][one] > 0.5
            better = held.share_z[0][one] > method.z or likely
        best = one if better else best
    return None if best is None else Pick(best, Side.AGREE)


def _most_apart(held: Standing, shown: NDArray[np.bool_]) -> list[Pick]:
    scores = np.where(shown, held.ratio_z, -np.inf)
    one = int(np.argmax(scores.max(axis=0, initial=-np.inf))) if scores.size else 0
    side = int(np.argmax(scores[:, one])) if scores.size else 0
    return [Pick(one, SIDES[side])] if scores.size and np.isfinite(scores[side, one]) else []


def consensus(counts: Counts, method: Method) -> dict[Side, tuple[int, ...]]:
    """Return the statements most voters agree or disagree on, whatever their group, the clearest first.

    `counts` holds all voters as one group. A side that fewer than `method.cell` took is never picked.
    """
    said, voted = counts[0][:, :2].T, counts[0].sum(axis=1)
    share, clear = smoothed(said, voted), z_of_share(said, voted)
    fit = (share > 0.5) & (clear > method.z) & (said >= max(method.cell, 1))
    weight = share * clear
    return {
        side: tuple(
            sorted(np.flatnonzero(fit[at]).tolist(), key=lambda one: (-weight[at][one], one))[: method.picked]
        )
        for at, side in enumerate(SIDES)
    }


def across_groups(counts: Counts) -> Floats:
    """Return the product over groups of smoothed shares (2 × statements): one group that dissents sinks it."""
    return np.stack([smoothed(counts[:, :, at], counts.sum(axis=2)).prod(axis=0) for at in range(2)])
