"""The raw cells of a delivery are kept while its officer may look at them, and let go once it is over."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from springhead.engine.kernel.now import now
from springhead.foundation.catalog import store
from springhead.foundation.catalog.models import Delivery

LOOKED_BACK: Final = timedelta(days=3)  # a sweep that was missed for longer leaves a file behind, no more
BATCH: Final = 500


def sweep() -> int:
    """Delete the raw cells of deliveries that ended lately; returns how many."""
    over = Delivery.objects.filter(closed_at__gte=now() - LOOKED_BACK, work__has_key="grid")
    return sum(_let_go(pk) for pk in over.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _let_go(pk: int) -> bool:
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    work = dict(delivery.work)
    grid = str(work.pop("grid", ""))
    if not grid or delivery.closed_at is None:
        return False
    delivery.work = work
    delivery.save(update_fields=["work"])
    if not Delivery.objects.filter(closed_at=None, work__grid=grid).exists():
        store.blobs().delete(grid)
    return True
