"""A quality report as pages draw it."""

from typing import Any, Final

from springhead.engine.kernel.now import today
from springhead.foundation.quality import texts
from springhead.foundation.quality.models import QualityReport
from springhead.foundation.quality.queries import shown_text
from springhead.foundation.ui.formats import last_day

TAGS: Final = {
    "reported": "info",
    "mending": "warn",
    "mended": "ok",
    "dismissed": "plain",
    "withdrawn": "plain",
}


def line(row: QualityReport) -> dict[str, Any]:
    """Return a report with its words; `left` are the days until the term that runs is over, negative when it is."""
    due = last_day(row.case.next_due) if row.case.next_due else None
    return {
        "row": row,
        "text": shown_text(row),
        "kind": texts.KINDS[row.kind],
        "state": texts.STATES[row.state],
        "tag": TAGS[row.state],
        "due": due,
        "left": (due - today()).days if due else None,
    }
