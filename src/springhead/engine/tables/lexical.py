"""What one cell says, by its characters alone. This is the authority; `kernels` is only a faster echo of it.

No cast is ever a type check: `int("１２０")`, `float("1_000")` and SQL's `CAST('12.7' AS INTEGER)` all accept
what a reader of the data would not. Every cell is matched against a written form first.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

from springhead.engine.tables import dates


class Shape(StrEnum):
    """What a cell can be. Some shapes fit more than one column type (`20230501` is a number and a date)."""

    MISSING = "missing"
    SOFT_MISSING = "soft-missing"  # means "no data" among numbers, may be a word among texts
    TEXT = "text"
    INTEGER = "integer"
    LEADING_ZERO = "leading-zero"
    BIG = "big"  # digits beyond 64 bits
    DECIMAL = "decimal"
    SCIENTIFIC = "scientific"
    PERCENT = "percent"
    DATE = "date"
    ROC_DATE = "roc-date"
    ROC_SHORT = "roc-short"  # 99/05/01: a date only beside longer ROC dates
    COMPACT = "compact"  # 20230501
    COMPACT_DATETIME = "compact-datetime"  # 20230501123000
    COMPACT_ROC = "compact-roc"  # 1120501
    COMPACT_ROC_ZERO = "compact-roc-zero"  # 0990501
    DATETIME = "datetime"
    ROC_DATETIME = "roc-datetime"
    ZONED = "zoned"
    TIME = "time"
    ROC_MONTH = "roc-month"  # 113年5月; this and the next three are read by `months` alone
    ROC_MONTH_ONE = "roc-month-one"  # 113.1: January, or an October that lost its zero
    ROC_MONTH_TEN = "roc-month-ten"  # 113.10
    ROC_YEAR = "roc-year"  # 112年度
    TRUE_FALSE = "true-false"
    YES_NO = "yes-no"
    SHI_FOU = "shi-fou"
    LETTER_Y = "letter-y"
    LETTER_N = "letter-n"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One cell judged.

    `value` is the Python value of its shape, `number` the number it also is (compact dates), `notes` the
    rules of what had to be normalised to read it.
    """

    shape: Shape
    value: Any = None
    number: int | None = None
    notes: tuple[str, ...] = ()


HARD_MARKS: Final = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "----",
        "－",
        "－－",
        "—",
        "——",
        "–",
        "…",
        "……",
        "‥",
        "...",
        "‐",
        "―",
        "─",
        "N/A",
        "n/a",
        "#N/A",
        "NULL",
        "null",
        "Null",
        "NaN",
        "nan",
        "NAN",
        "<NA>",
        "(null)",
        "\\N",
        "0000-00-00",
        "0000/00/00",
    )
)
SOFT_MARKS: Final = frozenset(
    (
        "無",
        "無資料",
        "無數據",
        "無值",
        "無法取得",
        "不詳",
        "未知",
        "未提供",
        "未填",
        "未填寫",
        "缺",
        "缺值",
        "缺漏",
        "資料缺漏",
        "NA",
        "None",
        "none",
        "NONE",
        "X",
        "x",
        "*",
        "**",
        "/",
        "//",
        "///",
        "?",
        "？",
        "未測",
        "維護中",
        "故障",
        "儀器故障",
        "尚無資料",
        "暫無資料",
        "暫無",
        "不明",
        "不適用",
        "N.A.",
        "n.a.",
        ".",
        "??",
    )
)
LONGEST: Final = 40  # characters; nothing longer is a number, a date or a mark

_NUMBER: Final = re.compile(r"([+-]?)(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_PERCENT: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)) ?%\Z", re.ASCII)
_WIDE: Final = re.compile("[０-９．，－＋％：／]")
_FOLD: Final = str.maketrans("０１２３４５６７８９．，－＋％：／　", "0123456789.,-+%:/ ")
_WORDS: Final[dict[str, tuple[Shape, bool]]] = {
    "true": (Shape.TRUE_FALSE, True),
    "false": (Shape.TRUE_FALSE, False),
    "yes": (Shape.YES_NO, True),
    "no": (Shape.YES_NO, False),
    "是": (Shape.SHI_FOU, True),
    "否": (Shape.SHI_FOU, False),
    "y": (Shape.LETTER_Y, True),
    "n": (Shape.LETTER_N, False),
}
_LARGEST: Final = 9_223_372_036_854_775_807
_TEXT: Final = Verdict(Shape.TEXT)
_COMPACT: Final[dict[int, tuple[Shape, Callable[[str], date | None]]]] = {
    6: (Shape.COMPACT_ROC, dates.compact_roc),
    7: (Shape.COMPACT_ROC, dates.compact_roc),
    8: (Shape.COMPACT, dates.compact),
    14: (Shape.COMPACT_DATETIME, dates.compact_datetime),
}


