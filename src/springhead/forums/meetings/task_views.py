"""The page of an action item, with what may be done about it."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.meetings import queries, task_commands, texts, words
from springhead.forums.meetings.models import ActionItem
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.access import actor_of_request, signed_in
from springhead.foundation.cases import queries as cases
from springhead.foundation.cases.fire import fire
from springhead.foundation.ui.access import public
from springhead.foundation.ui.frame import in_language, language

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "report_progress": ("text",),
    "move_day": ("until", "reason", "word"),
    "release_on_word": ("reason", "word"),
}


@public
@require_GET
def task(request: HttpRequest, number: str) -> HttpResponse:
    """One action item: who has to do what by when, what was reported."""
    row = queries.action_item(number)
    return render(request, "meetings/task.html", _page(row, actor_of_request(request)))


def _page(row: ActionItem, viewer: Actor, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    offers = cases.commands(row.case, viewer=viewer, at=now()) if viewer.id else []
    allowed = {one.event for one in offers if one.allowed}
    return {
        "row": row,
        "owner": naming.names_for([row.owner]).get(row.owner),
        "state": words.TASK_STATES[row.case.state],
        "kind": "info" if row.is_open else "ok",
        "forms": [
            {"event": event, "label": words.TASK_EVENTS[event], "asks": asks}
            for event, asks in FORMS.items()
            if event in allowed
        ],
        "problems": problems,
    }


@signed_in
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Report, move the day, or release it on the convener's word."""
    viewer = actor_of_request(request)
    row = queries.action_item(number)
    if event not in FORMS:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    try:
        fire(number, task_commands.parse(event, request.POST.dict()), by=viewer, at=now())
    except Refused as refusal:
        context = {**_page(row, viewer, refusal.problems), "typed": request.POST, "tried": event}
        return render(request, "meetings/task.html", context, status=refusal.status)
    messages.success(request, pick(words.TASK_EVENTS[event], language()))
    return redirect(in_language(f"/meetings/actions/{number}", language()))
