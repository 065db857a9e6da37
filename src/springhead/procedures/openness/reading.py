"""How the fields of payloads are read, from JSON as from forms. No Django."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from springhead.engine.kernel.problems import Refused
from springhead.procedures.openness import texts
from springhead.procedures.openness.vocabulary import LONGEST_REASON

LONGEST_LINE: Final = 255
Data = Mapping[str, Any]
Word = TypeVar("Word", bound=StrEnum)


def text(data: Data, name: str, longest: int = LONGEST_REASON) -> str:
    """Return a text without blanks around it. Refused when it is longer than allowed, so nothing is cut off."""
    value = str(data.get(name) or "").strip()
    if len(value) > longest:
        raise Refused(texts.TOO_LONG.at(name, n=len(value), most=longest))
    return value


def lines(data: Data, name: str, *, most: int = 50) -> tuple[str, ...]:
    """Return codes or names, each once: a list, or a text split at commas and line ends."""
    given = data.get(name)
    listed = re.split(r"[\n、,，;；]", given) if isinstance(given, str) else list(given or ())
    names = dict.fromkeys(one for one in (str(line).strip() for line in listed) if one)
    if len(names) > most:
        raise Refused(texts.TOO_MANY.at(name, n=len(names), most=most))
    return tuple(names)


def day(data: Data, name: str) -> date | None:
    """Return a date; None when nothing is given."""
    value = str(data.get(name) or "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Refused(texts.UNREADABLE_DATE.at(name, value=value[:40])) from error


def choice(data: Data, name: str, words: type[Word]) -> Word | None:
    """Return one of a closed list of words; None when nothing is given."""
    value = str(data.get(name) or "").strip()
    if not value:
        return None
    try:
        return words(value)
    except ValueError as error:
        raise Refused(texts.NO_SUCH_CHOICE.at(name, value=value[:40], known=", ".join(words))) from error
