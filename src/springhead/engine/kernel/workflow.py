"""State tables: a matter moves only by the rows of one table.

A table is data. It is the permission, the API's list of commands, the progress bar, the diagram in the
docs and the property tests. Columns hold only enums and named functions, so whoever reads the table knows
the procedure. A table checks itself when it is built; a wrong one never gets as far as a case.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, Final, Protocol

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Problem


class Phase(StrEnum):
    """The public scale all case types share. Overdue is no phase: it is a property of a clock."""

    DRAFT = "draft"
    INTAKE = "intake"
    IN_REVIEW = "in_review"
    WAITING_ON_REQUESTER = "waiting_on_requester"
    DECIDED = "decided"
    DELIVERING = "delivering"
    CLOSED = "closed"


class Audience(StrEnum):
    """Whom a row tells; `config/wiring.py` knows who that is for a given case."""

    REQUESTER = "requester"
    OFFICERS = "officers"
    AGENCY_LEAD = "agency_lead"
    AGENCY_HEAD = "agency_head"
    CONVENER = "convener"
    MEMBERS = "members"
    SECRETARY = "secretary"
    POLICY_OFFICE = "policy_office"
    OPERATORS = "operators"
    FOLLOWERS = "followers"


class ClockAct(StrEnum):
    """What a row does to a clock of the case."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"


class Tier(StrEnum):
    """Which body hears a matter that a row gives to a committee."""

    AGENCY = "agency"  # the committee of the case's agency, else the nearest above it
    EXECUTIVE = "executive"  # that of the Executive Yuan


ALL_CLOCKS: Final = "*"


@dataclass(frozen=True, slots=True)
class ClockEffect:
    """An act on the clock of one kind; the kind names a policy in `content/clocks/`."""

    act: ClockAct
    kind: str

    def __str__(self) -> str:
        return f"{self.act} {'all' if self.kind == ALL_CLOCKS else self.kind}"


class Command(Protocol):
    """A typed payload: a frozen dataclass that knows which event it asks for."""

    event: ClassVar[str]


