"""`/api/v1/committees`: bodies, what waits for them, and what they resolved."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import (
    approvals,
    bodies,
    composition_api,
    listing,
    queries,
    resolutions,
    telling,
    texts,
)
from springhead.forums.committees.bodies import RECORDERS
from springhead.forums.committees.models import Body, Matter, Member
from springhead.forums.committees.telling import ResolutionOut
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ui.access import public

router = Router(tags=["committees"])
router.add_router("", composition_api.router)


class BodyOut(Schema):
    """A body; `agency` is whose matters it hears."""

    id: str = Field(examples=["bd_7k3m9q2x"])
    kind: str
    name: dict[str, str]
    agency: str | None
    members: list[composition_api.MemberOut]
    waiting: int
    cadence_months: int | None = Field(
        description="a meeting at least so often; null: as the policy says; 0: only when called"
    )


class BodyIn(Schema):
    """A body to be set up. `agency` (public id) is whose matters it hears; a body of the kind `agency` needs one."""

    kind: Literal["executive", "agency", "panel", "jury"] = "agency"
    name: dict[str, str] = Field(examples=[{"zh-Hant": "清溪縣諮詢小組", "en": "Clearbrook committee"}])
    agency: str = ""


class DeskOut(Schema):
    """What a secretary has to do about resolutions; the newest first, fifty at most of each."""

    failed: list[ResolutionOut] = Field(description="could not be carried out; `problems` says why")
    awaiting: list[ResolutionOut] = Field(description="waiting for the approval of the head")


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


class ResolutionsOut(Schema):
    """A page of resolutions, the latest decision first."""

    items: list[ResolutionOut]
    next: str | None = Field(description="cursor of the next page; null on the last")
    count: int | None
    count_is: str


@router.get("/committees", response=list[BodyOut], auth=None, summary="List bodies")
@public
def committees(request: HttpRequest, response: HttpResponse, cursor: str = "") -> list[dict[str, Any]]:
    """List all bodies with their members, tier by tier, fifty at a time; the header `Link` leads to the next page."""
    found = queries.listed(cursor=cursor[:40])
    _lead_on(request, response, found.next)
    members, (waiting, _broken) = queries.members_of(found.items), queries.counts(found.items)
    return [_told(one, members.get(one.pk, []), waiting.get(one.pk, 0)) for one in found.items]


@router.get("/committees/{public_id}", response=BodyOut, auth=None, summary="Read a body")
@public
def committee(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Read one body with its members."""
    del request
    return _body(bodies.body(public_id))


@router.post("/committees", response=BodyOut, auth=KeyAuth(Scope.CASES), summary="Set up a body")
@needs(Role.POLICY_OFFICE)
def make(request: HttpRequest, given: BodyIn) -> dict[str, Any]:
    """Set up a body."""
    by = actor_of_request(request)
    agency = agency_queries.agency(given.agency, viewer=by) if given.agency else None
    if given.kind == "agency" and agency is None:
        raise Refused(texts.NO_AGENCY.at("agency"))
    names = {lang: given.name.get(lang, "").strip()[:200] for lang in ("zh-Hant", "en")}
    return _body(bodies.make(given.kind, {lang: text for lang, text in names.items() if text}, agency, by=by))


@router.get(
    "/committees/{public_id}/matters", response=list[MatterOut], auth=None, summary="What waits for a body"
)
@public
def matters(
    request: HttpRequest, response: HttpResponse, public_id: str, cursor: str = ""
) -> list[dict[str, Any]]:
    """List what waits, the longest waiting first, fifty at a time; the header `Link` leads to the next page."""
    found = queries.waiting(bodies.body(public_id), after=cursor[:60])
    _lead_on(request, response, queries.next_of(found))
    return [_matter(one) for one in found]


@router.get(
    "/committees/{public_id}/resolutions", response=list[ResolutionOut], auth=None, summary="Resolutions"
)
@public
def resolved(
    request: HttpRequest, response: HttpResponse, public_id: str, cursor: str = ""
) -> list[dict[str, Any]]:
    """List the resolutions that took effect, newest first, fifty at a time; the header `Link` leads to the next page."""
    page = queries.resolutions(bodies.body(public_id), before=cursor[:20])
    _lead_on(request, response, page.next)
    return [telling.resolution(one) for one in page.items]


