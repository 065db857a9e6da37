"""How a legal day is written in a sentence of either language. Pure: no clock."""

from datetime import date, datetime
from typing import Final

from springhead.engine.kernel.language import LANGS, LanguageMap, normal
from springhead.engine.kernel.now import taipei

WEEKDAYS_ZH: Final = "一二三四五六日"
WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def legal_date(value: date | datetime) -> date:
    """Return the Taipei date of an instant; a date stays what it is."""
    return taipei(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime, lang: str, *, year: bool = False) -> str:
    """Write a date with its weekday: 「11 月 26 日（四）」, "Thu 26 November"."""
    on = legal_date(value)
    if normal(lang) == "en":
        text = f"{WEEKDAYS_EN[on.weekday()]} {on.day} {MONTHS_EN[on.month - 1]}"
        return f"{text} {on.year}" if year else text
    text = f"{on.month} 月 {on.day} 日（{WEEKDAYS_ZH[on.weekday()]}）"
    return f"{on.year} 年 {text}" if year else text


def both(value: date | datetime) -> LanguageMap:
    """Write a date with its year and weekday in both languages."""
    return {lang: day(value, lang, year=True) for lang in LANGS}


def is_day(value: object) -> bool:
    """Say whether a value is a day of the calendar, not an instant."""
    return isinstance(value, date) and not isinstance(value, datetime)
