"""What an old XLS carries that nobody sees: its records are walked one by one (BIFF8, [MS-XLS])."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.formats.ole import Compound, open_compound
from springhead.engine.tables.formats.texts import BROKEN_WORKBOOK
from springhead.engine.tables.formats.workbooks import texts
from springhead.engine.tables.formats.workbooks.parts import (
    Formulas,
    Inventory,
    Part,
    columns_part,
    letters,
    rows_part,
)

BOF: Final = 0x0809
EOF: Final = 0x000A
BOUNDSHEET: Final = 0x0085
NAME: Final = 0x0018
SUPBOOK: Final = 0x01AE
NOTE: Final = 0x001C
ROW: Final = 0x0208
COLINFO: Final = 0x007D
FORMULA: Final = 0x0006
DIMENSIONS: Final = 0x0200
CELLS: Final = (FORMULA, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E)
SEVERAL: Final = (0x00BD, 0x00BE)  # a run of cells; the last column stands at the end
LAST_ROW: Final = 65_535
LAST_COLUMN: Final = 255
OWN_BOOK: Final = (b"\x01\x04", b"\x01\x3a")  # the two kinds of SUPBOOK that are not another file
STREAM_PARTS: Final = ("_VBA_PROJECT", "VBA")


@dataclass(slots=True)
class _Sheet:
    """What one sheet's records said."""

    name: str
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    notes: int = 0
    formulas: Formulas = field(default_factory=Formulas)


def search(path: Path) -> Inventory:
    """Search a workbook. Raises `Refused` when the container is damaged."""
    compound = open_compound(path)
    found = Inventory()
    stream = compound.read("Workbook" if "Workbook" in compound.streams else "Book")
    sheets: list[_Sheet] = []
    current, started = _Sheet(""), 0
    for code, data in _records(stream):
        if code == BOF:
            started += 1
            current = sheets[started - 2] if 2 <= started <= len(sheets) + 1 else _Sheet("")
        elif code == BOUNDSHEET:
            sheets.append(_Sheet(_sheet(data, found)))
        elif started <= 1:
            _global(code, data, found)
        else:
            _local(code, data, current)
    for sheet in sheets:
        _tell(sheet, found)
    found.parts.extend(_carried(compound))
    return found


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _sheet(data: bytes, found: Inventory) -> str:
    name = _short_text(data, 6)
    if data[4] & 0x03:
        found.parts.append(Part(f"sheet:{name}", texts.HIDDEN_SHEET, {"name": name}, sheet=name))
    return name


def _short_text(data: bytes, at: int) -> str:
    """Read a text with a one-byte length and a flag for its width."""
    count, wide = data[at], data[at + 1] & 0x01
    raw = data[at + 2 : at + 2 + count * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _global(code: int, data: bytes, found: Inventory) -> None:
    if (
        code == NAME and len(data) > 15 and not struct.unpack_from("<H", data)[0] & 0x0020
    ):  # not a built-in name
        wide = data[14] & 0x01
        raw = data[15 : 15 + data[3] * (2 if wide else 1)]
        name = raw.decode("utf-16-le" if wide else "latin-1", "replace")
        found.parts.append(Part(f"name:{name}", texts.HIDDEN_NAME, {"name": name, "value": "-"}))
    elif code == SUPBOOK and data[2:4] not in OWN_BOOK:
        name = f"externalLink{sum(part.kind == texts.HIDDEN_LINK for part in found.parts) + 1}"
        found.parts.append(Part(f"link:{name}", texts.HIDDEN_LINK, {"name": name}))


def _local(code: int, data: bytes, sheet: _Sheet) -> None:
    if code == ROW and len(data) >= 16 and struct.unpack_from("<H", data, 12)[0] & 0x0020:
        sheet.rows.append(struct.unpack_from("<H", data)[0])
    elif code == COLINFO and len(data) >= 10 and struct.unpack_from("<H", data, 8)[0] & 0x0001:
        first, last = struct.unpack_from("<HH", data)
        sheet.columns.extend(range(first, min(last, LAST_COLUMN) + 1))
    elif code == NOTE:
        sheet.notes += 1
    elif code in CELLS and len(data) >= 4:
        _cell(code, data, sheet)
    elif code == DIMENSIONS and len(data) >= 12:
        top, bottom, left, right = struct.unpack_from("<IIHH", data)
        if not (top <= bottom <= LAST_ROW + 1 and left <= right <= LAST_COLUMN + 1):
            raise Refused(BROKEN_WORKBOOK.at(sheet.name, reason=f"R{bottom}C{right}"))


def _cell(code: int, data: bytes, sheet: _Sheet) -> None:
    row, column = struct.unpack_from("<HH", data)
    last = struct.unpack_from("<H", data, len(data) - 2)[0] if code in SEVERAL else column
    if max(column, last) > LAST_COLUMN:  # the spreadsheet library would ask for the memory of all of them
        raise Refused(BROKEN_WORKBOOK.at(sheet.name, reason=f"R{row + 1}C{max(column, last) + 1}"))
    if code == FORMULA:
        sheet.formulas.count += 1
        sheet.formulas.first = sheet.formulas.first or f"{letters(column)}{row + 1}"


def _tell(sheet: _Sheet, found: Inventory) -> None:
    found.formulas[sheet.name] = sheet.formulas
    if sheet.rows:
        found.parts.append(rows_part(sheet.name, sheet.rows))
    if sheet.columns:
        found.parts.append(columns_part(sheet.name, sheet.columns))
    if sheet.notes:
        found.parts.append(
            Part(f"comments:{sheet.name}", texts.HIDDEN_COMMENTS, {"name": sheet.name, "count": sheet.notes})
        )


def _carried(compound: Compound) -> Iterator[Part]:
    names = set(compound.streams)
    if names & set(STREAM_PARTS):
        yield Part("macro:VBA", texts.HIDDEN_MACRO, {"name": "VBA"})
    for name in sorted(names):
        if name.startswith("_SX_DB") or (
            name.isdigit() and len(name) == 4
        ):  # pivot caches are streams 0001, 0002, …
            yield Part(f"pivot:{name}", texts.HIDDEN_PIVOT, {"name": name, "count": "?"})
