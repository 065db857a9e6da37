"""A stretch of a table on its way from the reader to the checker, and what the checker made of it."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from springhead.engine.tables.arrow import Array
from springhead.engine.tables.deciding import Cell, Tally
from springhead.engine.tables.findings import Finding

Index = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(slots=True)
class Piece:
    """Some rows of a grid, and what their reader found in them.

    `counts` are for findings that would repeat endlessly (blank rows): told once, with how many.
    """

    batch: pa.RecordBatch
    findings: list[Finding] = field(default_factory=list)
    set_aside: int = 0
    blank: list[tuple[int, int]] = field(default_factory=list)  # (row, line) of the first ones
    blank_rows: int = 0
    trimmed_rows: int = 0
    footer: list[tuple[int, int, str]] = field(default_factory=list)  # row, line, text


@dataclass(frozen=True, slots=True)
class Noted:
    """One cell something is told about."""

    row: int
    line: int
    value: str
    fixed: str = ""


@dataclass(slots=True)
class Notes:
    """All cells of one column and rule: how many, and the first of them."""

    count: int = 0
    cells: list[Noted] = field(default_factory=list)

    def add(self, other: "Notes", keep: int) -> None:
        """Take in later notes, keeping at most `keep` cells."""
        self.count += other.count
        self.cells += other.cells[: max(0, keep - len(self.cells))]


@dataclass(slots=True)
class ColumnResult:
    """One column of a piece after checking.

    `values` is typed, null where a cell is missing or bad. `notes` are by (rule, mark); `problems` are cells
    told one by one, by rule. `bad` counts cells that do not fit the planned type.
    """

    values: Array
    tally: Tally
    notes: dict[tuple[str, str], Notes] = field(default_factory=dict)
    problems: dict[str, list[Noted]] = field(default_factory=dict)
    bad: int = 0
    negatives: dict[float, Notes] = field(default_factory=dict)
    highest: float | None = None
    growing: tuple[int, int] | None = None  # first and last number, when each is larger than the one before


@dataclass(slots=True)
class PieceResult:
    """A checked piece."""

    piece: Piece
    columns: list[ColumnResult]
    rows: int


def example(row: Any, line: Any, value: str) -> Cell:
    """Return a cell as plain Python values."""
    return int(row), int(line), value
