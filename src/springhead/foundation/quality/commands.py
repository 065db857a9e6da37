"""Typed payloads of a quality report's events; forms and JSON go through the same `parse`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.quality import texts

LONGEST: Final = 4_000
MOST_ROW: Final = 10**12


@dataclass(frozen=True, slots=True)
class Report:
    """This is wrong with this dataset (public id). `kind` is a code of `texts.KINDS`; row and column are optional."""

    event: ClassVar[str] = "report"
    dataset: str = ""
    kind: str = ""
    text: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Mend:
    """It is mended; `answer` says how."""

    event: ClassVar[str] = "mend"
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Dismiss:
    """It is no fault; `answer` says why."""

    event: ClassVar[str] = "dismiss"
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """It will be mended by the end of a Taipei day; `answer` says what is being done."""

    event: ClassVar[str] = "schedule"
    answer: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Whoever reported it takes it back."""

    event: ClassVar[str] = "withdraw"


@dataclass(frozen=True, slots=True)
class Hide:
    """The words must not be shown; `reason` says why, in public."""

    event: ClassVar[str] = "hide"
    reason: str = ""


Data = Mapping[str, Any]


def _text(data: Data, name: str, longest: int = LONGEST) -> str:
    return str(data.get(name) or "").strip()[:longest]


def _row(given: Any) -> int | None:
    said = str(given if given is not None else "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdecimal()) or not 0 < int(said[:20]) < MOST_ROW:
        raise Refused(texts.NO_ROW.at("row", said=said[:20]))
    return int(said)


def _day(given: Any) -> date | None:
    if given in (None, ""):
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise Refused(texts.UNREADABLE_DATE.at("until", said=str(given)[:40])) from error


def _report(data: Data) -> Report:
    return Report(
        dataset=_text(data, "dataset", 16),
        kind=_text(data, "kind", 12),
        text=_text(data, "text"),
        row=_row(data.get("row")),
        column=_text(data, "column", 200),
    )


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "report": _report,
    "mend": lambda data: Mend(_text(data, "answer")),
    "dismiss": lambda data: Dismiss(_text(data, "answer")),
    "schedule": lambda data: Schedule(_text(data, "answer"), _day(data.get("until"))),
    "withdraw": lambda _data: Withdraw(),
    "hide": lambda data: Hide(_text(data, "reason")),
}


def parse(event: str, data: Data) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
