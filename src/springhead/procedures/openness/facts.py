"""Gathers what the guards of a class case look at; the case is locked meanwhile."""

from datetime import date, datetime

from springhead.engine.kernel.now import taipei
from springhead.foundation.cases.models import Case, Clock
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage
from springhead.procedures.openness import commands
from springhead.procedures.openness.models import Record
from springhead.procedures.openness.rules import Facts
from springhead.procedures.openness.vocabulary import NOT_OPEN


def of_case(case: Case, command: object | None, at: datetime) -> Facts:
    """Gather what the guards of a class case look at."""
    today = taipei(at).date()
    row = (
        Record.objects.select_related("dataset", "current", "proposed").filter(case=case).first()
        if case.pk
        else None
    )
    if row is None:
        return _of_new(case, command, today)
    heard = row.proposed if case.state == "noticed" and row.proposed else row.current
    return Facts(
        today=today,
        known=row.dataset.stage != Stage.WITHDRAWN,
        public=row.dataset.visible,
        class_now=row.dataset.openness,
        heard=heard is not None and heard.heard_at is not None,
        notice_over=_over(case, "class_notice", at),
        answer_over=_over(case, "class_answer", at),
        remedy_over=_over(case, "class_remedy", at),
        grounds=grounds_on(today),
    )


def grounds_on(today: date) -> dict[str, frozenset[str]]:
    """Return the codes each class may name on a Taipei date."""
    return {str(one): frozenset(ground.code for ground in codes.grounds_for(one, today)) for one in NOT_OPEN}


def _of_new(case: Case, command: object | None, today: date) -> Facts:
    """A new case needs a dataset of the very agency it is opened for: the roles were tested for that one."""
    name = command.dataset if isinstance(command, commands.Classed) else ""
    mine = Dataset.objects.exclude(stage=Stage.WITHDRAWN).filter(agency__public_id=case.agency_id)
    dataset = mine.filter(public_id=name).first() if name else None
    if dataset is None:
        return Facts(today=today, grounds=grounds_on(today))
    live = Record.objects.select_related("case").filter(dataset=dataset, live=True).first()
    return Facts(
        today=today,
        known=True,
        public=dataset.visible,
        class_now=dataset.openness,
        live_case=live.case.number if live else "",
        grounds=grounds_on(today),
    )


def _over(case: Case, kind: str, at: datetime) -> bool:
    """Tell whether the last day of a running term has passed."""
    clock = case.clocks.filter(kind=kind, status=Clock.Status.RUNNING).first()
    return clock is not None and clock.due_at is not None and clock.due_at <= at
