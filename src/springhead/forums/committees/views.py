"""Pages of committees: who they are, what waits, what they resolved; and the desk where resolutions are recorded."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.committees import bodies, panels, queries, resolutions, texts
from springhead.forums.committees.bodies import RECORDERS, UNSERVED
from springhead.forums.committees.models import Body, Matter, Resolution
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.cases.registry import case_type
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language


@public
@require_GET
def committees(request: HttpRequest) -> HttpResponse:
    """All bodies, by tier. A fixed number of queries."""
    found = queries.listed(cursor=request.GET.get("cursor", "")[:40])
    context = {
        "groups": [
            (texts.KINDS[kind], list(rows)) for kind, rows in groupby(found.items, lambda one: one.kind)
        ],
        "page": Page(next=found.next),
        "unserved": queries.count_waiting(None),
        "may_make": actor_of_request(request).holds(Role.POLICY_OFFICE),
    }
    return render(request, "committees/list.html", context)


@public
@require_GET
def committee(request: HttpRequest, public_id: str) -> HttpResponse:
    """One body: composition, what waits for it, what it resolved."""
    found = bodies.body(public_id)
    members = queries.members(found)
    page = queries.resolutions(found, before=request.GET.get("cursor", ""))
    context = {
        "body": found,
        "kind": texts.KINDS[found.kind],
        "members": [{"row": one, **_words(one)} for one in members],
        "shares": queries.shares(members),
        "matters": [_matter(one) for one in queries.waiting(found)],
        "waiting": queries.count_waiting(found),
        "resolutions": [_resolution(one) for one in page.items],
        "page": Page(next=page.next),
        "may_record": bodies.may_record(actor_of_request(request), found),
        "panels": panels.of_body(found, actor_of_request(request)),
    }
    return render(request, "committees/body.html", context)


def _words(one: Any) -> dict[str, Any]:
    return {name: texts.WORDS[getattr(one, name)] for name in ("position", "identity", "gender")}


def _matter(one: Matter) -> dict[str, Any]:
    kind = case_type(one.case.type)
    return {
        "row": one,
        "kind": kind.texts.name,
        "state": kind.texts.states[one.case.state],
        "address": kind.address(one.case),
        "events": [(event, kind.texts.events[event]) for event in one.events],
    }


def _resolution(one: Resolution) -> dict[str, Any]:
    kind = case_type(one.case.type)
    return {
        "row": one,
        "event": kind.texts.events[one.event],
        "address": kind.address(one.case),
        "way": texts.WAYS[one.way],
    }


@public
@require_GET
def resolution(request: HttpRequest, public_id: str, resolution_id: str) -> HttpResponse:
    """One resolution with its proof."""
    del public_id
    one = queries.resolution(resolution_id)
    context = {**_resolution(one), "votes": [(texts.VOTES[name], n) for name, n in one.votes.items()]}
    return render(request, "committees/resolution.html", context)


@public
@require_GET
def feed(request: HttpRequest, public_id: str) -> HttpResponse:
    """The resolutions of a body as Atom."""
    found = bodies.body(public_id)
    rows = [_resolution(one) for one in queries.resolutions(found, before="").items]
    context = {"body": found, "resolutions": rows, "address": settings.SPRINGHEAD.address}
    return render(request, "committees/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


@needs(*RECORDERS)
@require_GET
def desks(request: HttpRequest) -> HttpResponse:
    """The desks of the bodies this person records for."""
    viewer = actor_of_request(request)
    cursor = request.GET.get("cursor", "")[:40]
    mine = queries.listed(bodies.recorded(viewer), cursor=cursor)
    if len(mine.items) == 1 and not cursor and not viewer.holds(Role.POLICY_OFFICE):
        return redirect(in_language(f"/desk/committees/{mine.items[0].public_id}", language()))
    waiting, _broken = queries.counts(mine.items)
    context = {
        "bodies": [(one, waiting.get(one.pk, 0)) for one in mine.items],
        "page": Page(next=mine.next),
        "unserved": queries.count_waiting(None) if viewer.holds(Role.POLICY_OFFICE) else None,
        "may_make": viewer.holds(Role.POLICY_OFFICE),
    }
    return render(request, "committees/desks.html", context)


@needs(*RECORDERS)
@require_GET
def desk(request: HttpRequest, public_id: str) -> HttpResponse:
    """What waits for a body, and the form that records what it resolved."""
    return render(
        request,
        "committees/desk.html",
        _desk(bodies.desk(public_id, viewer=actor_of_request(request)), request),
    )


def _desk(found: Body | None, request: HttpRequest, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    matters = queries.waiting(found, after=request.GET.get("cursor", ""))
    return {
        "body": found,
        "desk_id": found.public_id if found else UNSERVED,
        "matters": [_matter(one) for one in matters],
        "page": Page(next=queries.next_of(matters)),
        "seated": queries.members(found) if found else [],
        "failed": [_resolution(one) for one in queries.failed(found)],
        "awaiting": [_resolution(one) for one in queries.awaiting(found)],
        "positions": list(texts.POSITIONS.items()),
        "ways": list(texts.WAYS.items()),
        "today": today(),
        "problems": problems,
        "typed": request.POST,
        "identities": [(code, texts.WORDS[code]) for code in ("agency", "public")],
        "genders": [(code, texts.WORDS[code]) for code in ("", "female", "male", "other")],
        "seats": [(code, texts.WORDS[code]) for code in ("member", "convener", "secretary")],
    }


@needs(*RECORDERS)
@require_POST
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record one resolution for each ticked matter; what does not fit is told and leaves the others alone."""
    viewer = actor_of_request(request)
    found = bodies.desk(public_id, viewer=viewer)
    chosen = request.POST.getlist("matter")[:200]
    problems: list[Problem] = [] if chosen else [texts.NOT_WAITING.at("–")]
    done = 0
    for number in chosen:
        told = {
            **request.POST.dict(),
            "event": request.POST.get(f"event_{number}") or request.POST.get("event", ""),
        }
        try:
            made = resolutions.record(number, told, by=viewer)
        except Refused as refusal:
            problems += refusal.problems
            continue
        done += made.done_at is not None
    if done:
        said = {"zh-Hant": f"{done} 件決議已生效。", "en": f"In effect: {done}."}
        messages.success(request, pick(said, language()))
    if problems:
        return render(request, "committees/desk.html", _desk(found, request, _once(problems)), status=422)
    return redirect(in_language(f"/desk/committees/{public_id}", language()))


