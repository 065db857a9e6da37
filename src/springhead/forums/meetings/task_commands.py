"""Typed payloads of an action item's events; `word` says when and how the convener agreed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.forums.meetings import reading, texts
from springhead.foundation.cases.reading import Data


@dataclass(frozen=True, slots=True)
class PutUnderControl:
    """A body wants this done by the end of `until`; `item` is where it was resolved."""

    event: ClassVar[str] = "put_under_control"
    item: str = ""
    text: str = ""
    owner: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ReportProgress:
    """How far it is."""

    event: ClassVar[str] = "report_progress"
    text: str = ""


@dataclass(frozen=True, slots=True)
class MoveDay:
    """Another day, on the convener's word."""

    event: ClassVar[str] = "move_day"
    until: date | None = None
    reason: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """The body keeps it under control; with `until` the day moves."""

    event: ClassVar[str] = "keep"
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """The body releases it (解除列管)."""

    event: ClassVar[str] = "release"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseOnWord:
    """It is released between meetings, on the convener's word."""

    event: ClassVar[str] = "release_on_word"
    reason: str = ""
    word: str = ""


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "put_under_control": lambda data: PutUnderControl(
        reading.text(data, "item", 16),
        reading.text(data, "text", 1_000),
        reading.text(data, "owner", 200),
        reading.day(data, "until"),
    ),
    "report_progress": lambda data: ReportProgress(reading.text(data, "text")),
    "move_day": lambda data: MoveDay(
        reading.day(data, "until"), reading.text(data, "reason"), reading.text(data, "word")
    ),
    "keep": lambda data: Keep(reading.day(data, "until"), reading.text(data, "reason")),
    "release": lambda data: Release(reading.text(data, "reason")),
    "release_on_word": lambda data: ReleaseOnWord(reading.text(data, "reason"), reading.text(data, "word")),
}


def parse(event: str, data: Mapping[str, Any]) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
