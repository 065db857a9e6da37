"""The page of the dumps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from springhead.foundation.dumps import queries, texts
from springhead.foundation.ui.access import public


@public
@require_GET
def dumps(request: HttpRequest) -> HttpResponse:
    """The newest dump with its files, and the days of the others."""
    found = queries.dumps()
    newest = found[0] if found else None
    files = [(one, texts.FILES.get(one.name)) for one in newest.files] if newest else []
    return render(request, "dumps/dumps.html", {"newest": newest, "files": files, "others": found[1:]})
