"""The case types of this installation, handed over once by `config/wiring.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LANGS, LanguageMap
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command, Row, Table
from springhead.foundation.cases.texts import NO_SUCH_TYPE

if TYPE_CHECKING:
    from springhead.engine.kernel.workflow import Audience
    from springhead.foundation.agencies.models import Person
    from springhead.foundation.cases.models import Case


@dataclass(frozen=True, slots=True)
class Turn:
    """What an effect may know about the move it belongs to."""

    by: Actor
    at: datetime
    row: Row
    facts: Any
    from_state: str
    """Empty when the case is just being opened."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an effect adds to the ledger event: facts for everybody, and facts of which only a digest shows.

    `since` is the instant from which terms that this move starts count, where their policy counts from the
    submission of the whole matter. `until` is, by kind, the last day of terms that have no length of their own, where
    the effect and not the payload knows it. `actor` stands in the ledger in place of whoever acted, where it must not
    be known who it was. `then` are moves of other cases that follow from this one: they happen
    after its event, in the same transaction.
    """

    public: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] | None = None
    since: datetime | None = None
    until: Mapping[str, date] = field(default_factory=dict)
    actor: str = ""
    then: tuple[Callable[[], object], ...] = ()


# Payloads and facts differ by case type; each type's own functions name them exactly.
Effect = Callable[["Case", Any, Turn], Told | None]
Facts = Callable[["Case", Any, datetime], Any]
Parse = Callable[[str, Mapping[str, Any]], Command]


@dataclass(frozen=True, slots=True)
class Texts:
    """What people read: the name of the type, and a label for every state, event and public sentence."""

    name: LanguageMap
    states: Mapping[str, LanguageMap]
    events: Mapping[str, LanguageMap]
    shown: Mapping[str, LanguageMap] = field(default_factory=dict)


def _page(case: "Case") -> str:
    return f"/cases/{case.number}"


Details = Callable[[Sequence["Case"]], Mapping[int, Mapping[str, Any]]]
People = Callable[["Case", "Audience"], "Sequence[Person]"]


def _nothing(_public: Mapping[str, Any]) -> LanguageMap:
    return {}


@dataclass(frozen=True, slots=True)
class CaseType:
    """One procedure.

    `prefix` begins its numbers (`DL` gives `DL-2026-000123`); an empty prefix numbers a case under its
    parent (`DR-2026-000123.1`). `actions` is the module whose functions are named after the events:
    `def publish(case, command, turn) -> Told | None`. `facts(case, command, at)` gathers, with the case
    locked, whatever conditions and guards need (command is None when only the offers are asked for).
    `parse(event, data)` makes a typed payload from JSON or a form, or refuses with problems. `address(case)`
    is the path of the page people open, where the type has one of its own. `news(public)` is what the
    public facts of an event add to its sentence when people are told (empty: nothing). `details(cases)` gives, by
    primary key, what the API tells of a case beyond its line (None: nothing). `people(case, audience)` names who an
    audience is where the type knows them by name, such as the members of a body; nobody: whoever holds the role.
    """

    table: Table
    prefix: str
    actions: object
    facts: Facts
    parse: Parse
    texts: Texts
    address: Callable[["Case"], str] = _page
    news: Callable[[Mapping[str, Any]], LanguageMap] = _nothing
    details: Details | None = None
    people: People | None = None

    @property
    def name(self) -> str:
        """The code of the type, such as `delivery`."""
        return self.table.case_type

    def effect(self, event: str) -> Effect:
        """Return the effect named after the event."""
        effect: Effect = getattr(self.actions, event)
        return effect


_types: Final[dict[str, CaseType]] = {}


class WiringError(ValueError):
    """A case type that cannot work; says everything it lacks."""


def install(case_types: Iterable[CaseType]) -> None:
    """Make these, and only these, the case types of the process. Raises WiringError."""
    fresh = {case_type.name: case_type for case_type in case_types}
    faults = [fault for case_type in fresh.values() for fault in _faults(case_type)]
    if faults:
        raise WiringError("; ".join(faults))
    _types.clear()
    _types.update(fresh)


def find(name: str) -> CaseType | None:
    """Return the case type of this name; None when there is none."""
    return _types.get(name)


def case_type(name: str) -> CaseType:
    """Return the case type of this name. Refused when there is none."""
    found = _types.get(name)
    if found is None:
        raise Refused(NO_SUCH_TYPE.at(name))
    return found


def case_types() -> tuple[CaseType, ...]:
    """Return all case types, in the order of the wiring."""
    return tuple(_types.values())


def _faults(case_type: CaseType) -> Iterable[str]:
    table, texts = case_type.table, case_type.texts
    for event in table.events:
        if not callable(getattr(case_type.actions, event, None)):
            yield f"{table.case_type}: no action {event!r}"
    wanted: tuple[tuple[str, Iterable[StrEnum | str], Mapping[str, LanguageMap]], ...] = (
        ("state", table.states, texts.states),
        ("event", table.events, texts.events),
        ("sentence", {row.shown for row in table.rows if row.shown}, texts.shown),
    )
    for what, names, having in wanted:
        for name in names:
            if any(not having.get(name, {}).get(lang) for lang in LANGS):
                yield f"{table.case_type}: {what} {name!r} lacks a text"
