"""The day a class is to be open by: a commitment keeps it. One dataset has one promise of one day."""

from datetime import date, datetime
from typing import Final

from springhead.engine.kernel.actors import Actor, machine
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.commitments.commands import Promise
from springhead.foundation.commitments.models import Commitment
from springhead.procedures.openness.models import Record

OPENNESS: Final = machine("openness")


def promise(record_pk: int, until: date, *, by: Actor, at: datetime) -> None:
    """Open the commitment under the class case, unless the same day is promised for the dataset already."""
    del by  # whose word it was stands in the case's own event
    row = Record.objects.select_related("case", "dataset").get(pk=record_pk)
    known = open_promise(row.dataset_id, until)
    if known is None:
        case = Case.objects.get(pk=row.case_id)
        opening = Opening(
            dict(row.dataset.title),
            case.agency_id,
            subjects=(row.dataset.public_id, case.number),
            parent=case,
        )
        known = open_case(
            "commitment", Promise(row.dataset.public_id, until), opening, by=OPENNESS, at=at
        ).case
    Record.objects.filter(pk=record_pk).update(promise=known)


def open_promise(dataset_pk: int, until: date) -> Case | None:
    """Return the open commitment that promises a dataset for this very day."""
    rows = Commitment.objects.filter(dataset_id=dataset_pk, due_on=until, is_open=True)
    found = rows.select_related("case").order_by("id").first()
    return found.case if found else None
