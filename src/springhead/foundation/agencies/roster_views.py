"""The desk's page of an agency's roster: who is on duty, who is away, handing over."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import queries, roster, rosters
from springhead.foundation.agencies import roster_texts as texts
from springhead.foundation.agencies.access import actor_of_request, signed_in
from springhead.foundation.agencies.roster_commands import DeclareAbsence, HandOver, SetDuty
from springhead.foundation.ui.frame import in_language, language


@signed_in
@never_cache
@require_GET
def own_rosters(request: HttpRequest) -> HttpResponse:
    """The rosters of the agencies one works for; a single one opens at once."""
    found = queries.own_agencies(actor_of_request(request))
    if len(found) == 1:
        return _back(found[0].public_id)
    return render(request, "agencies/rosters.html", {"agencies": found})


@signed_in
@never_cache
@require_GET
def agency_roster(request: HttpRequest, agency_id: str) -> HttpResponse:
    """The roster of one agency; only for its people and operators."""
    return _page(request, agency_id)


@signed_in
@require_POST
def set_duty(request: HttpRequest, agency_id: str) -> HttpResponse:
    """Put somebody on duty."""

    def work() -> None:
        command = SetDuty.parse(request.POST, today=today())
        roster.set_duty(command, agency_id=agency_id, by=actor_of_request(request))

    return _done(request, agency_id, work, texts.DUTY_SET)


@signed_in
@require_POST
def end_duty(request: HttpRequest, agency_id: str, duty_id: str) -> HttpResponse:
    """Take a line off the roster."""
    by = actor_of_request(request)
    return _done(request, agency_id, lambda: roster.end_duty(duty_id, by=by), texts.LINE_ENDED)


@signed_in
@require_POST
def declare_absence(request: HttpRequest, agency_id: str) -> HttpResponse:
    """Declare an absence and name the substitute."""

    def work() -> None:
        command = DeclareAbsence.parse(request.POST, today=today())
        roster.declare_absence(command, agency_id=agency_id, by=actor_of_request(request))

    return _done(request, agency_id, work, texts.ABSENCE_DECLARED)


@signed_in
@require_POST
def end_absence(request: HttpRequest, agency_id: str, absence_id: str) -> HttpResponse:
    """Cancel an absence, or come back early."""
    by = actor_of_request(request)
    return _done(request, agency_id, lambda: roster.end_absence(absence_id, by=by), texts.LINE_ENDED)


@signed_in
@require_POST
def hand_over(request: HttpRequest, agency_id: str) -> HttpResponse:
    """Hand an officer's work to a successor."""

    def work() -> None:
        roster.hand_over(HandOver.parse(request.POST), agency_id=agency_id, by=actor_of_request(request))

    return _done(request, agency_id, work, texts.HANDED_OVER)


def _done(
    request: HttpRequest, agency_id: str, work: Callable[[], object], said: LanguageMap
) -> HttpResponse:
    try:
        work()
    except Refused as refusal:
        return _page(request, agency_id, problems=refusal.problems)
    messages.success(request, pick(said, language()))
    still = actor_of_request(request).belongs_to(agency_id)
    return _back(agency_id) if still else HttpResponseRedirect(in_language("/desk/", language()))


def _page(request: HttpRequest, agency_id: str, *, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    viewer = actor_of_request(request)
    found = rosters.roster(queries.agency(agency_id, viewer=viewer), viewer=viewer)
    mine = {person.public_id for person in found.officers} & {viewer.id}
    context: dict[str, Any] = {
        "roster": found,
        "viewer_id": viewer.id,
        "is_officer": bool(mine),
        "today": today(),
        "problems": problems,
        "given": request.POST if problems else {},
    }
    return render(
        request, "agencies/roster.html", context, status=problems[0].kind.status if problems else 200
    )


def _back(agency_id: str) -> HttpResponse:
    return HttpResponseRedirect(in_language(f"/desk/roster/{agency_id}", language()))
