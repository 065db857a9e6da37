"""Followers: whatever can be rebuilt from events reads them in order, at its own pace, at least once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from springhead.engine.kernel.now import monotonic, now
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.models import Event, FollowerCursor, Tree
from springhead.foundation.ledger.queries import as_entry

LEASE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who reads the ledger.

    `handle` gets up to `batch` events in order and must bear to get the same ones again. With `outside` it
    writes to files or elsewhere, so no transaction is held meanwhile and the cursor moves afterwards;
    otherwise its own rows and the cursor are one transaction. `events` limits it to some event codes.
    `reset` empties what it built, for `rebuild`.
    """

    name: str
    handle: Callable[[Sequence[Entry]], None]
    events: frozenset[str] = frozenset()
    outside: bool = False
    batch: int = 500
    reset: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did: events handled, how many are still ahead, and why it stopped (empty: it did not)."""

    name: str
    handled: int
    behind: int
    failure: str


def run_followers(followers: Sequence[Follower], *, seconds: float = 10.0) -> list[Run]:
    """Let every follower catch up for at most so many seconds each; a failing one does not hold up the rest."""
    return [_run(follower, seconds) for follower in followers]


def behind(name: str) -> int:
    """Return how many events a follower has not seen yet."""
    cursor = FollowerCursor.objects.filter(pk=name).first()
    return _size() - (cursor.next_seq if cursor else 0)


def rebuild(follower: Follower) -> None:
    """Start a follower from the first event again; the next runs do the work."""
    with transaction.atomic():
        FollowerCursor.objects.update_or_create(
            pk=follower.name, defaults={"next_seq": 0, "failure": "", "holder": "", "held_until": None}
        )
        if follower.reset:
            follower.reset()


def _run(follower: Follower, seconds: float) -> Run:
    FollowerCursor.objects.get_or_create(pk=follower.name)
    until, handled, failure = monotonic() + seconds, 0, ""
    step = _step_outside if follower.outside else _step_inside
    while monotonic() < until:
        try:
            moved = step(follower)
        except Exception as error:  # noqa: BLE001  whatever it is, the others go on and the page shows it
            failure = f"{type(error).__name__}: {error}"[:2_000]
            break
        if moved == 0:
            break
        handled += moved
    FollowerCursor.objects.filter(pk=follower.name).exclude(failure=failure).update(failure=failure)
    return Run(follower.name, handled, behind(follower.name), failure)


def _step_inside(follower: Follower) -> int:
    if not behind(follower.name):
        return 0  # a look without taking the write lock
    with transaction.atomic():
        cursor = FollowerCursor.objects.select_for_update().get(pk=follower.name)
        events, end = _next(follower, cursor.next_seq)
        if events:
            follower.handle(events)
        moved = end - cursor.next_seq
        cursor.next_seq, cursor.moved_at = end, now()
        cursor.save(update_fields=["next_seq", "moved_at"])
        return moved


def _step_outside(follower: Follower) -> int:
    if not behind(follower.name):
        return 0
    me = uuid4().hex
    if not _hold(follower.name, me):
        return 0  # another process is at it
    try:
        start = FollowerCursor.objects.get(pk=follower.name).next_seq
        events, end = _next(follower, start)
        if events:
            follower.handle(events)
        FollowerCursor.objects.filter(pk=follower.name, holder=me).update(next_seq=end, moved_at=now())
        return end - start
    finally:
        FollowerCursor.objects.filter(pk=follower.name, holder=me).update(holder="", held_until=None)


def _hold(name: str, me: str) -> bool:
    free = Q(holder="") | Q(held_until__lt=now())
    taken = FollowerCursor.objects.filter(free, pk=name).update(holder=me, held_until=now() + LEASE)
    return bool(taken)


def _next(follower: Follower, start: int) -> tuple[list[Entry], int]:
    """Return the next events for this follower, and the number it has then come to."""
    rows = Event.objects.filter(seq__gte=start, seq__lt=_size())
    if follower.events:
        rows = rows.filter(event__in=follower.events)
    found = [as_entry(row) for row in rows.order_by("seq")[: follower.batch]]
    end = found[-1].seq + 1 if len(found) == follower.batch else max(start, _size())
    return found, end


def _size() -> int:
    return Tree.objects.filter(pk=1).values_list("size", flat=True).first() or 0
