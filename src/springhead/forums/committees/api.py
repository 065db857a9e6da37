"""`/api/v1/committees`: bodies, what waits for them, and what they resolved."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from springhead.engine.kernel.actors import Role
from springhead.forums.committees import bodies, queries, resolutions
from springhead.forums.committees.models import Body, Matter, Resolution
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ui.access import public

router = Router(tags=["committees"])


class MemberOut(Schema):
    """A member of today."""

    name: str
    title: str
    position: str
    identity: str
    gender: str
    conflicts: str
    valid_from: str
    valid_to: str | None


class BodyOut(Schema):
    """A body; `agency` is whose matters it hears."""

    id: str = Field(examples=["bd_7k3m9q2x"])
    kind: str
    name: dict[str, str]
    agency: str | None
    members: list[MemberOut]
    waiting: int


class MatterOut(Schema):
    """A case that waits, and what may be resolved on it."""

    case: str
    title: dict[str, str]
    since: str
    events: list[str]


class ResolutionIn(Schema):
    """A resolution on a case that waits. `votes` empty: by consensus."""

    case: str
    event: str
    text: str
    decided_on: str
    way: str = "meeting"
    document: str = ""
    until: str = ""
    votes: dict[str, int] = {}


class ResolutionOut(Schema):
    """A resolution; `done` tells whether it took effect, `problems` why it could not."""

    id: str
    body: str | None
    case: str
    event: str
    text: str
    decided_on: str
    way: str
    document: str
    votes: dict[str, int]
    done: bool
    problems: list[dict[str, Any]]
    receipt: str | None


@router.get("/committees", response=list[BodyOut], auth=None, summary="List bodies")
@public
def committees(request: HttpRequest) -> list[dict[str, Any]]:
    """List all bodies with their members."""
    del request
    return [_body(one) for one in queries.all_bodies()]


@router.get("/committees/{public_id}", response=BodyOut, auth=None, summary="Read a body")
@public
def committee(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Read one body with its members."""
    del request
    return _body(bodies.body(public_id))


@router.get(
    "/committees/{public_id}/matters", response=list[MatterOut], auth=None, summary="What waits for a body"
)
@public
def matters(request: HttpRequest, public_id: str, cursor: str = "") -> list[dict[str, Any]]:
    """List what waits, the longest waiting first, fifty at a time."""
    del request
    return [_matter(one) for one in queries.waiting(bodies.body(public_id), after=cursor[:60])]


@router.get(
    "/committees/{public_id}/resolutions", response=list[ResolutionOut], auth=None, summary="Resolutions"
)
@public
def resolved(request: HttpRequest, public_id: str, cursor: str = "") -> list[dict[str, Any]]:
    """List the resolutions that took effect, newest first, fifty at a time."""
    del request
    return [_resolution(one) for one in queries.resolutions(bodies.body(public_id), before=cursor[:20]).items]


@router.post("/resolutions", response=ResolutionOut, auth=KeyAuth(Scope.CASES), summary="Record a resolution")
@needs(Role.SECRETARY, Role.POLICY_OFFICE)
def record(request: HttpRequest, given: ResolutionIn) -> dict[str, Any]:
    """Record a resolution and carry it out."""
    told = {**given.dict(exclude={"votes"}), **{f"votes_{name}": n for name, n in given.votes.items()}}
    return _resolution(resolutions.record(given.case, told, by=actor_of_request(request)))


def _body(one: Body) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "kind": one.kind,
        "name": one.names,
        "agency": one.agency.public_id if one.agency else None,
        "waiting": queries.count_waiting(one),
        "members": [
            {
                "name": each.name,
                "title": each.title,
                "position": each.position,
                "identity": each.identity,
                "gender": each.gender,
                "conflicts": each.conflicts,
                "valid_from": each.valid_from.isoformat(),
                "valid_to": each.valid_to.isoformat() if each.valid_to else None,
            }
            for each in queries.members(one)
        ],
    }


def _matter(one: Matter) -> dict[str, Any]:
    return {
        "case": one.case.number,
        "title": one.case.title,
        "since": one.since.isoformat(),
        "events": one.events,
    }


def _resolution(one: Resolution) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "body": one.body.public_id if one.body else None,
        "case": one.case.number,
        "event": one.event,
        "text": one.text,
        "decided_on": one.decided_on.isoformat(),
        "way": one.way,
        "document": one.document,
        "votes": one.votes,
        "done": one.done_at is not None,
        "problems": one.problems,
        "receipt": f"/ledger/receipts/{one.recorded_seq}.json" if one.recorded_seq is not None else None,
    }
