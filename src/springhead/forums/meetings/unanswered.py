"""Who is to be reminded: owners of late action items, members without a position. Lists in pages, or those chosen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet

from springhead.forums.committees.models import Body, Member
from springhead.forums.meetings.models import ActionItem, Meeting, Position, Seat
from springhead.foundation.cases import keyset

MOST: Final = 300  # letters at once
PAGE: Final = 50  # late action items on a page
MEETINGS: Final = 5  # whose members without a position stand on a page
SPEAKING: Final = ("in_session", "reviewing")


@dataclass(frozen=True, slots=True)
class Silent:
    """A member who has not taken a position on so many items of a meeting."""

    meeting: Meeting
    member: Member
    missing: int

    @property
    def key(self) -> str:
        """What a form names this by."""
        return f"{self.meeting.number}~{self.member.public_id}"


def late_tasks(
    bodies: Iterable[Body], today: date, *, cursor: str = "", limit: int = PAGE
) -> tuple[list[ActionItem], str]:
    """Return a page of the open action items of some bodies whose day has passed, the oldest first, and its next cursor.

    One query, along an index.
    """
    rows = _late(bodies, today).filter(keyset.after(cursor, "due_on"))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], keyset.cursor(last.due_on, last.pk) if last else ""


def chosen_tasks(bodies: Iterable[Body], today: date, numbers: Collection[str]) -> list[ActionItem]:
    """Return those late action items of some bodies whose numbers were chosen. One query."""
    return list(_late(bodies, today).filter(case__number__in=list(numbers))[:MOST])


def _late(bodies: Iterable[Body], today: date) -> QuerySet[ActionItem]:
    rows = ActionItem.objects.filter(body__in=list(bodies), is_open=True, due_on__lt=today)
    return rows.select_related("case", "body").order_by("due_on", "pk")


def silent_members(
    bodies: Iterable[Body], *, cursor: str = "", limit: int = MEETINGS
) -> tuple[list[Silent], str]:
    """Return who has not answered yet, of a page of written reviews and sessions under way, and its next cursor.

    Three queries. A page is so many meetings with an open item, whoever of them is silent.
    """
    rows = _speaking(bodies)
    if cursor.isascii() and cursor.isdecimal() and len(cursor) < 19:
        rows = rows.filter(pk__gt=int(cursor))
    meetings = list(rows[: limit + 1])
    more = str(meetings[limit - 1].pk) if len(meetings) > limit else ""
    return _silent(meetings[:limit]), more


def chosen_members(bodies: Iterable[Body], keys: Collection[str]) -> list[Silent]:
    """Return those silent members of some bodies whose keys were chosen. Three queries."""
    numbers = {one.partition("~")[0] for one in keys}
    meetings = list(_speaking(bodies).filter(case__number__in=numbers)[:MOST])
    return [one for one in _silent(meetings) if one.key in set(keys)][:MOST]


def _speaking(bodies: Iterable[Body]) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(body__in=list(bodies), state__in=SPEAKING).select_related("case", "body")
    return rows.annotate(n=Count("items", filter=Q(items__outcome=""))).filter(n__gt=0).order_by("pk")


def _silent(meetings: Sequence[Meeting]) -> list[Silent]:
    held = Position.objects.filter(item__meeting__in=meetings, item__outcome="", latest=True)
    said = {
        (meeting, member): n
        for meeting, member, n in held.values_list("item__meeting", "member").annotate(n=Count("pk"))
    }
    by_pk = {one.pk: one for one in meetings}
    seats = Seat.objects.filter(meeting__in=meetings, eligible=True).select_related("member__person")
    missing = (
        (seat, by_pk[seat.meeting_id].n - said.get((seat.meeting_id, seat.member_id), 0))  # type: ignore[attr-defined]
        for seat in seats.order_by("meeting", "pk")
    )
    return [Silent(by_pk[seat.meeting_id], seat.member, n) for seat, n in missing if n > 0]
