"""How the fields of payloads are read, from JSON as from forms. No Django."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from springhead.engine.kernel.problems import Refused
from springhead.procedures.data_requests import texts
from springhead.procedures.data_requests.vocabulary import STARS

LONGEST_LINE: Final = 255
LONGEST_TEXT: Final = 10_000  # the longest purpose in the archives has 6,693 characters
NAMES_APART: Final = r"[\n、,，;；]"
WORDS_APART: Final = r"\s+"

Data = Mapping[str, Any]
Word = TypeVar("Word", bound=StrEnum)


def text(data: Data, name: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text without blanks around it. Refused when it is longer than allowed, so nothing is cut off."""
    value = str(data.get(name) or "").strip()
    if len(value) > longest:
        raise Refused(texts.TOO_LONG.at(name, n=len(value), most=longest))
    return value


def lines(data: Data, name: str, *, most: int, apart: str = NAMES_APART) -> tuple[str, ...]:
    """Return names, each once: a list, or a text box that is split at `apart`."""
    given = data.get(name)
    listed = re.split(apart, given) if isinstance(given, str) else list(given or ())
    names = dict.fromkeys(one for one in (str(line).strip() for line in listed) if one)
    if len(names) > most:
        raise Refused(texts.TOO_MANY.at(name, n=len(names), most=most))
    long = next((one for one in names if len(one) > LONGEST_LINE * 4), "")
    if long:
        raise Refused(texts.TOO_LONG.at(name, n=len(long), most=LONGEST_LINE * 4))
    return tuple(names)


def mappings(data: Data, name: str) -> Sequence[Data]:
    """Return a list of objects. Refused when it is something else."""
    given = data.get(name) or ()
    if not isinstance(given, list | tuple) or not all(isinstance(one, Mapping) for one in given):
        raise Refused(texts.NOT_A_LIST.at(name))
    return given


def day(data: Data, name: str) -> date | None:
    """Return a date; None when nothing is given."""
    value = str(data.get(name) or "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Refused(texts.UNREADABLE_DATE.at(name, value=value[:40])) from error


def number(data: Data, name: str) -> int:
    """Return a whole number from 0; 0 when nothing is given."""
    value = str(data.get(name) or "0").strip()
    if not value.isdecimal() or len(value) > 9:
        raise Refused(texts.NO_NUMBER.at(name, value=value[:40]))
    return int(value)


def stars(data: Data) -> int:
    """Return the rating: 1 to 5, 0 when none is given."""
    found = number(data, "stars")
    if found and found not in STARS:
        raise Refused(texts.NO_NUMBER.at("stars", value=str(found)))
    return found


def choice(data: Data, name: str, words: type[Word]) -> Word | None:
    """Return one of a closed list of words; None when nothing is given."""
    value = str(data.get(name) or "").strip()
    if not value:
        return None
    try:
        return words(value)
    except ValueError as error:
        known = ", ".join(words)
        raise Refused(texts.NO_SUCH_CHOICE.at(name, value=value[:40], known=known)) from error
