"""Pages of the list of resolutions: what all bodies resolved, and the same as CSV."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from springhead.forums.committees import bodies, listing, queries, texts
from springhead.forums.committees.listing import Wanted
from springhead.foundation.catalog.bulk_sheets import as_csv
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page


@public
@require_GET
def resolutions(request: HttpRequest) -> HttpResponse:
    """What all bodies resolved, the latest first. A fixed number of queries."""
    which = listing.wanted(request.GET.dict())
    found = listing.page(which)
    context = {
        "lines": [listing.line(one) for one in found.items],
        "pager": Page(next=found.next),
        "wanted": which,
        "body": bodies.body(which.body) if which.body else None,
        "bodies": queries.all_bodies(),
        "years": list(reversed(listing.years())),
        "effects": list(texts.EFFECTS.items()),
        "query": urlencode(_told(which)),
    }
    return render(request, "committees/resolutions.html", context)


def _told(which: Wanted) -> dict[str, str]:
    """Return the filters as an address says them."""
    found = {"body": which.body, "year": str(which.year or ""), "effect": which.effect}
    return {name: value for name, value in found.items() if value}


@public
@require_GET
def resolutions_table(request: HttpRequest) -> StreamingHttpResponse:
    """Stream the list a filter chooses as CSV."""
    rows = listing.table(listing.wanted(request.GET.dict()))
    answer = StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="resolutions.csv"'
    return answer
