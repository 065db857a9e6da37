"""How many agreed, disagreed or passed is never shown below ten, nor can it be had by subtracting what is shown.

A small number is withheld, and a total counts only what is shown beside it: it is then a lower bound, and says by
how much it may fall short at most. How large a group is, is shown: so it can be seen how many of it did not take a
side at most, but not whether they disagreed, passed or did not vote.
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


def of_group(numbers: Three, size: int, smallest: int) -> Cell:
    """Return what may be shown of the votes of a group of `size` on one statement.

    Where what is shown would leave nobody over, one fewer is shown: else the others would be known to be none.
    """
    told = [number if number >= smallest else None for number in numbers]
    hidden = told.count(None)
    if hidden and _sum(told) >= size:
        largest = max(range(3), key=lambda at: told[at] or 0)
        told[largest] = numbers[largest] - 1 if numbers[largest] > smallest else None
        hidden = told.count(None)
    return _cell(told, min((smallest - 1) * hidden, size - _sum(told)) if hidden else 0)


def of_all(parts: list[Cell]) -> Cell:
    """Return what may be shown of all votes on one statement: the sum of what may be shown of each group.

    Every voter is in one of the parts; those who are in no group that is shown are one more part.
    """
    columns = [[part.numbers[at] for part in parts] for at in range(3)]
    told = [_sum(column) if any(column) else None for column in columns]
    return _cell(told, sum(part.short for part in parts))


def _sum(numbers: list[int | None]) -> int:
    return sum(number for number in numbers if number is not None)


def _cell(told: list[int | None], short: int) -> Cell:
    return Cell((told[0], told[1], told[2]), _sum(told) or None, short)
