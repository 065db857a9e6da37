"""The central desk: who answers a request nobody was named for, and rulings on requests that are none."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.data_requests import (
    actions,
    answer_form,
    commands,
    part_commands,
    queries,
    similar,
    texts,
    words,
)

ON_REQUEST = ("merge", "decline", "restore", "confirm", "redact")


@needs(Role.POLICY_OFFICE)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the central desk."""
    return render(request, "data_requests/central.html", _context())


def _context(problems: tuple[Problem, ...] = (), tried: str = "") -> dict[str, Any]:
    found = queries.central()
    like = similar.likest(found.triage)
    return {
        "triage": [{"row": row, "like": like[row.pk]} for row in found.triage],
        "first": queries.CENTRAL if len(found.triage) == queries.CENTRAL else 0,
        "unplaced": found.unplaced,
        "contested": found.contested,
        "decline_grounds": list(words.DECLINE_GROUNDS.items()),
        "problems": problems,
        "tried": tried,
    }


@needs(Role.POLICY_OFFICE)
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Assign, place, merge, decline, rule on an objection, or hide words."""
    viewer = actor_of_request(request)
    if event not in (*ON_REQUEST, "assign", "place"):
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    try:
        if event == "assign":
            _assign(number, request.POST.get("agencies", ""), viewer)
        elif event == "place":
            data = answer_form.with_agency(request.POST.dict())
            fire(number, part_commands.parse("place", data), by=viewer, at=now())
        else:
            fire(number, commands.parse(event, request.POST.dict()), by=viewer, at=now())
    except Refused as refusal:
        return render(
            request, "data_requests/central.html", _context(refusal.problems, number), status=refusal.status
        )
    done = words.EVENTS.get(event) or words.PART_EVENTS[event]
    messages.success(request, pick(done, language()))
    return redirect(in_language("/desk/requests/central/", language()))


def _assign(number: str, names: str, viewer: Any) -> None:
    """Give a request to each agency named, one a line. Raises Refused before the first when a name is unknown."""
    lines = [line.strip() for line in names.splitlines() if line.strip()]
    found = {line: naming.find(line) for line in lines}
    unknown = [
        texts.AGENCY_UNREAD.at("agencies", name=name[:60]) for name, agency in found.items() if agency is None
    ]
    if unknown or not lines:
        raise Refused(*unknown or [texts.AGENCY_UNREAD.at("agencies", name="")])
    case = Case.objects.filter(number=number, type="data_request").first()
    if case is None:
        raise Refused(texts.NO_SUCH.at(number))
    for agency in found.values():
        if agency is not None:
            actions.give(case, agency.public_id, at=now(), by=viewer)
