"""When a disk has no room left, whoever says so: the system, SQLite or DuckDB."""

import errno
import sqlite3
from typing import Final

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_WORDS: Final = ("no space left on device", "disk quota exceeded", "database or disk is full")


def is_full(error: BaseException) -> bool:
    """Tell whether an error, or what caused it, means that a disk or a quota is full."""
    if isinstance(error, OSError) and error.errno in FULL:
        return True
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
        return True
    if any(words in str(error).lower() for words in _WORDS):
        return True
    return error.__cause__ is not None and is_full(error.__cause__)
