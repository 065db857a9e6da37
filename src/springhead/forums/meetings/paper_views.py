"""Papers brought as files: uploading one, saying what it is, and reading it through a door that asks who comes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.meetings import (
    attached,
    attaching,
    attachment_texts,
    commands,
    document_views,
    queries,
    showing,
    words,
)
from springhead.forums.meetings.models import Attachment, Meeting
from springhead.foundation.agencies.access import actor_of_request, signed_in
from springhead.foundation.cases.fire import fire
from springhead.foundation.ui.access import public
from springhead.foundation.ui.frame import in_language, language


@signed_in
@require_GET
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the file first; its title and item come next."""
    viewer = actor_of_request(request)
    return _asked(request, queries.meeting(number, viewer=viewer), viewer)


def _asked(
    request: HttpRequest, row: Meeting, viewer: Actor, problems: tuple[Problem, ...] = (), status: int = 200
) -> HttpResponse:
    """Ask for a file, with a fresh place for it and what was wrong with the one before."""
    context = {
        "row": row,
        "ticket": attaching.open_place(row, by=viewer),
        "kinds": "、".join(one.upper() for one in attaching.FORMS),
        "problems": problems,
    }
    return render(request, "meetings/paper_new.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def arrived(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Say what an uploaded file is and where it belongs; until it is stored the page says so."""
    viewer = actor_of_request(request)
    row = queries.meeting(number, viewer=viewer)
    try:
        found = attaching.receive(row, paper, by=viewer)
    except Refused as refusal:
        kind = refusal.problems[0].kind
        if kind is attachment_texts.BEING_STORED:
            return render(request, "meetings/paper_storing.html", {"row": row}, status=202)
        if kind in attachment_texts.BETTER_FILE:
            return _asked(request, row, viewer, refusal.problems, refusal.status)
        raise
    if request.method == "GET":
        return render(request, "meetings/paper_arrived.html", _context(request, row, found))
    given = {**request.POST.dict(), "attachment": paper}
    try:
        fire(number, commands.parse("attach", given), by=viewer, at=now())
    except Refused as refusal:
        context = _context(request, row, found, refusal.problems)
        return render(request, "meetings/paper_arrived.html", context, status=refusal.status)
    messages.success(request, pick(words.SHOWN["attached"], language()))
    return redirect(in_language(f"/meetings/{number}", language()) + "#papers")


def _context(
    request: HttpRequest, row: Meeting, found: Attachment, problems: tuple[Problem, ...] = ()
) -> dict[str, Any]:
    agenda = showing.agenda(row, actor_of_request(request))
    return {
        "row": row,
        "found": found,
        "places": [(one["id"] or one["cases"][0], one["number"], one["title"]) for one in agenda],
        "grounds": [(code, {"zh-Hant": one.zh, "en": one.en}) for code, one in attaching.grounds().items()],
        "typed": request.POST,
        "problems": problems,
    }


@public
@require_GET
def paper(request: HttpRequest, number: str, paper: str, name: str) -> HttpResponseBase:
    """A paper as it was brought: for everybody, unless a ground keeps it to the body's own people."""
    del name  # for people; the id decides
    viewer = actor_of_request(request)
    found = attached.paper(queries.meeting(number, viewer=viewer), paper, viewer=viewer)
    return document_views.kept(request, found.sha256, found.filename, attaching.media_of(found.filename))