# Facts and payloads differ by case type, and a table holds functions over both: hence Any.
Condition = Callable[[Any], Iterable[Problem]]
Guard = Callable[[Any, Any], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Row:
    """One allowed move.

    `from_states` empty: the row opens a case. `to` None: the state stays. `when` looks at the facts alone
    (so a page can say beforehand why something is impossible), `guards` at facts and payload. `shown` is
    the key of the sentence the public reads; empty: the public sees nothing of it. `on_demand`: whoever may use
    the row does so when they see fit; no case waits for it (a committee's row otherwise puts it on a list). `approved_by`:
    a committee's resolution takes effect only when a holder of that role approved it, with document number and date.
    `tier`: which body's list a committee's row is for.
    """

    from_states: tuple[StrEnum, ...]
    event: str
    to: StrEnum | None
    actors: tuple[Role, ...]
    when: tuple[Condition, ...] = ()
    guards: tuple[Guard, ...] = ()
    clocks: tuple[ClockEffect, ...] = ()
    notify: tuple[Audience, ...] = ()
    shown: str = ""
    on_demand: bool = False
    approved_by: Role | None = None
    tier: Tier = Tier.AGENCY

    def target(self, state: StrEnum) -> StrEnum:
        """Return the state after this row, seen from `state`."""
        return state if self.to is None else self.to

    def refusals(self, facts: Any, command: Any) -> tuple[Problem, ...]:
        """Return every problem of every condition and guard, not just the first."""
        found = self.hindrances(facts)
        return found + tuple(problem for guard in self.guards for problem in guard(facts, command))

    def hindrances(self, facts: Any) -> tuple[Problem, ...]:
        """Return the problems that stand before anything is typed in."""
        return tuple(problem for condition in self.when for problem in condition(facts))


def all_closed(phases: Collection[Phase]) -> bool:
    """Tell whether no child is open (any more)."""
    return all(phase is Phase.CLOSED for phase in phases)


def some_open(phases: Collection[Phase]) -> bool:
    """Tell whether a child is open (again)."""
    return not all_closed(phases)


Readiness = Callable[[Collection[Phase]], bool]


@dataclass(frozen=True, slots=True)
class Wait:
    """A state that waits for child cases: when the phases of `children` are as `until` says, `fires` happens.

    Tested when the state is entered and on each event of a child, so nothing fires too early or hangs. Of
    several waits of one state the first that is ready fires.
    """

    state: StrEnum
    children: frozenset[str]
    fires: str
    until: Readiness = all_closed


@dataclass(frozen=True, slots=True)
class Lapse:
    """What the first moment after the last day of a clock does: `fires` happens where the state has such a row."""

    clock: str
    fires: str


class TableError(ValueError):
    """A state table that cannot be right; says everything that is wrong with it."""


@dataclass(frozen=True)
class Table:
    """The whole procedure of one case type."""

    case_type: str
    states: type[StrEnum]
    phases: Mapping[Any, Phase]
    rows: tuple[Row, ...]
    waits: tuple[Wait, ...] = field(default=())
    lapses: tuple[Lapse, ...] = field(default=())

    def __post_init__(self) -> None:
        faults = tuple(_faults(self))
        if faults:
            raise TableError(f"table {self.case_type!r}: " + "; ".join(faults))

    @cached_property
    def _by_move(self) -> dict[tuple[str, str], Row]:
        return {(state, row.event): row for row in self.rows for state in row.from_states}

    @cached_property
    def _openings(self) -> dict[str, Row]:
        return {row.event: row for row in self.rows if not row.from_states}

    @cached_property
    def events(self) -> tuple[str, ...]:
        """Every event once, in the order of the rows."""
        return tuple(dict.fromkeys(row.event for row in self.rows))

    def row(self, state: str, event: str) -> Row | None:
        """Return the row for this event in this state, or None."""
        return self._by_move.get((state, event))

    def opening(self, event: str) -> Row | None:
        """Return the row by which this event opens a case, or None."""
        return self._openings.get(event)

    def rows_from(self, state: str) -> tuple[Row, ...]:
        """Return the rows that leave (or stay in) `state`, in the order of the table."""
        return tuple(row for row in self.rows if state in row.from_states)

    def waits_in(self, state: str) -> tuple[Wait, ...]:
        """Return what `state` waits for, in the order of the table."""
        return tuple(wait for wait in self.waits if wait.state == state)

    def lapse_of(self, state: str, clock: str) -> Lapse | None:
        """Return what happens in `state` when the last day of a `clock` has passed, or None."""
        return next((one for one in self.lapses if one.clock == clock and self.row(state, one.fires)), None)

    def phase(self, state: str) -> Phase:
        """Return the public phase of `state`; ValueError when it is no state of this table."""
        return self.phases[self.states(state)]

    def is_final(self, state: str) -> bool:
        """Tell whether the case is over (for now: some tables let one objection reopen it)."""
        return self.phase(state) is Phase.CLOSED


def _faults(table: Table) -> Iterable[str]:
    yield from _shape_faults(table)
    moves: list[tuple[str, str]] = [
        (state, row.event) for row in table.rows for state in row.from_states or ("",)
    ]
    for state, event in {move for move in moves if moves.count(move) > 1}:
        yield f"event {event!r} has two rows from {str(state or 'opening')!r}"
    for state in set(table.states) - _reached(table):
        yield f"state {str(state)!r} is never reached"
    for state in table.states:
        if table.phases.get(state) is not Phase.CLOSED and not _can_end(table, state):
            yield f"state {str(state)!r} is never left towards an end"
    yield from _wait_faults(table)
    yield from _lapse_faults(table)


def _shape_faults(table: Table) -> Iterable[str]:
    for state in set(table.states) - set(table.phases):
        yield f"state {str(state)!r} has no phase"
    for row in table.rows:
        if row.approved_by and Role.COMMITTEE not in row.actors:
            yield f"event {row.event!r} asks approval of what no committee resolves"
        if not row.actors:
            yield f"event {row.event!r} has no actor"
        if not row.event.isidentifier():
            yield f"event {row.event!r} is no name"
        if not row.from_states and row.to is None:
            yield f"event {row.event!r} opens a case without a state"
        strays = {*row.from_states, *([row.to] if row.to else [])} - set(table.states)
        if strays:
            yield f"event {row.event!r} uses foreign states {sorted(map(str, strays))}"
        if row.to and table.phases.get(row.to) is Phase.DRAFT and _starts_a_clock(row):
            yield f"event {row.event!r} starts a clock in a draft"


def _wait_faults(table: Table) -> Iterable[str]:
    for wait in table.waits:
        row = next((row for row in table.rows_from(wait.state) if row.event == wait.fires), None)
        if row is None or Role.MACHINE not in row.actors:
            yield f"state {str(wait.state)!r} waits for {wait.fires!r}, which no machine can fire there"


def _lapse_faults(table: Table) -> Iterable[str]:
    started = {effect.kind for row in table.rows for effect in row.clocks if effect.act is ClockAct.START}
    for lapse in table.lapses:
        rows = [row for row in table.rows if row.event == lapse.fires and row.from_states]
        if not rows or any(Role.MACHINE not in row.actors for row in rows):
            yield f"the clock {lapse.clock!r} fires {lapse.fires!r}, which no machine can fire"
        if lapse.clock not in started:
            yield f"no row starts the clock {lapse.clock!r}"


def _starts_a_clock(row: Row) -> bool:
    return any(effect.act is ClockAct.START for effect in row.clocks)


def _reached(table: Table) -> set[StrEnum]:
    reached = {row.to for row in table.rows if not row.from_states and row.to is not None}
    while True:
        more = {row.to for row in table.rows if row.to is not None and reached & set(row.from_states)}
        if more <= reached:
            return reached
        reached |= more


def _can_end(table: Table, state: StrEnum) -> bool:
    seen: set[StrEnum] = set()
    todo = [state]
    while todo:
        here = todo.pop()
        if table.phases.get(here) is Phase.CLOSED:
            return True
        seen.add(here)
        ahead = {row.target(here) for row in table.rows if here in row.from_states}
        todo.extend(ahead - seen)
    return False
