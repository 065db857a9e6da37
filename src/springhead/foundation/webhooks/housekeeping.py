"""Forgets what was sent long ago, and deleted hooks; a rebuilt follower does not send it again."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from springhead.engine.kernel.now import now
from springhead.foundation.jobs.registry import Handler, Periodic
from springhead.foundation.jobs.run import Run
from springhead.foundation.webhooks.models import Delivery, Hook

FORGET: Final = "webhooks.forget"
KEPT: Final = timedelta(days=30)
STEP: Final = 5_000


def forget(run: Run) -> None:
    """Forget messages of more than thirty days, sent or not, in steps that hold nobody up."""
    until = now() - KEPT
    while _forget_some(run, list(_old(until))):
        continue
    Hook.objects.filter(state=Hook.State.GONE, made_at__lt=now() - timedelta(hours=1)).delete()


def _old(until: object) -> list[int]:
    rows = Delivery.objects.filter(queued_at__lt=until).order_by("queued_at")
    return list(rows.values_list("pk", flat=True)[:STEP])


@transaction.atomic
def _forget_some(run: Run, keys: list[int]) -> bool:
    run.check()
    rows = Delivery.objects.filter(pk__in=keys)
    last = rows.aggregate(last=Max("seq"))["last"]
    if last is None:
        return False
    # Events are queued in order, so whatever any hook was told up to this one is as old.
    Hook.objects.filter(after__lte=last).update(after=last + 1)
    rows.delete()
    return True


HANDLERS: Final = (Handler(FORGET, forget),)
PERIODIC: Final = (Periodic("webhooks: old messages", timedelta(hours=24), FORGET, lane="slow"),)
