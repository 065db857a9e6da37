"""What lists show of a data request."""

from typing import Any

from springhead.engine.kernel.now import today
from springhead.foundation.ledger import words as names
from springhead.procedures.data_requests import queries, words
from springhead.procedures.data_requests.models import DataRequest


def lines(found: list[DataRequest]) -> list[dict[str, Any]]:
    """Return what a list shows of each request."""
    named = names.names_of(
        {part.case.agency_id for row in found for part in row.parts.all() if part.case.agency_id}
    )
    return [
        {
            "row": row,
            "state": words.STATES[row.case.state],
            "kind": "ok" if row.case.state == "closed" else "info",
            "agencies": [named[part.case.agency_id] for part in row.parts.all() if part.case.agency_id][:3],
            "more": max(len(row.parts.all()) - 3, 0),
            "outcomes": [words.OUTCOMES[one] for one in outcomes_of(row)],
            "unheard": any(part.has_refusal and part.heard_at is None for part in row.parts.all()),
            "late": _late(row),
        }
        for row in found
    ]


def outcomes_of(row: DataRequest) -> list[str]:
    """Return the codes of every outcome of a request, once each."""
    return sorted({one.outcome for part in row.parts.all() for one in part.items.all() if one.outcome})


def _late(row: DataRequest) -> bool:
    waiting = any(part.case.state in queries.TO_ANSWER for part in row.parts.all())
    return waiting and row.due_on is not None and row.due_on < today()
