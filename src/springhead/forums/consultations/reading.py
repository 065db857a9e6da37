"""How the fields of payloads are read, from JSON as from forms. No Django."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import texts
from springhead.foundation.cases.reading import LONGEST_TEXT, Data, Reading

LONGEST_LINE: Final = 255
_READ: Final = Reading(texts.TOO_LONG, texts.UNREADABLE_DATE, texts.NO_SUCH_CHOICE)
text, day, choice = _READ.text, _READ.day, _READ.choice


def names(data: Data, name: str, *, most: int = 60) -> tuple[str, ...]:
    """Return ids or names, each once: a list, or a text split at commas and line ends."""
    given = data.get(name)
    listed = re.split(r"[\n、,，;；]", given) if isinstance(given, str) else _listed(given, name)
    found = dict.fromkeys(one for one in (str(line).strip() for line in listed) if one)
    return tuple(_few(list(found), name, most))


def rows(data: Data, name: str, *, most: int, parts: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """Return objects with these parts: a list of objects, or a text with one a line, its parts split at a bar."""
    given = data.get(name)
    if isinstance(given, str):
        lines = [line.strip() for line in given.splitlines() if line.strip()]
        cut = [[cell.strip() for cell in re.split(r"[|｜]", line, maxsplit=len(parts) - 1)] for line in lines]
        found = [dict(zip(parts, [*cells, *[""] * len(parts)], strict=False)) for cells in cut]
    else:
        listed = _listed(given, name)
        if not all(isinstance(one, Mapping) for one in listed):
            raise Refused(texts.NOT_A_LIST.at(name))
        found = [{part: text(one, part, LONGEST_TEXT) for part in parts} for one in listed]
    return tuple(_few(found, name, most))


def _listed(given: Any, name: str) -> Sequence[Any]:
    if given is not None and not isinstance(given, list | tuple):
        raise Refused(texts.NOT_A_LIST.at(name))
    return given or ()


def _few(found: list[Any], name: str, most: int) -> list[Any]:
    if len(found) > most:
        raise Refused(texts.TOO_MANY.at(name, n=len(found), most=most))
    return found


def address(value: str, name: str) -> str:
    """Return a web address; empty stays empty. Refused when browsers could not open it."""
    if value:
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.netloc or len(value) > 1000:
            raise Refused(texts.NO_ADDRESS.at(name, value=value[:80]))
    return value


def number(data: Data, name: str) -> int:
    """Return a whole number from 0; 0 when nothing is given."""
    value = str(data.get(name) or "0").strip()
    if not (value.isascii() and value.isdecimal()) or len(value) > 9:
        raise Refused(texts.NO_NUMBER.at(name, value=value[:40]))
    return int(value)


def flag(data: Data, name: str, *, default: bool = False) -> bool:
    """Return a yes or no; JSON booleans and ticked boxes alike."""
    if name not in data:
        return default
    return data[name] in (True, 1, "1", "true", "on", "yes")
