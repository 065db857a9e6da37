"""Votes as a matrix in one order, whatever order they came in."""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

AGREE: Final = 1
DISAGREE: Final = -1
PASS: Final = 0
UNSEEN: Final = -128


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Who said what: `matrix[voter, statement]` is AGREE, DISAGREE, PASS or UNSEEN (int8).

    Voters and statements stand in natural order of their names (2 before 10); voters without a vote are left
    out, so that neither they nor the order of a file change anything.
    """

    voters: tuple[str, ...]
    statements: tuple[str, ...]
    matrix: NDArray[np.int8]

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Where a vote was cast."""
        return np.not_equal(self.matrix, UNSEEN)

    @property
    def count(self) -> int:
        """How many votes were cast."""
        return int(np.count_nonzero(self.matrix != UNSEEN))


def natural(name: str) -> tuple[int, str]:
    """Sort key: shorter names first, so that 2 stands before 10."""
    return (len(name), name)


def arrange(voters: Sequence[str], statements: Sequence[str], matrix: NDArray[np.int8]) -> Votes:
    """Return the votes in natural order, without voters who cast none. Names must be distinct."""
    voted = np.flatnonzero((matrix != UNSEEN).any(axis=1))
    rows = sorted(voted.tolist(), key=lambda row: natural(voters[row]))
    columns = sorted(range(len(statements)), key=lambda column: natural(statements[column]))
    return Votes(
        tuple(voters[row] for row in rows),
        tuple(statements[column] for column in columns),
        np.ascontiguousarray(matrix[np.ix_(rows, columns)]),
    )


def gather(cast: Iterable[tuple[str, str, int]]) -> Votes:
    """Return votes given one by one as (voter, statement, vote); a later one of the same pair replaces."""
    voters: dict[str, int] = {}
    statements: dict[str, int] = {}
    cells = [
        (voters.setdefault(voter, len(voters)), statements.setdefault(statement, len(statements)), vote)
        for voter, statement, vote in cast
    ]
    matrix = np.full((len(voters), len(statements)), UNSEEN, np.int8)
    for row, column, vote in cells:
        matrix[row, column] = vote
    return arrange(tuple(voters), tuple(statements), matrix)


def pseudonym(voter: str, key: bytes) -> str:
    """Return the name under which a voter's votes are published.

    It is the same in one consultation, whose `key` stays secret, and cannot be linked to another one.
    """
    digest = hmac.new(key, voter.encode(), hashlib.sha256).digest()
    return "v" + b32encode(digest[:10]).decode().lower()
