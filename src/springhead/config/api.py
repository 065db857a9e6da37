"""The procedure API: one router per noun, problems as RFC 9457."""

from importlib import import_module
from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from springhead.engine.kernel.problems import Refused, as_document

NOUNS = (
    "springhead.foundation.agencies",
    "springhead.foundation.catalog",
    "springhead.forums.committees",
    "springhead.forums.meetings",
    "springhead.forums.consultations",
    "springhead.procedures.data_requests",
    "springhead.procedures.openness",
    "springhead.procedures.high_value",
    "springhead.foundation.commitments",
    "springhead.foundation.quality",
    "springhead.foundation.checks",
    "springhead.foundation.cases",
    "springhead.foundation.dumps",
    "springhead.foundation.webhooks",
    "springhead.foundation.ledger",
    "springhead.doors.portal",
)

api = NinjaAPI(
    title="Springhead 活水",
    version="1",
    description="政府資料開放平臺的程序介面。The procedures of the open-data platform.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer a refusal with its problems."""
    import orjson

    body = orjson.dumps(as_document(error.problems, request.headers.get("Accept-Language", "")))
    return HttpResponse(body, status=error.status, content_type="application/problem+json")


for _noun in NOUNS:
    if find_spec(f"{_noun}.api"):
        api.add_router("", import_module(f"{_noun}.api").router)
