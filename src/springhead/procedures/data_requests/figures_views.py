"""Statistics for everybody: the whole government, one agency, the parts behind every number, and badges.

The same as files: `figures_files.py`.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import today
from springhead.foundation.agencies import queries as agencies
from springhead.foundation.cases.acting import acting
from springhead.foundation.catalog import codes
from springhead.foundation.commitments import queries as commitments
from springhead.foundation.commitments.queries import Wanted
from springhead.foundation.ledger import words as names
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import language
from springhead.procedures.data_requests import counting, figures, figures_texts, queries, words
from springhead.procedures.data_requests.figures import FIGURES, PERIODS, Scope, Share

PAGE = 50
SHOWN = 100  # agencies in the table of the page; the CSV has all
LONGEST_BAR = 60  # days; longer ones are summed up


@public
@require_GET
def statistics(request: HttpRequest, agency: str = "") -> HttpResponse:
    """The figures of the whole government, or of one agency; each leads to the cases behind it."""
    scope = scope_of(request, agency)
    sheet = counting.sheet(scope)
    counts, taken, rested, slips = sheet.counts, sheet.days, sheet.rested, sheet.slips
    first, after = scope.bounds
    context = {
        "scope": scope,
        "at": sheet.at,
        "first": first,
        "last": after - timedelta(days=1) if after else None,
        "agency": agencies.agency(agency, viewer=acting(request)) if agency else None,
        "periods": [(_here(one), figures_texts.PERIODS[one]) for one in PERIODS],
        "period": _here(scope.period),
        "figures": {name: (n, _behind(scope, name)) for name, n in counts.items()},
        "shares": {name: _share(scope, counts, *pair) for name, pair in figures.SHARES.items()},
        "median": taken.quantile(0.5),
        "p90": taken.quantile(0.9),
        "taken": taken,
        "days": [(day, n, _behind(scope, f"days:{day}")) for day, n in taken.counts if day <= LONGEST_BAR],
        "longer": sum(n for day, n in taken.counts if day > LONGEST_BAR),
        "rested": rested,
        "rested_median": rested.quantile(0.5),
        "outcomes": _bars(
            [
                (words.OUTCOMES[name.removeprefix("outcome_")], counts[name], _behind(scope, name))
                for name in FIGURES
                if name.startswith("outcome_")
            ]
        ),
        "verdict_names": list(figures_texts.VERDICTS.values()),
        "two_verdicts": _two_verdicts(scope, sheet.two_verdicts),
        "stars": _bars(
            [
                (figures_texts.stars(one), n, _behind(scope, f"stars:{one}"))
                for one, n in sorted(sheet.stars.items(), reverse=True)
            ]
        ),
        "grounds": [(_ground(code), n, _behind(scope, f"ground:{code}")) for code, n in sheet.grounds],
        "months": _months(scope, sheet.months),
        "record": commitments.record(agency, first, after),
        "narrowed": urlencode(commitments.narrowed(Wanted(agency=agency, since=first, before=after))),
        "slip": slips.quantile(0.5),
        "slips": slips,
        "rows": _agency_lines(scope, sheet.agencies),
        "least": figures.LEAST_RANKED,
    }
    return render(request, "data_requests/statistics.html", context)


def scope_of(request: HttpRequest, agency: str = "") -> Scope:
    """Return what a request asks the figures of; an unknown period is all time."""
    period = request.GET.get("period", "all")
    return Scope(agency or request.GET.get("agency", "")[:16], period if period in PERIODS else "all")


def _share(scope: Scope, counts: dict[str, int], part: str, of: str) -> dict[str, Any]:
    return {
        "share": Share(counts[part], counts[of]),
        "part": _behind(scope, part),
        "of": _behind(scope, of),
    }


def _two_verdicts(
    scope: Scope, rows: dict[str, dict[str, int]]
) -> list[tuple[LanguageMap, list[tuple[int, str]]]]:
    return [
        (
            words.OUTCOMES[outcome],
            [(n, _behind(scope, f"said:{outcome}.{verdict}")) for verdict, n in said.items()],
        )
        for outcome, said in rows.items()
        if any(said.values())
    ]


def _here(period: str) -> str:
    return f"?period={period}"


def _behind(scope: Scope, figure: str) -> str:
    query = {"figure": figure, "period": scope.period, **({"agency": scope.agency} if scope.agency else {})}
    return f"/statistics/cases?{urlencode(query)}"


def _bars(rows: list[tuple[LanguageMap, int, str]]) -> list[dict[str, Any]]:
    most = max((n for _, n, _ in rows), default=0) or 1
    return [{"name": name, "n": n, "href": href, "share": round(100 * n / most)} for name, n, href in rows]


def _months(scope: Scope, rows: list[tuple[str, int, int]]) -> list[dict[str, Any]]:
    most = max((n for _, n, _ in rows), default=0) or 1
    return [
        {
            "month": month,
            "n": n,
            "kept": kept,
            "share": round(100 * n / most),
            "href": _behind(scope, f"month:{month}"),
            "kept_href": _behind(scope, f"kept:{month}"),
        }
        for month, n, kept in rows
    ]


def _ground(code: str) -> dict[str, Any]:
    """Return the law (Chinese in both languages) and the name of a ground."""
    found = codes.grounds().get(code)
    if found is None:
        return {"law": "", "name": {"zh-Hant": code}}
    return {"law": found.law, "name": {"zh-Hant": found.zh, "en": found.en}}


def _agency_lines(scope: Scope, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ranks, shown = figures.ranked(rows), rows[:SHOWN]
    named = names.names_of([row["case__agency_id"] for row in shown])
    return [_agency_line(row, named, ranks, scope) for row in shown]


def _agency_line(row: Any, named: Any, ranks: dict[str, int], scope: Scope) -> dict[str, Any]:
    agency = row["case__agency_id"]
    own = Scope(agency, scope.period)
    return {
        **row,
        "agency": named[agency],
        "id": agency,
        "share": Share(row["on_time"], row["timed"]),
        "rank": ranks.get(agency),
        "links": {
            name: _behind(own, name)
            for name in ("all", "answered", "on_time", "timed", "contested", "refused_unheard")
        },
    }


@public
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The parts behind one figure, all of them, page by page."""
    scope, figure = scope_of(request), request.GET.get("figure", "all")
    rows = figures.behind(scope, figure).select_related("case", "request__case").order_by("-pk")
    n, cursor = counting.behind(scope, figure), request.GET.get("cursor", "")
    found = list((rows.filter(pk__lt=int(cursor)) if cursor.isdecimal() else rows)[: PAGE + 1])
    shown = found[:PAGE]
    named = names.names_of({part.case.agency_id for part in shown if part.case.agency_id})
    context = {
        "label": figures_texts.label(figure),
        "n": n if n is not None else rows.count(),
        "rows": [
            {
                "row": part,
                "agency": named.get(part.case.agency_id),
                "state": words.PART_STATES[part.case.state],
            }
            for part in shown
        ],
        "page": Page(next=str(shown[-1].pk) if len(found) > PAGE else ""),
        "scope": scope,
    }
    return render(request, "data_requests/behind.html", context)


