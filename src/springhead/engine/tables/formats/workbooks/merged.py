"""Merged cells: below the header the value stands in every cell of its range."""

from collections import defaultdict
from typing import Any

Range = tuple[tuple[int, int], tuple[int, int]]


class Merges:
    """Fills merged cells while rows pass by in order. Rows and columns count from 0."""

    def __init__(self, ranges: list[Range], *, first_row: int) -> None:
        self.pending: dict[int, list[Range]] = defaultdict(list)
        for span in ranges:
            if span[0][0] >= first_row:
                self.pending[span[0][0]].append(span)
        self.open: list[tuple[Range, Any]] = []

    def fill(self, row: int, values: list[Any]) -> None:
        """Put the values of merged ranges into this row, in place."""
        self.open = [(span, value) for span, value in self.open if span[1][0] >= row]
        for span in self.pending.pop(row, ()):
            column = span[0][1]
            self.open.append((span, values[column] if column < len(values) else ""))
        for ((_, left), (_, right)), value in self.open:
            for column in range(left, min(right, len(values) - 1) + 1):
                values[column] = value
