"""Public pages of a dataset: the dataset itself, one version, its findings, its feed, and what people may add."""

import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.tables.schema import Column
from springhead.foundation.agencies.access import actor_of_request
from springhead.foundation.cases.subscriptions import Follow, ask_to_follow, follow
from springhead.foundation.catalog import (
    codes,
    describing,
    findings_file,
    label,
    panels,
    preview,
    publishing,
    queries,
    records,
    snippets,
    store,
    texts,
    voices,
)
from springhead.foundation.catalog.models import Dataset, Snapshot
from springhead.foundation.catalog.queries import Sheet
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.ui.access import public
from springhead.foundation.ui.frame import in_language, language

FINDINGS_SHOWN: Final = 200


def slug(found: Dataset) -> str:
    """Return the words in a dataset's address; Chinese stays Chinese."""
    return slugify(found.name, allow_unicode=True)[:80]


def path_of(found: Dataset) -> str:
    """Return the address of a dataset's page in the language of the page."""
    words = slug(found)
    return in_language(f"/datasets/{found.public_id}{f'-{words}' if words else ''}", language())


@public
@require_GET
def dataset(request: HttpRequest, place: str) -> HttpResponse:
    """Show a dataset; an old or missing slug leads to the present address; a withdrawn one answers 410."""
    viewer = actor_of_request(request)
    public_id, _, words = place.partition("-")
    found = queries.dataset(public_id, viewer=viewer)
    if words != slug(found):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(quote(path_of(found)) + query)
    if found.stage == Stage.WITHDRAWN:
        return render(request, "catalog/tombstone.html", {"dataset": found}, status=410)
    sheet = queries.sheet(found, viewer=viewer, table=request.GET.get("table", ""))
    return render(request, "catalog/dataset.html", _context(sheet, viewer=viewer))


def _context(sheet: Sheet, *, viewer: Actor) -> dict[str, Any]:
    found, current, lang = sheet.dataset, sheet.current, language()
    columns = tuple(Column.from_json(column) for column in current.columns) if current else ()
    address = settings.SPRINGHEAD.address
    return {
        "sheet": sheet,
        "dataset": found,
        "current": current,
        "tags": label.tags(found),
        "stations": label.stations(found, sheet.versions),
        "facts": label.freshness(found, current, lang),
        "more_facts": label.details(sheet, lang),
        "rows": _rows(current, columns),
        "columns": columns,
        "dictionary": label.dictionary(columns, current.rows if current else 0),
        "element_columns": json.dumps(label.for_elements(columns, lang), ensure_ascii=False),
        "place": label.place(columns),
        "zone": label.zone(columns),
        "ways": label.ways(sheet, lang),
        "snippets": snippets.for_table(address, sheet.chosen.table_id, columns)
        if sheet.chosen and current
        else (),
        "licence": codes.licences().get(found.licence),
        "attribution": publishing.attribution_of(found, current, lang=lang) if found.licence else "",
        "findings": findings_file.summary(current, lang) if current else (),
        "panels": panels.panels_of(found, viewer=viewer),
        "jsonld": describing.jsonld_script(sheet, lang),
        "may_edit": viewer.belongs_to(found.agency.public_id),
        "late": label.is_late(found),
        "due": label.next_due(found),
        "frequency": records.frequency_of(found).words(lang),
        "path": path_of(found),
        "receipt_url": _receipt(current),
        "tab_list": _tabs(current, columns),
    }


def _receipt(current: Snapshot | None) -> str:
    if current is None or current.event_seq is None:
        return ""
    return in_language(f"/ledger/{current.event_seq}", language())


def _rows(current: Snapshot | None, columns: tuple[Column, ...]) -> list[list[preview.Cell]]:
    kept = next((one for one in current.stores if one["kind"] == "sqlite"), None) if current else None
    if kept is None or not store.blobs().exists(kept["sha256"]):
        return []
    return preview.rows(store.blobs().path(kept["sha256"]), columns)


