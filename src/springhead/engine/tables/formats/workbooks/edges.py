"""Rows of a sheet that are not data: blank ones, and notes below the table."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, Final

from springhead.engine.tables.findings import Finding
from springhead.engine.tables.footer import footnotes
from springhead.engine.tables.formats.spool import Row
from springhead.engine.tables.formats.workbooks.cells import as_text
from springhead.engine.tables.records import Record
from springhead.engine.tables.texts import BLANK_ROW, FOOTER_ROWS

REMEMBERED: Final = 60

Note = tuple[int, str]  # row from 0, text


class Blank:
    """Leaves blank rows out and remembers how many there were; numbering is not affected."""

    def __init__(self) -> None:
        self.count = 0
        self.first = 0

    def without(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Pass on the rows that say something."""
        for row in rows:
            if any(cell and not cell.isspace() for cell in row[1]):
                yield row
            else:
                self.count += 1
                self.first = self.first or row[0]

    def findings(self) -> list[Finding]:
        """Return what was left out."""
        return (
            [Finding(BLANK_ROW.at(count=self.count), row=self.first, line=self.first)] if self.count else []
        )


class Tail:
    """Remembers the last rows of a sheet, to find the notes among them."""

    def __init__(self) -> None:
        self.rows: deque[tuple[int, list[str]]] = deque(maxlen=REMEMBERED)

    def see(self, number: int, values: Sequence[Any]) -> None:
        """Remember a row (from 0)."""
        self.rows.append((number, [as_text(value) or "" for value in values]))

    def notes(self, width: int) -> list[Note]:
        """Return the notes at the end, by the rules of delimited text."""
        records = [Record((cells + [""] * width)[:width]) for _, cells in self.rows]
        kept = [record.cells for record in records if not record.blank]
        return [(self.rows[note.at][0], note.text) for note in footnotes(records, kept, width)]


def told(notes: Sequence[Note]) -> list[Finding]:
    """Tell the notes as one finding."""
    if not notes:
        return []
    row, text = notes[0]
    problem = FOOTER_ROWS.at("", count=len(notes), value=text[:60])
    return [Finding(problem, row + 1, row + 1, None, text[:200])]
