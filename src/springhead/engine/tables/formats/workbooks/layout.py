"""Where the header of a sheet is: titles above it, and how many rows it takes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from springhead.engine.tables.findings import Finding
from springhead.engine.tables.recipe import Recipe

Cells = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Layout:
    """Titles come first, then the header; `first_data_row` counts from 0 in the sheet."""

    title_rows: int
    header: list[list[str]]
    first_data_row: int
    findings: list[Finding] = field(default_factory=list)


def of(rows: Sequence[tuple[int, Cells]], recipe: Recipe) -> Layout:
    """Find the header among the first rows (row number from 0, cells)."""
    filled = [(number, [cell or "" for cell in cells]) for number, cells in rows if any(cells)]
    titles = recipe.value("title_rows")
    at = int(titles) if titles is not None else _header_at([cells for _, cells in filled])
    count = int(recipe.value("header_rows", 1))
    header = [cells for _, cells in filled[at : at + count]]
    after = (
        filled[at + count - 1][0] + 1
        if count and at + count <= len(filled)
        else (filled[at][0] if at < len(filled) else 0)
    )
    return Layout(at, header, after)


def _header_at(rows: list[list[str]]) -> int:
    widths = Counter(sum(1 for cell in cells if cell) for cells in rows)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    return next((index for index, cells in enumerate(rows) if sum(map(bool, cells)) >= max(1, usual)), 0)
