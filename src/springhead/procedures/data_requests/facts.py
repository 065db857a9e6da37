"""Gathers what the guards of requests and parts look at; the case is locked meanwhile."""

from datetime import date, datetime
from typing import Any

from springhead.engine.kernel.calendar import taiwan
from springhead.engine.kernel.now import taipei
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import clocks
from springhead.foundation.cases.models import Case, Clock
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness, Stage
from springhead.procedures.data_requests import commands, drafts, linking, part_commands
from springhead.procedures.data_requests.models import AnswerDraft, AnswerRule, DataRequest, Part
from springhead.procedures.data_requests.part_guards import PartFacts
from springhead.procedures.data_requests.rules import Facts
from springhead.procedures.data_requests.vocabulary import ItemAnswer, Level, Outcome

OPEN_TO_PARTS = ("submitted", "in_progress", "answered", "delivering")


def of_request(case: Case, command: object | None, at: datetime) -> Facts:
    """Gather what the guards of a request look at."""
    today = taipei(at).date()
    if isinstance(command, commands.Submit):
        wanted = set(command.datasets)
        return Facts(
            unknown_datasets=tuple(sorted(wanted - known_datasets(wanted))),
            unknown_agencies=tuple(
                sorted(set(command.agencies) - active_agencies(set(command.agencies), today))
            ),
        )
    row = DataRequest.objects.filter(case=case).first() if case.pk else None
    if row is None:
        return Facts()
    into = command.into if isinstance(command, commands.Merge) else ""
    return Facts(
        answered=row.parts.exclude(answered_at=None).exists(),
        contested=row.contested_at is not None,
        target=_target(row, into),
    )


def _target(row: DataRequest, number: str) -> str:
    if number == row.number:
        return "same"
    found = Case.objects.filter(number=number, type="data_request").first()
    if found is None:
        return ""
    return "closed" if found.phase == Phase.CLOSED else "open"


def of_part(case: Case, command: object | None, at: datetime) -> PartFacts:
    """Gather what the guards of a part look at."""
    row = Part.objects.select_related("request__case").filter(case=case).first() if case.pk else None
    if row is None:
        return _of_new(case, command, taipei(at).date())
    answers = command.items if isinstance(command, part_commands.Answer | part_commands.Change) else ()
    draft = AnswerDraft.objects.filter(part=row).values_list("digest", flat=True).first() or ""
    return PartFacts(
        today=taipei(at).date(),
        items=tuple(row.items.values_list("item__number", flat=True)),
        transfers=row.transfers,
        placed=row.placed,
        receiver=_receiver(case, getattr(command, "agency", ""), taipei(at).date()),
        question_open=row.question_open,
        contested=row.contested_at is not None,
        refusal_unheard=row.has_refusal and row.heard_at is None,
        overdue_working_days=_overdue(case, at),
        draft=draft,
        **_about_answers(case, row, answers, taipei(at).date()),
    )


def _of_new(case: Case, command: object | None, today: date) -> PartFacts:
    parent = case.parent
    request = DataRequest.objects.filter(case=parent).first() if parent else None
    others = Case.objects.filter(parent=parent, agency_id=case.agency_id).exclude(state="dropped")
    return PartFacts(
        today=today,
        request_open=bool(request and parent and parent.state in OPEN_TO_PARTS),
        agency_active=case.agency_id in active_agencies({case.agency_id}, today),
        twice=isinstance(command, part_commands.Assign) and others.exists(),
        known_items=tuple(request.items.values_list("number", flat=True)) if request else (),
    )


def _about_answers(case: Case, row: Part, answers: tuple[ItemAnswer, ...], today: date) -> dict[str, Any]:
    """Gather what only an answer needs: datasets, grounds, links, holders, approvals."""
    if not answers:
        return {}
    named = {one.dataset for one in answers if one.dataset}
    rule = AnswerRule.objects.filter(agency_id=case.agency_id).first()
    approvals = row.approvals.filter(digest=drafts.digest(answers)).values_list("level", flat=True)
    return {
        "datasets": known_datasets(named),
        "served": linking.served(named),
        "links": {
            link: linking.problems(link, fields=one.fields, form=one.format)
            for one in answers
            if one.outcome is Outcome.ALREADY_OPEN
            for link in one.links
        },
        "grounds": frozenset(one.code for one in codes.grounds_for(Openness.NOT_PROVIDED)),
        "holders": active_agencies({one.holder for one in answers if one.holder}, today),
        "approvals_wanted": tuple(Level(one) for one in rule.approvals) if rule else (),
        "approvals": frozenset(Level(one) for one in approvals),
    }


def _receiver(case: Case, agency_id: str, today: date) -> str:
    if not agency_id:
        return ""
    if agency_id == case.agency_id:
        return "same"
    return "active" if agency_id in active_agencies({agency_id}, today) else ""


def known_datasets(ids: set[str]) -> frozenset[str]:
    """Return those of these public ids that are datasets (not withdrawn)."""
    if not ids:
        return frozenset()
    rows = Dataset.objects.exclude(stage=Stage.WITHDRAWN).filter(public_id__in=ids)
    return frozenset(rows.values_list("public_id", flat=True))


def active_agencies(ids: set[str], today: date) -> frozenset[str]:
    """Return those of these public ids that are agencies which exist on a Taipei date."""
    if not ids:
        return frozenset()
    rows = Agency.objects.filter(public_id__in=ids, merged_into=None)
    return frozenset(one.public_id for one in rows if one.in_force(today))


def _overdue(case: Case, at: datetime) -> int:
    """Return how many whole working days the answer is overdue; 0 while it is not."""
    clock = case.clocks.filter(kind="answer", status=Clock.Status.RUNNING).first()
    if clock is None:
        return 0
    last, today, days = clocks.reckoning(clock).last_day, taipei(at).date(), 0
    while days < 60 and taiwan().add_working(last, days + 1, clock.county) < today:
        days += 1
    return days
