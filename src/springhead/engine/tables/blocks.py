"""Cutting a UTF-8 text file into blocks of whole records without looking at every character in Python.

A block is *plain* when every quotation mark opens after a delimiter and closes before one: then line ends
outside quotations are known from the parity of the marks before them, and Arrow may parse the block. All
other blocks go through `records.cut`, which is exact and slower. Both give the same cells (see the tests).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import texts
from springhead.engine.tables.records import Record, cut

CHUNK: Final = 4 << 20
FIRST: Final = 512 << 10  # the first block is small: the sample is taken from it
TAIL: Final = 60  # last records that are always read exactly, because notes may stand among them
_NEWLINE, _RETURN, _QUOTE = 10, 13, 34

Index = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the records of a plain block begin, in bytes and in physical lines after its first."""

    starts: Index
    lines: Index
    blank: np.ndarray[Any, np.dtype[np.bool_]]
    size: int
    line_count: int


@dataclass(frozen=True, slots=True)
class Block:
    """Whole records: where they are in the file, and either their marks or the records themselves.

    Of `raw` only the first `marks.size` bytes belong to a block with marks: most blocks are not copied.
    """

    raw: bytes
    row: int
    line: int
    marks: Marks | None
    records: list[Record] | None
    last: bool

    @property
    def line_count(self) -> int:
        """Physical lines of the records."""
        return self.marks.line_count if self.marks else sum(record.lines for record in self.records or ())

    @property
    def bytes(self) -> memoryview:
        """The bytes of the records."""
        return memoryview(self.raw)[: self.marks.size if self.marks else len(self.raw)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the data of a text file begin, and how it is written."""

    path: Path
    start: int
    row: int
    line: int
    delimiter: str
    line_bytes: int


def blocks(place: Place) -> Iterator[Block]:
    """Yield the file in order. Raises `Refused` for a line that never ends."""
    with place.path.open("rb") as file:
        file.seek(place.start)
        yield from _blocks(file, place)


def _blocks(file: BinaryIO, place: Place) -> Iterator[Block]:
    rest, row, line, size = b"", place.row, place.line, place.path.stat().st_size
    while True:
        more = file.read(min(CHUNK, FIRST) if file.tell() == place.start else CHUNK)
        rest = rest + more if rest else more
        eof = file.tell() >= size
        while rest:
            found = _next(rest, row, line, place, eof=eof)
            if found is None:
                break
            block, used = found
            yield block
            rest = rest[used:]
            row += _count(block)
            line += block.line_count
        if eof:
            return
        if len(rest) > 2 * place.line_bytes:
            raise Refused(texts.LINE_TOO_LONG.at("", line=line, limit=place.line_bytes))


def _count(block: Block) -> int:
    return len(block.marks.starts) if block.marks else len(block.records or ())


def _next(raw: bytes, row: int, line: int, place: Place, *, eof: bool) -> tuple[Block, int] | None:
    single = len(place.delimiter.encode()) == 1
    marks = _plain(raw, ord(place.delimiter), eof=eof) if single else None
    if marks is not None and marks.size:
        plain = _plain_block(raw, row, line, marks, eof=eof)
        return plain or _exact_block(raw, row, line, place, eof=eof)
    if marks is not None and not eof and len(raw) < place.line_bytes:
        return None  # an open quotation may close in what comes next
    return _exact_block(raw, row, line, place, eof=eof)


def _plain_block(raw: bytes, row: int, line: int, marks: Marks, *, eof: bool) -> tuple[Block, int] | None:
    total = len(marks.starts)
    if not eof or marks.size < len(raw):
        return Block(raw, row, line, marks, None, last=False), marks.size
    if total > TAIL:
        size = int(marks.starts[total - TAIL])
        keep = total - TAIL
        part = Marks(
            marks.starts[:keep], marks.lines[:keep], marks.blank[:keep], size, int(marks.lines[keep])
        )
        return Block(raw, row, line, part, None, last=False), size
    return None


def _exact_block(raw: bytes, row: int, line: int, place: Place, *, eof: bool) -> tuple[Block, int] | None:
    lines = raw.splitlines(keepends=True)
    if not eof:
        lines.pop()
        if lines and lines[-1].endswith(b"\r"):
            lines.pop()  # its line feed may be yet to come
    longest = max(map(len, lines), default=len(raw) if not eof else 0)
    if longest > place.line_bytes:
        raise Refused(texts.LINE_TOO_LONG.at("", line=line, limit=place.line_bytes))
    last = eof or len(raw) > place.line_bytes
    records = list(cut([part.decode() for part in lines], place.delimiter, last=last))
    used = sum(map(len, lines[: sum(record.lines for record in records)]))
    return (Block(raw[:used], row, line, None, records, last=eof), used) if used else None


def lines_of(raw: bytes) -> list[str]:
    """Split at CRLF, LF and CR, keeping them (text splitting would also split at U+2028 and others)."""
    return [part.decode() for part in raw.splitlines(keepends=True)]


def _plain(raw: bytes, delimiter: int, *, eof: bool) -> Marks | None:
    if b"\0" in raw:
        return None
    data = np.frombuffer(raw, np.uint8)
    ends = np.flatnonzero(data == _NEWLINE)
    if b"\r" in raw and _lone_returns(data, ends, eof=eof):
        return None
    quotes = np.flatnonzero(data == _QUOTE) if b'"' in raw else np.empty(0, np.int64)
    outer = ends[(np.searchsorted(quotes, ends) & 1) == 0] if len(quotes) else ends
    if eof and not raw.endswith(b"\n"):
        if len(quotes) % 2:
            return None
        outer = np.append(outer, len(raw) - 1)
    size = int(outer[-1]) + 1 if len(outer) else 0
    if len(quotes) and not _well_quoted(data, quotes[quotes < size], delimiter):
        return None
    return _marks(data, ends, outer, size)


def _lone_returns(data: np.ndarray[Any, np.dtype[np.uint8]], ends: Index, *, eof: bool) -> bool:
    # A carriage return without its line feed; the last one's may be yet to come.
    before = np.count_nonzero(data[ends[ends > 0] - 1] == _RETURN)
    open_end = not eof and data[-1] == _RETURN
    return bool(np.count_nonzero(data == _RETURN) != before + open_end)


def _marks(data: np.ndarray[Any, np.dtype[np.uint8]], ends: Index, outer: Index, size: int) -> Marks:
    starts = np.empty(len(outer), np.int64)
    if len(outer):
        starts[0] = 0
        starts[1:] = outer[:-1] + 1
    same = np.array_equal(ends, outer)  # no line end inside a quotation, none missing at the end
    lines = np.arange(len(outer)) if same else np.searchsorted(ends, starts)
    length = outer - starts
    blank = (data[outer] == _NEWLINE) & ((length == 0) | ((length == 1) & (data[starts] == _RETURN)))
    return Marks(starts, lines, blank, size, int(np.searchsorted(ends, size)))


def _well_quoted(data: np.ndarray[Any, np.dtype[np.uint8]], quotes: Index, delimiter: int) -> bool:
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before = np.where(opening == 0, _NEWLINE, data[opening - 1])
    after = np.where(closing + 1 >= len(data), _NEWLINE, data[np.minimum(closing + 1, len(data) - 1)])
    opens = (before == delimiter) | (before == _NEWLINE) | (before == _QUOTE)
    closes = (after == delimiter) | (after == _NEWLINE) | (after == _RETURN) | (after == _QUOTE)
    return bool(opens.all() and closes.all())
