"""What the catalogue adds to an agency: its datasets on the agency's page, and moving them when it is merged."""

from django.db.models import Count, Q

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.foundation import ledger
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage

SHOWN = 10
NAMED = 5_000  # datasets an event names at most


def panel(agency: Agency, _viewer: Actor) -> Panel | None:
    """Return the datasets of an agency: how many there are, and the latest. Two queries."""
    visible = Dataset.objects.filter(agency=agency, visible=True)
    counts = visible.aggregate(total=Count("id"), served=Count("id", filter=Q(stage=Stage.SERVED)))
    if not counts["total"]:
        return None
    latest = list(visible.order_by("-modified", "-id")[:SHOWN])
    title = {"zh-Hant": "資料集", "en": "Datasets"}
    return Panel(title, "catalog/parts/agency_panel.html", {"agency": agency, "latest": latest, **counts})


def merge(source: Agency, target: Agency) -> None:
    """Move the datasets of a merged agency, inside the merge's transaction; search follows by the event."""
    moved = Dataset.objects.filter(agency=source)
    names = list(moved.order_by("pk").values_list("public_id", flat=True)[:NAMED])
    if not names:
        return
    moved.update(agency=target)
    ledger.append(
        "catalogue.agency_merged",
        subject=target.public_id,
        actor="machine",
        public={"datasets": names, "from": source.public_id},
        at=now(),
    )
