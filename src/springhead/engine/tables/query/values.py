"""Values as people write them in an address, turned into what the stores keep."""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Final

from springhead.engine.tables.query.tree import Value
from springhead.engine.tables.schema import Type
from springhead.engine.tables.stores.layout import Cell

INTEGERS: Final = range(-(2**63), 2**63)
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?", re.ASCII)
_DATETIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?))?"
    r"(Z|[+ -][0-9]{2}:?[0-9]{2})?",
    re.ASCII,
)
BOOLEANS: Final = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}


def parse(text: str, cell: Cell) -> Value:
    """Return the stored form of `text` for a column, or raise ValueError."""
    return _PARSERS[cell.type](text, cell)


def iso(moment: datetime | time) -> str:
    """Return ISO text without trailing zeros in the fraction, as the stores keep it."""
    text = moment.isoformat()
    return text.rstrip("0") if "." in text else text


def _text(text: str, _cell: Cell) -> str:
    return text


def _integer(text: str, _cell: Cell) -> int:
    if not _INTEGER.fullmatch(text) or int(text) not in INTEGERS:
        raise ValueError(text)
    return int(text)


def _decimal(text: str, _cell: Cell) -> float:
    if not _DECIMAL.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(text)
    return float(text)


def _boolean(text: str, _cell: Cell) -> bool:
    if text.lower() not in BOOLEANS:
        raise ValueError(text)
    return BOOLEANS[text.lower()]


def _date(text: str, _cell: Cell) -> str:
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text).isoformat()


def _time(text: str, _cell: Cell) -> str:
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    return iso(_clock(text))


def _datetime(text: str, cell: Cell) -> str:
    found = _DATETIME.fullmatch(text)
    if not found:
        raise ValueError(text)
    day, clock, zone = found.groups()
    moment = datetime.combine(date.fromisoformat(day), _clock(clock or "00:00"))
    if zone and not cell.utc:
        raise ValueError(text)  # the column has no zone: nobody can say which instant this would be
    if zone and zone != "Z":  # an unescaped "+" arrives as a blank
        hours = f"{zone.replace(' ', '+')[:3]}:{zone[-2:]}"
        moment = datetime.fromisoformat(f"{moment.isoformat()}{hours}").astimezone(UTC).replace(tzinfo=None)
    return iso(moment)


def _clock(text: str) -> time:
    whole, _, fraction = text.partition(".")
    return time.fromisoformat(f"{whole}.{fraction:0<6}" if fraction else whole)


_PARSERS: Final[dict[Type, Callable[[str, Cell], Value]]] = {
    Type.TEXT: _text,
    Type.INTEGER: _integer,
    Type.DECIMAL: _decimal,
    Type.BOOLEAN: _boolean,
    Type.DATE: _date,
    Type.TIME: _time,
    Type.DATETIME: _datetime,
}
