"""Pages of cases of any type, a person's news, and the links in our mails."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.agencies.access import actor_of_request, signed_in
from springhead.foundation.cases import news, queries, subscriptions
from springhead.foundation.cases.explaining import Term, explain
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.notices import TERMS
from springhead.foundation.cases.queries import Wanted
from springhead.foundation.cases.registry import CaseType, case_type, case_types
from springhead.foundation.cases.texts import PHASES, TERM_EVENTS, THANKS
from springhead.foundation.ledger import listing, words
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

MOST_EVENTS = 200


@public
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The list of cases, newest first."""
    wanted = Wanted(
        type=request.GET.get("type", "")[:40],
        phase=request.GET.get("phase", "")[:24],
        agency_id=request.GET.get("agency", "")[:16],
        subject_id=request.GET.get("subject", "")[:64],
        overdue_at=now() if request.GET.get("overdue") else None,
        before=request.GET.get("cursor", "")[:40],
    )
    found = queries.listing(wanted, viewer=actor_of_request(request))
    context: dict[str, Any] = {
        "rows": [_line(case) for case in found.items],
        "page": Page(next=found.next),
        "wanted": wanted,
        "types": case_types(),
        "phases": [(str(phase), PHASES[phase]) for phase in Phase if phase is not Phase.DRAFT],
    }
    return render(request, "cases/list.html", context)


@public
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: where it stands, until when, what happened, and what may happen next."""
    viewer = actor_of_request(request)
    found = queries.case(number, viewer=viewer)
    return render(request, "cases/case.html", _told(found, viewer))


@public
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a subscription; the mailed link shows a button, because mail scanners open links."""
    return _by_link(request, token, ending=False)


@public
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription by the link in a mail."""
    return _by_link(request, token, ending=True)


@signed_in
@require_GET
def my_news(request: HttpRequest) -> HttpResponse:
    """A person's own news, and what they follow."""
    viewer = actor_of_request(request)
    before = request.GET.get("cursor", "")
    items = queries.notifications(viewer=viewer, before=int(before) if before.isdecimal() else None)
    follows = queries.subscriptions(viewer=viewer)
    named = words.names_of(row.subject_id for row in follows)
    following = str(items[-1].pk) if len(items) == queries.PAGE else ""
    context = {
        "rows": [(item, _address(item.case)) for item in items],
        "page": Page(next=following),
        "unread": queries.unread(viewer=viewer),
        "follows": [(row, named[row.subject_id]) for row in follows],
    }
    return render(request, "cases/news.html", context)


@signed_in
@require_POST
def read_news(request: HttpRequest) -> HttpResponse:
    """Mark all of a person's news as read."""
    news.mark_read(by=actor_of_request(request), at=now())
    return HttpResponseRedirect(in_language("/account/news/", language()))


@signed_in
@require_POST
def unfollow(request: HttpRequest) -> HttpResponse:
    """End one of a person's own subscriptions."""
    subscriptions.unfollow(request.POST.get("subject", ""), by=actor_of_request(request))
    return HttpResponseRedirect(in_language("/account/news/", language()))


def _by_link(request: HttpRequest, token: str, *, ending: bool) -> HttpResponse:
    row = subscriptions.known(token, ending=ending)
    if request.method != "POST":
        return render(request, "cases/subscription.html", {"row": row, "ending": ending})
    if ending:
        subscriptions.end(token)
    else:
        subscriptions.confirm(token, at=now())
    messages.success(request, THANKS["ended" if ending else "confirmed"][language()])
    return HttpResponseRedirect(in_language("/", language()))


def _told(found: Case, viewer: Actor) -> dict[str, Any]:
    kind = case_type(found.type)
    subjects = list(found.subjects.values_list("subject_id", flat=True)[:50])
    named = words.names_of([one for one in (found.agency_id, *subjects) if one])
    offers = _offers(found, viewer)
    entries = listing.events(listing.Wanted(subject=found.number), count=MOST_EVENTS).entries
    return {
        "case": found,
        "kind": kind,
        "state": kind.texts.states[found.state],
        "phase": PHASES[Phase(found.phase)],
        "steps": [step for step in (_step(kind, entry) for entry in entries) if step],
        "terms": _terms(found),
        "offers": [(one.label, [problem.message(language()) for problem in one.problems]) for one in offers],
        "own_page": kind.address(found) if kind.address(found) != f"/cases/{found.number}" else "",
        "agency": named.get(found.agency_id),
        "subjects": [named[subject] for subject in subjects],
    }


def _terms(found: Case) -> list[Term]:
    return [explain(clock, reckoning, today=today()) for clock, reckoning in queries.terms(found)]


def _offers(found: Case, viewer: Actor) -> list[queries.Offer]:
    """Return what concerns this viewer: what they may do, and what only the facts forbid them."""
    if not viewer.id:
        return []
    return [
        one
        for one in queries.commands(found, viewer=viewer, at=now())
        if one.allowed or _by_facts(one.problems)
    ]


def _by_facts(problems: tuple[Problem, ...]) -> bool:
    return not any(problem.code in {"case-command-not-now", "case-command-not-yours"} for problem in problems)


def _step(kind: CaseType, entry: Entry) -> tuple[Entry, Any] | None:
    family, _, event = entry.event.partition(".")
    if family == TERMS:
        return entry, TERM_EVENTS[entry.event]
    state = str(entry.public.get("from", ""))
    row = kind.table.row(state, event) if state else kind.table.opening(event)
    if row is None:
        return None
    return entry, kind.texts.shown.get(row.shown) or kind.texts.events[event]


def _line(found: Case) -> dict[str, Any]:
    try:
        kind = case_type(found.type)
    except Refused:
        return {"case": found, "kind": {}, "state": {}, "address": f"/cases/{found.number}"}
    return {
        "case": found,
        "kind": kind.texts.name,
        "state": kind.texts.states[found.state],
        "address": kind.address(found),
        "late": found.next_due is not None and found.next_due <= now(),
    }


def _address(found: Case) -> str:
    return case_type(found.type).address(found)
