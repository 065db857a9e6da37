"""Files under their hash in an S3-compatible store, with a local cache that never needs invalidating."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from springhead.engine.kernel.problems import Refused
from springhead.engine.storage.blobs import Blob, valid
from springhead.engine.storage.local import LocalStorage
from springhead.engine.storage.texts import BLOB_DAMAGED, BLOB_MISSING, BLOB_PURGED, STORE_UNREACHABLE

TOMBSTONE = b"purged"


class RemoteStorage:
    """The store is the truth; the cache holds what this machine used. A tombstone counts on every machine."""

    def __init__(self, store: ObjectStore, cache: LocalStorage) -> None:
        self.store, self.cache = store, cache

    def put(self, source: BinaryIO | Path) -> Blob:
        """Store a copy in the cache and the store."""
        return self._upload(self.cache.put(source))

    def adopt(self, path: Path) -> Blob:
        """Take a file; `path` is gone afterwards."""
        return self._upload(self.cache.adopt(path))

    def take(self, _path: Path, _blob: Blob) -> bool:
        """Return False: bytes have to be sent."""
        return False

    def path(self, sha256: str) -> Path:
        """Return the cached file, fetched first where needed and compared with its hash."""
        self._refuse_purged(sha256)
        if not self.cache.exists(sha256):
            self._download(sha256)
        return self.cache.path(sha256)

    def open(self, sha256: str) -> BinaryIO:
        """Open the content for reading."""
        return self.path(sha256).open("rb")

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is in the store."""
        return self._has(_key(sha256))

    def delete(self, sha256: str) -> bool:
        """Forget the content in the store and in the cache."""
        was_here = self.exists(sha256)
        with _reachable(), suppress(FileNotFoundError):
            obstore.delete(self.store, _key(sha256))
        self.cache.delete(sha256)
        return was_here

    def purge(self, sha256: str) -> bool:
        """Remove the content for good, in the store and here, and leave a tombstone in both."""
        with _reachable(place=True):
            obstore.put(self.store, _tombstone(sha256), TOMBSTONE)
        self.cache.purge(sha256)
        return self.delete(sha256)

    def purged(self, sha256: str) -> bool:
        """Tell whether the content was purged, by this machine or another."""
        return self.cache.purged(sha256) or self._has(_tombstone(sha256))

    def check(self, sha256: str) -> None:
        """Fetch the content again and compare its hash."""
        self.cache.delete(sha256)
        self.path(sha256)

    def hashes(self) -> Iterator[str]:
        """Yield the hash of everything stored, in order."""
        yield from self._names("blobs")

    def tombstones(self) -> Iterator[str]:
        """Yield the hash of everything purged, in order."""
        yield from self._names("purged")

    def _upload(self, blob: Blob) -> Blob:
        """Send what the store lacks; content refused there must not stay here."""
        if self.purged(blob.sha256):
            self.cache.purge(blob.sha256)
            raise Refused(BLOB_PURGED.at(blob.sha256))
        if not self.exists(blob.sha256):
            with _reachable(place=True):
                obstore.put(self.store, _key(blob.sha256), self.cache.path(blob.sha256))
        return blob

    def _download(self, hash_: str) -> None:
        try:
            with _reachable():
                blob = self.cache.put(cast("BinaryIO", obstore.open_reader(self.store, _key(hash_))))
        except FileNotFoundError as error:
            raise Refused(BLOB_MISSING.at(hash_)) from error
        if blob.sha256 != hash_:
            self.cache.delete(blob.sha256)
            raise Refused(BLOB_DAMAGED.at(hash_))

    def _refuse_purged(self, hash_: str) -> None:
        if self.purged(hash_):
            self.cache.purge(hash_)
            raise Refused(BLOB_PURGED.at(hash_))

    def _has(self, key: str) -> bool:
        try:
            with _reachable():
                obstore.head(self.store, key)
        except FileNotFoundError:
            return False
        return True

    def _names(self, folder: str) -> Iterator[str]:
        with _reachable(place=True):
            pages = obstore.list(self.store, folder)
            yield from sorted(meta["path"].rsplit("/", 1)[1] for page in pages for meta in page)


def _key(hash_: str) -> str:
    return f"blobs/{valid(hash_)[:2]}/{hash_}"


def _tombstone(hash_: str) -> str:
    return f"purged/{valid(hash_)}"


@contextmanager
def _reachable(*, place: bool = False) -> Iterator[None]:
    """Turn a failure of the store into a problem; a missing object stays `FileNotFoundError`.

    Where no object can be missing (`place`: writing, listing), it is the bucket that is not there.
    """
    try:
        yield
    except FileNotFoundError as error:
        if not place:
            raise
        raise Refused(STORE_UNREACHABLE.at(reason="NoSuchBucket")) from error
    except BaseError as error:
        raise Refused(STORE_UNREACHABLE.at(reason=type(error).__name__)) from error
