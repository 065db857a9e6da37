"""Roster, absences and handing over: rows and their event in one transaction."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from springhead.engine.kernel.actors import AGENCY_ROLES, Actor, Role
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import leaving, policy, registry
from springhead.foundation.agencies import roster_texts as texts
from springhead.foundation.agencies.models import Absence, Agency, Duty, Membership, Person
from springhead.foundation.agencies.roster_commands import DeclareAbsence, HandOver, SetDuty
from springhead.foundation.agencies.roster_rules import overlaps
from springhead.foundation.agencies.texts import NO_SUCH_PERSON
from springhead.foundation.ledger import append

OFFICER_ONLY: Final = frozenset({Role.OFFICER})


@transaction.atomic
def set_duty(command: SetDuty, *, agency_id: str, by: Actor) -> Duty:
    """Put an officer on duty. Refused for others than the agency's lead, and for somebody who is no officer there."""
    agency = leaving.locked(agency_id)
    policy.check(policy.may_lead(by, agency))
    person = _officer(command.person, agency)
    duty = Duty.objects.create(
        agency=agency, person=person, valid_from=command.valid_from, valid_to=command.valid_to
    )
    _tell("roster.duty_set", agency, by, _span(duty), {"person": person.public_id})
    return duty


@transaction.atomic
def end_duty(duty_id: str, *, by: Actor) -> None:
    """Take a line off the roster: one that has begun ends today, one still to come goes."""
    duty = (
        Duty.objects.select_for_update(of=("self",))
        .select_related("agency", "person")
        .filter(public_id=duty_id)
        .first()
    )
    if duty is None or (duty.valid_to is not None and duty.valid_to <= today()):
        raise Refused(texts.NO_SUCH_LINE.at(duty_id))
    policy.check(policy.may_lead(by, duty.agency))
    _cut(duty)
    _tell("roster.duty_ended", duty.agency, by, {"duty": duty_id}, {"person": duty.person.public_id})


