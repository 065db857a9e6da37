"""A clean copy of a workbook: values only, so that nothing unseen can travel with it.

Formulas, names, pivot caches, links, comments, macros and document properties cannot survive, because they
are never written; sheets, rows and columns are left out when the officer said so.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from springhead.engine.tables.formats.detect import detect
from springhead.engine.tables.formats.workbooks.cells import as_text
from springhead.engine.tables.formats.workbooks.merged import Merges
from springhead.engine.tables.formats.workbooks.parts import Part
from springhead.engine.tables.formats.workbooks.sheets import Sheet, open_book, part_of

FORMATS: Final = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
    "time": "hh:mm:ss",
    "duration": "[h]:mm:ss",
}
TEXT_LIMIT: Final = 32_767
SUFFIX: Final = ".xlsx"


def strip(path: Path, out: Path, parts: Iterable[str], *, filename: str = "") -> list[str]:
    """Write a clean XLSX copy of a workbook (XLSX, XLS, ODS) to `out`; return the ids left out.

    `parts` are the ids the findings name. A hidden sheet, row or column not among them stays, and stays
    hidden; what is not a cell never stays. Raises `Refused` when the workbook cannot be read.
    """
    wanted = set(parts)
    with open_book(detect(path, filename), path, filename) as book:
        gone = tuple(part for part in book.inventory.parts if part.id in wanted or not _is_cells(part))
        kept = tuple(part for part in book.inventory.parts if part not in gone)
        without = {part.sheet for part in gone if part.id.startswith("sheet:")}
        with xlsxwriter.Workbook(str(out), {"constant_memory": True}) as copy:
            styles = {name: copy.add_format({"num_format": shape}) for name, shape in FORMATS.items()}
            for name in book.workbook.sheet_names:
                if name not in without:
                    target = copy.add_worksheet(name)
                    source = book.workbook.get_sheet_by_name(name)
                    _copy(target, part_of(source, gone), part_of(source, kept), styles)
                    if name not in book.visible:
                        target.hide()
    return [part.id for part in gone]


def _copy(target: Any, source: Sheet, unseen: Sheet, styles: dict[str, Any]) -> None:
    """Copy the values of one sheet; what stays hidden (`unseen` leaves it out) is hidden again."""
    tall = [span for span in source.sheet.merged_cell_ranges or [] if span[0][0] != span[1][0]]
    for row, (number, values) in enumerate(source.rows(Merges(tall, first_row=0))):
        if number in unseen.without_rows:
            target.set_row(row, None, None, {"hidden": True})
        _write_row(target, row, values, styles)
    for column in unseen.without_columns:
        place = column - sum(gone < column for gone in source.without_columns)
        target.set_column(place, place, None, None, {"hidden": True})


def _is_cells(part: Part) -> bool:
    return part.id.startswith(("sheet:", "rows:", "columns:"))


def _write_row(target: Any, row: int, values: list[Any], styles: dict[str, Any]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            if value:
                target.write_string(row, column, value[:TEXT_LIMIT])
        elif isinstance(value, bool):
            target.write_boolean(row, column, value)
        elif isinstance(value, float | int):
            target.write_number(row, column, value)
        else:
            _write_moment(target, row, column, value, styles)


def _write_moment(target: Any, row: int, column: int, value: Any, styles: dict[str, Any]) -> None:
    names = ((datetime, "datetime"), (date, "date"), (time, "time"), (timedelta, "duration"))
    name = next(name for kind, name in names if isinstance(value, kind))
    if isinstance(value, date) and value.year < 1900:
        target.write_string(row, column, as_text(value))
    else:
        target.write_datetime(row, column, value, styles[name])
