"""Dates and times in the shapes Taiwan's government files really use, the ROC calendar among them.

ROC year 1 is 1912. Read are ISO 8601, slashes and dots, Chinese words (112年5月1日, 民國 112 年…, 上午/下午),
14 digits, and a time after any date. A day that does not exist is no date.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

ROC: Final = 1911
FIRST_YEAR, LAST_YEAR = 1000, 2999
LAST_ROC_YEAR: Final = 200


@dataclass(frozen=True, slots=True)
class Read:
    """A date, time or datetime; `short` marks a two-digit year, `iso` the form that needs no change."""

    value: date | time | datetime
    roc: bool = False
    short: bool = False
    zoned: bool = False
    iso: bool = False


_ERA: Final = r"(?P<era>(?:中華)?民國|R\.?O\.?C\.?)? ?"
_DAY: Final = (
    r"(?:(?P<y>\d{2,4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
    r"|(?P<cy>\d{2,4}) ?年 ?(?P<cm>\d{1,2}) ?月 ?(?P<cd>\d{1,2}) ?日)"
)
_CLOCK: Final = (
    r"(?P<half>上午|下午|AM|PM|am|pm)? ?"
    r"(?P<h>\d{1,2})(?: ?[時點] ?(?:(?P<ci>\d{1,2}) ?分(?: ?(?P<cs>\d{1,2}) ?秒)?)?"
    r"|:(?P<i>\d{2})(?::(?P<s>\d{2})(?:\.(?P<f>\d{1,9}))?)?)"
    r" ?(?P<half2>AM|PM|am|pm)?"
)
_ZONE: Final = r" ?(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?"
_WHEN: Final = re.compile(rf"{_ERA}{_DAY}(?:[T ]? ?{_CLOCK}{_ZONE})?\Z", re.ASCII)
_TIME: Final = re.compile(rf"{_CLOCK}\Z", re.ASCII)


def read(text: str) -> Read | None:
    """Read a date, a time or both; None when it is none of them."""
    match = _WHEN.match(text)
    if match:
        return _dated(match, text)
    clock = _TIME.match(text)
    moment = _clock(clock) if clock else None
    return None if moment is None else Read(moment, iso=True)


def compact(text: str) -> date | None:
    """Read YYYYMMDD."""
    year = int(text[:4])
    return _day(year, int(text[4:6]), int(text[6:])) if 1800 <= year <= 2200 else None


def compact_roc(text: str) -> date | None:
    """Read YYYMMDD or YYMMDD of the ROC calendar."""
    year = int(text[:-4])
    return _day(year + ROC, int(text[-4:-2]), int(text[-2:])) if 0 < year <= LAST_ROC_YEAR else None


def compact_datetime(text: str) -> datetime | None:
    """Read YYYYMMDDhhmmss."""
    day, hour, minute, second = compact(text[:8]), int(text[8:10]), int(text[10:12]), int(text[12:])
    if day is None or hour > 23 or minute > 59 or second > 59:
        return None
    return datetime.combine(day, time(hour, minute, second))


def _dated(match: re.Match[str], text: str) -> Read | None:
    year_text = match["y"] or match["cy"]
    roc = match["era"] is not None or len(year_text) < 4
    year = int(year_text) + (ROC if roc else 0)
    day = _day(year, int(match["m"] or match["cm"]), int(match["d"] or match["cd"]))
    if day is None or (roc and not 0 < year - ROC <= LAST_ROC_YEAR):
        return None
    short = len(year_text) == 2 and match["era"] is None and match["sep"] is not None
    if match["h"] is None:
        return Read(day, roc=roc, short=short, iso=not roc and match["sep"] == "-" and len(text) == 10)
    clock = _clock(match)
    if clock is None or short:
        return None
    iso = not roc and match["sep"] == "-" and match["i"] is not None and not (match["half"] or match["half2"])
    moment = datetime.combine(day, clock)
    return _zoned(moment, match["zone"], iso=iso) if match["zone"] else Read(moment, roc=roc, iso=iso)


def _zoned(moment: datetime, zone: str, *, iso: bool) -> Read | None:
    offset = timedelta()
    if zone not in {"Z", "UTC"}:
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        offset = timedelta(minutes=-minutes if zone[0] == "-" else minutes)
        if minutes > 14 * 60:
            return None
    return Read(
        moment.replace(tzinfo=timezone(offset)).astimezone(UTC).replace(tzinfo=None), zoned=True, iso=iso
    )


def _clock(match: re.Match[str]) -> time | None:
    hour = int(match["h"])
    minute = int(match["i"] or match["ci"] or 0)
    second = int(match["s"] or match["cs"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in {"下午", "pm"} else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second, int((match["f"] or "0").ljust(6, "0")[:6]))


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
