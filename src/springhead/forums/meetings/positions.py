"""What members say and hold: statements, positions with a receipt each, recusals, an open Discuss and its end."""

from collections import Counter
from functools import partial
from typing import Final

from django.db.models import QuerySet

from springhead.forums.committees.models import Member
from springhead.forums.meetings import commands, seats
from springhead.forums.meetings.models import Item, Meeting, Position, Recusal, Statement
from springhead.forums.meetings.vocabulary import Stand
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.ledger.models import Event

EVENTS: Final = ("meeting.position", "meeting.clear_discuss", "meeting.declare_conflict")
"""Each leaves one row of a position and one event."""


def state(case: Case, command: commands.State, turn: Turn) -> Told:
    """Keep a named statement; its words stay out of the ledger, which proves them by a digest."""
    row, member = _acting(case, command.member, turn)
    item = _item(row, command.item) if command.item else None
    made = Statement.objects.create(meeting=row, item=item, member=member, text=command.text, at=turn.at)
    public = {"member": member.public_id, "item": command.item, "statement": made.public_id}
    return Told(public=public, private={"text": command.text})


def position(case: Case, command: commands.Position, turn: Turn) -> Told:
    """Keep a position; the one before counts no more."""
    assert command.position is not None  # the guard wanted it
    row, member = _acting(case, command.member, turn)
    text = command.text if command.position is Stand.DISCUSS else ""
    return _take(row, _item(row, command.item), member, command.position, text, turn)


def clear_discuss(case: Case, command: commands.ClearDiscuss, turn: Turn) -> Told:
    """Let another position take the place of a Discuss."""
    row, member = _acting(case, command.member, turn)
    return _take(row, _item(row, command.item), member, command.position, "", turn)


def declare_conflict(case: Case, command: commands.DeclareConflict, turn: Turn) -> Told:
    """Note a conflict; the member takes no part in the item, and an earlier position counts no more."""
    row, member = _acting(case, command.member, turn)
    item = _item(row, command.item)
    Recusal.objects.create(item=item, member=member, text=command.text, at=turn.at)
    return _take(row, item, member, Stand.RECUSED, command.text, turn)


def rule_on_discuss(case: Case, command: commands.RuleOnDiscuss, turn: Turn) -> Told:
    """Let the chair's ruling end an open Discuss; the position stays as it is."""
    row = _meeting(case)
    seats.check_chair(turn.by, row)
    member = seats.find(row.body, command.member)
    found = open_discuss(command.item, member) if member else None
    assert found is not None  # the guard wanted it
    found.ruling, found.ruled_at = command.reason, turn.at
    found.save(update_fields=["ruling", "ruled_at"])
    public = {"member": command.member, "item": command.item}
    return Told(public=public, private={"reason": command.reason})


def _take(row: Meeting, item: Item, member: Member, stand: Stand, text: str, turn: Turn) -> Told:  # noqa: PLR0913, PLR0917
    Position.objects.filter(item=item, member=member, latest=True).update(latest=False)
    made = Position.objects.create(
        item=item, member=member, position=str(stand), text=text, by=turn.by.id, at=turn.at
    )
    public = {"member": member.public_id, "item": item.public_id}
    return Told(
        public=public,
        private={"position": str(stand), "text": text},
        then=(partial(_keep_receipt, made.pk, row.number, f"meeting.{turn.row.event}"),),
    )


def _keep_receipt(pk: int, number: str, event: str) -> None:
    """Remember which event proves a position; the case is locked, so it is the latest one."""
    seq = Event.objects.filter(subject=number, event=event).order_by("-seq").values_list("seq", flat=True)[0]
    Position.objects.filter(pk=pk).update(seq=seq)


def votes(item: Item) -> dict[str, int]:
    """Count the positions in force; in a meeting who is present and says nothing counts as `silent`."""
    held = Position.objects.filter(item=item, latest=True)
    counted = Counter(held.values_list("position", flat=True))
    if not item.meeting.written:
        said = set(held.values_list("member_id", flat=True))
        room = item.meeting.seats.filter(eligible=True, attended_at__isnull=False, left_at=None)
        silent = room.exclude(member__in=said).count()
        if silent:
            counted["silent"] = silent
    return dict(counted)


def discusses(item: Item) -> QuerySet[Position]:
    """Return the Discusses on an item that are neither cleared nor ruled on."""
    return Position.objects.filter(item=item, latest=True, position=Stand.DISCUSS, ruled_at=None)


def open_discuss(item_id: str, member: Member) -> Position | None:
    """Return a member's open Discuss on an item (public id), or None."""
    rows = Position.objects.filter(item__public_id=item_id, member=member, latest=True, ruled_at=None)
    return rows.filter(position=Stand.DISCUSS).first() if item_id else None


def is_recused(item_id: str, member: Member) -> bool:
    """Tell whether a member takes no part in an item (public id)."""
    return bool(item_id) and Recusal.objects.filter(item__public_id=item_id, member=member).exists()


def answered(row: Meeting) -> tuple[int, int]:
    """Return, of the members on the frozen list: how many gave a position, and how many positions are missing."""
    eligible = row.seats.filter(eligible=True)
    held = Position.objects.filter(item__meeting=row, latest=True, member__in=eligible.values("member"))
    took_part = held.values("member").distinct().count()
    return took_part, eligible.count() * row.items.count() - held.count()


def _acting(case: Case, member_id: str, turn: Turn) -> tuple[Meeting, Member]:
    row = _meeting(case)
    member = seats.find(row.body, member_id)
    assert member is not None  # the guard wanted one
    seats.check_member(turn.by, row, member)
    return row, member


def _meeting(case: Case) -> Meeting:
    return Meeting.objects.select_related("body__agency", "case", "chair__person").get(case=case)


def _item(row: Meeting, public_id: str) -> Item:
    return Item.objects.select_related("meeting").get(meeting=row, public_id=public_id)


def attend(case: Case, command: commands.Attend, turn: Turn) -> Told:
    """Write an attendance down; who comes back is in the room again."""
    row, member = _acting(case, command.member, turn)
    told = {"how": str(command.how), "deputy": command.deputy, "attended_at": turn.at, "left_at": None}
    row.seats.update_or_create(member=member, defaults=told)
    return Told(public={"member": member.public_id, "how": str(command.how)})


def leave(case: Case, command: commands.Leave, turn: Turn) -> Told:
    """Write down that a member left; before the opening, that the attendance was written down by mistake."""
    row, member = _acting(case, command.member, turn)
    if row.opened_at is None:
        row.seats.filter(member=member).delete()
    else:
        row.seats.filter(member=member).update(left_at=turn.at)
    return Told(public={"member": member.public_id})
