"""The desk of the host and of agencies concerned: preparing, opening, moderating, answering."""

from itertools import count
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.ids import new
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.consultations import commands, policy, queries, showing, texts, versions, words
from springhead.forums.consultations.kinds import kinds
from springhead.forums.consultations.models import Consultation
from springhead.forums.consultations.rules import HOST
from springhead.forums.consultations.vocabulary import ASSURANCES, HIDE_GROUNDS
from springhead.foundation.agencies import naming
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import queries as cases
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.ui.frame import in_language, language

DESKS: Final = (*HOST, Role.POLICY_OFFICE)
MOVES: Final = (
    "announce", "open", "extend", "postpone", "respond", "reopen", "correct", "uphold", "cancel", "hide", "unhide", "admit",
    "turn_down",
)  # fmt: skip
FIELDS: Final = (
    "kind", "title", "title_en", "question", "background", "can_change", "decides", "decides_on", "platform", "assurance",
    "opens_on", "closes_on",
)  # fmt: skip


@needs(*DESKS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this person's agencies ask or have to answer, the nearest day first."""
    viewer = actor_of_request(request)
    context = {
        "rows": showing.lines(queries.desk(viewer)),
        "agencies": [one for one in agency_queries.own_agencies(viewer) if _may_host(viewer, one)],
    }
    return render(request, "consultations/desk.html", context)


def _may_host(viewer: Actor, agency: Agency) -> bool:
    return viewer.holds_any(HOST, agency_id=agency.public_id)


@needs(*HOST)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Prepare a consultation of one of this person's agencies."""
    viewer = actor_of_request(request)
    mine = [one for one in agency_queries.own_agencies(viewer) if _may_host(viewer, one)]
    chosen = next((one for one in mine if one.public_id == request.POST.get("host", "")), None)
    host = chosen or (mine[0] if mine else None)
    if request.method != "POST" or host is None:
        return _form(request, _empty(), hosts=mine, host=host)
    try:
        data = _posted(request)
        opening = Opening({"zh-Hant": str(data["title"])}, host.public_id)
        key = f"form:{request.POST.get('nonce', '')[:40]}"
        made = open_case("consultation", commands.parse("plan", data), opening, by=viewer, at=now(), key=key)
    except Refused as refusal:
        return _form(request, request.POST.dict(), hosts=mine, host=host, problems=refusal.problems)
    return _to_desk(made.case.number)


def _to_desk(number: str) -> HttpResponse:
    return redirect(in_language(f"/desk/consultations/{number}", language()))


def _posted(request: HttpRequest) -> dict[str, Any]:
    """Return the form as a payload; agencies by name or id, ticked boxes as yes or no."""
    given = request.POST
    listed = [line.strip() for line in given.get("agencies", "").splitlines() if line.strip()]
    return {
        **{name: given.get(name, "") for name in FIELDS},
        **{name: given.get(name, "") for name in ("papers", "anchors", "seeds_for", "seeds_against")},
        "about": given.get("about", ""),
        "agencies": [_agency(one) for one in listed],
        "here": given.get("here", ""),
        "statements": given.get("statements", ""),
    }


def _agency(text: str) -> str:
    found = naming.find(text)
    if found is None:
        raise Refused(texts.NO_SUCH_AGENCY.at("agencies", id=text[:60]))
    return found.public_id


def _empty() -> dict[str, Any]:
    return {"kind": "other", "here": "1", "assurance": "0", "nonce": new("nc")}


def _form(
    request: HttpRequest,
    typed: dict[str, Any],
    *,
    row: Consultation | None = None,
    problems: tuple[Problem, ...] = (),
    **more: Any,
) -> HttpResponse:
    context = {
        "typed": {"nonce": new("nc"), **typed},
        "row": row,
        "kinds": list(kinds().values()),
        "assurances": list(ASSURANCES.items()),
        "problems": problems,
        **more,
    }
    status = problems[0].kind.status if problems else 200
    return render(request, "consultations/form.html", context, status=status)


@needs(*HOST)
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, number: str) -> HttpResponse:
    """Change a consultation that is not public yet."""
    viewer = actor_of_request(request)
    row = queries.consultation(number, viewer=viewer)
    if not policy.is_host(viewer, row):
        raise Refused(texts.NOT_YOURS.at(number))
    if request.method != "POST":
        return _form(request, _typed(row), row=row)
    try:
        data = {**_posted(request), "anchors": _parts(row, request.POST.get("anchors", ""))}
        fire(number, commands.parse("revise", data), by=viewer, at=now())
    except Refused as refusal:
        return _form(request, request.POST.dict(), row=row, problems=refusal.problems)
    return _to_desk(number)


