"""Datasets that are only asked for: one record and one id from the first mention (design section 2)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage


def want(agency_id: str, title: Mapping[str, str], *, at: datetime) -> Dataset:
    """Make the record of a dataset an agency is asked for, its class unknown; the caller's event tells of it."""
    agency = Agency.objects.get(public_id=agency_id)
    return Dataset.objects.create(
        agency=agency, stage=Stage.WANTED, openness="", title=dict(title), modified=at
    )


def pass_on(dataset_pks: Iterable[int], agency_id: str, *, at: datetime) -> None:
    """Let wanted datasets belong to the agency that is asked now; those an agency has stay where they are."""
    agency = Agency.objects.get(public_id=agency_id)
    rows = Dataset.objects.filter(pk__in=list(dataset_pks), stage=Stage.WANTED)
    rows.update(agency=agency, modified=at)
