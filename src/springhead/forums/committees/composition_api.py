"""`/api/v1/committees/{id}/members`: the composition of a body, whole, and what changes it; how often it meets."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from springhead.forums.committees import bodies, composition
from springhead.forums.committees.bodies import RECORDERS
from springhead.forums.committees.models import Member
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ui.access import public

router = Router(tags=["committees"])


class MemberOut(Schema):
    """A member with the term of the seat."""

    id: str = Field(examples=["mb_7k3m9q2x"])
    name: str
    title: str
    position: str
    identity: str
    gender: str
    conflicts: str
    valid_from: str
    valid_to: str | None


class MemberIn(Schema):
    """A member to be written down. With the `email` of an account the person signs in as this member."""

    name: str
    title: str = ""
    position: Literal["convener", "member", "secretary"] = "member"
    identity: Literal["agency", "public"] = "agency"
    gender: Literal["", "female", "male", "other"] = ""
    conflicts: str = ""
    email: str = ""
    valid_from: date | None = Field(None, description="a Taipei date; null: today")
    valid_to: date | None = Field(None, description="the first day without the seat; null: open")


class EndIn(Schema):
    """When a term ends."""

    on: date = Field(description="the first day without the seat, a Taipei date, today at the earliest")


class CadenceIn(Schema):
    """How often a body meets at least."""

    months: int | None = Field(description="0: only when called; null: as the policy says", ge=0, le=36)


class CadenceOut(Schema):
    """How often a body meets at least."""

    id: str
    cadence_months: int | None


@router.get(
    "/committees/{public_id}/members",
    response=list[MemberOut],
    auth=None,
    summary="Everybody who is, was or will be a member",
)
@public
def everybody(request: HttpRequest, public_id: str) -> list[dict[str, Any]]:
    """List the whole composition with its terms; the body itself lists the members of today."""
    del request
    return [told(one) for one in composition.everybody(bodies.body(public_id))]


@router.post(
    "/committees/{public_id}/members",
    response=MemberOut,
    auth=KeyAuth(Scope.CASES),
    summary="Write a member down",
)
@needs(*RECORDERS)
def enlist(request: HttpRequest, public_id: str, given: MemberIn) -> dict[str, Any]:
    """Write a member of a body down."""
    by = actor_of_request(request)
    return told(bodies.enlist(bodies.body(public_id), given.dict(), by=by))


@router.post(
    "/committees/{public_id}/members/{member_id}/end",
    response=MemberOut,
    auth=KeyAuth(Scope.CASES),
    summary="Let a term end",
)
@needs(*RECORDERS)
def end_term(request: HttpRequest, public_id: str, member_id: str, given: EndIn) -> dict[str, Any]:
    """Let a member's term end on a day; from then on the member takes no part."""
    one = composition.member(bodies.body(public_id), member_id)
    bodies.end_term(one, given.on, by=actor_of_request(request))
    return told(one)


@router.post(
    "/committees/{public_id}/cadence",
    response=CadenceOut,
    auth=KeyAuth(Scope.CASES),
    summary="Set how often a body meets",
)
@needs(*RECORDERS)
def cadence(request: HttpRequest, public_id: str, given: CadenceIn) -> dict[str, Any]:
    """Set how often a body meets at least; the next meeting is planned by itself."""
    found = bodies.body(public_id)
    bodies.set_cadence(found, given.months, by=actor_of_request(request))
    return {"id": found.public_id, "cadence_months": given.months}


def told(one: Member) -> dict[str, Any]:
    """Return a member as programs read it."""
    return {
        "id": one.public_id,
        "name": one.name,
        "title": one.title,
        "position": one.position,
        "identity": one.identity,
        "gender": one.gender,
        "conflicts": one.conflicts,
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
    }