@router.get(
    "/committees/{public_id}/desk",
    response=DeskOut,
    auth=KeyAuth(Scope.CASES),
    summary="A secretary's desk: resolutions that did not take effect",
)
@needs(*RECORDERS)
def desk(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """List what could not be carried out and what waits for the head. With the id `none`: of what no body hears."""
    found = bodies.desk(public_id, viewer=actor_of_request(request))
    return {
        "failed": [telling.resolution(one) for one in queries.failed(found)],
        "awaiting": [telling.resolution(one) for one in queries.awaiting(found)],
    }


@router.get("/resolutions", response=ResolutionsOut, auth=None, summary="List resolutions of all bodies")
@public
def all_resolutions(
    request: HttpRequest,
    body: str = "",
    year: str = "",
    effect: str = "",
    cursor: str = "",
) -> dict[str, Any]:
    """List what all bodies resolved, fifty at a time; `effect` is done, waiting, failed or declined."""
    del request
    found = listing.page(listing.wanted({"body": body, "year": year, "effect": effect, "cursor": cursor}))
    items = [telling.resolution(one) for one in found.items]
    return {"items": items, "next": found.next or None, "count": None, "count_is": "at_least"}


@router.post("/resolutions", response=ResolutionOut, auth=KeyAuth(Scope.CASES), summary="Record a resolution")
@needs(*RECORDERS)
def record(request: HttpRequest, given: ResolutionIn) -> dict[str, Any]:
    """Record a resolution and carry it out."""
    told = {**given.dict(exclude={"votes"}), **{f"votes_{name}": n for name, n in given.votes.items()}}
    return telling.resolution(resolutions.record(given.case, told, by=actor_of_request(request)))


@router.get(
    "/approvals",
    response=list[ResolutionOut],
    auth=KeyAuth(Scope.CASES),
    summary="What waits for your approval",
)
@needs(Role.AGENCY_HEAD)
def waiting_for_approval(
    request: HttpRequest, response: HttpResponse, cursor: str = ""
) -> list[dict[str, Any]]:
    """List the resolutions that take effect only when you approve them, the longest waiting first, fifty at a time; the header `Link` leads to the next page."""
    found = approvals.waiting(viewer=actor_of_request(request), after=cursor[:20])
    _lead_on(request, response, str(found[-1].pk) if len(found) == approvals.PAGE else "")
    return [telling.resolution(one) for one in found]


@router.get("/resolutions/{public_id}", response=ResolutionOut, auth=None, summary="Read a resolution")
@public
def one_resolution(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Read one resolution."""
    del request
    return telling.resolution(queries.resolution(public_id))


@router.post(
    "/resolutions/{public_id}/retry",
    response=ResolutionOut,
    auth=KeyAuth(Scope.CASES),
    summary="Try a resolution again",
)
@needs(*RECORDERS)
def retry(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Carry out what could not be carried out before; one that took effect meanwhile stays as it is."""
    by = actor_of_request(request)
    return telling.resolution(resolutions.take_up(queries.resolution(public_id), by=by))


@router.post(
    "/resolutions/{public_id}/withdraw",
    response=ResolutionOut,
    auth=KeyAuth(Scope.CASES),
    summary="Withdraw a resolution that could not be carried out",
)
@needs(*RECORDERS)
def withdraw(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Take back the record of what could not be carried out; the matter waits again if its case still does."""
    found = queries.resolution(public_id)
    resolutions.withdraw(found, by=actor_of_request(request))
    return telling.resolution(queries.resolution(public_id))


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
    return [telling.resolution(one) for one in rows]


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
    return [telling.resolution(one) for one in rows]


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _lead_on(request: HttpRequest, response: HttpResponse, cursor: str) -> None:
    """Say where the next page of a list is; nothing on the last one."""
    if cursor:
        response["Link"] = f'<{request.path}?{urlencode({"cursor": cursor})}>; rel="next"'


def _body(one: Body) -> dict[str, Any]:
    return _told(one, queries.members(one), queries.count_waiting(one))


def _told(one: Body, members: Sequence[Member], waiting: int) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "kind": one.kind,
        "name": one.names,
        "agency": one.agency.public_id if one.agency else None,
        "waiting": waiting,
        "cadence_months": one.cadence_months,
        "members": [composition_api.told(each) for each in members],
    }


def _matter(one: Matter) -> dict[str, Any]:
    return {
        "case": one.case.number,
        "title": one.case.title,
        "since": one.since.isoformat(),
        "events": one.events,
    }
