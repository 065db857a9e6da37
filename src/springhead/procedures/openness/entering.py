"""Classes that stood before: entered in bulk, marked as such, and never made more certain than they were.

One transaction and one ledger event per batch, with the Merkle root over what was entered. An unknown class stays
unknown, an open one needs no case; what is not open gets a case that waits for its agency to justify it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from springhead.engine.kernel import merkle
from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.now import now
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import entering
from springhead.foundation.cases.fire import Opening, fire
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness, Stage
from springhead.foundation.jobs.run import Run
from springhead.foundation.ledger import append
from springhead.procedures.openness import commands
from springhead.procedures.openness.models import Classification, Record
from springhead.procedures.openness.vocabulary import NOT_OPEN

BATCH: Final = 500
OPENNESS: Final = machine("openness")


def enter_older(_run: Run | None = None) -> int:
    """Enter every class that is not open and has no case, batch by batch; returns how many. Twice does no harm."""
    return sum(enter(batch, actor=OPENNESS.id, at=now()) for batch in _batches())


def _batches() -> Iterator[list[Dataset]]:
    while batch := list(_without_case().select_related("agency").order_by("pk")[:BATCH]):
        yield batch


def _without_case() -> QuerySet[Dataset]:
    live = Record.objects.filter(live=True).values("dataset_id")
    rows = Dataset.objects.filter(openness__in=[str(one) for one in NOT_OPEN])
    return rows.exclude(stage=Stage.WITHDRAWN).exclude(pk__in=live)


@transaction.atomic
def enter(batch: Sequence[Dataset], *, actor: str, at: datetime) -> int:
    """Enter the classes these datasets have; returns how many cases that made. `agency` is loaded."""
    if not batch:
        return 0
    openings = [
        Opening(dict(one.title), one.agency.public_id, actor, subjects=(one.public_id,)) for one in batch
    ]
    cases = entering.enter("openness", "enter", openings, at=at)
    rows = [
        Record(
            case=case, dataset=one, agency_id=one.agency_id, state=case.state, openness=one.openness,
            migrated=True, changed_at=at,
        )
        for case, one in zip(cases, batch, strict=True)
    ]  # fmt: skip
    Record.objects.bulk_create(rows, batch_size=BATCH)
    made = [
        Classification(
            record=row, openness=one.openness, grounds=list(one.grounds), reason=one.grounds_note,
            made_at=at, made_by=actor, effective_at=at,
        )
        for row, one in zip(rows, batch, strict=True)
    ]  # fmt: skip
    Classification.objects.bulk_create(made, batch_size=BATCH)
    for row, one in zip(rows, made, strict=True):
        row.current = one
    Record.objects.bulk_update(rows, ["current"], batch_size=BATCH)
    _tell(rows, batch, actor, at)
    return len(rows)


def _tell(rows: Sequence[Record], batch: Sequence[Dataset], actor: str, at: datetime) -> None:
    """One event for the batch: which datasets, in which cases, and the root of what each class was."""
    leaves = [
        canonical({"case": row.case.number, "dataset": one.public_id, "openness": one.openness})
        for row, one in zip(rows, batch, strict=True)
    ]
    append(
        "openness:entered",
        subject=rows[0].case.number,
        actor=actor,
        public={
            "datasets": [one.public_id for one in batch],
            "cases": [row.case.number for row in rows],
            "root": merkle.root_of(leaves).hex(),
        },
        at=at,
    )


def take_over(pairs: Sequence[tuple[Dataset, str]], actor: str, at: datetime) -> None:
    """Let datasets have the classes another catalogue states.

    Open is taken at once. Less open is entered where no case says otherwise; where one does, our table stays.
    """
    pks = [one.pk for one, _ in pairs]
    live = {
        row.dataset_id: row
        for row in Record.objects.filter(dataset__in=pks, live=True).select_related("case")
    }
    fresh: dict[str, list[int]] = {}
    for dataset, stated in pairs:
        if dataset.pk not in live and dataset.openness != stated:
            fresh.setdefault(stated, []).append(dataset.pk)
        elif dataset.pk in live and stated == Openness.OPEN:
            fire(live[dataset.pk].case.number, commands.OpenUp(), by=OPENNESS, at=at)
    for openness, keys in fresh.items():
        Dataset.objects.filter(pk__in=keys).update(openness=openness)
    wanted = [pk for openness, keys in fresh.items() if openness in NOT_OPEN for pk in keys]
    enter(
        list(Dataset.objects.filter(pk__in=wanted).select_related("agency").order_by("pk")),
        actor=actor,
        at=at,
    )


def merge(source: Agency, target: Agency) -> None:
    """Move the class cases of a merged agency, inside the merge's transaction."""
    Record.objects.filter(agency=source).update(agency=target)
