"""When a leaked file is purged, nothing that came from it is left in the catalogue, and the rest goes on."""

import json
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection

from springhead.doors.operations import purge, registry
from springhead.doors.operations.registry import Keeper
from springhead.engine.kernel.now import now
from springhead.foundation.catalog import purging, store
from springhead.foundation.catalog.models import Delivery, Snapshot
from springhead.foundation.ledger.followers import run_followers

GOOD = "水庫,水位\n石門,243.5\n翡翠,165.1\n"
LEAK = "姓名,身分證\n王小明,A123456789\n陳小華,B223456781\n"


@pytest.fixture(autouse=True)
def catalogue(monkeypatch, tmp_path, settings):
    """Wire the catalogue as the product does, on a folder where tombstones disturb no other test."""
    settings.SPRINGHEAD = replace(settings.SPRINGHEAD, data=tmp_path / "data")
    keeper = Keeper("catalog", purging.files, purging.related, purging.forget, purging.refresh)
    monkeypatch.setattr(registry, "_KEEPERS", {"catalog": keeper})


def purge_it(sha256):
    proposal = purge.propose(sha256, reason="含個人資料", by="pe_one", at=now())
    entry = purge.confirm(proposal.public_id, by="pe_two", at=now())
    (run,) = run_followers([purge.FOLLOWER])
    assert not run.failure, run.failure
    return entry


def rows_as_text():
    with connection.cursor() as cursor:
        found = []
        for table in ("catalog_snapshot", "catalog_delivery", "catalog_distribution", "catalog_dataset"):
            cursor.execute(f"SELECT * FROM {table}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def public_bytes():
    return b"".join(path.read_bytes() for path in settings.SPRINGHEAD.public.rglob("*") if path.is_file())


def manifest(delivery):
    path = settings.SPRINGHEAD.public / "tables" / f"{delivery.distribution.table_id}.json"
    return json.loads(path.read_text())


@pytest.mark.django_db
def test_a_purged_version_leaves_no_value_anywhere_and_the_version_before_serves_again(bring):
    good = bring("姓名,身分證\n某甲,略\n某乙,無此人\n某丙,略去\n", publish_when_clean=True)
    leaked = bring(LEAK, to=good.distribution, publish_when_clean=True)
    assert manifest(leaked)["current"] == 2
    entry = purge_it(leaked.sha256)
    assert entry.public["datasets"] == [good.distribution.dataset.public_id]
    assert "A123456789" not in rows_as_text()
    assert b"A123456789" not in public_bytes()
    assert not any(store.blobs().exists(sha256) for sha256 in entry.public["files"])
    served = manifest(leaked)
    assert served["current"] == 1
    assert [one["number"] for one in served["snapshots"]] == [1]
    for sha256 in [one["sha256"] for one in Snapshot.objects.get(number=1).stores]:
        assert store.blobs().exists(sha256)
    tombstone = Snapshot.objects.get(number=2)
    assert tombstone.withdrawn_reason == "含個人資料"
    assert tombstone.rows == 2


@pytest.mark.django_db
def test_what_a_later_version_tells_of_the_purged_one_is_forgotten_too(bring):
    leaked = bring("編號,值\nA123456789,1\nB223456781,2\nC1,3\n", publish_when_clean=True)
    mended = bring("編號,值\nC1,3\nC2,4\nC3,5\n", to=leaked.distribution, publish_when_clean=True)
    assert mended.snapshot is not None
    assert "A123456789" in str(mended.snapshot.diff)
    purge_it(leaked.sha256)
    assert "A123456789" not in rows_as_text()
    assert manifest(mended)["current"] == 2


@pytest.mark.django_db
def test_a_derived_file_leads_to_all_of_its_family(bring):
    leaked = bring(LEAK, publish_when_clean=True)
    parquet = leaked.snapshot.parquet_sha or leaked.work["stores"][0]["sha256"]
    assert leaked.sha256 in purge.related(parquet)
    assert purge.related(leaked.sha256) == purge.related(parquet)


@pytest.mark.django_db
def test_a_file_still_held_for_mending_is_purged_from_the_desk(bring):
    held = bring("姓名,身分證\n王小明,A123456789\n陳小華\n")
    assert "A123456789" in rows_as_text() or held.work
    purge_it(held.sha256)
    assert "A123456789" not in rows_as_text()
    assert Delivery.objects.get().closed_at is not None
    assert not store.blobs().exists(held.sha256)


@pytest.mark.django_db
def test_files_of_other_datasets_are_untouched(bring):
    other = bring(GOOD, name="其他.csv", publish_when_clean=True)
    leaked = bring(LEAK, publish_when_clean=True)
    purge_it(leaked.sha256)
    assert manifest(other)["current"] == 1
    assert set(purging.files()) >= {other.sha256}
    assert all(store.blobs().exists(sha256) for sha256 in purging.files())
