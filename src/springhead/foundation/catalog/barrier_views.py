"""Pages of barriers to use: of everybody's datasets, of one agency's, of one's own; as CSV and JSON too."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from springhead.foundation.agencies import queries as agencies
from springhead.foundation.agencies.access import actor_of_request
from springhead.foundation.catalog import barriers, bulk_sheets
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page

MINE: Final = "mine"


def _places(request: HttpRequest) -> tuple[list[str], str]:
    """Return the agencies asked for (public ids), and the address's word for them."""
    asked = request.GET.get("agency", "")[:16]
    if asked != MINE:
        return ([asked] if asked else []), asked
    mine = [one.public_id for one in agencies.own_agencies(actor_of_request(request))]
    return mine or [""], asked


@public
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Datasets whose addresses give no data to programs: since when, why, and how to mend it."""
    places, asked = _places(request)
    found = barriers.listing(places, cursor=request.GET.get("cursor", "")[:20])
    context = {
        "items": found.items,
        "pager": Page(next=found.next),
        "asked": asked,
        "agency": agencies.agency(asked, viewer=actor_of_request(request))
        if asked and asked != MINE
        else None,
        "by_agency": [] if asked else barriers.by_agency(),
        "query": f"?agency={asked}" if asked else "",
    }
    return render(request, "catalog/barriers.html", context)


@public
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as CSV, all of it, or as JSON, a page."""
    places, _asked = _places(request)
    if form == "json":
        found = barriers.listing(places, cursor=request.GET.get("cursor", "")[:20])
        told = {"items": [barriers.as_json(one) for one in found.items], "next": found.next or None}
        return JsonResponse(
            {**told, "count": None, "count_is": "at_least"}, json_dumps_params={"ensure_ascii": False}
        )
    answer = StreamingHttpResponse(
        bulk_sheets.as_csv(barriers.rows_of(places)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="barriers.csv"'
    return answer
