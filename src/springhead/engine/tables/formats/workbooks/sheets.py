"""Spreadsheets: XLSX, XLSB, XLS and ODS, one visible sheet as a grid of text."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import archives, layout
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.formats.spool import Row, spool
from springhead.engine.tables.formats.texts import BROKEN_WORKBOOK, ENCRYPTED_WORKBOOK, ENTRY_MISSING
from springhead.engine.tables.formats.workbooks import ods_hidden, texts, xls_hidden, xlsx_hidden
from springhead.engine.tables.formats.workbooks.cells import Kinds, as_text
from springhead.engine.tables.formats.workbooks.edges import Blank, Tail, told
from springhead.engine.tables.formats.workbooks.merged import Merges
from springhead.engine.tables.formats.workbooks.parts import (
    Decided,
    Inventory,
    Part,
    clipped,
    decide,
    letters,
)
from springhead.engine.tables.grid import Grid
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.texts import TOO_MANY_COLUMNS

SAMPLE_ROWS: Final = 200
PACKED: Final = ("xlsx", "ods")
UNSOUND: Final = (KeyError, IndexError, ValueError, OSError, RuntimeError, struct.error, zlib.error)
SEARCHES: Final = {"xlsx": xlsx_hidden.search, "ods": ods_hidden.search, "xls": xls_hidden.search}


@dataclass(frozen=True, slots=True)
class Book:
    """An open workbook and what it hides."""

    kind: str
    workbook: CalamineWorkbook
    inventory: Inventory

    @property
    def visible(self) -> list[str]:
        """Names of the sheets anybody sees."""
        return [one.name for one in self.workbook.sheets_metadata if one.visible == SheetVisibleEnum.Visible]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and what of it is left out, rows and columns counted from 0."""

    sheet: CalamineSheet
    without_rows: frozenset[int]
    without_columns: frozenset[int]

    def rows(self, merges: Merges | None = None) -> Iterator[tuple[int, list[Any]]]:
        """Yield (row from 0, values from column A on); merged cells are filled from `merges`."""
        before = [""] * (self.sheet.start[1] if self.sheet.start else 0)
        for number, values in enumerate(self.sheet.iter_rows()):
            whole = before + values
            if merges:
                merges.fill(number, whole)
            if number not in self.without_rows:
                yield (
                    number,
                    [value for index, value in enumerate(whole) if index not in self.without_columns],
                )


def open_sheets(kind: str, opening: Opening) -> Grid:
    """Read the sheet the recipe names, else the first visible one with content.

    Whatever the workbook hides is an error until the recipe strips or confirms it, part by part.
    """
    with open_book(kind, opening.path, opening.filename, opening.limits) as book:
        decided = decide(book.inventory.parts, opening.recipe)
        name, findings = _chosen(book, opening, decided)
        sheet = part_of(book.workbook.get_sheet_by_name(name), decided.stripped)
        count = sheet.sheet.end[1] + 1 if sheet.sheet.end else 0
        if count > opening.limits.columns:
            raise Refused(TOO_MANY_COLUMNS.at(opening.filename, count=count, limit=opening.limits.columns))
        grid = _grid(kind, sheet, opening)
        formulas = book.inventory.formulas.get(name)
        said = [*decided.findings(), *findings, *(formulas.findings() if formulas else ())]
        grid.findings[:0] = said
        return grid


@contextmanager
def open_book(kind: str, path: Path, filename: str, limits: Limits | None = None) -> Iterator[Book]:
    """Open a workbook and search it for hidden parts; Refused when it, or a sheet of it, cannot be read.

    It is searched first: the search is bounded, and refuses what would make the spreadsheet library ask for
    more memory than there is.
    """
    try:
        if kind in PACKED:
            archives.entries(path, limits or Limits(), filename)
        found = SEARCHES[kind](path)
        with CalamineWorkbook.from_path(str(path)) as workbook:
            parts = _clipped(found.parts, workbook)
            yield Book(kind, workbook, Inventory(parts, found.formulas))
    except PasswordError as error:
        raise Refused(ENCRYPTED_WORKBOOK.at(filename)) from error
    except (CalamineError, BadZipFile, etree.XMLSyntaxError, *UNSOUND) as error:
        raise Refused(BROKEN_WORKBOOK.at(filename, reason=str(error)[:120])) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the library's own bugs arrive outside Exception
            raise
        raise Refused(BROKEN_WORKBOOK.at(filename, reason=str(error)[:120])) from error


