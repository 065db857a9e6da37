"""Which days government offices in Taiwan rest, and why.

The `holidays` package knows the announced rest days and the make-up Saturdays; files under
`content/calendar/` correct it and add closures by county (typhoons). Rest day is meant as in art. 48 of the
Administrative Procedure Act: a Saturday made up for another day off is a working day, a festival on which
offices work is one too.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from springhead import content
from springhead.engine.kernel.language import LanguageMap

NATIONWIDE: Final = "*"
_CONTENT: Final = Path(content.__file__).parent


class Reason(StrEnum):
    """Why a day is what it is."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"  # a weekend day on which offices work
    CLOSURE = "closure"  # offices of a county closed, as by typhoon
    CORRECTED = "corrected"  # a content file says otherwise than the package


@dataclass(frozen=True, slots=True)
class Nature:
    """What one day is for the offices of one county."""

    rest: bool
    reason: Reason
    name: LanguageMap = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which the offices of some counties stayed closed. Half days do not count as rest days."""

    day: date
    counties: frozenset[str]
    name: LanguageMap
    source: str


@dataclass(frozen=True)
class Calendar:
    """Rest days, corrections and closures. Years outside 1998 to 2100 know weekends only."""

    corrections: Mapping[date, Nature] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()

    def nature(self, day: date, county: str = "") -> Nature:
        """Return what `day` is for offices seated in `county` (its five-digit code or name; empty: unknown)."""
        closed = self._closure(day, county_name(county)) if self.closures else None
        if closed is not None:
            return Nature(rest=True, reason=Reason.CLOSURE, name=closed.name, source=closed.source)
        return self.corrections.get(day) or _announced(day)

    def is_rest(self, day: date, county: str = "") -> bool:
        """Tell whether offices seated in `county` rest on `day`."""
        return self.nature(day, county).rest

    def next_working(self, day: date, county: str = "") -> date:
        """Return `day` itself when it is a working day, else the next one that is."""
        while self.is_rest(day, county):
            day += timedelta(days=1)
        return day

    def add_working(self, day: date, amount: int, county: str = "") -> date:
        """Return the `amount`-th working day after `day`."""
        while amount > 0:
            day += timedelta(days=1)
            amount -= not self.is_rest(day, county)
        return day

    def _closure(self, day: date, county: str) -> Closure | None:
        return next(
            (
                one
                for one in self.closures
                if one.day == day and (county in one.counties or NATIONWIDE in one.counties)
            ),
            None,
        )


def county_name(county: str) -> str:
    """Return the name of a county or city given its code or its name, 臺 for 台; unknown ones as they are."""
    name = county.strip().replace("台", "臺")
    return counties().get(name, name)


@cache
def counties() -> Mapping[str, str]:
    """Return the names of the 22 counties and cities by code, from `content/agencies/counties.csv`."""
    with (_CONTENT / "agencies" / "counties.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["county5"]: row["county_zh"] for row in csv.DictReader(file)}


@cache
def taiwan() -> Calendar:
    """Return the calendar of this installation: the package and the content files."""
    return load(_CONTENT / "calendar")


def load(folder: Path) -> Calendar:
    """Read `corrections.toml` and `closures.toml`; raises ValueError naming what is wrong in them."""
    days = _entries(folder / "corrections.toml", "day")
    closures = _entries(folder / "closures.toml", "closure")
    return Calendar(corrections=dict(map(_correction, days)), closures=tuple(map(_as_closure, closures)))


def _entries(path: Path, name: str) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get(name, [])
    for entry in entries:
        if not isinstance(entry.get("date"), date) or not entry.get("source") or not entry.get("name"):
            raise ValueError(f"{path.name}: every {name} needs date, name and source, unlike {entry}")
    return entries


def _correction(entry: Mapping[str, Any]) -> tuple[date, Nature]:
    return entry["date"], Nature(
        rest=bool(entry["rest"]), reason=Reason.CORRECTED, name=entry["name"], source=entry["source"]
    )


def _as_closure(entry: Mapping[str, Any]) -> Closure:
    names = frozenset(map(county_name, entry["counties"]))
    strays = names - {NATIONWIDE, *counties().values()}
    if strays:
        raise ValueError(f"closures.toml: no county or city is called {'、'.join(sorted(strays))}")
    return Closure(entry["date"], names, entry["name"], entry["source"])


def _announced(day: date) -> Nature:
    zh, en, workdays = _year(day.year)
    if day in workdays:
        return Nature(
            rest=False, reason=Reason.MAKE_UP, name={"zh-Hant": "補班", "en": "Make-up working day"}
        )
    if day in zh:
        return Nature(rest=True, reason=Reason.HOLIDAY, name={"zh-Hant": zh[day], "en": en[day]})
    if day.weekday() >= 5:
        return Nature(rest=True, reason=Reason.WEEKEND, name=_WEEKEND[day.weekday()])
    return Nature(rest=False, reason=Reason.WORKING)


_WEEKEND: Final[Mapping[int, LanguageMap]] = {
    5: {"zh-Hant": "星期六", "en": "Saturday"},
    6: {"zh-Hant": "星期日", "en": "Sunday"},
}


@cache
def _year(year: int) -> tuple[dict[date, str], dict[date, str], frozenset[date]]:
    """Return the rest days of one year with their names in both languages, and the make-up days."""
    from holidays import country_holidays

    zh = country_holidays("TW", years=year, expand=False, language="zh_TW")
    en = country_holidays("TW", years=year, expand=False, language="en_US")
    return dict(zh.items()), dict(en.items()), frozenset(zh.weekend_workdays)
