"""Legal terms: a pure function of events, a versioned policy and the calendar, to the last day and the due instant.

Counting follows art. 48 of the Administrative Procedure Act: the day of the event is not counted, and when
the last day is a rest day the next working day takes its place. All dates are Taipei dates; the due instant
is the midnight that ends the last day, so an act is in time exactly when it happens before that instant.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from springhead.engine.kernel.calendar import Calendar, Nature
from springhead.engine.kernel.clock_texts import (
    EXTENDED_TOO_LATE,
    EXTENDED_TOO_LONG,
    EXTENSIONS_SPENT,
    NOT_PAUSED,
    NOT_RUNNING,
    PAUSES_SPENT,
)
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import TAIPEI, taipei
from springhead.engine.kernel.problems import Problem
from springhead.engine.kernel.workflow import Audience, ClockAct

ONE_DAY: Final = timedelta(days=1)
_LENGTHENING: Final = frozenset({ClockAct.START, ClockAct.EXTEND})


class Unit(StrEnum):
    """What is counted."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


class FirstDay(StrEnum):
    """Whether the day of the event counts."""

    NEXT_DAY = "next_day"
    SAME_DAY = "same_day"


class Roll(StrEnum):
    """What happens when the last day is a rest day."""

    NEXT_WORKING_DAY = "next_working_day"
    NONE = "none"


class Starts(StrEnum):
    """From when a term counts: when the whole matter came in, or when it reached whoever must act."""

    SUBMISSION = "submission"
    DISPATCH = "dispatch"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the escalation ladder: so many working days after the due day (0: at once), whom to tell."""

    after: int
    audiences: tuple[Audience, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the rule for one kind of clock. Limits of 0 mean: not allowed."""

    kind: str
    version: str
    valid_from: date
    amount: int
    unit: Unit
    title: LanguageMap
    starts: Starts = Starts.DISPATCH
    first_day: FirstDay = FirstDay.NEXT_DAY
    roll: Roll = Roll.NEXT_WORKING_DAY
    pauses: int = 0
    pause_days: int = 0
    extensions: int = 0
    extension_days: int = 0
    warn_before: tuple[int, ...] = ()
    warned: tuple[Audience, ...] = ()
    ladder: tuple[Rung, ...] = ()
    basis: LanguageMap = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened to a clock: start, pause, resume, extend by `days`, stop.

    A start may carry days too: the term then ends so many days later, as with a date somebody promised.
    """

    act: ClockAct
    at: datetime
    days: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the stored shape."""
        return {"act": str(self.act), "at": self.at.astimezone(UTC).isoformat(), "days": self.days}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Mark":
        """Read the stored shape."""
        return cls(ClockAct(stored["act"]), datetime.fromisoformat(stored["at"]), int(stored["days"]))


class Why(StrEnum):
    """What one day means for the term."""

    START = "start"  # day 0
    COUNTED = "counted"
    REST = "rest"  # a term in working days leaves it out
    PAUSED = "paused"
    ROLLED = "rolled"  # would be the last day, but is a rest day


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the explanation: `number` is its place in the count, None when it does not count."""

    day: date
    why: Why
    number: int | None
    nature: Nature


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The answer: last day, due instant (half-open), and how it came about, day by day.

    While the clock is paused both are the latest possible, as if the pause lasted as long as it may.
    """

    last_day: date
    due: datetime
    days: tuple[Day, ...]
    amount: int
    paused: bool
    stopped_at: datetime | None

    @property
    def kept(self) -> bool | None:
        """Whether the term was kept; None while it still runs."""
        return None if self.stopped_at is None else self.stopped_at < self.due

    def is_missed(self, now: datetime) -> bool:
        """Tell whether the term is over and nothing had happened by then."""
        return not self.paused and (self.stopped_at or now) >= self.due


def reckon(policy: Policy, marks: Sequence[Mark], calendar: Calendar, county: str = "") -> Reckoning:
    """Compute the term. `marks` begin with a start, in order of time; `county` is the seat of the agency."""
    start = taipei(marks[0].at).date()
    amount = policy.amount + sum(mark.days for mark in marks if mark.act in _LENGTHENING)
    pauses = _pauses(policy, marks)
    days = list(_count(policy, start=start, amount=amount, pauses=pauses, calendar=calendar, county=county))
    last = days[-1].day
    while policy.roll is Roll.NEXT_WORKING_DAY and calendar.is_rest(last, county):
        days[-1] = Day(last, Why.ROLLED, days[-1].number, calendar.nature(last, county))
        last += ONE_DAY
        days.append(Day(last, Why.COUNTED, None, calendar.nature(last, county)))
    return Reckoning(
        last_day=last,
        due=end_of(last),
        days=tuple(days),
        amount=amount,
        paused=is_paused(marks),
        stopped_at=next((mark.at for mark in marks if mark.act is ClockAct.STOP), None),
    )


