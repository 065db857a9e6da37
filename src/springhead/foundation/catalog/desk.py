"""The officer's desk: what is due, bringing a new file, picking up an upload."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import actor_of_request, needs, signed_in
from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog import (
    editing,
    fetching,
    policy,
    queries,
    queue,
    texts,
    uploads,
    voices,
)
from springhead.foundation.catalog.models import ProblemReport, Reuse
from springhead.foundation.catalog.panels import panels_of_desk
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.jobs.queries import open_with
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language


def here(path: str) -> str:
    """Return a path of ours in the language of the page."""
    return in_language(path, language())


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the viewer; whoever is no officer sees the ways that are open to them."""
    viewer = actor_of_request(request)
    mine = _own(viewer)
    context: dict[str, Any] = {"viewer": viewer, "agencies": mine, "may_publish": bool(mine)}
    context["panels"] = panels_of_desk(viewer, [one.public_id for one in mine])
    if mine:
        cursor, q = request.GET.get("cursor", ""), request.GET.get("q", "").strip()
        desk = queries.desk([agency.public_id for agency in mine], viewer=viewer, cursor=cursor, q=q)
        listed = desk.datasets
        context |= {
            "desk": desk,
            "q": q,
            "page": Page(next=listed.next, count=listed.count, count_is=_counted(listed)),
        }
    return render(request, "catalog/desk/home.html", context)


def _counted(page: queries.Page) -> Any:
    return page.count_is


def _own(viewer: Actor) -> list[Agency]:
    """Return the agencies a viewer may publish for."""
    return [one for one in agency_queries.own_agencies(viewer) if policy.may_edit(viewer, one.public_id)]


@needs(*OFFICERS)
@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a file first; everything else follows from it."""
    viewer = actor_of_request(request)
    mine = _own(viewer)
    if not mine:
        raise Refused(texts.NO_AGENCY.at())
    agency = next((one for one in mine if one.public_id == request.GET.get("agency")), mine[0])
    ticket = uploads.ticket(agency, by=viewer)
    return render(request, "catalog/desk/new.html", {"agency": agency, "agencies": mine, "ticket": ticket})


@needs(*OFFICERS)
@require_POST
def new_without_file(request: HttpRequest) -> HttpResponse:
    """Begin with an address to fetch, with a link, or with metadata alone."""
    viewer = actor_of_request(request)
    agency = agency_queries.agency(request.POST.get("agency", ""), viewer=viewer)
    url, how = request.POST.get("url", "").strip(), request.POST.get("how", "metadata")
    if how == "metadata":
        dataset = editing.create(agency, {"title": request.POST.get("title", "")}, by=viewer)
        return redirect(here(f"/desk/datasets/{dataset.public_id}/"))
    distribution = fetching.begin(agency, url, fetched=how == "fetch", by=viewer)
    return redirect(here(f"/desk/datasets/{distribution.dataset.public_id}/"))


@needs(*OFFICERS)
@require_GET
def upload(request: HttpRequest, upload_id: str) -> HttpResponse:
    """Pick up what arrived and go on to its delivery; coming here twice leads to the same delivery."""
    try:
        brought = uploads.pick_up(upload_id, by=actor_of_request(request))
    except Refused as refusal:
        if refusal.problems[0].code != texts.UPLOAD_BEING_KEPT.code:
            raise
        return render(request, "catalog/desk/keeping.html", {"upload_id": upload_id, **_storing(upload_id)})
    return HttpResponseRedirect(here(f"/desk/deliveries/{brought.delivery.number}/"))


@needs(*OFFICERS)
@require_GET
def upload_progress(request: HttpRequest, upload_id: str) -> JsonResponse:
    """Answer whether an upload is stored, for `<sh-progress>`."""
    done = uploads.is_stored(upload_id, by=actor_of_request(request))
    address = here(f"/desk/uploads/{upload_id}/")
    told = {"state": "stored" if done else "storing", "done": done, "failed": False}
    return JsonResponse({**told, "next": address if done else None, **_storing(upload_id)})


def _storing(upload_id: str) -> dict[str, Any]:
    job = open_with(queue.of_upload(upload_id))
    return {
        "fraction": job.progress if job else 0.0,
        "label": pick((job and job.message) or texts.STEPS["keep"], language()),
    }


@needs(*OFFICERS)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read a problem report, answer and close it."""
    viewer = actor_of_request(request)
    found = ProblemReport.objects.select_related("dataset__agency").filter(public_id=public_id).first()
    if found is None or not policy.may_edit(viewer, found.dataset.agency.public_id):
        raise Refused(texts.NO_SUCH_REPORT.at(public_id))
    if request.method == "POST":
        voices.close_report(found, request.POST.get("answer", ""), by=viewer)
        return redirect(here("/desk/"))
    return render(request, "catalog/desk/report.html", {"report": found, "dataset": found.dataset})


@needs(*OFFICERS)
@require_POST
def reuse(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a reuse on the dataset's page, or not."""
    viewer = actor_of_request(request)
    found = Reuse.objects.select_related("dataset__agency").filter(public_id=public_id).first()
    if found is None or not policy.may_edit(viewer, found.dataset.agency.public_id):
        raise Refused(texts.NO_SUCH_REPORT.at(public_id))
    voices.decide_reuse(found, accept=request.POST.get("accept") == "1", by=viewer)
    return redirect(here("/desk/"))
