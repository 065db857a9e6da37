"""Counting without personal data: totals in memory, written out every few seconds as small files.

A file appears whole (written beside, then renamed) and is never written again, so that whoever adds the
counts up may read and remove it without asking. Lines: `{"day", "kind", "subject", "number"}`.
"""

import os
from collections import Counter
from pathlib import Path
from threading import Lock
from typing import Final

import orjson

from springhead.engine.kernel import ids, now

EVERY: Final = 5.0  # seconds between two files of one process
Key = tuple[str, str, str]  # Taipei day, kind, subject


class Tally:
    """Counts of one process. Safe to call from several threads; a call costs a dictionary update."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._counts: Counter[Key] = Counter()
        self._lock = Lock()
        self._written = now.monotonic()

    def note(self, kind: str, subject: str, number: int = 1) -> None:
        """Count one use of something; writes a file when the last one is old enough."""
        with self._lock:
            self._counts[now.today().isoformat(), kind, subject] += number
            due = now.monotonic() - self._written >= EVERY
        if due:
            self.flush()

    def flush(self) -> None:
        """Write what was counted since the last file; nothing when nothing was."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._written = now.monotonic()
        if counts and self.folder is not None:
            _write(self.folder, counts)


def _write(folder: Path, counts: Counter[Key]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        orjson.dumps(
            {"day": day, "kind": kind, "subject": subject, "number": number}, option=orjson.OPT_APPEND_NEWLINE
        )
        for (day, kind, subject), number in counts.items()
    ]
    fresh = folder / f".{os.getpid()}-{ids.new('us')}"
    fresh.write_bytes(b"".join(lines))
    fresh.rename(folder / f"{os.getpid()}-{ids.new('us')}.ndjson")
