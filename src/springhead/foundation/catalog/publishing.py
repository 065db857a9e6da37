"""What the data plane gets to see: hard links to published files, and one manifest per table.

A follower: everything here can be done again at any time from the rows, and twice does no harm.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from django.conf import settings

from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.now import taipei
from springhead.engine.tables import manifest
from springhead.engine.tables.manifest import Manifest, SnapshotEntry, Store
from springhead.engine.tables.schema import Column
from springhead.foundation.catalog import attribution, store
from springhead.foundation.catalog.codes import licences
from springhead.foundation.catalog.models import Dataset, Distribution, Snapshot
from springhead.foundation.catalog.vocabulary import Openness, Stage
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.followers import Follower

SERVED: Final = frozenset({"sqlite", "duckdb", "parquet", "original"})


def take_in(entries: Sequence[Entry]) -> None:
    """Take in events of the ledger: publications, roll-backs, withdrawals, changed metadata."""
    touched: dict[int, None] = {}
    for entry in entries:
        if entry.event == "delivery.publish":
            place = {
                "distribution__table_id": entry.public.get("table"),
                "number": entry.public.get("snapshot"),
            }
            Snapshot.objects.filter(**place).update(event_seq=entry.seq)
        touched |= dict.fromkeys(_touched(entry))
    serve_tables(touched)


def _touched(entry: Entry) -> Iterable[int]:
    rows = Distribution.objects.filter(snapshots__isnull=False)
    if entry.public.get("table"):
        rows = rows.filter(table_id=entry.public["table"])
    else:
        rows = rows.filter(dataset__public_id=entry.public.get("dataset", ""))
    return rows.values_list("pk", flat=True).distinct()


def serve_tables(distribution_pks: Iterable[int]) -> None:
    """Write the manifests of these distributions."""
    for pk in distribution_pks:
        serve(pk)


def serve_all() -> int:
    """Write every manifest anew, as after a restore; returns how many."""
    published = Distribution.objects.filter(snapshots__isnull=False).distinct().order_by("pk")
    count = 0
    for distribution in published.iterator(chunk_size=500):
        serve(distribution.pk)
        count += 1
    return count


def serve(distribution_pk: int) -> None:
    """Offer the files of one table, then write its manifest: a reader never sees a file that is not there."""
    distribution = Distribution.objects.select_related("dataset__agency", "current").get(pk=distribution_pk)
    snapshots = list(distribution.snapshots.filter(withdrawn_at=None).order_by("number"))
    if not snapshots and not distribution.snapshots.exists():
        return
    for snapshot in snapshots:
        for one in _stores(snapshot):
            store.offer(one.sha256, one.file)
    reach("tables.offered")
    manifest.write(Path(settings.SPRINGHEAD.public), manifest_of(distribution, snapshots))
    reach("tables.served")


def manifest_of(distribution: Distribution, snapshots: list[Snapshot]) -> Manifest:
    """Return what the data plane knows of a table. `current` is 0 when every version was withdrawn."""
    dataset, current = distribution.dataset, distribution.current
    licence = licences().get(dataset.licence)
    return Manifest(
        table=distribution.table_id,
        dataset=dataset.public_id,
        title=_title(dataset, distribution),
        description=dict(dataset.description),
        publisher=dataset.agency.name(),
        licence=dataset.licence,
        licence_url=licence.url if licence else "",
        attribution=attribution_of(dataset, current, lang="zh-Hant"),
        page=f"{settings.SPRINGHEAD.address}/datasets/{dataset.public_id}",
        current=current.number if current else 0,
        snapshots=tuple(_entry(snapshot) for snapshot in snapshots),
        access="open" if dataset.openness == Openness.OPEN else "granted",
        withdrawn=_withdrawn(dataset, distribution, snapshots),
    )


def _title(dataset: Dataset, distribution: Distribution) -> dict[str, str]:
    return {lang: text for lang, text in {**dataset.title, **distribution.title}.items() if text}


def _withdrawn(dataset: Dataset, distribution: Distribution, snapshots: list[Snapshot]) -> dict[str, str]:
    if dataset.stage == Stage.WITHDRAWN:
        return {"reason": dataset.tombstone}
    if snapshots:
        return {}
    last = distribution.snapshots.order_by("-number").first()
    return {"reason": last.withdrawn_reason if last else ""}


def _entry(snapshot: Snapshot) -> SnapshotEntry:
    return SnapshotEntry(
        number=snapshot.number,
        published_at=snapshot.published_at.isoformat(),
        rows=snapshot.rows,
        columns=tuple(Column.from_json(column) for column in snapshot.columns),
        stores=tuple(_stores(snapshot)),
    )


def _stores(snapshot: Snapshot) -> list[Store]:
    return [Store(**one) for one in snapshot.stores if one["kind"] in SERVED]


def attribution_of(dataset: Dataset, snapshot: Snapshot | None, *, lang: str) -> str:
    """Return the sentence to copy for a dataset, or for one of its versions."""
    return attribution.text(
        agency=dataset.agency.name(lang),
        title=dataset.title.get(lang) or dataset.name,
        version=snapshot.number if snapshot else None,
        published=taipei(snapshot.published_at).date() if snapshot else None,
        licence=dataset.licence,
        lang=lang,
    )


FOLLOWER: Final = Follower(
    "tables",
    take_in,
    events=frozenset(
        {
            "delivery.publish", "delivery.roll_back", "delivery.withdraw",
            "dataset:updated", "dataset:listed", "dataset:withdrawn",
        }
    ),
    outside=True,
)  # fmt: skip
