"""What other pages show of data requests; `config/wiring.py` hands these over."""

from collections.abc import Sequence

from springhead.engine.kernel.actors import Actor, Role
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.data_requests import figures, queries
from springhead.procedures.data_requests.lists import lines

TITLE = {"zh-Hant": "資料請求", "en": "Data requests"}


def of_dataset(dataset: Dataset, _viewer: Actor) -> Panel | None:
    """Return the requests that asked for a dataset; nothing when nobody did."""
    rows = queries.of_dataset(dataset.pk)
    if not rows:
        return None
    return Panel(TITLE, "data_requests/dataset_panel.html", {"rows": lines(queries.with_parts(rows))})


def of_agency(agency: Agency, _viewer: Actor) -> Panel | None:
    """Return how an agency answers; nothing for one nobody asked. One query, at most half a minute old."""
    counts = figures.figures(figures.Scope(agency.public_id))
    if not counts["all"]:
        return None
    share = figures.Share(counts["on_time"], counts["timed"])
    return Panel(
        TITLE, "data_requests/agency_panel.html", {"agency": agency, "counts": counts, "share": share}
    )


def of_desk(viewer: Actor, agencies: Sequence[str]) -> Panel | None:
    """Return what waits for this person; nothing for whoever answers no requests."""
    central = viewer.holds(Role.POLICY_OFFICE)
    if not agencies and not central:
        return None
    waiting = queries.waiting(agencies) if agencies else None
    return Panel(TITLE, "data_requests/desk_panel.html", {"waiting": waiting, "central": central})
