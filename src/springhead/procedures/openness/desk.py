"""The officer's desk of classes: what waits, and the class of one dataset."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.catalog import policy as catalog_policy
from springhead.foundation.catalog import queries as datasets
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.openness import (
    applications,
    commands,
    naming,
    queries,
    showing,
    texts,
    views,
    words,
)
from springhead.procedures.openness.models import Record
from springhead.procedures.openness.settling import live_record
from springhead.procedures.openness.vocabulary import NOT_OPEN, is_less_open

WAITING = ("unreasonable", "reviewing", "proposed", "entered")
SHOWN = 50


@needs(*OFFICERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the officer, the nearest duty first."""
    viewer = actor_of_request(request)
    mine = agency_queries.own_agencies(viewer)
    rows = Record.objects.filter(agency__in=mine, live__in=(True,)).select_related(
        "case", "dataset__agency", "dataset__inventory_entry", "current", "proposed"
    )
    waiting = [
        (
            words.STATES[state],
            [showing.line(row) for row in rows.filter(state=state).order_by("changed_at")[:SHOWN]],
        )
        for state in WAITING
    ]
    context = {
        "waiting": waiting,
        "any": any(lines for _, lines in waiting),
        "applications": applications.of_agencies([one.public_id for one in mine]),
        "agencies": mine,
    }
    return render(request, "openness/desk.html", context)


@needs(*OFFICERS)
@require_http_methods(["GET", "POST"])
def dataset(request: HttpRequest, public_id: str) -> HttpResponse:
    """Classify a dataset, or propose to make it less open; a live case has its own page."""
    viewer = actor_of_request(request)
    found = datasets.dataset(public_id, viewer=viewer)
    catalog_policy.check_edit(viewer, found.agency.public_id)
    live = live_record(found.pk)
    if live is not None:
        return redirect(in_language(f"/openness/{live.case.number}", language()))
    event = "propose" if found.visible else "classify"
    if request.method != "POST":
        return render(request, "openness/classify.html", _context(found, event))
    try:
        number = open_for(found, event, views.posted(request), by=viewer)
    except Refused as refusal:
        context = {**_context(found, event, refusal.problems), "typed": request.POST,
                   "ticked": request.POST.getlist("grounds")}  # fmt: skip
        return render(request, "openness/classify.html", context, status=refusal.status)
    messages.success(request, pick(words.EVENTS[event], language()))
    return redirect(in_language(f"/openness/{number}", language()))


def open_for(found: Dataset, event: str, data: dict[str, Any], *, by: Actor, key: str | None = None) -> str:
    """Open the class case of a dataset by `classify` or `propose`; returns its number."""
    if event not in ("classify", "propose"):
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    command = commands.parse(event, {**data, "dataset": found.public_id})
    opening = Opening(naming.title_of(found), found.agency.public_id, subjects=(found.public_id,))
    return open_case("openness", command, opening, by=by, at=now(), key=key).case.number


def _context(found: Dataset, event: str, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    form = views.form(event)
    if event == "propose":
        less = [(code, name) for code, name in form["classes"] if is_less_open(found.openness, code)]
        form = {**form, "classes": less}
    return {
        "dataset": found,
        "class": showing.class_name(found.openness),
        "is_open": found.openness not in NOT_OPEN,
        "form": form,
        "problems": problems,
        "last": queries.of_dataset(found.pk),
    }
