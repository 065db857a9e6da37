"""Forms by which something begins: a proposal of the public, a nomination of an agency, a cycle of the policy office."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import queries as agencies
from springhead.foundation.agencies.access import actor_of_request, needs, signed_in
from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.high_value import cycle_texts, entering, facts, forms, queries, texts
from springhead.procedures.high_value.models import Cycle
from springhead.procedures.high_value.vocabulary import VALUES

MOST_OFFERED: Final = 400
SENT: Final[dict[str, LanguageMap]] = {
    "propose": {"zh-Hant": "提案已送出，機關會在期限內回應。", "en": "Your proposal is in; the agency has to answer in time."},
    "nominate": {"zh-Hant": "提報已送出。", "en": "The nomination is in."},
    "plan": {"zh-Hant": "輪次已建立，公布前都可以修改。", "en": "The cycle is planned; it can be changed until it is published."},
}  # fmt: skip


@signed_in
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a dataset for the list."""
    row = queries.cycle(number, viewer=actor_of_request(request))
    if request.method == "GET" and not facts.proposals_open(row, today()):
        told = {"row": row, "event": "propose", "closed": texts.PROPOSALS_CLOSED.at()}
        return render(request, "high_value/enter.html", told)
    return _enter(request, row, "propose", entering.propose, _all_agencies())


@needs(*OFFICERS)
@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest, number: str) -> HttpResponse:
    """Nominate a dataset of one's own agency."""
    viewer = actor_of_request(request)
    row = queries.cycle(number, viewer=viewer)
    return _enter(request, row, "nominate", entering.nominate, agencies.own_agencies(viewer))


def _enter(
    request: HttpRequest, row: Cycle, event: str, enter: Callable[..., Any], places: list[Agency]
) -> HttpResponse:
    viewer = actor_of_request(request)
    context: dict[str, Any] = {
        "row": row,
        "event": event,
        "agencies": places,
        "choices": forms.sheet_choices(row),
        "typed": {
            "dataset": request.GET.get("dataset", "")[:16],
            "theme": request.GET.get("theme", "")[:24],
            "agency": pick(places[0].names, language()) if len(places) == 1 else "",
        },
        "known": entering.known(request.GET.get("dataset", "")[:16], by=viewer),
    }
    if request.method == "POST":
        given = {**request.POST.dict(), "cycle": row.number}
        try:
            made = enter(given, by=viewer, at=now())
        except Refused as refusal:
            context |= {
                "problems": refusal.problems,
                "typed": given,
                "known": entering.known(given.get("dataset", "")[:16], by=viewer),
            }
            return render(request, "high_value/enter.html", context, status=refusal.status)
        messages.success(request, pick(SENT[event], language()))
        return redirect(in_language(f"/nominations/{made.case.number}", language()))
    return render(request, "high_value/enter.html", context)


def _all_agencies() -> list[Agency]:
    """Return agencies to choose from, the upper levels first; any other may be typed by name."""
    return list(Agency.objects.filter(merged_into=None).order_by("pk")[:MOST_OFFERED])


@needs(Role.POLICY_OFFICE)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a cycle."""
    context: dict[str, Any] = {
        "agencies": _all_agencies(),
        "values": list(VALUES.items()),
        "dates": [(name, label) for name, label in cycle_texts.FIELDS.items() if name != "note"],
        "typed": {},
    }
    if request.method == "POST":
        given = request.POST.dict()
        try:
            made = entering.plan(given, by=actor_of_request(request), at=now())
        except Refused as refusal:
            return render(
                request,
                "high_value/plan.html",
                {**context, "problems": refusal.problems, "typed": given},
                status=refusal.status,
            )
        messages.success(request, pick(SENT["plan"], language()))
        return redirect(in_language(f"/themes/cycles/{made.case.number}", language()))
    return render(request, "high_value/plan.html", context)
