"""How dates, numbers and sizes are written, in both languages. Pure: no Django, no clock."""

from datetime import date, datetime, timedelta
from typing import Final

from springhead.engine.kernel import days
from springhead.engine.kernel.language import normal
from springhead.engine.kernel.now import taipei

__all__ = ["ago", "day", "due", "last_day", "legal_date", "moment", "number", "size", "written"]
SIZES: Final = ("B", "KB", "MB", "GB", "TB", "PB")

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def legal_date(value: date | datetime) -> date:
    """Return the Taipei date of an instant; a date stays what it is."""
    return taipei(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime, lang: str, *, year: bool = False) -> str:
    """Write a date, or the Taipei date of an instant, with its weekday: 「11 月 26 日（四）」, "Thu 26 November"."""
    return days.day(legal_date(value), lang, year=year)


def written(value: str, lang: str) -> str:
    """Write a day, or the Taipei day of an instant, that a document keeps as text (ISO 8601); empty stays empty."""
    if not value:
        return ""
    return day((datetime if "T" in value else date).fromisoformat(value), lang, year=True)


def moment(value: datetime, lang: str) -> str:
    """Write an instant on the Taipei wall clock, to the minute: 2026-10-05 09:12."""
    del lang  # the same in both languages
    return f"{taipei(value):%Y-%m-%d %H:%M}"


def due(value: datetime, lang: str) -> str:
    """Write the end of a term: its last day where it ends with a Taipei day (the instant is the next midnight)."""
    last = last_day(value)
    return moment(value, lang) if last is None else day(last, lang, year=True)


def last_day(value: datetime) -> date | None:
    """Return the last day of a term that ends at an instant; None when it ends within a day."""
    local = taipei(value)
    ends = (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    return local.date() - timedelta(days=1) if ends else None


def number(value: float | None) -> str:
    """Write a number with thousands separators; unknown is a dash."""
    if value is None:
        return "—"
    return (
        f"{value:,}" if isinstance(value, int) else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    )


def size(value: int | None) -> str:
    """Write a number of bytes with at most three digits, in steps of 1,024: 48.2 MB."""
    if value is None:
        return "—"
    amount, unit = float(value), 0
    while amount >= 999.5 and unit < len(SIZES) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{amount:.0f} {SIZES[unit]}" if unit == 0 or amount >= 99.95 else f"{amount:.1f} {SIZES[unit]}"


def ago(value: datetime, at: datetime, lang: str) -> str:
    """Say how long before `at` something was, coarsely; older than 30 days shows the date."""
    seconds = (at - value).total_seconds()
    english = normal(lang) == "en"
    if seconds < 0 or seconds >= 30 * _DAY:
        return day(value, lang, year=True)
    if seconds < _MINUTE:
        return "just now" if english else "剛剛"
    for unit, zh, en in ((_DAY, "日", "day"), (_HOUR, "小時", "hour"), (_MINUTE, "分鐘", "minute")):
        if seconds >= unit:
            count = int(seconds // unit)
            return f"{count} {en}{'' if count == 1 else 's'} ago" if english else f"{count} {zh}前"
    return day(value, lang, year=True)
