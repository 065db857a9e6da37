"""`/api/v1/meetings`: agendas, packets, attendance, minutes, action items. Commands go through `/api/v1/cases`."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.forums.committees import bodies
from springhead.forums.meetings import cadence, commands, packets, papers, papers_api, queries
from springhead.forums.meetings.models import ActionItem, Item, Meeting, Seat
from springhead.forums.meetings.queries import Wanted
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import asked
from springhead.foundation.cases.fire import open_case
from springhead.foundation.ui.access import public

router = Router(tags=["meetings"])
router.add_router("", papers_api.router)


class MeetingLine(Schema):
    """A meeting. Days are Taipei dates; `link` to join is seen by members only."""

    number: str = Field(examples=["MT-2026-000012"])
    title: dict[str, str]
    body: str = Field(examples=["bd_7k3m9q2x"])
    state: str
    mode: str = Field(description="in_person, online, hybrid, written")
    held_on: str | None
    starts_at: str | None
    place: str
    due_by: str | None = Field(description="by when the body's cadence asks for it")
    version: int


class MeetingList(Schema):
    """A page of meetings."""

    items: list[MeetingLine]
    next: str | None
    count: int | None = Field(description="null: not counted")
    count_is: str


class ItemOut(Schema):
    """An item of the agenda. Before papers are sent `id` is null and the options may still change."""

    id: str | None = Field(examples=["im_7k3m9q2x"])
    section: str = Field(description="previous, report, discussion, extempore")
    number: int
    title: dict[str, str]
    text: str
    note: str = Field(description="擬辦, what the secretary suggests")
    links: list[str]
    cases: list[str]
    options: list[dict[str, Any]] = Field(
        description="what may be resolved: code, label, events by case, approver"
    )
    paper: dict[str, Any] = Field(description="frozen when papers were sent")
    outcome: str | None = Field(
        description="resolved, deferred, noted; provisional until the minutes are confirmed"
    )
    way: str | None
    option: str | None
    resolution: str
    until: str | None
    votes: dict[str, int]
    settled_elsewhere: list[str] = Field(description="cases that were decided elsewhere meanwhile")


class SeatOut(Schema):
    """A member in a meeting."""

    member: str
    name: str
    eligible: bool = Field(description="on the list of who may hold a position, frozen at the opening")
    how: str
    deputy: str
    present: bool


class MeetingOut(MeetingLine):
    """A meeting with its agenda and attendance; `you` is the caller's own seat, to name in commands."""

    chair: str | None
    cause: str
    ended_why: str
    link: str
    items: list[ItemOut]
    attendance: list[SeatOut]
    resolutions: list[str]
    links: dict[str, str | None] = Field(description="page, body; minutes once they are published")
    you: str | None
    statements: list[dict[str, Any]] = Field(
        description="for the body's own people until the minutes are published"
    )
    positions: list[dict[str, Any]] = Field(description="as above; each with its receipt")
    objections: list[dict[str, Any]] = Field(description="as above; open ones have no outcome")


class ActionItemOut(Schema):
    """A thing under control (列管) until it is released (解除列管)."""

    number: str
    text: str
    owner: str
    due_on: str
    open: bool
    released_why: str
    body: str
    meeting: str


class ActionItemList(Schema):
    """A page of action items by their day."""

    items: list[ActionItemOut]
    next: str | None
    count: int | None
    count_is: str


class ToDoOut(Schema):
    """One meeting on the caller's desk as a member."""

    meeting: str
    title: dict[str, str]
    state: str
    you: str
    missing: int = Field(description="items without a position of yours")
    due: str | None


class MeetingFilter(Schema):
    """What to list."""

    body: str = ""
    state: str = ""
    soon: bool = False
    year: int = Field(0, ge=0, le=9999, description="of the day it is held; 0: any")
    cursor: str = ""


class PlanIn(Schema):
    """A meeting to be planned; `mode` written makes it a written review."""

    body: str
    mode: str = "in_person"
    cause: str = ""


