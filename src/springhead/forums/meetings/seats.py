"""Who may act in a meeting: the secretary's desk, the chair, and each member for themselves."""

from datetime import date
from typing import Final

from django.db.models import Q

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import today
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Audience
from springhead.forums.committees import bodies
from springhead.forums.committees.models import Body, Member
from springhead.forums.meetings import texts
from springhead.forums.meetings.models import Meeting, Seat
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.rules import in_term
from springhead.foundation.cases.models import Case


def check_desk(by: Actor, body: Body) -> None:
    """Refuse (403) who is neither the body's secretary, nor the policy office, nor a machine."""
    if not by.holds(Role.MACHINE) and not bodies.may_record(by, body):
        raise Refused(texts.NOT_YOURS.at())


def check_chair(by: Actor, meeting: Meeting) -> None:
    """Refuse (403) who neither chairs, nor convenes, nor keeps the desk."""
    if not may_chair(by, meeting):
        raise Refused(texts.NOT_CHAIR.at())


def may_chair(by: Actor, meeting: Meeting) -> bool:
    """Tell whether somebody may act for the chair: the chair, the convener, the desk, a machine."""
    chairs = meeting.chair is not None and is_member(by, meeting.chair)
    desk = by.holds(Role.MACHINE) or bodies.may_record(by, meeting.body)
    return chairs or desk or bodies.is_convener(by, meeting.body)


def check_convener(by: Actor, body: Body) -> None:
    """Refuse (403) who is neither the convener, nor the policy office, nor a machine: a secretary does not confirm."""
    trusted = by.holds(Role.MACHINE) or by.holds(Role.POLICY_OFFICE)
    if not trusted and not bodies.is_convener(by, body):
        raise Refused(texts.NOT_CONVENER.at())


def check_member(by: Actor, meeting: Meeting, member: Member) -> None:
    """Refuse (403) who speaks for another member; the desk records for everybody."""
    if not is_member(by, member) and not bodies.may_record(by, meeting.body):
        raise Refused(texts.NOT_THIS_MEMBER.at("member"))


def is_member(by: Actor, member: Member) -> bool:
    """Tell whether somebody signed in is this member."""
    return bool(by.id) and member.person is not None and member.person.public_id == by.id


def member_of(by: Actor, body: Body, on: date) -> Member | None:
    """Return the seat somebody holds in a body on a Taipei date, or None."""
    return next((one for one in bodies.seated(body, on) if is_member(by, one)), None) if by.id else None


def find(body: Body, public_id: str) -> Member | None:
    """Return a deliberating member of a body by id, whatever the term, or None."""
    rows = body.members.select_related("person").exclude(position=Member.Position.SECRETARY)
    return rows.filter(public_id=public_id).first() if public_id else None


def sits(member: Member, on: date) -> bool:
    """Tell whether a member's term covers a Taipei date."""
    return in_term(member.valid_from, member.valid_to, on)


def freeze(meeting: Meeting, on: date) -> int:
    """Write down who may hold a position: the members of that day. Returns how many."""
    members = bodies.seated(meeting.body, on)
    for member in members:
        Seat.objects.update_or_create(meeting=meeting, member=member, defaults={"eligible": True})
    return len(members)


def convenes(by: Actor, body: Body) -> bool:
    """Tell whether somebody convenes a body."""
    return bodies.is_convener(by, body)


def held_by(viewer: Actor, day: date) -> list[Member]:
    """Return the seats somebody holds on a Taipei date, the secretary's left out. One query."""
    if not viewer.id:
        return []
    rows = Member.objects.filter(person__public_id=viewer.id).exclude(position=Member.Position.SECRETARY)
    return [one for one in rows.select_related("body") if sits(one, day)]


SEATED: Final = {
    Audience.MEMBERS: Member.Position.MEMBER,
    Audience.CONVENER: Member.Position.CONVENER,
    Audience.SECRETARY: Member.Position.SECRETARY,
}


def people(case: Case, audience: Audience) -> list[Person]:
    """Return who holds the seats an audience of a meeting, or of an action item, means; two queries at most.

    So a body without an agency has its people told, and two bodies of one agency each their own.
    """
    if audience not in SEATED:
        return []
    bodies_ = Body.objects.filter(Q(meetings__case=case) | Q(action_items__case=case))
    rows = Member.objects.filter(body__in=bodies_, position=SEATED[audience], person__is_active=True)
    return [one.person for one in rows.select_related("person") if one.person and sits(one, today())]
