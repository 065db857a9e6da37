"""Courtesy: never more than one request at a time to a host, and a pause between two."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from springhead.engine.kernel.now import monotonic


class Pace:
    """Spaces the requests of this process to each host. A process that fetches for others shares one."""

    def __init__(self, pause: float = 1.0) -> None:
        self.pause = pause
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._last: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for this host's turn, and note when it was used."""
        with self._locks[host]:
            time.sleep(max(0.0, self._last.get(host, -self.pause) + self.pause - monotonic()))
            try:
                yield
            finally:
                self._last[host] = monotonic()
