"""A follower of the ledger: which hooks are to be told of which events."""

from collections.abc import Callable, Collection, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from springhead.engine.kernel.now import now
from springhead.foundation.agencies.models import Person
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.webhooks import rules
from springhead.foundation.webhooks.models import Delivery, Hook

AgenciesOf = Callable[[Collection[str]], Mapping[str, str]]
"""Ids to the agency each belongs to, all at once; what belongs to none is left out."""


def follow(entries: Sequence[Entry], agencies_of: AgenciesOf = lambda _ids: {}) -> None:
    """Write down what is to be sent; the same events again add nothing. A fixed number of queries a batch.

    Whoever listens to an agency hears of its datasets too, so `agencies_of` tells whose they are.
    """
    named = {entry.seq: rules.names_in(entry.subject, entry.public) for entry in entries}
    belongs = agencies_of(set().union(*named.values()))
    for names in named.values():
        names |= {belongs[name] for name in names if name in belongs}
    hooks = list(_listening(set().union(*named.values())))
    at = now()
    Delivery.objects.bulk_create(
        (
            Delivery(hook=hook, seq=entry.seq, event=entry.event, queued_at=at)
            for entry in entries
            for hook in hooks
            if entry.seq >= hook.after
            and (not hook.subject or hook.subject in named[entry.seq])
            and rules.wants(hook.events, entry.event)
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def _listening(subjects: set[str]) -> QuerySet[Hook]:
    """Return the hooks that hear of any of these; not those of people whose account is closed."""
    present = Exists(Person.objects.filter(public_id=OuterRef("owner_id"), is_active=True))
    about = Q(subject="") | Q(subject__in=sorted(subjects))
    return Hook.objects.filter(about, ~Q(agency_id="") | present, state=Hook.State.ACTIVE)
