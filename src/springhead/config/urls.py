"""Every address of the procedure plane. Pages stand under `/` in Chinese and under `/en/` in English."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from springhead.config.api import api
from springhead.config.openapi import joined

# Each noun brings its own urls.py; the order only matters where addresses could overlap.
NOUNS = (
    "springhead.foundation.ui",
    "springhead.foundation.ledger",
    "springhead.foundation.agencies",
    "springhead.foundation.checks",
    "springhead.foundation.cases",
    "springhead.foundation.dumps",
    "springhead.foundation.webhooks",
    "springhead.forums.committees",
    "springhead.forums.meetings",
    "springhead.forums.consultations",
    "springhead.procedures.data_requests",
    "springhead.procedures.openness",
    "springhead.procedures.high_value",
    "springhead.foundation.commitments",
    "springhead.foundation.quality",
    "springhead.foundation.catalog",
    "springhead.doors.demo",
    "springhead.doors.portal",
)

_pages = [path("", include(f"{noun}.urls")) for noun in NOUNS if find_spec(f"{noun}.urls")]

urlpatterns = [
    path("api/v1/openapi.json", joined, name="openapi"),
    path("api/v1/", api.urls),
    *i18n_patterns(path("account/", include("allauth.urls")), *_pages, prefix_default_language=False),
]

handler400 = "springhead.foundation.ui.problem_pages.bad_request"
handler403 = "springhead.foundation.ui.problem_pages.forbidden"
handler404 = "springhead.foundation.ui.problem_pages.not_found"
handler500 = "springhead.foundation.ui.problem_pages.server_error"
