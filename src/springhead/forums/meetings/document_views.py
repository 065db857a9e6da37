"""Packet and minutes as files: handed out of storage as they are kept; while a worker makes them the page says so."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from springhead.engine.kernel.language import pick
from springhead.engine.kernel.problems import Refused
from springhead.forums.meetings import making, ordering, packet_papers, queries, texts
from springhead.forums.meetings.models import Document, Meeting
from springhead.foundation.agencies.access import actor_of_request
from springhead.foundation.catalog.store import blobs
from springhead.foundation.ui import downloads
from springhead.foundation.ui.access import public
from springhead.foundation.ui.frame import in_language, language

MINUTES_JSON: Final = ("minutes", "json")
NAMES: Final = {
    "packet": {"zh-Hant": "議程資料", "en": "The packet"},
    "minutes": {"zh-Hant": "會議紀錄", "en": "The minutes"},
}


@public
@require_GET
def packet(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The packet as HTML, ODT, PDF or JSON: what stands on the agenda now, or what was sent."""
    return _answer(request, number, "packet", form)


@public
@require_GET
def minutes(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The minutes as ODT, PDF or JSON; before they are published for the body's own people."""
    return _answer(request, number, "minutes", form)


@public
@require_GET
def waiting(request: HttpRequest, number: str, kind: str, form: str) -> HttpResponse:
    """Where one waits for a file: being made, ready, or why it could not be made."""
    row, _, found = _sought(request, number, kind, form)
    context = {
        "row": row,
        "name": NAMES[kind],
        "file": f"/meetings/{number}/{kind}.{form}",
        "here": f"/meetings/{number}/making/{kind}.{form}",
        "form": form.upper(),
        "found": found,
        **_standing(row, kind),
    }
    failed = found is not None and not found.sha256
    answer = render(request, "meetings/making.html", context, status=503 if failed else 200 if found else 202)
    answer["Cache-Control"] = "no-store"
    return answer


@public
@require_GET
def progress(request: HttpRequest, number: str, kind: str, form: str) -> JsonResponse:
    """How far the worker is, for `<sh-progress>`."""
    row, _, found = _sought(request, number, kind, form)
    told = {"state": "done" if found else "making", "done": found is not None, "failed": False, "next": None}
    return JsonResponse({**told, **_standing(row, kind)})


def _sought(
    request: HttpRequest, number: str, kind: str, form: str
) -> tuple[Meeting, dict[str, Any], Document | None]:
    if kind not in making.SORTS or form not in making.SORTS[kind].forms:
        raise Refused(texts.NO_SUCH_FORM.at(f"{kind}.{form}"))
    row = queries.meeting(number, viewer=actor_of_request(request))
    document = _document(request, row, kind)
    return row, document, making.find(row, kind, form, language(), document)


def _document(request: HttpRequest, row: Meeting, kind: str) -> dict[str, Any]:
    if kind == "minutes":
        return queries.document(row, viewer=actor_of_request(request))
    return packet_papers.document(row)


def _answer(request: HttpRequest, number: str, kind: str, form: str) -> HttpResponseBase:
    _, document, found = _sought(request, number, kind, form)
    name = f"{number}-{kind}.{form}"
    if found is not None and found.sha256:
        return kept(request, found.sha256, name, making.MEDIA[form])
    if (kind, form) == MINUTES_JSON:
        return _as_stored(document, name)
    if "text/html" in request.headers.get("Accept", ""):
        return redirect(in_language(f"/meetings/{number}/making/{kind}.{form}", language()))
    raise Refused(texts.BEING_MADE.at(name))


def _as_stored(document: dict[str, Any], name: str) -> HttpResponse:
    """Minutes are stored as JSON: nobody has to wait until a worker has made the file of them."""
    answer = HttpResponse(making.as_json(document), content_type=making.MEDIA["json"])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _standing(row: Meeting, kind: str) -> dict[str, Any]:
    job = ordering.standing(row, kind)
    return {
        "fraction": job.progress if job else 0.0,
        "label": pick((job and job.message) or texts.MAKING, language()),
    }


def kept(request: HttpRequest, sha256: str, name: str, media: str) -> HttpResponseBase:
    """Return a file out of storage: a download, whole or in parts, never a page of ours."""
    return downloads.answer(request, blobs().path(sha256), digest=sha256, name=name, media=media)