@public
@require_GET
@cache_control(public=True, max_age=300)
def agency_badge(request: HttpRequest, agency: str) -> HttpResponse:
    """How many answers of an agency came in time, as a small picture for other sites."""
    agencies.agency(agency, viewer=acting(request))
    counts = figures.figures(Scope(agency))
    share = Share(counts["on_time"], counts["timed"])
    said = f"{share.percent:.0f} % (n = {share.n})" if share.percent is not None else "n = 0"
    good = share.percent is not None and share.percent >= 90
    return _badge({"zh-Hant": "如期回復", "en": "answered in time"}, said, "#0f7a4b" if good else "#8a5a00")


@public
@require_GET
@cache_control(public=True, max_age=300)
def case_badge(request: HttpRequest, number: str) -> HttpResponse:
    """Where a request stands, as a small picture for other sites."""
    found = queries.request(number, viewer=acting(request))
    state = pick(words.STATES[found.case.state], language())
    waiting = found.case.state in ("submitted", "in_progress") and found.due_on
    late = bool(waiting and found.due_on and found.due_on < today())
    if waiting and found.due_on:
        state = f"{state} · {found.due_on.isoformat()}"
    return _badge({"zh-Hant": found.number, "en": found.number}, state, "#a3261b" if late else "#0f5f73")


def _badge(label: LanguageMap, said: str, colour: str) -> HttpResponse:
    left, right = escape(pick(label, language())), escape(said)
    a, b = _width(str(left)), _width(str(right))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{a + b}" height="22" role="img" aria-label="{left}: {right}">'
        f'<rect width="{a}" height="22" fill="#33434a"/><rect x="{a}" width="{b}" height="22" fill="{colour}"/>'
        f'<g fill="#fff" font-family="Noto Sans TC,Verdana,sans-serif" font-size="12">'
        f'<text x="8" y="15">{left}</text><text x="{a + 8}" y="15">{right}</text></g></svg>'
    )
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _width(text: str) -> int:
    return 16 + sum(12 if ord(char) > 0x2E80 else 7 for char in text)
