"""`/api/v1/cycles`, `/api/v1/nominations`: high-value data. Commands go through `/api/v1/cases/{number}/commands/{event}`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from springhead.engine.kernel.now import now
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import asked
from springhead.foundation.ui.access import public
from springhead.procedures.high_value import entering, queries, theme_api
from springhead.procedures.high_value.actions import day_of
from springhead.procedures.high_value.models import Call, Cycle, Nomination

router = Router(tags=["high-value data"])
router.add_router("", theme_api.router)


class NominationLine(Schema):
    """A nomination. Days are Taipei dates."""

    number: str = Field(examples=["HN-2026-000123"])
    cycle: str = Field(examples=["HC-2026-000001"])
    state: str
    dataset: str = Field(examples=["ds_7k3m9q2x"])
    title: dict[str, str]
    agency: str
    theme: str
    subcategory: str | None
    origin: str = Field(description="agency, civic, policy")
    agency_silent: bool = Field(description="the agency did not answer the proposal (民間提案)")
    release_by: str | None = Field(description="the promise's day in force, else the day wished for")
    promise: str | None = Field(description="number of the commitment")
    consultation: str | None
    announced: bool
    sdg: list[str] = Field(description="goals and targets it serves")


class SheetVersion(Schema):
    """A version of the nomination sheet."""

    version: int
    made_at: str
    body: dict[str, Any]


class ScoreLine(Schema):
    """What somebody scored: an agency itself, or a member of a committee (public ids)."""

    criterion: str
    by: str
    role: str
    points: int
    reason: str


class ReviewLine(Schema):
    """A look back at a released dataset."""

    cause: str
    began_at: str
    scorecard: dict[str, Any]
    outcome: str | None
    reason: str


class NominationWhole(NominationLine):
    """A nomination with its sheets, scores, resolutions and reviews."""

    sheet: dict[str, Any]
    sheets: list[SheetVersion]
    scores: list[ScoreLine]
    resolutions: list[str]
    reviews: list[ReviewLine]
    ended_reason: str | None


class NominationList(Schema):
    """A page of nominations."""

    items: list[NominationLine]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int | None = Field(description="null: not counted")
    count_is: str


class NominationFilter(Schema):
    """What to list."""

    show: str = Field("all", description=", ".join(queries.TABS))
    cycle: str = ""
    theme: str = ""
    agency: str = ""
    origin: str = ""
    sdg: str = Field("", description="a goal with all its targets (11), or one target (11.2)")
    cursor: str = ""


class CallLine(Schema):
    """An agency's part in a cycle."""

    number: str
    agency: str
    state: str = Field(description="called, submitted, none, ended")
    late: bool = Field(description="it missed its window")
    reason: str | None = Field(description="of having nothing to nominate")


class CycleLine(Schema):
    """A cycle. Days are Taipei dates."""

    number: str
    state: str
    title: dict[str, str]
    themes: list[str]
    calendar: dict[str, str | None]


class CycleWhole(CycleLine):
    """A cycle with its scoring sheet, calls, consultations and announcements."""

    sheet: dict[str, Any]
    states: dict[str, int] = Field(description="how many nominations stand in each state")
    calls: list[CallLine]
    consultations: list[str]
    announcements: list[dict[str, Any]]


class CycleList(Schema):
    """The cycles, the newest first."""

    items: list[CycleLine]


class Opened(Schema):
    """The case that was opened."""

    number: str
    address: str


@router.get("/nominations", response=NominationList, summary="List nominations of high-value data", auth=None)
@public
def nominations(request: HttpRequest, wanted: Query[NominationFilter]) -> dict[str, object]:
    """The newest first."""
    del request
    found = queries.nominations(queries.wanted(wanted.dict()))
    return {
        "items": [_line(row) for row in found.items],
        "next": found.next or None,
        "count": None,
        "count_is": "at_least",
    }


@router.get("/nominations/{number}", response=NominationWhole, summary="One nomination", auth=None)
@public
def nomination(request: HttpRequest, number: str) -> dict[str, object]:
    """Return one nomination by its number; 404 when there is none."""
    del request
    row = queries.nomination(number)
    return {
        **_line(row),
        "sheet": row.sheet.body if row.sheet else {},
        "sheets": [
            {"version": one.version, "made_at": one.made_at.isoformat(), "body": one.body}
            for one in row.sheets.all()
        ],
        "scores": [
            {
                "criterion": one.criterion,
                "by": one.by,
                "role": one.role,
                "points": one.points,
                "reason": one.reason,
            }
            for one in row.scores.order_by("pk")
        ],
        "resolutions": [one.public_id for one in queries.resolutions(row.case)],
        "reviews": [
            {
                "cause": one.cause,
                "began_at": one.began_at.isoformat(),
                "scorecard": one.scorecard,
                "outcome": one.outcome or None,
                "reason": one.reason,
            }
            for one in row.reviews.all()
        ],
        "ended_reason": row.ended_reason or None,
    }


