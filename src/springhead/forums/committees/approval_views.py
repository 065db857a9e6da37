"""The head's desk: resolutions that take effect only when the head of the agency approves them (首長核定)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.committees import approvals, queries, texts
from springhead.forums.committees.models import Resolution
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.cases.registry import case_type
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

HERE = "/desk/approvals/"


@needs(Role.AGENCY_HEAD)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for the head, the longest waiting first; resolutions of one item together."""
    return render(request, "committees/approvals.html", _context(request))


@needs(Role.AGENCY_HEAD)
@require_POST
def decide(request: HttpRequest, resolution_id: str) -> HttpResponse:
    """Approve with the official document, or decline with reasons."""
    by = actor_of_request(request)
    made = queries.resolution(resolution_id)
    try:
        if request.POST.get("decline"):
            approvals.decline(made, reason=request.POST.get("reason", ""), by=by)
            said = texts.SAID_DECLINED
        else:
            number = request.POST.get("document_number", "")
            rows = approvals.approve(made, number=number, on=_day(request.POST.get("document_on")), by=by)
            done = all(one.done_at is not None for one in rows)
            said = texts.SAID_APPROVED if done else texts.SAID_APPROVED_NOT_DONE
    except Refused as refusal:
        if refusal.status in (403, 404):
            raise
        return render(
            request,
            "committees/approvals.html",
            _context(request, refusal.problems, resolution_id),
            status=refusal.status,
        )
    messages.success(request, pick(said, language()))
    return redirect(in_language(HERE, language()))


def _context(request: HttpRequest, problems: tuple[Problem, ...] = (), about: str = "") -> dict[str, Any]:
    rows = approvals.waiting(viewer=actor_of_request(request), after=request.GET.get("cursor", ""))
    groups: dict[str, list[Resolution]] = {}
    for one in rows:
        groups.setdefault(one.group or one.public_id, []).append(one)
    return {
        "groups": [_group(found) for found in groups.values()],
        "page": Page(next=str(rows[-1].pk) if len(rows) == approvals.PAGE else ""),
        "problems": problems,
        "about": about,
        "typed": request.POST,
        "today": today(),
    }


def _group(rows: list[Resolution]) -> dict[str, Any]:
    first = rows[0]
    lines = []
    for one in rows:
        kind = case_type(one.case.type)
        lines.append({"row": one, "event": kind.texts.events[one.event], "address": kind.address(one.case)})
    return {"first": first, "lines": lines, "until": _day(first.payload.get("until"))}


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None
