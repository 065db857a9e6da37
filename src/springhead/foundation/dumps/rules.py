"""Which dumps are kept. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Final

DAYS: Final = 7
MONTHS: Final = 24


def kept(days: Iterable[date]) -> set[date]:
    """Return the days whose dumps stay: the last seven there are, and the first there is of each of 24 months."""
    newest_first = sorted(set(days), reverse=True)
    firsts: dict[tuple[int, int], date] = {}
    for day in newest_first:
        firsts[day.year, day.month] = day  # the earliest of a month comes last
    months = sorted(firsts, reverse=True)[:MONTHS]
    return {*newest_first[:DAYS], *(firsts[month] for month in months)}
