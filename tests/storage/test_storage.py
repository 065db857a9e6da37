"""Content-addressed files, in a folder and in a remote store: the same promises."""

import errno
import io
import os
import shutil
import threading
from hashlib import sha256
from pathlib import Path

import obstore
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from obstore.store import LocalStore, MemoryStore

from springhead.engine.kernel.problems import Refused
from springhead.engine.storage import Blob, LocalStorage, hash_file, links, open_storage
from springhead.engine.storage.remote import RemoteStorage

WATER = "水庫".encode()
HASH = sha256(WATER).hexdigest()


@pytest.fixture(params=["local", "memory", "folder"])
def storage(request, tmp_path):
    local = LocalStorage(tmp_path / "blobs", reserve=0)
    if request.param == "local":
        return local
    store = MemoryStore() if request.param == "memory" else LocalStore(str(tmp_path / "remote"), mkdir=True)
    return RemoteStorage(store, local)


def code(refused):
    return refused.value.problems[0].code


def test_what_is_put_in_comes_out_under_its_hash(storage):
    assert storage.put(io.BytesIO(WATER)) == Blob(HASH, len(WATER))
    assert storage.path(HASH).read_bytes() == WATER
    with storage.open(HASH) as file:
        assert file.read() == WATER
    assert storage.exists(HASH)
    assert list(storage.hashes()) == [HASH]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(content=st.binary(max_size=300))
def test_any_content_survives(storage, content):
    blob = storage.put(io.BytesIO(content))
    assert blob == Blob(sha256(content).hexdigest(), len(content))
    assert storage.path(blob.sha256).read_bytes() == content
    storage.check(blob.sha256)


def test_a_file_of_known_hash_is_taken_without_reading_it_where_that_is_possible(storage, tmp_path):
    file = tmp_path / "came.csv"
    file.write_bytes(WATER)
    taken = storage.take(file, Blob(HASH, len(WATER)))
    assert taken == isinstance(storage, LocalStorage)
    assert file.read_bytes() == WATER
    assert storage.exists(HASH) == taken
    if taken:
        assert storage.path(HASH).stat().st_ino == file.stat().st_ino
        assert storage.take(file, Blob(HASH, len(WATER)))
        storage.check(HASH)
    storage.purge(HASH)
    if taken:
        with pytest.raises(Refused) as refused:
            storage.take(file, Blob(HASH, len(WATER)))
        assert code(refused) == "blob-purged"


def test_a_file_on_another_disk_or_of_another_size_is_not_taken(tmp_path, monkeypatch):
    local = LocalStorage(tmp_path / "blobs", reserve=0)
    file = tmp_path / "came.csv"
    file.write_bytes(WATER)
    assert not local.take(file, Blob(HASH, len(WATER) + 1))

    def elsewhere(*_paths):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", elsewhere)
    assert not local.take(file, Blob(HASH, len(WATER)))
    assert not local.exists(HASH)


def test_content_of_many_chunks_arrives_whole(storage):
    content = os.urandom(3_000_001)
    blob = storage.put(io.BytesIO(content))
    assert storage.path(blob.sha256).read_bytes() == content


def test_a_file_is_copied_by_put_and_taken_by_adopt(storage, tmp_path):
    given_file = tmp_path / "upload.csv"
    given_file.write_bytes(WATER)
    assert storage.put(given_file).sha256 == HASH
    assert given_file.exists()
    assert storage.adopt(given_file).sha256 == HASH
    assert not given_file.exists()
    assert storage.path(HASH).read_bytes() == WATER


def test_a_stored_file_cannot_be_written_by_mistake(storage):
    storage.put(io.BytesIO(WATER))
    assert storage.path(HASH).stat().st_mode & 0o222 == 0


def test_the_same_content_twice_is_one_file(storage):
    storage.put(io.BytesIO(WATER))
    storage.put(io.BytesIO(WATER))
    assert list(storage.hashes()) == [HASH]


