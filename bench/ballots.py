"""Made-up votes: camps that differ, and noise that has none. Used by `bench deliberation` and by the tests."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from springhead.engine.opinions import noise
from springhead.engine.opinions.method import STANDARD, Method
from springhead.engine.opinions.picture import may_be_grouped
from springhead.engine.opinions.votes import UNSEEN, Votes

Matrix = NDArray[np.int8]
SEED = 20261126


@dataclass(frozen=True)
class Shape:
    """How many voters and statements, the share of statements a usual voter votes on, and how far voters lean.

    `lean` is the spread (in log odds) of how readily a voter agrees with anything at all.
    """

    voters: int
    statements: int
    density: float
    lean: float = 0.0


SHAPES = (
    Shape(60, 20, 0.8),
    Shape(60, 60, 0.4),
    Shape(120, 30, 0.6),
    Shape(300, 40, 0.5),
    Shape(600, 120, 0.2),
)


def named(matrix: Matrix) -> Votes:
    """Return a matrix as votes of voters v00000, v00001 … on statements s000, s001 …; empty rows fall out."""
    voted = np.flatnonzero((matrix != UNSEEN).any(axis=1)).tolist()
    return Votes(
        tuple(f"v{number:05}" for number in voted),
        tuple(f"s{number:03}" for number in range(matrix.shape[1])),
        np.ascontiguousarray(matrix[voted]),
    )


def random(shape: Shape, seed: int) -> Matrix:
    """Return votes in which answers to one statement tell nothing of another (unless `lean`)."""
    dice = np.random.default_rng([SEED, seed])
    size = (shape.voters, shape.statements)
    agree = dice.beta(2, 1.5, shape.statements)
    skip = dice.uniform(0, 0.3, shape.statements)
    busy = np.clip(dice.gamma(2, 0.5, shape.voters), 0.15, None)
    lean = dice.normal(0, shape.lean, shape.voters) if shape.lean else np.zeros(shape.voters)
    odds = np.exp(np.log(agree / (1 - agree)) + lean[:, None])
    matrix = np.where(dice.random(size) < odds / (1 + odds), 1, -1).astype(np.int8)
    matrix[dice.random(size) < skip] = 0
    matrix[dice.random(size) >= np.minimum(1, shape.density * busy)[:, None]] = UNSEEN
    return matrix


def camps(
    shape: Shape, sizes: Sequence[float], seed: int, apart: float = 0.5
) -> tuple[Matrix, NDArray[np.intp]]:
    """Return votes of camps of the given shares, which differ on half of the statements, and each voter's camp."""
    dice = np.random.default_rng([SEED, seed, 1])
    matrix = random(shape, seed)
    camp = dice.choice(len(sizes), shape.voters, p=np.array(sizes) / sum(sizes))
    for statement in range(0, shape.statements, 2):
        leaning = 0.5 + apart * dice.permutation(np.linspace(-0.8, 0.8, len(sizes)))
        said = np.where(dice.random(shape.voters) < leaning[camp], 1, -1)
        cast = matrix[:, statement] != UNSEEN
        matrix[cast, statement] = said[cast]
    return matrix, camp


def shuffled(matrix: Matrix, seed: int) -> Matrix:
    """Return real votes with the answers to each statement dealt out anew among those who answered it."""
    dice = np.random.default_rng([SEED, seed, 2])
    dealt = matrix.copy()
    for column in dealt.T:
        cast = np.flatnonzero(column != UNSEEN)
        column[cast] = column[dice.permutation(cast)]
    return dealt


def opens(matrix: Matrix, method: Method = STANDARD) -> bool:
    """Say whether the noise gate opens."""
    matrix = matrix[(matrix != UNSEEN).any(axis=1)]
    active = may_be_grouped(matrix, method)
    return noise.look(matrix, active, method).open


def false_alarms(shape: Shape, times: int, processes: int | None = None) -> int:
    """Return how often the gate opens for so many random votes (seeds 0, 1, 2 …)."""
    jobs = ((shape, seed) for seed in range(times))
    if processes == 1:
        return sum(map(_opens_for, jobs))
    fresh = get_context("spawn")  # so that OPENBLAS_NUM_THREADS is read again
    with ProcessPoolExecutor(processes or os.cpu_count(), mp_context=fresh) as pool:
        return sum(pool.map(_opens_for, jobs, chunksize=8))


def _opens_for(job: tuple[Shape, int]) -> bool:
    return opens(random(*job))
