"""The figures as files: the table of agencies as CSV, everything of a scope as JSON."""

import csv
from collections.abc import Iterator
from dataclasses import asdict
from io import StringIO
from typing import Any

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import today
from springhead.foundation.commitments import queries as commitments
from springhead.foundation.ledger import words as names
from springhead.foundation.ui.access import public
from springhead.procedures.data_requests import counting, figures
from springhead.procedures.data_requests.figures import Days, Scope, Share
from springhead.procedures.data_requests.figures_views import scope_of

COUNTED = ("answered", "timed", "on_time", "overdue", "contested", "refused_unheard")


@public
@require_GET
def table(request: HttpRequest) -> HttpResponseBase:
    """The table of agencies as CSV."""
    rows = counting.sheet(Scope(period=scope_of(request).period)).agencies
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="requests-by-agency-{today().isoformat()}.csv"'
    return response


def _csv(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield "\ufeff" + ",".join(("agency", "name", "parts", *COUNTED, "median_days", "p90_days")) + "\r\n"
    named = names.names_of([row["case__agency_id"] for row in rows])
    for row in rows:
        agency = row["case__agency_id"]
        line = StringIO()
        numbers = [row[name] for name in ("n", *COUNTED, "median", "p90")]
        csv.writer(line).writerow([agency, pick(named[agency].text, "zh-Hant"), *numbers])
        yield line.getvalue()


@public
@require_GET
def numbers(request: HttpRequest) -> JsonResponse:
    """The figures of a scope as JSON: counts, shares with n and interval, days, grounds, promises."""
    scope = scope_of(request)
    sheet = counting.sheet(scope)
    counts = sheet.counts
    first, after = scope.bounds
    return JsonResponse(
        {
            "agency": scope.agency or None,
            "from": first.isoformat() if first else None,
            "before": after.isoformat() if after else None,
            "counted_at": sheet.at.isoformat(),
            "excluded": "historical requests, parts that ended with their request",
            "figures": counts,
            "shares": {
                name: _share(Share(counts[part], counts[of])) for name, (part, of) in figures.SHARES.items()
            },
            "days": _days(sheet.days),
            "pause_days": _days(sheet.rested),
            "slip_days": _days(sheet.slips),
            "grounds": dict(sheet.grounds),
            "two_verdicts": sheet.two_verdicts,
            "stars": sheet.stars,
            "promises": asdict(commitments.record(scope.agency, first, after)),
        }
    )


def _share(share: Share) -> dict[str, Any]:
    interval = share.interval
    return {
        "part": share.part,
        "n": share.n,
        "percent": None if share.percent is None else round(share.percent, 1),
        "interval_95": None if interval is None else [round(each, 1) for each in interval],
    }


def _days(days: Days) -> dict[str, int | None]:
    return {"n": days.n, "median": days.quantile(0.5), "p90": days.quantile(0.9), "sum": days.total}
