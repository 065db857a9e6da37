"""`/api/v1/agencies/{id}/roster`: who is on duty and away, for the people of the agency and their programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from springhead.engine.kernel.now import today
from springhead.foundation.agencies import queries, roster, rosters
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.models import Absence, Duty
from springhead.foundation.agencies.roster_commands import DeclareAbsence, HandOver, SetDuty
from springhead.foundation.agencies.rules import Scope

router = Router(tags=["agencies"])
AUTH = KeyAuth(Scope.CASES)


class DutyLine(Schema):
    """Somebody is on duty; `valid_to` is the first day off, null: until further notice."""

    id: str
    person: str
    valid_from: str
    valid_to: str | None


class AbsenceLine(Schema):
    """Somebody is away; `valid_to` is the first day back."""

    id: str
    person: str
    substitute: str
    valid_from: str
    valid_to: str


class RosterDay(Schema):
    """Who is told as officer on a Taipei date."""

    day: str
    people: list[str]


class RosterFull(Schema):
    """The roster of an agency; people by public id."""

    agency: str
    officers: list[str]
    duties: list[DutyLine]
    absences: list[AbsenceLine]
    days: list[RosterDay] = Field(description="the next two weeks")


class DutyBody(Schema):
    """Who is on duty when; dates as 2026-03-16."""

    person: str = Field(description="public id or e-mail address of an officer")
    valid_from: str = Field("", description="empty: today")
    valid_to: str = Field("", description="first day off; empty: until further notice")


class AbsenceBody(Schema):
    """Who is away, and who stands in."""

    person: str = Field("", description="empty: oneself; somebody else only for the lead")
    substitute: str
    valid_from: str = Field("", description="empty: today")
    valid_to: str = Field(description="first day back")


class HandOverBody(Schema):
    """Who leaves, and who takes over."""

    person: str = Field("", description="empty: oneself")
    successor: str


class Done(Schema):
    """It is done; `id` is the public id of what was made or ended."""

    id: str


@router.get("/agencies/{agency_id}/roster", response=RosterFull, auth=AUTH, summary="Read the roster")
@signed_in
def read(request: HttpRequest, agency_id: str) -> dict[str, Any]:
    """Read who is on duty and who is away."""
    viewer = actor_of_request(request)
    found = rosters.roster(queries.agency(agency_id, viewer=viewer), viewer=viewer)
    return {
        "agency": found.agency.public_id,
        "officers": [person.public_id for person in found.officers],
        "duties": [_duty(one) for one in found.duties],
        "absences": [_absence(one) for one in found.absences],
        "days": [
            {"day": day.isoformat(), "people": [person.public_id for person in people]}
            for day, people in found.days
        ],
    }


@router.post(
    "/agencies/{agency_id}/roster/duties", response=DutyLine, auth=AUTH, summary="Put somebody on duty"
)
@signed_in
def set_duty(request: HttpRequest, agency_id: str, body: DutyBody) -> dict[str, Any]:
    """Put an officer on duty; for the lead."""
    command = SetDuty.parse(body.dict(), today=today())
    return _duty(roster.set_duty(command, agency_id=agency_id, by=actor_of_request(request)))


@router.delete("/roster/duties/{duty_id}", response=Done, auth=AUTH, summary="Take off the roster")
@signed_in
def end_duty(request: HttpRequest, duty_id: str) -> dict[str, str]:
    """End a duty today; one still to come goes."""
    roster.end_duty(duty_id, by=actor_of_request(request))
    return {"id": duty_id}


@router.post(
    "/agencies/{agency_id}/roster/absences", response=AbsenceLine, auth=AUTH, summary="Declare an absence"
)
@signed_in
def declare_absence(request: HttpRequest, agency_id: str, body: AbsenceBody) -> dict[str, Any]:
    """Declare an absence; the substitute acts as officer meanwhile."""
    command = DeclareAbsence.parse(body.dict(), today=today())
    return _absence(roster.declare_absence(command, agency_id=agency_id, by=actor_of_request(request)))


@router.delete("/roster/absences/{absence_id}", response=Done, auth=AUTH, summary="Cancel an absence")
@signed_in
def end_absence(request: HttpRequest, absence_id: str) -> dict[str, str]:
    """Cancel an absence, or end it today."""
    roster.end_absence(absence_id, by=actor_of_request(request))
    return {"id": absence_id}


@router.post("/agencies/{agency_id}/hand-over", response=Done, auth=AUTH, summary="Hand over")
@signed_in
def hand_over(request: HttpRequest, agency_id: str, body: HandOverBody) -> dict[str, str]:
    """Hand an officer's place to a successor; answers the successor's public id."""
    membership = roster.hand_over(
        HandOver.parse(body.dict()), agency_id=agency_id, by=actor_of_request(request)
    )
    return {"id": membership.person.public_id}


def _duty(one: Duty) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "person": one.person.public_id,
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
    }


def _absence(one: Absence) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "person": one.person.public_id,
        "substitute": one.substitute.public_id,
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat(),
    }
