"""Pages of inventories: what everybody may see of an agency's, and its officer's desk with the table out and in."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import VISITOR, Actor
from springhead.engine.kernel.language import LanguageMap, fill, pick
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog import bulk_sheets, bulk_texts, codes
from springhead.foundation.catalog import policy as catalog_policy
from springhead.foundation.catalog import queries as datasets
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.catalog.vocabulary import Stage, word
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.openness import (
    inventory,
    inventory_sheet,
    inventory_texts,
    naming,
    sheet_cells,
    showing,
)
from springhead.procedures.openness.inventory import Line
from springhead.procedures.openness.inventory_sheet import Change

SALT: Final = "springhead.inventory"
SHOWN: Final = 500


@public
@require_GET
def of_agency(request: HttpRequest, public_id: str) -> HttpResponse:
    """The public inventory: what is there in which class, and how much the law keeps back, by ground."""
    agency = agency_queries.agency(public_id, viewer=VISITOR)
    page = inventory.listing(agency, viewer=VISITOR, cursor=request.GET.get("cursor", "")[:60])
    return render(request, "openness/inventory.html", _context(agency, page))


def _context(agency: Agency, page: inventory.Page) -> dict[str, Any]:
    figures = inventory.figures(agency)
    return {
        "agency": agency,
        "lines": [shown(one) for one in page.items],
        "page": Page(next=page.next),
        "figures": figures,
        "classes": [
            (showing.class_name(code), n) for code, n in sorted(figures.classes.items(), reverse=True)
        ],
        "withheld": inventory.ground_names(figures),
    }


def shown(one: Line) -> dict[str, Any]:
    """Return a line as pages show it."""
    record = one.record
    return {
        "line": one,
        "title": naming.title_of(one.dataset),
        "class": showing.class_name(one.dataset.openness),
        "stage": word(Stage(one.dataset.stage)).name,
        "grounds": showing.grounds(one.dataset.grounds),
        "unheard": record is not None and record.unheard,
        "record": record,
        "sharings": one.sharings,
    }


@public
@require_GET
def export(request: HttpRequest, public_id: str, form: str) -> HttpResponseBase:
    """The public inventory as CSV, ODS or XLSX."""
    del request
    return _file(agency_queries.agency(public_id, viewer=VISITOR), form, everything=False)


def _file(agency: Agency, form: str, *, everything: bool) -> HttpResponseBase:
    rows = inventory_sheet.rows_of(agency, everything=everything)
    answer: HttpResponseBase
    if form == "csv":
        answer = StreamingHttpResponse(bulk_sheets.as_csv(rows), content_type="text/csv; charset=utf-8")
    elif form == "ods":
        answer = HttpResponse(bulk_sheets.as_ods(rows), content_type=bulk_sheets.ODS_TYPE)
    elif form == "xlsx":
        answer = HttpResponse(bulk_sheets.as_xlsx(rows), content_type=bulk_sheets.XLSX_TYPE)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="inventory.{form}"'
    return answer


# ── the officer's desk ──────────────────────────────────────────────────────


def _mine(request: HttpRequest, public_id: str) -> tuple[Agency, Actor]:
    viewer = actor_of_request(request)
    agency = agency_queries.agency(public_id, viewer=viewer)
    catalog_policy.check_edit(viewer, agency.public_id)
    return agency, viewer


@needs(*OFFICERS)
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole inventory with drafts and what is kept back; a table that was sent is compared, not applied."""
    agency, viewer = _mine(request, public_id)
    context = _desk(agency, viewer, request.GET.get("cursor", "")[:60])
    sent = request.FILES.get("file")
    if request.method != "POST" or sent is None:
        return render(request, "openness/inventory_desk.html", context)
    try:
        plan = inventory_sheet.plan(agency, bulk_sheets.read(sent.read(), sent.name or ""), by=viewer)
    except Refused as refusal:
        context["problems"] = refusal.problems
        return render(request, "openness/inventory_desk.html", context, status=refusal.status)
    rows = [[one.row, one.dataset, one.title, one.column, one.before, one.after] for one in plan.changes]
    told = {"by": viewer.id, "agency": agency.public_id, "rows": rows}
    context |= {
        "plan": plan,
        "changes": list(_told(plan)),
        "problems": plan.problems,
        "token": signing.dumps(told, salt=SALT, compress=True),
    }
    return render(request, "openness/inventory_desk.html", context)


def _told(plan: inventory_sheet.Plan) -> Iterator[tuple[Change, LanguageMap]]:
    """Yield the differences; the first of a row that touches its class says what becomes of it."""
    said: set[int] = set()
    for one in plan.changes[:SHOWN]:
        move = (
            plan.moves.get(one.row, "") if one.column in inventory_sheet.CLASS and one.row not in said else ""
        )
        said |= {one.row} if move else set()
        yield one, inventory_texts.MOVES.get(move, {})


def _desk(agency: Agency, viewer: Actor, cursor: str) -> dict[str, Any]:
    return _context(agency, inventory.listing(agency, viewer=viewer, cursor=cursor))


@needs(*OFFICERS)
@require_POST
def carry_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write exactly the differences that were shown to this person."""
    agency, viewer = _mine(request, public_id)
    try:
        told = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=86_400)
    except signing.BadSignature as error:
        raise Refused(bulk_texts.SHEET_UNREADABLE.at("")) from error
    if (told["by"], told["agency"]) != (viewer.id, agency.public_id):
        raise Refused(bulk_texts.SHEET_UNREADABLE.at(""))
    count = inventory_sheet.carry_out(agency, [Change(*row) for row in told["rows"]], by=viewer)
    messages.success(request, fill(pick(inventory_texts.DONE, language()), {"n": count}))
    return redirect(in_language(f"/desk/openness/agencies/{public_id}", language()))


@needs(*OFFICERS)
@require_GET
def desk_export(request: HttpRequest, public_id: str, form: str) -> HttpResponseBase:
    """The whole inventory as a file, for the agency's own people."""
    agency, _ = _mine(request, public_id)
    return _file(agency, form, everything=True)


@needs(*OFFICERS)
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the inventory says of one dataset beside its class."""
    viewer = actor_of_request(request)
    found = datasets.dataset(public_id, viewer=viewer)
    catalog_policy.check_edit(viewer, found.agency.public_id)
    told = sheet_cells.of(inventory.line(inventory.loaded(type(found).objects.filter(pk=found.pk)).get()))
    if request.method != "POST":
        return render(request, "openness/entry.html", _entry(found, told))
    typed = {**told, **{name: request.POST.get(name, "") for name in inventory_sheet.NOTES}}
    cells = sheet_cells.read(typed)
    if cells.problems:
        return render(request, "openness/entry.html", _entry(found, typed, cells.problems), status=422)
    inventory.note(found, cells.said, by=viewer)
    messages.success(request, pick(inventory_texts.NOTED, language()))
    return redirect(in_language(f"/desk/openness/agencies/{found.agency.public_id}", language()))


def _entry(found: Any, typed: dict[str, str], problems: Iterable[Problem] = ()) -> dict[str, Any]:
    return {
        "dataset": found,
        "typed": typed,
        "grounds": list(codes.grounds().values()),
        "problems": tuple(problems),
    }
