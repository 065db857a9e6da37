"""A follower of the ledger: which hooks are to be told of which events."""

from collections.abc import Sequence

from django.db.models import Q

from springhead.foundation.ledger.entries import Entry
from springhead.foundation.webhooks import rules
from springhead.foundation.webhooks.models import Delivery, Hook


def follow(entries: Sequence[Entry]) -> None:
    """Write down what is to be sent; the same events again add nothing. Two queries a batch."""
    named = {entry.seq: rules.names_in(entry.subject, entry.public) for entry in entries}
    subjects = set().union(*named.values())
    hooks = list(
        Hook.objects.filter(Q(subject="") | Q(subject__in=sorted(subjects)), state=Hook.State.ACTIVE)
    )
    Delivery.objects.bulk_create(
        (
            Delivery(hook=hook, seq=entry.seq, event=entry.event)
            for entry in entries
            for hook in hooks
            if entry.seq >= hook.after
            and (not hook.subject or hook.subject in named[entry.seq])
            and rules.wants(hook.events, entry.event)
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
