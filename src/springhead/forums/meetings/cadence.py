"""A body meets at least so often: a daily look plans the meeting when the next one comes due, once."""

from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Final

from django.db.models import Max

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.now import now, taipei, today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees.models import Body
from springhead.forums.meetings import commands
from springhead.forums.meetings.models import Meeting
from springhead.forums.meetings.rules import ENDED
from springhead.forums.meetings.values import in_force
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.cases.models import Case

CADENCE: Final = machine("cadence")


def look() -> int:
    """Plan what comes due; returns how many meetings were planned. Twice a day, or late, has the same effect."""
    rows = (
        Body.objects.filter(ended_at=None).exclude(cadence_months=0).select_related("agency").order_by("pk")
    )
    return sum(_plan(body) for body in rows.iterator(chunk_size=200))


def due_by(body: Body) -> date | None:
    """Return the day by which a body has to meet; None where it meets only when called."""
    return dues([body])[body.pk]


def dues(found: Sequence[Body]) -> dict[int, date | None]:
    """Return, by primary key, the day by which each body has to meet. One query."""
    held = Meeting.objects.filter(body__in=found, held_at__isnull=False, mode__in=_COUNTED).exclude(
        state__in=ENDED
    )
    last = dict(held.values_list("body").annotate(last=Max("held_on")).order_by())
    usual = in_force(today()).cadence_months
    made: dict[int, date | None] = {}
    for body in found:
        months = _months(body, usual)
        made[body.pk] = _later(last.get(body.pk) or taipei(body.made_at).date(), months) if months else None
    return made


_COUNTED: Final = ("in_person", "online", "hybrid")


def _months(body: Body, usual: int) -> int:
    """Return the cadence of a body: its own, else that of the policy; panels and juries meet only when called."""
    if body.cadence_months is not None:
        return body.cadence_months
    return 0 if body.kind in (Body.Kind.PANEL, Body.Kind.JURY) else usual


def _plan(body: Body) -> bool:
    day = due_by(body)
    ahead = timedelta(days=in_force(today()).plan_ahead_days)
    if day is None or today() < day - ahead or _comes(body):
        return False
    command = commands.Plan(body=body.public_id, due_by=day)
    with suppress(Refused):
        last = Meeting.objects.filter(body=body).aggregate(last=Max("ordinal"))["last"] or 0
        plan(body, command, key=f"cadence:{body.public_id}:{day.isoformat()}:{last}")
        return True
    return False


def plan(body: Body, command: commands.Plan, *, key: str | None = None) -> Case:
    """Open the case of a meeting for a machine."""
    return open_case("meeting", command, opening_of(body), by=CADENCE, at=now(), key=key).case


def opening_of(body: Body) -> Opening:
    """Return what a meeting of a body starts with."""
    agency = body.agency.public_id if body.agency else ""
    return Opening(dict(body.names), agency, subjects=(body.public_id,))


def _comes(body: Body) -> bool:
    """Tell whether a meeting of this body is on its way already."""
    rows = Meeting.objects.filter(body=body, held_at=None, mode__in=_COUNTED)
    return rows.exclude(state__in=ENDED).exists()


def _later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
