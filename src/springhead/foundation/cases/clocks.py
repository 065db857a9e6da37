"""The clocks of a case: what happened to them is stored, every date is computed from that."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from springhead.engine.kernel import policies
from springhead.engine.kernel.calendar import taiwan
from springhead.engine.kernel.clock import (
    Mark,
    Moment,
    Policy,
    Reckoning,
    Starts,
    hindrances,
    is_paused,
    moments,
    reckon,
)
from springhead.engine.kernel.clock_texts import NOT_RUNNING
from springhead.engine.kernel.now import taipei
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import ALL_CLOCKS, ClockAct, ClockEffect
from springhead.foundation.cases.models import Case, Clock
from springhead.foundation.cases.parties import county_of


def apply(  # noqa: PLR0913  a row's effects need the move they belong to
    case: Case,
    effects: Iterable[ClockEffect],
    *,
    command: Any,
    at: datetime,
    since: datetime | None = None,
    until: Mapping[str, date] | None = None,
) -> None:
    """Do to the clocks of a case what a row says; `case.next_due` follows, the caller saves it.

    `since` is when the whole matter came in: a policy that counts from the submission counts from there.

    An extension takes its length from `command.days`, else the longest the policy allows. A command with
    `until`, a Taipei date, starts clocks that end on that day; `until` by kind goes before it. Refused when the policy forbids it.
    """
    effects = tuple(effects)
    for effect in effects:
        if effect.act is ClockAct.START:
            day = (until or {}).get(effect.kind) or getattr(command, "until", None)
            _start(case, effect.kind, until=day, at=at, since=since)
        else:
            _mark(case, effect, days=getattr(command, "days", None), at=at)
    if effects:
        case.next_due = next_due(case)


def next_due(case: Case) -> datetime | None:
    """Return the earliest due instant of the clocks that run; None when none does."""
    running = case.clocks.filter(status=Clock.Status.RUNNING)
    return running.order_by("due_at").values_list("due_at", flat=True).first()


def policy_of(clock: Clock) -> Policy:
    """Return the version of the policy this clock started under."""
    return policies.version(clock.kind, clock.policy_version)


def reckoning(clock: Clock) -> Reckoning:
    """Compute the term of a clock, with its explanation day by day."""
    return reckon(policy_of(clock), marks(clock), taiwan(), clock.county)


def marks(clock: Clock) -> list[Mark]:
    """Return what happened to the clock, oldest first."""
    return [Mark.from_json(stored) for stored in clock.events]


def rested(clock: Clock, until: date) -> int:
    """Return for how many calendar days the term rested, a pause that goes on counted up to `until` (Taipei)."""
    days, since = 0, None
    for mark in marks(clock):
        if mark.act is ClockAct.PAUSE:
            since = taipei(mark.at).date()
        elif since is not None and mark.act in (ClockAct.RESUME, ClockAct.STOP):
            days, since = days + (taipei(mark.at).date() - since).days, None
    return days if since is None else days + max((until - since).days, 0)


def untold(clock: Clock) -> list[Moment]:
    """Return the warnings and rungs of a running clock that nobody was told yet, in order of time.

    Warnings whose moment had passed when the clock started are left out: a term of two days has no T-3. A
    missed day is told even of a term that was over when it started.
    """
    if clock.status != Clock.Status.RUNNING:
        return []
    term = reckoning(clock)
    found = moments(policy_of(clock), term, taiwan(), clock.county)
    told = clock.told
    return [one for one in found if _can_still_help(one, clock) and telling(one, term) not in told]


def _can_still_help(moment: Moment, clock: Clock) -> bool:
    return moment.at > clock.started_at or not moment.step.startswith("T-")


def telling(moment: Moment, term: Reckoning) -> str:
    """Return the mark by which a told moment is remembered."""
    return f"{moment.step}@{term.last_day.isoformat()}"


def set_next_moment(clock: Clock) -> None:
    """Compute when the sweeper has to look at this clock next; the caller saves."""
    clock.next_moment = next((one.at for one in untold(clock)), None)


def recompute_open() -> int:
    """Compute every open clock anew, as after a new closure in the calendar; returns how many moved."""
    moved = 0
    for clock in Clock.objects.exclude(status=Clock.Status.STOPPED).select_related("case").iterator():
        due = reckoning(clock).due
        if due != clock.due_at:
            clock.due_at = due
            set_next_moment(clock)
            clock.save(update_fields=["due_at", "next_moment"])
            Case.objects.filter(pk=clock.case_id).update(next_due=next_due(clock.case))
            moved += 1
    return moved


def _start(case: Case, kind: str, *, until: date | None, at: datetime, since: datetime | None) -> None:
    for old in case.clocks.filter(kind=kind).exclude(status=Clock.Status.STOPPED):
        _write(old, Mark(ClockAct.STOP, at))
    policy = policies.in_force(kind, taipei(at).date())
    county = county_of(case.agency_id)
    clock = Clock(case=case, kind=kind, policy_version=policy.version, county=county, started_at=at)
    days = (until - taipei(at).date()).days if until and policy.amount == 0 else 0
    begun = since if since and policy.starts is Starts.SUBMISSION else at
    _write(clock, Mark(ClockAct.START, begun, max(days, 0)))


def _mark(case: Case, effect: ClockEffect, *, days: int | None, at: datetime) -> None:
    live = case.clocks.exclude(status=Clock.Status.STOPPED)
    chosen = list(live if effect.kind == ALL_CLOCKS else live.filter(kind=effect.kind))
    if not chosen and effect.act is not ClockAct.STOP:
        raise Refused(
            NOT_RUNNING.at(effect.kind, term=policies.in_force(effect.kind, taipei(at).date()).title)
        )
    for clock in chosen:
        policy = policy_of(clock)
        length = (policy.extension_days if days is None else days) if effect.act is ClockAct.EXTEND else 0
        mark = Mark(effect.act, at, length)
        problems = hindrances(policy, marks(clock), mark, taiwan(), clock.county)
        if problems:
            raise Refused(*problems)
        _write(clock, mark)


def _write(clock: Clock, mark: Mark) -> None:
    clock.events = [*clock.events, mark.as_json()]
    term = reckoning(clock)
    clock.due_at = term.due
    if mark.act is ClockAct.STOP:
        clock.status, clock.satisfied_at = Clock.Status.STOPPED, mark.at
    else:
        clock.status = Clock.Status.PAUSED if is_paused(marks(clock)) else Clock.Status.RUNNING
    set_next_moment(clock)
    clock.save()
