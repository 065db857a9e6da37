"""`/api/v1/committees`: bodies, what waits for them, and what they resolved."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from springhead.engine.kernel.actors import Role
from springhead.forums.committees import approvals, bodies, queries, resolutions
from springhead.forums.committees.models import Body, Matter, Resolution
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ui.access import public

router = Router(tags=["committees"])


class MemberOut(Schema):
    """A member of today."""

    id: str = Field(examples=["mb_7k3m9q2x"])
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
    cadence_months: int | None = Field(
        description="a meeting at least so often; null: as the policy says; 0: only when called"
    )


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


class ApprovalIn(Schema):
    """The document by which the head approved: its number and its day."""

    document_number: str
    document_on: str = Field(examples=["2026-03-02"])


class DeclineIn(Schema):
    """Why not; public."""

    reason: str


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
    meeting: str | None = Field(description="number of the meeting it came from")
    approval: str = Field(description="none, waiting, approved, declined (首長核定)")
    approval_document: str
    declined_why: str
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


@router.get(
    "/approvals",
    response=list[ResolutionOut],
    auth=KeyAuth(Scope.CASES),
    summary="What waits for your approval",
)
@needs(Role.AGENCY_HEAD)
def waiting_for_approval(request: HttpRequest, cursor: str = "") -> list[dict[str, Any]]:
    """List the resolutions that take effect only when you approve them, the longest waiting first, fifty at a time."""
    return [
        _resolution(one) for one in approvals.waiting(viewer=actor_of_request(request), after=cursor[:20])
    ]


@router.get("/resolutions/{public_id}", response=ResolutionOut, auth=None, summary="Read a resolution")
@public
def one_resolution(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Read one resolution."""
    del request
    return _resolution(queries.resolution(public_id))


@router.post(
    "/resolutions/{public_id}/approve",
    response=list[ResolutionOut],
    auth=KeyAuth(Scope.CASES),
    summary="Approve a resolution",
)
@needs(Role.AGENCY_HEAD)
def approve(request: HttpRequest, public_id: str, given: ApprovalIn) -> list[dict[str, Any]]:
    """Approve it (首長核定) with the others of the same item; they take effect at once."""
    by = actor_of_request(request)
    found = queries.resolution(public_id)
    rows = approvals.approve(found, number=given.document_number, on=_date(given.document_on), by=by)
    return [_resolution(one) for one in rows]


@router.post(
    "/resolutions/{public_id}/decline",
    response=list[ResolutionOut],
    auth=KeyAuth(Scope.CASES),
    summary="Decline a resolution",
)
@needs(Role.AGENCY_HEAD)
def decline(request: HttpRequest, public_id: str, given: DeclineIn) -> list[dict[str, Any]]:
    """Decline it with public reasons; the matter is on the body's list again."""
    by = actor_of_request(request)
    rows = approvals.decline(queries.resolution(public_id), reason=given.reason, by=by)
    return [_resolution(one) for one in rows]


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _approval(one: Resolution) -> str:
    if one.declined_at:
        return "declined"
    if one.approved_at:
        return "approved"
    return "waiting" if one.awaits_approval else "none"


def _body(one: Body) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "kind": one.kind,
        "name": one.names,
        "agency": one.agency.public_id if one.agency else None,
        "waiting": queries.count_waiting(one),
        "cadence_months": one.cadence_months,
        "members": [
            {
                "id": each.public_id,
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
        "meeting": one.meeting or None,
        "approval": _approval(one),
        "approval_document": one.approval_document,
        "declined_why": one.declined_why,
        "done": one.done_at is not None,
        "problems": one.problems,
        "receipt": f"/ledger/receipts/{one.recorded_seq}.json" if one.recorded_seq is not None else None,
    }
