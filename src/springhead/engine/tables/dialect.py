"""Which character separates the cells: the one that gives the same number of cells row after row."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from springhead.engine.tables.records import Record, cut

DELIMITERS: Final = (",", "\t", ";", "|", "，")
SAMPLE: Final = 200  # records looked at

NAMES: Final = {
    ",": ("半形逗號", "comma"),
    "\t": ("定位字元（Tab）", "tab"),
    ";": ("分號", "semicolon"),
    "|": ("直線（|）", "vertical bar"),
    "，": ("全形逗號", "full-width comma"),
}


def sniff(lines: Sequence[str]) -> str:
    """Return the delimiter of these lines; a comma when nothing separates them."""
    scores = {mark: _score(sample(lines, mark)) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best] > 0 else ","


def sample(lines: Sequence[str], delimiter: str) -> list[Record]:
    """Return the first records."""
    found: list[Record] = []
    for record in cut(lines, delimiter):
        found.append(record)
        if len(found) == SAMPLE:
            break
    return found


def modal_width(records: Sequence[Record]) -> int:
    """Return the number of cells most records have; the larger one of a tie."""
    widths = Counter(len(record.cells) for record in records if not record.blank)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _score(records: Sequence[Record]) -> float:
    filled = [record for record in records if not record.blank]
    width = modal_width(filled)
    if width < 2:
        return 0.0
    alike = sum(len(record.cells) == width for record in filled) / len(filled)
    return alike * (1 - 1 / (width + 1))
