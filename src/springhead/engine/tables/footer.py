"""Notes below the data: sources, dates of supply, remarks, which are not rows of the table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from springhead.engine.tables.lexical import Shape, judge
from springhead.engine.tables.records import Record

MOST: Final = 20
_NOTE: Final = re.compile(
    r"[（(【*※＊#]*\s*(?:附?註|備註|說明|資料|來源|單位|製表|填表|更新|提供|統計|附記|注意|本表|本資料|事故類別|"
    r"source|note|remark|updated|total)|[^：:]{1,12}[：:]|[*※＊]+ ?[^\s\d*※＊]{2}",
    re.IGNORECASE,
)


_TOTAL: Final = re.compile(
    r"(?:[總合小]\s*[計數]|加\s*總|平\s*均|(?:sub|grand )?total|sum|average)\s*[:：]?\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Footnote:
    """One note: its place among the records and lines of the last block."""

    at: int
    line: int
    text: str


def footnotes(records: Sequence[Record], kept: Sequence[Sequence[str]], width: int) -> list[Footnote]:
    """Return the notes at the end of these records (blank ones among them go with them)."""
    if width < 2:
        return []
    line_of = [0]
    for record in records:
        line_of.append(line_of[-1] + record.lines)
    found: list[Footnote] = []
    totals = _totals_above(kept)
    for at in range(len(records) - 1, max(-1, len(records) - 1 - MOST), -1):
        record = records[at]
        if record.blank:
            continue
        if not _is_note(record, kept, width) and not (not totals and _is_total(record.cells)):
            break
        text = next(cell.strip() for cell in record.cells if cell.strip())
        found.append(Footnote(at, line_of[at], text))
    return found[::-1]


def _is_total(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and bool(_TOTAL.match(filled[0]))


def _totals_above(kept: Sequence[Sequence[str]]) -> bool:
    # Where totals stand among the rows as well, the last of them is no note either.
    return sum(_is_total(cells) for cells in kept[:-MOST]) > 0 or sum(map(_is_total, kept)) > 2


def _is_note(record: Record, kept: Sequence[Sequence[str]], width: int) -> bool:
    filled = [cell.strip() for cell in record.cells if cell.strip()]
    if len(filled) > max(1, width // 3) or (len(filled) > 1 and width < 6):
        return False
    full = len(record.cells) == width
    if judge(filled[0]).shape is not Shape.TEXT:
        return False
    if _NOTE.match(filled[0]):
        return True
    # Something in the first cell alone, where the rows above are never like that.
    alone = sum(sum(bool(cell.strip()) for cell in cells) <= 1 for cells in kept[:-1])
    return not full and not alone and len(filled) == 1 and len(filled[0]) > 6
