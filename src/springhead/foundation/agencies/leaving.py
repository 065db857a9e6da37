"""Roles begin and end; the last officer of an agency leaves only by handing over, and two cannot leave at once."""

from django.db import transaction
from django.db.models import Q, QuerySet

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import plane_keys, policy
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.agencies.roster_texts import LAST_OFFICER
from springhead.foundation.agencies.texts import LAST_OPERATOR, NO_SUCH_AGENCY, NO_SUCH_PERSON
from springhead.foundation.ledger import append


def locked(public_id: str) -> Agency:
    """Return an agency with its row locked: whoever changes its people waits here. Refused (404)."""
    found = Agency.objects.select_for_update().filter(public_id=public_id).first()
    if found is None:
        raise Refused(NO_SUCH_AGENCY.at(public_id))
    return found


def running(agency: Agency) -> QuerySet[Membership]:
    """Return the memberships of active people in an agency that count today."""
    day = today()
    rows = Membership.objects.filter(agency=agency, person__is_active=True, valid_from__lte=day)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=day))


def appoint(person: Person, role: Role, agency: Agency | None, *, by: Actor) -> Membership:
    """Write a membership and its event; the caller has checked the right and opened the transaction."""
    held = Membership.objects.filter(person=person, role=role, agency=agency, valid_to=None).first()
    if held is not None:
        return held
    membership = Membership.objects.create(person=person, role=role, agency=agency, valid_from=today())
    _tell("person.role_given", membership, by)
    return membership


def end(membership: Membership, *, by: Actor) -> None:
    """End a membership today, with its event; the row stays. The caller has checked and locked."""
    membership.valid_to = today()
    membership.save(update_fields=["valid_to"])
    _tell("person.role_ended", membership, by)


def check_may_leave(membership: Membership) -> None:
    """Refuse the end of what an agency or the house cannot be without: its last officer, the last operator.

    Takes the lock of the agency (of all operators), so of two who leave at once one stays. An agency that
    has ended needs nobody.
    """
    if membership.role == Role.OPERATOR:
        held = Membership.objects.filter(role=Role.OPERATOR, valid_to=None).order_by("pk")
        list(held.select_for_update())  # looked at only afterwards: by then the other has left
        if not held.filter(person__is_active=True).exclude(person=membership.person_id).exists():
            raise Refused(LAST_OPERATOR.at("role"))
    if membership.role == Role.OFFICER and membership.agency is not None:
        agency = locked(membership.agency.public_id)
        others = running(agency).filter(role=Role.OFFICER, valid_to=None)
        if not agency.ended and not others.exclude(person=membership.person_id).exists():
            raise Refused(LAST_OFFICER.at("role", agency=agency.names))


@transaction.atomic
def disable(person_id: str, *, by: Actor) -> Person:
    """Disable an account: it cannot sign in, its keys stop working. Refused for a last officer or operator."""
    policy.check(policy.may_manage_people(by))
    person = _locked_person(person_id)
    if person.is_active:
        held = Membership.objects.filter(person=person, valid_to=None).select_related("agency")
        for membership in held.order_by(
            "agency_id", "pk"
        ):  # always in this order: no two wait for each other
            check_may_leave(membership)
        _switch(person, active=False, by=by)
    return person


@transaction.atomic
def enable(person_id: str, *, by: Actor) -> Person:
    """Let a disabled account in again, with the roles it still holds."""
    policy.check(policy.may_manage_people(by))
    person = _locked_person(person_id)
    if not person.is_active:
        _switch(person, active=True, by=by)
    return person


def _locked_person(person_id: str) -> Person:
    found = Person.objects.filter(public_id=person_id).first()
    if found is None:
        raise Refused(NO_SUCH_PERSON.at(person_id))
    return found


def _switch(person: Person, *, active: bool, by: Actor) -> None:
    person.is_active = active
    person.save(update_fields=["is_active"])
    event = "person.enabled" if active else "person.disabled"
    append(event, subject=person.public_id, actor=by.id, public={}, at=now())
    transaction.on_commit(plane_keys.write_keys, robust=True)


def _tell(event: str, membership: Membership, by: Actor) -> None:
    facts = {"role": membership.role, "agency": membership.agency.public_id if membership.agency else ""}
    append(
        event,
        subject=membership.person.public_id,
        actor=by.id or "machine:agencies",
        public=facts,
        at=now(),
    )
