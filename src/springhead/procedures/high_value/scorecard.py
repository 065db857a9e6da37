"""How a released dataset does: use, quality, freshness, promise. Written down when a review begins."""

from datetime import datetime
from typing import Any

from springhead.procedures.high_value.models import Nomination


def of(row: Nomination, *, at: datetime) -> dict[str, Any]:
    """Return the scorecard of a nomination's dataset at an instant."""
    return {"at": at.isoformat(), "dataset": row.dataset.public_id}
