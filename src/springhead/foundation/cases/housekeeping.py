"""Forgets what need not be kept: the text of old mails, addresses never confirmed, old keys, old digests."""

from datetime import timedelta
from typing import Final

from springhead.engine.kernel.now import now
from springhead.foundation.cases.models import CommandKey, DigestItem, Mail, Subscription
from springhead.foundation.jobs.registry import Handler, Periodic
from springhead.foundation.jobs.run import Run

MAILS_KEPT: Final = timedelta(days=90)
UNCONFIRMED_KEPT: Final = timedelta(days=30)
KEYS_KEPT: Final = timedelta(days=90)
LINES_KEPT: Final = timedelta(days=30)


def prune(_run: Run) -> None:
    """Forget; that a mail was sent stays known, what it said does not."""
    Mail.objects.filter(sent_at__lt=now() - MAILS_KEPT).exclude(body="").update(body="")
    Subscription.objects.filter(confirmed_at=None, asked_at__lt=now() - UNCONFIRMED_KEPT).delete()
    DigestItem.objects.filter(mailed_at__lt=now() - LINES_KEPT).delete()
    CommandKey.objects.filter(at__lt=now() - KEYS_KEPT).delete()


HANDLERS: Final = (Handler("cases.prune", prune),)
PERIODIC: Final = (Periodic("cases.prune", timedelta(days=1), "cases.prune"),)
