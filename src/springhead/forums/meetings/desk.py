"""Desks of meetings: the secretary's (what is in hand, planning, reminders) and the member's (what to read and say)."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.committees import bodies
from springhead.forums.committees import queries as committees
from springhead.forums.meetings import cadence, commands, queries, reminding, seats, showing, words
from springhead.foundation.agencies.access import actor_of_request, needs, signed_in
from springhead.foundation.cases.fire import open_case
from springhead.foundation.ui.frame import in_language, language

RECORDERS: Final = (Role.SECRETARY, Role.POLICY_OFFICE)
MOST_BODIES: Final = 40
SENT: Final = {"zh-Hant": "已寄出催辦信，並記入帳本。", "en": "Reminders were sent and stand in the ledger."}
NOBODY: Final = {
    "zh-Hant": "沒有選取要催辦的，或今天已催辦過。",
    "en": "Nothing was chosen, or it was reminded of today already.",
}


@needs(*RECORDERS)
@require_http_methods(["GET", "POST"])
def secretary(request: HttpRequest) -> HttpResponse:
    """The meetings in hand of one's bodies, and how the next one is planned."""
    viewer = actor_of_request(request)
    if request.method != "POST":
        return render(request, "meetings/desk.html", _desk(viewer))
    try:
        body = bodies.body(request.POST.get("body", "")[:16])
        command = commands.parse("plan", request.POST.dict())
        made = open_case("meeting", command, cadence.opening_of(body), by=viewer, at=now())
    except Refused as refusal:
        return render(request, "meetings/desk.html", _desk(viewer, refusal.problems), status=refusal.status)
    messages.success(request, pick(words.EVENTS["plan"], language()))
    return redirect(in_language(f"/meetings/{made.case.number}", language()))


def _desk(viewer: Actor, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    mine = [one for one in committees.all_bodies() if bodies.may_record(viewer, one)]
    waiting, failed = committees.counts(mine)
    return {
        "rows": [showing.line(one) for one in queries.in_hand(mine)],
        "bodies": [
            {
                "body": one,
                "waiting": waiting.get(one.pk, 0),
                "failed": failed.get(one.pk, 0),
                "due": cadence.due_by(one),
            }
            for one in mine[:MOST_BODIES]
        ],
        "modes": list(words.MODES.items()),
        "late": reminding.late_tasks(mine, today()),
        "silent": reminding.silent_members(mine),
        "problems": problems,
    }


@needs(*RECORDERS)
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Send reminder letters (催辦) for the ticked action items and members."""
    viewer = actor_of_request(request)
    mine = [one for one in committees.all_bodies() if bodies.may_record(viewer, one)]
    tasks, people = request.POST.getlist("tasks")[:500], request.POST.getlist("members")[:500]
    count = reminding.remind(mine, tasks, people, by=viewer, at=now())
    messages.success(request, pick(SENT if count else NOBODY, language()))
    return redirect(in_language("/desk/meetings/", language()))


@signed_in
@require_GET
def member(request: HttpRequest) -> HttpResponse:
    """What to read, what to say, and by when."""
    viewer = actor_of_request(request)
    rows = [{"todo": one, "line": showing.line(one.meeting)} for one in queries.to_do(viewer=viewer)]
    context = {"rows": rows, "seats": seats.held_by(viewer, today())}
    return render(request, "meetings/member.html", context)
