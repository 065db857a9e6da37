"""The page where an officer keeps one dataset: metadata with draft, files and links, schedule, withdrawal."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.catalog import (
    classes,
    editing,
    fetching,
    forms,
    keys,
    label,
    policy,
    queries,
    records,
    texts,
    uploads,
)
from springhead.foundation.catalog.desk import here
from springhead.foundation.catalog.models import Dataset, Delivery, Distribution
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.catalog.vocabulary import Kind
from springhead.foundation.ui.frame import language

PERIODS: Final = {"": None, "hour": 60, "day": 1440, "week": 10_080, "month": 43_200}
SHOWN_DELIVERIES: Final = 20


def _mine(request: HttpRequest, public_id: str) -> tuple[Dataset, Actor]:
    viewer = actor_of_request(request)
    found = queries.dataset(public_id, viewer=viewer)
    policy.check_edit(viewer, found.agency.public_id)
    return found, viewer


@needs(*OFFICERS)
@require_GET
def dataset(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the working page of a dataset."""
    found, _ = _mine(request, public_id)
    return render(request, "catalog/desk/dataset.html", _context(found))


def _context(found: Dataset, *, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    told, lang = records.drafted(found), language()
    form = forms.metadata_form(told, lang)
    recent = Delivery.objects.filter(distribution__dataset=found).select_related("case", "snapshot")
    return {
        "dataset": found,
        "title": pick(told.titles, lang) or found.public_id,
        "groups": forms.metadata_groups(form, told),
        "gaps": [
            {
                "field": gap.where,
                "severity": str(gap.severity),
                "message": gap.message(lang),
                "remedy": gap.remedy(lang),
            }
            for gap in classes.gaps(found, told)
        ],
        "has_draft": hasattr(found, "draft"),
        "distributions": [_told(one) for one in found.distributions.select_related("current")[:200]],
        "deliveries": list(recent.order_by("-received_at", "-pk")[:SHOWN_DELIVERIES]),
        "tags": label.tags(found),
        "problems": problems,
    }


def _told(one: Distribution) -> dict[str, Any]:
    """Return a distribution with the problem of its last fetch in words."""
    problem = (one.fetch_state.get("problem") or {}).get("en" if language() == "en" else "zh-Hant", {})
    said = f"{problem.get('message', '')} {problem.get('remedy', '')}".strip()
    columns = [column.name for column in keys.offered(one)] if one.kind == Kind.FILE else []
    return {"row": one, "problem": said, "columns": columns}


@needs(*OFFICERS)
@require_POST
def save_draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep what was typed. The page's own script asks for JSON; a plain form comes back to the page."""
    found, viewer = _mine(request, public_id)
    draft = editing.save_draft(found, forms.values_of(request.POST), by=viewer)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"saved_at": draft.saved_at.isoformat()})
    messages.success(request, texts.say(texts.DRAFT_SAVED, language()))
    return redirect(here(f"/desk/datasets/{public_id}/"))


@needs(*OFFICERS)
@require_POST
def take_effect(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the metadata take effect; gaps are said on the same page, all at once."""
    found, viewer = _mine(request, public_id)
    try:
        editing.save_draft(found, forms.values_of(request.POST), by=viewer)
        editing.take_effect(found, by=viewer)
    except Refused as refusal:
        context = _context(found, problems=refusal.problems)
        return render(request, "catalog/desk/dataset.html", context, status=refusal.status)
    messages.success(request, texts.say(texts.TOOK_EFFECT, language()))
    return redirect(here(f"/desk/datasets/{public_id}/"))


def _distribution(found: Dataset, public_id: str) -> Distribution:
    one = found.distributions.select_related("dataset__agency").filter(public_id=public_id).first()
    if one is None:
        raise Refused(texts.NO_SUCH_DATASET.at(public_id))
    return one


@needs(*OFFICERS)
@require_GET
def deliver(request: HttpRequest, public_id: str, distribution: str) -> HttpResponse:
    """Ask for the next version of one table, or (with `new`) for one more table."""
    found, viewer = _mine(request, public_id)
    place = None if distribution == "new" else _distribution(found, distribution)
    ticket = uploads.ticket(found.agency, by=viewer, dataset=found, distribution=place)
    context = {
        "dataset": found,
        "distribution": place,
        "ticket": ticket,
        "title": records.drafted(found).title,
    }
    return render(request, "catalog/desk/deliver.html", context)


@needs(*OFFICERS)
@require_POST
def add_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a file or service that lives elsewhere."""
    found, viewer = _mine(request, public_id)
    posted = request.POST
    editing.add_link(
        found,
        posted.get("url", ""),
        by=viewer,
        title=posted.get("title", "").strip(),
        form=posted.get("format", ""),
    )
    return redirect(here(f"/desk/datasets/{public_id}/#files"))


@needs(*OFFICERS)
@require_POST
def fetch(request: HttpRequest, public_id: str, distribution: str) -> HttpResponse:
    """Fetch an address now, and by schedule from now on where one is chosen."""
    found, _ = _mine(request, public_id)
    place = _distribution(found, distribution)
    editing.check_address(place.url)
    fetching.schedule(place, PERIODS.get(request.POST.get("every", "")))
    messages.success(request, texts.say(texts.FETCH_QUEUED, language()))
    return redirect(here(f"/desk/datasets/{public_id}/#files"))


@needs(*OFFICERS)
@require_POST
def key(request: HttpRequest, public_id: str, distribution: str) -> HttpResponse:
    """Say which columns tell one row of a table from another."""
    found, viewer = _mine(request, public_id)
    keys.choose(_distribution(found, distribution), request.POST.getlist("key"), by=viewer)
    messages.success(request, texts.say(texts.KEY_SET, language()))
    return redirect(here(f"/desk/datasets/{public_id}/#files"))


@needs(*OFFICERS)
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a dataset off, with a public reason."""
    found, viewer = _mine(request, public_id)
    editing.withdraw(found, request.POST.get("reason", ""), by=viewer)
    return redirect(here(f"/datasets/{public_id}"))
