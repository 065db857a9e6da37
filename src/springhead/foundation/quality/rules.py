"""The state table of a quality report (品質回報): a fault somebody found, answered by the agency in fourteen days. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Problem
from springhead.engine.kernel.workflow import (
    ALL_CLOCKS,
    Audience,
    ClockAct,
    ClockEffect,
    Phase,
    Row,
    Table,
)
from springhead.foundation.quality import texts
from springhead.foundation.quality.commands import Dismiss, Hide, Mend, Report, Schedule

LEAST: Final = 10  # characters of a report, an answer, a reason
MOST_A_DAY: Final = 10  # reports of one person within a day
LONGEST: Final = timedelta(days=366)  # until a fault is mended


class State(StrEnum):
    """Where a report stands."""

    REPORTED = "reported"
    MENDING = "mending"  # the agency named a day
    MENDED = "mended"
    DISMISSED = "dismissed"  # no fault, with reasons
    WITHDRAWN = "withdrawn"  # by whoever reported it


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at. `recent` counts the reports of this person within a day."""

    today: date
    dataset: bool = False
    published: bool = False
    recent: int = 0
    hidden: bool = False


def dataset_published(facts: Facts) -> Iterable[Problem]:
    """Refuse a report about nothing, or about what is not there to be wrong."""
    if not facts.dataset:
        yield texts.NO_DATASET.at("dataset")
    elif not facts.published:
        yield texts.NOT_PUBLISHED.at("dataset")


def not_too_many(facts: Facts) -> Iterable[Problem]:
    """Refuse a flood."""
    if facts.recent >= MOST_A_DAY:
        yield texts.TOO_MANY.at("dataset", most=MOST_A_DAY)


def fault_told(_facts: Facts, command: Report) -> Iterable[Problem]:
    """Refuse what does not say what is wrong."""
    if command.kind not in texts.KINDS:
        yield texts.NO_KIND.at("kind")
    if len(command.text) < LEAST:
        yield texts.NO_TEXT.at("text", least=LEAST)


def answer_given(_facts: Facts, command: Mend | Dismiss | Schedule) -> Iterable[Problem]:
    """Refuse an answer people cannot read anything in."""
    if len(command.answer) < LEAST:
        yield texts.NO_ANSWER.at("answer", least=LEAST)


def day_given(facts: Facts, command: Schedule) -> Iterable[Problem]:
    """Refuse “soon”: a day after today and within a year."""
    if command.until is None:
        yield texts.NO_DAY.at("until")
    elif not facts.today < command.until <= facts.today + LONGEST:
        yield texts.ODD_DAY.at("until", day=command.until, today=facts.today)


def not_hidden(facts: Facts) -> Iterable[Problem]:
    """Refuse to hide what is hidden."""
    if facts.hidden:
        yield texts.HIDDEN_ALREADY.at()


def reason_given(_facts: Facts, command: Hide) -> Iterable[Problem]:
    """Refuse to hide words without public reasons."""
    if len(command.reason) < LEAST:
        yield texts.NO_REASON.at("reason", least=LEAST)


AGENCY: Final = (Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD)
OPEN: Final = (State.REPORTED, State.MENDING)
_STOP: Final = ClockEffect(ClockAct.STOP, ALL_CLOCKS)
_HEARD: Final = (Audience.REQUESTER, Audience.FOLLOWERS)

TABLE: Final = Table(
    case_type="quality_report",
    states=State,
    phases={
        State.REPORTED: Phase.IN_REVIEW,
        State.MENDING: Phase.DELIVERING,
        State.MENDED: Phase.CLOSED,
        State.DISMISSED: Phase.CLOSED,
        State.WITHDRAWN: Phase.CLOSED,
    },
    rows=(
        Row(
            (), "report", State.REPORTED, (Role.CITIZEN,),
            when=(dataset_published, not_too_many), guards=(fault_told,),
            clocks=(ClockEffect(ClockAct.START, "quality_answer"),),
            notify=(Audience.OFFICERS, Audience.FOLLOWERS), shown="reported",
        ),
        Row(
            OPEN, "mend", State.MENDED, AGENCY,
            guards=(answer_given,), clocks=(_STOP,), notify=_HEARD, shown="mended",
        ),
        Row(
            OPEN, "dismiss", State.DISMISSED, AGENCY,
            guards=(answer_given,), clocks=(_STOP,), notify=_HEARD, shown="dismissed",
        ),
        Row(
            OPEN, "schedule", State.MENDING, AGENCY, guards=(answer_given, day_given),
            clocks=(_STOP, ClockEffect(ClockAct.START, "quality_mend")), notify=_HEARD, shown="scheduled",
        ),
        Row(
            OPEN, "withdraw", State.WITHDRAWN, (Role.REQUESTER,),
            clocks=(_STOP,), notify=(Audience.OFFICERS, Audience.FOLLOWERS), shown="withdrawn",
        ),
        Row(
            tuple(State), "hide", None, (Role.POLICY_OFFICE, Role.OPERATOR),
            when=(not_hidden,), guards=(reason_given,), notify=(Audience.REQUESTER,), shown="hidden",
            on_demand=True,
        ),
    ),
)  # fmt: skip
