"""One thing a workbook hides, and what was decided about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from springhead.engine.kernel.problems import Kind, Refused
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats.workbooks import texts
from springhead.engine.tables.recipe import Recipe

MOST_CELLS: Final = 40_000_000  # about 1 GB in the spreadsheet library


@dataclass(frozen=True, slots=True)
class Part:
    """A hidden thing. `id` is what a recipe names, such as `sheet:員工`, `rows:資料!5-9`, `columns:資料!D:F`."""

    id: str
    kind: Kind
    params: dict[str, Any]
    sheet: str = ""
    spans: tuple[tuple[int, int], ...] = ()  # rows or columns, from 0, both ends included


@dataclass(slots=True)
class Inventory:
    """Everything a workbook hides, and what its formulas are like."""

    parts: list[Part] = field(default_factory=list)
    formulas: dict[str, "Formulas"] = field(default_factory=dict)  # by sheet


def bounded(sheet: str, cells: int) -> None:
    """Refuse a sheet whose used area, which is held in memory whole, is too large."""
    if cells > MOST_CELLS:
        raise Refused(texts.SHEET_TOO_LARGE.at(sheet, count=f"{cells:,}", limit=f"{MOST_CELLS:,}"))


@dataclass(slots=True)
class Formulas:
    """How many formulas, results not stored and errors a sheet holds; `first` are cell names."""

    count: int = 0
    first: str = ""
    without_value: int = 0
    first_without: str = ""
    errors: int = 0
    first_error: str = ""
    error: str = ""

    def findings(self) -> Iterator[Finding]:
        """Tell what was seen."""
        if self.count:
            yield Finding(texts.FORMULA_CELLS.at(self.first, count=self.count))
        if self.without_value:
            yield Finding(texts.FORMULA_WITHOUT_VALUE.at(self.first_without, count=self.without_value))
        if self.errors:
            yield Finding(
                texts.ERROR_CELLS.at(self.first_error, count=self.errors, value=self.error), value=self.error
            )


@dataclass(frozen=True, slots=True)
class Decided:
    """Parts, sorted by what the recipe decided."""

    held: tuple[Part, ...]
    stripped: tuple[Part, ...]
    confirmed: tuple[Part, ...]

    def findings(self) -> Iterator[Finding]:
        """Tell every part: undecided ones hold the delivery."""
        for part in self.held:
            yield Finding(part.kind.at(part.id, **part.params))
        for part in self.stripped:
            yield Finding(texts.HIDDEN_STRIPPED.at(part.id, name=part.id))
        for part in self.confirmed:
            yield Finding(texts.HIDDEN_CONFIRMED.at(part.id, name=part.id))


def decide(parts: Iterable[Part], recipe: Recipe) -> Decided:
    """Apply `strip_hidden` (lists of ids) and `accept` (one id each): nothing is confirmed wholesale."""
    strip = {one for mending in recipe.of("strip_hidden") for one in _listed(mending.value)}
    accept = {str(mending.value) for mending in recipe.of("accept")}
    held: list[Part] = []
    stripped: list[Part] = []
    confirmed: list[Part] = []
    for part in parts:
        (stripped if part.id in strip else confirmed if part.id in accept else held).append(part)
    return Decided(tuple(held), tuple(stripped), tuple(confirmed))


def rows_part(sheet: str, rows: list[int]) -> Part:
    """Return the part for hidden rows (counted from 0)."""
    spans = ranges(sorted(rows))
    text = rows_text(spans)
    params = {"sheet": sheet, "name": text[:200], "count": sum(last - first + 1 for first, last in spans)}
    return Part(f"rows:{sheet}!{text}", texts.HIDDEN_ROWS, params, sheet=sheet, spans=spans)


def columns_part(sheet: str, columns: list[int]) -> Part:
    """Return the part for hidden columns (counted from 0)."""
    spans = ranges(sorted(columns))
    text = columns_text(spans)
    params = {"sheet": sheet, "name": text[:200], "count": sum(last - first + 1 for first, last in spans)}
    return Part(f"columns:{sheet}!{text}", texts.HIDDEN_COLUMNS, params, sheet=sheet, spans=spans)


def clipped(part: Part, last_row: int, last_column: int) -> Part | None:
    """Return the part within the used area of its sheet: hiding what is empty hides nothing."""
    if not part.spans:
        return part
    is_rows = part.id.startswith("rows:")
    limit = last_row if is_rows else last_column
    inside = [number for first, last in part.spans for number in range(first, min(last, limit) + 1)]
    if not inside:
        return None
    return rows_part(part.sheet, inside) if is_rows else columns_part(part.sheet, inside)


def ranges(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Join sorted numbers into spans."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and number <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(number, spans[-1][1]))
        else:
            spans.append((number, number))
    return tuple(spans)


def rows_text(spans: Iterable[tuple[int, int]]) -> str:
    """Write row spans as a spreadsheet shows them: 5-9、12."""
    return ",".join(f"{first + 1}" if first == last else f"{first + 1}-{last + 1}" for first, last in spans)


def columns_text(spans: Iterable[tuple[int, int]]) -> str:
    """Write column spans as a spreadsheet shows them: D:F."""
    return ",".join(
        letters(first) if first == last else f"{letters(first)}:{letters(last)}" for first, last in spans
    )


def letters(index: int) -> str:
    """Return the letters of a column counted from 0."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
