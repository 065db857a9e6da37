"""The officer's desk for data requests: what is due, and the form that answers."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.documents import odt
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import queries as agencies
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog.policy import check_edit, may_edit
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.data_requests import (
    answer_form,
    drafts,
    linking,
    part_commands,
    queries,
    status,
    texts,
    words,
)
from springhead.procedures.data_requests.models import Part

LEADS = (Role.AGENCY_LEAD, Role.AGENCY_HEAD)
OFFICERS = (Role.OFFICER, *LEADS)
BY_BUTTON = ("transfer", "return_to_desk", "take", "send_back", "ask", "pause", "extend", "uphold")


@needs(*OFFICERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is due in the viewer's agencies, by its last day."""
    viewer = actor_of_request(request)
    mine = own_agencies(viewer)
    found = queries.desk(
        [one.public_id for one in mine], viewer=viewer, cursor=request.GET.get("cursor", "")[:60]
    )
    context = {
        "groups": [
            ("due", {"zh-Hant": "待回復", "en": "To be answered"}, _lines(found.due)),
            ("offered", {"zh-Hant": "別的機關移轉來的", "en": "Passed on to you"}, _lines(found.offered)),
            ("objected", {"zh-Hant": "請求人有異議", "en": "Objected to"}, _lines(found.objected)),
            ("drafts", {"zh-Hant": "等待核准的草稿", "en": "Drafts to approve"}, _lines(found.drafts)),
        ],
        "page": Page(next=found.next),
        "led": [one for one in mine if viewer.holds_any(LEADS, agency_id=one.public_id)],
    }
    return render(request, "data_requests/desk.html", context)


def own_agencies(viewer: Actor) -> list[Agency]:
    """Return the agencies a viewer may answer for."""
    return [one for one in agencies.own_agencies(viewer) if may_edit(viewer, one.public_id)]


def _lines(parts: list[Part]) -> list[dict[str, Any]]:
    return [_line(part) for part in parts]


def _line(part: Part) -> dict[str, Any]:
    due = status.legal_day(part.case.next_due) if part.case.next_due else None
    left = (due - today()).days if due else 0
    return {
        "row": part,
        "state": words.PART_STATES[part.case.state],
        "due": due,
        "left": left,
        "late": max(-left, 0),
    }


@needs(*OFFICERS)
@require_GET
def part(request: HttpRequest, number: str) -> HttpResponse:
    """One part with everything that is needed to answer it."""
    viewer = actor_of_request(request)
    return render(request, "data_requests/part.html", _context(_mine(number, viewer), viewer))


def _mine(number: str, viewer: Actor) -> Part:
    """Return a part of the viewer's own agency. Refused (403) for anybody else's."""
    row = queries.part(number, viewer=viewer)
    check_edit(viewer, row.case.agency_id)
    return row


def _context(
    row: Part,
    viewer: Actor,
    *,
    problems: tuple[Problem, ...] = (),
    typed: Mapping[str, Any] | None = None,
    tried: str = "",
) -> dict[str, Any]:
    found = queries.request(row.request.case.number, viewer=viewer)
    told = status.tell(found, viewer=viewer)
    mine = next(one for one in told["parts"] if one.row.pk == row.pk)
    draft = getattr(row, "draft", None)
    payload = typed if typed is not None else (draft.payload if draft else {})
    return {
        **told,
        "part": mine,
        "draft": draft,
        "items": answer_form.items(mine, payload, problems),
        "typed": payload,
        "problems": problems,
        "tried": tried,
        "likes": answer_form.likes(row),
        "alike": answer_form.alike(row),
        "replies": drafts.replies(row.case.agency_id),
        "approvals": list(row.approvals.filter(digest=draft.digest)) if draft and draft.digest else [],
        "rule": answer_form.rule_of(row.case.agency_id),
        "offers": mine.offers,
        "leads": viewer.holds_any(LEADS, agency_id=row.case.agency_id),
    }


