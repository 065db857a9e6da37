"""Pages of commitments: the list for everybody, one promise with its days, and what its agency may do."""

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.access import actor_of_request, needs, signed_in
from springhead.foundation.cases import queries as cases
from springhead.foundation.cases.explaining import Term, explain
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.catalog import codes
from springhead.foundation.catalog import policy as catalog_policy
from springhead.foundation.catalog import queries as datasets
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.commitments import checking, commands, elsewhere, feeds, queries, telling, texts
from springhead.foundation.commitments.case import COMMITMENT
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.commitments.needs import Need
from springhead.foundation.commitments.queries import Wanted
from springhead.foundation.commitments.rules import RED_FOR
from springhead.foundation.ledger import listing as ledger
from springhead.foundation.ui import calendars
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

BY_HAND = ("report", "reschedule", "settle", "abandon")
# Lists that only figures lead to.
ONLY_LINKED: dict[str, LanguageMap] = {
    "standing": {"zh-Hant": "未經改答取代的", "en": "Not replaced by another answer"},
    "weighed": {"zh-Hant": "計入展延天數的", "en": "Counted for slips"},
}
TAGS = {"passed": "ok", "not_yet": "warn", "not_checkable": "plain"}
MOST_EVENTS = 100


@public
@require_GET
def commitments(request: HttpRequest) -> HttpResponse:
    """The promises of all agencies, with how they were kept."""
    wanted = _wanted(request)
    found = queries.listing(wanted, viewer=actor_of_request(request))
    context = {
        "rows": [_line(row) for row in found.items],
        "page": Page(next=found.next),
        "wanted": wanted,
        "record": queries.record(wanted.agency, wanted.since, wanted.before),
        "narrowed": urlencode(queries.narrowed(wanted)),
        "kinds": _kinds(wanted),
        "kind_here": _address(wanted, wanted.kind or "all"),
    }
    return render(request, "commitments/list.html", context)


def _wanted(request: HttpRequest) -> Wanted:
    given = request.GET
    kind = given.get("kind", "open")
    return Wanted(
        kind=kind if kind in queries.KINDS else "",
        agency=given.get("agency", "")[:16],
        dataset=given.get("dataset", "")[:16],
        cursor=given.get("cursor", "")[:40],
        since=_day(given.get("since", "")),
        before=_day(given.get("before", "")),
    )


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _kinds(wanted: Wanted) -> list[tuple[str, LanguageMap]]:
    named: list[tuple[str, LanguageMap]] = [
        ("open", {"zh-Hant": "進行中", "en": "Open"}),
        ("late", {"zh-Hant": "逾期", "en": "Overdue"}),
        ("kept", {"zh-Hant": "已兌現", "en": "Kept"}),
        ("in_time", {"zh-Hant": "準時兌現", "en": "Kept in time"}),
        ("moved", {"zh-Hant": "曾展延", "en": "Moved"}),
        ("broken", {"zh-Hant": "未兌現", "en": "Broken"}),
        ("all", {"zh-Hant": "全部", "en": "All"}),
    ]
    if wanted.kind in ONLY_LINKED:
        named.append((wanted.kind, ONLY_LINKED[wanted.kind]))
    return [(_address(wanted, code), name) for code, name in named]


def _address(wanted: Wanted, kind: str) -> str:
    return f"?{urlencode({'kind': kind, **queries.narrowed(wanted)})}"


def _line(row: Commitment) -> dict[str, Any]:
    return {
        "row": row,
        "state": texts.STATES[row.case.state],
        "kind": {"late": "bad", "delivered": "ok"}.get(row.case.state, "info"),
        "broken": texts.BROKEN.get(row.broken_why),
        "left": (row.due_on - today()).days,
    }


@public
@require_GET
def commitment(request: HttpRequest, number: str) -> HttpResponse:
    """One promise: until when, what it needs to be kept, what was said on the way."""
    viewer = actor_of_request(request)
    return render(request, "commitments/commitment.html", _context(number, viewer))


