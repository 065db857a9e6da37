"""What other pages show of high-value data; `config/wiring.py` hands these over."""

from collections.abc import Sequence

from springhead.engine.kernel.actors import Actor, Role
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.high_value import queries, showing
from springhead.procedures.high_value.models import Nomination

TITLE = {"zh-Hant": "高應用價值資料", "en": "High-value data"}


def of_dataset(dataset: Dataset, _viewer: Actor) -> Panel | None:
    """Return the nominations of a dataset: its theme, its promise, and whether that was kept; None without any."""
    rows = Nomination.objects.filter(dataset=dataset).select_related(*queries.WITH).order_by("-pk")[:5]
    lines = [showing.line(row) for row in rows]
    return Panel(TITLE, "high_value/dataset_panel.html", {"lines": lines}) if lines else None


def of_agency(agency: Agency, _viewer: Actor) -> Panel | None:
    """Return the way to an agency's nominations; None without any."""
    if not Nomination.objects.filter(agency=agency).exists():
        return None
    return Panel(TITLE, "high_value/agency_panel.html", {"agency": agency})


def of_desk(viewer: Actor, agencies: Sequence[str]) -> Panel | None:
    """Return what waits for this person; nothing for whoever works for no agency."""
    central = viewer.holds(Role.POLICY_OFFICE)
    if not agencies and not central:
        return None
    waiting = queries.waiting(agencies)
    return Panel(TITLE, "high_value/desk_panel.html", {"waiting": waiting, "central": central})
