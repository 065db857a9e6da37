"""Year-months and years of the ROC calendar: 民國113年5月, 113/05, 113.5, 11305, 112年度.

They become text of ISO 8601 with reduced precision (`2024-05`, `2023`): no day is made up. Most of these forms
are also something else (3年6月 is a sentence of prison, 113.5 a number, 120/80 a blood pressure), so what a form
may mean depends on what the column's name says. A school year (112學年度) is not a year and is never read as one.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from springhead.engine.tables.dates import LAST_ROC_YEAR, ROC
from springhead.engine.tables.lexical import HARD_MARKS, SOFT_MARKS, Shape, Verdict, half_width

_LONGEST: Final = 16  # characters of 中華民國 113 年 12 月份
_ERA: Final = r"(?P<era>(?:中華)?民國)? ?"
_WORDS: Final = re.compile(rf"{_ERA}(?P<year>\d{{1,3}}) ?年 ?(?P<month>\d{{1,2}}) ?月份?\Z", re.ASCII)
_SIGNS: Final = re.compile(rf"{_ERA}(?P<year>\d{{2,3}})(?P<sign>[-/.])(?P<month>\d{{1,2}})\Z", re.ASCII)
_DIGITS: Final = re.compile(r"(?P<year>[01]\d\d)(?P<month>\d\d)\Z", re.ASCII)
_YEAR: Final = re.compile(rf"{_ERA}(?P<year>\d{{1,3}}) ?年(?P<fiscal> ?度)?\Z", re.ASCII)

_SAYS_MONTH: Final = re.compile(r"年月(?!日)|月份|月別|year[ _-]?month|yyymm|(?:^|[ _])ym$", re.IGNORECASE)
_SAYS_TIME: Final = re.compile(r"年|月|日期|時間|期間|期別|year|month|date|period|time", re.IGNORECASE)
_SAYS_YEAR: Final = re.compile(r"年度|年別|年份|民國|^年$|year", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the cells of one column by what its name says: that it holds year-months, times, years."""

    month: bool
    time: bool
    year: bool

    @classmethod
    def of(cls, name: str) -> Self:
        """Return the reader for a column of this name."""
        return cls(
            bool(_SAYS_MONTH.search(name)), bool(_SAYS_TIME.search(name)), bool(_SAYS_YEAR.search(name))
        )

    def __call__(self, cell: str) -> Verdict | None:
        """Read one cell; None when it is neither a year-month nor a year of the ROC calendar."""
        text = cell.strip()
        if not text or len(text) > _LONGEST or text in HARD_MARKS or text in SOFT_MARKS:
            return None
        plain = half_width(text)
        found = self._words(plain) or self._signs(plain) or self._digits(plain) or self._years(plain)
        if found is None or plain == text:
            return found
        return Verdict(found.shape, found.value, None, ("fullwidth-digit", *found.notes))

    def _words(self, text: str) -> Verdict | None:
        match = _WORDS.match(text)
        sure = match and (match["era"] or len(match["year"]) == 3 or self.month)
        return _month(match, Shape.ROC_MONTH) if match and sure else None

    def _signs(self, text: str) -> Verdict | None:
        match = _SIGNS.match(text)
        if match is None or not (match["era"] or (self.month if match["sign"] == "." else self.time)):
            return None
        if match["sign"] == "." and match["month"] in {"1", "10"}:
            return _month(match, Shape.ROC_MONTH_ONE if match["month"] == "1" else Shape.ROC_MONTH_TEN)
        return _month(match, Shape.ROC_MONTH)

    def _digits(self, text: str) -> Verdict | None:
        match = _DIGITS.match(text) if self.month else None
        return _month(match, Shape.ROC_MONTH) if match else None

    def _years(self, text: str) -> Verdict | None:
        match = _YEAR.match(text)
        if match is None or not (match["era"] or match["fiscal"] or (self.year and len(match["year"]) > 1)):
            return None
        year = int(match["year"])
        if not 0 < year <= LAST_ROC_YEAR:
            return None
        return Verdict(Shape.ROC_YEAR, str(year + ROC), None, ("roc-month",))


def _month(match: re.Match[str], shape: Shape) -> Verdict | None:
    year, month = int(match["year"]), int(match["month"])
    if not (0 < year <= LAST_ROC_YEAR and 1 <= month <= 12):
        return None
    return Verdict(shape, f"{year + ROC}-{month:02d}", None, ("roc-month",))