def judge(cell: str) -> Verdict:
    """Say what one cell is. Blanks around it are ignored (the checker reports them by itself)."""
    text = cell.strip()
    if text in HARD_MARKS:
        return Verdict(Shape.MISSING)
    if text in SOFT_MARKS:
        return Verdict(Shape.SOFT_MISSING)
    if len(text) > LONGEST:
        return _TEXT
    if _WIDE.search(text):
        return _noted(_judge_plain(half_width(text)), "fullwidth-digit")
    return _judge_plain(text)


def half_width(text: str) -> str:
    """Return the text with full-width digits and signs of numbers made half-width."""
    return text.translate(_FOLD)


def _judge_plain(text: str) -> Verdict:
    word = _WORDS.get(text.lower())
    if word:
        return Verdict(word[0], word[1])
    if not any("0" <= char <= "9" for char in text):
        return _TEXT
    for reader in (_number, _grouped, _percent, _date):
        verdict = reader(text)
        if verdict is not None:
            return verdict
    return _TEXT


def _noted(verdict: Verdict, note: str) -> Verdict:
    if verdict.shape in {Shape.TEXT, Shape.MISSING}:
        return _TEXT
    return Verdict(verdict.shape, verdict.value, verdict.number, (note, *verdict.notes))


def _number(text: str) -> Verdict | None:
    match = _NUMBER.match(text)
    if match is None:
        return None
    sign, digits, exponent = match.groups()
    if exponent:
        return _float(text, Shape.SCIENTIFIC)
    if sign == "+":
        return _TEXT  # "+886..." is a telephone number
    if not digits.isdigit():
        whole = digits.partition(".")[0]
        return (
            Verdict(Shape.LEADING_ZERO) if len(whole) > 1 and whole[0] == "0" else _float(text, Shape.DECIMAL)
        )
    if len(digits) > 1 and digits[0] == "0":
        return _zero_led(text)
    return _integer(text)


def _integer(text: str) -> Verdict:
    number = int(text)
    if not -_LARGEST - 1 <= number <= _LARGEST:
        return Verdict(Shape.BIG)
    compact = _COMPACT.get(len(text))
    moment = compact[1](text) if compact else None
    if compact is None or moment is None:
        return Verdict(Shape.INTEGER, number, number)
    return Verdict(
        compact[0], moment, number, ("roc-date",) if compact[0] is Shape.COMPACT_ROC else ("date-form",)
    )


def _zero_led(text: str) -> Verdict:
    day = dates.compact_roc(text) if len(text) == 7 else None
    return (
        Verdict(Shape.LEADING_ZERO)
        if day is None
        else Verdict(Shape.COMPACT_ROC_ZERO, day, None, ("roc-date",))
    )


def _float(text: str, shape: Shape) -> Verdict:
    number = float(text)
    return Verdict(shape, number) if abs(number) <= 1.7e308 else _TEXT


def _grouped(text: str) -> Verdict | None:
    if _GROUPED.match(text) is None or text[0] == "+":
        return None
    verdict = _number(text.replace(",", ""))
    if verdict is None or verdict.shape not in {
        Shape.INTEGER,
        Shape.DECIMAL,
        Shape.COMPACT,
        Shape.COMPACT_ROC,
    }:
        return _TEXT
    number = verdict.number if verdict.number is not None else verdict.value
    shape = Shape.DECIMAL if verdict.shape is Shape.DECIMAL else Shape.INTEGER
    return Verdict(shape, number, verdict.number, ("thousands-separator",))


def _percent(text: str) -> Verdict | None:
    match = _PERCENT.match(text)
    if match is None:
        return None
    return Verdict(Shape.PERCENT, float(match[1]), None, ("percent-sign",))


_DATED: Final[dict[tuple[bool, bool], Shape]] = {  # (ROC calendar, has a time)
    (False, False): Shape.DATE,
    (True, False): Shape.ROC_DATE,
    (False, True): Shape.DATETIME,
    (True, True): Shape.ROC_DATETIME,
}


def _date(text: str) -> Verdict | None:
    read = dates.read(text)
    if read is None:
        return None
    notes = ("roc-date",) if read.roc else () if read.iso else ("date-form",)
    if isinstance(read.value, time):
        return Verdict(Shape.TIME, read.value)
    if read.zoned:
        return Verdict(Shape.ZONED, read.value, None, notes)
    shape = _DATED[read.roc, isinstance(read.value, datetime)]
    return Verdict(Shape.ROC_SHORT if read.short else shape, read.value, None, notes)


def shown(value: object) -> str:
    """Write a value as the table will show it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
