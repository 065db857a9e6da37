"""Brings our catalogue to what a file says, in batches: each batch one transaction with one event.

The first import adds, later ones change only what differs (by digest), and the second of the same file
changes nothing. What is no longer in the file is counted, never removed: a file may be incomplete.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, transaction

from springhead.engine.kernel import merkle, now
from springhead.engine.kernel.problems import Problem
from springhead.foundation import ledger
from springhead.foundation.catalog import classes
from springhead.foundation.catalog.importing import texts
from springhead.foundation.catalog.importing.records import Record, Resource, frequency_fields, read
from springhead.foundation.catalog.models import Dataset, DatasetAlias, Distribution
from springhead.foundation.catalog.vocabulary import Scheme, Stage

BATCH: Final = 1_000
TRIES: Final = 3
KEPT_PROBLEMS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose catalogue it is, and who brings it. `agency_of`: name → primary key, provisional ones made on the way.

    `publisher`: the agency whose list it is, under whose name all of it stands; empty: the file names the agencies.
    """

    agency_of: Callable[[str], int]
    actor: str
    scheme: Scheme = Scheme.DATA_GOV_TW
    source: str = "data.gov.tw"
    publisher: str = ""


@dataclass(slots=True)
class Outcome:
    """What an import did. `gone` are datasets of this source that the file no longer names."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    skipped: int = 0
    resources: int = 0
    gone: int = 0
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    def note(self, problems: Iterable[Problem]) -> None:
        """Count problems and keep the first of them."""
        for problem in problems:
            self.problem_count += 1
            if len(self.problems) < KEPT_PROBLEMS:
                self.problems.append(problem)


def import_catalogue(
    path: Path, origin: Origin, *, apply: bool = True, progress: Callable[[int], None] | None = None
) -> Outcome:
    """Import a catalogue file; with `apply=False` only count what would change.

    Raises `Refused` when the file is no catalogue. `progress` is told the number of rows read.
    """
    outcome, seen = Outcome(), set[str]()
    for batch in _batches(path, origin, outcome, seen):
        known = _known(origin.scheme, [record.foreign_id for record in batch])
        fresh = [record for record in batch if record.foreign_id not in known]
        changed = [
            record
            for record in batch
            if record.foreign_id in known
            and known[record.foreign_id].provenance.get("digest") != record.digest()
        ]
        outcome.added += len(fresh)
        outcome.changed += len(changed)
        outcome.same += len(batch) - len(fresh) - len(changed)
        outcome.resources += sum(len(record.resources) for record in batch)
        if apply and (fresh or changed):
            _apply_batch(fresh, changed, known, origin)
        if progress:
            progress(outcome.rows)
    kept = DatasetAlias.objects.filter(scheme=origin.scheme)
    if origin.publisher:
        kept = kept.filter(value__startswith=f"{origin.publisher}:")
    outcome.gone = kept.count() - outcome.same - outcome.changed
    outcome.gone -= outcome.added if apply else 0
    return outcome


def _batches(path: Path, origin: Origin, outcome: Outcome, seen: set[str]) -> Iterator[list[Record]]:
    rows = _sound(path, origin, outcome, seen)
    while batch := list(islice(rows, BATCH)):
        yield batch


def _sound(path: Path, origin: Origin, outcome: Outcome, seen: set[str]) -> Iterator[Record]:
    for row, record, problems in read(path, publisher=origin.publisher):
        outcome.rows += 1
        outcome.note(problems)
        if record is None:
            outcome.skipped += 1
        elif record.foreign_id in seen:
            outcome.skipped += 1
            outcome.note([texts.REPEATED_ID.at("資料集識別碼", row=row, value=record.foreign_id)])
        else:
            seen.add(record.foreign_id)
            yield record


def _known(scheme: Scheme, foreign_ids: list[str]) -> dict[str, Dataset]:
    aliases = DatasetAlias.objects.filter(scheme=scheme, value__in=foreign_ids).select_related("dataset")
    return {alias.value: alias.dataset for alias in aliases}


def _apply_batch(
    fresh: list[Record], changed: list[Record], known: dict[str, Dataset], origin: Origin
) -> None:
    """Apply a batch, once more with new ids when one of them was taken.

    Among half a million ids of 40 random bits a repeated one is not rare: about one national import in twenty meets it.
    """
    for left in reversed(range(TRIES)):
        try:
            _apply(fresh, changed, known, origin)
        except IntegrityError:
            if not left:
                raise
        else:
            return


@transaction.atomic
def _apply(fresh: list[Record], changed: list[Record], known: dict[str, Dataset], origin: Origin) -> None:
    at = now.now()
    listed = {"stage": Stage.LISTED, "visible": True, "openness": ""}
    datasets = [Dataset(**listed, **_fields(record, origin, at)) for record in fresh]
    Dataset.objects.bulk_create(datasets)
    DatasetAlias.objects.bulk_create(
        DatasetAlias(dataset=dataset, scheme=origin.scheme, value=record.foreign_id)
        for dataset, record in zip(datasets, fresh, strict=True)
    )
    pairs = [*zip(datasets, fresh, strict=True), *_changed(changed, known, origin, at)]
    classes.take_over([(dataset, record.openness) for dataset, record in pairs], actor=origin.actor, at=at)
    _replace_links(pairs)
    _record_event(pairs, origin, fresh=len(fresh), at=at)


def _changed(
    changed: list[Record], known: dict[str, Dataset], origin: Origin, at: datetime
) -> list[tuple[Dataset, Record]]:
    pairs = [(known[record.foreign_id], record) for record in changed]
    names: set[str] = set()
    for dataset, record in pairs:
        fields = _fields(record, origin, at)
        names |= fields.keys()
        for name, value in fields.items():
            setattr(dataset, name, value)
    if pairs:
        Dataset.objects.bulk_update([dataset for dataset, _ in pairs], sorted(names), batch_size=200)
    return pairs


def _fields(record: Record, origin: Origin, at: datetime) -> dict[str, Any]:
    modified = datetime.fromisoformat(record.modified) if record.modified else None
    return {
        "agency_id": origin.agency_of(record.agency),
        "title": {"zh-Hant": record.title},
        "description": {"zh-Hant": record.description} if record.description else {},
        "category": record.category,
        "licence": record.licence,
        "cost": record.cost,
        "field_description": record.field_description,
        "landing_page": record.landing_page[:1000],
        "contact_name": record.contact_name[:255],
        "contact_phone": record.contact_phone[:255],
        "notes": record.notes,
        "issued": datetime.fromisoformat(record.issued) if record.issued else None,
        "modified": modified or at,
        "formats": sorted({resource.format for resource in record.resources if resource.format}),
        "resources": len(record.resources),
        "has_api": any(resource.kind == "api" for resource in record.resources),
        "provenance": {
            "source": origin.source,
            "digest": record.digest(),
            "quality": record.quality,
            "licence": record.licence_text,
            "modified_known": modified is not None,
        },
        **frequency_fields(record.frequency),
    }


def _replace_links(pairs: list[tuple[Dataset, Record]]) -> None:
    """Make the links of each dataset those of its record, keeping the ids of addresses that stay."""
    kept: dict[tuple[int, str], Distribution] = {}
    for old in Distribution.objects.filter(
        dataset__in=[dataset.pk for dataset, _ in pairs], kind__in=("link", "api")
    ):
        kept.setdefault((old.dataset_id, old.url), old)
    stays: set[int] = set()
    fresh: list[Distribution] = []
    for dataset, record in pairs:
        for position, resource in enumerate(record.resources):
            place = (dataset.pk, resource.url)
            before = kept.pop(place) if place in kept else None
            if before is not None and _is_same(before, resource, position):
                stays.add(before.pk)
            else:
                identity = {"public_id": before.public_id, "table_id": before.table_id} if before else {}
                fresh.append(_link(dataset, resource, position, identity))
    links = Distribution.objects.filter(
        dataset__in=[dataset.pk for dataset, _ in pairs], kind__in=("link", "api")
    )
    links.exclude(pk__in=stays).delete()
    Distribution.objects.bulk_create(fresh, batch_size=2_000)


def _is_same(old: Distribution, resource: Resource, position: int) -> bool:
    said = (old.format, old.kind, old.encoding, old.amount, old.position)
    return said == (resource.format, resource.kind, resource.encoding, resource.amount, position)


def _link(dataset: Dataset, resource: Resource, position: int, identity: dict[str, str]) -> Distribution:
    return Distribution(
        dataset=dataset,
        kind=resource.kind,
        position=position,
        format=resource.format,
        encoding=resource.encoding,
        url=resource.url,
        amount=resource.amount,
        **identity,
    )


def _record_event(pairs: list[tuple[Dataset, Record]], origin: Origin, *, fresh: int, at: datetime) -> None:
    """One event for the batch: which datasets, and the Merkle root of what the source said of each."""
    digests = [record.digest().encode() for _, record in pairs]
    ledger.append(
        "catalogue_imported",
        subject=origin.source,
        actor=origin.actor,
        public={
            "datasets": [dataset.public_id for dataset, _ in pairs],
            "added": fresh,
            "changed": len(pairs) - fresh,
            "root": merkle.root_of(digests).hex(),
        },
        at=at,
    )
