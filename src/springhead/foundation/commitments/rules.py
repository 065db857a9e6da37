"""The state table of a commitment (承諾): a date that only the published dataset can close. Pure.

After the `commitment` table of the procedures reference, with three corrections: a third slip is allowed but
breaks the promise; what was delivered and does not hold goes back to late with its old date; a changed answer
replaces a promise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Problem
from springhead.engine.kernel.workflow import (
    ALL_CLOCKS,
    Audience,
    ClockAct,
    ClockEffect,
    Lapse,
    Phase,
    Row,
    Table,
)
from springhead.foundation.commitments import texts
from springhead.foundation.commitments.commands import Abandon, Promise, Replace, Report, Reschedule
from springhead.foundation.commitments.needs import Line, unmet

SLIPS_KEPT: Final = 2  # so many slips leave a promise whole
RED_FOR: Final = timedelta(days=30)  # a delivered dataset that is no longer what was promised
LONGEST: Final = timedelta(days=3 * 366)


class State(StrEnum):
    """Where a promise stands."""

    PENDING = "pending"
    LATE = "late"
    DELIVERED = "delivered"
    ABANDONED = "abandoned"  # by a committee's resolution
    REPLACED = "replaced"  # by another answer to the same question


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at. `missing` are promised fields that the published tables do not have.

    `checked` are the verdicts on what the promise needs beside fields and format.
    """

    today: date
    due: date | None = None
    dataset: bool = False
    served: bool = False
    missing: tuple[str, ...] = ()
    format_missing: str = ""
    red_since: date | None = None
    settled: bool = False
    checked: tuple[Line, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the dataset is as it was promised, in every line that can be checked."""
        return self.served and not (self.missing or self.format_missing or unmet(self.checked))

    @property
    def gone_bad(self) -> bool:
        """Whether a delivered promise no longer holds: fields vanished, or something else was amiss for thirty days."""
        lost = self.served and bool(self.missing)
        return lost or (self.red_since is not None and self.today - self.red_since >= RED_FOR)


def dataset_known(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse a promise about nothing."""
    if not facts.dataset:
        yield texts.NO_DATASET.at("dataset")


def date_given(facts: Facts, command: Promise | Reschedule) -> Iterable[Problem]:
    """Refuse “under study” and “soon”: a promise has a day, after today and not beyond three years."""
    if command.until is None:
        yield texts.NO_DATE.at("until")
    elif not facts.today < command.until <= facts.today + LONGEST:
        yield texts.ODD_DATE.at("until", day=command.until, today=facts.today)


def date_moves(facts: Facts, command: Reschedule) -> Iterable[Problem]:
    """Refuse a new date that is the old one."""
    if command.until is not None and command.until == facts.due:
        yield texts.SAME_DATE.at("until", day=command.until)


def reason_given(_facts: Facts, command: Reschedule | Abandon | Replace) -> Iterable[Problem]:
    """Refuse without a reason people can read."""
    if len(command.reason.strip()) < texts.SHORTEST:
        yield texts.NO_REASON.at("reason", least=texts.SHORTEST)


def report_given(_facts: Facts, command: Report) -> Iterable[Problem]:
    """Refuse an empty progress report."""
    if len(command.text.strip()) < texts.SHORTEST:
        yield texts.NO_REPORT.at("text", least=texts.SHORTEST)


def published(facts: Facts) -> Iterable[Problem]:
    """Refuse to call delivered what the public cannot query."""
    if not facts.served:
        yield texts.NOT_SERVED.at("dataset")


def as_promised(facts: Facts) -> Iterable[Problem]:
    """Refuse to call delivered what lacks promised fields or the promised format."""
    if facts.missing:
        yield texts.FIELDS_MISSING.at("items", fields=joined(facts.missing), n=len(facts.missing))
    if facts.format_missing:
        yield texts.FORMAT_MISSING.at("format", form=facts.format_missing)


def released(facts: Facts) -> Iterable[Problem]:
    """Refuse to call delivered what does not pass everything the promise needs."""
    yield from unmet(facts.checked)


def not_settled(facts: Facts) -> Iterable[Problem]:
    """Refuse to make final what is."""
    if facts.settled:
        yield texts.SETTLED.at()


def no_longer_holds(facts: Facts) -> Iterable[Problem]:
    """Refuse to reopen a promise whose dataset is as it was promised."""
    if not facts.gone_bad:
        yield texts.STILL_HOLDS.at("dataset")


LEADS: Final = (Role.AGENCY_LEAD, Role.AGENCY_HEAD)
AGENCY: Final = (Role.OFFICER, *LEADS)
MACHINE: Final = (Role.MACHINE,)
BODY: Final = (Role.COMMITTEE, Role.POLICY_OFFICE)

_START: Final = ClockEffect(ClockAct.START, "promise")
_PROGRESS: Final = ClockEffect(ClockAct.START, "progress")
_SIXTY_DAYS: Final = ClockEffect(ClockAct.START, "broken")
_STOP: Final = ClockEffect(ClockAct.STOP, ALL_CLOCKS)
_FOLLOWERS: Final = (Audience.FOLLOWERS,)
# Whom the ladder of a clock tells anyway is not told twice: content/clocks/promise.toml, broken.toml.
_DOERS: Final = (Audience.FOLLOWERS, Audience.OFFICERS)
OPEN: Final = (State.PENDING, State.LATE)

TABLE: Final = Table(
    case_type="commitment",
    states=State,
    phases={
        State.PENDING: Phase.DELIVERING,
        State.LATE: Phase.DELIVERING,
        State.DELIVERED: Phase.CLOSED,
        State.ABANDONED: Phase.CLOSED,
        State.REPLACED: Phase.CLOSED,
    },
    rows=(
        Row(
            (), "promise", State.PENDING, (*AGENCY, Role.MACHINE),
            guards=(dataset_known, date_given), clocks=(_START, _PROGRESS), notify=_FOLLOWERS, shown="promised",
        ),
        Row(
            OPEN, "report", None, AGENCY, guards=(report_given,), clocks=(_PROGRESS,),
            notify=_FOLLOWERS, shown="reported",
        ),
        Row(
            (State.PENDING,), "reschedule", None, LEADS,
            guards=(date_given, date_moves, reason_given), clocks=(_START,),
            notify=_FOLLOWERS, shown="rescheduled",
        ),
        Row(
            (State.PENDING,), "settle", None, BODY, when=(not_settled,), notify=_FOLLOWERS, shown="settled",
        ),
        Row(
            (State.PENDING,), "date_passed", State.LATE, MACHINE,
            clocks=(_SIXTY_DAYS,), notify=_DOERS, shown="late",
        ),
        Row(
            (State.LATE,), "declare_broken", None, MACHINE, notify=(*_DOERS, Audience.AGENCY_LEAD), shown="broken",
        ),
        Row(
            OPEN, "verify", State.DELIVERED, MACHINE,
            when=(published, as_promised, released), clocks=(_STOP,), notify=_FOLLOWERS, shown="delivered",
        ),
        Row(
            (State.DELIVERED,), "relapse", State.LATE, MACHINE,
            when=(no_longer_holds,), clocks=(_PROGRESS,), notify=(*_DOERS, Audience.AGENCY_LEAD, Audience.POLICY_OFFICE),
            shown="relapsed",
        ),
        Row(
            OPEN, "abandon", State.ABANDONED, BODY,
            guards=(reason_given,), clocks=(_STOP,), notify=_FOLLOWERS, shown="abandoned", on_demand=True,
        ),
        Row(
            OPEN, "replace", State.REPLACED, MACHINE,
            guards=(reason_given,), clocks=(_STOP,), notify=_FOLLOWERS, shown="replaced",
        ),
    ),
    lapses=(Lapse("promise", "date_passed"), Lapse("broken", "declare_broken")),
)  # fmt: skip
