"""Manifests by table, believed for half a second, then looked at again: no restart when a snapshot is published."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from springhead.engine.kernel.now import monotonic
from springhead.engine.tables import manifest as manifests
from springhead.engine.tables.manifest import Manifest, SnapshotEntry
from springhead.engine.tables.query.questions import Questions

TABLE: Final = re.compile(r"[a-z][a-z0-9]{0,15}_[0-9a-z]{1,32}", re.ASCII)
KEPT: Final = 20_000  # tables whose manifests stay in memory


@dataclass(slots=True)
class Served:
    """One table as it stands now. Whoever holds it sees one state, however often the file is replaced."""

    manifest: Manifest
    mark: tuple[int, ...]  # identity of the file it was read from
    seen: float
    prepared: dict[int, Questions] = field(default_factory=dict)  # what is learnt of a snapshot once

    def snapshot(self, number: int | None) -> SnapshotEntry | None:
        """Return a snapshot, the current one by default."""
        return self.manifest.snapshot(number)


class Manifests:
    """All tables of a public folder."""

    def __init__(self, public: Path, *, recheck: float) -> None:
        self._folder = public / "tables"
        self._recheck = recheck
        self._known: dict[str, Served] = {}

    def get(self, table: str) -> Served | None:
        """Return a table, or None when there is none of that id."""
        known = self._known.get(table)
        moment = monotonic()
        if known is not None and moment - known.seen < self._recheck:
            return known
        if not TABLE.fullmatch(table):
            return None
        path = self._folder / f"{table}.json"
        try:
            mark = file_mark(path)
        except OSError:
            self._known.pop(table, None)
            return None
        if known is None or known.mark != mark:
            known = Served(manifests.read(path), mark, moment)
            self._keep(table, known)
        known.seen = moment
        return known

    def tables(self) -> list[str]:
        """Return the ids of all tables; reads the folder, so call it in a thread."""
        return [path.stem for path in self._folder.glob("*.json") if TABLE.fullmatch(path.stem)]

    def _keep(self, table: str, served: Served) -> None:
        if len(self._known) >= KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[table] = served


def file_mark(path: Path) -> tuple[int, ...]:
    """Return what changes whenever a file is replaced."""
    state = path.stat()
    return (state.st_mtime_ns, state.st_ino, state.st_size)
