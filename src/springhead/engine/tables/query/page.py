"""Answers of a store, the same from either engine."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as JSON (the inside of an array, UTF-8), and where the next page starts, if there is one."""

    items: bytes
    rows: int
    last: tuple[int, tuple[Any, ...]] | None = None  # row number and sort values of the last row


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups as JSON (the inside of an array, UTF-8)."""

    items: bytes
    rows: int
    more: bool = False
