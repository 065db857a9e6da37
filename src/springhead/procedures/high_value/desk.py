"""Desks of high-value data: what an agency has to answer, and the policy office's view of a cycle with its reminders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now, today
from springhead.foundation.agencies import queries as agencies
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.high_value import queries, reminding, showing, views, words

SENT = {"zh-Hant": "已寄出催辦信，並記入帳本。", "en": "Reminders were sent and stand in the ledger."}
NOBODY = {
    "zh-Hant": "沒有選取要催辦的案件，或今天已催辦過。",
    "en": "Nothing was chosen, or it was reminded of today already.",
}


@needs(*OFFICERS, Role.POLICY_OFFICE)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits: open calls, proposals to answer, comments to respond to; for the policy office its cycles."""
    viewer = actor_of_request(request)
    mine = agencies.own_agencies(viewer)
    waiting = queries.to_do([one.pk for one in mine])
    plans, cycles = viewer.holds(Role.POLICY_OFFICE), queries.cycles(viewer=viewer)
    context = {
        "calls": [
            {
                **showing.call_line(one),
                "forms": views.forms_of("call", one.case, viewer, f"/themes/calls/{one.case.number}/"),
            }
            for one in waiting["calls"]
        ],
        "nominations": [showing.line(one) for one in waiting["nominations"]],
        "cycles": [showing.cycle_line(one) for one in cycles] if plans else [],
        "may_plan": plans,
        "taking": [one for one in cycles if one.state in TAKING] if mine else [],
    }
    return render(request, "high_value/desk.html", context)


TAKING = ("nominating", "consulting", "deliberating", "announced")


@needs(Role.POLICY_OFFICE)
@require_GET
def cycle(request: HttpRequest, number: str) -> HttpResponse:
    """Where each nomination stands, who is late, the next packets."""
    viewer = actor_of_request(request)
    row = queries.cycle(number, viewer=viewer)
    late = queries.late(row, now())
    counted = queries.counts(row)
    context = {
        **showing.cycle_line(row),
        "calendar": showing.calendar(row, today()),
        "counted": [(words.STATES[state], counted.get(state, 0)) for state in words.STATES],
        "most": max([*counted.values(), 1]),
        "total": sum(counted.values()),
        "agencies": [showing.call_line(one) for one in queries.calls(row)],
        "late_calls": late["calls"],
        "late_nominations": [(case, words.STATES[case.state]) for case in late["nominations"]],
        "packets": queries.next_agenda(row),
        "reminders": reminding.sent(row),
        "today": today(),
    }
    return render(request, "high_value/desk_cycle.html", context)


@needs(Role.POLICY_OFFICE)
@require_POST
def remind(request: HttpRequest, number: str) -> HttpResponse:
    """Send reminder letters (催辦) for the chosen late cases, one mail per agency."""
    viewer = actor_of_request(request)
    row = queries.cycle(number, viewer=viewer)
    count = reminding.remind(row, request.POST.getlist("cases")[:600], by=viewer, at=now())
    messages.success(request, pick(SENT if count else NOBODY, language()))
    return redirect(in_language(f"/desk/high-value/{number}", language()))
