"""Cutting text into records and cells, exactly: the authority on what a delimited file says.

RFC 4180, read leniently: a cell that begins with a quotation mark runs to its closing mark, over line ends
too; marks inside it are doubled. A mark anywhere else is text. A quotation that never closes costs only the
line it opens on. Line ends are CRLF, LF or CR.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

QUOTE: Final = '"'
LINES_QUOTED: Final = 2_000  # lines one quoted cell may span


class Flaw(StrEnum):
    """What is wrong with the quoting of a record."""

    LONE = "lone-quote"
    UNTERMINATED = "unterminated-quote"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells, the physical lines it takes, and what is wrong with it."""

    cells: list[str]
    lines: int = 1
    flaw: Flaw | None = None

    @property
    def blank(self) -> bool:
        """No cell says anything."""
        return not any(cell and not cell.isspace() for cell in self.cells)


class _OpenQuote(Exception):
    """A quotation runs past the lines at hand."""


class _Unterminated(Exception):
    """A quotation that cannot be closed sensibly."""


def cut(lines: Sequence[str], delimiter: str, *, last: bool = True) -> Iterator[Record]:
    """Yield the records of these lines (with their line ends).

    When the last record is not complete and more lines are to come (`last` false), stop before it: the
    caller knows from the sum of `lines` how far it got.
    """
    at = 0
    while at < len(lines):
        if QUOTE not in lines[at]:
            yield Record(_bare(lines[at]).split(delimiter))
            at += 1
            continue
        try:
            record = _quoted(lines, at, delimiter)
        except _OpenQuote:
            if not last and len(lines) - at < LINES_QUOTED:
                return
            record = _as_text(lines[at], delimiter)
        except _Unterminated:
            record = _as_text(lines[at], delimiter)
        yield record
        at += record.lines


def _bare(line: str) -> str:
    return line.rstrip("\r\n")


def _as_text(line: str, delimiter: str) -> Record:
    return Record(_bare(line).split(delimiter), flaw=Flaw.UNTERMINATED)


def _quoted(lines: Sequence[str], at: int, delimiter: str) -> Record:
    cells: list[str] = []
    flaw: Flaw | None = None
    text, place, taken, more = lines[at], 0, 1, True
    while more:
        cell, used, opened = "", 0, text.startswith(QUOTE, place)
        if opened:
            cell, place, used = _inside(lines, at + taken, text, place + 1)
            text = lines[at + taken + used - 1]
            taken += used
        rest, place, more = _plain(text, place, delimiter)
        if rest and used:
            raise _Unterminated
        if rest and (opened or QUOTE in rest):
            flaw = Flaw.LONE
        cells.append(cell + rest)
    return Record(cells, taken, flaw)


def _plain(text: str, place: int, delimiter: str) -> tuple[str, int, bool]:
    end = text.find(delimiter, place)
    if end < 0:
        return _bare(text[place:]), len(text), False
    return text[place:end], end + len(delimiter), True


def _inside(lines: Sequence[str], following: int, text: str, place: int) -> tuple[str, int, int]:
    parts: list[str] = []
    used = 0
    while True:
        end = text.find(QUOTE, place)
        if end < 0:
            parts.append(text[place:])
            if following + used >= len(lines) or used >= LINES_QUOTED:
                raise _OpenQuote
            text, place, used = lines[following + used], 0, used + 1
        elif text.startswith(QUOTE, end + 1):
            parts.append(text[place : end + 1])
            place = end + 2
        else:
            parts.append(text[place:end])
            return "".join(parts), end + 1, used
