"""Desks of meetings: the secretary's (what is in hand, planning, reminders) and the member's (what to read and say)."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.ids import new
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.committees import bodies
from springhead.forums.committees import queries as committees
from springhead.forums.committees.bodies import RECORDERS
from springhead.forums.meetings import attached, cadence, commands, queries, seats, showing, unanswered, words
from springhead.foundation.agencies.access import actor_of_request, needs, signed_in
from springhead.foundation.cases.fire import open_case
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

MOST_BODIES: Final = 20
MOST_IN_HAND: Final = 20
MOST_LATE: Final = 10
MOST_MEETINGS: Final = 1  # whose silent members the desk shows; the page of reminders shows all


@needs(*RECORDERS)
@require_http_methods(["GET", "POST"])
def secretary(request: HttpRequest) -> HttpResponse:
    """The meetings in hand of one's bodies, and how the next one is planned."""
    viewer = actor_of_request(request)
    if request.method != "POST":
        given = request.GET.get("cursor", "")
        after = int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 0
        return render(request, "meetings/desk.html", _desk(viewer, after=after))
    try:
        body = bodies.body(request.POST.get("body", "")[:16])
        command = commands.parse("plan", request.POST.dict())
        key = request.POST.get("nonce", "")[:40] or None  # the button pressed twice plans one meeting
        made = open_case("meeting", command, cadence.opening_of(body), by=viewer, at=now(), key=key)
    except Refused as refusal:
        return render(request, "meetings/desk.html", _desk(viewer, refusal.problems), status=refusal.status)
    messages.success(request, pick(words.EVENTS["plan"], language()))
    return redirect(in_language(f"/meetings/{made.case.number}", language()))


def _desk(viewer: Actor, problems: tuple[Problem, ...] = (), *, after: int = 0) -> dict[str, Any]:
    """Return the context of the secretary's desk. A fixed number of queries, however many bodies."""
    mine = bodies.recorded_by(viewer)
    shown = mine[after : after + MOST_BODIES]
    waiting, failed = committees.counts(shown)
    dues = cadence.dues(shown)
    rows = queries.in_hand(mine, limit=MOST_IN_HAND + 1)
    late, more_late = unanswered.late_tasks(mine, today(), limit=MOST_LATE)
    silent, more_silent = unanswered.silent_members(mine, limit=MOST_MEETINGS)
    return {
        "rows": [showing.line(one) for one in rows[:MOST_IN_HAND]],
        "more_rows": len(rows) > MOST_IN_HAND,
        "bodies": [
            {
                "body": one,
                "waiting": waiting.get(one.pk, 0),
                "failed": failed.get(one.pk, 0),
                "due": dues[one.pk],
            }
            for one in shown
        ],
        "pager": Page(next=str(after + MOST_BODIES) if len(mine) > after + MOST_BODIES else ""),
        "nonce": new("nc"),
        "modes": list(words.MODES.items()),
        "late": late,
        "silent": silent,
        "more_late": more_late,
        "more_silent": more_silent,
        "problems": problems,
    }


@signed_in
@require_GET
def member(request: HttpRequest) -> HttpResponse:
    """What to read, what to say, and by when."""
    viewer = actor_of_request(request)
    todo = queries.to_do(viewer=viewer)
    papers = attached.of_meetings([one.meeting for one in todo])
    rows = [
        {"todo": one, "line": showing.line(one.meeting), "papers": papers.get(one.meeting.pk, [])}
        for one in todo
    ]
    context = {"rows": rows, "seats": seats.held_by(viewer, today())}
    return render(request, "meetings/member.html", context)
