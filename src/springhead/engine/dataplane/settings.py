"""What an operator may set about the data plane."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits, in the units their names tell; `quota` counts requests per minute, 0 switches quotas off."""

    quota: int = 1_200
    key_quota: int = 12_000
    cache_bytes: int = 64_000_000  # 0 switches the cache off
    threads: int = 4
    waiting: int = 64  # queries that may wait for a thread before others are told to come back
    exports: int = 16  # downloads open at once; a slow reader holds one, but no thread
    deadline_seconds: float = 5.0
    query_memory: str = "512MB"
    recheck_seconds: float = 0.5  # how long a manifest is believed before its file is looked at again
    usage: Path | None = None
    usage_seconds: float = 5.0
