"""The effects of a commitment's events, named after them. Called by `cases.fire`, inside its transaction."""

from datetime import date, datetime

from springhead.engine.kernel.now import taipei
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog import classes
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.checks import actions as checks
from springhead.foundation.commitments import checking, commands
from springhead.foundation.commitments.models import Commitment, Note
from springhead.foundation.commitments.rules import OPEN, SLIPS_KEPT, Facts


def facts(case: Case, command: object | None, at: datetime) -> Facts:
    """Gather what the guards look at; the case is locked."""
    today = taipei(at).date()
    if isinstance(command, commands.Promise):
        return Facts(today=today, dataset=_dataset(command.dataset) is not None)
    row = Commitment.objects.select_related("dataset").filter(case=case).first() if case.pk else None
    return checking.facts_of(row, today) if row else Facts(today=today)


def _dataset(public_id: str) -> Dataset | None:
    return Dataset.objects.exclude(stage=Stage.WITHDRAWN).filter(public_id=public_id).first()


def _row(case: Case) -> Commitment:
    """Return the row of a case, its state already the one the case is moving to, and saved."""
    row = Commitment.objects.select_related("dataset").get(case=case)
    if row.state != case.state:
        row.state, row.is_open = case.state, case.state in OPEN
        row.save(update_fields=["state", "is_open"])
    return row


def promise(case: Case, command: commands.Promise, turn: Turn) -> Told:
    """Write the promise down; the dataset is promised from now on, and everybody may see its record.

    Unless the law keeps back its name: then the promise goes without it, and the record stays with its agency.
    """
    assert command.until is not None  # the guard wanted it
    dataset = Dataset.objects.select_for_update().get(public_id=command.dataset)
    case.title = dict(classes.title_of(dataset))
    Commitment.objects.create(
        case=case,
        state=case.state,
        dataset=dataset,
        items=list(command.items),
        format=command.format,
        needs=list(command.needs),
        licence=command.licence,
        standard=command.standard,
        promised_on=command.until,
        due_on=command.until,
        settled_at=turn.at if command.heard else None,
    )
    if dataset.stage in (Stage.WANTED, Stage.PLANNED):
        dataset.stage, dataset.modified = Stage.PROMISED, turn.at
        dataset.visible = dataset.visible or not classes.is_kept_back(dataset)
        dataset.save(update_fields=["stage", "visible", "modified"])
    return Told(
        public={
            "dataset": dataset.public_id,
            "until": command.until.isoformat(),
            "items": list(command.items),
            "format": command.format,
            **_needed(command),
            **({"final": True} if command.heard else {}),
        }
    )


def _needed(command: commands.Promise) -> dict[str, object]:
    told: dict[str, object] = {
        "needs": list(command.needs),
        "licence": command.licence,
        "standard": command.standard,
    }
    return {name: value for name, value in told.items() if value}


def report(case: Case, command: commands.Report, turn: Turn) -> Told:
    """Keep a progress report; its words stay out of the ledger, which proves them by a digest."""
    _note(_row(case), turn, command.text)
    return Told(private={"text": command.text})


def reschedule(case: Case, command: commands.Reschedule, turn: Turn) -> Told:
    """Move the day: a slip. The third breaks the promise."""
    assert command.until is not None  # the guard wanted it
    row = _row(case)
    was, row.due_on, row.settled_at = row.due_on, command.until, None
    row.slips += 1
    if row.slips > SLIPS_KEPT:
        _break(row, "slips", turn.at)
    row.save()
    _note(row, turn, command.reason, days=(was, command.until))
    told = {"was": was.isoformat(), "until": command.until.isoformat(), "slips": row.slips}
    return Told(public={**told, "broken": row.broken_why}, private={"reason": command.reason})


def settle(case: Case, _command: commands.Settle, turn: Turn) -> Told:
    """Make the day final."""
    row = _row(case)
    row.settled_at = turn.at
    row.save(update_fields=["settled_at"])
    return Told(public={"until": row.due_on.isoformat()})


def date_passed(case: Case, _command: commands.DatePassed, _turn: Turn) -> Told:
    """Say in public that the day went by."""
    return Told(public={"until": _row(case).due_on.isoformat()})


def declare_broken(case: Case, _command: commands.DeclareBroken, turn: Turn) -> Told:
    """Sixty days late is broken."""
    row = _row(case)
    _break(row, "late", turn.at)
    row.save(update_fields=["broken_at", "broken_why"])
    return Told(public={"broken": row.broken_why})


def verify(case: Case, _command: commands.Verify, turn: Turn) -> Told:
    """Close the promise: the dataset is as it was promised."""
    row = _row(case)
    row.delivered_at, row.red_since = turn.at, None
    row.save(update_fields=["delivered_at", "red_since"])
    late = max((taipei(turn.at).date() - row.due_on).days, 0)
    return Told(public={"dataset": row.dataset.public_id, "until": row.due_on.isoformat(), "days_late": late})


def relapse(case: Case, _command: commands.Relapse, turn: Turn) -> Told:
    """Open the promise again with its old day; it is broken."""
    row = _row(case)
    row.delivered_at = None
    _break(row, "relapse", turn.at)
    row.save(update_fields=["delivered_at", "broken_at", "broken_why"])
    found = checking.facts_of(row, taipei(turn.at).date())
    red = [line.need for line in found.checked if line.red]
    told = {"dataset": row.dataset.public_id, "missing": list(found.missing), "broken": row.broken_why}
    return Told(public={**told, "red": red} if red else told)


def abandon(case: Case, command: commands.Abandon, turn: Turn) -> Told:
    """Let the agency off."""
    checks.unwatch(case.number)
    _note(_row(case), turn, command.reason)
    return Told(private={"reason": command.reason})


def replace(case: Case, command: commands.Replace, turn: Turn) -> Told:
    """Let another answer take the place of this promise."""
    checks.unwatch(case.number)
    _note(_row(case), turn, command.reason)
    return Told(private={"reason": command.reason})


def _break(row: Commitment, why: str, at: datetime) -> None:
    """A promise breaks once; the first reason stays."""
    if row.broken_at is None:
        row.broken_at, row.broken_why = at, why


def _note(
    row: Commitment, turn: Turn, text: str, *, days: tuple[date | None, date | None] = (None, None)
) -> None:
    was, becomes = days
    Note.objects.create(commitment=row, event=turn.row.event, text=text, at=turn.at, was=was, becomes=becomes)
