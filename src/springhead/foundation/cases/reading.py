"""How the fields of payloads are read, from JSON as from forms; what cannot be read is refused by name. No Django."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases import reading_texts as texts

LONGEST_LINE: Final = 255
LONGEST_TEXT: Final = 10_000
Data = Mapping[str, Any]
Word = TypeVar("Word", bound=StrEnum)


def text(data: Data, name: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text without blanks around it. Refused when it is longer than allowed, so nothing is cut off."""
    value = str(data.get(name) or "").replace("\r\n", "\n").replace("\x00", "").strip()
    if len(value) > longest:
        raise Refused(texts.TOO_LONG.at(name, n=len(value), most=longest))
    return value


def names(data: Data, name: str, *, most: int = 100) -> tuple[str, ...]:
    """Return codes or names, each once: a list, or a text split at commas and line ends."""
    given = data.get(name)
    listed = re.split(r"[\n、,，;；]", given) if isinstance(given, str) else given
    if listed is not None and not isinstance(listed, list | tuple):
        raise Refused(texts.NOT_A_LIST.at(name))
    found = dict.fromkeys(one for one in (str(line).strip() for line in listed or ()) if one)
    if len(found) > most:
        raise Refused(texts.TOO_MANY.at(name, n=len(found), most=most))
    return tuple(found)


def day(data: Data, name: str) -> date | None:
    """Return a date; None when nothing is given."""
    value = str(data.get(name) or "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Refused(texts.UNREADABLE_DATE.at(name, value=value[:40])) from error


def number(data: Data, name: str) -> int | None:
    """Return a whole number from 0; None when nothing is given."""
    value = str(data.get(name) if data.get(name) is not None else "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdecimal()) or len(value) > 9:
        raise Refused(texts.NO_NUMBER.at(name, value=value[:40]))
    return int(value)


def choice(data: Data, name: str, words: type[Word]) -> Word | None:
    """Return one of a closed list of words; None when nothing is given."""
    value = str(data.get(name) or "").strip()
    if not value:
        return None
    try:
        return words(value)
    except ValueError as error:
        raise Refused(texts.NO_SUCH_CHOICE.at(name, value=value[:40], known=", ".join(words))) from error


def part(data: Data, name: str) -> Data:
    """Return an object within an object; empty when nothing is given."""
    value = data.get(name)
    if value in (None, ""):
        return {}
    if not isinstance(value, Mapping):
        raise Refused(texts.NOT_AN_OBJECT.at(name))
    return value
