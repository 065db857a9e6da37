"""The public list of events: newest first, by key and never by offset, so that a million events cost the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.models import Event, Tree
from springhead.foundation.ledger.queries import as_entry

PAGE: Final = 50
MOST_LINES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked for: `before` lists older events than this number, `after` newer ones."""

    event: str = ""
    subject: str = ""
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of events, newest first, and the numbers that lead to the pages beside it."""

    entries: list[Entry]
    older: int | None
    newer: int | None


def events(wanted: Wanted, *, count: int = PAGE) -> Found:
    """Return one page of events. Two queries at most, each over an index."""
    rows = Event.objects.all()
    if wanted.event:
        rows = rows.filter(event=wanted.event)
    if wanted.subject:
        rows = rows.filter(subject=wanted.subject)
    if wanted.after is not None:
        page = list(rows.filter(seq__gt=wanted.after).order_by("seq")[: count + 1])
        more, page = len(page) > count, page[:count][::-1]
        older = page[-1].seq if page else None
        newer = page[0].seq if more else None
    else:
        if wanted.before is not None:
            rows = rows.filter(seq__lt=wanted.before)
        page = list(rows.order_by("-seq")[: count + 1])
        older = page[count - 1].seq if len(page) > count else None
        page = page[:count]
        newer = page[0].seq if page and wanted.before is not None else None
    return Found([as_entry(row) for row in page], older, newer)


def total() -> int:
    """Return how many events there are, without counting them."""
    return Tree.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def stream(*, start: int = 0, most: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield events from number `start` on as they are hashed, in constant memory."""
    end = total() if most is None else min(total(), start + most)
    while start < end:
        rows = list(Event.objects.filter(seq__gte=start, seq__lt=end).order_by("seq")[:1_000])
        if not rows:
            return
        yield from (as_entry(row).line for row in rows)
        start = rows[-1].seq + 1


def since(subject: str, event: str, at: datetime) -> list[Entry]:
    """Return the events of one kind about a subject from a moment on, in order. One query along the subject."""
    rows = Event.objects.filter(subject=subject, event=event, at__gte=at).order_by("seq")
    return [as_entry(row) for row in rows]


def of_subjects(subjects: Iterable[str], *, count: int) -> list[Entry]:
    """Return the newest events of several subjects together, newest first. One query."""
    rows = Event.objects.filter(subject__in=list(subjects)).order_by("-seq")[:count]
    return [as_entry(row) for row in rows]
