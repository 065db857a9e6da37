"""Bodies: who hears an agency's matters, and who may act for a body."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import texts
from springhead.forums.committees.models import Body, Member
from springhead.foundation.agencies.leaving import appoint
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.agencies.rules import in_term
from springhead.foundation.ledger import append

MOST: Final = 1_000
LONGEST_CADENCE: Final = 36
RECORDERS: Final = (Role.SECRETARY, Role.POLICY_OFFICE)  # whose desks these are
UNSERVED: Final = "none"  # the desk of what no committee hears
ROLE_OF: Final = {
    Member.Position.CONVENER: Role.CONVENER,
    Member.Position.SECRETARY: Role.SECRETARY,
    Member.Position.MEMBER: Role.MEMBER,
}


def body_of(agency_id: str) -> Body | None:
    """Return the committee that hears an agency (public id): its own, else that of the nearest above it."""
    place = Agency.objects.filter(public_id=agency_id).first() if agency_id else None
    while place is not None:
        found = Body.objects.filter(agency=place, kind=Body.Kind.AGENCY, ended_at=None).first()
        if found is not None:
            return found
        place = place.parent
    return None


def executive() -> Body | None:
    """Return the committee of the Executive Yuan tier; None while there is none."""
    return Body.objects.filter(kind=Body.Kind.EXECUTIVE, ended_at=None).order_by("pk").first()


def body(public_id: str) -> Body:
    """Return a body by its id. Refused (404) when there is none."""
    found = Body.objects.select_related("agency").filter(public_id=public_id).first()
    if found is None:
        raise Refused(texts.NO_SUCH_BODY.at(public_id))
    return found


def may_record(viewer: Actor, found: Body | None) -> bool:
    """Tell whether somebody records resolutions: the body's secretary, or the policy office."""
    return viewer.holds(Role.POLICY_OFFICE) or is_secretary(viewer, found)


def desk(public_id: str, *, viewer: Actor) -> Body | None:
    """Return a body the viewer records for; None for the desk of what no body hears. Refused (403) otherwise."""
    found = None if public_id == UNSERVED else body(public_id)
    if not may_record(viewer, found):
        raise Refused(texts.NOT_YOURS.at())
    return found


def recorded_by(viewer: Actor) -> list[Body]:
    """Return every body somebody records for, by kind. Three queries."""
    return list(recorded(viewer).select_related("agency").order_by("kind", "id")[:MOST])


def recorded(viewer: Actor) -> QuerySet[Body]:
    """Return the bodies somebody records for: the policy office all, a secretary by role or seat."""
    rows = Body.objects.filter(ended_at=None)
    if viewer.holds(Role.POLICY_OFFICE):
        return rows
    if not viewer.holds(Role.SECRETARY):
        return rows.none()
    held = Member.objects.filter(person__public_id=viewer.id, position=Member.Position.SECRETARY)
    seats = [one.body_id for one in held if in_term(one.valid_from, one.valid_to, today())]
    roles = Membership.objects.filter(person__public_id=viewer.id, role=Role.SECRETARY)
    places = [one.agency_id for one in roles if in_term(one.valid_from, one.valid_to, today())]
    return rows.filter(Q(pk__in=seats) | Q(agency__in=[one for one in places if one]))


def is_secretary(viewer: Actor, found: Body | None) -> bool:
    """Tell whether somebody is a body's secretary today: by role in its agency, or by a seat."""
    return viewer.holds(Role.SECRETARY) and _serves(viewer, found, Role.SECRETARY, Member.Position.SECRETARY)


def is_convener(viewer: Actor, found: Body | None) -> bool:
    """Tell whether somebody is a body's convener today: by role in its agency, or by a seat."""
    return viewer.holds(Role.CONVENER) and _serves(viewer, found, Role.CONVENER, Member.Position.CONVENER)


def _serves(viewer: Actor, found: Body | None, role: Role, position: str) -> bool:
    if found is None or not viewer.id:
        return False
    seats = Member.objects.filter(body=found, position=position, person__isnull=False).select_related(
        "person"
    )
    mine = [one for one in seats if one.person and one.person.public_id == viewer.id]
    if any(in_term(one.valid_from, one.valid_to, today()) for one in mine):
        return True
    if mine and role is Role.CONVENER:
        return False  # whose seat has ended convenes no more, whatever role is left
    rows = Membership.objects.filter(person__public_id=viewer.id, role=role, agency=found.agency)
    return found.agency is not None and any(in_term(row.valid_from, row.valid_to, today()) for row in rows)


def seated(found: Body, on: date) -> list[Member]:
    """Return who deliberates on a Taipei date: convener and members in their term, not the secretary."""
    rows = found.members.filter(valid_from__lte=on).exclude(position=Member.Position.SECRETARY)
    return list(rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("id"))


