"""Gathers what the guards of a consultation look at; the case is locked meanwhile."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from springhead.engine.kernel.now import taipei
from springhead.forums.consultations import commands, versions
from springhead.forums.consultations.kinds import fewest_days
from springhead.forums.consultations.models import Comment, Consultation, Statement
from springhead.forums.consultations.rules import Facts
from springhead.forums.consultations.vocabulary import Standing
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.models import Case

NEEDED = ("question", "papers", "can_change", "decides", "decides_on", "closes_on")


def gather(case: Case, command: object | None, at: datetime) -> Facts:
    """Gather the facts of a consultation; with a command only those it needs."""
    today = taipei(at).date()
    row = Consultation.objects.filter(case=case).first() if case.pk else None
    unknown = _unknown(command.agencies, today) if isinstance(command, commands.Plan) else ()
    if row is None:
        return Facts(today=today, unknown=unknown)
    asked = command is None
    going_public = asked or isinstance(command, commands.Announce | commands.Open)
    answering = asked or isinstance(command, commands.Respond | commands.Correct)
    return Facts(
        today=today,
        state=case.state,
        missing=tuple(name for name in NEEDED if not getattr(row, name)) if going_public else (),
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        least=fewest_days(row.kind, max(row.opens_on or today, today)),
        statements=row.statements,
        sides=_sides(row) if going_public else frozenset(),
        here=row.here,
        anchors=frozenset(one["id"] for one in row.anchors),
        unknown=unknown,
        comment=_comment(row, command),
        statement=_statement(row, command),
        unplaced=versions.unplaced(row) if answering else 0,
        unanswered=tuple(versions.unanswered(row)) if answering else (),
        corrected=isinstance(command, commands.Correct) and versions.corrected(row),
        answer=row.answer,
    )


def _unknown(ids: Iterable[str], today: date) -> tuple[str, ...]:
    wanted = set(ids)
    rows = Agency.objects.filter(public_id__in=wanted, merged_into=None) if wanted else ()
    return tuple(sorted(wanted - {one.public_id for one in rows if one.in_force(today)}))


def _sides(row: Consultation) -> frozenset[str]:
    return frozenset(row.sentences.exclude(side="").values_list("side", flat=True).distinct())


def _comment(row: Consultation, command: Any) -> str:
    number = getattr(command, "comment", 0) or getattr(command, "to", 0)
    found = Comment.objects.filter(consultation=row, number=number).first() if number else None
    if found is None:
        return ""
    return "hidden" if found.hidden_at else "shown"


def _statement(row: Consultation, command: Any) -> str:
    number = getattr(command, "statement", 0)
    found = Statement.objects.filter(consultation=row, number=number).first() if number else None
    return str(Standing(found.standing)) if found else ""
