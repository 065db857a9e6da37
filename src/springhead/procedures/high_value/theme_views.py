"""Pages of themes for citizens, the report per ministry, and the page for the National Action Plan."""

from typing import Any, Final

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from springhead.engine.kernel.actors import VISITOR
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import today
from springhead.forums.consultations.models import Consultation
from springhead.foundation.agencies import queries as agencies
from springhead.foundation.catalog import bulk_sheets
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.procedures.high_value import (
    evidence,
    evidence_lists,
    facts,
    peers,
    queries,
    report,
    sdgs,
    showing,
    theme_lists,
    theme_use,
    themes,
)
from springhead.procedures.high_value.models import Cycle
from springhead.procedures.high_value.themes import Theme

PAGE: Final = 50
USES: Final[tuple[LanguageMap, ...]] = (
    {"zh-Hant": "瀏覽", "en": "views"},
    {"zh-Hant": "下載", "en": "downloads"},
    {"zh-Hant": "API 呼叫", "en": "API calls"},
)
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"


@public
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every theme with what is open and what comes next."""
    counted = theme_lists.counts()
    cards: list[dict[str, Any]] = [
        {"theme": one, **counted.get(one.code, {})} for one in themes.themes(today())
    ]
    context = {
        "cards": cards,
        "most": max([*(one.get("released", 0) + one.get("coming", 0) for one in cards), 1]),
        "coming": [
            showing.line(one) for one in queries.nominations(queries.Wanted(show="coming"), limit=8).items
        ],
        "cycles": [
            showing.cycle_line(one)
            for one in queries.cycles(viewer=VISITOR)
            if one.state not in ("finished", "cancelled")
        ][:4],
    }
    return render(request, "high_value/themes.html", context)


def _theme(code: str) -> Theme:
    found = themes.theme(code)
    if found is None:
        raise Http404
    return found


def _wanted(request: HttpRequest, theme: Theme) -> tuple[str, str]:
    """Return the chosen sub-category and sort order; what makes no sense is left out."""
    sub, sort = request.GET.get("sub", ""), request.GET.get("sort", "")
    known = {one.code for one in theme.subcategories}
    return (sub if sub in known else "", sort if sort in theme_lists.ORDERS else theme_lists.FIRST)


@public
@require_GET
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """One theme: its datasets, their use, what comes and when, what was rejected and why, the evidence."""
    found = _theme(code)
    sub, sort = _wanted(request, found)
    told = evidence.of(found)
    used = theme_use.of(told)
    rows = theme_lists.of_theme(code, subcategory=sub)
    released = [one for one in theme_lists.ordered(rows, used, sort) if one.state in theme_lists.RELEASED]
    coming = theme_lists.soonest(rows)
    begin = _begin(request)
    counted = theme_lists.counts().get(code, {})
    context = {
        "theme": found,
        "sdg": _sdg(found),
        "categories": [(one, peers.categories()[one]) for one in found.close_match],
        "sub": sub,
        "sort": sort,
        "sorts": [
            (f"{name}_{way}", label, way)
            for name, label in theme_lists.SORTS.items()
            for way in ("desc", "asc")
        ],
        "lines": theme_lists.shown(released[begin : begin + PAGE], used),
        "pager": Page(next=str(begin + PAGE) if len(released) > begin + PAGE else ""),
        "released": len(released),
        "coming": theme_lists.shown(coming[: theme_lists.FEW], used),
        "more_coming": len(coming) > theme_lists.FEW,
        "rejected": [showing.line(one) for one in theme_lists.rejected(code)],
        "counted": counted,
        **_uses(told),
        "evidence": told,
        "counted_at": evidence.counted_at(told),
        "consultations": _consultations(code),
        "proposing": _proposing(),
    }
    return render(request, "high_value/theme.html", context)


def _uses(told: evidence.Told) -> dict[str, Any]:
    """Return the use of a theme by month: `months` for the table, `charts` with one series each."""
    months = theme_lists.columns(told)
    charts = [
        (name, [(f"{first.month:02}", counts[place]) for first, counts in months])
        for place, name in enumerate(USES)
    ]
    return {"months": months, "series": USES, "charts": charts}


def _begin(request: HttpRequest) -> int:
    given = request.GET.get("cursor", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else 0


def _sdg(theme: Theme) -> list[dict[str, Any]]:
    """Return the goals and targets a theme answers to, each with how many nominations name it. One query."""
    counted = queries.named_sdgs(theme.code)
    return [{**one, "n": counted[one["code"]]} for one in sdgs.told(theme.sdg)]


@public
@require_GET
def behind(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The list behind one number of a theme's evidence."""
    found = _theme(code)
    if kind not in evidence_lists.KINDS:
        raise Http404
    listed = evidence_lists.page(found, kind, _begin(request))
    context = {
        "theme": found,
        "kind": kind,
        "name": evidence_lists.KINDS[kind],
        "listed": listed,
        "pager": Page(next=str(listed.next) if listed.next else ""),
        "counted_at": evidence.counted_at(evidence.of(found)),
        "others": [one for one in evidence_lists.KINDS.items() if one[0] != kind],
    }
    return render(request, "high_value/evidence.html", context)


def _proposing() -> Cycle | None:
    """Return the latest cycle that takes proposals now. One query."""
    rows = Cycle.objects.filter(state__in=("proposing", "nominating")).select_related("case")
    return next((one for one in rows.order_by("-pk")[:10] if facts.proposals_open(one, today())), None)


def _consultations(code: str) -> list[Consultation]:
    """Return the latest consultations on nominations of a theme. One query."""
    rows = Consultation.objects.filter(
        Q(case__parent__hv_cycle__nominations__theme=code, papers__0__url__endswith=f"theme={code}")
    )
    return list(rows.select_related("case").distinct().order_by("-pk")[:5])


@public
@require_GET
def theme_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The datasets of a theme as CSV or JSON."""
    found = _theme(code)
    sub, sort = _wanted(request, found)
    used = theme_use.of(evidence.of(found))
    lines = theme_lists.ordered(theme_lists.of_theme(code, subcategory=sub), used, sort)
    if form == "json":
        return JsonResponse(
            {"theme": code, "items": [theme_lists.as_json(one, used) for one in lines]},
            json_dumps_params={"ensure_ascii": False},
        )
    if form != "csv":
        raise Http404
    answer = StreamingHttpResponse(
        bulk_sheets.as_csv(report.rows(lines, used)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="theme-{code}.csv"'
    return answer


@public
@require_GET
def ministry(request: HttpRequest, public_id: str) -> HttpResponse:
    """The report of one ministry over live records, as ODS."""
    del request
    agency = agencies.agency(public_id, viewer=VISITOR)
    answer = HttpResponse(bulk_sheets.as_ods(report.of_ministry(agency)), content_type=ODS)
    answer["Content-Disposition"] = f'attachment; filename="high-value-{public_id}.ods"'
    return answer


@public
@require_GET
def action_plan(request: HttpRequest) -> HttpResponse:
    """The page for the National Action Plan: commitments (承諾事項), milestones, figures from live records."""
    ministries, more = report.ministries(request.GET.get("cursor", ""))
    context = {
        "figures": report.figures(),
        "milestones": report.milestones(),
        "ministries": ministries,
        "pager": Page(next=more),
    }
    return render(request, "high_value/action_plan.html", context)
