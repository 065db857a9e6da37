"""From a block of text to a piece of the table: rows in columns, and what is wrong with the rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from springhead.engine.tables import texts
from springhead.engine.tables.arrow import Array, pacsv, pc
from springhead.engine.tables.blocks import Block, Marks, lines_of
from springhead.engine.tables.encoding import Damage
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.footer import footnotes
from springhead.engine.tables.pieces import Piece
from springhead.engine.tables.records import QUOTE, Flaw, Record, cut

SHOWN: Final = 200  # characters of a cell shown in a finding
BLANKS: Final = 50  # blank rows of a piece that are remembered one by one


@dataclass(frozen=True, slots=True)
class Cutting:
    """How rows become cells: `ragged` is what an officer accepted ("", "pad" or "set_aside")."""

    delimiter: str
    width: int
    ragged: str = ""
    footers: bool = True
    damage: tuple[Damage, ...] = ()


def piece_of(block: Block, cutting: Cutting) -> Piece:
    """Return the rows of a block."""
    piece = _parsed(block, block.marks, cutting) if block.marks else None
    if piece is None:
        records = block.records
        if records is None:
            records = list(cut(lines_of(bytes(block.bytes)), cutting.delimiter))
        piece = _exact(block, records, cutting)
    if cutting.damage:
        _tell_damage(piece, block, cutting)
    return piece


# The fast way ---------------------------------------------------------------------------------------------
def _parsed(block: Block, marks: Marks, cutting: Cutting) -> Piece | None:
    ragged: list[tuple[int, str]] = []

    def aside(row: Any) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    table = _parse(block.bytes, cutting, aside)
    filled = np.flatnonzero(~marks.blank)
    odd = np.array([number - 1 for number, _ in ragged], np.int64)
    if table is None or table.num_rows != len(filled) - len(odd):
        return None
    piece = Piece(_empty(cutting.width))
    for number, text in ragged:
        at = int(filled[number - 1])
        cells = next(cut(lines_of(text.encode()), cutting.delimiter)).cells
        if not _set_aside(piece, cells, block.row + at, block.line + int(marks.lines[at]), cutting):
            return None  # this row belongs into the table: the exact way keeps it in its place
    kept = np.delete(filled, odd)
    rows, lines = block.row + kept, block.line + marks.lines[kept]
    nothing = np.flatnonzero(marks.blank)
    _blanks(piece, block.row + nothing, block.line + marks.lines[nothing])
    _fill(piece, table, rows, lines)
    return piece


def _parse(raw: memoryview, cutting: Cutting, aside: Callable[[Any], str]) -> Any:
    names = [str(number) for number in range(cutting.width)]
    try:
        return pacsv.read_csv(
            pa.BufferReader(raw),
            read_options=pacsv.ReadOptions(use_threads=False, block_size=len(raw) + 1, column_names=names),
            parse_options=pacsv.ParseOptions(
                delimiter=cutting.delimiter, newlines_in_values=True, invalid_row_handler=aside
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None


def _fill(piece: Piece, table: pa.Table, rows: Any, lines: Any) -> None:
    columns = [
        column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in table.columns
    ]
    nothing = _all_null(columns, table.num_rows)
    if nothing is not None:
        gone = np.flatnonzero(nothing)
        _blanks(piece, rows[gone], lines[gone])
        keep = pa.array(~nothing)
        columns = [column.filter(keep) for column in columns]
        rows, lines = rows[~nothing], lines[~nothing]
    piece.batch = _batch(columns, rows, lines)


def _all_null(columns: Sequence[Array], size: int) -> Any:
    if not size or any(column.null_count == 0 for column in columns):
        return None
    nothing = np.ones(size, bool)
    for column in columns:
        nothing &= pc.is_null(column).to_numpy(zero_copy_only=False)
        if not nothing.any():
            return None
    return nothing


def _batch(columns: Sequence[Array], rows: Any, lines: Any) -> pa.RecordBatch:
    names = [*(str(number) for number in range(len(columns))), "row", "line"]
    both = [pa.array(rows, pa.int64()), pa.array(lines, pa.int64())]
    return pa.RecordBatch.from_arrays([*columns, *both], names=names)


def _empty(width: int) -> pa.RecordBatch:
    return _batch([pa.array([], pa.string())] * width, np.empty(0, np.int64), np.empty(0, np.int64))


def _blanks(piece: Piece, rows: Any, lines: Any) -> None:
    piece.blank_rows += len(rows)
    room = max(0, BLANKS - len(piece.blank))
    piece.blank += list(zip(rows[:room].tolist(), lines[:room].tolist(), strict=True))


# The exact way --------------------------------------------------------------------------------------------
def _exact(block: Block, records: list[Record], cutting: Cutting) -> Piece:
    piece = Piece(_empty(cutting.width))
    kept: list[tuple[int, int, list[str]]] = []
    row, line = block.row, block.line
    for record in records:
        cells = _kept(piece, record, row, line, cutting)
        if cells is not None:
            kept.append((row, line, cells))
        row, line = row + 1, line + record.lines
    if block.last and cutting.footers:
        _take_footnotes(piece, block, records, kept, cutting)
    columns = zip(*(cells for _, _, cells in kept), strict=True) if kept else [()] * cutting.width
    arrays = [pa.array([cell or None for cell in column], pa.string()) for column in columns]
    piece.batch = _batch(arrays, [row for row, _, _ in kept], [line for _, line, _ in kept])
    return piece


def _kept(piece: Piece, record: Record, row: int, line: int, cutting: Cutting) -> list[str] | None:
    cells = record.cells
    if record.flaw is Flaw.UNTERMINATED:
        shown = next((cell for cell in cells if QUOTE in cell), "")[:SHOWN]
        piece.findings.append(Finding(texts.UNTERMINATED_QUOTE.at(""), row, line, None, shown))
        piece.set_aside += 1
        return None
    if not any(cells) or (len(cells) != cutting.width and record.blank):
        _blanks(piece, np.array([row]), np.array([line]))
        return None
    if record.flaw is Flaw.LONE:
        at, cell = next(((n, cell) for n, cell in enumerate(cells) if QUOTE in cell), (0, cells[0]))
        piece.findings.append(
            Finding(
                texts.LONE_QUOTE.at(f"#{at + 1}", value=cell[:SHOWN]), row, line, f"#{at + 1}", cell[:SHOWN]
            )
        )
    if len(cells) == cutting.width:
        return cells
    return None if _set_aside(piece, cells, row, line, cutting) else _mended(piece, cells, row, line, cutting)


def _set_aside(piece: Piece, cells: list[str], row: int, line: int, cutting: Cutting) -> bool:
    """Set a row of the wrong width aside and tell it; False when it can stand in the table after all."""
    short = len(cells) < cutting.width
    if (short and cutting.ragged == "pad") or not (short or any(cells[cutting.width :])):
        return False
    if not any(cell.strip() for cell in cells):
        return False
    kind = texts.MISSING_CELL if short else texts.EXTRA_CELL
    kind = texts.SET_ASIDE if cutting.ragged == "set_aside" else kind
    value = cutting.delimiter.join(cells)[:SHOWN]
    problem = kind.at("", count=len(cells), limit=cutting.width)
    piece.findings.append(Finding(problem, row, line, None, value))
    piece.set_aside += 1
    return True


def _mended(piece: Piece, cells: list[str], row: int, line: int, cutting: Cutting) -> list[str]:
    missing = cutting.width - len(cells)
    if missing > 0:
        piece.findings.append(Finding(texts.PADDED_ROW.at("", count=missing), row, line))
        return [*cells, *[""] * missing]
    piece.trimmed_rows += 1
    return cells[: cutting.width]


def _take_footnotes(
    piece: Piece,
    block: Block,
    records: list[Record],
    kept: list[tuple[int, int, list[str]]],
    cutting: Cutting,
) -> None:
    notes = footnotes(records, [cells for _, _, cells in kept], cutting.width)
    if not notes:
        return
    at = notes[0].at
    while at and records[at - 1].blank:
        at -= 1  # the blank rows before the notes go with them
    first = block.row + at
    piece.footer = [(block.row + note.at, block.line + note.line, note.text) for note in notes]
    piece.set_aside -= sum((finding.row or 0) >= first for finding in piece.findings if _aside(finding))
    piece.findings = [finding for finding in piece.findings if (finding.row or 0) < first]
    piece.blank_rows -= sum(row >= first for row, _ in piece.blank)
    piece.blank = [(row, line) for row, line in piece.blank if row < first]
    kept[:] = [entry for entry in kept if entry[0] < first]


def _aside(finding: Finding) -> bool:
    return finding.problem.code in {"missing-cell", "extra-cell", "row-set-aside", "unterminated-quote"}


# Damage ---------------------------------------------------------------------------------------------------
def _tell_damage(piece: Piece, block: Block, cutting: Cutting) -> None:
    mine = [damage for damage in cutting.damage if 0 <= damage.line - block.line < block.line_count]
    lines = piece.batch.column("line").to_numpy()
    rows = piece.batch.column("row").to_numpy()
    for damage in mine:
        problem = damage_problem(damage)
        at = int(np.searchsorted(lines, damage.line, side="right")) - 1
        found = _broken_cell(piece.batch, at, cutting.width) if at >= 0 else None
        if found is None:  # in a row that was set aside, or in a note below the data
            row = int(rows[at]) + damage.line - int(lines[at]) if at >= 0 else block.row
            piece.findings.append(Finding(problem, row, damage.line))
        else:
            place = f"#{found[0] + 1}"
            piece.findings.append(Finding(problem, int(rows[at]), damage.line, place, found[1]))


def _broken_cell(batch: pa.RecordBatch, at: int, width: int) -> tuple[int, str] | None:
    for column in range(width):
        value = batch.column(column)[at].as_py()
        if value and "\ufffd" in value:
            return column, value[:SHOWN]
    return None


def damage_problem(damage: Damage) -> Any:
    """Say which bytes are broken, and where in the original file."""
    raw = " ".join(f"{byte:02X}" for byte in damage.raw[:8])
    return texts.ENCODING_ERROR.at("", value=raw, offset=damage.offset, encoding=damage.encoding)
