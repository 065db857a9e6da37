"""Numbers of comments as people write them: `1, 3, 7-12`. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_APART: Final = re.compile(r"[,，、;；\s]+")
_RANGE: Final = re.compile(r"(\d{1,9})(?:[-–~～](\d{1,9}))?")
MOST: Final = 100_000


def written(numbers: Iterable[int]) -> str:
    """Write numbers in order; three or more in a row become a range."""
    return ", ".join(_runs(sorted(set(numbers))))


def _runs(numbers: list[int]) -> Iterator[str]:
    start = 0
    for at in range(1, len(numbers) + 1):
        if at < len(numbers) and numbers[at] == numbers[at - 1] + 1:
            continue
        run = numbers[start:at]
        yield from [f"{run[0]}-{run[-1]}"] if len(run) > 2 else map(str, run)
        start = at


def read(text: str) -> tuple[int, ...] | None:
    """Read numbers and ranges, each once; None when something else stands there, or far too many."""
    found: dict[int, None] = {}
    for part in filter(None, _APART.split(text.replace(" - ", "-").strip())):
        match = _RANGE.fullmatch(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 0 < first <= last or last - first > MOST or len(found) > MOST:
            return None
        found.update(dict.fromkeys(range(first, last + 1)))
    return tuple(found)
