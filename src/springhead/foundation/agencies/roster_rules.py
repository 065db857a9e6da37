"""Who is on duty: pure rules over a roster, absences and substitutes. Dates are half-open Taipei dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from springhead.foundation.agencies.rules import in_term

ROSTER_DAYS: Final = 366
"""How far ahead a line of the roster, and how long an absence, may reach."""


@dataclass(frozen=True, slots=True)
class Span:
    """Somebody is on duty; `valid_to` None: until further notice."""

    person: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away, and who acts in their place."""

    person: str
    substitute: str
    valid_from: date
    valid_to: date


def on_duty(
    officers: Sequence[str], staff: Iterable[str], roster: Iterable[Span], away: Iterable[Away], day: date
) -> list[str]:
    """Return who is told on a day, each once: those on the roster, else every officer; for who is away the substitute.

    `staff` may act as substitutes (they hold a role in the agency); a substitute who is away hands on to their
    own. Where that leads nowhere (a circle, somebody who has left) the officer hears it after all: never nobody.
    """
    named = {span.person for span in roster if in_term(span.valid_from, span.valid_to, day)}
    present = [each for each in officers if each in named] or list(officers)
    instead = {each.person: each.substitute for each in away if in_term(each.valid_from, each.valid_to, day)}
    able = {*staff, *officers}
    return list(dict.fromkeys(_stands_in(each, instead, able) for each in present))


def _stands_in(person: str, instead: dict[str, str], able: set[str]) -> str:
    seen, step = {person}, person
    while step in instead:
        step = instead[step]
        if step in seen or step not in able:
            return person
        seen.add(step)
    return step


def overlaps(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Tell whether two half-open terms share a day."""
    (a, b), (c, d) = first, second
    return (d is None or a < d) and (b is None or c < b)


def days_ahead(first: date, count: int) -> list[date]:
    """Return so many days in a row."""
    return [first + timedelta(days=number) for number in range(count)]
