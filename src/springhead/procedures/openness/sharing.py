"""Data passed between agencies: with whom, on what basis, since when (half-open Taipei dates)."""

from datetime import date

from django.db.models import Q

from springhead.procedures.openness.models import Sharing


def is_shared(dataset_pk: int, today: date) -> bool:
    """Tell whether a dataset is passed to some other agency today."""
    rows = Sharing.objects.filter(dataset_id=dataset_pk).filter(Q(since=None) | Q(since__lte=today))
    return rows.filter(Q(until=None) | Q(until__gt=today)).exists()
