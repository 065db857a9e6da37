"""How a legal day is written in a sentence of either language. Pure: neither clock nor time zone."""

from datetime import date, datetime
from typing import Final

from springhead.engine.kernel.language import LANGS, LanguageMap, normal

WEEKDAYS_ZH: Final = "一二三四五六日"
WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(value: date, lang: str, *, year: bool = False) -> str:
    """Write a date with its weekday: 「11 月 26 日（四）」, "Thu 26 November"."""
    if normal(lang) == "en":
        text = f"{WEEKDAYS_EN[value.weekday()]} {value.day} {MONTHS_EN[value.month - 1]}"
        return f"{text} {value.year}" if year else text
    text = f"{value.month} 月 {value.day} 日（{WEEKDAYS_ZH[value.weekday()]}）"
    return f"{value.year} 年 {text}" if year else text


def both(value: date) -> LanguageMap:
    """Write a date with its year and weekday in both languages."""
    return {lang: day(value, lang, year=True) for lang in LANGS}


def is_day(value: object) -> bool:
    """Say whether a value is a day of the calendar, not an instant."""
    return isinstance(value, date) and not isinstance(value, datetime)
