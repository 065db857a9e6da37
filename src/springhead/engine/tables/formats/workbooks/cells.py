"""Cells of a spreadsheet as text: ISO dates, no float noise, leading zeros as they were."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

PRECISION: Final = 15  # significant digits a spreadsheet keeps and shows
PLAIN_EXPONENT: Final = 30


class Kinds:
    """The sorts of values each column holds, learned in one pass."""

    def __init__(self) -> None:
        self.seen: dict[int, set[str]] = defaultdict(set)
        self.last_row = -1

    def learn(self, row: int, values: Sequence[Any]) -> None:
        """Note the values of one row."""
        for index, value in enumerate(values):
            if value == "" and isinstance(value, str):
                continue
            self.seen[index].add(_kind(value))
            self.last_row = row

    @property
    def width(self) -> int:
        """One more than the last column that holds anything."""
        return max(self.seen, default=-1) + 1

    def with_time(self, index: int) -> bool:
        """Tell whether the dates of a column must be written with a time, because some have one."""
        return "datetime" in self.seen[index]

    def typed(self) -> dict[int, str]:
        """Return the type of each column whose values are all of one type."""
        found = {index: _type(kinds) for index, kinds in self.seen.items()}
        return {index: name for index, name in found.items() if name}


def as_text(value: Any, *, with_time: bool = False) -> str | None:
    """Return one value as the text of a cell; None when the cell is blank."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return _number(float(value))
    return _moment(value, with_time=with_time)


def _moment(value: Any, *, with_time: bool) -> str | None:
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, datetime):
        return _rounded(value).isoformat()
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00" if with_time else value.isoformat()
    return value.isoformat() if isinstance(value, time) else None


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 10**PRECISION:
        return str(int(value))
    text = f"{value:.{PRECISION}g}"
    if "e" not in text:
        return text
    exponent = abs(int(text.partition("e")[2]))
    return format(Decimal(text), "f") if exponent <= PLAIN_EXPONENT else text


def _rounded(value: datetime) -> datetime:
    """Times are stored as fractions of a day; a microsecond of rounding is noise."""
    rest = value.microsecond
    if rest >= 999_500:
        return value.replace(microsecond=0) + timedelta(seconds=1)
    return (
        value.replace(microsecond=0)
        if rest <= 500
        else value.replace(microsecond=round(rest, -3) % 1_000_000)
    )


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, float | int):
        return "integer" if float(value).is_integer() else "decimal"
    names = ((datetime, "datetime"), (date, "date"), (time, "time"))
    return next((name for kind, name in names if isinstance(value, kind)), "text")


def _type(kinds: set[str]) -> str | None:
    if len(kinds) == 1:
        only = next(iter(kinds))
        return None if only == "text" else only
    if kinds == {"integer", "decimal"}:
        return "decimal"
    return "datetime" if kinds == {"date", "datetime"} else None
