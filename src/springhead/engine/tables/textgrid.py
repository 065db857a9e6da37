"""Delimited text as a grid: encoding, delimiter, titles, header; then its rows as tasks for the checker."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import pyarrow as pa

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import dialect, header, texts
from springhead.engine.tables.blocks import Place, blocks, lines_of
from springhead.engine.tables.encoding import Text, to_utf8
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.grid import Grid
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.pieces import Piece
from springhead.engine.tables.recipe import Recipe
from springhead.engine.tables.records import Record
from springhead.engine.tables.splitting import Cutting, damage_problem, piece_of

HEAD: Final = 1 << 20  # bytes looked at to find the header

Task = Callable[[], Piece]


@dataclass(slots=True)
class TextGrid(Grid):
    """A grid over a text file; `tasks` are its pieces, each to be made wherever there is a free core."""

    header_line: int = 1
    first_line: int = 1
    tasks: Callable[[], Iterator[Task]] = field(default=lambda: iter(()))


def open_text(opening: Opening) -> TextGrid:
    """Open delimited text. Raises `Refused` for an empty file, too many columns or an endless line."""
    text = to_utf8(opening.path, recipe=opening.recipe, work=opening.work)
    lines = _head(text, opening)
    delimiter = _delimiter(opening.recipe, lines)
    records = dialect.sample(lines, delimiter)
    if not any(not record.blank for record in records):
        raise Refused(texts.EMPTY_FILE.at(opening.filename or opening.path.name))
    layout = _layout(records, opening.recipe, opening.limits)
    grid = _grid(text, lines, records, layout, delimiter, opening)
    grid.findings += _told(grid, text, delimiter)
    return grid


def _head(text: Text, opening: Opening) -> list[str]:
    limit = opening.limits.line_bytes
    with text.path.open("rb") as file:
        file.seek(text.skip)
        raw = file.read(HEAD)
        if not raw.strip(b"\r\n \t\0"):
            raise Refused(texts.EMPTY_FILE.at(opening.filename or opening.path.name))
        while len(raw) % HEAD == 0 and b"\n" not in raw and b"\r" not in raw:
            more = file.read(HEAD)
            raw += more
            if len(raw) > limit:
                raise Refused(texts.LINE_TOO_LONG.at(opening.filename, line=1, limit=limit))
            if not more:
                break
        whole = not file.read(1)
    lines = raw if whole else raw[: max(raw.rfind(b"\n"), raw.rfind(b"\r")) + 1]
    return lines_of(lines)


def _delimiter(recipe: Recipe, lines: Sequence[str]) -> str:
    wanted = recipe.value("delimiter")
    if wanted is None:
        return dialect.sniff(lines)
    if not isinstance(wanted, str) or len(wanted) != 1 or wanted in '"\r\n':
        raise Refused(texts.BAD_MENDING.at("delimiter", value=wanted))
    return wanted


def _layout(records: list[Record], recipe: Recipe, limits: Limits) -> header.Layout:
    widest = dialect.modal_width(records)
    found = header.find(
        [record.cells for record in records],
        width=widest,
        titles=_count(recipe, "title_rows"),
        header=_count(recipe, "header_rows"),
    )
    labels = records[found.titles].cells if found.header and found.titles < len(records) else []
    named = max((at for at, cell in enumerate(labels, 1) if cell.strip()), default=0)
    width = max(widest, named)
    if width > limits.columns:
        raise Refused(texts.TOO_MANY_COLUMNS.at("", count=width, limit=limits.columns))
    return header.Layout(found.titles, found.header, width)


def _count(recipe: Recipe, op: str) -> int | None:
    value = recipe.value(op)
    if value is None:
        return None
    if not isinstance(value, int) or not 0 <= value <= dialect.SAMPLE // 2:
        raise Refused(texts.BAD_MENDING.at(op, value=value))
    return value


def _grid(  # noqa: PLR0913, PLR0917  every part is a different fact about the file
    text: Text,
    lines: list[str],
    records: list[Record],
    layout: header.Layout,
    delimiter: str,
    opening: Opening,
) -> TextGrid:
    above = records[: layout.titles]
    heads = records[layout.titles : layout.titles + layout.header]
    used = sum(record.lines for record in above + heads)
    start = text.skip + sum(len(line.encode()) for line in lines[:used])
    titles = tuple(
        " ".join(cell.strip() for cell in record.cells if cell.strip())
        for record in above
        if not record.blank
    )
    ragged = opening.recipe.value("ragged", "")
    row = layout.titles + layout.header + 1
    place = Place(text.path, start, row, used + 1, delimiter, opening.limits.line_bytes)
    cutting = Cutting(delimiter, layout.width, str(ragged), damage=tuple(text.damage))
    return TextGrid(
        format="csv",
        header=[_fitted(record.cells, layout.width) for record in heads],
        width=layout.width,
        open_batches=partial(_batches, place, cutting),
        encoding=text.encoding,
        delimiter=delimiter,
        title_rows=layout.titles,
        first_line=place.line,
        tasks=partial(_tasks, place, cutting),
        titles=titles,
        header_line=sum(record.lines for record in above) + 1,
    )


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _batches(place: Place, cutting: Cutting) -> Iterator[pa.RecordBatch]:
    return (piece_of(block, cutting).batch for block in blocks(place))


def _tasks(place: Place, cutting: Cutting) -> Iterator[Task]:
    return (partial(piece_of, block, cutting) for block in blocks(place))


def _told(grid: TextGrid, text: Text, delimiter: str) -> list[Finding]:
    found = list(text.findings)
    if delimiter != ",":
        chinese, english = dialect.NAMES.get(delimiter, (repr(delimiter), repr(delimiter)))
        found.append(Finding(texts.DELIMITER.at("", value=chinese, value_en=english)))
    above = [damage for damage in text.damage if damage.line < grid.first_line]
    return found + [Finding(damage_problem(damage), damage.line, damage.line) for damage in above]
