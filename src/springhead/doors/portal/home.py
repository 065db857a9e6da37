"""The front page: where to search and ask, how promises are kept, what was asked, what may be commented on, what opens next, what is new."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from springhead.doors.portal.figures import figures_of
from springhead.engine.kernel import now
from springhead.forums.consultations import queries as consultations
from springhead.forums.consultations import showing as consultations_shown
from springhead.foundation.agencies.access import actor_of_request
from springhead.foundation.catalog.findable import facet_names
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments import queries as commitments
from springhead.foundation.commitments.queries import Wanted as Promised
from springhead.foundation.search.finder import Facet
from springhead.foundation.search.query import Question
from springhead.foundation.search.shared import finder
from springhead.foundation.ui.access import public
from springhead.procedures.data_requests import queries as requests
from springhead.procedures.data_requests.lists import lines
from springhead.procedures.data_requests.queries import Wanted as Asked

NEWEST: Final = 6
LISTED: Final = 5


@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page. A fixed number of queries; categories and totals come from the index."""
    found = finder().search(Question(limit=1))
    served, viewer = _served(), actor_of_request(request)
    context = {
        "total": found.count,
        "ready": found.ready,
        "served": served,
        "figures": figures_of(served),
        "categories": _categories(found.facets),
        "newest": _newest(),
        "asked": lines(requests.listing(Asked(historical="no"), viewer=viewer, limit=LISTED).items),
        "asking": consultations_shown.lines(consultations.closing_soonest(LISTED)),
        "coming": commitments.listing(Promised(kind="open"), viewer=viewer, limit=LISTED).items,
    }
    return render(request, "portal/home.html", context)


def _served() -> dict[str, Any]:
    """Totals of what is served here: tables, rows, agencies, and how many changed in the last 30 days."""
    since = now.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return Dataset.objects.filter(visible=True, stage="served").aggregate(
        datasets=Count("id"),
        rows=Sum("rows"),
        agencies=Count("agency", distinct=True),
        fresh=Count("id", filter=Q(last_published__gte=since - timedelta(days=30))),
    )


def _categories(found: tuple[Facet, ...]) -> list[dict[str, Any]]:
    values = next((facet.values for facet in found if facet.name == "category"), ())
    names = facet_names("category", [code for code, _ in values])
    return [{"code": code, "name": names[code], "count": count} for code, count in values[:12]]


def _newest() -> list[Dataset]:
    rows = Dataset.objects.filter(visible=True, last_published__isnull=False).select_related("agency")
    return list(rows.order_by("-last_published", "-id")[:NEWEST])
