"""What programs read of requests and their parts: the API's answers and the daily dump use the same words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from springhead.foundation.cases.models import Case
from springhead.procedures.data_requests import queries
from springhead.procedures.data_requests.models import DataRequest, Part, PartItem


def parts_of(request_pks: Iterable[int]) -> dict[int, list[Part]]:
    """Return the parts of some requests with everything shown of them, in four queries."""
    found: dict[int, list[Part]] = {}
    for row in _whole(Part.objects.filter(request_id__in=list(request_pks))):
        found.setdefault(row.request_id, []).append(row)
    return found


def _whole(rows: QuerySet[Part]) -> QuerySet[Part]:
    return (
        rows.select_related("case")
        .order_by("pk")
        .prefetch_related(
            "items__item", "items__dataset", "items__decision", "items__commitment", "case__clocks"
        )
    )


def requests_of(cases: Iterable[Case]) -> dict[int, dict[str, Any]]:
    """Return what each of these request cases tells, by primary key; their parts tell for themselves. One query."""
    rows = DataRequest.objects.filter(case__in=list(cases)).select_related("case", "merged_into__case")
    return {row.case_id: request(row) for row in rows}


def answers_of(cases: Iterable[Case]) -> dict[int, dict[str, Any]]:
    """Return what each of these part cases tells, by primary key. Six queries at most."""
    return {row.case_id: part(row) for row in _whole(Part.objects.filter(case__in=list(cases)))}


def request(row: DataRequest, parts: Iterable[Part] = ()) -> dict[str, Any]:
    """Return a request as programs read it; words that were hidden are null."""
    return {
        "number": row.number,
        "state": row.case.state,
        "phase": row.case.phase,
        "title": row.title_shown or None,
        "reason": row.reason_shown or None,
        "submitted_at": row.submitted_at.isoformat() if row.submitted_at else None,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "supporters": row.supporters,
        "historical": row.historical,
        "redacted": row.redactions,
        "merged_into": row.merged_into.number if row.merged_into else None,
        "parts": [part(one) for one in parts],
    }


def part(row: Part) -> dict[str, Any]:
    """Return a part as programs read it (fetched as `parts_of` does)."""
    clock = queries.running_clock(row.case, "answer")
    due = row.due_on or (queries.last_day(clock) if clock else None)
    return {
        "number": row.number,
        "agency": row.case.agency_id or None,
        "state": row.case.state,
        "due_on": due.isoformat() if due else None,
        "answered_on": row.answered_on.isoformat() if row.answered_on else None,
        "days": row.days,
        "on_time": row.on_time,
        "transfers": row.transfers,
        "document": row.document,
        "verdict": row.verdict or None,
        "stars": row.stars,
        "items": [_item(row, one) for one in row.items.all()],
    }


def _item(row: Part, one: PartItem) -> dict[str, Any]:
    return {
        "item": one.item.number,
        "title": one.item.title,
        "fields": one.item.fields,
        "dataset": one.dataset.public_id if one.dataset else None,
        "outcome": one.outcome or None,
        "grounds": one.decision.grounds if one.decision else [],
        "reasons": one.decision.reasons if one.decision else "",
        "details": one.decision.body if one.decision else {},
        "commitment": one.commitment.number if one.commitment else None,
        "heard": row.heard_at is not None if one.outcome == "refused" else None,
    }
