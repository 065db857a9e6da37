"""A full disk and a store that does not answer pass: nothing is lost or refused, and the work goes on afterwards."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest
from django.conf import settings
from tests.catalog.conftest import fresh
from tests.catalog.test_delivery import CLEAN

from springhead.engine.kernel.problems import Refused
from springhead.engine.storage.room import is_full
from springhead.engine.storage.texts import STORE_UNREACHABLE
from springhead.engine.tables import stores, worker
from springhead.foundation.catalog import deliveries, fetching, handlers, pipeline, store
from springhead.foundation.catalog.deliveries import Parcel
from springhead.foundation.catalog.models import Delivery
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.jobs.worker import work_once

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DUTIES = Duties({handler.kind: handler for handler in handlers.HANDLERS})


@pytest.fixture
def waiting(agency, officer, tmp_path) -> Delivery:
    file = tmp_path / "水位.csv"
    file.write_text(CLEAN + f"{uuid4().hex},1.5,2026-01-04\n")  # nothing of it is in the store yet
    place = deliveries.new_dataset(agency, file.name, by=officer)
    return deliveries.deliver(place, Parcel(deliveries.keep_copy(file), file.name), by=officer).delivery


def turn() -> Job:
    Job.objects.update(run_after="2020-01-01T00:00:00Z")
    assert work_once("slow", DUTIES)
    return Job.objects.order_by("-id").first()


def test_a_disk_without_room_puts_the_work_off_and_says_so(waiting, monkeypatch) -> None:
    monkeypatch.setattr(store.blobs(), "reserve", 1 << 62)
    job = turn()
    assert (job.state, fresh(waiting).state) == ("waiting", "received")
    assert "磁碟空間不足" in job.message["zh-Hant"]
    assert "disk is full" in job.message["en"]
    monkeypatch.undo()
    assert turn().state == "done"
    assert fresh(waiting).state == "checked"


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
        duckdb.IOException("IO Error: Could not write file: No space left on device"),
    ],
)
def test_a_disk_that_fills_while_stores_are_built_puts_the_work_off(waiting, monkeypatch, error) -> None:
    def full(*_given, **_named):
        raise error

    monkeypatch.setattr(stores, "build", full)
    assert turn().state == "waiting"
    assert fresh(waiting).state == "read"
    assert list(Path(settings.SPRINGHEAD.scratch).glob("*")) == []
    monkeypatch.undo()
    assert turn().state == "done"
    assert fresh(waiting).state == "checked"


def test_a_store_that_does_not_answer_is_waited_for(waiting, monkeypatch) -> None:
    def away(_sha256):
        raise Refused(STORE_UNREACHABLE.at(reason="timeout"))

    monkeypatch.setattr(store.blobs(), "path", away)
    assert (turn().state, fresh(waiting).state) == ("waiting", "received")
    monkeypatch.undo()
    assert turn().state == "done"


def test_another_fault_is_not_called_a_full_disk() -> None:
    assert not is_full(OSError(5, "Input/output error"))
    assert not is_full(ValueError("full"))


@pytest.mark.slow
def test_the_reader_in_its_own_process_says_when_the_disk_is_full(tmp_path) -> None:
    file, folder = tmp_path / "水位.csv", tmp_path / "work"
    file.write_text(CLEAN)
    folder.mkdir()
    (folder / "table.parquet").symlink_to("/dev/full")  # every write there fails as on a full disk
    with pytest.raises(Refused) as refused:
        worker.read_in_child(file, folder=folder)
    assert refused.value.problems[0].code == "disk-full"
    assert refused.value.problems[0].code in pipeline.PASSING


def test_a_fetched_file_that_does_not_fit_is_noted_and_fetched_again(agency, monkeypatch) -> None:
    from tests.catalog.test_fetching import ADDRESS, ONE, Site

    from springhead.foundation.catalog.models import Dataset, Distribution

    dataset = Dataset.objects.create(agency=agency, title={"zh-Hant": "水位"}, stage="listed", visible=True)
    place = Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url=ADDRESS)
    site = Site(ONE + f"{uuid4().hex},1.5\n")
    monkeypatch.setattr(store.blobs(), "reserve", 1 << 62)
    assert fetching.fetch(place.public_id, client=site) == "failed"
    place.refresh_from_db()
    assert place.fetch_state["problem"]["code"] == "disk-full"
    monkeypatch.undo()
    assert fetching.fetch(place.public_id, client=site) == "delivered"


@pytest.mark.slow
def test_files_live_in_a_remote_store_and_a_fresh_cache_fills_itself(
    bring, officer, tmp_path, monkeypatch
) -> None:
    from tests.catalog.test_delivery import publish

    def machine(name: str) -> None:
        """Go on as another machine: with the same keys and the same store, but a cache of its own."""
        here = replace(settings.SPRINGHEAD, storage=f"file://{tmp_path}/bucket", data=tmp_path / name)
        shutil.copytree(settings.SPRINGHEAD.secrets, here.secrets)
        monkeypatch.setattr(settings, "SPRINGHEAD", here)

    (tmp_path / "bucket").mkdir()
    machine("one")
    first = publish(bring(CLEAN), officer)
    machine("two")
    assert not settings.SPRINGHEAD.blobs.exists()
    second = bring(CLEAN + "義興,3.1,2026-01-04\n", to=first.distribution)
    assert second.work["diff"]["added"] == 1
    assert publish(second, officer).snapshot.rows == 4
    assert len(list((tmp_path / "bucket" / "blobs").rglob(first.sha256))) == 1
