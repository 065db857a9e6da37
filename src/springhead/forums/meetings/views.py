"""Pages of meetings: the calendar, one meeting with what may be done in it, minutes in every format, action items."""

from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import now, taipei, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.committees import bodies, voting
from springhead.forums.committees import queries as committees
from springhead.forums.meetings import (
    attached,
    commands,
    feeds,
    forms,
    minutes_papers,
    packets,
    queries,
    showing,
    texts,
    words,
)
from springhead.forums.meetings.models import Meeting
from springhead.forums.meetings.queries import Wanted
from springhead.foundation.agencies.access import actor_of_request, signed_in
from springhead.foundation.cases import queries as cases
from springhead.foundation.cases.explaining import explain
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.registry import case_type
from springhead.foundation.cases.steps import steps
from springhead.foundation.ui import calendars
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

ATOM: Final = "application/atom+xml; charset=utf-8"
MOST_EVENTS: Final = 200
FEED: Final = 30
WAITING: Final = 50  # lines of a packet that still gathers, a page
TABS: Final[tuple[tuple[str, LanguageMap], ...]] = (
    ("soon", {"zh-Hant": "將召開與進行中", "en": "To come and under way"}),
    ("published", {"zh-Hant": "紀錄已公開", "en": "With published minutes"}),
    ("all", {"zh-Hant": "全部", "en": "All"}),
)


@public
@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """Every meeting of every body: what comes, what was."""
    show, body = request.GET.get("show", "soon"), request.GET.get("body", "")[:16]
    show = show if show in dict(TABS) else "soon"
    state = "published" if show == "published" else ""
    years = queries.years()
    year = next((one for one in years if str(one) == request.GET.get("year")), 0)
    wanted = Wanted(body, state, show == "soon", request.GET.get("cursor", "")[:20], year)
    found = queries.listing(wanted, viewer=actor_of_request(request))
    of = (f"&body={body}" if body else "") + (f"&year={year}" if year else "")
    context = {
        "rows": [showing.line(one) for one in found.items],
        "pager": Page(next=found.next),
        "tabs": [(f"?show={code}{of}", name) for code, name in TABS],
        "tab": f"?show={show}{of}",
        "body": bodies.body(body) if body else None,
        "query": f"?body={body}" if body else "",
        "show": show,
        "bodies": committees.all_bodies(),
        "years": years,
        "year": year,
    }
    return render(request, "meetings/list.html", context)


@public
@require_GET
def meeting(request: HttpRequest, number: str) -> HttpResponse:
    """One meeting: agenda, papers, who attended, what was decided; for its own people what they may do."""
    viewer = actor_of_request(request)
    cursor = request.GET.get("cursor", "")[:6]
    first = int(cursor) if cursor.isdecimal() else 0
    return render(
        request, "meetings/meeting.html", page(queries.meeting(number, viewer=viewer), viewer, first=first)
    )


def page(
    row: Meeting, viewer: Actor, problems: tuple[Problem, ...] = (), *, first: int = 0
) -> dict[str, Any]:
    """Return the context of the page of one meeting; of what waits, a page from `first`. A fixed number of queries."""
    may = queries.may(row, viewer=viewer)
    offers = forms.offers(row, viewer, may)
    events = {one.event for one in offers if one.allowed}
    attendance = queries.attendance(row)
    of = range(first, first + WAITING)
    agenda = showing.agenda(row, viewer, of)
    waiting = sum("shown" in one for one in agenda)
    eligible = sum(one.eligible for one in attendance) or len(attendance)
    rule = voting.in_force(taipei(row.case.opened_at).date())
    return {
        **showing.line(row),
        "may": may,
        "waiting": waiting,
        "more": Page(next=str(of.stop) if of.stop < waiting else ""),
        "whole_packet": attached.spread(agenda, row, reads=may.read),
        "sections": showing.sections(one for one in agenda if one.get("shown", True)),
        "left_out": packets.left_out(row) if row.gathering and may.read else [],
        "seats": showing.seats(attendance),
        "present": sum(one.present for one in attendance),
        "eligible": eligible,
        "needed": rule.least(eligible),
        "resolutions": [_resolved(one) for one in queries.resolutions(row)],
        "tasks": showing.tasks(row.action_items.select_related("case")),
        "objections": queries.objections(row, viewer=viewer),
        "provisional": row.state in showing.PROVISIONAL,
        "terms": [
            term
            for clock, reckoned in cases.terms(row.case)
            if (term := explain(clock, reckoned, today=today())).reckoning.stopped_at is None
        ],
        "entries": steps(row.case, most=MOST_EVENTS, shown_only=True),
        "forms": forms.of_meeting(row, offers),
        "item_forms": forms.of_items(row, offers),
        "not_yet": forms.not_yet(offers),
        "events": events,
        "section_names": [(code, name) for code, name in words.SECTIONS.items() if code != "previous"],
        "modes": [(code, name) for code, name in words.MODES.items() if code != "written"],
        "hows": list(words.HOWS.items()),
        "outcomes": list(words.OUTCOMES.items()),
        "ways": list(words.CONCLUDED_BY.items()),
        "stands": [(code, name) for code, name in showing.POSITIONS.items() if code in STANDS],
        "problems": problems,
        "today": today(),
    }


