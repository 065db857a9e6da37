"""The effects of an action item's events, named after them; and how a body puts a thing under control."""

from datetime import date, datetime
from typing import Any, Final

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.now import taipei
from springhead.forums.meetings import seats
from springhead.forums.meetings import task_commands as commands
from springhead.forums.meetings.models import ActionItem, ActionNote, Item
from springhead.forums.meetings.task_rules import Facts
from springhead.foundation.agencies import naming
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn

RESOLVABLE: Final = ("release", "keep")  # what a body may do with one in its next meeting
TITLE: Final = 80


def facts(_case: Case, _command: object | None, at: datetime) -> Facts:
    """Gather what the guards look at."""
    return Facts(today=taipei(at).date())


def put(item: Item, told: dict[str, Any], n: int, at: datetime) -> Case:
    """Put one thing an item resolved under control, once: a case of its own with the day as its clock."""
    owner = naming.find(told["owner"])
    command = commands.PutUnderControl(
        item.public_id, told["text"], told["owner"], date.fromisoformat(told["due"])
    )
    agency = owner.public_id if owner else item.meeting.case.agency_id
    title = {"zh-Hant": told["text"][:TITLE]}
    subjects = (item.meeting.number, item.meeting.body.public_id)
    opening = Opening(title, agency, subjects=subjects)
    key = f"action:{item.public_id}:{n}"
    return open_case("action_item", command, opening, by=machine("meetings"), at=at, key=key).case


def put_under_control(case: Case, command: commands.PutUnderControl, _turn: Turn) -> Told:
    """Write it down."""
    assert command.until is not None  # the item's guard wanted it
    item = Item.objects.select_related("meeting__body", "meeting__case").get(public_id=command.item)
    ActionItem.objects.create(
        case=case,
        body=item.meeting.body,
        meeting=item.meeting,
        item=item,
        text=command.text,
        owner=command.owner,
        due_on=command.until,
    )
    public = {"meeting": item.meeting.number, "item": item.public_id, "until": command.until.isoformat()}
    return Told(public=public, private={"text": command.text, "owner": command.owner})


def report_progress(case: Case, command: commands.ReportProgress, turn: Turn) -> Told:
    """Keep a report; its words stay out of the ledger, which proves them by a digest."""
    _note(_row(case), turn, command.text)
    return Told(private={"text": command.text})


def move_day(case: Case, command: commands.MoveDay, turn: Turn) -> Told:
    """Move the day on the convener's word."""
    assert command.until is not None  # the guard wanted it
    row = _row(case)
    seats.check_desk(turn.by, row.body)
    was, row.due_on = row.due_on, command.until
    row.save(update_fields=["due_on"])
    _note(row, turn, f"{command.reason}（{command.word}）")
    public = {"was": was.isoformat(), "until": command.until.isoformat()}
    return Told(public=public, private={"reason": command.reason, "word": command.word})


def keep(case: Case, command: commands.Keep, turn: Turn) -> Told:
    """Keep it under control, by another day or the old one."""
    row = _row(case)
    row.due_on = command.until or row.due_on
    row.save(update_fields=["due_on"])
    _note(row, turn, command.reason)
    return Told(
        public={"until": row.due_on.isoformat()},
        private={"reason": command.reason},
        until={"action_item": row.due_on},
    )


def release(case: Case, command: commands.Release, turn: Turn) -> Told:
    """Release it by resolution."""
    return _release(_row(case), command.reason, turn)


def release_on_word(case: Case, command: commands.ReleaseOnWord, turn: Turn) -> Told:
    """Release it on the convener's word."""
    row = _row(case)
    if not seats.convenes(turn.by, row.body):
        seats.check_desk(turn.by, row.body)
    return _release(row, f"{command.reason}（{command.word}）", turn)


def _release(row: ActionItem, reason: str, turn: Turn) -> Told:
    row.is_open, row.released_why = False, reason
    row.save(update_fields=["is_open", "released_why"])
    _note(row, turn, reason)
    return Told(public={"due_on": row.due_on.isoformat()}, private={"reason": reason})


def paper(row: ActionItem) -> dict[str, Any]:
    """Return what is put before the members of an action item: whose, by when, what was reported."""
    notes = [{"at": one.at.isoformat(), "event": one.event, "text": one.text} for one in row.notes.all()]
    return {
        "number": row.case.number,
        "title": dict(row.case.title),
        "text": row.text,
        "owner": row.owner,
        "due_on": row.due_on.isoformat(),
        "notes": notes,
        "address": f"/cases/{row.case.number}",
    }


def _row(case: Case) -> ActionItem:
    return ActionItem.objects.select_related("body", "case").get(case=case)


def _note(row: ActionItem, turn: Turn, text: str) -> None:
    if text:
        ActionNote.objects.create(action_item=row, event=turn.row.event, text=text, at=turn.at)