def _tabs(current: Snapshot | None, columns: tuple[Column, ...]) -> list[tuple[str, dict[str, str]]]:
    if current is None:
        return []
    made = [
        ("#preview", {"zh-Hant": "預覽", "en": "Preview"}),
        ("#chart", {"zh-Hant": "圖表", "en": "Chart"}),
    ]
    if label.place(columns):
        made.append(("#map", {"zh-Hant": "地圖", "en": "Map"}))
    return [
        *made,
        ("#columns", {"zh-Hant": "欄位", "en": "Columns"}),
        ("#api", {"zh-Hant": "API", "en": "API"}),
        ("#versions", {"zh-Hant": "版本", "en": "Versions"}),
        ("#findings", {"zh-Hant": "檢核", "en": "Checks"}),
    ]


@public
@require_GET
def version(request: HttpRequest, public_id: str, table: str, number: int) -> HttpResponse:
    """Show one version at its permanent address: what it holds, what changed, its files, its receipt."""
    viewer = actor_of_request(request)
    found = queries.dataset(public_id, viewer=viewer)
    one = queries.snapshot(found, table, number, viewer=viewer)
    columns = tuple(Column.from_json(column) for column in one.columns)
    context = {
        "dataset": found,
        "version": one,
        "columns": columns,
        "dictionary": label.dictionary(columns, one.rows),
        "rows": [] if one.withdrawn_at else _rows(one, columns),
        "is_current": one.distribution.current_id == one.pk,
        "path": path_of(found),
        "attribution": publishing.attribution_of(found, one, lang=language()),
        "findings": findings_file.summary(one, language()),
    }
    return render(request, "catalog/version.html", context, status=410 if one.withdrawn_at else 200)


@public
@require_GET
def findings(request: HttpRequest, public_id: str, table: str, number: int) -> HttpResponse:
    """Show the findings of one version, the first 200 of the rule asked for."""
    viewer = actor_of_request(request)
    found = queries.dataset(public_id, viewer=viewer)
    one = queries.snapshot(found, table, number, viewer=viewer)
    rule = request.GET.get("rule", "")
    shown = findings_file.read(one.findings_sha, language(), rule=rule, most=FINDINGS_SHOWN)
    context = {
        "dataset": found,
        "version": one,
        "rule": rule,
        "summary": findings_file.summary(one, language()),
        "shown": shown,
        "path": path_of(found),
        "most": FINDINGS_SHOWN,
    }
    return render(request, "catalog/findings.html", context)


@public
@require_GET
def feed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer the versions of a dataset as an Atom feed."""
    viewer = actor_of_request(request)
    found = queries.dataset(public_id, viewer=viewer)
    sheet = queries.sheet(found, viewer=viewer)
    context = {
        "dataset": found,
        "address": settings.SPRINGHEAD.address,
        "path": path_of(found),
        "updated": (found.last_published or found.modified).isoformat(),
        "entries": list(_entries(sheet)),
    }
    return render(request, "catalog/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


def _entries(sheet: Sheet) -> Iterator[dict[str, Any]]:
    for one in sheet.versions:
        table = sheet.chosen.table_id if sheet.chosen else ""
        yield {
            "version": one,
            "at": one.published_at.isoformat(),
            "path": in_language(
                f"/datasets/{sheet.dataset.public_id}/{table}/versions/{one.number}", language()
            ),
        }


@public
@require_POST
def follow_dataset(request: HttpRequest, public_id: str) -> HttpResponse:
    """Follow by account, or by an e-mail address that confirms itself."""
    viewer = actor_of_request(request)
    found = queries.dataset(public_id, viewer=viewer)
    what = Follow(found.public_id, pick(found.title, language()), language())
    if viewer.id:
        follow(what, by=viewer, at=now())
        messages.success(request, texts.say(texts.FOLLOWING, language()))
    else:
        ask_to_follow(what, request.POST.get("email", ""), at=now())
        messages.success(request, texts.say(texts.CONFIRM_MAIL, language()))
    return redirect(path_of(found) + "#follow")


@public
@require_POST
def reuse(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the name and address of something built with the data; shown once accepted."""
    viewer = actor_of_request(request)
    found = queries.dataset(public_id, viewer=viewer)
    voices.propose_reuse(found, request.POST, by=viewer)
    messages.success(request, texts.say(texts.REUSE_TAKEN, language()))
    return redirect(path_of(found) + "#reuses")