@router.get("/cycles", response=CycleList, summary="List cycles of high-value data", auth=None)
@public
def cycles(request: HttpRequest) -> dict[str, object]:
    """The newest first."""
    return {"items": [_cycle(row) for row in queries.cycles(viewer=actor_of_request(request))]}


@router.get("/cycles/{number}", response=CycleWhole, summary="One cycle", auth=None)
@public
def cycle(request: HttpRequest, number: str) -> dict[str, object]:
    """Return one cycle by its number; 404 when there is none."""
    row = queries.cycle(number, viewer=actor_of_request(request))
    return {
        **_cycle(row),
        "sheet": row.sheet,
        "states": queries.counts(row),
        "calls": [_call(one) for one in queries.calls(row)],
        "consultations": [one.number for one in queries.consultations(row)],
        "announcements": [
            {
                "version": one.version,
                "document": one.document_number,
                "on": one.announced_on.isoformat(),
                "sha256": one.digest,
                "ledger": one.seq,
            }
            for one in queries.announcements(row)
        ],
    }


@router.post("/nominations", response=Opened, auth=KeyAuth(Scope.CASES), summary="Nominate a dataset")
@signed_in
def nominate(request: HttpRequest) -> dict[str, Any]:
    """Nominate for one's own agency. `Idempotency-Key` makes repeating harmless.

    Body: cycle, dataset (or title and agency), theme, subcategory, and the sheet: values, scores, fields, format, interval,
    licence, standard, sdg, steward, until.
    """
    return _enter(request, entering.nominate)


@router.post(
    "/nominations/proposals", response=Opened, auth=KeyAuth(Scope.CASES), summary="Propose a dataset"
)
@signed_in
def propose(request: HttpRequest) -> dict[str, Any]:
    """Propose a dataset of an agency. Body: cycle, dataset (or title and agency), theme, subcategory, reason."""
    return _enter(request, entering.propose)


@router.post("/cycles", response=Opened, auth=KeyAuth(Scope.CASES), summary="Plan a cycle")
@signed_in
def plan(request: HttpRequest) -> dict[str, Any]:
    """Plan a cycle as the policy office.

    Body: title, title_en, agency, weights (by value, 100 together), note, and the calendar: proposals_until,
    nominations_until, consultation_until, committees_until, executive_on.
    """
    made = entering.plan(asked.body(request), by=actor_of_request(request), at=now(), key=asked.key(request))
    return {"number": made.case.number, "address": f"/themes/cycles/{made.case.number}"}


def _enter(request: HttpRequest, enter: Callable[..., Any]) -> dict[str, Any]:
    made = enter(asked.body(request), by=actor_of_request(request), at=now(), key=asked.key(request))
    return {"number": made.case.number, "address": f"/nominations/{made.case.number}"}


def _line(row: Nomination) -> dict[str, Any]:
    day = day_of(row)
    return {
        "number": row.number,
        "cycle": row.cycle.number,
        "state": row.state,
        "dataset": row.dataset.public_id,
        "title": dict(row.dataset.title),
        "agency": row.agency.public_id,
        "theme": row.theme,
        "subcategory": row.subcategory or None,
        "origin": row.origin,
        "agency_silent": row.agency_silent,
        "release_by": day.isoformat() if day else None,
        "promise": row.promise.number if row.promise else None,
        "consultation": row.consultation.number if row.consultation else None,
        "announced": row.announced,
        "sdg": list(row.sheet.body.get("sdg", ())) if row.sheet else [],
    }


def _cycle(row: Cycle) -> dict[str, Any]:
    dates = ("proposals_until", "nominations_until", "consultation_until", "committees_until", "executive_on")
    return {
        "number": row.number,
        "state": row.state,
        "title": dict(row.case.title),
        "themes": row.themes,
        "calendar": {name: day.isoformat() if (day := getattr(row, name)) else None for name in dates},
    }


def _call(row: Call) -> dict[str, Any]:
    return {
        "number": row.case.number,
        "agency": row.agency.public_id,
        "state": row.state,
        "late": row.missed_at is not None,
        "reason": row.reason or None,
    }
