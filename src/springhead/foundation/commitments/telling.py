"""What programs read of a commitment: the API's answers and the daily dump use the same words."""

from collections.abc import Iterable

from springhead.foundation.cases.models import Case
from springhead.foundation.commitments.models import Commitment


def line(row: Commitment) -> dict[str, object]:
    """Return a commitment (with case and dataset loaded) as programs read it."""
    return {
        "number": row.number,
        "state": row.case.state,
        "dataset": row.dataset.public_id,
        "agency": row.case.agency_id,
        "title": dict(row.dataset.title),
        "items": row.items,
        "format": row.format or None,
        "promised_on": row.promised_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "slips": row.slips,
        "final": row.settled_at is not None,
        "delivered_at": row.delivered_at.isoformat() if row.delivered_at else None,
        "broken": row.broken_why or None,
    }


def lines_of(cases: Iterable[Case]) -> dict[int, dict[str, object]]:
    """Return what each of these cases tells, by primary key. One query."""
    rows = Commitment.objects.filter(case__in=list(cases)).select_related("case", "dataset")
    return {row.case_id: line(row) for row in rows}