def _parts(row: Consultation, typed: str) -> list[dict[str, str]]:
    """Return the parts of a form: a label that was there keeps its kind and id, others become paragraphs."""
    known = {one["label"]: one for one in row.anchors}
    labels = dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip())
    taken = {known[label]["id"] for label in labels if label in known}
    free = (f"p{n}" for n in count(1) if f"p{n}" not in taken)
    return [
        known.get(label) or {"kind": commands.PARAGRAPH, "id": next(free), "label": label} for label in labels
    ]


def _typed(row: Consultation) -> dict[str, Any]:
    """Return a consultation as its form shows it."""
    seeds = list(row.sentences.exclude(side=""))
    days = {name: getattr(row, name) for name in ("decides_on", "opens_on", "closes_on")}
    return {
        **{name: getattr(row, name) for name in FIELDS if hasattr(row, name)},
        **{name: on.isoformat() if on else "" for name, on in days.items()},
        "title": row.case.title.get("zh-Hant", ""),
        "title_en": row.case.title.get("en", ""),
        "assurance": str(row.assurance),
        "papers": "\n".join(f"{one['title']}｜{one['url']}" for one in row.papers),
        "anchors": "\n".join(one["label"] for one in row.anchors),
        "agencies": "\n".join(one for one in row.agencies if one != row.host),
        "about": "\n".join(row.about),
        "here": "1" if row.here else "",
        "statements": "1" if row.statements else "",
        "seeds_for": "\n".join(one.text for one in seeds if one.side == "for"),
        "seeds_against": "\n".join(one.text for one in seeds if one.side == "against"),
    }


@needs(*DESKS)
@require_GET
def consultation(request: HttpRequest, number: str) -> HttpResponse:
    """One consultation on the desk: what can be done now, and why not the rest."""
    viewer = actor_of_request(request)
    row = _row(number, viewer)
    return render(request, "consultations/desk_one.html", _context(row, viewer))


def _row(number: str, viewer: Actor) -> Consultation:
    row = queries.consultation(number, viewer=viewer)
    policy.check_desk(viewer, row)
    return row


def _context(row: Consultation, viewer: Actor, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    offers = {one.event: one for one in cases.commands(row.case, viewer=viewer, at=now())}
    return {
        **showing.page(row, viewer),
        "offers": {name: one for name, one in offers.items() if one.allowed},
        "hindered": [
            one for name, one in offers.items()
            if name in ("announce", "open", "respond", "correct") and not one.allowed and one.leads_to
        ],
        "unplaced": versions.unplaced(row),
        "unanswered": len(versions.unanswered(row)),
        "draft": versions.draft(row),
        "waiting": queries.statements(row, waiting=True) if row.statements and row.case.state == "open" else [],
        "grounds": list(HIDE_GROUNDS.items()),
        "host_here": policy.is_host(viewer, row),
        "problems": problems,
    }  # fmt: skip


@needs(*DESKS)
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Do what the table allows: open, extend, postpone, answer, cancel, moderate."""
    viewer = actor_of_request(request)
    row = _row(number, viewer)
    if event not in MOVES:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    try:
        fire(number, commands.parse(event, request.POST.dict()), by=viewer, at=now())
    except Refused as refusal:
        context = {**_context(row, viewer, refusal.problems), "typed": request.POST, "tried": event}
        return render(request, "consultations/desk_one.html", context, status=refusal.status)
    messages.success(request, pick(words.EVENTS[event], language()))
    back = request.POST.get("back", "")
    if back == "comments":
        return redirect(in_language(f"/desk/consultations/{number}/comments", language()))
    return _to_desk(number)
