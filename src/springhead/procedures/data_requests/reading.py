"""How the fields of payloads are read, from JSON as from forms. No Django."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.reading import Data, Reading
from springhead.procedures.data_requests import texts
from springhead.procedures.data_requests.vocabulary import STARS

LONGEST_LINE: Final = 255
LONGEST_TEXT: Final = 10_000  # the longest purpose in the archives has 6,693 characters
NAMES_APART: Final = r"[\n、,，;；]"
WORDS_APART: Final = r"\s+"
_READ: Final = Reading(texts.TOO_LONG, texts.UNREADABLE_DATE, texts.NO_SUCH_CHOICE)
text, day, choice = _READ.text, _READ.day, _READ.choice


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
