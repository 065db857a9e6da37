"""The table of metadata as a file: written as CSV or ODS, read from CSV, ODS or XLSX, cell by cell and without loss."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Any, Final
from xml.sax.saxutils import escape

from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import bulk_texts as texts

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
MOST_BYTES: Final = 10_000_000
MOST_UNPACKED: Final = 200_000_000
_FORMULA: Final = "=+-@'"
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_SPACES: Final = re.compile("  +|^ | $")
_SEPARATORS: Final = ",;\t"


def marked(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula (`plain` takes the mark off again)."""
    clean = same(text)
    return f"'{clean}" if clean[:1] and clean[0] in _FORMULA else clean


def plain(text: str) -> str:
    """Return the text of a cell that came back, as `same` compares it."""
    clean = same(text)
    return same(clean[1:]) if clean[:1] == "'" and clean[1:2] and clean[1] in _FORMULA else clean


def same(text: str) -> str:
    """Return text in the one form that every spreadsheet gives back: line ends, tabs and what is no text differ."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _NO_TEXT.sub("", lines).strip()


def as_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    """Yield CSV text, line by line, with the mark spreadsheets need to see UTF-8."""
    yield "\ufeff"
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer).writerow(row)
        yield buffer.getvalue()


def as_ods(rows: Iterable[list[str]]) -> bytes:
    """Return an ODS file; every cell is text, so that nothing is reinterpreted."""
    from springhead.engine.dataplane import sheets

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), ODS_TYPE, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", sheets.MANIFEST)
        with package.open("content.xml", "w") as content:
            content.write(sheets.HEAD.encode())
            for row in rows:
                cells = "".join(map(_cell, row)) or "<table:table-cell/>"
                content.write(f"<table:table-row>{cells}</table:table-row>".encode())
            content.write(sheets.TAIL.encode())
    return buffer.getvalue()


def as_xlsx(rows: Iterable[list[str]]) -> bytes:
    """Return an XLSX file; every cell is text, so that nothing is reinterpreted."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, {**options, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("table")
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                sheet.write_string(number, place, same(text))
    return buffer.getvalue()


def _cell(text: str) -> str:
    """A paragraph for each line, runs of spaces written as the format wants them, else a spreadsheet joins them."""
    lines = "".join(
        f"<text:p>{_SPACES.sub(_spaces, escape(part))}</text:p>" for part in same(text).split("\n")
    )
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _spaces(found: re.Match[str]) -> str:
    return f'<text:s text:c="{len(found[0])}"/>'


def read(content: bytes, filename: str) -> list[list[str]]:
    """Return the rows of a file as text, blank rows too, so that row 7 is row 7 in the spreadsheet.

    Raises `Refused`: too large, no CSV, ODS or XLSX, damaged.
    """
    if len(content) > MOST_BYTES:
        raise Refused(texts.SHEET_TOO_LARGE.at(filename, most=f"{MOST_BYTES // 1_000_000} MB"))
    return _spreadsheet(content, filename) if content[:2] == b"PK" else _text_file(content, filename)


def _text_file(content: bytes, filename: str) -> list[list[str]]:
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp950"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text.partition("\n")[0]
        separator = max(_SEPARATORS, key=head.count)
        try:
            return list(
                _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
            )
        except csv.Error as error:
            raise Refused(texts.SHEET_UNREADABLE.at(filename)) from error
    raise Refused(texts.SHEET_UNREADABLE.at(filename))


def _numbered(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Leave out rows after the last one with text; those between keep their place."""
    blank: list[list[str]] = []
    for row in rows:
        blank.append(row)
        if any(cell.strip() for cell in row):
            yield from blank
            blank = []


def _spreadsheet(content: bytes, filename: str) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise Refused(texts.SHEET_TOO_LARGE.at(filename, most=f"{MOST_UNPACKED // 1_000_000} MB"))
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows: Sequence[Sequence[Any]] = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(texts.SHEET_UNREADABLE.at(filename)) from error
    return list(_numbered([_text(cell) for cell in row] for row in rows))


def _text(cell: Any) -> str:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