def _clipped(parts: list[Part], workbook: CalamineWorkbook) -> list[Part]:
    kept = []
    ends: dict[str, tuple[int, int]] = {}
    for part in parts:
        if part.spans and part.sheet not in ends:
            ends[part.sheet] = workbook.get_sheet_by_name(part.sheet).end or (-1, -1)
        inside = clipped(part, *ends.get(part.sheet, (0, 0)))
        if inside:
            kept.append(inside)
    return kept


def part_of(sheet: CalamineSheet, stripped: tuple[Part, ...]) -> Sheet:
    """Return a sheet without its stripped rows and columns."""
    mine = [part for part in stripped if part.sheet == sheet.name]
    rows = {number for part in mine if part.id.startswith("rows:") for number in _numbers(part)}
    columns = {number for part in mine if part.id.startswith("columns:") for number in _numbers(part)}
    return Sheet(sheet, frozenset(rows), frozenset(columns))


def _numbers(part: Part) -> Iterator[int]:
    for first, last in part.spans:
        yield from range(first, last + 1)


def _chosen(book: Book, opening: Opening, decided: Decided) -> tuple[str, list[Finding]]:
    confirmed = {part.sheet for part in decided.confirmed if part.id.startswith("sheet:")}
    names = [name for name in book.workbook.sheet_names if name in book.visible or name in confirmed]
    wanted = opening.recipe.value("sheet")
    if wanted in names:
        return str(wanted), []
    if wanted is not None and len(names) > 1:
        raise Refused(ENTRY_MISSING.at(opening.filename, name=wanted, names=joined(names, most=30)))
    filled = [name for name in names if book.workbook.get_sheet_by_name(name).end is not None]
    if not filled:
        raise Refused(texts.WORKBOOK_EMPTY.at(opening.filename))
    if len(filled) == 1:
        return filled[0], []
    others = joined(filled[1:], most=30)
    params = {"count": len(filled), "sheet": filled[0], "others": others, "names": filled}
    return filled[0], [Finding(texts.SEVERAL_SHEETS.at(filled[0], **params))]


def _grid(kind: str, sheet: Sheet, opening: Opening) -> Grid:
    ranges = sheet.sheet.merged_cell_ranges or []
    found = layout.of(_sample(sheet), opening.recipe)
    kinds, tail = Kinds(), Tail()
    for number, values in sheet.rows(Merges(ranges, first_row=found.first_data_row)):
        if number >= found.first_data_row:
            kinds.learn(number, values)
            tail.see(number, values)
    width = max(kinds.width, *(len(trimmed(cells)) for cells in found.header), 0)
    notes, blank = tail.notes(width), Blank()
    stretch = (found.first_data_row, min([kinds.last_row + 1, *(number for number, _ in notes)]))
    rows = blank.without(_data(sheet, kinds, width, Merges(ranges, first_row=found.first_data_row), stretch))
    open_batches = spool(rows, width, opening.work)
    merged = [Finding(texts.MERGED_CELLS.at(range_text(ranges[0]), count=len(ranges)))] if ranges else []
    return Grid(
        format=kind,
        header=[[*cells[:width], *[""] * (width - len(cells))] for cells in found.header],
        width=width,
        open_batches=open_batches,
        findings=[*found.findings(opening.recipe), *merged, *blank.findings(), *told(notes)],
        title_rows=found.title_rows,
        titles=found.titles,
        typed=kinds.typed(),
    )


def _data(sheet: Sheet, kinds: Kinds, width: int, merges: Merges, stretch: tuple[int, int]) -> Iterator[Row]:
    with_time = [kinds.with_time(index) for index in range(width)]
    for number, values in sheet.rows(merges):
        if stretch[0] <= number < stretch[1]:
            padded = [*values[:width], *[""] * (width - len(values))]
            yield (
                number + 1,
                [as_text(value, with_time=with_time[index]) for index, value in enumerate(padded)],
            )


def _sample(sheet: Sheet) -> list[tuple[int, list[str | None]]]:
    rows = islice(sheet.rows(), SAMPLE_ROWS)
    return [(number, [as_text(value) for value in values]) for number, values in rows]


def trimmed(cells: list[str]) -> list[str]:
    """Return cells without the blank ones at the end."""
    last = max((index for index, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def range_text(span: tuple[tuple[int, int], tuple[int, int]]) -> str:
    """Write a range as a spreadsheet shows it: B2:C5."""
    (top, left), (bottom, right) = span
    return f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
