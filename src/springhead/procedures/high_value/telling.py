"""What programs read of nominations."""

from typing import Any

from springhead.procedures.high_value import links, queries
from springhead.procedures.high_value.actions import day_of
from springhead.procedures.high_value.models import Nomination


def line(row: Nomination) -> dict[str, Any]:
    """Return a nomination as it stands in a list. No query."""
    day = day_of(row)
    return {
        "number": row.number,
        "cycle": row.cycle.number,
        "state": row.state,
        "dataset": row.dataset.public_id,
        "title": row.title,
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
        "links": links.of_nomination(row),
    }


def whole(row: Nomination) -> dict[str, Any]:
    """Return a nomination with its sheets, scores, resolutions, decisions and reviews. Five queries."""
    resolved = queries.resolutions(row.case)
    return {
        **line(row),
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
        "resolutions": [one.public_id for one in resolved],
        "links": {**links.of_nomination(row), "resolutions": links.of_resolutions(resolved)},
        "decisions": [
            {"outcome": one.outcome, "reasons": one.reasons, "at": one.decided_at.isoformat()}
            for one in row.case.decisions.order_by("pk")
        ],
        "response_missed": row.response_missed,
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
