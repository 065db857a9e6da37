"""The composition of a body as CSV, and the forms that end a term and set how often a body meets."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.language import pick
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import bodies, composition, texts
from springhead.forums.committees.bodies import RECORDERS
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.catalog.bulk_sheets import as_csv
from springhead.foundation.ui.access import public
from springhead.foundation.ui.frame import in_language, language


@public
@require_GET
def members_table(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """Everybody who is, was or will be a member, as CSV."""
    del request
    found = bodies.body(public_id)
    answer = StreamingHttpResponse(as_csv(composition.table(found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.public_id}-members.csv"'
    return answer


@needs(*RECORDERS)
@require_POST
def end_term(request: HttpRequest, public_id: str, member_id: str) -> HttpResponse:
    """Let a member's term end on a day."""
    one = composition.member(bodies.body(public_id), member_id)
    bodies.end_term(one, bodies.day(request.POST.get("on"), "on"), by=actor_of_request(request))
    return _back(request, public_id)


@needs(*RECORDERS)
@require_POST
def cadence(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set how often a body meets at least; empty: as the policy says."""
    given = request.POST.get("months", "").strip()
    if given and not given.isdecimal():
        raise Refused(texts.ODD_CADENCE.at("months", most=bodies.LONGEST_CADENCE))
    bodies.set_cadence(bodies.body(public_id), int(given) if given else None, by=actor_of_request(request))
    return _back(request, public_id)


def _back(request: HttpRequest, public_id: str) -> HttpResponse:
    messages.success(request, pick(texts.SAID_WRITTEN, language()))
    return redirect(in_language(f"/desk/committees/{public_id}", language()))
