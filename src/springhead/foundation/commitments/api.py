"""`/api/v1/commitments`: promised openings and how they were kept. Commands go through `/api/v1/cases`."""

from datetime import date

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from springhead.engine.kernel.now import today
from springhead.foundation.agencies.access import actor_of_request
from springhead.foundation.commitments import checking, queries, telling
from springhead.foundation.commitments.queries import Wanted
from springhead.foundation.ui.access import public

router = Router(tags=["commitments"])


class CommitmentLine(Schema):
    """A promised opening. Days are Taipei dates; `due_on` is in force, `promised_on` was the first."""

    number: str = Field(examples=["CM-2026-000123"])
    state: str = Field(description="pending, late, delivered, abandoned, replaced")
    dataset: str = Field(examples=["ds_7k3m9q2x"])
    agency: str
    title: dict[str, str]
    items: list[str] = Field(description="promised fields; empty: the dataset as such")
    format: str | None
    needs: list[str] = Field(
        description="checks it has to pass beside: licence, link, api, standard, reports"
    )
    licence: str | None = Field(description="SPDX id; null: any open one")
    standard: str | None
    promised_on: str
    due_on: str
    slips: int
    final: bool = Field(description="a committee has heard the date")
    delivered_at: str | None
    broken: str | None = Field(description="slips, late, relapse; null while whole")
    links: dict[str, str] = Field(description="page, case, and the dataset where everybody may see it")


class Remedy(Schema):
    """What stands in the way, and how to mend it."""

    code: str
    message: dict[str, str]
    remedy: dict[str, str]


class ReleaseLine(Schema):
    """One line of what the published dataset is compared with."""

    need: str = Field(description="fields, format, licence, link, api, standard, reports")
    name: dict[str, str]
    finding: str = Field(description="passed, not_yet, not_checkable (stands in nobody's way)")
    note: dict[str, str] | None
    problems: list[Remedy]


class CommitmentOut(CommitmentLine):
    """A promised opening with what the machine finds of it now, line by line."""

    checks: list[ReleaseLine]


class CommitmentList(Schema):
    """A page of commitments."""

    items: list[CommitmentLine]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int | None = Field(description="null: not counted")
    count_is: str


class CommitmentFilter(Schema):
    """What to list."""

    kind: str = Field(
        "", description="open, late, kept, in_time, moved, broken, standing, weighed; empty: all"
    )
    agency: str = ""
    dataset: str = ""
    cursor: str = ""
    since: date | None = Field(None, description="promised on this Taipei day or later")
    before: date | None = Field(None, description="promised before this Taipei day")


@router.get("/commitments", response=CommitmentList, summary="List promised openings", auth=None)
@public
def commitments(request: HttpRequest, wanted: Query[CommitmentFilter]) -> dict[str, object]:
    """Open ones by the nearest day, the others latest first."""
    found = queries.listing(Wanted(**wanted.model_dump()), viewer=actor_of_request(request))
    return {
        "items": [telling.line(row) for row in found.items],
        "next": found.next or None,
        "count": None,
        "count_is": "at_least",
    }


@router.get("/commitments/{number}", response=CommitmentOut, summary="One promised opening", auth=None)
@public
def commitment(request: HttpRequest, number: str) -> dict[str, object]:
    """Return one commitment by its number; 404 when there is none."""
    row = queries.commitment(number, viewer=actor_of_request(request))
    return {**telling.line(row), "checks": telling.checked(row, checking.facts_of(row, today()))}