@router.get("/meetings", response=MeetingList, auth=None, summary="List meetings")
@public
def meetings(request: HttpRequest, wanted: Query[MeetingFilter]) -> dict[str, Any]:
    """List meetings, newest first."""
    asked = Wanted(wanted.body, wanted.state, wanted.soon, wanted.cursor[:20], wanted.year)
    page = queries.listing(asked, viewer=actor_of_request(request))
    lines = [_line(one) for one in page.items]
    return {"items": lines, "next": page.next or None, "count": None, "count_is": "at_least"}


@router.post("/meetings", response=MeetingLine, auth=KeyAuth(Scope.CASES), summary="Plan a meeting")
@needs(Role.SECRETARY, Role.POLICY_OFFICE)
def plan(request: HttpRequest, given: PlanIn) -> dict[str, Any]:
    """Plan a meeting of a body; everything after that is a command of its case."""
    by = actor_of_request(request)
    body = bodies.body(given.body)
    command = commands.parse("plan", given.dict())
    key = asked.key(request)
    made = open_case("meeting", command, cadence.opening_of(body), by=by, at=now(), key=key)
    return _line(queries.meeting(made.case.number, viewer=by))


@router.get("/meetings/action-items", response=ActionItemList, auth=None, summary="List action items")
@public
def action_items(request: HttpRequest, body: str = "", all: bool = False, cursor: str = "") -> dict[str, Any]:  # noqa: A002, FBT001, FBT002
    """List what is under control, by its day; with `all` also what was released."""
    del request
    of = bodies.body(body) if body else None
    found = queries.action_items(of, only_open=not all, after=cursor[:40])
    items = [_task(one) for one in found]
    return {"items": items, "next": queries.next_of(found) or None, "count": None, "count_is": "at_least"}


@router.get("/meetings/to-do", response=list[ToDoOut], auth=KeyAuth(Scope.CASES), summary="A member's desk")
@signed_in
def to_do(request: HttpRequest) -> list[dict[str, Any]]:
    """Say what the caller has to read and to say as a member, and by when."""
    return [
        {
            "meeting": one.meeting.number,
            "title": one.meeting.case.title,
            "state": one.meeting.state,
            "you": one.you.public_id,
            "missing": one.missing,
            "due": one.due.isoformat() if one.due else None,
        }
        for one in queries.to_do(viewer=actor_of_request(request))
    ]


