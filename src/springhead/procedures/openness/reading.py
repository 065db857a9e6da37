"""How the fields of payloads are read, from JSON as from forms. No Django."""

import re
from typing import Final

from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.reading import Data, Reading
from springhead.procedures.openness import texts
from springhead.procedures.openness.vocabulary import LONGEST_REASON

LONGEST_LINE: Final = 255
_READ: Final = Reading(texts.TOO_LONG, texts.UNREADABLE_DATE, texts.NO_SUCH_CHOICE)
day, choice = _READ.day, _READ.choice


def text(data: Data, name: str, longest: int = LONGEST_REASON) -> str:
    """Return a text without blanks around it. Refused when it is longer than allowed, so nothing is cut off."""
    return _READ.text(data, name, longest)


def lines(data: Data, name: str, *, most: int = 50) -> tuple[str, ...]:
    """Return codes or names, each once: a list, or a text split at commas and line ends."""
    given = data.get(name)
    listed = re.split(r"[\n、,，;；]", given) if isinstance(given, str) else list(given or ())
    names = dict.fromkeys(one for one in (str(line).strip() for line in listed) if one)
    if len(names) > most:
        raise Refused(texts.TOO_MANY.at(name, n=len(names), most=most))
    return tuple(names)
