"""Reminder letters (催辦) in bulk: late action items to their owners, open positions to members; each is an event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import taipei
from springhead.forums.committees.models import Body, Member
from springhead.forums.meetings.models import ActionItem, Meeting, Position, Seat
from springhead.foundation.agencies.queries import addresses_of
from springhead.foundation.cases import mailbox
from springhead.foundation.ledger import append

EVENT: Final = "meetings:reminded"
EVENTS: Final[dict[str, LanguageMap]] = {EVENT: {"zh-Hant": "催辦", "en": "Reminded"}}
ROLES: Final = frozenset({Role.OFFICER, Role.AGENCY_LEAD})
SPEAKING: Final = ("in_session", "reviewing")
MOST: Final = 300
TASK: Final = {
    "zh-Hant": ("催辦：列管事項 {number} 逾期", "下列列管事項已於 {day} 到期，請回報辦理情形或說明：\n\n{text}\n\n{link}\n"),
    "en": ("Reminder: action item {number} is late", "This was due on {day}; please report how far it is:\n\n{text}\n\n{link}\n"),
}  # fmt: skip
MEMBER: Final = {
    "zh-Hant": ("提醒：{body}還有 {n} 案等您表示立場", "請在期限前表示立場，或申報迴避：\n\n{link}\n"),
    "en": ("Reminder: {n} items of {body} have no position of yours", "Please take a position, or declare a conflict:\n\n{link}\n"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Silent:
    """A member who has not taken a position on so many items of a meeting."""

    meeting: Meeting
    member: Member
    missing: int


def late_tasks(bodies: Iterable[Body], today: date) -> list[ActionItem]:
    """Return the open action items of some bodies whose day has passed, the oldest first. One query."""
    rows = ActionItem.objects.filter(body__in=list(bodies), is_open=True, due_on__lt=today)
    return list(rows.select_related("case", "body").order_by("due_on", "pk")[:MOST])


def silent_members(bodies: Iterable[Body]) -> list[Silent]:
    """Return who has not answered yet in written reviews and sessions under way. Three queries."""
    rows = Meeting.objects.filter(body__in=list(bodies), state__in=SPEAKING).select_related("case", "body")
    meetings = list(rows.annotate(n=Count("items", filter=Q(items__outcome=""))).order_by("pk")[:50])
    held = Position.objects.filter(item__meeting__in=meetings, item__outcome="", latest=True)
    said = {
        (meeting, member): n
        for meeting, member, n in held.values_list("item__meeting", "member").annotate(n=Count("pk"))
    }
    by_pk = {one.pk: one for one in meetings}
    seats = (
        Seat.objects.filter(meeting__in=meetings, eligible=True)
        .select_related("member__person")
        .order_by("pk")
    )
    found = []
    for seat in seats:
        meeting = by_pk[seat.meeting_id]
        missing = meeting.n - said.get((meeting.pk, seat.member_id), 0)
        if missing > 0:
            found.append(Silent(meeting, seat.member, missing))
    return found[:MOST]


def remind(
    bodies: Sequence[Body], tasks: Sequence[str], members: Sequence[str], *, by: Actor, at: datetime
) -> int:
    """Remind about the chosen late tasks (numbers) and silent members (`meeting~member`); returns how many letters.

    Twice a day is once.
    """
    day = taipei(at).date()
    sent = 0
    for task in late_tasks(bodies, day):
        if task.case.number in set(tasks):
            sent += _task(task, by, at)
    for one in silent_members(bodies):
        if f"{one.meeting.number}~{one.member.public_id}" in set(members):
            sent += _member(one, by, at)
    return sent


def _task(task: ActionItem, by: Actor, at: datetime) -> bool:
    people = addresses_of(ROLES, agency_id=task.case.agency_id) if task.case.agency_id else []
    said = {"number": task.case.number, "day": task.due_on.isoformat(), "text": task.text}
    with transaction.atomic():
        fresh = False
        for person in people:
            subject, body = TASK["en" if person.language == "en" else "zh-Hant"]
            link = f"{settings.SPRINGHEAD.address}/meetings/actions/{task.case.number}"
            key = f"remind:{task.case.number}:{person.public_id}:{taipei(at).date().isoformat()}"
            told = {**said, "link": link}
            fresh = (
                mailbox.post(
                    key=key, to=person.email, subject=subject.format(**told), body=body.format(**told)
                )
                or fresh
            )
        if fresh:
            append(
                EVENT, subject=task.case.number, actor=by.id, public={"agency": task.case.agency_id}, at=at
            )
    return fresh


def _member(one: Silent, by: Actor, at: datetime) -> bool:
    person = one.member.person
    if person is None:
        return False
    lang = "en" if person.language == "en" else "zh-Hant"
    subject, body = MEMBER[lang]
    link = f"{settings.SPRINGHEAD.address}/meetings/{one.meeting.number}"
    told = {"body": pick(one.meeting.body.names, lang), "n": one.missing, "link": link}
    key = f"remind:{one.meeting.number}:{one.member.public_id}:{taipei(at).date().isoformat()}"
    with transaction.atomic():
        fresh = mailbox.post(
            key=key, to=person.email, subject=subject.format(**told), body=body.format(**told)
        )
        if fresh:
            public = {"member": one.member.public_id, "missing": one.missing}
            append(EVENT, subject=one.meeting.number, actor=by.id, public=public, at=at)
    return fresh
