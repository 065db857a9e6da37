"""Reading hooks: a person's own, and those of the agencies they work for. Nobody else sees them."""

from typing import Final

from django.db.models import Q, QuerySet

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Refused
from springhead.foundation.webhooks import texts
from springhead.foundation.webhooks.models import Delivery, Hook

PAGE: Final = 50
MOST: Final = 1_000


def visible(viewer: Actor) -> QuerySet[Hook]:
    """Return the hooks a viewer looks after."""
    if not viewer.id:
        return Hook.objects.none()
    places = {place for _, place in viewer.grants} if viewer.grants else viewer.agency_ids
    mine = Q(owner_id=viewer.id, agency_id="") | Q(agency_id__in=sorted(places - {""}))
    return Hook.objects.filter(mine).exclude(state=Hook.State.GONE)


def hook(public_id: str, *, viewer: Actor) -> Hook:
    """Return a hook the viewer looks after. Refused (404) for any other."""
    found = visible(viewer).filter(public_id=public_id).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(public_id))
    return found


def hooks(*, viewer: Actor) -> list[Hook]:
    """Return the hooks a viewer looks after, newest first."""
    return list(visible(viewer).order_by("-pk")[:MOST])


def deliveries(found: Hook, *, before: int | None = None, limit: int = PAGE) -> tuple[list[Delivery], str]:
    """Return what was sent to a hook or waits, the newest first, and the cursor of the older ones (empty: none)."""
    rows = found.deliveries.all() if before is None else found.deliveries.filter(seq__lt=before)
    page = list(rows.order_by("-seq")[: limit + 1])
    return page[:limit], str(page[limit - 1].seq) if len(page) > limit else ""
