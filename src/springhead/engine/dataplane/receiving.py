"""Bytes of an upload on disk: `incoming/{upload_id}/file`, what is expected of it, and when it is complete."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Final

import orjson

from springhead.engine.dataplane import upload_texts as texts
from springhead.engine.kernel import now
from springhead.engine.kernel.problems import Refused

FILE: Final = "file"
EXPECTED: Final = "expected.json"
DONE: Final = "done.json"


@dataclass(frozen=True, slots=True)
class Place:
    """One folder below `incoming/`."""

    folder: Path

    @property
    def offset(self) -> int:
        """How many bytes are there."""
        try:
            return (self.folder / FILE).stat().st_size
        except FileNotFoundError:
            return 0

    def expected(self) -> dict[str, Any]:
        """Return filename and length. Raises `Refused` when nothing was begun here."""
        try:
            told: dict[str, Any] = orjson.loads((self.folder / EXPECTED).read_bytes())
        except FileNotFoundError as error:
            raise Refused(texts.NOT_STARTED.at()) from error
        return told

    def begin(self, *, filename: str, length: int) -> None:
        """Open the place, or open it again for the same file: what has arrived is kept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = {"filename": filename, "length": length}
        if (self.folder / EXPECTED).exists() and self.expected() != fresh:
            (self.folder / FILE).unlink(missing_ok=True)
        (self.folder / DONE).unlink(missing_ok=True)
        _write(self.folder / EXPECTED, fresh)
        (self.folder / FILE).touch()

    def finish_when_complete(self, sha256: str) -> bool:
        """Write `done.json` once every byte is there; an empty hash is unknown and left out."""
        told = self.expected()
        if self.offset != told["length"]:
            return False
        done = {"filename": told["filename"], "size": told["length"]}
        _write(self.folder / DONE, {**done, "sha256": sha256} if sha256 else done)
        return True

    def remove(self) -> None:
        """Forget everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def appending(self) -> Iterator[IO[bytes]]:
        """Open the file for one writer. Raises `Refused` when another one is at it, or the disk is full."""
        with (self.folder / FILE).open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Refused(texts.IN_USE.at()) from error
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT):
                    raise Refused(texts.DISK_FULL.at(have=self.offset)) from error
                raise


def sweep(incoming: Path, *, older_than: timedelta) -> int:
    """Remove uploads nobody has written to for a while; return how many."""
    limit = now.wall().timestamp() - older_than.total_seconds()
    old = [folder for folder in incoming.glob("up_*") if _last_touched(folder) < limit]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _last_touched(folder: Path) -> float:
    return max((path.stat().st_mtime for path in folder.iterdir()), default=folder.stat().st_mtime)


def _write(path: Path, content: dict[str, Any]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(orjson.dumps(content))
    fresh.replace(path)
