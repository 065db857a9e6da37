"""Moves the demo clock: to a date, forward by days, to the next deadline, or back to real time."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.conf import settings

from springhead.doors.demo import texts
from springhead.engine.kernel.now import TAIPEI, now, set_offset, today, wall
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.models import Clock

FARTHEST: Final = 3650
MORNING: Final = time(9, 0)
AFTER_DEADLINE: Final = timedelta(minutes=1)


def to_date(text: str) -> datetime:
    """Move to nine in the morning of a later Taipei date. Raises `Refused` for anything else."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(texts.CLOCK_WRONG.at("date", value=text[:40])) from error
    if not today() < day <= today() + timedelta(days=FARTHEST):
        raise Refused(texts.CLOCK_WRONG.at("date", value=text[:40]))
    return move_to(datetime.combine(day, MORNING, TAIPEI))


def by_days(text: str) -> datetime:
    """Move forward by whole days. Raises `Refused` unless 1 to 3650."""
    given = text.strip()
    if not (given.isascii() and given.isdigit()) or not 1 <= int(given[:6]) <= FARTHEST:
        raise Refused(texts.CLOCK_WRONG.at("days", value=given[:40]))
    return move_to(now() + timedelta(days=int(given)))


def to_next_deadline() -> datetime:
    """Move just past the next term that ends. Raises `Refused` when none is running."""
    due = next_deadline()
    if due is None:
        raise Refused(texts.NO_DEADLINE.at("deadline"))
    return move_to(due + AFTER_DEADLINE)


def next_deadline() -> datetime | None:
    """Return the end of the next running term, None without one."""
    running = Clock.objects.filter(status=Clock.Status.RUNNING, due_at__gt=now())
    return running.order_by("due_at").values_list("due_at", flat=True).first()


def move_to(instant: datetime) -> datetime:
    """Set the clock of every process to an instant; returns it."""
    set_offset(settings.SPRINGHEAD.clock, instant - wall())
    return instant


def reset() -> None:
    """Let the clock show real time again. Ledger events keep the times they got."""
    set_offset(settings.SPRINGHEAD.clock, timedelta())


def offset() -> timedelta:
    """Return how far the demo clock is ahead, to the second."""
    return timedelta(seconds=round((now() - wall()).total_seconds()))
