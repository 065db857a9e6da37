"""Pages and files of the announced list, in its versions, and the opening schedule of a cycle as a calendar."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from springhead.engine.kernel.language import LanguageMap, normal
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.access import actor_of_request
from springhead.foundation.ui import downloads
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.high_value import announcement_files as files
from springhead.procedures.high_value import announcement_papers as papers
from springhead.procedures.high_value import queries, texts, themes
from springhead.procedures.high_value.models import Announcement

PAGE: Final = 100  # entries of one page
COLUMNS: Final = ("fields", "format", "interval", "until")


@public
@require_GET
def latest(request: HttpRequest, number: str) -> HttpResponse:
    """Lead to the version in force."""
    row = queries.cycle(number, viewer=actor_of_request(request))
    versions = queries.announcements(row)
    if not versions:
        raise Refused(texts.NO_SUCH.at(number))
    return redirect(in_language(f"/themes/announcements/{number}/{versions[0].version}.html", language()))


@public
@require_GET
def announcement(request: HttpRequest, number: str, version: int, form: str) -> HttpResponseBase:
    """One version of the list: a page, or one of its files."""
    row = queries.announcement(number, version)
    if form == "html":
        before = queries.announcement(number, version - 1) if version > 1 else None
        return _page(request, row, before)
    return _file(request, row, form)


def _page(request: HttpRequest, row: Announcement, before: Announcement | None) -> HttpResponse:
    lang = language()
    given = request.GET.get("cursor", "")
    begin = int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else 0
    entries = row.body["entries"]
    versions = queries.announcements(row.cycle)
    context = {
        "row": row,
        "title": papers.called(row),
        "groups": [
            (theme, themes.name_of(theme), [_line(one) for one in group])
            for theme, group in papers.by_theme(entries[begin : begin + PAGE])
        ],
        "heads": [papers.COLUMNS[name] for name in ("title", "agency", *COLUMNS)],
        "total": len(entries),
        "page": Page(next=str(begin + PAGE) if len(entries) > begin + PAGE else ""),
        "changes": _changes(row, before) if before and not begin else [],
        "versions": versions,
        "in_force": versions[0].version == row.version,
        "forms": tuple(files.MEDIA),
        "path": in_language(papers.path_of(row), lang),
        "steps": papers.verifying(row, settings.SPRINGHEAD.address, lang),
    }
    return render(request, "high_value/announcement.html", context)


def _line(entry: Mapping[str, Any]) -> dict[str, Any]:
    said = [papers.cell(entry, name, language()) for name in COLUMNS]
    return {"entry": entry, "said": said}


def _changes(row: Announcement, before: Announcement) -> list[tuple[LanguageMap, str, str]]:
    found = papers.changes(row, before, language())
    return [(papers.HEADINGS[sort], named, exactly) for sort, named, exactly in found]


def _file(request: HttpRequest, row: Announcement, form: str) -> HttpResponseBase:
    if form not in files.MEDIA:
        raise Http404
    lang = normal(language())
    name, media = f"{row.cycle.case.number}-announcement-{row.version}.{form}", files.MEDIA[form]
    place = files.made(row, form, lang)
    if place is not None:
        return downloads.answer(request, place, digest=place.name, name=name, media=media)
    answer = HttpResponse(files.bytes_of(row, form, lang), content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public
@require_GET
def schedule(request: HttpRequest, number: str) -> HttpResponse:
    """The promised days of a cycle as a calendar to subscribe to."""
    row = queries.cycle(number, viewer=actor_of_request(request))
    body = papers.schedule(row, address=settings.SPRINGHEAD.address, lang=language(), at=now())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
