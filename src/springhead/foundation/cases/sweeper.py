"""Looks after running terms: warns before, marks the first moment after, climbs the ladder, each step once.

Twice, or a day late, has the same effect: what was told stands on the clock, under its due day.
"""

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import transaction

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.clock import Moment, Reckoning
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation import ledger
from springhead.foundation.cases import clocks, waits
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Clock
from springhead.foundation.cases.notices import TERMS
from springhead.foundation.cases.registry import case_type

BATCH: Final = 200


def sweep() -> int:
    """Tell every moment that has come; returns how many. Safe in several processes at once."""
    at = now()
    due = Clock.objects.filter(next_moment__lte=at).order_by("next_moment", "id")
    return sum(_sweep_one(pk, number, at) for pk, number in due.values_list("pk", "case__number")[:BATCH])


def _sweep_one(pk: int, number: str, at: datetime) -> int:
    with transaction.atomic():
        if waits.lock(number) is None:
            return 0
        clock = Clock.objects.select_related("case").get(pk=pk)
        term = clocks.reckoning(clock)
        come = [moment for moment in clocks.untold(clock) if moment.at <= at]
        for moment in come:
            _tell(clock, moment, term, at)
            clock.told = [*clock.told, clocks.telling(moment, term)]
        clocks.set_next_moment(clock)
        clock.save(update_fields=["told", "next_moment"])
        if any(moment.step == "T0" for moment in come):
            _lapse(clock, term, at)
    return len(come)


def _lapse(clock: Clock, term: Reckoning, at: datetime) -> None:
    """Fire what the table says of a missed term; where its guards refuse, the matter stays where it is.

    The command gets the last day, so that a sweep that comes late leads to the same dates.
    """
    case = clock.case
    kind = case_type(case.type)
    lapse = kind.table.lapse_of(case.state, clock.kind)
    if lapse:
        with suppress(Refused), transaction.atomic():
            fire(
                case,
                kind.parse(lapse.fires, {"last_day": term.last_day.isoformat()}),
                by=machine("clock"),
                at=at,
            )


def _tell(clock: Clock, moment: Moment, term: Reckoning, at: datetime) -> None:
    """Write the event; `notices` follows the ledger and tells the audiences.

    A warning that comes after the last day (the machine was off) is recorded, but would only mislead people.
    """
    case = clock.case
    too_late = _event(moment) == "warned" and at >= term.due
    ledger.append(
        f"{TERMS}.{_event(moment)}",
        subject=case.number,
        actor=machine("clock").id,
        public={
            "case": case.number,
            "agency": case.agency_id,
            "clock": clock.kind,
            "policy": clock.policy_version,
            "step": moment.step,
            "last_day": term.last_day.isoformat(),
            "moment": moment.at.isoformat(),
            "tell": [] if too_late else [str(audience) for audience in moment.audiences],
        },
        at=at,
    )


def _event(moment: Moment) -> str:
    if moment.step == "T0":
        return "missed"
    return "warned" if moment.step.startswith("T-") else "escalated"
