"""What search engines and other machines are told: what to read, and not to walk every facet."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import queries as consultations
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ui import texts
from springhead.foundation.ui.access import public

PART: Final = 20_000  # addresses per sitemap file; the format allows 50,000


@public
def robots(_request: HttpRequest) -> HttpResponse:
    """Datasets are for everybody; combinations of facets are not worth walking."""
    lines = ["User-agent: *", "Disallow: /search", "Disallow: /account/", "Disallow: /desk/", "Allow: /"]
    lines.append(f"Sitemap: {settings.SPRINGHEAD.address}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
def sitemap_index(_request: HttpRequest) -> HttpResponse:
    """Name the parts of the sitemap; two queries."""
    highest = Dataset.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    named = (*range(highest // PART + 1), "consultations")
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
def sitemap_consultations(_request: HttpRequest) -> StreamingHttpResponse:
    """Stream the addresses of the public consultations."""
    which = consultations.Wanted(show="all")
    rows = consultations.chosen(which).values_list("case__number", "case__changed_at")
    return StreamingHttpResponse(_addresses(rows, "consultations"), content_type="application/xml")


def _addresses(rows: QuerySet[Any, tuple[str, datetime]], under: str = "datasets") -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    for public_id, modified in rows.iterator(chunk_size=2_000):
        address = f"{settings.SPRINGHEAD.address}/{under}/{public_id}"
        yield f"<url><loc>{address}</loc><lastmod>{modified.date().isoformat()}</lastmod></url>"
    yield "</urlset>"
