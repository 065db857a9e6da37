"""What programs read of a quality report: the API's answers and the daily dump use the same words."""

from collections.abc import Iterable

from springhead.foundation.cases.models import Case
from springhead.foundation.quality.models import QualityReport
from springhead.foundation.quality.queries import shown_text


def line(row: QualityReport) -> dict[str, object]:
    """Return a report (with case, dataset and agency loaded) as programs read it; hidden words are null."""
    return {
        "number": row.number,
        "state": row.case.state,
        "open": row.is_open,
        "dataset": row.dataset.public_id,
        "agency": row.case.agency_id,
        "kind": row.kind,
        "text": shown_text(row) or None,
        "row": row.row,
        "column": (row.column or None) if not row.hidden else None,
        "reported_at": row.at.isoformat(),
        "due": row.case.next_due.isoformat() if row.case.next_due else None,
        "answer": row.answer or None,
        "answered_at": row.answered_at.isoformat() if row.answered_at else None,
        "mend_by": row.mend_by.isoformat() if row.mend_by else None,
        "hidden": row.hidden or None,
    }


def lines_of(cases: Iterable[Case]) -> dict[int, dict[str, object]]:
    """Return what each of these cases tells, by primary key. One query."""
    rows = QualityReport.objects.filter(case__in=list(cases)).select_related("case", "dataset")
    return {row.case_id: line(row) for row in rows}
