"""The only reader of the clock.

In demo mode the clock can be moved: `SPRINGHEAD_CLOCK` names a small JSON file `{"offset": seconds}`
that every process of the installation reads again whenever it changes.
"""

import json
import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

TAIPEI: Final = ZoneInfo("Asia/Taipei")
CLOCK_FILE_VARIABLE: Final = "SPRINGHEAD_CLOCK"

_seen: tuple[int, timedelta] = (-1, timedelta())


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC) + _offset()  # noqa: TID251  the one place that may ask the machine


def wall() -> datetime:
    """Return the real present, which no demo moves: for leases and retries between processes, nothing else."""
    return datetime.now(UTC)  # noqa: TID251  as above


def today() -> date:
    """Return today's date in Taipei, the date every legal term counts in."""
    return now().astimezone(TAIPEI).date()


def taipei(instant: datetime) -> datetime:
    """Return an aware instant on the Taipei wall clock."""
    return instant.astimezone(TAIPEI)


def set_offset(file: Path, offset: timedelta) -> None:
    """Move the clock of every process that reads `file` (demo mode only)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps({"offset": offset.total_seconds()}))
    fresh.replace(file)


def monotonic() -> float:
    """Return seconds on a clock that never jumps, for measuring."""
    return time.monotonic()


def _offset() -> timedelta:
    global _seen  # noqa: PLW0603  one cached stat per process
    name = os.environ.get(CLOCK_FILE_VARIABLE)
    if not name:
        return timedelta()
    try:
        changed = Path(name).stat().st_mtime_ns
    except OSError:
        return timedelta()
    if changed != _seen[0]:
        _seen = (changed, timedelta(seconds=json.loads(Path(name).read_text())["offset"]))
    return _seen[1]
