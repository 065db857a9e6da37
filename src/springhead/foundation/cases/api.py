"""`/api/v1/cases`: every case, what one may do in it, and its commands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from springhead.engine.kernel.language import normal
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import asked, queries
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.queries import Wanted
from springhead.foundation.cases.registry import case_type
from springhead.foundation.cases.texts import BAD_VERSION, CHANGED_MEANWHILE, NOT_THAT_VERSION
from springhead.foundation.ui.access import public
from springhead.foundation.ui.formats import last_day, legal_date

router = Router(tags=["cases"])


class CaseLine(Schema):
    """A case. `version` counts its moves; `next_due` is null when no term runs.

    `next_due` is the instant a term is over, `next_due_on` its last day in Taipei.
    """

    number: str = Field(examples=["DL-2026-000123"])
    type: str = Field(examples=["delivery"])
    state: str
    phase: str = Field(
        description="draft, intake, in_review, waiting_on_requester, decided, delivering, closed"
    )
    version: int
    title: dict[str, str]
    agency: str | None
    subjects: list[str]
    opened_at: str
    closed_at: str | None
    next_due: str | None
    next_due_on: str | None


class CaseList(Schema):
    """A page of cases, newest first."""

    items: list[CaseLine]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int | None = Field(description="null: not counted")
    count_is: str


class CaseFilter(Schema):
    """Which cases to list."""

    type: str = Field("", max_length=40)
    phase: str = Field("", max_length=24)
    agency: str = Field("", max_length=16)
    subject: str = Field("", max_length=64)
    overdue: bool = False
    cursor: str = Field("", max_length=40)
    limit: int = Field(50, ge=1, le=200)


class Offer(Schema):
    """A command of the case: possible now, or why not."""

    event: str
    label: dict[str, str]
    allowed: bool
    leads_to: str | None
    problems: list[dict[str, Any]]


class Moved(Schema):
    """What came of a command; `event` is its number in the ledger, from which the receipt comes."""

    case: CaseLine
    event: int | None
    receipt: str | None = Field(description="address of the receipt")
    replayed: bool = Field(
        description="true when this Idempotency-Key was used before: nothing happened again"
    )


@router.get("/cases", response=CaseList, auth=None, summary="List cases")
@public
def cases(request: HttpRequest, asked: Query[CaseFilter]) -> dict[str, Any]:
    """List public cases, newest first; overdue ones the longest overdue first."""
    wanted = Wanted(
        type=asked.type,
        phase=asked.phase,
        agency_id=asked.agency,
        subject_id=asked.subject,
        overdue_at=now() if asked.overdue else None,
        before=asked.cursor,
    )
    page = queries.listing(wanted, viewer=actor_of_request(request), limit=asked.limit)
    subjects = queries.subjects_of(page.items)
    items = [_line(case, subjects.get(case.pk, [])) for case in page.items]
    return {"items": items, "next": page.next or None, "count": None, "count_is": "at_least"}


@router.get("/cases/{number}", response=CaseLine, auth=None, summary="Read a case")
@public
def case(request: HttpRequest, response: HttpResponse, number: str) -> dict[str, Any]:
    """Read one case. The header `ETag` has its version, for `If-Match`."""
    found = queries.case(number, viewer=actor_of_request(request))
    response["ETag"] = _tag(found)
    return _one(found)


@router.get(
    "/cases/{number}/commands",
    response=list[Offer],
    auth=KeyAuth(Scope.CASES),
    summary="What may be done now",
)
@signed_in
def commands(request: HttpRequest, response: HttpResponse, number: str) -> list[dict[str, Any]]:
    """Say what this caller may do in the case now, and why not the rest. `ETag` has the version, for `If-Match`."""
    viewer = actor_of_request(request)
    found = queries.case(number, viewer=viewer)
    response["ETag"] = _tag(found)
    lang = normal(request.headers.get("Accept-Language"))
    return [
        {
            "event": offer.event,
            "label": dict(offer.label),
            "allowed": offer.allowed,
            "leads_to": offer.leads_to or None,
            "problems": [problem.as_json(lang) for problem in offer.problems],
        }
        for offer in queries.commands(found, viewer=viewer, at=now())
    ]


@router.post(
    "/cases/{number}/commands/{event}", response=Moved, auth=KeyAuth(Scope.CASES), summary="Give a command"
)
@signed_in
def command(request: HttpRequest, response: HttpResponse, number: str, event: str) -> dict[str, Any]:
    """Give a command with its payload as JSON.

    `Idempotency-Key` makes repeating harmless; `If-Match: "3"` refuses (412, RFC 9110 13.1.1) when the case is not at
    version 3. The answer's `ETag` has the new version.
    """
    by = actor_of_request(request)
    found = queries.case(number, viewer=by)
    payload = case_type(found.type).parse(event, asked.body(request))
    wanted = _versions(request.headers.get("If-Match"))
    try:
        outcome = fire(
            found,
            payload,
            by=by,
            at=now(),
            expected_version=_expected(wanted, found),
            key=asked.key(request),
        )
    except Refused as refusal:
        raise _precondition(refusal, found) from refusal
    response["ETag"] = _tag(outcome.case)
    return {
        "case": _one(outcome.case),
        "event": outcome.seq,
        "receipt": None if outcome.seq is None else f"/ledger/receipts/{outcome.seq}.json",
        "replayed": outcome.replayed,
    }


def _tag(found: Case) -> str:
    return f'"{found.version}"'


def _versions(header: str | None) -> frozenset[int]:
    """Return the versions `If-Match` names; none when any will do."""
    if header is None or header.strip() == "*":
        return frozenset()
    named = [text.strip().removeprefix("W/").strip('"') for text in header.split(",")]
    if not all(text.isdecimal() for text in named):
        raise Refused(BAD_VERSION.at("If-Match"))
    return frozenset(int(text) for text in named)


def _expected(wanted: frozenset[int], found: Case) -> int | None:
    """Return the version to expect behind the lock: the one that was just read when it is among several."""
    return (found.version if found.version in wanted else min(wanted)) if wanted else None


def _precondition(refusal: Refused, found: Case) -> Refused:
    """Say 412 where the version named in a header was not the case's."""
    (first, *_) = refusal.problems
    if first.kind is not CHANGED_MEANWHILE:
        return refusal
    return Refused(NOT_THAT_VERSION.at(found.number, version=first.params["version"]))


def _one(found: Case) -> dict[str, Any]:
    return _line(found, queries.subjects_of([found]).get(found.pk, []))


def _line(found: Case, subjects: list[str]) -> dict[str, Any]:
    return {
        "number": found.number,
        "type": found.type,
        "state": found.state,
        "phase": found.phase,
        "version": found.version,
        "title": found.title,
        "agency": found.agency_id or None,
        "subjects": subjects,
        "opened_at": found.opened_at.isoformat(),
        "closed_at": found.closed_at.isoformat() if found.closed_at else None,
        "next_due": found.next_due.isoformat() if found.next_due else None,
        "next_due_on": (last_day(found.next_due) or legal_date(found.next_due)).isoformat()
        if found.next_due
        else None,
    }
