"""The effects of a meeting's events, named after them. Called by `cases.fire`, inside its transaction."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Max

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.days import both
from springhead.engine.kernel.now import taipei
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies
from springhead.forums.committees.models import Body
from springhead.forums.meetings import commands, ordering, packets, seats, texts
from springhead.forums.meetings.attaching import attach, detach
from springhead.forums.meetings.minutes import (
    confirm,
    draft_minutes,
    object,  # noqa: A004  named after its event
    publish,
    restart_objections,
    settle_objection,
)
from springhead.forums.meetings.models import Item, Meeting, Prepared
from springhead.forums.meetings.outcomes import conclude
from springhead.forums.meetings.positions import (
    attend,
    clear_discuss,
    declare_conflict,
    leave,
    position,
    rule_on_discuss,
    state,
)
from springhead.forums.meetings.rules import ENDED, GATHERING
from springhead.forums.meetings.values import in_force
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn

__all__ = [
    "add_item", "attach", "attend", "cancel", "clear_discuss", "close", "conclude", "confirm", "declare_conflict", "detach",
    "draft_minutes", "drop_item", "fall_short", "give_notice", "lack_quorum", "leave", "not_held", "object", "open",
    "plan", "position", "prepare", "publish", "reschedule", "restart_objections", "rule_on_discuss", "send_for_review",
    "send_papers", "settle_objection", "state", "window_over",
]  # fmt: skip


def plan(case: Case, command: commands.Plan, turn: Turn) -> Told:
    """Make a meeting of a body; it gathers what waits from now on."""
    body = Body.objects.select_related("agency").select_for_update(of=("self",)).get(public_id=command.body)
    seats.check_desk(turn.by, body)
    last: int = Meeting.objects.filter(body=body).aggregate(last=Max("ordinal"))["last"] or 0
    row = Meeting.objects.create(
        case=case,
        body=body,
        state=case.state,
        ordinal=last + 1,
        mode=command.mode,
        cause=command.cause,
        due_by=command.due_by,
    )
    case.title = _title(row)
    due_by = command.due_by.isoformat() if command.due_by else ""
    return Told(public={"body": body.public_id, "mode": str(command.mode), "due_by": due_by})


def prepare(case: Case, command: commands.Prepare, turn: Turn) -> Told:
    """Keep what the secretary wrote beforehand on one waiting case."""
    row = _row(case)
    seats.check_desk(turn.by, row.body)
    about = Case.objects.get(number=command.case)
    told = {"note": command.note, "place": command.place, "left_out": command.left_out}
    Prepared.objects.update_or_create(meeting=row, case=about, defaults=told)
    public = {"about": about.number, "left_out": bool(command.left_out)}
    return Told(public=public, private={"note": command.note, "left_out": command.left_out})


def add_item(case: Case, command: commands.AddItem, turn: Turn) -> Told:
    """Put an item on the agenda by hand."""
    assert command.section is not None  # the guard wanted it
    row = _row(case)
    seats.check_desk(turn.by, row.body)
    made = Item.objects.create(
        meeting=row,
        section=command.section,
        number=packets.next_number(row),
        title={"zh-Hant": command.title},
        text=command.text,
        links=list(command.links),
        proposed_by=turn.by.id,
    )
    return Told(public={"item": made.public_id, "section": made.section, "title": command.title})


def drop_item(case: Case, command: commands.DropItem, turn: Turn) -> Told:
    """Take an item written by hand off again."""
    row = _row(case)
    seats.check_desk(turn.by, row.body)
    row.items.filter(public_id=command.item).delete()
    return Told(public={"item": command.item})


def give_notice(case: Case, command: commands.GiveNotice, turn: Turn) -> Told:
    """Say when and where."""
    row = _row(case)
    row.mode = str(command.mode or row.mode)
    row.noticed_at = turn.at
    return _call(row, case, command, turn)


def reschedule(case: Case, command: commands.Reschedule, turn: Turn) -> Told:
    """Move the day."""
    row = _row(case)
    was = row.held_on.isoformat() if row.held_on else ""
    told = _call(row, case, command, turn)
    return Told({**told.public, "was": was}, {"reason": command.reason}, until=told.until)


def _call(row: Meeting, case: Case, command: commands.GiveNotice | commands.Reschedule, turn: Turn) -> Told:
    assert command.held_on is not None  # the guard wanted it
    seats.check_desk(turn.by, row.body)
    row.held_on, row.starts_at = command.held_on, command.starts_at
    row.place, row.link = command.place, command.link
    case.title = _title(row)
    _save(row, case)
    values = in_force(taipei(case.opened_at).date())
    until = {
        "meeting_papers": command.held_on - timedelta(days=values.papers_days),
        "meeting_day": command.held_on,
        "meeting_unopened": command.held_on + timedelta(days=values.unopened_days),
    }
    starts = command.starts_at.isoformat("minutes") if command.starts_at else ""
    public = {
        "held_on": command.held_on.isoformat(), "starts_at": starts, "mode": row.mode, "place": row.place,
    }  # fmt: skip
    return Told(public=public, until=until)


def send_papers(case: Case, _command: commands.SendPapers, turn: Turn) -> Told:
    """Freeze the packet: from now on the papers stay as they are."""
    row = _row(case)
    seats.check_desk(turn.by, row.body)
    return _send(row, case, turn)


def send_for_review(case: Case, _command: commands.SendForReview, turn: Turn) -> Told:
    """Freeze the packet and the list of who may answer; the window begins."""
    row = _row(case)
    seats.check_desk(turn.by, row.body)
    told = _send(row, case, turn)
    if not row.items.exists():
        raise Refused(texts.NOTHING_TO_REVIEW.at())
    eligible = seats.freeze(row, taipei(turn.at).date())
    row.opened_at = turn.at
    _save(row, case)
    return Told(public={**told.public, "eligible": eligible})


def _send(row: Meeting, case: Case, turn: Turn) -> Told:
    items = packets.freeze(row)
    row.papers_at, row.gathering = turn.at, False
    _save(row, case)
    papers = {one.public_id: one.paper for one in row.items.order_by("number")}
    ordering.order(row, "packet")
    return Told(public={"items": items, "agenda": list(papers)}, private={"papers": papers})


def open(case: Case, command: commands.Open, turn: Turn) -> Told:  # noqa: A001  named after its event
    """Open the meeting: who may hold a position is fixed now."""
    row = _row(case)
    seats.check_chair(turn.by, row)
    day = row.held_on or taipei(turn.at).date()
    eligible = seats.freeze(row, day)
    row.chair = seats.find(row.body, command.chair) or _convener(row.body, day)
    row.opened_at = turn.at
    _save(row, case)
    chair = row.chair.public_id if row.chair else ""
    return Told(public={"eligible": eligible, "present": turn.facts.present, "chair": chair})


def _convener(body: Body, on: date) -> Any:
    return next((one for one in bodies.seated(body, on) if one.position == "convener"), None)


def lack_quorum(case: Case, _command: commands.LackQuorum, turn: Turn) -> Told:
    """End it: the items wait for the next one."""
    row = _row(case)
    seats.check_chair(turn.by, row)
    _end(row, case, "")
    return Told(public={"present": turn.facts.present, "seats": turn.facts.seats})


def not_held(case: Case, _command: commands.NotHeld, _turn: Turn) -> Told:
    """End what nobody opened."""
    row = _row(case)
    _end(row, case, "")
    return Told(public={"held_on": row.held_on.isoformat() if row.held_on else ""})


def cancel(case: Case, command: commands.Cancel, turn: Turn) -> Told:
    """Cancel it with reasons: the items wait for the next one."""
    row = _row(case)
    seats.check_chair(turn.by, row)
    _end(row, case, command.reason)
    return Told(private={"reason": command.reason})


def close(case: Case, _command: commands.Close, turn: Turn) -> Told:
    """End the deliberation."""
    row = _row(case)
    seats.check_chair(turn.by, row)
    return _held(row, case, turn)


def window_over(case: Case, _command: commands.WindowOver, turn: Turn) -> Told:
    """End the written review; with too few answers it counts for nothing."""
    row = _row(case)
    told = _held(row, case, turn)
    short = partial(fire, case.number, commands.FallShort(), by=machine("clock"), at=turn.at)
    return Told(public=told.public, then=() if turn.facts.enough_answered else (short,))


def _held(row: Meeting, case: Case, turn: Turn) -> Told:
    row.held_at = turn.at
    if row.written:
        row.held_on = taipei(turn.at).date()
    _save(row, case)
    answered = turn.facts.took_part if row.written else turn.facts.present
    return Told(public={"took_part": answered, "seats": turn.facts.seats})


def fall_short(case: Case, _command: commands.FallShort, turn: Turn) -> Told:
    """End a written review too few answered: the items wait for the next one."""
    _end(_row(case), case, "")
    return Told(public={"took_part": turn.facts.took_part, "seats": turn.facts.seats})


def _end(row: Meeting, case: Case, why: str) -> None:
    row.ended_why = why
    packets.let_go(row)
    _save(row, case)


def _row(case: Case) -> Meeting:
    return Meeting.objects.select_related("body__agency", "case", "chair__person").get(case=case)


def _save(row: Meeting, case: Case) -> None:
    """Save the row as the case is now; the lists read it."""
    row.state = case.state
    row.gathering = case.state in GATHERING and case.state not in ENDED
    row.save()


def _title(row: Meeting) -> dict[str, str]:
    """Name a meeting by its body, its number and its day."""
    zh = row.body.names.get("zh-Hant", "")
    en = row.body.names.get("en") or zh
    what_zh = "書面審查" if row.written else "會議"
    what_en = "written review" if row.written else "meeting"
    day = both(row.held_on) if row.held_on else None
    return {
        "zh-Hant": f"{zh}第 {row.ordinal} 次{what_zh}" + (f"，{day['zh-Hant']}" if day else ""),
        "en": f"{en}: {what_en} {row.ordinal}" + (f", {day['en']}" if day else ""),
    }