@transaction.atomic
def declare_absence(command: DeclareAbsence, *, agency_id: str, by: Actor) -> Absence:
    """Declare an absence, one's own or (as lead) an officer's; the substitute gets the officer's role for these days.

    Refused with every problem at once: no officer, a substitute from elsewhere, days that overlap.
    """
    agency = leaving.locked(agency_id)
    person = _officer(command.person or by.id, agency)
    if person.public_id != by.id:
        policy.check(policy.may_lead(by, agency))
    substitute = _person(command.substitute)
    problems = _absence_problems(command, agency, person, substitute)
    if problems:
        raise Refused(*problems)
    absence = Absence.objects.create(
        agency=agency,
        person=person,
        substitute=substitute,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    private = {"person": person.public_id, "substitute": substitute.public_id, **_span(absence)}
    _tell("roster.absence_declared", agency, by, {"absence": absence.public_id}, private)
    return absence


@transaction.atomic
def end_absence(absence_id: str, *, by: Actor) -> None:
    """Cancel an absence, or come back early: one that has begun ends today. By the officer or the lead."""
    rows = Absence.objects.select_for_update(of=("self",)).select_related("agency", "person")
    absence = rows.filter(public_id=absence_id, valid_to__gt=today()).first()
    if absence is None:
        raise Refused(texts.NO_SUCH_LINE.at(absence_id))
    if absence.person.public_id != by.id:
        policy.check(policy.may_lead(by, absence.agency))
    _cut(absence)
    _tell("roster.absence_ended", absence.agency, by, {"absence": absence_id})


@transaction.atomic
def hand_over(command: HandOver, *, agency_id: str, by: Actor) -> Membership:
    """Hand an officer's place in an agency to a successor, who becomes officer; the officer's role ends today.

    Roster lines and substitutions move along, and every noun moves what it keeps for the officer
    (`registry.handing_over`). Refused unless `by` is the officer, a lead of the agency or an operator.
    """
    agency = leaving.locked(agency_id)
    person, successor = _officer(command.person or by.id, agency), _person(command.successor)
    if person.public_id != by.id:
        policy.check(policy.may_hand_over(by, agency))
    if successor.pk == person.pk:
        raise Refused(texts.HAND_OVER_SELF.at("successor"))
    membership = leaving.appoint(successor, Role.OFFICER, agency, by=by)
    _move_roster(agency, person, successor)
    moved = registry.hand_over(agency, person, successor)
    for held in Membership.objects.filter(person=person, agency=agency, role=Role.OFFICER, valid_to=None):
        leaving.end(held, by=by)
    facts = {"from": person.public_id, "to": successor.public_id, "moved": dict(moved)}
    _tell("agency.handed_over", agency, by, facts)
    return membership


def _absence_problems(
    command: DeclareAbsence, agency: Agency, person: Person, substitute: Person
) -> list[Problem]:
    days = (command.valid_from, command.valid_to)
    problems = []
    if substitute.pk == person.pk:
        problems.append(texts.SUBSTITUTE_SELF.at("substitute"))
    elif not _holds(substitute, agency, AGENCY_ROLES):
        problems.append(texts.NOT_STAFF.at("substitute", agency=agency.names))
    for who, kind in ((person, texts.ABSENT_ALREADY), (substitute, texts.SUBSTITUTE_AWAY)):
        for other in Absence.objects.filter(agency=agency, person=who, valid_to__gt=command.valid_from):
            if overlaps(days, (other.valid_from, other.valid_to)):
                problems.append(kind.at("valid_from", first=other.valid_from, end=other.valid_to))
                break
    return problems


def _move_roster(agency: Agency, person: Person, successor: Person) -> None:
    """Give the successor what the roster still holds for the officer; the officer's own absences end."""
    day = today()
    open_ended = Q(valid_to=None) | Q(valid_to__gt=day)
    for duty in Duty.objects.filter(open_ended, agency=agency, person=person):
        Duty.objects.create(
            agency=agency, person=successor, valid_from=max(day, duty.valid_from), valid_to=duty.valid_to
        )
        _cut(duty)
    for absence in Absence.objects.filter(agency=agency, person=person, valid_to__gt=day):
        _cut(absence)
    standing_in = Absence.objects.filter(agency=agency, substitute=person, valid_to__gt=day)
    for absence in standing_in.filter(person=successor):
        _cut(absence)  # nobody is their own substitute
    standing_in.exclude(person=successor).update(substitute=successor)


def _cut(line: Duty | Absence) -> None:
    """End a line today; one that has not begun, or began today, goes altogether."""
    if line.valid_from >= today():
        line.delete()
    else:
        line.valid_to = today()
        line.save(update_fields=["valid_to"])


def _person(text: str) -> Person:
    found = Person.objects.filter(Q(public_id=text) | Q(email=text.lower()), is_active=True).first()
    if found is None:
        raise Refused(NO_SUCH_PERSON.at(text))
    return found


def _officer(text: str, agency: Agency) -> Person:
    person = _person(text)
    if not _holds(person, agency, OFFICER_ONLY):
        raise Refused(texts.NOT_AN_OFFICER.at(person.display_name or text, agency=agency.names))
    return person


def _holds(person: Person, agency: Agency, roles: frozenset[Role]) -> bool:
    running = leaving.running(agency).filter(person=person, role__in=roles)
    return running.exists()


def _span(line: Duty | Absence) -> dict[str, Any]:
    end: date | None = line.valid_to
    return {"from": line.valid_from.isoformat(), "to": end.isoformat() if end else None}


def _tell(
    event: str, agency: Agency, by: Actor, public: Mapping[str, Any], private: Mapping[str, Any] | None = None
) -> None:
    facts = {"agency": agency.public_id, **public}
    append(event, subject=agency.public_id, actor=by.id, public=facts, private=private, at=now())
