"""The one place that writes the class of a dataset."""

from datetime import datetime

from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness
from springhead.procedures.openness.models import Classification


def write(dataset_pk: int, classification: Classification | None, at: datetime) -> None:
    """Let a dataset have this class with its grounds (None: open, without any). The caller's event tells of it."""
    values = {"openness": str(Openness.OPEN), "grounds": [], "grounds_note": ""}
    if classification is not None:
        values = {
            "openness": classification.openness,
            "grounds": list(classification.grounds),
            "grounds_note": classification.reason,
        }
    Dataset.objects.filter(pk=dataset_pk).update(**values, modified=at)
