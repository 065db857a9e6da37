"""What a promise may need beside fields and format, and the verdict on each of these things. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Problem


class Need(StrEnum):
    """What has to hold before a dataset counts as released."""

    LICENCE = "licence"
    LINK = "link"
    API = "api"
    STANDARD = "standard"
    REPORTS = "reports"


class Finding(StrEnum):
    """What the machine says of one line."""

    PASSED = "passed"
    NOT_YET = "not_yet"
    NOT_CHECKABLE = "not_checkable"  # nobody here can tell: it neither passes nor stands in the way


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a release: what was looked at, what came out, why and how to mend it.

    `red` tells that it is truly amiss, not merely unseen; thirty days of it open a kept promise again.
    `note` says in a few words what the verdict rests on.
    """

    need: str  # a `Need`, or `fields`, `format`
    finding: Finding
    problems: tuple[Problem, ...] = ()
    red: bool = False
    note: LanguageMap | None = None


def passed(need: str, note: LanguageMap | None = None) -> Line:
    """Return a line that is well."""
    return Line(need, Finding.PASSED, note=note)


def not_yet(need: str, *problems: Problem, red: bool = True) -> Line:
    """Return a line that is not well yet."""
    return Line(need, Finding.NOT_YET, problems, red)


def unmet(lines: Iterable[Line]) -> tuple[Problem, ...]:
    """Return everything that stands in the way."""
    return tuple(problem for line in lines if line.finding is Finding.NOT_YET for problem in line.problems)


def is_red(lines: Iterable[Line]) -> bool:
    """Tell whether something is amiss that an agency has to mend; open reports start a review instead."""
    return any(line.red and line.need != Need.REPORTS for line in lines)


CODES: Final = frozenset(str(need) for need in Need)
