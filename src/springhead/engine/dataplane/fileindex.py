"""Which tables name which published file."""

from typing import Final

from springhead.engine.dataplane.manifests import Manifests
from springhead.engine.kernel.now import monotonic

LOOK_AGAIN: Final = 1.0  # seconds between two looks for tables that name an unknown file


class Index:
    """Which tables name which file. Read in a thread, when a file is asked for that is not known yet."""

    def __init__(self) -> None:
        self._tables: dict[str, set[str]] = {}
        self._read: dict[str, tuple[int, ...]] = {}
        self._looked = -LOOK_AGAIN

    def tables(self, sha256: str) -> set[str]:
        """Return the tables that named this file when last looked at."""
        return self._tables.get(sha256, set())

    def is_due(self) -> bool:
        """Tell whether it is time to look again."""
        return monotonic() - self._looked >= LOOK_AGAIN

    def look(self, manifests: Manifests) -> None:
        """Read the manifests that are new or changed."""
        self._looked = monotonic()
        for table in manifests.tables():
            served = manifests.get(table)
            if served is None or self._read.get(table) == served.mark:
                continue
            self._read[table] = served.mark
            for entry in served.manifest.snapshots:
                for store in entry.stores:
                    self._tables.setdefault(store.sha256, set()).add(table)