@router.get("/meetings/{number}", response=MeetingOut, auth=None, summary="Read a meeting")
@public
def meeting(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read a meeting as everybody sees it."""
    return _one(request, number)


@router.get(
    "/meetings/{number}/mine", response=MeetingOut, auth=KeyAuth(Scope.CASES), summary="Read your meeting"
)
@signed_in
def my_meeting(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read a meeting as its member, convener or secretary sees it: with the link, statements and positions."""
    return _one(request, number)


@router.get("/meetings/{number}/minutes", response=dict[str, Any], auth=None, summary="Read minutes")
@public
def minutes(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read the published minutes as JSON; 404 before they are."""
    viewer = actor_of_request(request)
    return queries.document(queries.meeting(number, viewer=viewer), viewer=viewer)


@router.get(
    "/meetings/{number}/minutes/draft",
    response=dict[str, Any],
    auth=KeyAuth(Scope.CASES),
    summary="Read the draft of minutes",
)
@signed_in
def draft(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read the newest revision before it is published, as one of the body's own people; 404 for others."""
    viewer = actor_of_request(request)
    return queries.document(queries.meeting(number, viewer=viewer), viewer=viewer)


@router.get(
    "/meetings/{number}/receipts/{seq}",
    response=dict[str, Any],
    auth=KeyAuth(Scope.CASES),
    summary="The receipt of a position",
)
@signed_in
def receipt(request: HttpRequest, number: str, seq: int) -> dict[str, Any]:
    """Give the receipt of your position with what you said opened; `verify.py` checks it offline."""
    viewer = actor_of_request(request)
    return queries.receipt(queries.meeting(number, viewer=viewer), seq, viewer=viewer)


def _one(request: HttpRequest, number: str) -> dict[str, Any]:
    viewer = actor_of_request(request)
    found = queries.meeting(number, viewer=viewer)
    allowed = queries.may(found, viewer=viewer)
    agenda = queries.items(found)
    elsewhere = queries.settled_elsewhere(agenda)
    gone = queries.withheld(found)
    lines = [_item(one, elsewhere, withheld=one.public_id in gone) for one in agenda]
    return {
        **_line(found),
        "chair": found.chair.public_id if found.chair else None,
        "cause": found.cause,
        "ended_why": found.ended_why,
        "link": found.link if allowed.read else "",
        "items": lines + _packet(found, len(lines)),
        "attendance": [_seat(one) for one in queries.attendance(found)],
        "resolutions": [one.public_id for one in queries.resolutions(found)],
        "links": queries.links(found),
        "you": allowed.you.public_id if allowed.you else None,
        "statements": [
            {
                "id": one.public_id,
                "item": one.item.public_id if one.item else None,
                "member": one.member.public_id,
                "name": one.member.name,
                "text": one.text,
            }
            for one in queries.statements(found, viewer=viewer)
        ],
        "positions": [
            {
                "item": one.item.public_id,
                "member": one.member.public_id,
                "position": one.position,
                "text": one.text,
                "ruling": one.ruling,
                "latest": one.latest,
                "receipt": f"/api/v1/meetings/{number}/receipts/{one.seq}" if one.seq is not None else None,
            }
            for one in queries.positions(found, viewer=viewer)
        ],
        "objections": [
            {
                "id": one.public_id,
                "member": one.member.public_id,
                "place": one.place,
                "text": one.text,
                "outcome": one.outcome or None,
                "answer": one.answer,
            }
            for one in queries.objections(found, viewer=viewer)
        ],
    }


def _line(one: Meeting) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.case.title,
        "body": one.body.public_id,
        "state": one.state,
        "mode": one.mode,
        "held_on": one.held_on.isoformat() if one.held_on else None,
        "starts_at": one.starts_at.isoformat("minutes") if one.starts_at else None,
        "place": one.place,
        "due_by": one.due_by.isoformat() if one.due_by else None,
        "version": one.case.version,
    }


def _item(one: Item, elsewhere: frozenset[str], *, withheld: bool) -> dict[str, Any]:
    numbers = [each.case.number for each in one.cases.all()]
    return {
        "id": one.public_id,
        "section": one.section,
        "number": one.number,
        "title": one.title,
        "text": "" if withheld else one.text,
        "note": "" if withheld else one.note,
        "links": one.links,
        "cases": numbers,
        "options": one.options,
        "paper": one.paper,
        "outcome": one.outcome or None,
        "way": one.way or None,
        "option": one.option or None,
        "resolution": "" if withheld else one.resolution,
        "until": one.until.isoformat() if one.until else None,
        "votes": one.votes,
        "settled_elsewhere": [number for number in numbers if number in elsewhere],
    }


def _packet(found: Meeting, before: int) -> list[dict[str, Any]]:
    """Return what the packet would have if the papers were sent now."""
    lines = packets.lines(found)
    waiting = papers.of_cases([case for line in lines for case in line.cases])
    return [_waiting(line, waiting, number) for number, line in enumerate(lines, before + 1)]


def _waiting(line: packets.Line, waiting: Mapping[int, dict[str, Any]], number: int) -> dict[str, Any]:
    return {
        "id": None,
        "section": Item.Section.DISCUSSION,
        "number": number,
        "title": line.title,
        "text": "",
        "note": line.note,
        "links": [],
        "cases": [one.number for one in line.cases],
        "options": [one.as_json() for one in line.options],
        "paper": {"cases": [waiting[one.pk] for one in line.cases]},
        "outcome": None,
        "way": None,
        "option": None,
        "resolution": "",
        "until": None,
        "votes": {},
        "settled_elsewhere": [],
    }


def _seat(one: Seat) -> dict[str, Any]:
    return {
        "member": one.member.public_id,
        "name": one.member.name,
        "eligible": one.eligible,
        "how": one.how,
        "deputy": one.deputy,
        "present": one.present,
    }


def _task(one: ActionItem) -> dict[str, Any]:
    return {
        "number": one.case.number,
        "text": one.text,
        "owner": one.owner,
        "due_on": one.due_on.isoformat(),
        "open": one.is_open,
        "released_why": one.released_why,
        "body": one.body.public_id,
        "meeting": one.meeting.number,
    }
