"""Where the table begins among rows without names (sheets, lists of lists): the rules of delimited text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from springhead.engine.tables import header
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.recipe import Recipe
from springhead.engine.tables.texts import NO_HEADER

Numbered = tuple[int, Sequence[str | None]]  # row from 0, cells


@dataclass(frozen=True, slots=True)
class Layout:
    """Titles come first, then the header; `first_data_row` counts from 0 in the sheet."""

    title_rows: int
    titles: tuple[str, ...]
    header: list[list[str]]
    first_data_row: int

    def findings(self, recipe: Recipe) -> list[Finding]:
        """Tell that there is no header, unless the officer said so."""
        if self.header or recipe.value("header_rows") is not None:
            return []
        return [Finding(NO_HEADER.at("", rows=0), self.title_rows + 1, self.title_rows + 1)]


def of(rows: Sequence[Numbered], recipe: Recipe) -> Layout:
    """Find the header among the first rows of a sheet."""
    texts = [[cell or "" for cell in cells] for _, cells in rows]
    found = header.find(
        texts,
        width=_usual_width(texts),
        titles=_count(recipe, "title_rows"),
        header=_count(recipe, "header_rows"),
    )
    below = found.titles + found.header
    last = rows[-1][0] + 1 if rows else 0
    after = rows[below][0] if below < len(rows) else last
    above = [" ".join(cell.strip() for cell in cells if cell.strip()) for cells in texts[: found.titles]]
    return Layout(found.titles, tuple(filter(None, above)), texts[found.titles : below], after)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """Return the width most rows have, counted to their last cell that holds something."""
    widths = Counter(
        max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0) for cells in rows
    )
    widths.pop(0, None)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _count(recipe: Recipe, op: str) -> int | None:
    value = recipe.value(op)
    return value if isinstance(value, int) and value >= 0 else None
