"""What follows from an event elsewhere: a follower of the ledger that moves nominations, each in its own transaction.

Each moves when it is ready, so neither the last of a cycle nor a thousand at once hold a person up. Doing it twice
changes nothing: what is not ready refuses.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.quality import queries as quality
from springhead.procedures.high_value import call_commands, commands, cycle_commands, policy
from springhead.procedures.high_value.facts import CONSULTED
from springhead.procedures.high_value.models import Cycle, Nomination
from springhead.procedures.high_value.promising import HIGH_VALUE
from springhead.procedures.high_value.vocabulary import Cause

EVENTS = frozenset(
    {
        "hv_cycle.consult", "hv_cycle.consult_more", "hv_cycle.announce", "hv_cycle.amend", "hv_cycle.cancel",
        "consultation.open", "consultation.close", "consultation.cancel", "commitment.abandon", "dataset:withdrawn", "quality_report.report",
    }
)  # fmt: skip


def follow(entries: Sequence[Entry]) -> None:
    """Move what these events let go on."""
    cycles: dict[int, None] = {}
    for entry in entries:
        if entry.event == "dataset:withdrawn":
            _withdrawn(entry.subject)
        elif entry.event == "quality_report.report":
            _reported(str(entry.public.get("dataset", "")))
        elif entry.event == "commitment.abandon":
            _fallen(str(entry.public.get("case", "")))
        else:
            cycles |= dict.fromkeys(_cycles(str(entry.public.get("case", ""))))
    for pk in cycles:
        advance(Cycle.objects.select_related("case").get(pk=pk), now())


def _cycles(number: str) -> Iterable[int]:
    """Return the cycle an event is about: its own, or that of a consultation under it."""
    case = Case.objects.filter(number=number).first()
    pk = case.parent_id if case and case.type == "consultation" else case.pk if case else None
    return Cycle.objects.filter(case=pk).values_list("pk", flat=True) if pk else ()


def advance(cycle: Cycle, at: datetime) -> None:
    """Move every nomination of a cycle that is ready, and the cycle where its consultations have closed."""
    if cycle.state == "cancelled":
        _call_off(cycle, at)
        return
    for asked in cycle.case.children.filter(type="consultation").select_related("consultation"):
        _follow_consultation(cycle, asked, at)
    if cycle.state == "consulting":
        _fire(cycle.case.number, cycle_commands.Deliberate(), at)
    for number in _numbers(cycle, "listed", announced=True):
        _fire(number, commands.Announce(), at)


def _follow_consultation(cycle: Cycle, asked: Case, at: datetime) -> None:
    numbers = [one["id"] for one in asked.consultation.anchors]
    if asked.state in ("open", *CONSULTED):
        for number in _numbers(cycle, "nominated", case__number__in=numbers):
            _fire(number, commands.Consult(asked.number), at)
    if asked.state in CONSULTED:
        for number in _numbers(cycle, "in_consultation", consultation=asked):
            _fire(number, commands.Close(), at)


def _call_off(cycle: Cycle, at: datetime) -> None:
    for call in cycle.calls.filter(state="called").select_related("case"):
        _fire(call.case.number, call_commands.End(), at)
    for number in _numbers(cycle):
        _fire(number, commands.End(), at)
    # Consultations are called off by their host, who tells the participants why.


def _numbers(cycle: Cycle, state: str = "", **which: object) -> list[str]:
    rows = cycle.nominations.filter(**which)
    if state:
        rows = rows.filter(state=state)
    return list(rows.order_by("pk").values_list("case__number", flat=True))


def _withdrawn(dataset: str) -> None:
    """Let the committee look at what was released and is gone."""
    rows = Nomination.objects.filter(dataset__public_id=dataset, state="released").select_related("case")
    for row in rows:
        _fire(row.number, commands.BeginReview(Cause.WITHDRAWN, (dataset,)), now())


def _fallen(commitment: str) -> None:
    row = (
        Nomination.objects.filter(promise__number=commitment, state="scheduled")
        .select_related("case")
        .first()
    )
    if row is not None:
        _fire(row.number, commands.FallAway(), now())


def _reported(dataset: str) -> None:
    """Begin a review when enough people have open quality reports on a released dataset; one person counts once."""
    for row in Nomination.objects.filter(dataset__public_id=dataset, state="released").select_related("case"):
        if quality.open_reporters(row.dataset_id) >= policy.values()["review"]["reports"]:
            numbers = quality.open_numbers(row.dataset_id)
            _fire(row.number, commands.BeginReview(Cause.REPORTS, tuple(numbers)), now())


def _fire(number: str, command: Command, at: datetime) -> None:
    with suppress(Refused), transaction.atomic():
        fire(number, command, by=HIGH_VALUE, at=at)
