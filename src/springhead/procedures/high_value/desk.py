"""Desks of high-value data: what an agency has to answer, and the policy office's view of a cycle with its reminders."""

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import now, today
from springhead.foundation.agencies import queries as agencies
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.high_value import late, queries, reminding, showing, views, words
from springhead.procedures.high_value.models import Cycle

MOST: Final = 2 * late.PAGE  # ticked at once
LATE: Final[dict[str, LanguageMap]] = {
    "calls": {"zh-Hant": "機關未提報", "en": "Agencies that were called"},
    "nominations": {"zh-Hant": "提報逾期", "en": "Nominations"},
}
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
        "more": waiting["more"],
        "mine": mine,
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
    at = now()
    counted = queries.counts(row)
    context = {
        **showing.cycle_line(row),
        "calendar": showing.calendar(row, today()),
        "counted": [(state, name, counted.get(state, 0)) for state, name in words.STATES.items()],
        "most": max([*counted.values(), 1]),
        "total": sum(counted.values()),
        "agencies": [showing.call_line(one) for one in queries.calls(row)],
        **_late(row, at),
        "late_committees": late.committees(row, at),
        "packets": queries.packets_of(row),
        "reminders": reminding.sent(row),
        "today": today(),
    }
    return render(request, "high_value/desk_cycle.html", context)


def _late(row: Cycle, at: datetime) -> dict[str, Any]:
    """Return the first who are late, and how many there are. Four queries."""
    calls, nominations = late.calls(row, at), late.nominations(row, at)
    shown = [*late.page(calls)[0], *late.page(nominations)[0]]
    n_calls, n_nominations = calls.count(), nominations.count()
    return {
        "late": [showing.late_line(case) for case in shown],
        "late_calls": n_calls,
        "late_nominations": n_nominations,
        "late_total": n_calls + n_nominations,
        "beyond": n_calls + n_nominations - len(shown),
    }


@needs(Role.POLICY_OFFICE)
@require_GET
def who_is_late(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody who is late in a cycle, a page at a time; reminders go to the ticked ones or to all."""
    row, at = queries.cycle(number, viewer=actor_of_request(request)), now()
    which = "nominations" if request.GET.get("show") == "nominations" else "calls"
    rows = {"calls": late.calls(row, at), "nominations": late.nominations(row, at)}
    found, more = late.page(rows[which], request.GET.get("cursor", "")[:40])
    counted = {name: some.count() for name, some in rows.items()}
    total = sum(counted.values())
    context = {
        "row": row,
        "late": [showing.late_line(case) for case in found],
        "tabs": [(f"?show={name}", with_count(LATE[name], n)) for name, n in counted.items()],
        "tab": f"?show={which}",
        "late_total": total,
        "beyond": total - len(found),
        "pager": Page(next=more),
    }
    return render(request, "high_value/desk_late.html", context)


def with_count(name: LanguageMap, n: int) -> LanguageMap:
    """Return a name with a count behind it."""
    return {"zh-Hant": f"{name['zh-Hant']}（{n}）", "en": f"{name['en']} ({n})"}


@needs(Role.POLICY_OFFICE)
@require_POST
def remind(request: HttpRequest, number: str) -> HttpResponse:
    """Send reminder letters (催辦) for the chosen late cases, or for all of them; one mail per agency."""
    viewer = actor_of_request(request)
    row = queries.cycle(number, viewer=viewer)
    chosen = None if request.POST.get("everybody") else request.POST.getlist("cases")[:MOST]
    count = reminding.remind(row, chosen, by=viewer, at=now())
    messages.success(request, pick(SENT if count else NOBODY, language()))
    return redirect(in_language(f"/desk/high-value/{number}", language()))
