"""Open stores and the threads that ask them, each query with a deadline and a memory limit."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Final, TypeVar

import apsw

from springhead.engine.dataplane import texts
from springhead.engine.dataplane.settings import Settings
from springhead.engine.kernel.language import LanguageMap, joined
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.manifest import SnapshotEntry
from springhead.engine.tables.query.duck_store import DuckFile, DuckStore
from springhead.engine.tables.query.errors import Stopped, TooLarge
from springhead.engine.tables.query.sqlite_store import SqliteStore

Store = SqliteStore | DuckStore
Result = TypeVar("Result")
INLINE_KEPT: Final = 256
FILES_KEPT: Final = 32
AGAIN: Final = 0.2  # seconds between two attempts to stop a query
SQLITE_HEAP: Final = 1_000_000_000


class StoreFile:
    """One file and its idle sessions. Files are opened on first use and closed when nobody holds them."""

    def __init__(self, path: Path, kind: str, memory: str) -> None:
        self._path = path
        self._duck = DuckFile(path, memory=memory) if kind == "duckdb" else None
        self._idle: list[Store] = []

    @contextmanager
    def session(self) -> Iterator[Store]:
        """Lend a session to one thread."""
        try:
            store = self._idle.pop()
        except IndexError:
            store = self._duck.session() if self._duck else SqliteStore(self._path)
        try:
            yield store
        except BaseException:
            store.close()  # one that failed or was stopped is not lent again
            raise
        self._idle.append(store)

    def close(self) -> None:
        """Let go of the file; sessions that are out close when they come back to nobody."""
        while self._idle:
            self._idle.pop().close()
        if self._duck:
            self._duck.close()


class Job:
    """One query in a thread, and the way to stop it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._store: Store | None = None
        self.stopped = False

    def stop(self) -> None:
        """Interrupt the query, or keep it from starting."""
        with self._lock:
            self.stopped = True
            if self._store is not None:
                self._store.interrupt()

    @contextmanager
    def running(self, store: Store) -> Iterator[None]:
        """Let `stop` reach the store while this runs, and not a moment longer."""
        with self._lock:
            if self.stopped:
                raise Stopped
            self._store = store
        try:
            yield
        finally:
            with self._lock:
                self._store = None


class Engines:
    """The stores of a public folder."""

    def __init__(self, public: Path, settings: Settings) -> None:
        self._public = public
        self._settings = settings
        self._inline: OrderedDict[str, SqliteStore] = OrderedDict()
        self._files: OrderedDict[str, StoreFile] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(settings.threads, "query")
        self._exports = ThreadPoolExecutor(settings.threads, "export")
        self._waiting = 0
        self.exporting = 0
        apsw.hard_heap_limit(SQLITE_HEAP)

    def inline(self, entry: SnapshotEntry) -> SqliteStore:
        """Return the row store of a snapshot for use in the event loop only."""
        file = self._file_of(entry, "sqlite")
        store = self._inline.get(file)
        if store is None:
            store = self._open(lambda: SqliteStore(self._public / file))
            self._inline[file] = store
            if len(self._inline) > INLINE_KEPT:
                self._inline.popitem(last=False)[1].close()
        else:
            self._inline.move_to_end(file)
        return store

    def file(self, entry: SnapshotEntry, kind: str) -> StoreFile:
        """Return the store of a snapshot for use in threads."""
        name = self._file_of(entry, kind)
        with self._lock:
            found = self._files.get(name)
            if found is None:
                memory = self._settings.query_memory
                found = self._open(lambda: StoreFile(self._public / name, kind, memory))
                self._files[name] = found
                if len(self._files) > FILES_KEPT:
                    self._files.popitem(last=False)
            else:
                self._files.move_to_end(name)
        return found

    def scanner(self, entry: SnapshotEntry) -> StoreFile:
        """Return the store that scans best: DuckDB where there is one."""
        return self.file(entry, "duckdb" if entry.store("duckdb") else "sqlite")

    async def ask(self, work: Callable[[Job], Result], entry: SnapshotEntry) -> Result:
        """Run `work` in a thread; Refused when there are too many, or it takes too long or too much."""
        if self._waiting >= self._settings.waiting + self._settings.threads:
            raise Refused(texts.BUSY.at(seconds=2))
        loop, job = asyncio.get_running_loop(), Job()
        self._waiting += 1
        future = loop.run_in_executor(self._pool, work, job)
        timer = loop.call_later(self._settings.deadline_seconds, self._stop, loop, job, future)
        try:
            return await future
        except Stopped:
            deadline = f"{self._settings.deadline_seconds:g}"
            problem = texts.TOO_SLOW.at(deadline=deadline, indexed=self._indexed(entry), seconds=5)
            raise Refused(problem) from None
        except TooLarge:
            raise Refused(texts.TOO_LARGE.at(seconds=5)) from None
        finally:
            self._waiting -= 1
            timer.cancel()

    async def in_thread(self, work: Callable[[], Result]) -> Result:
        """Run a short piece of work that is no query in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def next_chunk(self, chunks: Iterator[bytes]) -> "asyncio.Future[bytes | None]":
        """Make the next piece of an export in a thread; None at the end."""
        return asyncio.get_running_loop().run_in_executor(self._exports, next, chunks, None)

    def finish(self, chunks: Iterator[bytes]) -> None:
        """End an export wherever it stands, in a thread, once the piece in the making is made."""
        self.exporting -= 1
        self._exports.submit(_finish, chunks)

    def has_room_to_export(self) -> bool:
        """Tell whether one more export may start."""
        return self.exporting < self._settings.exports

    def close(self) -> None:
        """Let go of threads and files."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._exports.shutdown(wait=False, cancel_futures=True)
        for store in self._inline.values():
            store.close()
        for file in self._files.values():
            file.close()
        self._inline.clear()
        self._files.clear()

    def _stop(self, loop: asyncio.AbstractEventLoop, job: Job, future: "asyncio.Future[Result]") -> None:
        # A stop that arrives just before the engine starts is lost on it: say it again until it is heard.
        job.stop()
        if not future.done():
            loop.call_later(AGAIN, self._stop, loop, job, future)

    def _indexed(self, entry: SnapshotEntry) -> LanguageMap:
        """Return the names of the columns that lead an index, for a sentence."""
        layout = self.inline(entry).layout
        leading = {index[0] for index in layout.indexes}
        cells = zip(layout.cells, entry.columns, strict=True)
        return joined(column.name for cell, column in cells if cell.name in leading)

    def _file_of(self, entry: SnapshotEntry, kind: str) -> str:
        store = entry.store(kind)
        if store is None:
            raise Refused(texts.NOT_READY.at())
        return store.file

    def _open(self, opening: Callable[[], Result]) -> Result:
        try:
            return opening()
        except (OSError, apsw.Error) as error:
            raise Refused(texts.NOT_READY.at()) from error


def _finish(chunks: Iterator[bytes]) -> None:
    while isinstance(chunks, Generator):
        try:
            chunks.close()
        except ValueError:  # still making a piece in another thread
            sleep(0.05)
        except (Stopped, TooLarge):
            return
        else:
            return
