"""The effects of a consultation's events, named after them. Called by `cases.fire`, inside its transaction.

What the host does stands here, what everybody does and moderation in `speaking.py`.
"""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.now import TAIPEI, taipei
from springhead.forums.consultations import commands
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
from springhead.forums.consultations.vocabulary import Standing
from springhead.foundation.cases import clocks
from springhead.foundation.cases.decisions import Outcome, decide
from springhead.foundation.cases.models import Case, Clock, Decision, Subject
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.ledger.models import Event

__all__ = [
    "admit", "announce", "bring_in", "cancel", "close", "comment", "deadline_missed", "extend", "hide", "open", "plan",
    "postpone", "propose", "respond", "revise", "turn_down", "unhide", "vote",
]  # fmt: skip
TELL, DRAW = "consultations.tell", "consultations.picture"
OPENING, TERM, ANSWER = "consultation_opening", "consultation_open", "consultation_answer"


def _row(case: Case) -> Consultation:
    return Consultation.objects.select_related("case").get(case=case)


def plan(case: Case, command: commands.Plan, turn: Turn) -> None:
    """Write down what is going to be asked."""
    _fill(Consultation(case=case), case, command, turn)


def revise(case: Case, command: commands.Revise, turn: Turn) -> None:
    """Write it down anew."""
    _fill(_row(case), case, command, turn)


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
    row = _row(case)
    assert row.opens_on is not None  # the guard saw to it
    noted = partial(_note, row, turn, after=_iso(row.opens_on))
    return Told(public=_asked(row), until={OPENING: row.opens_on - timedelta(days=1)}, then=(noted,))


def open(case: Case, _command: commands.Open, turn: Turn) -> Told:  # noqa: A001  named after its event
    """Open it; a machine that comes late leaves people the days their kind of consultation needs."""
    row = _row(case)
    today = taipei(turn.at).date()
    assert row.closes_on is not None  # the guard saw to it
    least = today + timedelta(days=fewest_days(row.kind, today))
    row.opens_on, row.opened_at, row.closes_on = today, turn.at, max(row.closes_on, least)
    row.save(update_fields=["opens_on", "opened_at", "closes_on"])
    noted = partial(_note, row, turn, after=_iso(row.closes_on))
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
    row = _row(case)
    return _later(row, "closes_on", TERM, command.days, turn, reason=command.reason)


def postpone(case: Case, command: commands.Postpone, turn: Turn) -> Told:
    """Move the day of the answer."""
    said = {"reason": command.reason, "progress": command.progress}
    return _later(_row(case), "answer_due", ANSWER, command.days, turn, **said)


def _later(row: Consultation, field: str, clock: str, days: int, turn: Turn, **said: str) -> Told:
    """Write a move of a last day down; the day itself is reckoned by the clock, after its row was applied."""
    before: date | None = getattr(row, field)

    def reckoned() -> None:
        last = _last_day(row.case, clock)
        setattr(row, field, last)
        row.save(update_fields=[field])
        _note(row, turn, before=_iso(before), after=_iso(last), **said)

    return Told(public={"before": _iso(before), "days": days, **said}, then=(reckoned,))


def _note(row: Consultation, turn: Turn, **said: str) -> None:
    """Remember a step of the host with its line of the ledger, for its page: comments and votes are not read again."""
    lines = Event.objects.filter(subject=row.number).order_by("-seq")
    seq = lines.values_list("seq", flat=True)[0]
    row.moves = [*row.moves, {"event": turn.row.event, "at": turn.at.isoformat(), "seq": seq, **said}]
    row.save(update_fields=["moves"])


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def _last_day(case: Case, kind: str) -> date | None:
    clock = Clock.objects.filter(case_id=case.pk, kind=kind).order_by("-pk").first()
    return clocks.reckoning(clock).last_day if clock else None


def close(case: Case, command: commands.Close, turn: Turn) -> Told:
    """Take no more comments; the days of the answer begin."""
    row = _row(case)
    row.closed_at = turn.at
    row.save(update_fields=["closed_at"])

    def due() -> None:
        row.answer_due = _last_day(case, ANSWER)
        row.save(update_fields=["answer_due"])
        _note(row, turn, after=_iso(row.answer_due))

    last = command.last_day or row.closes_on
    since = datetime.combine(last, time(12), TAIPEI) if last else turn.at
    draw = partial(enqueue, DRAW, {"case": case.number}, dedupe=f"{DRAW}:{case.number}")
    return Told(public=_counts(row), since=since, then=(due, draw) if row.statements else (due,))


def _counts(row: Consultation) -> dict[str, Any]:
    return {"comments": row.comments, "voices": row.voices, "votes": row.votes}


def deadline_missed(case: Case, command: commands.DeadlineMissed, turn: Turn) -> Told:
    """Mark that the answer is late."""
    row = _row(case)
    row.missed_on = command.last_day or row.answer_due
    row.save(update_fields=["missed_on"])
    noted = partial(_note, row, turn, before=_iso(row.missed_on))
    return Told(public={"last_day": _iso(row.missed_on)}, then=(noted,))


def respond(case: Case, command: commands.Respond, turn: Turn) -> Told:
    """Publish the table: one decision for each group and agency; everybody who commented is told by mail."""
    row = _row(case)
    made = [
        _decide(case, cluster.number, position, turn)
        for cluster in row.clusters.prefetch_related("positions")
        for position in cluster.positions.all()
        if position.agency_id in cluster.agencies
    ]
    row.answered_at, row.answer = turn.at, command.text
    row.save(update_fields=["answered_at", "answer"])
    public = {**_counts(row), "dispositions": [one.public_id for one in made], "answer": command.text}
    tell = partial(enqueue, TELL, {"case": case.number}, dedupe=f"{TELL}:{case.number}")
    return Told(public=public, then=(partial(_note, row, turn), tell))


def _decide(case: Case, number: int, position: Any, turn: Turn) -> Decision:
    outcome = Outcome(
        code=position.disposition,
        reasons=position.reasons,
        body={"group": number},
        on_behalf_of=position.agency_id,
    )
    position.decision = decide(case, outcome, turn)
    position.save(update_fields=["decision"])
    return position.decision  # type: ignore[no-any-return]


def cancel(case: Case, command: commands.Cancel, turn: Turn) -> Told:
    """Call it off; what was never announced stays unseen."""
    row = _row(case)
    row.cancelled_why = command.reason
    row.opens_on = None if turn.from_state == "planned" else row.opens_on
    row.save(update_fields=["cancelled_why", "opens_on"])
    if turn.from_state == "planned":
        return Told(public={"reason": command.reason})
    noted = partial(_note, row, turn, reason=command.reason)
    return Told(public={"reason": command.reason}, then=(noted,))
