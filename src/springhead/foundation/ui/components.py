"""The values that the larger components are drawn from. Pure: no Django.

Views build them, `{% stream %}`, `{% days %}` and `{% pager %}` draw them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from springhead.engine.kernel.language import LanguageMap

Count = Literal["exact", "at_least"]


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the stream: the life of a dataset."""

    name: LanguageMap
    when: date | str | None = None
    href: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """One day of a term. `rest` names the holiday that moved the due day; it is not counted."""

    on: date
    rest: LanguageMap | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """A running or finished term: its days in order, the last counted one is the due day."""

    squares: tuple[Square, ...]
    today: date

    @property
    def due(self) -> date:
        """The last day."""
        return self.squares[-1].on

    @property
    def left(self) -> int:
        """Days from today to the due day; negative when late."""
        return (self.due - self.today).days

    @property
    def late(self) -> bool:
        """Whether the due day has passed."""
        return self.left < 0

    @property
    def days_late(self) -> int:
        """Days since the due day; 0 when not late."""
        return max(-self.left, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """Where a list page stands. `first`/`last` count from 1 and are 0 when unknown."""

    next: str = ""
    previous: str = ""
    first: int = 0
    last: int = 0
    count: int | None = None
    count_is: Count = "exact"
