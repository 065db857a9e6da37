"""Whose turn it is at a host: one request at a time and a pause between two, across all workers.

A row per host with a lease, as jobs have it; a worker that dies in its turn blocks the host until the lease ends.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import Greatest

from springhead.engine.kernel.now import monotonic, wall
from springhead.engine.kernel.problems import Refused
from springhead.engine.net.pace import Pace
from springhead.foundation.checks import texts
from springhead.foundation.checks.models import Host

LEASE: Final = timedelta(seconds=90)  # longer than any look takes
PATIENCE: Final = 3.0  # seconds a worker waits for its turn before it does something else
LOOK: Final = 0.05
UNSAID: Final = 60  # seconds to wait for a busy server that does not say how long
LONGEST_WAIT: Final = 3_600
FORGOTTEN: Final = timedelta(days=2)


class HostPace(Pace):
    """Spaces requests through the database. `pause` in seconds; takes the place of the pace of one process."""

    def __init__(self, pause: float, *, patience: float = PATIENCE) -> None:
        super().__init__(pause)
        self.patience = patience

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Take this host's turn. Raises `Refused` (host busy) when it does not come within the patience."""
        lease = self._wait(host)
        try:
            yield
        finally:
            _give_back(host, lease, self.pause)

    def _wait(self, host: str) -> str:
        end = monotonic() + self.patience
        while True:
            lease = _take(host)
            if lease:
                return lease
            if monotonic() >= end:
                raise Refused(texts.HOST_BUSY.at(host))
            time.sleep(LOOK)


def _take(host: str) -> str:
    """Return a fresh lease of the host, or nothing while it is another's turn."""
    moment = wall()
    Host.objects.bulk_create([Host(name=host, next_at=moment)], ignore_conflicts=True)
    free = Q(lease_until=None) | Q(lease_until__lte=moment)
    lease = uuid.uuid4().hex
    mine = Host.objects.filter(free, name=host, next_at__lte=moment)
    return lease if mine.update(lease=lease, lease_until=moment + LEASE) else ""


def _give_back(host: str, lease: str, pause: float) -> None:
    after = wall() + timedelta(seconds=pause)
    mine = Host.objects.filter(name=host, lease=lease)
    mine.update(lease="", lease_until=None, next_at=Greatest(F("next_at"), after))


def hold(host: str, seconds: int) -> None:
    """Leave a host alone for so many seconds, as it asked."""
    until = wall() + timedelta(seconds=seconds)
    Host.objects.filter(name=host).update(next_at=Greatest(F("next_at"), until))


def wait_of(header: str) -> int:
    """Read a `Retry-After` header (seconds or a date, RFC 9110 10.2.3) as seconds between 1 and an hour."""
    text = header.strip()
    if text.isdecimal() and text.isascii():
        return max(1, min(int(text[:9]), LONGEST_WAIT))
    try:
        until = parsedate_to_datetime(text)
        left = (until - wall()).total_seconds() if until.tzinfo else UNSAID
    except (TypeError, ValueError, IndexError, OverflowError):
        return UNSAID
    return max(1, min(int(left) + 1, LONGEST_WAIT))


def forget(moment: datetime) -> int:
    """Delete the rows of hosts that nobody asked for two days; returns how many."""
    idle = Host.objects.filter(lease_until=None, next_at__lt=moment - FORGOTTEN)
    return idle.delete()[0]
