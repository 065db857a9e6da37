"""No number that stands for fewer than ten voters is shown, nor can it be had by subtracting what is shown.

A small number is withheld, and a total counts only what is shown beside it: it is then a lower bound, and says by
how much it may fall short at most.
"""

from dataclasses import dataclass
from typing import Any, Final

from springhead.engine.opinions.statements import SIDES, Side

OPTIONS: Final = (*map(str, SIDES), "pass")
Three = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown of the votes on one statement: agree, disagree, pass and all; None is withheld.

    `short` is how many more votes there can be at most than shown; 0 means that every number is exact.
    """

    numbers: tuple[int | None, int | None, int | None]
    voted: int | None
    short: int

    def of(self, side: Side) -> int | None:
        """Return the number that took a side."""
        return self.numbers[SIDES.index(side)]

    def at_least(self, side: Side) -> int | None:
        """Return the percentage that took a side, rounded down, as far as the shown numbers prove it."""
        number = self.of(side)
        if number is None or self.voted is None:
            return None
        return 100 * number // (self.voted + self.short)

    def as_json(self) -> dict[str, Any]:
        """Return the numbers by name."""
        return {**dict(zip(OPTIONS, self.numbers, strict=True)), "voted": self.voted, "short": self.short}


def of_group(numbers: Three, smallest: int) -> Cell:
    """Return what may be shown of one group's votes on one statement."""
    return _cell([_shown([number], smallest) for number in numbers])


def of_all(everybody: Three, groups: list[Three], smallest: int) -> Cell:
    """Return what may be shown of all votes on one statement beside those of `groups`.

    Every voter is in one of them: those whom no group is shown of count as one more.
    """
    parts = [[group[at] for group in groups] if groups else [everybody[at]] for at in range(3)]
    return _cell([_shown(part, smallest) for part in parts])


def _shown(parts: list[int], smallest: int) -> tuple[int | None, int]:
    """Return the sum of the numbers that can be shown, None when there are none, and how short it may fall."""
    large = [number for number in parts if number >= smallest]
    return sum(large) if large else None, (smallest - 1) * (len(parts) - len(large))


def _cell(told: list[tuple[int | None, int]]) -> Cell:
    numbers = [number for number, _ in told]
    known = [number for number in numbers if number is not None]
    short = sum(missing for _, missing in told)
    return Cell((numbers[0], numbers[1], numbers[2]), sum(known) if known else None, short)
