"""`/api/v1/openness/agencies/{id}`: an agency's inventory, read by everybody, brought as a table by its officers."""

from typing import Final

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from springhead.engine.kernel.actors import VISITOR
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.catalog import bulk_sheets
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.ui.access import public
from springhead.procedures.openness import inventory, inventory_sheet

MOST_CHANGES: Final = 500

router = Router(tags=["openness"])


class Share(Schema):
    """With whom a dataset is shared, on what basis; Taipei dates, half-open."""

    with_whom: str
    basis: str
    since: str | None
    until: str | None


class InventoryLine(Schema):
    """A dataset of an agency's inventory. `case` is its live class case."""

    dataset: str = Field(examples=["ds_7k3m9q2x"])
    title: dict[str, str]
    stage: str
    openness: str | None = Field(description="null: unknown")
    grounds: list[str]
    reasons: str
    case: str | None
    heard: bool
    review_on: str | None
    planned_on: str | None
    shared: list[Share]


class Withheld(Schema):
    """How many entries the law keeps back on one ground."""

    ground: str
    count: int


class InventoryList(Schema):
    """A page of an inventory, what changed last first."""

    items: list[InventoryLine]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int
    count_is: str
    withheld: list[Withheld]


@router.get(
    "/openness/agencies/{public_id}", response=InventoryList, summary="An agency's inventory", auth=None
)
@public
def inventory_of(request: HttpRequest, public_id: str, cursor: str = "") -> dict[str, object]:
    """What an agency holds or plans; what the law keeps back is counted by ground."""
    del request
    agency = agency_queries.agency(public_id, viewer=VISITOR)
    page, figures = inventory.listing(agency, viewer=VISITOR, cursor=cursor[:60]), inventory.figures(agency)
    return {
        "items": [_entry(one) for one in page.items],
        "next": page.next or None,
        "count": sum(figures.classes.values()),
        "count_is": "exact",
        "withheld": [{"ground": code, "count": n} for code, n in figures.withheld.items()],
    }


def _entry(one: inventory.Line) -> dict[str, object]:
    record, entry = one.record, one.entry
    return {
        "dataset": one.dataset.public_id,
        "title": dict(one.dataset.title),
        "stage": one.dataset.stage,
        "openness": one.dataset.openness or None,
        "grounds": list(one.dataset.grounds),
        "reasons": one.dataset.grounds_note,
        "case": record.case.number if record else None,
        "heard": record is not None and not record.unheard,
        "review_on": record.review_on.isoformat() if record and record.review_on else None,
        "planned_on": entry.planned_on.isoformat() if entry and entry.planned_on else None,
        "shared": [
            {
                "with_whom": share.with_whom,
                "basis": share.basis,
                "since": share.since.isoformat() if share.since else None,
                "until": share.until.isoformat() if share.until else None,
            }
            for share in one.sharings
        ],
    }


class ChangeOut(Schema):
    """One cell before and after. `row` as a spreadsheet counts; `move` is the event the row's class comes about by."""

    row: int
    dataset: str | None = Field(description="null: a dataset that is planned by this row")
    title: str
    column: str
    before: str
    after: str
    move: str | None = Field(description="classify, propose, relax, justify, open_up; null: the class stays")


class Bring(Schema):
    """What to do with a table."""

    apply: bool = Field(False, description="write it, not only compare it")


class SheetOut(Schema):
    """What a table changes; `written` tells whether it was."""

    written: bool
    datasets: int
    unchanged: int
    changes: list[ChangeOut] = Field(description=f"at most {MOST_CHANGES}")
    count: int = Field(description="of all changes")


@router.put(
    "/openness/agencies/{public_id}/inventory",
    response=SheetOut,
    auth=KeyAuth(Scope.CASES),
    summary="Bring an inventory as a table",
)
@needs(*OFFICERS)
def bring(request: HttpRequest, public_id: str, wanted: Query[Bring]) -> dict[str, object]:
    """Compare a table with the inventory, and write it with `apply=true`: all of it, or nothing.

    The body is the file itself: CSV, ODS or XLSX with the columns of `/openness/agencies/{id}/inventory.ods`. A row
    without an id plans a dataset. Every fault is a problem with its cell.
    """
    by = actor_of_request(request)
    agency = agency_queries.agency(public_id, viewer=by)
    sent = bulk_sheets.read(request.read(bulk_sheets.MOST_BYTES + 1), "inventory")
    plan = inventory_sheet.plan(agency, sent, by=by)
    if plan.problems:
        raise Refused(*plan.problems)
    if wanted.apply:
        inventory_sheet.carry_out(agency, plan.changes, by=by)
    return {
        "written": wanted.apply,
        "datasets": plan.datasets,
        "unchanged": plan.unchanged,
        "changes": [_change(one, plan) for one in plan.changes[:MOST_CHANGES]],
        "count": len(plan.changes),
    }


def _change(one: inventory_sheet.Change, plan: inventory_sheet.Plan) -> dict[str, object]:
    return {
        "row": one.row,
        "dataset": one.dataset or None,
        "title": one.title,
        "column": one.column,
        "before": one.before,
        "after": one.after,
        "move": plan.moves.get(one.row),
    }
