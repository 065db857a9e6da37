"""Typed payloads of an agency's part in a cycle."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.cases.reading import Data, day, text
from springhead.procedures.high_value import texts


@dataclass(frozen=True, slots=True)
class Call:
    """The agency may nominate until the end of `until`."""

    event: ClassVar[str] = "call"
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    """That is all the agency nominates for now."""

    event: ClassVar[str] = "submit"


@dataclass(frozen=True, slots=True)
class StateNone:
    """The agency has nothing to nominate, for these reasons."""

    event: ClassVar[str] = "state_none"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """The window went by without a word."""

    event: ClassVar[str] = "miss"


@dataclass(frozen=True, slots=True)
class End:
    """The cycle was called off."""

    event: ClassVar[str] = "end"


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "call": lambda data: Call(day(data, "until")),
    "submit": lambda _data: Submit(),
    "state_none": lambda data: StateNone(text(data, "reason", 4_000)),
    "miss": lambda _data: Miss(),
    "end": lambda _data: End(),
}


def parse(event: str, data: Data) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
