"""The page of demand: what people want and do not have, and its files."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from springhead.engine.kernel.now import today
from springhead.foundation.ui.access import public
from springhead.foundation.usage import queries as usage
from springhead.procedures.data_requests import counting, demand, figures_texts, queries
from springhead.procedures.data_requests.figures import PERIODS
from springhead.procedures.data_requests.lists import lines


@public
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """By category, the most supported, the silent longest, and the searches that found nothing."""
    period = demand.period_of(request.GET.get("period", ""))
    found, at = counting.lines(period)
    most = max((one.requests + one.supporters for one in found), default=0) or 1
    wanted = demand.most_wanted(period)
    listed = lines(queries.with_parts([*wanted, *demand.silent_longest(period)]))
    context = {
        "periods": [(f"?period={one}", figures_texts.PERIODS[one]) for one in PERIODS],
        "here": f"?period={period}",
        "period": period,
        "totals": counting.totals(period),
        "at": at,
        "lines": [(one, round(100 * (one.requests + one.supporters) / most)) for one in found],
        "wanted": listed[: len(wanted)],
        "silent": listed[len(wanted) :],
        "narrowed": demand.narrowed(period),
        "waiting": demand.narrowed(period, queries.WAITING),
        "least": usage.SHOWN_FROM,
        "least_days": usage.SHOWN_DAYS,
        "terms": [(one, demand.name_of(one.category)) for one in demand.terms(period)],
    }
    return render(request, "data_requests/demand.html", context)


@public
@require_GET
def table(request: HttpRequest) -> HttpResponseBase:
    """The lines as CSV."""
    found, _ = counting.lines(demand.period_of(request.GET.get("period", "")))
    response = StreamingHttpResponse(_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="demand-{today().isoformat()}.csv"'
    return response


def _csv(found: list[demand.Line]) -> Iterator[str]:
    yield "\ufeffcategory,name,name_en,requests,supporters,waiting,missing,searches\r\n"
    for one in found:
        line = StringIO()
        csv.writer(line).writerow(
            [
                one.category,
                one.name["zh-Hant"],
                one.name.get("en", ""),
                one.requests,
                one.supporters,
                one.waiting,
                one.missing,
                one.searches,
            ]
        )
        yield line.getvalue()


@public
@require_GET
def numbers(request: HttpRequest) -> JsonResponse:
    """Everything of the page as JSON."""
    period = demand.period_of(request.GET.get("period", ""))
    told: dict[str, Any] = {
        "period": period,
        **counting.totals(period),
        "categories": [
            {
                "category": one.category,
                "name": one.name,
                "requests": one.requests,
                "supporters": one.supporters,
                "waiting": one.waiting,
                "missing": one.missing,
                "searches": one.searches,
            }
            for one in counting.lines(period)[0]
        ],
        "searches_without_result": [
            {"term": one.term, "total": one.total, "category": one.category or None}
            for one in demand.terms(period)
        ],
    }
    return JsonResponse(told)
