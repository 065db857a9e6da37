"""Typed payloads of a commitment's events; forms and JSON go through the same `parse`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.catalog import codes
from springhead.foundation.commitments import texts
from springhead.foundation.commitments.needs import CODES, Need

MOST_ITEMS: Final = 100
LONGEST_TEXT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Promise:
    """This dataset (public id), with these fields and in this format, will be served by the end of `until`.

    `needs` (codes of `needs.Need`) are the checks it has to pass beside; `licence` is an SPDX id (empty: any open
    one), `standard` the code of a standard. `heard`: a committee decided this very day, so it is final at once; nobody
    can say so from outside.
    """

    event: ClassVar[str] = "promise"
    dataset: str = ""
    until: date | None = None
    items: tuple[str, ...] = ()
    format: str = ""
    needs: tuple[str, ...] = ()
    licence: str = ""
    standard: str = ""
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """How far it is."""

    event: ClassVar[str] = "report"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Another day, with reasons: a slip."""

    event: ClassVar[str] = "reschedule"
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settle:
    """The committee of that period has heard the date; it is final."""

    event: ClassVar[str] = "settle"


@dataclass(frozen=True, slots=True)
class DatePassed:
    """The promised day went by. `until` is the day on which sixty days of lateness are full."""

    event: ClassVar[str] = "date_passed"
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DeclareBroken:
    """Sixty days late."""

    event: ClassVar[str] = "declare_broken"


@dataclass(frozen=True, slots=True)
class Verify:
    """The machine found the published dataset as promised."""

    event: ClassVar[str] = "verify"


@dataclass(frozen=True, slots=True)
class Relapse:
    """What was delivered does not hold any more."""

    event: ClassVar[str] = "relapse"


@dataclass(frozen=True, slots=True)
class Abandon:
    """A resolution lets the agency off, with reasons."""

    event: ClassVar[str] = "abandon"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Replace:
    """Another answer to the same question takes the place of this promise."""

    event: ClassVar[str] = "replace"
    reason: str = ""


Data = Mapping[str, Any]


def _promise(data: Data) -> Promise:
    return Promise(
        dataset=str(data.get("dataset") or ""),
        until=_day(data.get("until")),
        items=_items(data.get("items")),
        format=str(data.get("format") or "").strip()[:24],
        needs=_needs(data.get("needs")),
        licence=_licence(data),
        standard=str(data.get("standard") or "").strip()[:80],
    )


def _needs(given: Any) -> tuple[str, ...]:
    """Read what a promise needs: a list, or words with blanks or commas between."""
    words = given.replace(",", " ").split() if isinstance(given, str) else [str(one) for one in given or ()]
    unknown = [word for word in words if word not in CODES]
    if unknown:
        raise Refused(texts.UNKNOWN_NEED.at("needs", need=unknown[0][:40], known=joined(sorted(CODES))))
    return tuple(str(need) for need in Need if need in words)


def _licence(data: Data) -> str:
    said = str(data.get("licence") or "").strip()
    code = codes.licence_of(said) if said else ""
    if said and not code:
        raise Refused(texts.UNKNOWN_LICENCE.at("licence", said=said[:60], known=joined(codes.licences())))
    return code


def _items(given: Any) -> tuple[str, ...]:
    """Read field names: a list, or lines of a text box."""
    lines = given.splitlines() if isinstance(given, str) else list(given or ())
    names = dict.fromkeys(name for name in (str(line).strip() for line in lines) if name)
    if len(names) > MOST_ITEMS:
        raise Refused(texts.TOO_MANY_ITEMS.at("items", n=len(names), most=MOST_ITEMS))
    return tuple(names)


def _day(given: Any) -> date | None:
    if given in (None, ""):
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise Refused(texts.UNREADABLE_DATE.at("until", value=str(given)[:40])) from error


def _text(data: Data, name: str) -> str:
    return str(data.get(name) or "").strip()[:LONGEST_TEXT]


def _date_passed(data: Data) -> DatePassed:
    last = _day(data.get("last_day"))
    return DatePassed(last + timedelta(days=60) if last else None)


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "promise": _promise,
    "report": lambda data: Report(_text(data, "text")),
    "reschedule": lambda data: Reschedule(_day(data.get("until")), _text(data, "reason")),
    "settle": lambda _data: Settle(),
    "date_passed": _date_passed,
    "declare_broken": lambda _data: DeclareBroken(),
    "verify": lambda _data: Verify(),
    "relapse": lambda _data: Relapse(),
    "abandon": lambda data: Abandon(_text(data, "reason")),
    "replace": lambda data: Replace(_text(data, "reason")),
}


def parse(event: str, data: Data) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
