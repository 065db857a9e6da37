"""How the fields of payloads are read, from JSON as from forms; what cannot be read is refused by name. No Django.

Nouns whose problems have codes of their own read through a `Reading` of these:

    _READ = Reading(texts.TOO_LONG, texts.UNREADABLE_DATE, texts.NO_SUCH_CHOICE)
    day, choice = _READ.day, _READ.choice
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from springhead.engine.kernel.problems import Kind, Refused
from springhead.foundation.cases import reading_texts as texts

LONGEST_LINE: Final = 255
LONGEST_TEXT: Final = 10_000
Data = Mapping[str, Any]
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads what every noun reads alike, and refuses in the noun's own words."""

    too_long: Kind
    no_date: Kind
    no_choice: Kind

    def text(self, data: Data, name: str, longest: int = LONGEST_TEXT) -> str:
        """Return a text without blanks around it. Refused when it is longer than allowed, so nothing is cut off."""
        value = str(data.get(name) or "").replace("\r\n", "\n").replace("\x00", "").strip()
        if len(value) > longest:
            raise Refused(self.too_long.at(name, n=len(value), most=longest))
        return value

    def day(self, data: Data, name: str) -> date | None:
        """Return a date; None when nothing is given."""
        value = str(data.get(name) or "").strip()
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise Refused(self.no_date.at(name, value=value[:40])) from error

    def choice(self, data: Data, name: str, words: type[Word]) -> Word | None:
        """Return one of a closed list of words; None when nothing is given."""
        value = str(data.get(name) or "").strip()
        if not value:
            return None
        try:
            return words(value)
        except ValueError as error:
            problem = self.no_choice.at(name, value=value[:40], known=", ".join(words))
            raise Refused(problem) from error


_READ: Final = Reading(texts.TOO_LONG, texts.UNREADABLE_DATE, texts.NO_SUCH_CHOICE)
text, day, choice = _READ.text, _READ.day, _READ.choice


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


def number(data: Data, name: str) -> int | None:
    """Return a whole number from 0; None when nothing is given."""
    value = str(data.get(name) if data.get(name) is not None else "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdecimal()) or len(value) > 9:
        raise Refused(texts.NO_NUMBER.at(name, value=value[:40]))
    return int(value)


def part(data: Data, name: str) -> Data:
    """Return an object within an object; empty when nothing is given."""
    value = data.get(name)
    if value in (None, ""):
        return {}
    if not isinstance(value, Mapping):
        raise Refused(texts.NOT_AN_OBJECT.at(name))
    return value
