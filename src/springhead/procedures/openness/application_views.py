"""Pages of applications: terms, the form, one application with what may be done, mine, the agency's desk."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import actor_of_request, needs, signed_in
from springhead.foundation.cases import queries as cases
from springhead.foundation.cases.explaining import explain
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.steps import steps
from springhead.foundation.catalog import codes
from springhead.foundation.catalog import policy as catalog_policy
from springhead.foundation.catalog import queries as datasets
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.ui.formats import last_day
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.openness import (
    application_actions,
    application_rules,
    applications,
    personal_links,
    showing,
)
from springhead.procedures.openness import application_commands as commands
from springhead.procedures.openness import application_texts as texts
from springhead.procedures.openness.models import Application, PersonalLink

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "complete": ("text",),
    "acknowledge": (),
    "grant": ("fee_twd", "fee_basis", "conditions"),
    "ask_to_complete": ("text",),
    "extend_decision": ("days", "reason"),
    "refuse": ("grounds", "reason"),
    "note_payment": ("receipt",),
    "offer_link": ("file", "link_days"),
    "hand_over": ("what", "way", "sha256"),
    "take_back": (),
    "revoke": ("reason",),
}
KIND: Final = {"granted": "info", "delivered": "ok", "refused": "bad", "revoked": "bad", "completing": "warn"}
ON_THE_LINE: Final = ("withdraw_link",)  # given where the thing itself is listed
MOST_EVENTS: Final = 100


@signed_in
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the terms and take the application."""
    viewer = actor_of_request(request)
    found = datasets.dataset(public_id, viewer=viewer)
    context: dict[str, Any] = {"dataset": found, "terms": applications.terms(found.pk)}
    if request.method != "POST":
        return render(request, "openness/apply.html", context)
    try:
        number = applications.open_for(found, request.POST.dict(), by=viewer)
    except Refused as refusal:
        context |= {"problems": refusal.problems, "typed": request.POST}
        return render(request, "openness/apply.html", context, status=refusal.status)
    messages.success(request, pick(texts.SHOWN["submitted"], language()))
    return redirect(in_language(f"/applications/{number}", language()))


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """A person's own applications; for officers what waits at their agencies."""
    viewer = actor_of_request(request)
    agencies = [one.public_id for one in agency_queries.own_agencies(viewer)]
    context = {
        "mine": [_line(one) for one in applications.of_person(viewer)],
        "waiting": [_line(one) for one in applications.of_agencies(agencies)] if agencies else None,
    }
    return render(request, "openness/applications.html", context)


def _line(row: Application) -> dict[str, Any]:
    state = row.case.state
    return {"row": row, "state": texts.STATES[state], "kind": KIND.get(state, "plain")}


@signed_in
@require_GET
def application(request: HttpRequest, number: str) -> HttpResponse:
    """One application, for its applicant and its agency."""
    viewer = actor_of_request(request)
    row = applications.application(number, viewer=viewer)
    return render(request, "openness/application.html", _context(row, viewer))


def _context(row: Application, viewer: Actor, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    found = cases.commands(row.case, viewer=viewer, at=now())
    allowed = {one.event for one in found if one.allowed}
    offered = {one.event for one in found}
    terms = [explain(clock, term, today=today()) for clock, term in cases.terms(row.case)]
    refusal = row.case.decisions.filter(outcome="refused").first()
    return {
        **_line(row),
        "terms": [(texts.TERMS[name], text) for name, text in row.terms.items() if text],
        "clocks": [term for term in terms if term.reckoning.stopped_at is None],
        "said": [(texts.EVENTS[one.event], one) for one in row.said.all()[:MOST_EVENTS]],
        "deliveries": list(row.deliveries.all()[:MOST_EVENTS]),
        "links": [_link(one, row) for one in row.links.all()[:MOST_EVENTS]],
        "mine": bool(viewer.id) and viewer.id == row.case.owner_id,
        "may_withdraw": "withdraw_link" in offered,
        "files": personal_links.files_of(row.dataset) if "offer_link" in allowed else [],
        "most_days": application_rules.LONGEST_LINK,
        "refusal": refusal,
        "grounds_said": showing.grounds(refusal.grounds) if refusal else [],
        "forms": [(event, texts.EVENTS[event], asks) for event, asks in FORMS.items() if event in allowed],
        "grounds": [one for one in codes.grounds().values() if one.holds(today())],
        "entries": steps(row.case),
        "problems": problems,
    }


def _link(link: PersonalLink, row: Application) -> dict[str, Any]:
    standing = personal_links.standing(link, row)
    return {
        "row": link,
        "standing": standing,
        "word": texts.LINK_STATES[standing],
        "kind": "ok" if standing == "live" else "plain",
        "last_day": last_day(link.expires_at),
    }


@signed_in
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, number: str, public_id: str) -> HttpResponse:
    """A personal link: what is behind it and until when; the button writes the use down and leads to the file."""
    viewer = actor_of_request(request)
    row = applications.application(number, viewer=viewer)
    found = personal_links.link_of(row, public_id, viewer=viewer)
    context = {"application": row, **_link(found, row)}
    if context["standing"] == "live" and request.method == "POST":
        return redirect(personal_links.collect(row, found, by=viewer).address)
    context["uses"] = list(found.uses.order_by("-id")[:MOST_EVENTS])
    status = 200 if context["standing"] == "live" else 410
    answer = render(request, "openness/personal_link.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Give a command; what stands in the way is said on the same page."""
    viewer = actor_of_request(request)
    row = applications.application(number, viewer=viewer)
    if event not in FORMS and event not in ON_THE_LINE:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    data = {**request.POST.dict(), "grounds": request.POST.getlist("grounds")}
    try:
        fire(number, commands.parse(event, data), by=viewer, at=now())
    except Refused as refusal:
        context = {**_context(row, viewer, refusal.problems), "typed": request.POST, "tried": event}
        return render(request, "openness/application.html", context, status=refusal.status)
    messages.success(request, pick(texts.EVENTS[event], language()))
    return redirect(in_language(f"/applications/{number}", language()))


@needs(*OFFICERS)
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, public_id: str) -> HttpResponse:
    """State on which terms a dataset is provided."""
    viewer = actor_of_request(request)
    found = datasets.dataset(public_id, viewer=viewer)
    catalog_policy.check_edit(viewer, found.agency.public_id)
    known = applications.terms(found.pk)
    typed: Any = application_actions.terms_of(known) if known else {}
    problems: tuple[Problem, ...] = ()
    status = 200
    if request.method == "POST":
        typed = request.POST.dict()
        try:
            applications.state_terms(found, typed, by=viewer)
        except Refused as refusal:
            problems, status = refusal.problems, refusal.status
        else:
            messages.success(request, pick(texts.TERMS_SET, language()))
            return redirect(in_language(f"/desk/openness/{public_id}/terms", language()))
    fields = [(name, label, typed.get(name, "")) for name, label in texts.TERMS.items()]
    return render(
        request,
        "openness/terms.html",
        {"dataset": found, "fields": fields, "problems": problems},
        status=status,
    )
