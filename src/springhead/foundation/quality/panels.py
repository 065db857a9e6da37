"""What the page of a dataset and the desk show of quality reports; `config/wiring.py` hands these over."""

from collections.abc import Sequence

from springhead.engine.kernel.actors import Actor
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.quality import queries, showing
from springhead.foundation.quality.actions import PUBLISHED

TITLE = {"zh-Hant": "品質回報", "en": "Quality reports"}


def of_dataset(dataset: Dataset, _viewer: Actor) -> Panel | None:
    """Return what was reported about a dataset, and the way to report. Two queries."""
    if not dataset.visible:
        return None
    found = queries.of_dataset(dataset.pk)
    may_report = dataset.stage in PUBLISHED
    if not found.total and not may_report:
        return None
    context = {
        "dataset": dataset,
        "lines": [showing.line(row) for row in found.rows],
        "found": found,
        "may_report": may_report,
    }
    return Panel(TITLE, "quality/dataset_panel.html", context)


def of_desk(_viewer: Actor, agencies: Sequence[str]) -> Panel | None:
    """Return how many reports wait for this person's agencies; nothing for whoever acts for none. One query."""
    if not agencies:
        return None
    return Panel(TITLE, "quality/desk_panel.html", {"waiting": queries.waiting(agencies)})
