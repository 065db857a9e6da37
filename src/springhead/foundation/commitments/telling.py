"""What programs read of a commitment: the API's answers and the daily dump use the same words."""

from collections.abc import Iterable

from springhead.engine.kernel.language import LANGS
from springhead.foundation.cases.models import Case
from springhead.foundation.commitments import texts
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.commitments.needs import Line, not_yet, passed
from springhead.foundation.commitments.rules import Facts, as_promised


def line(row: Commitment) -> dict[str, object]:
    """Return a commitment (with case and dataset loaded) as programs read it."""
    return {
        "number": row.number,
        "state": row.case.state,
        "dataset": row.dataset.public_id,
        "agency": row.case.agency_id,
        "title": row.title,
        "items": row.items,
        "format": row.format or None,
        "needs": list(row.needs),
        "licence": row.licence or None,
        "standard": row.standard or None,
        "promised_on": row.promised_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "slips": row.slips,
        "final": row.settled_at is not None,
        "delivered_at": row.delivered_at.isoformat() if row.delivered_at else None,
        "broken": row.broken_why or None,
        "links": {
            "page": f"/commitments/{row.number}",
            **({"dataset": f"/api/v1/datasets/{row.dataset.public_id}"} if row.dataset.visible else {}),
            "case": f"/api/v1/cases/{row.number}",
        },
    }


def release_lines(row: Commitment, found: Facts) -> list[Line]:
    """Return every line of a release: fields and format where they were promised, then what else it needs."""
    absent = () if found.served else (texts.NOT_SERVED.at("dataset"),)
    problems = {problem.where: (problem,) for problem in as_promised(found)}
    made = []
    for need, promised, where in (("fields", row.items, "items"), ("format", row.format, "format")):
        if promised:
            amiss = absent or problems.get(where, ())
            made.append(not_yet(need, *amiss) if amiss else passed(need))
    return [*made, *found.checked]


def checked(row: Commitment, found: Facts) -> list[dict[str, object]]:
    """Return the lines of a release as programs read them."""
    return [
        {
            "need": str(one.need),
            "name": dict(texts.NEEDS[one.need]),
            "finding": str(one.finding),
            "note": dict(one.note) if one.note else None,
            "problems": [
                {
                    "code": problem.code,
                    "message": {lang: problem.message(lang) for lang in LANGS},
                    "remedy": {lang: problem.remedy(lang) for lang in LANGS},
                }
                for problem in one.problems
            ],
        }
        for one in release_lines(row, found)
    ]


def lines_of(cases: Iterable[Case]) -> dict[int, dict[str, object]]:
    """Return what each of these cases tells, by primary key. One query."""
    rows = Commitment.objects.filter(case__in=list(cases)).select_related("case", "dataset")
    return {row.case_id: line(row) for row in rows}