def _once(problems: list[Problem]) -> tuple[Problem, ...]:
    """Say the same thing of the same place once, however many matters it concerns."""
    return tuple({(one.code, one.where): one for one in problems}.values())


@needs(*RECORDERS)
@require_POST
def again(request: HttpRequest, public_id: str, resolution_id: str) -> HttpResponse:
    """Try a resolution that could not be carried out again, or withdraw its record."""
    viewer = actor_of_request(request)
    bodies.desk(public_id, viewer=viewer)
    one = queries.resolution(resolution_id)
    if request.POST.get("withdraw"):
        resolutions.withdraw(one, by=viewer)
    else:
        resolutions.take_up(one, by=viewer)
    return redirect(in_language(f"/desk/committees/{public_id}", language()))


@needs(*RECORDERS)
@require_POST
def enlist(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a member down."""
    viewer = actor_of_request(request)
    found = bodies.desk(public_id, viewer=viewer)
    if found is not None:
        bodies.enlist(found, request.POST.dict(), by=viewer)
    return redirect(in_language(f"/desk/committees/{public_id}", language()))


@needs(Role.POLICY_OFFICE)
@require_http_methods(["POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Set up a body."""
    kind = request.POST.get("kind", "agency")
    named = request.POST.get("agency", "").strip()
    agency = naming.find(named) if named else None
    if kind not in set(Body.Kind) or (kind == "agency" and agency is None):
        raise Refused(texts.NO_AGENCY.at("agency"))
    names = {
        "zh-Hant": request.POST.get("name", "").strip()[:200],
        "en": request.POST.get("name_en", "").strip()[:200],
    }
    made = bodies.make(
        kind, {lang: text for lang, text in names.items() if text}, agency, by=actor_of_request(request)
    )
    return redirect(in_language(f"/desk/committees/{made.public_id}", language()))
