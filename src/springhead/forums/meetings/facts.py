"""Gathers what the guards of a meeting look at; the case is locked meanwhile."""

from datetime import date, datetime
from typing import Any

from springhead.engine.kernel.now import taipei
from springhead.forums.committees import bodies, voting
from springhead.forums.committees.models import Body, Matter, Member
from springhead.forums.meetings import commands, minutes, outcomes, packets, positions, seats
from springhead.forums.meetings.guards import About, Facts, Who
from springhead.forums.meetings.models import Item, Meeting, Seat
from springhead.forums.meetings.values import in_force
from springhead.forums.meetings.vocabulary import BY_HAND, Mode
from springhead.foundation.cases.models import Case, Clock


def of_case(case: Case, command: object | None, at: datetime) -> Facts:
    """Gather what the guards of a meeting look at."""
    today = taipei(at).date()
    row = _row(case)
    if row is None:
        name = command.body if isinstance(command, commands.Plan) else ""
        known = bool(name) and Body.objects.filter(public_id=name, ended_at=None).exists()
        return Facts(today=today, values=in_force(today), body=known)
    day = row.held_on if row.held_on and not row.written else today
    eligible = [seat for seat in row.seats.all() if seat.eligible]
    took_part, silent = positions.answered(row) if row.written else (0, 0)
    member = seats.find(row.body, getattr(command, "member", ""))
    return Facts(
        today=today,
        values=in_force(taipei(case.opened_at).date()),
        voting=voting.in_force(taipei(case.opened_at).date()),
        body=row.body.ended_at is None,
        state=case.state,
        mode=Mode(row.mode),
        held_on=row.held_on,
        seats=len(eligible) or len(bodies.seated(row.body, day)),
        present=_present(row, day),
        took_part=took_part,
        silent=silent,
        items=row.items.count(),
        waiting=len(packets.lines(row)) if case.state == "planned" and row.written else 0,
        case_waits=_waits(row, command),
        unconcluded=row.items.filter(outcome="").count(),
        window_over=_over(case, "written_review", at),
        unopened_over=_over(case, "meeting_unopened", at),
        objection_runs=_runs(case, "minutes_objection", at),
        open_objections=row.objections.filter(outcome="").count(),
        restarted=row.restarted,
        objection_open=_objection_open(row, command),
        place_known=minutes.has_place(row, getattr(command, "place", "")),
        chair_known=_chair_known(row, command, day),
        odd_redactions=_odd_redactions(row, command, today),
        who=_who(row, member, command, today),
        about=_about(row, command, at),
    )


def _row(case: Case) -> Meeting | None:
    rows = Meeting.objects.select_related("body__agency", "case", "chair__person")
    return rows.prefetch_related("seats__member").filter(case=case).first() if case.pk else None


def _present(row: Meeting, day: date) -> int:
    """Return how many members are in the room, of those whose seat it is that day."""
    return sum(seat.present and seats.sits(seat.member, day) for seat in row.seats.all())


def _waits(row: Meeting, command: object | None) -> bool:
    if not isinstance(command, commands.Prepare):
        return False
    return Matter.objects.filter(body=row.body, case__number=command.case).exists()


def _chair_known(row: Meeting, command: object | None, day: date) -> bool:
    if not isinstance(command, commands.Open) or not command.chair:
        return True
    found = seats.find(row.body, command.chair)
    return found is not None and seats.sits(found, day)


def _objection_open(row: Meeting, command: object | None) -> bool:
    if not isinstance(command, commands.SettleObjection):
        return False
    return row.objections.filter(public_id=command.objection, outcome="").exists()


def _odd_redactions(row: Meeting, command: object | None, today: date) -> tuple[str, ...]:
    if not isinstance(command, commands.Publish):
        return ()
    return tuple(minutes.odd_redactions(row, command.redactions, today))


def _who(row: Meeting, member: Member | None, command: Any, today: date) -> Who:
    if member is None:
        return Who()
    seat = next((one for one in row.seats.all() if one.member_id == member.pk), None) or Seat()
    item = getattr(command, "item", "")
    return Who(
        known=True,
        in_term=seats.sits(member, today),
        eligible=seat.eligible,
        present=seat.present,
        recused=positions.is_recused(item, member),
        for_an_agency=member.identity == Member.Identity.AGENCY,
        discusses=positions.open_discuss(item, member) is not None,
    )


def _about(row: Meeting, command: Any, at: datetime) -> About:
    name = getattr(command, "item", "")
    item = Item.objects.filter(meeting=row, public_id=name).first() if name else None
    if item is None:
        return About()
    cases = list(item.cases.select_related("case"))
    concluding = isinstance(command, commands.Conclude) and command.option
    return About(
        known=True,
        by_hand=item.section in BY_HAND and not cases,
        concluded=bool(item.outcome),
        has_cases=bool(cases),
        options=tuple(one["code"] for one in item.options),
        votes=positions.votes(item),
        open_discusses=positions.discusses(item).count(),
        problems=tuple(outcomes.first_look(item, cases, command, at)) if concluding else (),
    )


def _over(case: Case, kind: str, at: datetime) -> bool:
    """Tell whether the last day of a running term has passed."""
    clock = case.clocks.filter(kind=kind, status=Clock.Status.RUNNING).first()
    return clock is not None and clock.due_at is not None and clock.due_at <= at


def _runs(case: Case, kind: str, at: datetime) -> bool:
    clock = case.clocks.filter(kind=kind, status=Clock.Status.RUNNING).first()
    return clock is not None and clock.due_at is not None and clock.due_at > at