def _context(number: str, viewer: Actor, problems: Any = ()) -> dict[str, Any]:
    row = queries.commitment(number, viewer=viewer)
    terms = [explain(clock, term, today=today()) for clock, term in cases.terms(row.case)]
    offers = (
        {one.event: one for one in cases.commands(row.case, viewer=viewer, at=now())} if viewer.id else {}
    )
    facts = checking.facts_of(row, today())
    return {
        **_line(row),
        "term": next((term for term in terms if term.clock.kind == "promise"), None),
        "report_by": next((term.reckoning.last_day for term in terms if _reporting(term)), None),
        "today": today(),
        "facts": facts,
        "items": [(name, facts.served and name not in facts.missing) for name in row.items],
        "lines": [
            (texts.NEEDS[one.need], texts.FINDINGS[one.finding], TAGS[one.finding], one)
            for one in telling.release_lines(row, facts)
        ],
        "licence": codes.licences().get(row.licence),
        "addresses": elsewhere.shown(row),
        "red": facts.red_since if row.state == "delivered" else None,
        "red_days": RED_FOR.days,
        "notes": list(row.notes.order_by("-id")[:MOST_EVENTS]),
        "entries": [
            (entry, _said(entry.event, str(entry.public.get("from", ""))))
            for entry in ledger.events(ledger.Wanted(subject=number), count=MOST_EVENTS).entries
            if not entry.event.startswith("term.")
        ],
        "offers": [event for event in BY_HAND if event in offers and offers[event].allowed],
        "problems": problems,
    }


def _reporting(term: Term) -> bool:
    return term.clock.kind == "progress" and term.reckoning.stopped_at is None


def _said(event: str, state: str) -> Any:
    name = event.partition(".")[2]
    row = COMMITMENT.table.row(state, name) if state else COMMITMENT.table.opening(name)
    return texts.SHOWN[row.shown] if row else texts.EVENTS[name]


@signed_in
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Report, move the date, settle or give up; what stands in the way is said on the same page."""
    viewer = actor_of_request(request)
    row = queries.commitment(number, viewer=viewer)
    if event not in BY_HAND:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    try:
        fire(row.case.number, commands.parse(event, request.POST.dict()), by=viewer, at=now())
    except Refused as refusal:
        context = {**_context(number, viewer, refusal.problems), "typed": request.POST, "tried": event}
        return render(request, "commitments/commitment.html", context, status=refusal.status)
    messages.success(request, pick(texts.SAID.get(event, texts.EVENTS[event]), language()))
    return redirect(in_language(f"/commitments/{number}", language()))


@needs(*OFFICERS)
@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, public_id: str) -> HttpResponse:
    """Promise a date for a dataset of one's own agency."""
    viewer = actor_of_request(request)
    found = datasets.dataset(public_id, viewer=viewer)
    catalog_policy.check_edit(viewer, found.agency.public_id)
    chosen = request.POST.getlist("needs")
    context: dict[str, Any] = {
        "dataset": found,
        "typed": request.POST,
        "needs": [(str(need), texts.NEEDS[need], str(need) in chosen) for need in Need],
        "licences": [(code, {"zh-Hant": one.zh, "en": one.en}) for code, one in codes.licences().items()],
        "problems": (),
    }
    if request.method == "POST":
        data = {**request.POST.dict(), "dataset": public_id, "needs": chosen}
        opening = Opening(dict(found.title), found.agency.public_id, subjects=(public_id,))
        try:
            made = open_case("commitment", commands.parse("promise", data), opening, by=viewer, at=now())
        except Refused as refusal:
            context["problems"] = refusal.problems
            return render(request, "commitments/promise.html", context, status=refusal.status)
        messages.success(request, pick(texts.SAID["promise"], language()))
        return redirect(in_language(f"/commitments/{made.case.number}", language()))
    return render(request, "commitments/promise.html", context)


@public
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Promised days as a calendar to subscribe to, of all agencies or of one."""
    agency, lang = request.GET.get("agency", "")[:16], language()

    def make() -> bytes:
        return feeds.calendar(
            queries.calendar(agency), address=settings.SPRINGHEAD.address, lang=lang, at=now()
        )

    return calendars.answer(f"commitments.{lang}.{quote(agency)}", make)
