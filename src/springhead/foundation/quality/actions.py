"""The effects of a quality report's events, named after them. Called by `cases.fire`, inside its transaction."""

from datetime import datetime, timedelta

from springhead.engine.kernel.now import taipei
from springhead.foundation.cases import askers
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.quality import commands, queries
from springhead.foundation.quality.models import QualityReport
from springhead.foundation.quality.rules import OPEN, Facts

PUBLISHED = (Stage.LISTED, Stage.SERVED)


def facts(case: Case, command: object | None, at: datetime) -> Facts:
    """Gather what the guards look at; the case is locked."""
    today = taipei(at).date()
    if isinstance(command, commands.Report):
        found = Dataset.objects.filter(public_id=command.dataset, visible=True).first()
        return Facts(
            today=today,
            dataset=found is not None,
            published=found is not None and found.stage in PUBLISHED,
            recent=recent(case.owner_id, at),
        )
    row = QualityReport.objects.filter(case=case).first() if case.pk else None
    return Facts(today=today, dataset=True, published=True, hidden=bool(row and row.hidden))


def recent(owner: str, at: datetime) -> int:
    """Return how many reports somebody made within a day."""
    mine = Case.objects.filter(type="quality_report", owner_id=owner, opened_at__gt=at - timedelta(days=1))
    return mine.count() if owner else 0


def _row(case: Case) -> QualityReport:
    row = QualityReport.objects.select_related("dataset").get(case=case)
    row.state, row.is_open = case.state, case.state in OPEN
    return row


def report(case: Case, command: commands.Report, turn: Turn) -> Told:
    """Write the report down. Its words stay out of the ledger, which proves them by a digest: they may be hidden."""
    dataset = Dataset.objects.get(public_id=command.dataset)
    QualityReport.objects.create(
        case=case,
        dataset=dataset,
        kind=command.kind,
        text=command.text,
        row=command.row,
        column=command.column,
        name_shown=askers.shown_name(turn.by.id),
        state=case.state,
        at=turn.at,
    )
    askers.follow(turn.by.id, case.number, at=turn.at)
    told = {"dataset": dataset.public_id, "kind": command.kind, "open": queries.open_reports(dataset.pk)}
    return Told(public=told, private={"text": command.text, "row": command.row, "column": command.column})


def mend(case: Case, command: commands.Mend, turn: Turn) -> Told:
    """Note that it is mended."""
    return _answered(case, command.answer, turn)


def dismiss(case: Case, command: commands.Dismiss, turn: Turn) -> Told:
    """Note that it is no fault."""
    return _answered(case, command.answer, turn)


def schedule(case: Case, command: commands.Schedule, turn: Turn) -> Told:
    """Note by when it will be mended."""
    assert command.until is not None  # the guard wanted it
    row = _row(case)
    row.mend_by = command.until
    row.save(update_fields=["mend_by"])
    told = _answered(case, command.answer, turn)
    return Told(public={**told.public, "until": command.until.isoformat()}, private=told.private)


def _answered(case: Case, answer: str, turn: Turn) -> Told:
    row = _row(case)
    row.answer, row.answered_at = answer, turn.at
    row.save(update_fields=["state", "is_open", "answer", "answered_at"])
    return Told(public=_told(row), private={"answer": answer})


def withdraw(case: Case, _command: commands.Withdraw, _turn: Turn) -> Told:
    """Take it back."""
    row = _row(case)
    row.save(update_fields=["state", "is_open"])
    return Told(public=_told(row))


def hide(case: Case, command: commands.Hide, _turn: Turn) -> Told:
    """Hide the words; why is public."""
    row = _row(case)
    row.hidden = command.reason
    row.save(update_fields=["hidden"])
    return Told(public={"dataset": row.dataset.public_id, "reason": command.reason})


def _told(row: QualityReport) -> dict[str, object]:
    return {"dataset": row.dataset.public_id, "open": queries.open_reports(row.dataset_id)}
