"""Reading cases. A draft is seen by whoever opened it and by its agency, everything else by everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.clock import Reckoning
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.cases import clocks, keyset
from springhead.foundation.cases.models import Case, Clock, Mail, Notification, Subject, Subscription
from springhead.foundation.cases.permission import not_now, role_problem
from springhead.foundation.cases.registry import CaseType, case_type
from springhead.foundation.cases.texts import NO_SUCH_CASE

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """One command of a case, seen by one viewer: possible now, or why not. `leads_to` is the state after it."""

    event: str
    label: LanguageMap
    allowed: bool
    problems: tuple[Problem, ...]
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases a list shows; empty fields do not filter. `before` is the `next` of the page before."""

    type: str = ""
    phase: str = ""
    agency_id: str = ""
    subject_id: str = ""
    owner_id: str = ""
    overdue_at: datetime | None = None
    before: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of cases, newest first; `next` is empty on the last page."""

    items: list[Case]
    next: str


def case(number: str, *, viewer: Actor) -> Case:
    """Return a case by its number. Refused (404) when there is none the viewer may see."""
    found = visible(viewer).filter(number=number).first()
    if found is None:
        raise Refused(NO_SUCH_CASE.at(number))
    return found


def visible(viewer: Actor) -> QuerySet[Case]:
    """Return the cases a viewer may see."""
    mine = Q(owner_id=viewer.id) if viewer.id else Q(pk=None)
    places = {place for _, place in viewer.grants} or viewer.agency_ids
    return Case.objects.filter(~Q(phase=Phase.DRAFT) | mine | Q(agency_id__in=sorted(places - {""})))


def listing(wanted: Wanted, *, viewer: Actor, limit: int = PAGE) -> Page:
    """Return one page of cases, newest first, overdue ones the longest overdue first; keyset paging over an index."""
    rows = visible(viewer)
    for name in ("type", "phase", "agency_id", "owner_id"):
        value = getattr(wanted, name)
        rows = rows.filter(**{name: value}) if value else rows
    if wanted.subject_id:
        rows = rows.filter(subjects__subject_id=wanted.subject_id)
    if wanted.overdue_at:
        return _overdue(rows.filter(next_due__lte=wanted.overdue_at), wanted.before, limit)
    if wanted.before.isdecimal():
        rows = rows.filter(pk__lt=int(wanted.before))
    items = list(rows.order_by("-pk")[: limit + 1])
    return Page(items[:limit], str(items[limit - 1].pk) if len(items) > limit else "")


def _overdue(rows: QuerySet[Case], cursor: str, limit: int) -> Page:
    items = list(rows.filter(keyset.after(cursor, "next_due")).order_by("next_due", "pk")[: limit + 1])
    last = items[limit - 1] if len(items) > limit else None
    return Page(items[:limit], keyset.cursor(last.next_due, last.pk) if last and last.next_due else "")


def subjects_of(found: Iterable[Case]) -> dict[int, list[str]]:
    """Return the subjects of some cases by primary key, in one query."""
    rows = Subject.objects.filter(case__in=[one.pk for one in found]).order_by("id")
    subjects: dict[int, list[str]] = {}
    for row in rows:
        subjects.setdefault(row.case_id, []).append(row.subject_id)
    return subjects


def commands(found: Case, *, viewer: Actor, at: datetime) -> list[Offer]:
    """Return every command of the case's type: what this viewer may do now, and why not the rest."""
    kind = case_type(found.type)
    facts = kind.facts(found, None, at)
    openings = {row.event for row in kind.table.rows if not row.from_states}
    return [
        _offer(kind, found, event, viewer=viewer, facts=facts)
        for event in kind.table.events
        if event not in openings or kind.table.row(found.state, event)
    ]


def terms(found: Case) -> list[tuple[Clock, Reckoning]]:
    """Return the clocks of a case with their explanation, the newest first."""
    return [(clock, clocks.reckoning(clock)) for clock in found.clocks.order_by("-id")]


def notifications(*, viewer: Actor, before: int | None = None, limit: int = PAGE) -> list[Notification]:
    """Return a person's own news, newest first."""
    rows = Notification.objects.filter(person_id=viewer.id).select_related("case")
    return list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[:limit])


def unread(*, viewer: Actor) -> int:
    """Return how much of a person's news is unread, counted up to 100."""
    return Notification.objects.filter(person_id=viewer.id, read_at=None)[:100].count()


def subscriptions(*, viewer: Actor) -> list[Subscription]:
    """Return what a person follows."""
    return list(Subscription.objects.filter(person_id=viewer.id).order_by("-pk")[:1000]) if viewer.id else []


def mails(*, before: int | None = None, limit: int = PAGE) -> list[Mail]:
    """Return mails, newest first; only the demo's mail page and the operator's page may show them."""
    rows = Mail.objects.all()
    return list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[:limit])


def _offer(kind: CaseType, found: Case, event: str, *, viewer: Actor, facts: Any) -> Offer:
    label = kind.texts.events[event]
    row = kind.table.row(found.state, event)
    if row is None:
        return Offer(event, label, allowed=False, problems=(not_now(kind, found, event),))
    problem = role_problem(kind, found, row, by=viewer)
    problems: Sequence[Problem] = (problem,) if problem else row.hindrances(facts)
    target = str(row.target(kind.table.states(found.state)))
    return Offer(event, label, allowed=not problems, problems=tuple(problems), leads_to=target)
