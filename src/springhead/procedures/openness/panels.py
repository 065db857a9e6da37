"""What other pages show of openness classes; `config/wiring.py` hands these over."""

from collections.abc import Sequence

from springhead.engine.kernel.actors import Actor
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.policy import may_edit
from springhead.foundation.catalog.vocabulary import Openness
from springhead.procedures.openness import applications, queries, showing
from springhead.procedures.openness.vocabulary import NOT_OPEN

TITLE = {"zh-Hant": "開放類別", "en": "Openness class"}
INVENTORY = {"zh-Hant": "資料盤點清冊", "en": "Inventory"}


def of_dataset(dataset: Dataset, viewer: Actor) -> Panel | None:
    """Return why a dataset is not open, and whether that was heard; for its agency the way to change it."""
    row = queries.of_dataset(dataset.pk)
    mine = may_edit(viewer, dataset.agency.public_id)
    if not mine and dataset.openness not in NOT_OPEN and (row is None or not row.live):
        return None
    line = showing.line(row) if row is not None and row.live else None
    applying = dataset.openness == Openness.ON_APPLICATION
    terms = applications.terms(dataset.pk) if applying else None
    context = {"dataset": dataset, "line": line, "mine": mine, "applying": applying, "terms": terms}
    return Panel(TITLE, "openness/dataset_panel.html", context)


def of_agency(agency: Agency, _viewer: Actor) -> Panel:
    """Return the way to the agency's inventory."""
    return Panel(INVENTORY, "openness/agency_panel.html", {"agency": agency})


def of_desk(_viewer: Actor, agencies: Sequence[str]) -> Panel | None:
    """Return what waits for this person; nothing for whoever works for no agency."""
    if not agencies:
        return None
    waiting = queries.waiting(agencies)
    return Panel(TITLE, "openness/desk_panel.html", {"waiting": sum(waiting.values())})
