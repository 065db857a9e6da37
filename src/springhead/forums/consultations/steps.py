"""What the effects of a consultation share: its row, its counts, and the steps of the host it remembers."""

from datetime import date
from typing import Any

from springhead.forums.consultations.models import Consultation
from springhead.foundation.cases import clocks
from springhead.foundation.cases.models import Case, Clock
from springhead.foundation.cases.registry import Turn
from springhead.foundation.ledger.models import Event


def row_of(case: Case) -> Consultation:
    """Return the consultation of a case."""
    return Consultation.objects.select_related("case").get(case=case)


def note(row: Consultation, turn: Turn, **said: str) -> int:
    """Remember a step of the host with its line of the ledger, for its page; returns the line.

    Comments and votes are not read again.
    """
    lines = Event.objects.filter(subject=row.number).order_by("-seq")
    seq = lines.values_list("seq", flat=True)[0]
    row.moves = [*row.moves, {"event": turn.row.event, "at": turn.at.isoformat(), "seq": seq, **said}]
    row.save(update_fields=["moves"])
    return seq


def iso(value: date | None) -> str:
    """Return a day as it is told; empty for none."""
    return value.isoformat() if value else ""


def last_day(case: Case, kind: str) -> date | None:
    """Return the last day of the newest clock of a kind."""
    clock = Clock.objects.filter(case_id=case.pk, kind=kind).order_by("-pk").first()
    return clocks.reckoning(clock).last_day if clock else None


def counts(row: Consultation) -> dict[str, Any]:
    """Return how much was said."""
    return {"comments": row.comments, "voices": row.voices, "votes": row.votes}
