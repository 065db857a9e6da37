"""Update frequencies: the words agencies write, the structure behind them, and the next date they promise."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from springhead.foundation.catalog.vocabulary import Regularity, Unit, word

_NUMBERS: Final = {
    "一": 1,
    "二": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_UNITS: Final = {
    "分鐘": (Unit.MINUTE, 1), "分": (Unit.MINUTE, 1), "小時": (Unit.HOUR, 1), "時": (Unit.HOUR, 1),
    "日": (Unit.DAY, 1), "天": (Unit.DAY, 1), "週": (Unit.WEEK, 1), "周": (Unit.WEEK, 1), "星期": (Unit.WEEK, 1),
    "旬": (Unit.DAY, 10), "個月": (Unit.MONTH, 1), "月": (Unit.MONTH, 1), "季": (Unit.MONTH, 3),
    "半年": (Unit.MONTH, 6), "學期": (Unit.MONTH, 6), "學年": (Unit.YEAR, 1), "年": (Unit.YEAR, 1),
}  # fmt: skip
_PATTERN: Final = re.compile(
    r"每\s*(?P<amount>\d+|[一二兩三四五六七八九十])?\s*(?P<unit>"
    + "|".join(sorted(_UNITS, key=len, reverse=True))
    + r")"
)
_ENGLISH: Final = {
    "everyday": (1, Unit.DAY), "daily": (1, Unit.DAY), "weekly": (1, Unit.WEEK), "tendays": (10, Unit.DAY),
    "monthly": (1, Unit.MONTH), "twomonths": (2, Unit.MONTH), "seasonly": (3, Unit.MONTH),
    "quarterly": (3, Unit.MONTH), "halfyear": (6, Unit.MONTH), "annually": (1, Unit.YEAR),
    "yearly": (1, Unit.YEAR), "fouryears": (4, Unit.YEAR), "fiveyears": (5, Unit.YEAR), "tenyears": (10, Unit.YEAR),
}  # fmt: skip
# Length of one unit for judging freshness (taiwan-specifications 3.0 no. 6: month 30 d, year 365 d).
_LENGTH: Final = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(days=7),
    Unit.MONTH: timedelta(days=30),
    Unit.YEAR: timedelta(days=365),
}


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a dataset changes. `amount` and `unit` are set for regular ones; `text` is the source's wording."""

    regularity: Regularity = Regularity.UNKNOWN
    amount: int | None = None
    unit: Unit = Unit.NONE
    text: str = ""

    @property
    def known(self) -> bool:
        """Whether anything is stated."""
        return self.regularity is not Regularity.UNKNOWN

    @property
    def interval(self) -> timedelta | None:
        """The longest the data may stay unchanged; None when no date follows from the frequency."""
        if self.regularity is not Regularity.REGULAR or not self.amount or self.unit is Unit.NONE:
            return None
        return self.amount * _LENGTH[self.unit]

    def next_after(self, moment: datetime) -> datetime | None:
        """Return when the next update is due after one at `moment`; None when none is promised."""
        return moment + self.interval if self.interval else None

    def words(self, lang: str) -> str:
        """Say it in one language; the source's own wording when the structure is unknown."""
        if self.regularity is Regularity.UNKNOWN:
            return self.text
        if self.regularity is not Regularity.REGULAR or not self.amount:
            return word(self.regularity).en if lang == "en" else word(self.regularity).zh
        return self._english() if lang == "en" else self._chinese()

    def _chinese(self) -> str:
        special = {(3, Unit.MONTH): "每季", (6, Unit.MONTH): "每半年"}
        if (self.amount or 0, self.unit) in special:
            return special[self.amount or 0, self.unit]
        unit = word(self.unit).zh
        if self.amount == 1:
            return f"每{unit}"
        return f"每 {self.amount} {'個月' if self.unit is Unit.MONTH else unit}"

    def _english(self) -> str:
        special = {(3, Unit.MONTH): "every quarter", (6, Unit.MONTH): "every half year"}
        if (self.amount or 0, self.unit) in special:
            return special[self.amount or 0, self.unit]
        unit = word(self.unit).en
        return f"every {unit}" if self.amount == 1 else f"every {self.amount} {unit}s"

    def as_g3(self) -> dict[str, str]:
        """Return the object of the current exchange profile (taiwan-specifications 1.3)."""
        regular = self.regularity is Regularity.REGULAR
        unit = word(self.unit).zh if regular and self.unit else ""
        return {
            "regularupdate": "1" if regular else "2",
            "Frequency": str(self.amount or "") if regular else "",
            "unittime": unit,
        }


def parse(text: str) -> Frequency:
    """Read a frequency as agencies write it (每日, 每10分鐘, 每季, 不定期更新, 即時, annually); unknown stays text."""
    said = text.strip()
    folded = said.replace(" ", "").lower()
    if not folded:
        return Frequency()
    if folded in _ENGLISH:
        amount, unit = _ENGLISH[folded]
        return Frequency(Regularity.REGULAR, amount, unit, said)
    simple = _simple(folded)
    if simple is not Regularity.UNKNOWN:
        return Frequency(simple, text=said)
    return _regular(folded, said)


def _simple(folded: str) -> Regularity:
    if "不定期" in folded or folded in ("其他", "依需求更新"):
        return Regularity.IRREGULAR if "不定期" in folded else Regularity.UNKNOWN
    if folded in ("不更新", "不再更新", "停止更新"):
        return Regularity.NEVER
    if folded in ("即時", "即時更新", "realtime"):
        return Regularity.REALTIME
    return Regularity.UNKNOWN


def _regular(folded: str, said: str) -> Frequency:
    found = _PATTERN.match(folded)
    if not found:
        return Frequency(text=said)
    amount = found["amount"] or "1"
    unit, times = _UNITS[found["unit"]]
    number = _NUMBERS.get(amount) or int(amount)
    return Frequency(Regularity.REGULAR, number * times, unit, said) if number else Frequency(text=said)


def from_g3(value: dict[str, Any]) -> Frequency:
    """Read the object form; key case varies between agency portals."""
    lower = {key.lower(): str(entry) for key, entry in value.items()}
    if lower.get("regularupdate") != "1":
        return Frequency(Regularity.IRREGULAR)
    return parse(f"每{lower.get('frequency', '1')}{lower.get('unittime', '')}")
