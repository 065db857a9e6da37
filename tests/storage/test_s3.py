"""The wiring to an S3-compatible store, against a server that speaks the protocol, on loopback."""

import io
import os
from hashlib import sha256
from pathlib import Path

import boto3
import obstore
import pytest
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

from springhead.engine.kernel.problems import Refused
from springhead.engine.storage import Blob, hash_file, open_storage
from springhead.engine.storage.remote import RemoteStorage

WATER = "水庫".encode()
HASH = sha256(WATER).hexdigest()
BUCKET = "springhead"


@pytest.fixture(scope="module")
def address():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client(address, monkeypatch):
    """Set what an installation sets, and return a client of another maker that sees the same bucket, empty."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT": address, "AWS_ALLOW_HTTP": "true",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    made = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
    )
    made.create_bucket(Bucket=BUCKET)
    yield made
    while found := made.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        made.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": entry["Key"]} for entry in found]})
    made.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def machine(client, tmp_path):
    """Return a function that opens the store as another machine, with a cache of its own."""

    def machine(name="a", bucket=BUCKET) -> RemoteStorage:
        opened = open_storage(tmp_path / name, f"s3://{bucket}/files")
        assert isinstance(opened, RemoteStorage)
        return opened

    return machine


def keys(client) -> list[str]:
    return [entry["Key"] for entry in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())]


def code(refused) -> str:
    return refused.value.problems[0].code


def test_what_one_machine_stores_another_reads(machine, client):
    assert machine("a").put(io.BytesIO(WATER)) == Blob(HASH, len(WATER))
    assert keys(client) == [f"files/blobs/{HASH[:2]}/{HASH}"]
    assert machine("b").exists(HASH)
    assert machine("b").path(HASH).read_bytes() == WATER


def test_a_large_file_goes_in_parts_and_comes_back_whole(machine, client, tmp_path):
    file = tmp_path / "large"
    file.write_bytes(os.urandom(12 << 20))
    known = hash_file(file)
    assert machine("a").adopt(file) == known
    assert (
        "-" in client.head_object(Bucket=BUCKET, Key=keys(client)[0])["ETag"]
    )  # the mark of a multipart upload
    assert hash_file(machine("b").path(known.sha256)) == known


def test_a_part_of_a_file_can_be_asked_for(machine):
    storage = machine()
    storage.put(io.BytesIO(b"0123456789"))
    name = f"blobs/{sha256(b'0123456789').hexdigest()[:2]}/{sha256(b'0123456789').hexdigest()}"
    assert bytes(obstore.get_range(storage.store, name, start=3, length=4)) == b"3456"


def test_what_is_not_there_is_missing(machine):
    storage = machine()
    assert not storage.exists(HASH)
    assert not storage.delete(HASH)
    with pytest.raises(Refused) as refused:
        storage.path(HASH)
    assert code(refused) == "blob-missing"


def test_everything_is_listed_over_many_pages(machine, client):
    wanted = sorted(sha256(str(n).encode()).hexdigest() for n in range(1_005))
    for name in wanted:
        s3_backends[ACCOUNT]["aws"].put_object(BUCKET, f"files/blobs/{name[:2]}/{name}", b"")
    assert client.list_objects_v2(Bucket=BUCKET)["IsTruncated"]  # a page of S3 has 1,000
    assert list(machine().hashes()) == wanted


def test_what_is_deleted_is_gone_and_may_come_back(machine, client):
    storage = machine()
    storage.put(io.BytesIO(WATER))
    assert storage.delete(HASH)
    assert keys(client) == []
    assert storage.put(io.BytesIO(WATER)).sha256 == HASH


def test_purged_content_is_gone_on_every_machine_and_never_comes_back(machine, client):
    one, other = machine("a"), machine("b")
    one.put(io.BytesIO(WATER))
    assert other.path(HASH).exists()
    assert one.purge(HASH)
    assert keys(client) == [f"files/purged/{HASH}"]
    assert list(other.tombstones()) == [HASH]
    for attempt in (lambda: other.path(HASH), lambda: other.put(io.BytesIO(WATER))):
        with pytest.raises(Refused) as refused:
            attempt()
        assert code(refused) == "blob-purged"
    assert not other.cache.exists(HASH)


def test_a_damaged_object_is_not_handed_out(machine, client):
    machine("a").put(io.BytesIO(WATER))
    client.put_object(Bucket=BUCKET, Key=keys(client)[0], Body=b"something else")
    for attempt in (lambda: machine("b").path(HASH), lambda: machine("a").check(HASH)):
        with pytest.raises(Refused) as refused:
            attempt()
        assert code(refused) == "blob-damaged"


def test_a_bucket_that_is_not_there_says_so(machine, tmp_path: Path):
    with pytest.raises(Refused) as refused:
        machine(bucket="no-such-bucket").put(io.BytesIO(WATER))
    assert code(refused) == "store-unreachable"
