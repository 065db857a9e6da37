"""Pages of quality reports: the list, the form, the mailed link, one report with its answer, the officer's desk."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.ids import new as new_id
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.cases import queries as cases
from springhead.foundation.cases.acting import acting, remember
from springhead.foundation.cases.explaining import explain
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.steps import steps
from springhead.foundation.catalog import queries as datasets
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.quality import commands, queries, reporting, showing, texts
from springhead.foundation.quality.models import QualityReport
from springhead.foundation.quality.queries import Wanted
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

BY_HAND: Final[dict[str, tuple[str, ...]]] = {
    "mend": ("answer",),
    "schedule": ("answer", "until"),
    "dismiss": ("answer",),
    "withdraw": (),
    "hide": ("reason",),
}
FIELDS: Final = ("kind", "text", "row", "column")


@public
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """What people found wrong, newest first; of all datasets or of one."""
    given = request.GET
    wanted = Wanted(
        dataset=given.get("dataset", "")[:16],
        agency=given.get("agency", "")[:16],
        kind=given.get("kind", "") if given.get("kind", "") in texts.KINDS else "",
        which="" if given.get("which") == "all" else "open",
        cursor=given.get("cursor", "")[:20],
    )
    viewer = actor_of_request(request)
    found = queries.listing(wanted, viewer=viewer)
    context = {
        "lines": [showing.line(row) for row in found.items],
        "page": Page(next=found.next),
        "wanted": wanted,
        "dataset": datasets.dataset(wanted.dataset, viewer=viewer) if wanted.dataset else None,
        "kinds": _kinds(wanted.kind),
        "tabs": _tabs(wanted),
        "tab_here": _address(wanted, wanted.which or "all"),
    }
    return render(request, "quality/list.html", context)


def _kinds(chosen: str) -> list[tuple[str, LanguageMap, bool]]:
    return [(code, name, code == chosen) for code, name in texts.KINDS.items()]


def _tabs(wanted: Wanted) -> list[tuple[str, LanguageMap]]:
    return [
        (_address(wanted, "open"), {"zh-Hant": "處理中", "en": "Open"}),
        (_address(wanted, "all"), {"zh-Hant": "全部", "en": "All"}),
    ]


def _address(wanted: Wanted, which: str) -> str:
    narrowed = [("dataset", wanted.dataset), ("agency", wanted.agency), ("kind", wanted.kind)]
    return "?" + "&".join(f"{name}={value}" for name, value in [("which", which), *narrowed] if value)


@public
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; whoever is signed in sends at once, anybody else gets a mail with the link that does."""
    given = request.POST if request.method == "POST" else request.GET
    viewer = acting(request)
    found = datasets.dataset(given.get("dataset", "")[:16], viewer=viewer)
    if request.method != "POST":
        return _form(request, found, viewer)
    data = {"dataset": found.public_id, **{name: request.POST.get(name, "") for name in FIELDS}}
    try:
        if viewer.id:
            nonce = request.POST.get("nonce", "")[:40]
            made = reporting.send(data, by=viewer, at=now(), key=f"form:{nonce}" if nonce else None)
            return _to_report(request, made.case.number)
        who = reporting.Who(_email(request), request.POST.get("name", "")[:120], language())
        reporting.keep(data, who, at=now())
    except Refused as refusal:
        return _form(request, found, viewer, refusal.problems)
    return render(request, "quality/mailed.html", {"email": who.email, "dataset": found})


def _form(
    request: HttpRequest, dataset: Dataset, viewer: Actor, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    chosen = request.POST.get("kind", "")
    context = {
        "dataset": dataset,
        "viewer_id": viewer.id,
        "typed": request.POST or request.GET,
        "kinds": _kinds(chosen),
        "nonce": request.POST.get("nonce", "")[:40] or new_id("fm"),
        "problems": problems,
    }
    status = problems[0].kind.status if problems else 200
    return render(request, "quality/new.html", context, status=status)


def _email(request: HttpRequest) -> str:
    email = request.POST.get("email", "").strip()[:254]
    if not email:
        raise Refused(texts.NO_EMAIL.at("email"))
    return email


def _to_report(request: HttpRequest, number: str) -> HttpResponse:
    messages.success(request, pick(texts.SENT, language()))
    return redirect(in_language(f"/quality/{number}", language()))


@public
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link shows a button, because mail scanners open links; the click is the report."""
    if request.method != "POST":
        draft = reporting.draft_of(token)
        kind = texts.KINDS.get(str(draft.payload.get("kind")), {})
        context = {"draft": draft, "kind": kind, "sent": draft.sent_as.number if draft.sent_as else ""}
        return render(request, "quality/confirm.html", context)
    asker, outcome = reporting.send_draft(token, at=now())
    remember(request, asker)
    return _to_report(request, outcome.case.number)


@public
@require_GET
def report(request: HttpRequest, number: str) -> HttpResponse:
    """One report: what was found, what the agency answered, what happened when."""
    viewer = acting(request)
    row = queries.report(number, viewer=viewer)
    return render(request, "quality/report.html", _context(row, viewer))


def _context(row: QualityReport, viewer: Actor, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    offers = cases.commands(row.case, viewer=viewer, at=now()) if viewer.id else []
    allowed = {one.event for one in offers if one.allowed}
    terms = [explain(clock, term, today=today()) for clock, term in cases.terms(row.case)]
    return {
        **showing.line(row),
        "term": next((term for term in terms if term.reckoning.stopped_at is None), None),
        "forms": [(event, texts.EVENTS[event], asks) for event, asks in BY_HAND.items() if event in allowed],
        "entries": steps(row.case),
        "problems": problems,
    }


@public
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Answer, take back or hide; the table decides who may, and what stands in the way is said on the same page."""
    viewer = acting(request)
    row = queries.report(number, viewer=viewer)
    if event not in BY_HAND:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    try:
        fire(number, commands.parse(event, request.POST.dict()), by=viewer, at=now())
    except Refused as refusal:
        context = {**_context(row, viewer, refusal.problems), "typed": request.POST, "tried": event}
        return render(request, "quality/report.html", context, status=refusal.status)
    messages.success(request, pick(texts.EVENTS[event], language()))
    return redirect(in_language(f"/quality/{number}", language()))


@needs(*OFFICERS)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for an answer at this person's agencies, the nearest last day first."""
    agencies = [one.public_id for one in agency_queries.own_agencies(actor_of_request(request))]
    found = queries.desk(agencies, cursor=request.GET.get("cursor", "")[:40])
    context = {"lines": [showing.line(row) for row in found.items], "page": Page(next=found.next)}
    return render(request, "quality/desk.html", context)
