"""What becomes of hooks when agencies are merged and officers leave."""

from collections.abc import Mapping

from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.webhooks.models import Hook


def merge(source: Agency, target: Agency) -> None:
    """Let hooks of a merged agency, and hooks about it, go with it, inside the merge's transaction."""
    Hook.objects.filter(subject=source.public_id).update(subject=target.public_id)
    Hook.objects.filter(agency_id=source.public_id).update(agency_id=target.public_id)


def hand_over(agency: Agency, person: Person, successor: Person) -> Mapping[str, int]:
    """Put the successor's name on the agency's hooks that the leaving officer made."""
    mine = Hook.objects.filter(agency_id=agency.public_id, owner_id=person.public_id)
    return {"webhooks": mine.update(owner_id=successor.public_id)}
