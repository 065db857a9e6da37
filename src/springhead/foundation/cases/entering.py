"""Cases that enter in bulk, as from an older catalogue: set-based, without clocks, told by one event of the caller.

The opening row must be one that a machine may use, start no clock and be the table's own; each case begins as if
`open_case` had opened it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from springhead.engine.kernel.actors import Role
from springhead.foundation.cases import numbers
from springhead.foundation.cases.fire import Opening
from springhead.foundation.cases.models import Case, Subject
from springhead.foundation.cases.registry import case_type


def enter(type_name: str, event: str, openings: Sequence[Opening], *, at: datetime) -> list[Case]:
    """Make a case for each opening, in its order; one transaction. ValueError when the row does not allow it."""
    kind = case_type(type_name)
    row = kind.table.opening(event)
    if row is None or row.to is None or row.clocks or Role.MACHINE not in row.actors:
        raise ValueError(f"{type_name} cannot enter in bulk by {event!r}")
    with transaction.atomic():
        found = numbers.next_numbers(kind.prefix, len(openings), at=at)
        cases = [
            Case(
                type=kind.name,
                number=number,
                state=str(row.to),
                phase=kind.table.phase(row.to),
                version=1,
                title=dict(opening.title),
                agency_id=opening.agency_id,
                owner_id=opening.owner_id,
                opened_at=at,
                changed_at=at,
            )
            for number, opening in zip(found, openings, strict=True)
        ]
        Case.objects.bulk_create(cases, batch_size=500)
        Subject.objects.bulk_create(
            (
                Subject(case=case, subject_id=subject)
                for case, opening in zip(cases, openings, strict=True)
                for subject in dict.fromkeys(opening.subjects)
            ),
            batch_size=500,
        )
    return cases
