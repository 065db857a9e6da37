"""Gathers what the guards of a nomination look at; the case is locked meanwhile."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from springhead.engine.kernel.now import taipei
from springhead.forums.committees import matters
from springhead.forums.committees.models import Member
from springhead.forums.consultations import queries as consultations
from springhead.forums.consultations.models import Consultation
from springhead.forums.meetings import positions, seats
from springhead.forums.meetings.models import ItemCase
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.quality import queries as quality
from springhead.procedures.high_value import commands, themes
from springhead.procedures.high_value.calling import call_of
from springhead.procedures.high_value.guards import Facts, Scorer
from springhead.procedures.high_value.models import Cycle, Nomination

CONSULTED: Final = frozenset(
    {"responding", "answered", "correcting", "cancelled"}
)  # states of a consultation that asks no longer


def of_case(case: Case, command: Any, at: datetime) -> Facts:
    """Gather what the guards of a nomination look at."""
    today = taipei(at).date()
    rows = Nomination.objects.select_related("cycle", "dataset", "sheet", "promise")
    row = rows.filter(case=case).first() if case.pk else None
    if row is None:
        return _of_new(case, command, today)
    return Facts(
        today=today,
        cycle=row.cycle.state,
        dataset=row.dataset.stage != Stage.WITHDRAWN,
        gone=row.dataset.stage == Stage.WITHDRAWN,
        called=True,
        themes=_themes(row.cycle, today),
        consulted=_consulted(row),
        unanswered=unanswered(row) if case.state == "responding" else (),
        expected=row.expected_on,
        scorer=_scorer(case, command, today),
        promise=row.promise.state if row.promise else "",
        announced=row.announced,
        reports=quality.open_reports(row.dataset_id) if case.state == "in_review" else 0,
        fields=_promised_fields(row),
    )


def _of_new(case: Case, command: Any, today: date) -> Facts:
    """A new case needs a dataset of the very agency it is opened for: the roles were tested for that one."""
    number = getattr(command, "cycle", "")
    cycle = Cycle.objects.filter(case__number=number).first() if number else None
    if cycle is None:
        return Facts(today=today)
    mine = Dataset.objects.exclude(stage=Stage.WITHDRAWN).filter(agency__public_id=case.agency_id)
    dataset = mine.filter(public_id=command.dataset).first() if command.dataset else None
    other = Nomination.objects.filter(cycle=cycle, dataset=dataset).select_related("case").first()
    return Facts(
        today=today,
        cycle=cycle.state,
        proposals_open=proposals_open(cycle, today),
        dataset=dataset is not None,
        other=other.number if dataset and other else "",
        called=call_of(cycle, case.agency_id) is not None,
        themes=_themes(cycle, today),
    )


def proposals_open(cycle: Cycle, today: date) -> bool:
    """Tell whether a cycle takes proposals of datasets: from its sheet to the last day of nominations."""
    if cycle.state not in ("proposing", "nominating"):
        return False
    return cycle.nominations_until is None or today <= cycle.nominations_until


def _themes(cycle: Cycle, today: date) -> Mapping[str, frozenset[str]]:
    chosen = set(cycle.themes)
    return {
        one.code: frozenset(sub.code for sub in one.subcategories)
        for one in themes.themes(today)
        if not chosen or one.code in chosen
    }


def _consulted(row: Nomination) -> bool:
    return row.consultation is None or row.consultation.state in CONSULTED


def unanswered(row: Nomination) -> tuple[str, ...]:
    """Return the groups of comments on this nomination that its agency has not answered, by number and summary."""
    if row.consultation_id is None:
        return ()
    asked = Consultation.objects.filter(case=row.consultation_id).first()
    if asked is None:
        return ()
    agency = row.agency.public_id
    concerned = asked.clusters.filter(comments__anchor=row.number, comments__hidden_at=None).distinct()
    found = []
    for cluster in concerned.prefetch_related("positions"):
        said = {one.agency_id for one in cluster.positions.all() if consultations.is_said(one)}
        if agency in cluster.agencies and agency not in said:
            found.append(f"{cluster.number} {cluster.summary[:20]}")
    loose = asked.said.filter(anchor=row.number, hidden_at=None, cluster=None).count()
    return (*found, *((f"{loose} —",) if loose else ()))


def _scorer(case: Case, command: Any, today: date) -> Scorer:
    if not isinstance(command, commands.Score):
        return Scorer()
    body = matters.hearer(case)
    member = Member.objects.filter(public_id=command.member, body=body).first() if body else None
    if member is None:
        return Scorer()
    items = ItemCase.objects.filter(case=case).values_list("item__public_id", flat=True)
    conflict = any(positions.is_recused(item, member) for item in items)
    return Scorer(True, seats.sits(member, today) and member.position != Member.Position.SECRETARY, conflict)


def _promised_fields(row: Nomination) -> frozenset[str]:
    if row.promise_id is None:
        return frozenset()
    found = Commitment.objects.filter(case=row.promise_id).values_list("items", flat=True).first()
    return frozenset(found or ())
