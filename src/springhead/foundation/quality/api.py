"""`/api/v1/quality`: what people found wrong with datasets, and what was answered. Commands go through `/api/v1/cases`."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from springhead.engine.kernel.now import now
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import asked
from springhead.foundation.quality import queries, reporting, telling
from springhead.foundation.quality.queries import Wanted
from springhead.foundation.ui.access import public

router = Router(tags=["quality"])


class ReportIn(Schema):
    """A fault. `row` counts from 1 as the table does."""

    dataset: str = Field(examples=["ds_7k3m9q2x"])
    kind: str = Field(description="value, missing, outdated, link, format, other")
    text: str
    row: int | None = None
    column: str = ""


class Sent(Schema):
    """The number of the report, and its receipt."""

    number: str
    event: int | None
    receipt: str
    replayed: bool


class ReportOut(Schema):
    """A report. Hidden words are null; `hidden` says why. `due` is the end of the term that runs."""

    number: str = Field(examples=["QR-2026-000123"])
    state: str = Field(description="reported, mending, mended, dismissed, withdrawn")
    open: bool
    dataset: str
    agency: str
    kind: str
    text: str | None
    row: int | None
    column: str | None
    reported_at: str
    due: str | None
    answer: str | None
    answered_at: str | None
    mend_by: str | None = Field(description="Taipei date by which the agency will have mended it")
    hidden: str | None


class ReportList(Schema):
    """A page of reports, newest first."""

    items: list[ReportOut]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int | None = Field(description="null: not counted")
    count_is: str


class ReportFilter(Schema):
    """What to list."""

    dataset: str = Field("", max_length=16)
    agency: str = Field("", max_length=16)
    kind: str = Field("", max_length=12)
    which: str = Field("", max_length=8, description="open; empty: all")
    cursor: str = Field("", max_length=20)


@router.get("/quality", response=ReportList, summary="List quality reports", auth=None)
@public
def reports(request: HttpRequest, wanted: Query[ReportFilter]) -> dict[str, Any]:
    """Newest first."""
    found = queries.listing(Wanted(**wanted.model_dump()), viewer=actor_of_request(request))
    return {
        "items": [telling.line(row) for row in found.items],
        "next": found.next or None,
        "count": None,
        "count_is": "at_least",
    }


@router.get("/quality/{number}", response=ReportOut, summary="One quality report", auth=None)
@public
def report(request: HttpRequest, number: str) -> dict[str, object]:
    """Return one report by its number; 404 when there is none."""
    return telling.line(queries.report(number, viewer=actor_of_request(request)))


@router.post("/quality", response=Sent, summary="Report a fault", auth=KeyAuth(Scope.CASES))
@signed_in
def send(request: HttpRequest, told: ReportIn) -> dict[str, Any]:
    """Report a fault of a published dataset; its agency answers within 14 days. `Idempotency-Key` makes repeating harmless."""
    key = asked.key(request)
    outcome = reporting.send(told.model_dump(), by=actor_of_request(request), at=now(), key=key)
    return {
        "number": outcome.case.number,
        "event": outcome.seq,
        "receipt": f"/ledger/receipts/{outcome.seq}.json",
        "replayed": outcome.replayed,
    }