@needs(*OFFICERS)
@require_http_methods(["POST"])
def answer(request: HttpRequest, number: str) -> HttpResponseBase:
    """Save, check the links, hand in, approve or send; whatever stands in the way, nothing typed is lost."""
    viewer = actor_of_request(request)
    row = _mine(number, viewer)
    payload = answer_form.payload(request.POST)
    step = request.POST.get("step", "save")
    draft = drafts.save(row, payload, by=viewer, at=now(), hand_in=step == "hand_in")
    row = queries.part(number, viewer=viewer)
    if step == "paper":
        answers = part_commands.item_answers(payload)
        file = drafts.paper(row, answers, number=str(payload.get("document_number", "")))
        return FileResponse(file, as_attachment=True, filename=f"answer-{number}.odt", content_type=odt.MEDIA)
    try:
        if step == "links":
            linking.look(part_commands.item_answers(payload), by=viewer)
        elif step in ("lead", "head"):
            approval = {**payload, "draft": draft.digest, "level": step}
            fire(number, part_commands.parse("approve", approval), by=viewer, at=now())
        elif step == "send":
            return _send(request, row, payload, viewer)
    except Refused as refusal:
        if step == "send":
            _look_ahead(payload, viewer)
        context = _context(row, viewer, problems=refusal.problems, typed=payload)
        return render(request, "data_requests/part.html", context, status=refusal.status)
    messages.success(request, texts.SAVED.get(step, texts.SAVED["save"])[language()])
    return redirect(in_language(f"/desk/requests/{number}", language()))


def _look_ahead(payload: Mapping[str, Any], viewer: Actor) -> None:
    """Have links that nobody looked at yet looked at now: the page shows in seconds whether they deliver."""
    with suppress(Refused):
        linking.look_unseen(part_commands.item_answers(payload), by=viewer)


def _send(request: HttpRequest, row: Part, payload: Mapping[str, Any], viewer: Actor) -> HttpResponse:
    event = "change" if row.case.state == "reconsidering" else "answer"
    outcome = fire(row.case.number, part_commands.parse(event, payload), by=viewer, at=now())
    for other in request.POST.getlist("also")[:50]:
        _send_also(request, other, payload, viewer)
    messages.success(request, texts.SAVED["send"][language()].format(seq=outcome.seq))
    return redirect(in_language(f"/requests/{row.request.case.number}", language()))


def _send_also(request: HttpRequest, number: str, payload: Mapping[str, Any], viewer: Actor) -> None:
    """Give the same answer to another part; one that does not fit is told and leaves the others alone."""
    try:
        _mine(number, viewer)
        fire(number, part_commands.parse("answer", payload), by=viewer, at=now())
    except Refused as refusal:
        why = refusal.problems[0].message(language())
        messages.error(request, texts.ALSO_FAILED[language()].format(number=number, why=why))


@needs(*OFFICERS)
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Pass on, take, send back, ask, extend or uphold."""
    viewer = actor_of_request(request)
    row = _mine(number, viewer)
    if event not in BY_BUTTON:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    try:
        data = answer_form.with_agency(request.POST.dict())
        fire(number, part_commands.parse(event, data), by=viewer, at=now())
    except Refused as refusal:
        context = _context(row, viewer, problems=refusal.problems, tried=event)
        return render(
            request, "data_requests/part.html", {**context, "said": request.POST}, status=refusal.status
        )
    messages.success(request, pick(words.PART_EVENTS[event], language()))
    return redirect(in_language("/desk/requests/", language()))


@needs(*LEADS)
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, agency: str) -> HttpResponse:
    """How an agency answers: who approves, and the replies it keeps."""
    viewer = actor_of_request(request)
    check_edit(viewer, agency)
    if request.method == "POST":
        answer_form.save_rule(agency, request.POST, by=viewer)
        messages.success(request, texts.SAVED["rule"][language()])
        return redirect(in_language(f"/desk/requests/rules/{agency}", language()))
    context = {
        "agency": agencies.agency(agency, viewer=viewer),
        "rule": answer_form.rule_of(agency),
        "replies": answer_form.own_replies(agency),
        "outcomes": list(words.OUTCOMES.items()),
    }
    return render(request, "data_requests/rule.html", context)
