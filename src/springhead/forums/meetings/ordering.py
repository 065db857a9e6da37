"""Ordering the files of a meeting from a worker, in the caller's transaction; `making.py` makes them."""

from typing import Final

from springhead.forums.meetings.models import Meeting
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.queries import Standing, open_with

MAKE: Final = "meetings.documents"


def order(row: Meeting, kind: str) -> None:
    """Have the files of the packet or the minutes made as they are when the worker comes to it; once at a time."""
    enqueue(MAKE, {"meeting": row.number, "kind": kind}, dedupe=_dedupe(row, kind))


def standing(row: Meeting, kind: str) -> Standing | None:
    """Return how far the worker is with them; None when it has none in hand."""
    return open_with(_dedupe(row, kind))


def _dedupe(row: Meeting, kind: str) -> str:
    return f"{MAKE}:{kind}:{row.number}"
