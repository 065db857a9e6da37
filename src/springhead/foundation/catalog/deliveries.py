"""Bringing a file: from a path, an upload or fetched bytes to one delivery, never two."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage.blobs import Blob
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.catalog import classes, codes, policy, proposals, records, store, texts
from springhead.foundation.catalog.commands import Receive
from springhead.foundation.catalog.models import Dataset, Delivery, Distribution
from springhead.foundation.catalog.vocabulary import Kind, Source


@dataclass(frozen=True, slots=True)
class Parcel:
    """Bytes that are safe in the store, under the name the sender gave. `again`: read known bytes once more."""

    blob: Blob
    filename: str
    source: Source = Source.UPLOAD
    publish_when_clean: bool = False
    again: bool = False
    recipe: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brought:
    """The delivery a parcel became, or already was (`fresh` is False then)."""

    delivery: Delivery
    fresh: bool


def keep_copy(path: Path) -> Blob:
    """Store a copy of a file of somebody else's. Raises `Refused` (no file, disk full, purged)."""
    if not path.is_file():
        raise Refused(texts.FILE_MISSING.at(str(path)))
    return store.blobs().put(path)


def deliver(distribution: Distribution, parcel: Parcel, *, by: Actor) -> Brought:
    """Open a delivery for a parcel; the same bytes for the same distribution are one delivery.

    While it is open, whoever brings them again gets it; bytes that are the current version are no news.
    """
    policy.check_edit(by, distribution.dataset.agency.public_id)
    same = _same(distribution, parcel)
    if same is not None:
        return Brought(same, fresh=False)
    try:
        with transaction.atomic():
            return Brought(_open(distribution, parcel, by=by), fresh=True)
    except IntegrityError:
        same = _same(distribution, parcel)
        if same is None:
            raise
        return Brought(same, fresh=False)


def _same(distribution: Distribution, parcel: Parcel) -> Delivery | None:
    known = Delivery.objects.select_related("case").filter(
        distribution=distribution, sha256=parcel.blob.sha256
    )
    still_open = known.filter(closed_at=None).first()
    if still_open is not None or parcel.again:
        return still_open
    return known.filter(snapshot__isnull=False, snapshot=distribution.current_id).first()


def _open(distribution: Distribution, parcel: Parcel, *, by: Actor) -> Delivery:
    dataset = distribution.dataset
    command = Receive(
        distribution=distribution.public_id,
        sha256=parcel.blob.sha256,
        size=parcel.blob.size,
        filename=parcel.filename,
        source=parcel.source,
        publish_when_clean=parcel.publish_when_clean,
        recipe=parcel.recipe,
    )
    opening = Opening(
        title=classes.title_of(dataset) or {"zh-Hant": parcel.filename},
        agency_id=dataset.agency.public_id,
        subjects=(dataset.public_id, distribution.table_id),
    )
    outcome = open_case("delivery", command, opening, by=by, at=now())
    return Delivery.objects.select_related("case").get(case=outcome.case)


def new_dataset(agency: Agency, filename: str, *, by: Actor) -> Distribution:
    """Make a draft dataset for a file that is about to be read: named after it, filled as far as the file tells."""
    policy.check_edit(by, agency.public_id)
    person = Person.objects.filter(public_id=by.id).first()
    proposed = proposals.from_file(proposals.title_from(filename), records.office(agency, by=person))
    with transaction.atomic():
        dataset = Dataset.objects.create(agency=agency, title={"zh-Hant": proposed.title})
        distribution = add_file(dataset, filename)
        records.save_draft(dataset, proposed.as_values(), by=person, at=now())
    return distribution


def add_file(dataset: Dataset, filename: str) -> Distribution:
    """Add a distribution that will be a table here."""
    return Distribution.objects.create(
        dataset=dataset,
        kind=Kind.FILE,
        format=codes.format_of(Path(filename).suffix),
        position=dataset.distributions.count(),
    )
