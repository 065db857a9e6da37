"""Where the table begins: titles above the header, and whether the header has no, one or two rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from springhead.engine.tables import aliases, units
from springhead.engine.tables.lexical import Shape, judge

MOST_TITLES: Final = 30
LONGEST_NAME: Final = 24  # characters; a longer first cell is rather a title or a sentence
_ASCII_NAME: Final = re.compile(r"[A-Za-z_][\w .\-()/%#]*\Z", re.ASCII)
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_ADDRESS: Final = re.compile(r"https?://|/\w|www\.")
_WORDS: Final = frozenset(
    {
        Shape.TRUE_FALSE,
        Shape.YES_NO,
        Shape.SHI_FOU,
        Shape.LETTER_Y,
        Shape.LETTER_N,
        Shape.SOFT_MISSING,
    }
)
_SILENT: Final = frozenset({Shape.MISSING, Shape.SOFT_MISSING})

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Row counts above the data: `titles` (blank rows among them included), then `header` rows."""

    titles: int
    header: int
    width: int


def find(rows: Rows, *, width: int, titles: int | None = None, header: int | None = None) -> Layout:
    """Return where the table begins in its first rows; `titles` and `header` are what an officer said."""
    at = titles if titles is not None else _first_full(rows, width)
    if header is not None:
        return Layout(at, header, width)
    body = [row for row in rows[at + 1 :] if _filled(row)]
    if at >= len(rows) or not body:
        return Layout(at, min(1, len(rows)), width)
    if is_data(rows[at], body):
        return Layout(at, 0, width)
    second = len(body) > 1 and _filled(rows[at + 1]) > 0 and is_second(rows[at], body[0], body[1:])
    above = titles is None and at > 0 and _spans(rows[at - 1], rows[at])
    count = 1 + above + second
    rest = rows[at - above + count :]
    if count > 1 and len(rest) > 1 and units.are_units(rest[0]) and contrast_below(rest[0], rest[1:]):
        count += 1  # a row of units under the names
    return Layout(at - above, count, width)


def is_data(first: Sequence[str], body: Rows) -> bool:
    """Tell whether what stands in the header's place is a row of data."""
    typed = _typed_columns(body, len(first))
    shapes = {at: judge(first[at]).shape for at in typed}
    if any(_is_name(shape, body, at) for at, shape in shapes.items()):
        return False
    said = [at for at in typed if shapes[at] not in _SILENT]
    if said and _english_over_chinese(first, body, typed):
        return False
    if said:
        return not _counts_up([first[at] for at in said])
    if any(_like_addresses(first, body, at) for at in range(len(first))):
        return True
    if any(aliases.knows(cell) for cell in first if len(cell) <= LONGEST_NAME):
        return False
    return any(_recurs(first, body, at) for at in range(len(first)))


def _is_name(shape: Shape, body: Rows, at: int) -> bool:
    # "X" and "Y" above numbers name coordinates; among truth words they may be a cell.
    if shape is Shape.TEXT:
        return True
    below = (judge(row[at]).shape for row in body if at < len(row))
    return shape in _WORDS and not any(other in _WORDS for other in below)


def _spans(above: Sequence[str], first: Sequence[str]) -> bool:
    """Tell whether the row above belongs to the header: it names what the row below leaves blank."""
    blanks = [at for at, cell in enumerate(first) if not cell.strip()]
    texts = all(judge(cell).shape in _SILENT | {Shape.TEXT} for cell in above)
    return (
        texts
        and len(blanks) > 0
        and _filled(above) > 1
        and all(at < len(above) and above[at].strip() for at in blanks)
    )


def is_second(first: Sequence[str], second: Sequence[str], rest: Rows) -> bool:
    """Tell whether the row below the header belongs to it: merged cells, units, or another language."""
    if not any(second) or any(judge(cell).shape not in _SILENT | {Shape.TEXT} for cell in second):
        return False
    if units.are_units(second) and contrast_below(second, rest):
        return True
    if _filled(second) * 2 < _filled(first) and _filled(first) == len(first):
        return False
    contrast = contrast_below(second, rest)
    blanks = [at for at, cell in enumerate(first) if not cell.strip()]
    if blanks and all(at < len(second) and second[at].strip() for at in blanks):
        return contrast > 0 or _known(second) * 2 >= _filled(second)
    return contrast >= 2 or bilingual(first, second)


def contrast_below(row: Sequence[str], rest: Rows) -> int:
    """Count the words of a row that stand above numbers or dates."""
    typed = _typed_columns(rest, len(row))
    return sum(judge(row[at]).shape is Shape.TEXT for at in typed if at < len(row))


def bilingual(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether two header rows say the same in English and in Chinese."""
    for english, chinese in ((first, second), (second, first)):
        named = all(_ASCII_NAME.match(cell.strip()) for cell in english if cell.strip())
        han = sum(bool(_HAN.search(cell)) for cell in chinese)
        if named and han * 2 > len(chinese) and _known(chinese) * 2 >= _filled(chinese) and _filled(english):
            return True
    return False


def _first_full(rows: Rows, width: int) -> int:
    for at, row in enumerate(rows[:MOST_TITLES]):
        if _filled(row) * 10 >= width * 6 and _filled(row):
            return at
    return next((at for at, row in enumerate(rows) if _filled(row)), 0)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _known(row: Sequence[str]) -> int:
    return sum(aliases.knows(cell) for cell in row)


def _typed_columns(rows: Rows, width: int) -> list[int]:
    found = []
    for at in range(width):
        shapes = [judge(row[at]).shape for row in rows if at < len(row)]
        said = [shape for shape in shapes if shape not in _SILENT]
        if said and sum(shape is not Shape.TEXT for shape in said) * 10 >= len(said) * 9:
            found.append(at)
    return found


def _counts_up(cells: Sequence[str]) -> bool:
    # Years or plain numbers as names of columns: 2019, 2020, 2021 or 0, 1, 2.
    if len(cells) < 3 or not all(cell.strip().isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return all(after - before == 1 for before, after in pairwise(numbers))


def _below(body: Rows, at: int) -> list[str]:
    return [row[at].strip() for row in body if at < len(row) and row[at].strip()]


def _like_addresses(first: Sequence[str], body: Rows, at: int) -> bool:
    below = _below(body, at)
    if not _ADDRESS.match(first[at].strip()) or not below:
        return False
    return sum(bool(_ADDRESS.match(cell)) for cell in below) * 10 >= len(below) * 9


def _english_over_chinese(first: Sequence[str], body: Rows, typed: Sequence[int]) -> bool:
    # English names over Chinese text, with a date or a year as the name of a column or two of numbers.
    named = [at for at, cell in enumerate(first) if at not in typed and cell.strip()]
    if len(named) < 3 * len(typed) or not all(_ASCII_NAME.match(first[at].strip()) for at in named):
        return False
    texts = [[row[at] for row in body if at < len(row) and row[at].strip()] for at in named]
    return sum(bool(cells) and all(map(_HAN.search, cells)) for cells in texts) >= 2


def _recurs(first: Sequence[str], body: Rows, at: int) -> bool:
    cell, below = first[at].strip(), _below(body, at)
    return len(cell) > 1 and below.count(cell) * 20 >= max(1, len(below))
