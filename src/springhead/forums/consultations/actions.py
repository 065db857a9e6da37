"""The effects of a consultation's events, named after them. Called by `cases.fire`, inside its transaction.

What the host does stands here and in `answering.py`, what everybody does and moderation in `speaking.py`.
"""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.now import TAIPEI, taipei
from springhead.forums.consultations import commands
from springhead.forums.consultations.answering import correct, reopen, respond, uphold
from springhead.forums.consultations.kinds import fewest_days
from springhead.forums.consultations.models import Consultation, Statement
from springhead.forums.consultations.speaking import (
    admit,
    bring_in,
    comment,
    hide,
    propose,
    turn_down,
    unhide,
    vote,
)
from springhead.forums.consultations.steps import counts, iso, last_day, note, row_of
from springhead.forums.consultations.vocabulary import Standing
from springhead.foundation.cases.models import Case, Subject
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.jobs.actions import enqueue

__all__ = [
    "admit", "announce", "bring_in", "cancel", "close", "comment", "correct", "deadline_missed", "extend", "hide", "open",
    "plan", "postpone", "propose", "reopen", "respond", "revise", "turn_down", "unhide", "uphold", "vote",
]  # fmt: skip
DRAW = "consultations.picture"
OPENING, TERM, ANSWER = "consultation_opening", "consultation_open", "consultation_answer"


def plan(case: Case, command: commands.Plan, turn: Turn) -> None:
    """Write down what is going to be asked."""
    _fill(Consultation(case=case), case, command, turn)


def revise(case: Case, command: commands.Revise, turn: Turn) -> None:
    """Write it down anew."""
    _fill(row_of(case), case, command, turn)


def _fill(row: Consultation, case: Case, command: commands.Plan, turn: Turn) -> None:
    case.title = {lang: text for lang, text in (("zh-Hant", command.title), ("en", command.title_en)) if text}
    for name in (
        "kind", "question", "background", "can_change", "decides", "decides_on", "platform", "here", "assurance",
        "statements", "opens_on", "closes_on",
    ):  # fmt: skip
        setattr(row, name, getattr(command, name))
    row.papers = [asdict(one) for one in command.papers]
    row.anchors = [asdict(one) for one in command.anchors]
    row.agencies = list(dict.fromkeys([case.agency_id, *command.agencies]))
    row.about = list(command.about)
    row.words = fold(f"{command.title} {command.title_en} {command.question} {command.background}")
    row.save()
    Subject.objects.filter(case=case).delete()
    Subject.objects.bulk_create(Subject(case=case, subject_id=one) for one in row.about)
    row.sentences.all().delete()
    Statement.objects.bulk_create(
        Statement(
            consultation=row,
            number=n,
            text=one.text,
            side=str(one.side),
            standing=Standing.SHOWN,
            at=turn.at,
        )
        for n, one in enumerate(command.seeds, 1)
    )


def announce(case: Case, _command: commands.Announce, turn: Turn) -> Told:
    """Make it public; the term ends the day before it opens."""
    row = row_of(case)
    assert row.opens_on is not None  # the guard saw to it
    noted = partial(note, row, turn, after=iso(row.opens_on))
    return Told(public=_asked(row), until={OPENING: row.opens_on - timedelta(days=1)}, then=(noted,))


def open(case: Case, _command: commands.Open, turn: Turn) -> Told:  # noqa: A001  named after its event
    """Open it; a machine that comes late leaves people the days their kind of consultation needs."""
    row = row_of(case)
    today = taipei(turn.at).date()
    assert row.closes_on is not None  # the guard saw to it
    least = today + timedelta(days=fewest_days(row.kind, today))
    row.opens_on, row.opened_at, row.closes_on = today, turn.at, max(row.closes_on, least)
    row.save(update_fields=["opens_on", "opened_at", "closes_on"])
    noted = partial(note, row, turn, after=iso(row.closes_on))
    return Told(public=_asked(row), until={TERM: row.closes_on}, then=(noted,))


def _asked(row: Consultation) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "title": row.case.title,
        "opens_on": row.opens_on.isoformat() if row.opens_on else None,
        "closes_on": row.closes_on.isoformat() if row.closes_on else None,
        "agencies": row.agencies,
        "statements": row.sentences.count() if row.statements else 0,
    }


def extend(case: Case, command: commands.Extend, turn: Turn) -> Told:
    """Move the last day; the clock says whether it still may."""
    row = row_of(case)
    return _later(row, "closes_on", TERM, command.days, turn, reason=command.reason)


def postpone(case: Case, command: commands.Postpone, turn: Turn) -> Told:
    """Move the day of the answer."""
    said = {"reason": command.reason, "progress": command.progress}
    return _later(row_of(case), "answer_due", ANSWER, command.days, turn, **said)


def _later(row: Consultation, field: str, clock: str, days: int, turn: Turn, **said: str) -> Told:
    """Write a move of a last day down; the day itself is reckoned by the clock, after its row was applied."""
    before: date | None = getattr(row, field)

    def reckoned() -> None:
        last = last_day(row.case, clock)
        setattr(row, field, last)
        row.save(update_fields=[field])
        note(row, turn, before=iso(before), after=iso(last), **said)

    return Told(public={"before": iso(before), "days": days, **said}, then=(reckoned,))


def close(case: Case, command: commands.Close, turn: Turn) -> Told:
    """Take no more comments; the days of the answer begin."""
    row = row_of(case)
    row.closed_at = turn.at
    row.save(update_fields=["closed_at"])

    def due() -> None:
        row.answer_due = last_day(case, ANSWER)
        row.save(update_fields=["answer_due"])
        note(row, turn, after=iso(row.answer_due))

    last = command.last_day or row.closes_on
    since = datetime.combine(last, time(12), TAIPEI) if last else turn.at
    draw = partial(enqueue, DRAW, {"case": case.number}, dedupe=f"{DRAW}:{case.number}")
    return Told(public=counts(row), since=since, then=(due, draw) if row.statements else (due,))


def deadline_missed(case: Case, command: commands.DeadlineMissed, turn: Turn) -> Told:
    """Mark that the answer is late."""
    row = row_of(case)
    missed = command.last_day or row.answer_due
    if turn.from_state == "responding":  # a late correction does not make the answer late
        row.missed_on = missed
        row.save(update_fields=["missed_on"])
    noted = partial(note, row, turn, before=iso(missed))
    return Told(public={"last_day": iso(missed)}, then=(noted,))


def cancel(case: Case, command: commands.Cancel, turn: Turn) -> Told:
    """Call it off; what was never announced stays unseen."""
    row = row_of(case)
    row.cancelled_why = command.reason
    row.opens_on = None if turn.from_state == "planned" else row.opens_on
    row.save(update_fields=["cancelled_why", "opens_on"])
    if turn.from_state == "planned":
        return Told(public={"reason": command.reason})
    noted = partial(note, row, turn, reason=command.reason)
    return Told(public={"reason": command.reason}, then=(noted,))
