"""Compares every position with the event that proves it: one added, removed or changed in the database is named."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db.models import QuerySet

from springhead.engine.kernel.problems import Problem
from springhead.forums.meetings import texts
from springhead.forums.meetings.models import Position
from springhead.forums.meetings.positions import EVENTS
from springhead.foundation.ledger.entries import Entry, Fact
from springhead.foundation.ledger.models import Event, Salt
from springhead.foundation.ledger.queries import as_entry

STEP: Final = 500


def compare() -> Iterator[Problem]:
    """Yield what does not fit, streaming: rows against their events, then events against their rows."""
    last = 0
    while rows := list(_rows().filter(pk__gt=last)[:STEP]):
        yield from _rows_against_events(rows)
        last = rows[-1].pk
    seq = -1
    events = Event.objects.filter(event__in=EVENTS).order_by("seq")
    while found := list(events.filter(seq__gt=seq)[:STEP]):
        known = set(Position.objects.filter(seq__in=[one.seq for one in found]).values_list("seq", flat=True))
        for one in found:
            if one.seq not in known:
                entry = as_entry(one)
                yield texts.POSITION_REMOVED.at(_place(entry.subject, entry.public), event=one.seq)
        seq = found[-1].seq


def _rows() -> QuerySet[Position]:
    related = ("item__meeting__case", "member")
    return Position.objects.select_related(*related).order_by("pk")


def _rows_against_events(rows: Sequence[Position]) -> Iterator[Problem]:
    seqs = [one.seq for one in rows if one.seq is not None]
    entries = {row.seq: as_entry(row) for row in Event.objects.filter(seq__in=seqs, event__in=EVENTS)}
    salts: dict[int, dict[str, str]] = {}
    for seq, name, salt in Salt.objects.filter(event__in=seqs).values_list("event_id", "name", "salt"):
        salts.setdefault(seq, {})[name] = salt
    for row in rows:
        entry = entries.get(row.seq) if row.seq is not None else None
        where = {"item": row.item.public_id, "member": row.member.public_id}
        number = row.item.meeting.case.number
        if entry is None or not _is_of(entry, number, where):
            yield texts.POSITION_ADDED.at(_place(number, where))
        elif not _says(entry, salts.get(entry.seq, {}), row):
            yield texts.POSITION_CHANGED.at(_place(number, where), event=entry.seq)


def _is_of(entry: Entry, number: str, where: Mapping[str, str]) -> bool:
    return entry.subject == number and all(entry.public.get(name) == value for name, value in where.items())


def _says(entry: Entry, salts: Mapping[str, str], row: Position) -> bool:
    told = {"position": row.position, "text": row.text}
    return all(
        name in salts and Fact(salts[name], value).digest(name) == entry.private.get(name)
        for name, value in told.items()
    )


def _place(number: str, where: Mapping[str, object]) -> str:
    return f"{number} {where.get('item', '')} {where.get('member', '')}"
