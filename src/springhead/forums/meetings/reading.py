"""How the fields of payloads are read, from JSON as from forms. No Django."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from springhead.engine.kernel.problems import Refused
from springhead.forums.meetings import texts
from springhead.foundation.cases.reading import Data, Reading

LONGEST: Final = 4_000
MOST: Final = 50
HTTP: Final = re.compile(r"https?://[^\s<>\"]{4,490}")
_READ: Final = Reading(texts.TOO_LONG, texts.UNREADABLE_DATE, texts.NO_SUCH_CHOICE)
day, choice = _READ.day, _READ.choice


@dataclass(frozen=True, slots=True)
class Task:
    """An action item in the making: what, whose (an agency's name or id), by the end of which day."""

    text: str
    owner: str
    due: date | None


def text(data: Data, name: str, longest: int = LONGEST) -> str:
    """Return a text without blanks around it. Refused when it is longer than allowed, so nothing is cut off."""
    value = str(data.get(name) or "").strip()
    if len(value) > longest:
        raise Refused(texts.TOO_LONG.at(name, n=len(value), most=longest))
    return value


def number(data: Data, name: str) -> int:
    """Return a whole number from 0 to 9999; 0 when nothing is given."""
    value = str(data.get(name) or "0").strip()
    if not (value.isascii() and value.isdecimal()) or len(value) > 4:
        raise Refused(texts.ODD_NUMBER.at(name, value=value[:20]))
    return int(value)


def clock_time(data: Data, name: str) -> time | None:
    """Return a time of the day in Taipei; None when nothing is given."""
    value = str(data.get(name) or "").strip()
    if not value:
        return None
    try:
        return time.fromisoformat(value).replace(tzinfo=None)
    except ValueError as error:
        raise Refused(texts.UNREADABLE_TIME.at(name, value=value[:40])) from error


def address(data: Data, name: str) -> str:
    """Return a web address; empty when nothing is given."""
    value = text(data, name, 500)
    if value and not HTTP.fullmatch(value):
        raise Refused(texts.ODD_ADDRESS.at(name, value=value[:80]))
    return value


def addresses(data: Data, name: str) -> tuple[str, ...]:
    """Return web addresses: a list, or the lines of a text box."""
    given = data.get(name)
    lines = given.splitlines() if isinstance(given, str) else list(given or ())
    found = dict.fromkeys(address({name: line}, name) for line in lines if str(line).strip())
    if len(found) > MOST:
        raise Refused(texts.TOO_MANY.at(name, n=len(found), most=MOST))
    return tuple(found)


def pairs(data: Data, name: str) -> Mapping[str, str]:
    """Return a mapping of short texts: an object, or the lines `name value` of a text box."""
    given = data.get(name) or {}
    if isinstance(given, str):
        given = dict(line.split(maxsplit=1) for line in given.splitlines() if len(line.split()) == 2)
    if not isinstance(given, Mapping) or len(given) > 1_000:
        raise Refused(texts.ODD_PAIRS.at(name))
    return {str(key)[:40]: str(value).strip()[:40] for key, value in given.items()}


def tasks(data: Data, name: str) -> tuple[Task, ...]:
    """Return action items: a list of `{"text", "owner", "due"}`, or a form's `action_text_1`, `action_owner_1` and so on."""
    given = data.get(name) or _of_form(data)
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError as error:
            raise Refused(texts.ODD_PAIRS.at(name)) from error
    if not isinstance(given, list) or any(not isinstance(one, Mapping) for one in given):
        raise Refused(texts.ODD_PAIRS.at(name))
    if len(given) > MOST:
        raise Refused(texts.TOO_MANY.at(name, n=len(given), most=MOST))
    return tuple(Task(text(one, "text", 1_000), text(one, "owner", 200), day(one, "due")) for one in given)


def _of_form(data: Data) -> list[dict[str, Any]]:
    found = [
        {part: data.get(f"action_{part}_{n}") or "" for part in ("text", "owner", "due")}
        for n in range(1, MOST + 1)
    ]
    return [one for one in found if any(one.values())]
