"""What a content-addressed file is, and what every place that keeps such files can do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from springhead.engine.kernel.problems import Refused
from springhead.engine.storage.texts import NOT_A_HASH

CHUNK: Final = 1 << 20
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Blob:
    """An immutable file: SHA-256 in lower-case hex, and size in bytes."""

    sha256: str
    size: int


class Storage(Protocol):
    """A place that keeps files under their hash. All functions raise `Refused` for what is no hash."""

    def put(self, source: BinaryIO | Path) -> Blob:
        """Store a copy; the same content twice is stored once. Raises `Refused` (disk full, purged)."""

    def adopt(self, path: Path) -> Blob:
        """Store a file by taking it: `path` is gone afterwards."""

    def take(self, path: Path, blob: Blob) -> bool:
        """Store a file whose hash is known without reading it; `path` stays.

        False when that cannot be done at once (another disk, a remote store): then it has to be `put`.
        """

    def path(self, sha256: str) -> Path:
        """Return a local, read-only file with this content. Raises `Refused` (missing, purged)."""

    def open(self, sha256: str) -> BinaryIO:
        """Open the content for reading."""

    def exists(self, sha256: str) -> bool:
        """Tell whether the content is here."""

    def delete(self, sha256: str) -> bool:
        """Forget content that nothing needs any more; it may come back. Tell whether it was here."""

    def purge(self, sha256: str) -> bool:
        """Remove leaked content for good: it can neither be read nor stored again."""

    def purged(self, sha256: str) -> bool:
        """Tell whether the content was purged."""

    def check(self, sha256: str) -> None:
        """Read the content again. Raises `Refused` when it is missing or damaged."""

    def tombstones(self) -> Iterator[str]:
        """Yield the hash of everything purged, in order."""

    def hashes(self) -> Iterator[str]:
        """Yield the hash of everything stored, in order."""


def valid(hash_: str) -> str:
    """Return a hash that is one, so that it may become part of a path. Raises `Refused`."""
    if not _HASH.fullmatch(hash_):
        raise Refused(NOT_A_HASH.at(hash_[:80]))
    return hash_


def hash_file(path: Path) -> Blob:
    """Read a file once and return its hash and size."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Blob(digest.hexdigest(), size)
