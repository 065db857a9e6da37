"""Files under their hash in a local folder: `ab/cd/abcd…`, written aside, synced, then renamed into place."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

from springhead.engine.kernel.problems import Refused
from springhead.engine.storage.blobs import CHUNK, Blob, hash_file, valid
from springhead.engine.storage.room import is_full
from springhead.engine.storage.texts import BLOB_DAMAGED, BLOB_MISSING, BLOB_PURGED, DISK_FULL

RESERVE: Final = 64 << 20
"""Bytes that stay free, so that the database can still write when files no longer fit."""

_TOMBSTONE: Final = ".purged"


class LocalStorage:
    """A folder of content-addressed files. Any number of processes may use it at once."""

    def __init__(self, folder: Path, *, reserve: int = RESERVE) -> None:
        self.folder, self.reserve = folder, reserve

    def put(self, source: BinaryIO | Path) -> Blob:
        """Store a copy of a file or of what a stream still holds."""
        if isinstance(source, Path):
            with source.open("rb") as file:
                return self._copy(file, expected=source.stat().st_size)
        return self._copy(source, expected=0)

    def adopt(self, path: Path) -> Blob:
        """Take a file: a rename on the same disk, else a copy; `path` is gone afterwards."""
        blob = hash_file(path)
        self._refuse_purged(blob.sha256)
        target = self._place(blob.sha256)
        if not target.exists():
            self._take(path, target, size=blob.size)
        path.unlink(missing_ok=True)
        return blob

    def take(self, path: Path, blob: Blob) -> bool:
        """Link a file whose hash is known into its place; False on another disk."""
        self._refuse_purged(blob.sha256)
        target = self._place(blob.sha256)
        if path.stat().st_size != blob.size:
            return False
        if target.exists():
            return True
        with self._room(0), self._unfinished() as fresh:
            try:
                os.link(path, fresh)
            except FileNotFoundError:
                raise
            except OSError:
                return False
            _sync_file(fresh)
            self._settle(fresh, target)
        return True

    def path(self, sha256: str) -> Path:
        """Return the file itself, read-only."""
        place = self._place(sha256)
        if not place.exists():
            self._refuse_purged(sha256)
            raise Refused(BLOB_MISSING.at(sha256))
        return place

    def open(self, sha256: str) -> BinaryIO:
        """Open the content for reading."""
        return self.path(sha256).open("rb")

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is here."""
        return self._place(sha256).exists()

    def delete(self, sha256: str) -> bool:
        """Forget the content; tell whether it was here."""
        place = self._place(sha256)
        was_here = place.exists()
        place.unlink(missing_ok=True)
        return was_here

    def purge(self, sha256: str) -> bool:
        """Remove the content for good and leave a tombstone that refuses it from now on."""
        tombstone = self._place(sha256).with_suffix(_TOMBSTONE)
        tombstone.parent.mkdir(parents=True, exist_ok=True)
        tombstone.touch()
        was_here = self.delete(sha256)
        _sync_folder(tombstone.parent)
        return was_here

    def purged(self, sha256: str) -> bool:
        """Tell whether the content was purged."""
        return self._place(sha256).with_suffix(_TOMBSTONE).exists()

    def check(self, sha256: str) -> None:
        """Read the content again and compare its hash."""
        if hash_file(self.path(sha256)).sha256 != sha256:
            raise Refused(BLOB_DAMAGED.at(sha256))

    def hashes(self) -> Iterator[str]:
        """Yield the hash of everything stored, in order."""
        for file in sorted(self.folder.glob("??/??/*")):
            if not file.suffix:
                yield file.name

    def tombstones(self) -> Iterator[str]:
        """Yield the hash of everything purged, in order."""
        for file in sorted(self.folder.glob(f"??/??/*{_TOMBSTONE}")):
            yield file.stem

    def sweep(self, *, before: float) -> int:
        """Remove unfinished files last written before this time (seconds since 1970); return how many."""
        stale = [file for file in self._aside.glob("*") if file.stat().st_mtime < before]
        for file in stale:
            file.unlink(missing_ok=True)
        return len(stale)

    @property
    def _aside(self) -> Path:
        return self.folder / "unfinished"

    def _place(self, hash_: str) -> Path:
        return self.folder / valid(hash_)[:2] / hash_[2:4] / hash_

    def _refuse_purged(self, hash_: str) -> None:
        if self.purged(hash_):
            raise Refused(BLOB_PURGED.at(hash_))

    def _copy(self, source: BinaryIO, *, expected: int) -> Blob:
        with self._room(expected), self._unfinished() as fresh:
            digest, size = sha256(), 0
            with fresh.open("xb") as file:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    size += file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            blob = Blob(digest.hexdigest(), size)
            self._refuse_purged(blob.sha256)
            self._settle(fresh, self._place(blob.sha256))
            return blob

    def _take(self, path: Path, target: Path, *, size: int) -> None:
        with self._room(0), self._unfinished() as fresh:
            try:
                os.link(path, fresh)
            except OSError:
                self._need(size)
                shutil.copyfile(path, fresh)
            _sync_file(fresh)
            self._settle(fresh, target)

    def _settle(self, fresh: Path, target: Path) -> None:
        """Move a finished file into its place; whoever comes second finds the same content there."""
        fresh.chmod(0o444)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.replace(target)
        _sync_folder(target.parent)

    @contextmanager
    def _unfinished(self) -> Iterator[Path]:
        self._aside.mkdir(parents=True, exist_ok=True)
        fresh = self._aside / uuid4().hex
        try:
            yield fresh
        finally:
            fresh.unlink(missing_ok=True)

    @contextmanager
    def _room(self, size: int) -> Iterator[None]:
        """Turn a full disk into a problem, before writing where the size is known."""
        self._need(size)
        try:
            yield
        except OSError as error:
            if not is_full(error):
                raise
            raise Refused(DISK_FULL.at(needed=size or "?", free=self._free())) from error

    def _need(self, size: int) -> None:
        free = self._free()
        if free < size + self.reserve:
            raise Refused(DISK_FULL.at(needed=size + self.reserve, free=free))

    def _free(self) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.folder).free


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
