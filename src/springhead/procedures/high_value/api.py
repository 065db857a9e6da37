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
from springhead.procedures.high_value import (
    announcement_api,
    entering,
    links,
    queries,
    telling,
    theme_api,
    words,
)
from springhead.procedures.high_value.models import Call, Cycle

router = Router(tags=["high-value data"])
router.add_router("", announcement_api.router)
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
    links: dict[str, str | list[str] | None] = Field(
        description="back to cycle, evidence, consultation, comments, answers; on to dataset, promise, announcement"
    )


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


class DecisionLine(Schema):
    """What was decided on a nomination and why: the agency's response to the comments, a body's resolution."""

    outcome: str = Field(examples=["respond"])
    reasons: str
    at: str


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
    decisions: list[DecisionLine] = Field(description="in order")
    response_missed: bool = Field(description="the agency did not respond to the comments in time")
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
    state: str = Field("", description=f"one state alone, whatever `show` says: {', '.join(words.STATES)}")
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
    links: dict[str, str | list[str] | None]


class CycleWhole(CycleLine):
    """A cycle with its scoring sheet, calls, consultations and announcements."""

    sheet: dict[str, Any]
    states: dict[str, int] = Field(description="how many nominations stand in each state")
    calls: list[CallLine]
    consultations: list[str]
    announcements: list[dict[str, Any]] = Field(description="every version of the list, the newest first")


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
        "items": [telling.line(row) for row in found.items],
        "next": found.next or None,
        "count": None,
        "count_is": "at_least",
    }


# Before `/nominations/{number}`, which would take the word for a number.
@router.post(
    "/nominations/proposals", response=Opened, auth=KeyAuth(Scope.CASES), summary="Propose a dataset"
)
@signed_in
def propose(request: HttpRequest) -> dict[str, Any]:
    """Propose a dataset of an agency. Body: cycle, dataset (or title and agency), theme, subcategory, reason."""
    return _enter(request, entering.propose)


@router.get("/nominations/{number}", response=NominationWhole, summary="One nomination", auth=None)
@public
def nomination(request: HttpRequest, number: str) -> dict[str, object]:
    """Return one nomination by its number; 404 when there is none."""
    del request
    return telling.whole(queries.nomination(number))


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
    held = queries.consultations(row)
    return {
        **_cycle(row),
        "sheet": row.sheet,
        "states": queries.counts(row),
        "calls": [_call(one) for one in queries.calls(row)],
        "consultations": [one.number for one in held],
        "announcements": [announcement_api.line(one) for one in queries.announcements(row)],
        "links": links.of_cycle(row, held),
    }


@router.post("/nominations", response=Opened, auth=KeyAuth(Scope.CASES), summary="Nominate a dataset")
@signed_in
def nominate(request: HttpRequest) -> dict[str, Any]:
    """Nominate for one's own agency. `Idempotency-Key` makes repeating harmless.

    Body: cycle, dataset (or title and agency), theme, subcategory, and the sheet: values, scores, fields, format, interval,
    licence, standard, sdg, steward, until.
    """
    return _enter(request, entering.nominate)


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


def _cycle(row: Cycle) -> dict[str, Any]:
    dates = ("proposals_until", "nominations_until", "consultation_until", "committees_until", "executive_on")
    return {
        "number": row.number,
        "state": row.state,
        "title": dict(row.case.title),
        "themes": row.themes,
        "calendar": {name: day.isoformat() if (day := getattr(row, name)) else None for name in dates},
        "links": links.of_cycle(row),
    }


def _call(row: Call) -> dict[str, Any]:
    return {
        "number": row.case.number,
        "agency": row.agency.public_id,
        "state": row.state,
        "late": row.missed_at is not None,
        "reason": row.reason or None,
    }
