"""Spreadsheets: written to a temporary file in constant memory, then sent. No cell is ever a formula or a link."""

import zipfile
from collections.abc import Generator, Iterator
from datetime import date, datetime
from itertools import count
from tempfile import TemporaryFile
from typing import IO, Any, Final
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from springhead.engine.dataplane.engines import Store
from springhead.engine.tables.query.grammar import ExportRequest
from springhead.engine.tables.schema import Column, Type

XLSX_ROWS: Final = 1_048_575  # data rows of a sheet, besides the header
ODS_ROWS: Final = 100_000
PIECE: Final = 262_144
FIRST_YEAR: Final = 1900  # spreadsheets know no earlier dates
CELL_LIMIT: Final = 32_767  # characters in a cell of XLSX


def xlsx(
    store: Store, wanted: ExportRequest, columns: tuple[Column, ...], *, sheet_rows: int = XLSX_ROWS
) -> Generator[bytes]:
    """Yield an XLSX file; after `sheet_rows` rows another sheet goes on, with the header again."""
    with TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, {**options, "strings_to_numbers": False})
        formats = {
            Type.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
            Type.DATETIME: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        sheet, at = None, sheet_rows
        for row in _rows(store, wanted):
            if at == sheet_rows:
                sheet, at = _new_sheet(book, columns), 0
                yield b""  # a chance to stop
            at += 1
            for n, (value, column) in enumerate(zip(row, columns, strict=True)):
                if value is not None:
                    _write_cell(sheet, at, n, value, formats.get(column.type), column.type)
            if at % 5_000 == 0:
                yield b""
        if sheet is None:
            _new_sheet(book, columns)
        book.close()
        yield from _pieces(file)


def ods(store: Store, wanted: ExportRequest, columns: tuple[Column, ...]) -> Generator[bytes]:
    """Yield an OpenDocument spreadsheet (ODF 1.3, ISO/IEC 26300)."""
    with TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr(zipfile.ZipInfo("mimetype"), ODS_TYPE, zipfile.ZIP_STORED)
            package.writestr("META-INF/manifest.xml", MANIFEST)
            with package.open("content.xml", "w") as content:
                content.write(HEAD.encode())
                content.write(_ods_row([column.name for column in columns], [Type.TEXT] * len(columns)))
                kinds = [column.type for column in columns]
                for number, row in zip(count(1), _rows(store, wanted)):
                    content.write(_ods_row(row, kinds))
                    if number % 5_000 == 0:
                        yield b""
                content.write(TAIL.encode())
        yield from _pieces(file)


def _rows(store: Store, wanted: ExportRequest) -> Iterator[tuple[Any, ...]]:
    for batch in store.batches(wanted.query):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _new_sheet(book: Any, columns: tuple[Column, ...]) -> Any:
    sheet = book.add_worksheet()
    for n, column in enumerate(columns):
        sheet.write_string(0, n, column.name)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, value: Any, style: Any, kind: Type) -> None:  # noqa: PLR0913, PLR0917  one call per cell
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        # Spreadsheets keep 15 digits; a longer number stays whole as text.
        exact = isinstance(value, float) or abs(value) < 10**15
        sheet.write_number(row, column, value) if exact else sheet.write_string(row, column, str(value))
    elif kind in (Type.DATE, Type.DATETIME) and int(value[:4]) >= FIRST_YEAR and not value.endswith("Z"):
        moment = date.fromisoformat(value) if kind is Type.DATE else datetime.fromisoformat(_padded(value))
        sheet.write_datetime(row, column, moment, style)
    else:
        sheet.write_string(row, column, value[:CELL_LIMIT])


def _padded(text: str) -> str:
    whole, dot, fraction = text.partition(".")
    return f"{whole}.{fraction:0<6}" if dot else whole


def _ods_row(row: Any, kinds: list[Type]) -> bytes:
    cells = "".join(_ods_cell(value, kind) for value, kind in zip(row, kinds, strict=True))
    return f"<table:table-row>{cells}</table:table-row>".encode()


def _ods_cell(value: Any, kind: Type) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    shown = "".join(char for char in str(value) if char >= " " or char in "\t\n")
    if kind in (Type.DATE, Type.DATETIME):
        name = "date" if kind is Type.DATE else "datetime"
        told = f'office:value-type="date" table:style-name="{name}" office:date-value={quoteattr(shown)}'
        return f"<table:table-cell {told}/>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


ODS_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_NS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{_NS}manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_DAY: Final = (
    '<number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/>'
    '<number:text>-</number:text><number:day number:style="long"/>'
)
_CLOCK: Final = (
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/><number:text>:</number:text><number:seconds number:style="long"/>'
)
HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3" '
    f'xmlns:office="{_NS}office:1.0" xmlns:table="{_NS}table:1.0" xmlns:text="{_NS}text:1.0" '
    f'xmlns:style="{_NS}style:1.0" xmlns:number="{_NS}datastyle:1.0"><office:automatic-styles>'
    f'<number:date-style style:name="N1">{_DAY}</number:date-style>'
    f'<number:date-style style:name="N2">{_DAY}{_CLOCK}</number:date-style>'
    '<style:style style:name="date" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="datetime" style:family="table-cell" style:data-style-name="N2"/>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
    '<table:table table:name="Sheet1">'
)
TAIL: Final = "</table:table></office:spreadsheet></office:body></office:document-content>"
