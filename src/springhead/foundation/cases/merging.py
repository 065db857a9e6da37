"""When an agency is merged into another, its cases go with it."""

from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.models import Case


def merge(source: Agency, target: Agency) -> None:
    """Move the cases of a merged agency, inside the merge's transaction, whose event tells of it."""
    Case.objects.filter(agency_id=source.public_id).update(agency_id=target.public_id)
