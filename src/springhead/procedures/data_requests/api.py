"""`/api/v1/requests`: ask for data, and read who asked for what and what was answered.

Everything else is a command: `POST /api/v1/cases/{number}/commands/{event}`; what may be done now, and why not
the rest, says `GET /api/v1/cases/{number}/commands`.
"""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import asked
from springhead.foundation.ui.access import public
from springhead.procedures.data_requests import actions, asking, hearing, queries, telling
from springhead.procedures.data_requests.models import DataRequest

router = Router(tags=["requests"])


class WantedIn(Schema):
    """A wanted thing: an existing dataset (`ds_…`) or a name for one, and the fields it should have."""

    title: str = ""
    dataset: str = ""
    fields: list[str] = []


class RequestIn(Schema):
    """A request. `agencies` are public ids; none: the central desk finds out who holds the data."""

    title: str = Field(examples=["學校周邊的交通事故地點"])
    items: list[WantedIn]
    reason: str
    agencies: list[str] = Field([], examples=[["ag_7k3m9q2x"]])
    identity: str = ""
    industry: str = ""


class Sent(Schema):
    """The answer to “sent”: the number, the last day for every answer, and the receipt."""

    number: str
    due_on: str
    event: int | None
    receipt: str
    parts: list[str]
    replayed: bool


class ItemOut(Schema):
    """One item of one agency: outcome, its details, and the promise it led to."""

    item: int
    title: str
    fields: list[str]
    dataset: str | None
    outcome: str | None
    grounds: list[str]
    reasons: str
    details: dict[str, Any]
    commitment: str | None
    heard: bool | None = Field(
        description="of a refusal: whether a committee heard it; null for anything else"
    )


class PartOut(Schema):
    """One agency's share. `days` and `on_time` are of the first concrete answer; `due_on` is the last day."""

    number: str
    agency: str | None
    state: str
    due_on: str | None
    answered_on: str | None
    days: int | None
    on_time: bool | None
    transfers: int
    document: dict[str, str]
    verdict: str | None
    stars: int | None
    items: list[ItemOut]


class RequestOut(Schema):
    """A request with its parts. Redacted words are null."""

    number: str
    state: str
    phase: str
    title: str | None
    reason: str | None
    submitted_at: str | None
    due_on: str | None
    supporters: int
    historical: bool
    redacted: dict[str, str]
    merged_into: str | None
    parts: list[PartOut]


class AgendaOut(Schema):
    """A meeting that has a part of the request on its agenda, and how far it is. What it concludes is told once confirmed."""

    meeting: str = Field(examples=["MT-2026-000012"])
    body: str
    state: str
    held_on: str | None
    item: int = Field(description="its place on the agenda")
    cases: list[str] = Field(description="parts of this request")


class WaitOut(Schema):
    """A part of the request that waits until a meeting of this body takes it; without a body the policy office has it."""

    case: str
    body: str | None
    since: str = Field(description="an instant (RFC 3339)")


class HearingsOut(Schema):
    """What committees do with a request: what waits; agendas and resolutions, the latest first."""

    waits: list[WaitOut]
    agendas: list[AgendaOut]
    resolutions: list[dict[str, Any]] = Field(description="as `/api/v1/resolutions/{id}` tells them")


class RequestList(Schema):
    """A page of requests."""

    items: list[RequestOut]
    next: str | None
    count: int | None = Field(description="null: not counted")
    count_is: str


class RequestFilter(Schema):
    """Which requests to list, as on the page."""

    q: str = Field("", max_length=120)
    state: str = Field("", max_length=16)
    agency: str = Field("", max_length=16)
    outcome: str = Field("", max_length=16)
    year: str = Field("", max_length=4)
    category: str = Field("", max_length=4, description="a code of the catalogue; none: not told yet")
    overdue: str = Field("", max_length=5)
    unheard: str = Field("", max_length=5)
    missing: str = Field("", max_length=5, description="yes: no dataset is listed yet of anything it wants")
    historical: str = Field("", max_length=3)
    sort: str = Field("newest", max_length=8, description="newest, oldest, support")
    cursor: str = Field("", max_length=40)
    limit: int = Field(50, ge=1, le=200)


class AssignIn(Schema):
    """To which agency, and which items (empty: all)."""

    agency: str
    items: list[int] = []


@router.get("/requests", response=RequestList, auth=None, summary="List data requests")
@public
def requests(request: HttpRequest, asked: Query[RequestFilter]) -> dict[str, Any]:
    """List data requests."""
    given = asked.dict()
    which = queries.wanted(given | {name: _yes(given[name]) for name in ("overdue", "unheard", "missing")})
    page = queries.listing(which, viewer=actor_of_request(request), limit=asked.limit)
    parts = telling.parts_of([row.pk for row in page.items])
    items = [telling.request(row, parts.get(row.pk, [])) for row in page.items]
    return {"items": items, "next": page.next or None, "count": None, "count_is": "at_least"}


def _yes(text: str) -> str:
    return "" if text.lower() in ("", "0", "false", "no") else "1"


@router.post("/requests", response=Sent, auth=KeyAuth(Scope.CASES), summary="Ask for data")
@signed_in
def submit(request: HttpRequest, given: RequestIn) -> dict[str, Any]:
    """Ask for data. The same `Idempotency-Key` gives the same request again."""
    key = asked.key(request)
    outcome = asking.send(given.dict(), by=actor_of_request(request), at=now(), key=key)
    row = DataRequest.objects.get(case=outcome.case)
    return {
        "number": outcome.case.number,
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "event": outcome.seq,
        "receipt": f"/ledger/receipts/{outcome.seq}.json",
        "parts": list(row.parts.order_by("pk").values_list("case__number", flat=True)),
        "replayed": outcome.replayed,
    }


@router.get("/requests/{number}", response=RequestOut, auth=None, summary="Read a data request")
@public
def one(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read one request with its parts."""
    row = queries.request(number, viewer=actor_of_request(request))
    return telling.request(row, telling.parts_of([row.pk]).get(row.pk, []))


@router.get(
    "/requests/{number}/hearings", response=HearingsOut, auth=None, summary="What committees do with it"
)
@public
def hearings(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read on whose list and on which agendas a request stands, what was resolved on it, and whether the head approved."""
    row = queries.request(number, viewer=actor_of_request(request))
    return hearing.as_json(queries.parts_of(row))


@router.post(
    "/requests/{number}/parts",
    response=PartOut,
    auth=KeyAuth(Scope.CASES),
    summary="Give a request to an agency",
)
@needs(Role.POLICY_OFFICE)
def assign(request: HttpRequest, number: str, given: AssignIn) -> dict[str, Any]:
    """Give a request to an agency, as the central desk does."""
    by = actor_of_request(request)
    row = queries.request(number, viewer=by)
    made = actions.give(row.case, given.agency, at=now(), by=by, items=tuple(given.items))
    parts = telling.parts_of([row.pk])[row.pk]
    return telling.part(next(part for part in parts if part.case_id == made.case.pk))
