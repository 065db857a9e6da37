"""What the catalogue does when a leaked file is purged: every row that came from it forgets what it knew.

The rows stay as tombstones: numbers and dates of versions, counts, names and types of columns. Values do not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from springhead.engine.kernel.now import now
from springhead.foundation.catalog import listing, publishing
from springhead.foundation.catalog.models import Dataset, Delivery, Distribution, Snapshot

EMPTY: Final = sha256(b"").hexdigest()
"""The hash of no bytes at all: many files without findings share it, and it leaks nothing."""

KEPT_OF_REPORT: Final = (
    "format",
    "encoding",
    "delimiter",
    "header_rows",
    "title_rows",
    "fingerprint",
    "rows",
)


def files() -> Iterator[str]:
    """Yield the hash of every file that a version or an open delivery needs."""
    for snapshot in Snapshot.objects.filter(withdrawn_at=None).iterator():
        yield from _hashes_of_snapshot(snapshot)
    for delivery in Delivery.objects.filter(closed_at=None).iterator():
        yield from _hashes_of_delivery(delivery)


def related(seed: str) -> set[str]:
    """Return the hashes of everything made from a file, or of the file it was made from; itself included."""
    found: set[str] = set()
    for hashes in _families():
        if seed in hashes:
            found |= hashes
    return found


def forget(gone: Sequence[str], reason: str) -> list[str]:
    """Withdraw every version and empty every delivery that holds one of these files; return their datasets.

    In the caller's transaction. A version that pointed to by its table gives way to the newest one left.
    """
    wanted = set(gone)
    datasets: set[int] = set()
    for snapshot in Snapshot.objects.select_related("distribution").iterator():
        if wanted & _hashes_of_snapshot(snapshot):
            _forget_snapshot(snapshot, reason)
            datasets.add(snapshot.distribution.dataset_id)
    for delivery in Delivery.objects.select_related("distribution").iterator():
        if wanted & _hashes_of_delivery(delivery):
            _forget_delivery(delivery, reason)
            datasets.add(delivery.distribution.dataset_id)
    return [_refreshed(pk) for pk in sorted(datasets)]


def refresh(public_ids: Sequence[str]) -> None:
    """Write the manifests of these datasets anew; the search index follows the event by itself."""
    for pk in Distribution.objects.filter(dataset__public_id__in=public_ids).values_list("pk", flat=True):
        publishing.serve(pk)


def _families() -> Iterator[set[str]]:
    for snapshot in Snapshot.objects.iterator():
        yield _hashes_of_snapshot(snapshot)
    for delivery in Delivery.objects.iterator():
        yield _hashes_of_delivery(delivery)


def _hashes_of_snapshot(snapshot: Snapshot) -> set[str]:
    named = {snapshot.original_sha, snapshot.parquet_sha, snapshot.findings_sha}
    return _real(named | {str(store["sha256"]) for store in snapshot.stores})


def _hashes_of_delivery(delivery: Delivery) -> set[str]:
    return _real({delivery.sha256, *_hashes_in(delivery.work)})


def _hashes_in(work: Mapping[str, Any]) -> Iterator[str]:
    """Yield the hashes that finished steps left behind."""
    for name in ("table", "findings", "grid"):
        yield str(work.get(name) or "")
    for store in work.get("stores", ()):
        yield str(store["sha256"])


def _real(hashes: Iterable[str]) -> set[str]:
    return {one for one in hashes if one and one != EMPTY}


def _forget_snapshot(snapshot: Snapshot, reason: str) -> None:
    snapshot.columns = [{**column, "profile": {}} for column in snapshot.columns]
    snapshot.diff, snapshot.samples = {}, []
    snapshot.withdrawn_at = snapshot.withdrawn_at or now()
    snapshot.withdrawn_reason = reason
    snapshot.save(update_fields=["columns", "diff", "samples", "withdrawn_at", "withdrawn_reason"])
    _forget_differences(snapshot)
    distribution = Distribution.objects.select_for_update().get(pk=snapshot.distribution_id)
    if distribution.current_id == snapshot.pk:
        distribution.current = distribution.snapshots.filter(withdrawn_at=None).order_by("-number").first()
        distribution.save(update_fields=["current"])


def _forget_differences(snapshot: Snapshot) -> None:
    """Later versions tell what they removed from this one, by its keys."""
    for later in Snapshot.objects.filter(distribution=snapshot.distribution_id):
        if later.diff.get("against") == snapshot.number:
            later.diff = {}
            later.save(update_fields=["diff"])
    for delivery in Delivery.objects.filter(distribution=snapshot.distribution_id):
        if delivery.work.get("diff", {}).get("against") == snapshot.number:
            delivery.work = {**delivery.work, "diff": {}}
            delivery.save(update_fields=["work"])


def _forget_delivery(delivery: Delivery, reason: str) -> None:
    kept = {name: delivery.report[name] for name in KEPT_OF_REPORT if name in delivery.report}
    delivery.report = {**kept, "columns": [], "counts": {}, "findings": [], "proposals": []} if kept else {}
    delivery.work = {
        name: delivery.work[name] for name in ("table", "findings", "grid", "stores") if name in delivery.work
    }
    delivery.drift, delivery.recipe, delivery.reason = {}, {}, reason
    delivery.closed_at = delivery.closed_at or now()
    delivery.save(update_fields=["report", "work", "drift", "recipe", "reason", "closed_at"])


def _refreshed(dataset_pk: int) -> str:
    dataset = Dataset.objects.select_for_update().get(pk=dataset_pk)
    dataset.modified = now()
    listing.refresh(dataset)
    dataset.save()
    return str(dataset.public_id)
