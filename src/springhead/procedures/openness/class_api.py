"""`/api/v1/openness`: classes that are not open, and how one is opened for a dataset. Commands go through `/api/v1/cases`."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import asked
from springhead.foundation.catalog import queries as datasets
from springhead.foundation.ui.access import public
from springhead.procedures.openness import (
    consistency,
    desk,
    naming,
    queries,
)
from springhead.procedures.openness.application_api import Opened
from springhead.procedures.openness.models import Classification, Record
from springhead.procedures.openness.queries import Wanted

router = Router(tags=["openness"])


class Approval(Schema):
    """Two persons made a class less open: who proposed, who approved as head (party ids), by which document."""

    made_by: str
    approved_by: str
    document_number: str
    document_on: str | None


class ClassLine(Schema):
    """A class case. Days are Taipei dates; `heard` is null while no committee has heard it (未經審議)."""

    number: str = Field(examples=["OC-2026-000123"])
    state: str
    dataset: str = Field(examples=["ds_7k3m9q2x"])
    agency: str
    title: dict[str, str]
    openness: str | None = Field(description="in force now: open, on_application, not_provided")
    grounds: list[str]
    reasons: str
    expires_on: str | None
    review_on: str | None
    heard: str | None = Field(description="reasonable, unreasonable; null: not yet heard")
    heard_at: str | None
    migrated: bool = Field(description="stood in a catalogue before, and was entered as it stood")
    proposed: str | None = Field(description="the less open class that is proposed or announced")
    approval: Approval | None = Field(
        description="of the proposed class, else of the one in force; null: it needed none"
    )


class ClassList(Schema):
    """A page of class cases."""

    items: list[ClassLine]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int | None = Field(description="null: not counted")
    count_is: str


class ClassFilter(Schema):
    """What to list."""

    kind: str = Field("", description="unheard, noticed, reviewing, promised, entered; empty: all live ones")
    openness: str = Field("", description="on_application, not_provided")
    agency: str = ""
    dataset: str = ""
    cursor: str = ""


@router.get("/openness", response=ClassList, summary="List classes that are not open", auth=None)
@public
def classes(request: HttpRequest, wanted: Query[ClassFilter]) -> dict[str, object]:
    """What changed last first."""
    asked = Wanted(wanted.kind, wanted.openness, wanted.agency, wanted.dataset, wanted.cursor[:60])
    found = queries.listing(asked, viewer=actor_of_request(request))
    return {
        "items": [_line(row) for row in found.items],
        "next": found.next or None,
        "count": None,
        "count_is": "at_least",
    }


class SameKind(Schema):
    """A dataset of a kind: its class, and why it is held to be of the kind."""

    dataset: str
    agency: str
    title: dict[str, str]
    openness: str | None
    case: str | None
    titles_agree: float = Field(description="share of the shorter name's pairs of characters; 0 to 1")
    by_fields: bool = Field(description="told by shared fields, not by the title alone")
    shared_fields: list[str]


class SideBySide(Schema):
    """One kind of data over all agencies."""

    items: list[SameKind]
    agencies: int
    differs: bool
    more: int = Field(description="not listed")


@router.get("/openness/consistency", response=SideBySide, summary="One kind of data side by side", auth=None)
@public
def side_by_side(request: HttpRequest, q: str) -> dict[str, object]:
    """Every dataset everybody may see that is of the kind a word or title names, with its class."""
    del request
    found = consistency.side_by_side(q[:100])
    return {
        "items": [
            {
                "dataset": one.dataset.public_id,
                "agency": one.dataset.agency.public_id,
                "title": dict(one.dataset.title),
                "openness": one.dataset.openness or None,
                "case": one.record.case.number if one.record else None,
                "titles_agree": round(one.like.share, 2),
                "by_fields": not one.by_title,
                "shared_fields": list(one.shared),
            }
            for one in found.found
        ],
        "agencies": found.agencies,
        "differs": len(found.classes) > 1,
        "more": found.more,
    }


@router.get("/openness/{number}", response=ClassLine, summary="One class case", auth=None)
@public
def record(request: HttpRequest, number: str) -> dict[str, object]:
    """Return one class case by its number; 404 when there is none."""
    return _line(queries.record(number, viewer=actor_of_request(request)))


def _line(row: Record) -> dict[str, object]:
    current = row.current
    return {
        "number": row.number,
        "state": row.state,
        "dataset": row.dataset.public_id,
        "agency": row.dataset.agency.public_id,
        "title": dict(naming.title_of(row.dataset)),
        "openness": row.openness or None,
        "grounds": list(current.grounds) if current else [],
        "reasons": current.reason if current else "",
        "expires_on": current.expires_on.isoformat() if current and current.expires_on else None,
        "review_on": row.review_on.isoformat() if row.review_on else None,
        "heard": (current.verdict or None) if current else None,
        "heard_at": current.heard_at.isoformat() if current and current.heard_at else None,
        "migrated": row.migrated,
        "proposed": row.proposed.openness if row.proposed else None,
        "approval": _approval(row.proposed or current),
    }


def _approval(made: Classification | None) -> dict[str, object] | None:
    if made is None or not made.approved_by:
        return None
    return {
        "made_by": made.made_by,
        "approved_by": made.approved_by,
        "document_number": made.document_number,
        "document_on": made.document_on.isoformat() if made.document_on else None,
    }


@router.post(
    "/openness/datasets/{public_id}/{event}",
    response=Opened,
    auth=KeyAuth(Scope.CASES),
    summary="Classify a dataset, or propose a less open class",
)
@signed_in
def opened(request: HttpRequest, public_id: str, event: str) -> dict[str, Any]:
    """Open the class case of a dataset: `classify` before it is public, `propose` afterwards.

    Body: openness, grounds, reason, expires_on. `Idempotency-Key` makes repeating harmless.
    """
    by = actor_of_request(request)
    found = datasets.dataset(public_id, viewer=by)
    key = asked.key(request)
    number = desk.open_for(found, event, asked.body(request), by=by, key=key)
    return {"number": number, "address": f"/openness/{number}"}
