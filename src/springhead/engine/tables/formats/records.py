"""From records with names (JSON, XML, maps) to a grid."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import layout, texts
from springhead.engine.tables.formats.layout import Layout
from springhead.engine.tables.formats.opening import Opening
from springhead.engine.tables.formats.shape import Leaf, Shape, cells
from springhead.engine.tables.formats.spool import Row, spool
from springhead.engine.tables.grid import Grid
from springhead.engine.tables.texts import TOO_MANY_COLUMNS

Record = dict[str, Any] | None  # None: a record that could not be read and was set aside
Records = Callable[[], Iterable[Record]]
SAMPLE_ROWS: Final = 200
HEADER_ROW: Final = 1  # a table made of records has its names in row 1, so the first record is row 2
MARK: Final = "\x00"  # begins the name of an added column


def to_grid(
    form: str, records: Records, *, opening: Opening, findings: Sequence[Finding] = (), named: bool = True
) -> Grid:
    """Read records twice: once for their columns, once for their cells.

    Without names (`named=False`, lists of lists) titles and header are looked for as in a sheet and rows
    count from 1. Raises `Refused` when there are no records or too many columns.
    """
    first_row = HEADER_ROW + 1 if named else 1
    shape = Shape(first_row=first_row).learn(records())
    leaves = shape.leaves()
    if shape.count == shape.set_aside or not leaves:
        raise Refused(texts.NO_RECORDS.at(opening.filename))
    if len(leaves) > opening.limits.columns:
        raise Refused(TOO_MANY_COLUMNS.at(opening.filename, count=len(leaves), limit=opening.limits.columns))
    top = Layout(0, (), [_names(leaves)], 0) if named else _top(records(), leaves, opening)
    text = Text()
    rows = islice(text.clean(_rows(records(), leaves, first_row)), top.first_data_row, None)
    grid = Grid(
        format=form,
        header=top.header,
        width=len(leaves),
        open_batches=spool(rows, len(leaves), opening.work),
        findings=[*findings, *top.findings(opening.recipe), *_remarks(leaves, named=named)],
        title_rows=top.title_rows,
        titles=top.titles,
        set_aside=shape.set_aside,
        encoding="utf-8",
        typed={index: leaf.type for index, leaf in enumerate(leaves) if leaf.type},
    )
    grid.findings.extend(text.findings())
    return grid


class Text:
    """Mends cells that are not valid Unicode, and remembers how many there were."""

    def __init__(self) -> None:
        self.broken = 0
        self.first: Row | None = None

    def clean(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Pass rows on with half characters replaced."""
        for row in rows:
            try:
                "".join(cell for cell in row[1] if cell).encode()
            except UnicodeEncodeError:
                self.first = self.first or row
                yield row[0], [self._whole(cell) for cell in row[1]]
            else:
                yield row

    def findings(self) -> list[Finding]:
        """Return what was mended."""
        if not self.first:
            return []
        return [Finding(texts.BROKEN_CHARACTERS.at(count=self.broken), row=self.first[0], line=self.first[0])]

    def _whole(self, cell: str | None) -> str | None:
        if cell is None:
            return None
        fixed = cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self.broken += fixed != cell
        return fixed


def _rows(records: Iterable[Record], leaves: list[Leaf], first_row: int) -> Iterator[Row]:
    for number, record in enumerate(records, start=first_row):
        if record is not None:
            yield number, cells(record, leaves)


def _top(records: Iterable[Record], leaves: list[Leaf], opening: Opening) -> Layout:
    sample = islice(_rows(records, leaves, 0), SAMPLE_ROWS)
    return layout.of(list(sample), opening.recipe)


def _names(leaves: list[Leaf]) -> list[str]:
    taken = {leaf.name for leaf in leaves}
    names = []
    for leaf in leaves:
        plain = leaf.name.removeprefix(MARK)
        names.append(f"geometry_{plain}" if leaf.name != plain and plain in taken else plain)
    return names


def _remarks(leaves: list[Leaf], *, named: bool) -> Iterator[Finding]:
    for at, leaf in enumerate(leaves, 1):
        if leaf.name.startswith(MARK):
            continue
        name, column = (leaf.name, leaf.name) if named else (f"欄{at}", f"#{at}")
        if leaf.node.kinds & {"list", "object"}:
            yield Finding(texts.NESTED_VALUES.at(name), column=column)
        if leaf.node.html:
            yield Finding(
                texts.HTML_IN_VALUES.at(name, count=leaf.node.html),
                row=leaf.node.html_row,
                line=leaf.node.html_row,
                column=column,
                value=leaf.node.html_value,
            )
