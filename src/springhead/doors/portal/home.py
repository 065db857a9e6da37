"""The front page: what there is, what is new, where to search."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from springhead.engine.kernel import now
from springhead.foundation.catalog.findable import facet_names
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.search.finder import Facet
from springhead.foundation.search.query import Question
from springhead.foundation.search.shared import finder
from springhead.foundation.ui.access import public

NEWEST: int = 6


@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page. Two queries; categories and totals come from the index."""
    found = finder().search(Question(limit=1))
    figures = {facet.name: dict(facet.values) for facet in found.facets}
    context = {
        "total": found.count,
        "ready": found.ready,
        "served": _served(),
        "categories": _categories(found.facets),
        "stages": figures.get("stage", {}),
        "newest": _newest(),
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
