"""Pages everybody sees: the list of data requests, one request, its feeds, and the formal application."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from springhead.engine.documents import odt
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import taipei, today
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.acting import acting
from springhead.foundation.ledger import words as names
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import language
from springhead.procedures.data_requests import demand, formal, queries, status, words
from springhead.procedures.data_requests.lists import lines, outcomes_of
from springhead.procedures.data_requests.models import DataRequest
from springhead.procedures.data_requests.queries import Wanted

FEED = 50
BATCH = 500
COLUMNS = (
    "number", "submitted_on", "due_on", "state", "title", "agencies", "outcomes", "answered_on", "days", "on_time",
    "supporters", "verdicts",
)  # fmt: skip


@public
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """The list of data requests, with filters."""
    which = queries.wanted(request.GET)
    found = queries.listing(which, viewer=acting(request))
    query = which.query()
    context = {
        "rows": lines(found.items),
        "page": Page(next=found.next),
        "wanted": which,
        "query": urlencode(query),
        "states": list(words.STATES.items()),
        "outcomes": list(words.OUTCOMES.items()),
        "categories": demand.categories(),
        "agency": Agency.objects.filter(public_id=which.agency).first() if which.agency else None,
        "tabs": [(f"?{urlencode({**query, 'sort': sort})}", name) for sort, name in _SORTS],
        "tab": f"?{urlencode({**query, 'sort': which.sort})}",
    }
    return render(request, "data_requests/list.html", context)


_SORTS: tuple[tuple[str, LanguageMap], ...] = (
    ("newest", {"zh-Hant": "最新", "en": "Newest"}),
    ("oldest", {"zh-Hant": "最早", "en": "Oldest"}),
    ("support", {"zh-Hant": "最多人需要", "en": "Most wanted"}),
)


@public
@require_GET
def request_page(request: HttpRequest, number: str) -> HttpResponse:
    """One request: where it stands, who must act by when, what was answered."""
    viewer = acting(request)
    context = status.tell(queries.request(number, viewer=viewer), viewer=viewer)
    return render(request, "data_requests/request.html", {**context, "viewer": viewer})


@public
@require_GET
def request_feed(request: HttpRequest, number: str) -> HttpResponse:
    """What happened to one request, as Atom."""
    viewer = acting(request)
    context = status.tell(queries.request(number, viewer=viewer), viewer=viewer)
    context["address"] = settings.SPRINGHEAD.address
    return render(
        request, "data_requests/request.xml", context, content_type="application/atom+xml; charset=utf-8"
    )


@public
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The newest requests of a filter, as Atom."""
    which = queries.wanted(request.GET)
    found = queries.listing(which, viewer=acting(request), limit=FEED)
    context = {
        "rows": lines(found.items),
        "query": urlencode(which.query()),
        "address": settings.SPRINGHEAD.address,
    }
    return render(
        request, "data_requests/feed.xml", context, content_type="application/atom+xml; charset=utf-8"
    )


@public
@require_GET
def table(request: HttpRequest) -> HttpResponseBase:
    """All requests of a filter as CSV, streamed."""
    which = queries.wanted(request.GET)
    response = StreamingHttpResponse(_csv(which), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="data-requests-{today().isoformat()}.csv"'
    return response


def _csv(which: Wanted) -> Iterator[str]:
    yield "\ufeff" + _row(COLUMNS)
    found = queries.chosen(which).order_by("pk")
    after = 0
    while True:
        batch = queries.with_parts(found.filter(pk__gt=after)[:BATCH])
        if not batch:
            return
        named = names.names_of(
            {part.case.agency_id for row in batch for part in row.parts.all() if part.case.agency_id}
        )
        for row in batch:
            yield _row(_cells(row, named))
        after = batch[-1].pk


def _cells(row: DataRequest, named: Any) -> list[Any]:
    parts = list(row.parts.all())
    return [
        row.number,
        taipei(row.submitted_at).date().isoformat() if row.submitted_at else "",
        row.due_on or "",
        row.case.state,
        pick(row.case.title, "zh-Hant"),
        "；".join(pick(named[part.case.agency_id].text, "zh-Hant") for part in parts if part.case.agency_id),
        "；".join(outcomes_of(row)),
        "；".join(str(part.answered_on) for part in parts if part.answered_on),
        "；".join(str(part.days) for part in parts if part.days is not None),
        "；".join("yes" if part.on_time else "no" for part in parts if part.on_time is not None),
        row.supporters,
        "；".join(part.verdict for part in parts if part.verdict),
    ]


def _row(cells: Any) -> str:
    """Write one line; a cell a spreadsheet would take for a formula gets an apostrophe."""
    line = StringIO()
    csv.writer(line).writerow([f"'{cell}" if str(cell)[:1] in "=+-@\t\r" else cell for cell in cells])
    return line.getvalue()


@public
@require_http_methods(["GET", "POST"])
def formal_application(request: HttpRequest, number: str) -> HttpResponseBase:
    """What a formal application is, and one filled in from this request. Nothing typed here is kept."""
    found = queries.request(number, viewer=acting(request))
    if request.method == "POST":
        file = formal.document(found, request.POST.dict())
        return FileResponse(
            file, as_attachment=True, filename=f"application-{number}.odt", content_type=odt.MEDIA
        )
    context = {"row": found, "term": formal.term(today()), "today": today(), "lang": language()}
    return render(request, "data_requests/formal.html", context)
