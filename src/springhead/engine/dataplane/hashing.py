"""The SHA-256 of uploads while they arrive, so that finishing one never reads it again.

A process knows the hash of an upload only while it has seen all of its bytes itself: after a restart, or when
another process took a part, the hash is unknown and a worker finds it.
"""

import hashlib
from collections import OrderedDict
from typing import IO, Any, Final

from springhead.engine.dataplane.receiving import Place

MOST: Final = 1_000  # uploads remembered; the longest untouched is forgotten first

Running = Any  # hashlib's hash object has no public type


class Hashes:
    """What this process knows of uploads under way."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[int, Running]] = OrderedDict()

    def of(self, place: Place) -> Running | None:
        """Return a hash of the bytes that are there, to be carried on; None when not all of them were seen here."""
        offset = place.offset
        if not offset:
            return hashlib.sha256()
        known = self._known.get(place.folder.name)
        return known[1].copy() if known and known[0] == offset else None

    def keep(self, place: Place, running: Running | None) -> None:
        """Remember the hash of the bytes that are there now."""
        self._known.pop(place.folder.name, None)
        if running is None:
            return
        self._known[place.folder.name] = (place.offset, running)
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def digest(self, place: Place) -> str:
        """Return the hash of the bytes that are there in hex, empty when it is unknown."""
        running = self.of(place)
        return running.hexdigest() if running is not None else ""


class Hashed:
    """A file that hashes what is written to it."""

    def __init__(self, file: IO[bytes], running: Running | None) -> None:
        self._file, self._running = file, running

    def write(self, chunk: bytes) -> int:
        """Write and hash a piece."""
        if self._running is not None:
            self._running.update(chunk)
        return self._file.write(chunk)
