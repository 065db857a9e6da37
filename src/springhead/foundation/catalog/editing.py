"""Writing datasets outside deliveries: metadata that take effect at once, links, withdrawal. One event each."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused, Severity
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.catalog import classes, codes, listing, metadata, policy, records, texts
from springhead.foundation.catalog.metadata import Metadata
from springhead.foundation.catalog.models import Dataset, Distribution, Draft
from springhead.foundation.catalog.vocabulary import Kind, Stage
from springhead.foundation.ledger import Entry, append

PRIVATE: Final = ("contact_name", "contact_phone", "contact_email")


def save_draft(dataset: Dataset, values: Mapping[str, Any], *, by: Actor) -> Draft:
    """Keep what was typed; nothing is public and nothing is refused."""
    policy.check_edit(by, dataset.agency.public_id)
    return records.save_draft(dataset, dict(values), by=_person(by), at=now())


def take_effect(dataset: Dataset, *, by: Actor, only: frozenset[str] | None = None) -> tuple[str, ...]:
    """Let the draft take effect on a dataset that is already public, or list it when it has only links.

    Returns the names of changed fields. Raises `Refused` with every gap at once; with `only`, just gaps in
    these fields stand in the way (a changed contact need not wait for a missing description).
    """
    policy.check_edit(by, dataset.agency.public_id)
    with transaction.atomic():
        locked = Dataset.objects.select_for_update().select_related("agency").get(pk=dataset.pk)
        told = records.drafted(locked)
        _check(locked, told, only=only)
        first, class_before = not locked.visible, locked.openness
        classes.settle(locked, told, by=by, at=now())
        changed = records.apply(locked, told, at=now())
        changed += ("openness",) if locked.openness != class_before else ()
        locked.visible, locked.issued = True, locked.issued or now()
        listed = _has_what_it_lists(locked)
        locked.stage = Stage.LISTED if listed else locked.stage
        listing.refresh(locked)
        locked.save()
        Draft.objects.filter(dataset=locked).delete()
        if first or changed or listed:
            _tell("dataset:listed" if first or listed else "dataset:updated", locked, changed, told, by=by)
    dataset.refresh_from_db()
    return changed


def _has_what_it_lists(dataset: Dataset) -> bool:
    """Tell whether a dataset becomes a listed one now: what was wanted or promised has a link to its data."""
    if dataset.stage == Stage.PLANNED:
        return dataset.distributions.exists()
    waiting = dataset.stage in (Stage.WANTED, Stage.PROMISED)
    return waiting and dataset.distributions.filter(kind__in=(Kind.LINK, Kind.API)).exists()


def _check(dataset: Dataset, told: Metadata, *, only: frozenset[str] | None) -> None:
    blocking = [gap for gap in classes.gaps(dataset, told) if gap.severity is Severity.ERROR]
    blocking = [gap for gap in blocking if only is None or gap.where in only]
    if blocking:
        raise Refused(*blocking)


def _tell(event: str, dataset: Dataset, changed: tuple[str, ...], told: Metadata, *, by: Actor) -> None:
    values = told.as_values()
    public = {name: values[name] for name in changed if name not in PRIVATE}
    private = {name: values[name] for name in changed if name in PRIVATE}
    facts = {
        "dataset": dataset.public_id,
        "agency": dataset.agency.public_id,
        "changed": list(changed),
        "values": public,
    }
    append(event, subject=dataset.public_id, actor=by.id, public=facts, private=private, at=now())


def update(dataset: Dataset, values: Mapping[str, Any], *, by: Actor) -> tuple[str, ...]:
    """Type and apply in one go, as programs do."""
    with transaction.atomic():
        save_draft(dataset, values, by=by)
        return take_effect(dataset, by=by)


def create(agency: Agency, values: Mapping[str, Any], *, by: Actor) -> Dataset:
    """Make a draft dataset from metadata; it becomes public when a file is published or `take_effect` lists it."""
    policy.check_edit(by, agency.public_id)
    told = replace(metadata.read(values), unreadable=())
    with transaction.atomic():
        dataset = Dataset.objects.create(agency=agency, title=told.titles)
        records.save_draft(dataset, dict(values), by=_person(by), at=now())
    return dataset


def add_link(dataset: Dataset, url: str, *, by: Actor, title: str = "", form: str = "") -> Distribution:
    """Add a file or service that lives elsewhere. Raises `Refused` for what is no address."""
    policy.check_edit(by, dataset.agency.public_id)
    check_address(url)
    code = codes.format_of(form.strip() or PurePosixPath(urlsplit(url.strip()).path).suffix)
    with transaction.atomic():
        link = Distribution.objects.create(
            dataset=dataset,
            kind=Kind.API if code in codes.SERVICE_FORMATS else Kind.LINK,
            url=url.strip(),
            format=code,
            title={"zh-Hant": title} if title else {},
            position=dataset.distributions.count(),
        )
        listing.refresh(dataset)
        dataset.save()
    return link


def check_address(url: str) -> None:
    """Raise `Refused` for what is no address of the web."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(texts.ADDRESS_UNREADABLE.at(url[:200]))


def withdraw(dataset: Dataset, reason: str, *, by: Actor) -> Entry:
    """Take a dataset off; its id answers with a tombstone and this reason for ever. Returns the event."""
    policy.check_edit(by, dataset.agency.public_id)
    if len(reason.strip()) < texts.SHORTEST_REASON:
        raise Refused(texts.REASON_MISSING.at("reason", least=texts.SHORTEST_REASON))
    with transaction.atomic():
        locked = Dataset.objects.select_for_update().select_related("agency").get(pk=dataset.pk)
        locked.stage, locked.tombstone, locked.modified = Stage.WITHDRAWN, reason.strip(), now()
        locked.save(update_fields=["stage", "tombstone", "modified"])
        facts = {"dataset": locked.public_id, "agency": locked.agency.public_id, "reason": reason.strip()}
        entry = append("dataset:withdrawn", subject=locked.public_id, actor=by.id, public=facts, at=now())
    dataset.refresh_from_db()
    return entry


def _person(by: Actor) -> Person | None:
    return Person.objects.filter(public_id=by.id).first()
