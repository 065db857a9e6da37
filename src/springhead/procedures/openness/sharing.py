"""Data passed between agencies: with whom, on what basis, since when (half-open Taipei dates)."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from springhead.procedures.openness.models import Sharing


def is_shared(dataset_pk: int, today: date) -> bool:
    """Tell whether a dataset is passed to some other agency today."""
    return bool(shared_of([dataset_pk], today))


def shared_of(dataset_pks: Collection[int], today: date) -> set[int]:
    """Return which of these datasets are passed to some other agency today."""
    rows = Sharing.objects.filter(dataset__in=dataset_pks).filter(Q(since=None) | Q(since__lte=today))
    return set(rows.filter(Q(until=None) | Q(until__gt=today)).values_list("dataset_id", flat=True))
