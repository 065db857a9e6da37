"""`/api/v1/search`: what the search page finds, for programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from springhead.doors.portal.searching import asked
from springhead.foundation.search.shared import finder
from springhead.foundation.ui.access import public

router = Router(tags=["search"])


@router.get("/search", summary="搜尋資料集 Search datasets")
@public
def search(request: HttpRequest, q: str = "", sort: str = "relevance", cursor: str = "1") -> dict[str, Any]:
    """Return a page of datasets, `{"items", "next", "count", "count_is", "facets", "near"}`.

    Facets narrow as parameters of their name, repeated for several values: agency, format, category,
    openness, stage, frequency, licence, check.
    """
    del q, sort, cursor  # read from the address together with the facets
    question, page = asked(request.GET)
    found = finder().search(question)
    following = request.GET.copy()
    following["cursor"] = str(page + 1)
    return {
        "items": [
            {**item, "page": f"/datasets/{item['id']}", "self": f"/api/v1/datasets/{item['id']}"}
            for item in found.items
        ],
        "next": f"/api/v1/search?{following.urlencode()}" if found.next_offset is not None else None,
        "count": found.count,
        "count_is": "exact",
        "near": found.near,
        "facets": {facet.name: dict(facet.values) for facet in found.facets},
    }