def end_of(day: date) -> datetime:
    """Return the midnight in Taipei that ends `day`, in UTC."""
    return datetime.combine(day + ONE_DAY, time(), TAIPEI).astimezone(UTC)


def is_paused(marks: Sequence[Mark]) -> bool:
    """Tell whether the clock stands still: the last of its pauses has not ended, and it was not stopped."""
    acts = [mark.act for mark in marks if mark.act is not ClockAct.EXTEND]
    return acts[-1] is ClockAct.PAUSE


def _pauses(policy: Policy, marks: Sequence[Mark]) -> list[tuple[date, date]]:
    """Return pauses as (day of the pause, last day left out); the day of the pause still counts."""
    pauses: list[tuple[date, date]] = []
    for mark in marks:
        day = taipei(mark.at).date()
        if mark.act is ClockAct.PAUSE:
            pauses.append((day, day + policy.pause_days * ONE_DAY))
        elif mark.act is ClockAct.RESUME:
            begun, latest = pauses[-1]
            pauses[-1] = (begun, min(day, latest))
    return pauses


def _count(  # noqa: PLR0913  the six things a term depends on
    policy: Policy,
    *,
    start: date,
    amount: int,
    pauses: Sequence[tuple[date, date]],
    calendar: Calendar,
    county: str,
) -> Iterable[Day]:
    number = 0
    day = start
    if policy.first_day is FirstDay.NEXT_DAY or amount == 0:
        yield Day(day, Why.START, 0, calendar.nature(day, county))
        day += ONE_DAY
    while number < amount:
        nature = calendar.nature(day, county)
        why = _why(policy, day, pauses, nature)
        number += why is Why.COUNTED
        yield Day(day, why, number if why is Why.COUNTED else None, nature)
        day += ONE_DAY


def _why(policy: Policy, day: date, pauses: Sequence[tuple[date, date]], nature: Nature) -> Why:
    if any(begun < day <= last for begun, last in pauses):
        return Why.PAUSED
    if policy.unit is Unit.WORKING_DAYS and nature.rest:
        return Why.REST
    return Why.COUNTED


def hindrances(
    policy: Policy, marks: Sequence[Mark], new: Mark, calendar: Calendar, county: str = ""
) -> tuple[Problem, ...]:
    """Return why `new` may not happen to this clock, all reasons at once."""
    acts = [mark.act for mark in marks]
    if not acts or ClockAct.STOP in acts:
        return (NOT_RUNNING.at(policy.kind, term=policy.title),)
    if new.act is ClockAct.PAUSE:
        return tuple(_pause_problems(policy, marks))
    if new.act is ClockAct.RESUME and not is_paused(marks):
        return (NOT_PAUSED.at(policy.kind, term=policy.title),)
    if new.act is ClockAct.EXTEND:
        return tuple(_extension_problems(policy, marks, new, reckon(policy, marks, calendar, county)))
    return ()


def _pause_problems(policy: Policy, marks: Sequence[Mark]) -> Iterable[Problem]:
    if is_paused(marks):
        yield NOT_RUNNING.at(policy.kind, term=policy.title)
    if sum(mark.act is ClockAct.PAUSE for mark in marks) >= policy.pauses:
        yield PAUSES_SPENT.at(policy.kind, term=policy.title, allowed=policy.pauses)


def _extension_problems(
    policy: Policy, marks: Sequence[Mark], new: Mark, reckoning: Reckoning
) -> Iterable[Problem]:
    if sum(mark.act is ClockAct.EXTEND for mark in marks) >= policy.extensions:
        yield EXTENSIONS_SPENT.at(policy.kind, term=policy.title, allowed=policy.extensions)
    if not 0 < new.days <= policy.extension_days:
        yield EXTENDED_TOO_LONG.at(
            policy.kind, term=policy.title, allowed=policy.extension_days, asked=new.days
        )
    if new.at >= reckoning.due:
        yield EXTENDED_TOO_LATE.at(policy.kind, term=policy.title, last_day=reckoning.last_day)


@dataclass(frozen=True, slots=True)
class Moment:
    """When somebody has to be told about a term: `step` is `T-3`, `T0` or `T+5`."""

    step: str
    at: datetime
    audiences: tuple[Audience, ...]


def moments(policy: Policy, reckoning: Reckoning, calendar: Calendar, county: str = "") -> tuple[Moment, ...]:
    """Return all warnings (calendar days before) and rungs (working days after), in order of time."""
    last = reckoning.last_day
    warnings = [
        Moment(f"T-{days}", end_of(last - (days + 1) * ONE_DAY), policy.warned) for days in policy.warn_before
    ]
    rungs = [
        Moment(
            f"T+{rung.after}" if rung.after else "T0",
            end_of(calendar.add_working(last, rung.after, county)),
            rung.audiences,
        )
        for rung in policy.ladder
    ]
    return tuple(sorted([*warnings, *rungs], key=lambda moment: moment.at))
