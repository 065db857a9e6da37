"""Typed payloads of a delivery's events; forms and JSON go through the same `parse`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import orjson

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.engine.tables.recipe import Mending
from springhead.foundation.catalog import texts
from springhead.foundation.catalog.vocabulary import Source


@dataclass(frozen=True, slots=True)
class Receive:
    """A file is safe in the store. `publish_when_clean`: go on to publication by itself when nothing is open."""

    event: ClassVar[str] = "receive"
    distribution: str = ""
    sha256: str = ""
    size: int = 0
    filename: str = ""
    source: Source = Source.UPLOAD
    publish_when_clean: bool = False
    recipe: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """The reader is done. `report` is `reports.as_stored`, `work` the hashes of what it left behind."""

    event: ClassVar[str] = "read"
    report: Mapping[str, Any] = field(default_factory=dict)
    work: Mapping[str, str] = field(default_factory=dict)
    drift: Mapping[str, Any] = field(default_factory=dict)
    recipe: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hold:
    """Error findings wait for the officer."""

    event: ClassVar[str] = "hold"


@dataclass(frozen=True, slots=True)
class Check:
    """Nothing is open; the stores of the new version stand."""

    event: ClassVar[str] = "check"
    stores: tuple[Mapping[str, Any], ...] = ()
    columns: tuple[Mapping[str, Any], ...] = ()
    diff: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refuse:
    """The file cannot become a table; `problems` say why, as `Problem.as_json` in both languages."""

    event: ClassVar[str] = "refuse"
    problems: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Mend:
    """Read the file again with these mendings added to (or, with `replace`, instead of) its recipe."""

    event: ClassVar[str] = "mend"
    mendings: tuple[Mending, ...] = ()
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Accept:
    """Take the findings of these rules as they are; `*` takes all."""

    event: ClassVar[str] = "accept"
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publish:
    """Make the new version current."""

    event: ClassVar[str] = "publish"
    confirm_drift: bool = False


@dataclass(frozen=True, slots=True)
class Discard:
    """Give the delivery up; nothing is published."""

    event: ClassVar[str] = "discard"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RollBack:
    """Make this older version current again."""

    event: ClassVar[str] = "roll_back"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Offer this version no longer; its address answers 410 with the reason."""

    event: ClassVar[str] = "withdraw"
    reason: str = ""


Data = Mapping[str, Any]


def _mend(data: Data) -> Mend:
    given = data.get("mendings") or []
    if isinstance(given, str):
        given = [given]
    return Mend(tuple(_mending(entry) for entry in given), replace=_flag(data.get("replace")))


def _mending(entry: Any) -> Mending:
    """Read one mending: an object, or its JSON as a form posts it."""
    try:
        fields = orjson.loads(entry) if isinstance(entry, str) else dict(entry)
        return Mending(op=str(fields["op"]), column=str(fields.get("column", "")), value=fields.get("value"))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise Refused(texts.MENDING_UNREADABLE.at("mendings", value=str(entry)[:80])) from error


def _accept(data: Data) -> Accept:
    rules = data.get("rules") or []
    return Accept((rules,) if isinstance(rules, str) else tuple(str(rule) for rule in rules))


def _flag(value: Any) -> bool:
    return value is True or str(value).lower() in ("1", "true", "on", "yes")


# Only what people may send; a machine builds its payloads itself.
_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "mend": _mend,
    "accept": _accept,
    "publish": lambda data: Publish(confirm_drift=_flag(data.get("confirm_drift"))),
    "discard": lambda data: Discard(str(data.get("reason") or "")),
    "roll_back": lambda data: RollBack(str(data.get("reason") or "")),
    "withdraw": lambda data: Withdraw(str(data.get("reason") or "")),
}


def parse(event: str, data: Data) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused when it cannot be sent by hand."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NOT_BY_HAND.at(event))
    return reader(data)
