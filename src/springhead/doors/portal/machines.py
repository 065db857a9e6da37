"""What search engines and other machines are told: what to read, and not to walk every facet."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from springhead.engine.kernel.problems import Refused
from springhead.forums.committees.models import Body, Resolution
from springhead.forums.consultations import queries as consultations
from springhead.forums.meetings.models import Meeting
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ui import texts
from springhead.foundation.ui.access import public

PART: Final = 20_000  # datasets per sitemap file
MOST: Final = 50_000  # addresses the format allows in a file
Rows = QuerySet[Any, tuple[str, datetime]]


@public
def robots(_request: HttpRequest) -> HttpResponse:
    """Datasets are for everybody; combinations of facets are not worth walking."""
    lines = ["User-agent: *", "Disallow: /search", "Disallow: /account/", "Disallow: /desk/", "Allow: /"]
    lines.append(f"Sitemap: {settings.SPRINGHEAD.address}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def sitemap_index(_request: HttpRequest) -> HttpResponse:
    """Name the parts of the sitemap; one query."""
    highest = Dataset.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    named = (*range(highest // PART + 1), *NAMED)
    parts = (f"{settings.SPRINGHEAD.address}/sitemap-{part}.xml" for part in named)
    body = "".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in parts)
    head = '<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return HttpResponse(f"{head}{body}</sitemapindex>", content_type="application/xml")


@public
def sitemap_part(request: HttpRequest, part: int) -> StreamingHttpResponse:
    """Stream the addresses of one range of datasets."""
    rows = Dataset.objects.filter(visible=True, pk__gte=part * PART, pk__lt=(part + 1) * PART).order_by("pk")
    if not rows.exists():
        raise Refused(texts.NOT_FOUND.at(request.path))
    return StreamingHttpResponse(
        _addresses(rows.values_list("public_id", "modified")), content_type="application/xml"
    )


@public
def sitemap_named(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """Stream the addresses of one kind of public record, the newest fifty thousand."""
    if name not in NAMED:
        raise Refused(texts.NOT_FOUND.at(request.path))
    return StreamingHttpResponse(_addresses(NAMED[name]()[:MOST], name), content_type="application/xml")


def _consultations() -> Rows:
    rows = consultations.chosen(consultations.Wanted(show="all"))
    return rows.values_list("case__number", "case__changed_at")


def _meetings() -> Rows:
    return Meeting.objects.order_by("-pk").values_list("case__number", "case__changed_at")


def _committees() -> Rows:
    return Body.objects.filter(ended_at=None).order_by("-pk").values_list("public_id", "made_at")


def _resolutions() -> Rows:
    rows = Resolution.objects.filter(withdrawn_at=None, body__isnull=False).order_by("-pk")
    place = Concat("body__public_id", Value("/resolutions/"), "public_id")
    return rows.annotate(place=place).values_list("place", "recorded_at")


# under which address, and its rows: the rest of the address, and when it changed
NAMED: Final[dict[str, Callable[[], Rows]]] = {
    "consultations": _consultations,
    "meetings": _meetings,
    "committees": _committees,
    "resolutions": _resolutions,
}
UNDER: Final = {"resolutions": "committees"}


def _addresses(rows: Rows, name: str = "datasets") -> Iterator[str]:
    under = UNDER.get(name, name)
    yield '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    for public_id, modified in rows.iterator(chunk_size=2_000):
        address = f"{settings.SPRINGHEAD.address}/{under}/{public_id}"
        yield f"<url><loc>{address}</loc><lastmod>{modified.date().isoformat()}</lastmod></url>"
    yield "</urlset>"
