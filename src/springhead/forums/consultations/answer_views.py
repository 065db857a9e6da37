"""The answer as everybody reads it: every group, its versions and what changed between them, as page and as file."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from springhead.engine.documents import odt, pdf
from springhead.engine.kernel.actors import Actor
from springhead.forums.consultations import papers, queries, showing, table, versions
from springhead.forums.consultations.models import Consultation, TableVersion
from springhead.forums.consultations.rules import PUBLISHED
from springhead.forums.consultations.table_rows import Groups, differences
from springhead.foundation.cases.acting import acting
from springhead.foundation.catalog import bulk_sheets
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import language

CHANGES: Final = 200  # cells shown between two versions; the files hold the rest


@public
@require_GET
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """What became of the comments: every group, every agency; of a correction also what it changed."""
    viewer = acting(request)
    row = _answered(number, viewer)
    found = queries.clusters(row, cursor=request.GET.get("cursor", "")[:12], limit=queries.PAGE)
    context = {
        **showing.page(row, viewer),
        "groups": showing.groups(row, found.items),
        "pager": Page(next=found.next),
        "answer": row.answer,
        "brought": row.said.exclude(origin="").count(),
        **_versions(row),
    }
    return render(request, "consultations/answers.html", context)


def _answered(number: str, viewer: Actor) -> Consultation:
    row = queries.consultation(number, viewer=viewer)
    if row.case.state not in PUBLISHED:
        raise Http404
    return row


def _versions(row: Consultation) -> dict[str, Any]:
    """Return the versions and what the newest changed; nothing where the answer was never reopened. Two queries more."""
    reopened = row.version > 1 or row.case.state == "correcting"
    return {
        "versions": versions.listed(row) if reopened else [],
        "version": versions.version(row, row.version) if row.version > 1 else None,
        "changes": _changes(row, row.version) if row.version > 1 else [],
    }


def _changes(row: Consultation, number: int) -> list[dict[str, Any]]:
    before, after = (versions.restored(versions.version(row, n).table) for n in (number - 1, number))
    return showing.changes(differences(before, after))[:CHANGES]


@public
@require_GET
def version(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """One version as it was published, old or new."""
    viewer = acting(request)
    row = _answered(number, viewer)
    found = versions.version(row, place)
    groups, following = table.page(versions.restored(found.table), request.GET.get("cursor", "")[:12])
    context = {
        **showing.page(row, viewer),
        "groups": showing.table(groups),
        "pager": Page(next=following),
        "answer": found.answer,
        "versions": versions.listed(row),
        "version": found,
        "changes": _changes(row, place) if place > 1 else [],
        "old": place < row.version,
    }
    return render(request, "consultations/answers.html", context)


@public
@require_GET
def answers_file(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The published response table as ODT, PDF, ODS or CSV."""
    row = _answered(number, acting(request))
    latest = versions.version(row, row.version) if row.version > 1 else None
    return table_file(row, form, versions.published(row), latest)


@public
@require_GET
def version_file(request: HttpRequest, number: str, place: int, form: str) -> HttpResponseBase:
    """One version of the response table as ODT, PDF, ODS or CSV."""
    row = _answered(number, acting(request))
    found = versions.version(row, place)
    return table_file(row, form, versions.restored(found.table), found)


def table_file(
    row: Consultation, form: str, groups: Groups, kept: TableVersion | None = None
) -> HttpResponseBase:
    """Return a response table in one of its forms. Raises Http404 for another."""
    answer: HttpResponseBase
    if form == "odt":
        paper = papers.responses(row, language(), groups, kept)
        answer = HttpResponse(odt.write(paper).read(), content_type=odt.MEDIA)
    elif form == "pdf":
        answer = HttpResponse(
            pdf.write(papers.responses(row, language(), groups, kept)), content_type=pdf.MEDIA
        )
    elif form == "ods":
        rows = table.rows_of(row, groups)
        answer = HttpResponse(bulk_sheets.as_ods(rows), content_type=bulk_sheets.ODS_TYPE)
    elif form == "csv":
        body = bulk_sheets.as_csv(table.rows_of(row, groups))
        answer = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    version = f"-v{kept.number}" if kept else ""
    answer["Content-Disposition"] = f'attachment; filename="{row.number}-responses{version}.{form}"'
    return answer
