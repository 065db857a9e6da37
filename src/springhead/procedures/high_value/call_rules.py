"""The state table of an agency's part in a cycle: it nominates, or says why it has nothing. Pure.

Who is late holds nobody up: a missed window is written down, shown and escalated, and the cycle goes on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import Role
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
from springhead.procedures.high_value import call_texts
from springhead.procedures.high_value.call_commands import Call, StateNone
from springhead.procedures.high_value.vocabulary import LEAST_REASONS


class State(StrEnum):
    """Where an agency's part stands."""

    CALLED = "called"
    SUBMITTED = "submitted"
    NONE = "none"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at: how many nominations of this agency, and of those under it, are in the cycle."""

    today: date
    nominations: int = 0


def day_ahead(facts: Facts, command: Call) -> Iterable[Problem]:
    """Refuse a window that is over when it begins."""
    if command.until is None or command.until <= facts.today:
        yield call_texts.NO_WINDOW.at("until")


def something_nominated(facts: Facts) -> Iterable[Problem]:
    """Refuse to hand in nothing without reasons."""
    if not facts.nominations:
        yield call_texts.NOTHING_NOMINATED.at()


def nothing_nominated(facts: Facts) -> Iterable[Problem]:
    """Refuse to say there is nothing when there is something."""
    if facts.nominations:
        yield call_texts.SOMETHING_NOMINATED.at(n=facts.nominations)


def reasons_given(_facts: Facts, command: StateNone) -> Iterable[Problem]:
    """Refuse “none” without reasons people can weigh."""
    have = len("".join(command.reason.split()))
    if have < LEAST_REASONS:
        yield call_texts.REASONS_SHORT.at("reason", least=LEAST_REASONS, have=have)


LEADS: Final = (Role.AGENCY_LEAD, Role.AGENCY_HEAD)
_STOP: Final = ClockEffect(ClockAct.STOP, ALL_CLOCKS)
_TOLD: Final = (Audience.FOLLOWERS, Audience.POLICY_OFFICE)

TABLE: Final = Table(
    case_type="hv_call",
    states=State,
    phases={
        State.CALLED: Phase.IN_REVIEW,
        State.SUBMITTED: Phase.CLOSED,
        State.NONE: Phase.CLOSED,
        State.ENDED: Phase.CLOSED,
    },
    rows=(
        Row(
            (), "call", State.CALLED, (Role.MACHINE, Role.POLICY_OFFICE), guards=(day_ahead,),
            clocks=(ClockEffect(ClockAct.START, "hv_call"),),
            notify=(Audience.OFFICERS, Audience.AGENCY_LEAD), shown="called",
        ),
        Row(
            (State.CALLED, State.NONE), "submit", State.SUBMITTED, LEADS, when=(something_nominated,), clocks=(_STOP,),
            notify=_TOLD, shown="submitted",
        ),
        Row(
            (State.CALLED,), "state_none", State.NONE, LEADS, when=(nothing_nominated,), guards=(reasons_given,),
            clocks=(_STOP,), notify=_TOLD, shown="nothing",
        ),
        Row((State.CALLED,), "miss", None, (Role.MACHINE,), notify=(Audience.FOLLOWERS,), shown="missed"),
        Row((State.CALLED,), "end", State.ENDED, (Role.MACHINE,), clocks=(_STOP,), shown="ended"),
    ),
    lapses=(Lapse("hv_call", "miss"),),
)  # fmt: skip
