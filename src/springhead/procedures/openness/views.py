"""Pages of openness classes: the list, one case with what may be done, the grounds."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies.access import actor_of_request, signed_in
from springhead.foundation.cases import queries as cases
from springhead.foundation.cases.explaining import explain
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.steps import steps
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.vocabulary import Openness, word
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.openness import commands, queries, showing, texts, words
from springhead.procedures.openness.models import Record
from springhead.procedures.openness.queries import Wanted
from springhead.procedures.openness.vocabulary import CAUSES, NOT_OPEN

CLASSED: Final = ("openness", "grounds", "reason", "expires_on")
# What each command asks on the page; what is not here is done elsewhere or by the machine.
FORMS: Final[dict[str, tuple[str, ...]]] = {
    "open_up": ("note",),
    "promise_opening": ("until", "note"),
    "relax": CLASSED,
    "justify": ("grounds", "reason", "expires_on"),
    "propose": CLASSED,
    "approve": ("document",),
    "withdraw": ("reason",),
    "begin_review": ("cause", "note"),
    "raise_doubt": ("reason",),
}
CHOICES: Final = {"relax": (Openness.ON_APPLICATION,), "propose": NOT_OPEN}
MOST_EVENTS: Final = 100


@public
@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """What is not open, why, and whether a committee has heard it."""
    wanted = _wanted(request)
    found = queries.listing(wanted, viewer=actor_of_request(request))
    context = {
        "rows": [showing.line(row) for row in found.items],
        "page": Page(next=found.next),
        "wanted": wanted,
        "kinds": [(_address(wanted, code), name) for code, name in KIND_NAMES],
        "kind_here": _address(wanted, wanted.kind or "all"),
    }
    return render(request, "openness/list.html", context)


KIND_NAMES: Final[tuple[tuple[str, LanguageMap], ...]] = (
    ("all", {"zh-Hant": "全部", "en": "All"}),
    ("unheard", words.UNHEARD),
    ("noticed", words.STATES["noticed"]),
    ("reviewing", {"zh-Hant": "檢討與改正中", "en": "Under review"}),
    ("promised", words.STATES["promised"]),
    ("entered", words.MIGRATED),
)


def _wanted(request: HttpRequest) -> Wanted:
    given = request.GET
    kind, openness = given.get("kind", ""), given.get("openness", "")
    return Wanted(
        kind=kind if kind in queries.KINDS else "",
        openness=openness if openness in set(NOT_OPEN) else "",
        agency=given.get("agency", "")[:16],
        dataset=given.get("dataset", "")[:16],
        cursor=given.get("cursor", "")[:60],
    )


def _address(wanted: Wanted, kind: str) -> str:
    return f"?kind={kind}{f'&agency={wanted.agency}' if wanted.agency else ''}"


@public
@require_GET
def record(request: HttpRequest, number: str) -> HttpResponse:
    """One class: grounds, reasons, what the committee found, what happened, what may be done."""
    viewer = actor_of_request(request)
    return render(request, "openness/record.html", context_of(queries.record(number, viewer=viewer), viewer))


def context_of(row: Record, viewer: Actor, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    """Return what the page of a case shows."""
    offers = cases.commands(row.case, viewer=viewer, at=now()) if viewer.id else []
    allowed = {one.event for one in offers if one.allowed}
    terms = [explain(clock, term, today=today()) for clock, term in cases.terms(row.case)]
    return {
        **showing.line(row),
        "current": showing.classification(row.current),
        "proposed": showing.classification(row.proposed),
        "evidence": showing.evidence(row.evidence),
        "past": [showing.classification(one) for one in row.classifications.all()[:20]],
        "terms": [term for term in terms if term.reckoning.stopped_at is None],
        "entries": steps(row.case),
        "forms": [form(event, row.case.state) for event in FORMS if event in allowed],
        "problems": problems,
        "today": today(),
    }


def form(event: str, state: str = "") -> dict[str, Any]:
    """Return what the form of a command asks."""
    del state
    classes_ = CHOICES.get(event, NOT_OPEN)
    return {
        "event": event,
        "label": words.EVENTS[event],
        "asks": FORMS.get(event, CLASSED),
        "classes": [(str(one), word(one).name) for one in classes_],
        "grounds": [one for one in codes.grounds().values() if one.holds(today())],
        "causes": [(code, name) for code, name in CAUSES.items() if code != "due"],
    }


@signed_in
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Give a command; what stands in the way is said on the same page."""
    viewer = actor_of_request(request)
    row = queries.record(number, viewer=viewer)
    if event not in FORMS:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    try:
        fire(row.case.number, commands.parse(event, posted(request)), by=viewer, at=now())
    except Refused as refusal:
        context = {**context_of(row, viewer, refusal.problems), "typed": request.POST, "tried": event,
                   "ticked": request.POST.getlist("grounds")}  # fmt: skip
        return render(request, "openness/record.html", context, status=refusal.status)
    messages.success(request, pick(words.EVENTS[event], language()))
    return redirect(in_language(f"/openness/{number}", language()))


def posted(request: HttpRequest) -> dict[str, Any]:
    """Return a posted form; the ticked grounds are a list."""
    return {**request.POST.dict(), "grounds": request.POST.getlist("grounds")}


@public
@require_GET
def grounds(request: HttpRequest) -> HttpResponse:
    """The grounds for not opening, with the wording of the law and since when it holds."""
    return render(
        request, "openness/grounds.html", {"grounds": list(codes.grounds().values()), "today": today()}
    )