STANDS: Final = ("yes", "no_objection", "discuss", "abstain")


def _resolved(one: Any) -> dict[str, Any]:
    name = case_type(one.case.type).texts.events[one.event]
    return {"row": one, "body": one.body.public_id if one.body else "", "event": name}


@signed_in
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Give a command in a meeting; what stands in the way is said on the same page."""
    viewer = actor_of_request(request)
    row = queries.meeting(number, viewer=viewer)
    may = queries.may(row, viewer=viewer)
    if event not in words.EVENTS or not (may.desk or may.chair or may.you):
        raise Refused(texts.NOT_YOURS.at())
    given = request.POST.dict()
    if not may.desk and may.you is not None and "member" in given and event != "rule_on_discuss":
        given["member"] = may.you.public_id
    try:
        outcome = fire(number, commands.parse(event, given), by=viewer, at=now())
    except Refused as refusal:
        context = {**page(row, viewer, refusal.problems), "typed": request.POST, "tried": event,
                   "tried_item": given.get("item", "")}  # fmt: skip
        return render(request, "meetings/meeting.html", context, status=refusal.status)
    said = pick(words.EVENTS[event], language())
    messages.success(
        request, f"{said}（{pick(RECEIPT, language())} {outcome.seq}）" if event == "position" else said
    )
    place = given.get("item") or given.get("member") or ""
    back = in_language(f"/meetings/{number}", language())
    return redirect(f"{back}#{place}" if place.isidentifier() else back)


RECEIPT: Final = {"zh-Hant": "收據：公開帳本第", "en": "receipt: ledger line"}


@signed_in
@require_GET
def receipt(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """The receipt of one's own position, as a file `verify.py` checks offline."""
    viewer = actor_of_request(request)
    told = queries.receipt(queries.meeting(number, viewer=viewer), seq, viewer=viewer)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{number}-{seq}.receipt.json"'
    return answer


@public
@require_GET
def minutes(request: HttpRequest, number: str) -> HttpResponse:
    """The minutes as a page; before they are published for the body's own people, who may object."""
    viewer = actor_of_request(request)
    row = queries.meeting(number, viewer=viewer)
    document = queries.document(row, viewer=viewer)
    may = queries.may(row, viewer=viewer)
    events = {one.event for one in forms.offers(row, viewer, may) if one.allowed}
    context = {
        **showing.line(row),
        "document": document,
        "sections": showing.sections(minutes_papers.items(document)),
        "hows": words.HOWS,
        "events": events,
        "may": may,
        "objections": queries.objections(row, viewer=viewer),
    }
    return render(request, "meetings/minutes.html", context)


@public
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """What was announced and published last, as Atom; of one body with `body`."""
    body = request.GET.get("body", "")[:16]
    context = {
        "rows": [showing.line(one) for one in queries.changed(body, limit=FEED)],
        "body": bodies.body(body) if body else None,
        "address": settings.SPRINGHEAD.address,
    }
    return render(request, "meetings/feed.xml", context, content_type=ATOM)


@public
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The meetings to come as iCalendar; of one body with `body`."""
    body, lang = request.GET.get("body", "")[:16], language()

    def make() -> bytes:
        return feeds.calendar(
            queries.calendar(body), address=settings.SPRINGHEAD.address, lang=lang, at=now()
        )

    return calendars.answer(f"meetings.{lang}.{quote(body)}", make)


@public
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """What bodies want done by a day, the nearest first."""
    body = request.GET.get("body", "")[:16]
    found_body = bodies.body(body) if body else None
    everything = request.GET.get("show") == "all"
    found = queries.action_items(
        found_body, only_open=not everything, after=request.GET.get("cursor", "")[:40]
    )
    of = f"&body={body}" if body else ""
    context = {
        "tasks": showing.tasks(found),
        "pager": Page(next=queries.next_of(found)),
        "body": found_body,
        "tabs": [(f"?show=open{of}", OPEN), (f"?show=all{of}", dict(TABS)["all"])],
        "tab": f"?show={'all' if everything else 'open'}{of}",
        "today": today(),
    }
    return render(request, "meetings/tasks.html", context)


OPEN: Final = {"zh-Hant": "列管中", "en": "Under control"}
