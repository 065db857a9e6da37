"""What other pages show of consultations; `config/wiring.py` hands these over."""

from collections.abc import Sequence
from typing import Final

from springhead.engine.kernel.actors import Actor
from springhead.forums.consultations import queries, showing
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset

TITLE: Final = {"zh-Hant": "公開徵詢", "en": "Consultations"}
MOST: Final = 5


def of_dataset(dataset: Dataset, _viewer: Actor) -> Panel | None:
    """Return the consultations that are about a dataset; nothing when there is none."""
    return _panel(queries.Wanted(show="all", about=dataset.public_id))


def of_agency(agency: Agency, _viewer: Actor) -> Panel | None:
    """Return the newest consultations of an agency; nothing when there is none."""
    return _panel(queries.Wanted(show="all", agency=agency.public_id))


def _panel(which: queries.Wanted) -> Panel | None:
    rows = queries.listing(which, limit=MOST).items
    return Panel(TITLE, "consultations/panel.html", {"rows": showing.lines(rows)}) if rows else None


def of_desk(viewer: Actor, agencies: Sequence[str]) -> Panel | None:
    """Return how much waits for this person; nothing for whoever works for no agency."""
    if not agencies:
        return None
    waiting = sum(row.case.state == "responding" for row in queries.desk(viewer))
    return Panel(TITLE, "consultations/desk_panel.html", {"waiting": waiting})