def make(kind: str, names: Mapping[str, str], agency: Agency | None, *, by: Actor) -> Body:
    """Set up a body. Refused without the right, without a name, or when the agency has a committee."""
    if not by.holds(Role.POLICY_OFFICE) and not by.holds(Role.MACHINE):
        raise Refused(texts.NOT_YOURS.at())
    if not names.get("zh-Hant", "").strip():
        raise Refused(texts.NO_NAME.at("name"))
    try:
        with transaction.atomic():
            made = Body.objects.create(kind=Body.Kind(kind), names=dict(names), agency=agency, made_at=now())
            public = {"kind": kind, "names": dict(names), "agency": agency.public_id if agency else ""}
            append("committee.made", subject=made.public_id, actor=by.id, public=public, at=now())
    except IntegrityError as error:
        raise Refused(texts.HAS_ONE.at("agency")) from error
    return made


def enlist(found: Body, told: Mapping[str, Any], *, by: Actor) -> Member:
    """Write a member down; with an `email`, the account signs in as this member and gets the role, for a body above all agencies without one. Refused for whoever is neither secretary nor policy office."""
    if not may_record(by, found) and not by.holds(Role.MACHINE):
        raise Refused(texts.NOT_YOURS.at())
    name = str(told.get("name") or "").strip()[:120]
    if not name:
        raise Refused(texts.NO_NAME.at("name"))
    email = str(told.get("email") or "").strip()
    person = Person.objects.filter(email__iexact=email).first() if email else None
    if email and person is None:
        raise Refused(texts.NO_SUCH_PERSON.at(email))
    starts, ends = day(told.get("valid_from"), "valid_from") or today(), day(told.get("valid_to"), "valid_to")
    if ends is not None and ends <= starts:
        raise Refused(texts.ODD_TERM.at("valid_to", first=starts))
    with transaction.atomic():
        made = Member.objects.create(
            body=found,
            person=person,
            name=name,
            title=str(told.get("title") or "").strip()[:200],
            position=_one_of(told.get("position"), Member.Position, Member.Position.MEMBER),
            identity=_one_of(told.get("identity"), Member.Identity, Member.Identity.AGENCY),
            gender=_one_of(told.get("gender"), Member.Gender, Member.Gender.UNKNOWN),
            conflicts=str(told.get("conflicts") or "").strip()[:2000],
            valid_from=starts,
            valid_to=ends,
        )
        if person is not None and _may_appoint(by, made.position):
            appoint(person, ROLE_OF[Member.Position(made.position)], found.agency, by=by)
        public = {
            "body": found.public_id,
            "member": made.public_id,
            "name": name,
            "position": made.position,
            "identity": made.identity,
        }
        append("committee.member", subject=found.public_id, actor=by.id, public=public, at=now())
    return made


def _may_appoint(by: Actor, position: str) -> bool:
    """A secretary lets members in, and no further secretaries."""
    return position != Member.Position.SECRETARY or by.holds(Role.POLICY_OFFICE) or by.holds(Role.MACHINE)


def end_term(found: Member, on: date | None, *, by: Actor) -> None:
    """Let a member's term end on a Taipei date (the first day without the seat). Refused for other people, without a day to come, and when it is over."""
    if not may_record(by, found.body) and not by.holds(Role.MACHINE):
        raise Refused(texts.NOT_YOURS.at())
    first = max(today(), found.valid_from)
    if on is None or on < first or (found.valid_to is not None and found.valid_to <= today()):
        raise Refused(texts.ODD_END.at("on", first=first))
    with transaction.atomic():
        found.valid_to = on
        found.save(update_fields=["valid_to"])
        public = {"body": found.body.public_id, "member": found.public_id, "valid_to": on.isoformat()}
        append("committee.member_left", subject=found.body.public_id, actor=by.id, public=public, at=now())


def set_cadence(found: Body, months: int | None, *, by: Actor) -> None:
    """Say how often a body meets at least, in months; 0: only when called, None: as the policy says. Refused for other people."""
    if not may_record(by, found):
        raise Refused(texts.NOT_YOURS.at())
    if months is not None and not 0 <= months <= LONGEST_CADENCE:
        raise Refused(texts.ODD_CADENCE.at("months", most=LONGEST_CADENCE))
    with transaction.atomic():
        Body.objects.filter(pk=found.pk).update(cadence_months=months)
        append("committee.cadence", subject=found.public_id, actor=by.id, public={"months": months}, at=now())


def _one_of(given: Any, words: Any, plain: str) -> str:
    return str(given) if given in set(words) else str(plain)


def day(given: Any, name: str) -> date | None:
    """Return a date that was given; None when nothing was. Refused when it is none."""
    try:
        return date.fromisoformat(str(given)) if given else None
    except ValueError as error:
        raise Refused(texts.ODD_DAY.at(name, value=str(given)[:40])) from error
