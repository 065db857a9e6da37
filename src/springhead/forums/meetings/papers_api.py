"""`/api/v1/meetings/{number}/papers`: papers brought as files; `attach` and `detach` are commands of the case."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from ninja import Field, Router, Schema, Status

from springhead.forums.meetings import attached, attaching, document_views, queries, showing
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ui.access import public

router = Router(tags=["meetings"])


class PaperOut(Schema):
    """A paper; one kept back by law has its place and `held_back` only."""

    id: str = Field(examples=["up_7k3m9q2x"])
    place: str = Field(description="an item's id, the number of a waiting case, or empty: the whole packet")
    late: bool = Field(description="after the line five days before the meeting")
    held_back: dict[str, str] | None = None
    title: str = ""
    filename: str = ""
    size: int = 0
    sha256: str = ""
    address: str = ""
    withdrawn: str = Field("", description="why it was withdrawn")


class PlaceOut(Schema):
    """Where to send a file, by tus 1.0; then `POST` to `received`, then the command `attach`."""

    attachment: str
    endpoint: str
    ticket: str
    max_bytes: int
    received: str


class ReceivedOut(Schema):
    """A file that arrived whole and waits to be attached."""

    attachment: str
    filename: str
    size: int
    sha256: str


@router.get("/meetings/{number}/papers", response=list[PaperOut], auth=None, summary="List papers")
@public
def papers(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """List the papers of a meeting as everybody sees them."""
    return _listed(request, number)


@router.get(
    "/meetings/{number}/papers/mine",
    response=list[PaperOut],
    auth=KeyAuth(Scope.CASES),
    summary="List your papers",
)
@signed_in
def my_papers(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """List the papers of a meeting as its member or secretary sees them."""
    return _listed(request, number)


def _listed(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    viewer = actor_of_request(request)
    row = queries.meeting(number, viewer=viewer)
    agenda = showing.agenda(row, viewer)
    rest = attached.spread(agenda, row, reads=queries.may(row, viewer=viewer).read)
    return [one.as_json() for one in (*rest, *(each for line in agenda for each in line["attachments"]))]


@router.post(
    "/meetings/{number}/papers", response={201: PlaceOut}, auth=KeyAuth(Scope.CASES), summary="Begin a paper"
)
@signed_in
def begin(request: HttpRequest, number: str) -> Status[dict[str, Any]]:
    """Give the secretary a ticket for one file."""
    viewer = actor_of_request(request)
    ticket = attaching.open_place(queries.meeting(number, viewer=viewer), by=viewer)
    base = settings.SPRINGHEAD.address
    place = {
        "attachment": ticket.upload_id,
        "endpoint": f"{base}/uploads",
        "ticket": ticket.token,
        "max_bytes": ticket.max_bytes,
        "received": f"{base}/api/v1/meetings/{number}/papers/{ticket.upload_id}/received",
    }
    return Status(201, place)


@router.post(
    "/meetings/{number}/papers/{paper}/received",
    response=ReceivedOut,
    auth=KeyAuth(Scope.CASES),
    summary="Take in a paper",
)
@signed_in
def received(request: HttpRequest, number: str, paper: str) -> dict[str, Any]:
    """Take in an uploaded file; 409 while a worker still stores it, 422 when it cannot be attached. Harmless twice."""
    viewer = actor_of_request(request)
    found = attaching.receive(queries.meeting(number, viewer=viewer), paper, by=viewer)
    return {
        "attachment": found.public_id,
        "filename": found.filename,
        "size": found.size,
        "sha256": found.sha256,
    }


@router.get(
    "/meetings/{number}/papers/{paper}/file", auth=KeyAuth(Scope.CASES), summary="Read a paper", response=None
)
@signed_in
def file(request: HttpRequest, number: str, paper: str) -> HttpResponseBase:
    """Read a paper as a member or secretary; what is public needs no key: see its `address`."""
    viewer = actor_of_request(request)
    found = attached.paper(queries.meeting(number, viewer=viewer), paper, viewer=viewer)
    return document_views.kept(request, found.sha256, found.filename, attaching.media_of(found.filename))