def test_the_same_content_at_once_from_many_sides_is_one_whole_file(storage):
    content = os.urandom(200_000)
    threads = [threading.Thread(target=storage.put, args=(io.BytesIO(content),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (hash_,) = storage.hashes()
    assert storage.path(hash_).read_bytes() == content


def test_what_is_not_there_is_told(storage):
    with pytest.raises(Refused) as refused:
        storage.path(HASH)
    assert code(refused) == "blob-missing"
    assert storage.delete(HASH) is False


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, HASH + "0", HASH[:-1] + "/", HASH + "\n"])
def test_only_a_hash_becomes_a_path(storage, name):
    with pytest.raises(Refused) as refused:
        storage.path(name)
    assert code(refused) == "not-a-hash"


def test_deleted_content_may_come_back(storage):
    storage.put(io.BytesIO(WATER))
    assert storage.delete(HASH) is True
    assert not storage.exists(HASH)
    storage.put(io.BytesIO(WATER))
    assert storage.exists(HASH)


def test_purged_content_is_gone_and_never_comes_back(storage, tmp_path):
    storage.put(io.BytesIO(WATER))
    assert storage.purge(HASH) is True
    assert storage.purged(HASH)
    assert list(storage.tombstones()) == [HASH]
    assert list(storage.hashes()) == []
    again = tmp_path / "again"
    again.write_bytes(WATER)
    for attempt in (
        lambda: storage.path(HASH),
        lambda: storage.put(io.BytesIO(WATER)),
        lambda: storage.adopt(again),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert code(refused) == "blob-purged"
    assert not storage.exists(HASH)
    assert WATER not in b"".join(
        file.read_bytes() for file in (tmp_path / "blobs").rglob("*") if file.is_file()
    )


def test_a_damaged_file_is_noticed(tmp_path):
    storage = LocalStorage(tmp_path, reserve=0)
    storage.put(io.BytesIO(WATER))
    path = storage.path(HASH)
    path.chmod(0o644)
    path.write_bytes(WATER.replace(b"\xe6", b"\xe7", 1))
    with pytest.raises(Refused) as refused:
        storage.check(HASH)
    assert code(refused) == "blob-damaged"


def test_a_file_damaged_in_the_remote_store_is_not_let_in(tmp_path):
    store = MemoryStore()
    storage = RemoteStorage(store, LocalStorage(tmp_path, reserve=0))
    storage.put(io.BytesIO(WATER))
    obstore.put(store, f"blobs/{HASH[:2]}/{HASH}", b"something else")
    with pytest.raises(Refused) as refused:
        storage.check(HASH)
    assert code(refused) == "blob-damaged"


def test_a_second_machine_reads_what_the_first_stored_and_honours_its_purge(tmp_path):
    store = MemoryStore()
    first, second = (
        RemoteStorage(store, LocalStorage(tmp_path / name, reserve=0)) for name in ("one", "two")
    )
    first.put(io.BytesIO(WATER))
    assert second.path(HASH).read_bytes() == WATER
    first.purge(HASH)
    with pytest.raises(Refused) as refused:
        second.path(HASH)
    assert code(refused) == "blob-purged"
    assert not second.cache.exists(HASH)


class FillingDisk(io.BytesIO):
    """A source whose reading meets a disk that is just full."""

    def read(self, size=-1):
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(4)


def test_a_disk_that_fills_up_while_writing_leaves_nothing_half_written(storage, tmp_path):
    with pytest.raises(Refused) as refused:
        storage.put(FillingDisk(WATER))
    assert code(refused) == "disk-full"
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_file_that_will_not_fit_is_refused_before_it_is_read(tmp_path):
    free = shutil.disk_usage(tmp_path).free
    storage = LocalStorage(tmp_path / "blobs", reserve=free * 2)
    given_file = tmp_path / "upload"
    given_file.write_bytes(WATER)
    for attempt in (storage.put, storage.adopt):
        with pytest.raises(Refused) as refused:
            attempt(given_file)
        assert code(refused) == "disk-full"
    assert given_file.read_bytes() == WATER


def test_another_fault_of_the_disk_is_not_called_full(tmp_path):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        LocalStorage(tmp_path, reserve=0).put(Broken())


def test_a_write_that_was_killed_is_swept_away_later(tmp_path):
    storage = LocalStorage(tmp_path, reserve=0)
    storage.put(io.BytesIO(WATER))
    left = tmp_path / "unfinished" / "abc"
    left.write_bytes(b"half")
    assert storage.sweep(before=left.stat().st_mtime - 60) == 0
    assert storage.sweep(before=left.stat().st_mtime + 60) == 1
    assert list(storage.hashes()) == [HASH]


def test_an_address_chooses_the_remote_store(tmp_path):
    assert isinstance(open_storage(tmp_path), LocalStorage)
    assert isinstance(open_storage(tmp_path, "memory:///"), RemoteStorage)


def test_hashing_reads_the_whole_file(tmp_path):
    (tmp_path / "x").write_bytes(WATER)
    assert hash_file(tmp_path / "x") == Blob(HASH, len(WATER))


def test_a_published_link_is_the_same_file_and_is_withdrawn_by_hash(tmp_path):
    storage = LocalStorage(tmp_path / "blobs", reserve=0)
    storage.put(io.BytesIO(WATER))
    source = storage.path(HASH)
    shown = links.publish(source, tmp_path / "public", HASH, ".csv")
    assert shown == tmp_path / "public" / "blobs" / f"{HASH}.csv"
    assert shown.samefile(source)
    links.publish(source, tmp_path / "public", HASH, "csv")
    links.publish(source, tmp_path / "public", HASH, "parquet")
    assert links.withdraw(tmp_path / "public", HASH) == 2
    assert links.withdraw(tmp_path / "public", HASH) == 0
    assert source.read_bytes() == WATER


def test_across_disks_a_link_becomes_a_copy(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    source = tmp_path / "a"
    source.write_bytes(WATER)
    shown = links.link(source, tmp_path / "b" / "c")
    assert shown.read_bytes() == WATER
    assert not shown.samefile(source)
    storage = LocalStorage(tmp_path / "blobs", reserve=0)
    assert storage.adopt(source).sha256 == HASH
    assert not Path(source).exists()
