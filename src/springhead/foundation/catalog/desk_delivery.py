"""The page of one delivery: progress, what was found, mending with one press, drift, publishing."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused, Severity
from springhead.engine.tables.recipe import Recipe
from springhead.engine.tables.schema import Column
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog import commands, forms, metadata, preview, queries, records, reports, store
from springhead.foundation.catalog.commands import Mend
from springhead.foundation.catalog.desk import here
from springhead.foundation.catalog.drift import Drift
from springhead.foundation.catalog.models import Delivery
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.catalog.rules import State
from springhead.foundation.jobs.queries import open_with
from springhead.foundation.ui.frame import language

WORKING: Final = (State.RECEIVED, State.READ)


@needs(*OFFICERS)
@require_GET
def delivery(request: HttpRequest, number: str) -> HttpResponse:
    """Show a delivery as it stands, with what its officer may do now."""
    viewer = actor_of_request(request)
    found = queries.delivery(number, viewer=viewer)
    return render(request, "catalog/desk/delivery.html", context(found))


def context(found: Delivery, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    """Return the values of a delivery's page."""
    lang = language()
    recipe = Recipe.from_json(found.recipe)
    groups = reports.groups(found.report, recipe, lang)
    told = records.drafted(found.distribution.dataset)
    gaps = metadata.gaps(told)
    columns = reports.columns_of(found.report)
    return {
        "delivery": found,
        "dataset": found.distribution.dataset,
        "title": pick(told.titles, lang) or found.filename,
        "state": found.state,
        "working": found.state in WORKING,
        "progress": _standing(found),
        "groups": groups,
        "open_count": sum(1 for group in groups if group.open),
        "refusals": [
            entry.get("en" if lang == "en" else "zh-Hant") for entry in found.report.get("problems", ())
        ],
        "drift": Drift.from_json(found.drift),
        "blocking": [_said(gap, lang) for gap in gaps if gap.severity is Severity.ERROR],
        "advice": [_said(gap, lang) for gap in gaps if gap.severity is not Severity.ERROR],
        "rows": _rows(found, columns),
        "columns": columns,
        "reading_form": forms.reading_form(found.report, lang) if found.report.get("columns") else None,
        "column_rows": forms.column_rows(columns[:200], lang),
        "mendings": [one for one in recipe.mendings if one.op != "accept"],
        "problems": problems,
    }


def _said(problem: Problem, lang: str) -> dict[str, str]:
    return {"field": problem.where, "message": problem.message(lang), "remedy": problem.remedy(lang)}


def _rows(found: Delivery, columns: tuple[Column, ...]) -> list[list[preview.Cell]]:
    """Return the first rows of the version to be."""
    kept = next((one for one in found.work.get("stores", ()) if one["kind"] == "sqlite"), None)
    if kept is None or not store.blobs().exists(kept["sha256"]):
        return []
    return preview.rows(store.blobs().path(kept["sha256"]), columns)


@needs(*OFFICERS)
@require_GET
def rows(request: HttpRequest, number: str) -> HttpResponse:
    """Show any page of the table as it was read, each cell beside what the file has."""
    found = queries.delivery(number, viewer=actor_of_request(request))
    columns, work = reports.columns_of(found.report), found.work
    total = int(found.report.get("rows") or 0)
    at, first = _number(request, "at", total), _number(request, "from", len(columns))
    lines: list[preview.Line] = []
    if all(work.get(name) and store.blobs().exists(work[name]) for name in ("table", "grid")):
        table, grid = (store.blobs().path(work[name]) for name in ("table", "grid"))
        lines = preview.compared(table, grid, columns, at=at, first=first)
    context = {
        "delivery": found,
        "dataset": found.distribution.dataset,
        "lines": lines,
        "columns": columns[first : first + preview.WIDE],
        "at": at,
        "end": at + len(lines),
        "total": total,
        "first": first,
        "last": min(first + preview.WIDE, len(columns)),
        "width": len(columns),
        "before": max(at - preview.PAGE, 0),
        "left": max(first - preview.WIDE, 0),
        "changed": sum(cell.changed for line in lines for cell in line.cells),
    }
    return render(request, "catalog/desk/rows.html", context)


def _number(request: HttpRequest, name: str, most: int) -> int:
    """Return a place asked for, within what there is."""
    text = request.GET.get(name, "")
    return min(int(text), max(most - 1, 0)) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _standing(found: Delivery) -> dict[str, Any]:
    """Return how far the worker is: fraction and a sentence."""
    lang = language()
    waiting = "Waiting for a worker" if lang == "en" else "等待處理"
    job = next(filter(None, (open_with(f"delivery:{found.number}:{at}") for at in _versions(found))), None)
    if job is None:
        return {"fraction": 0.0 if found.state == State.RECEIVED else 1.0, "label": waiting}
    return {"fraction": job.progress, "label": pick(job.message, lang) or waiting}


def _versions(found: Delivery) -> tuple[int, ...]:
    """A job carries the version of the case it was queued at; the case moves on while it works."""
    return tuple(range(found.case.version, max(found.case.version - 3, 0), -1))


@needs(*OFFICERS)
@require_GET
def progress(request: HttpRequest, number: str) -> JsonResponse:
    """Answer how far a delivery is, for `<sh-progress>`."""
    found = queries.delivery(number, viewer=actor_of_request(request))
    done = found.state not in WORKING
    address = here(f"/desk/deliveries/{number}/")
    answer = {
        "state": found.state,
        "done": done,
        "failed": found.state == State.REFUSED,
        "next": address if done else None,
    }
    return JsonResponse({**answer, **_standing(found)})


@needs(*OFFICERS)
@require_POST
def move(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Do what a press of a button asks; what stands in the way is said on the same page."""
    viewer = actor_of_request(request)
    found = queries.delivery(number, viewer=viewer)
    try:
        _fire(found, event, request.POST, by=viewer)
    except Refused as refusal:
        fresh = queries.delivery(number, viewer=viewer)
        return render(
            request, "catalog/desk/delivery.html", context(fresh, refusal.problems), status=refusal.status
        )
    return redirect(here(f"/desk/deliveries/{number}/"))


def _fire(found: Delivery, event: str, posted: MultiValueDict[str, str], *, by: Actor) -> None:
    command = _command(found, event, posted)
    version = posted.get("version", "")
    fire(
        found.number, command, by=by, at=now(), expected_version=int(version) if version.isdecimal() else None
    )


def _command(found: Delivery, event: str, posted: MultiValueDict[str, str]) -> Any:
    if event == "mend" and "reading" in posted:
        return Mend(forms.mendings_from(posted, found.report))
    data = {name: posted.get(name) for name in ("reason", "confirm_drift", "replace")}
    lists = {name: posted.getlist(name) for name in ("mendings", "rules")}
    return commands.parse(event, {**data, **lists})
