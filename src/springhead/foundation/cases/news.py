"""A person's own list of news."""

from datetime import datetime

from springhead.engine.kernel.actors import Actor
from springhead.foundation.cases.models import Notification


def mark_read(*, by: Actor, at: datetime) -> int:
    """Mark all news of a person as read; returns how many there were."""
    return Notification.objects.filter(person_id=by.id, read_at=None).update(read_at=at)
