"""Pages everybody sees: the list of consultations, one consultation, its answers, raw files and feeds."""

from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.ids import new
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Problem
from springhead.forums.consultations import bundle, feeds, picture, pseudonyms, queries, showing
from springhead.forums.consultations.ballots import WORDS
from springhead.forums.consultations.kinds import kinds
from springhead.forums.consultations.models import Consultation
from springhead.forums.consultations.rules import PUBLISHED
from springhead.forums.consultations.vocabulary import CHOICES
from springhead.foundation.cases.acting import acting
from springhead.foundation.ledger import words as names
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import language

ATOM: Final = "application/atom+xml; charset=utf-8"
TABS: Final = (
    ("open", {"zh-Hant": "徵詢中", "en": "Open now"}),
    ("coming", {"zh-Hant": "即將開始", "en": "Coming"}),
    ("answering", {"zh-Hant": "等待回應", "en": "Waiting for the answer"}),
    ("answered", {"zh-Hant": "已回應", "en": "Answered"}),
    ("all", {"zh-Hant": "全部", "en": "All"}),
)
FEED: Final = 50
PARTS: Final = 30  # named above the comments; the form has them all
MOST_IN_CALENDAR: Final = 2_000


@public
@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """The list: open now, coming, waiting for the answer, answered."""
    which = queries.wanted(request.GET)
    found = queries.listing(which)
    counts = queries.counts()
    query = which.query()
    context = {
        "rows": showing.lines(found.items),
        "page": Page(next=found.next),
        "wanted": which,
        "agency": _agency(which.agency),
        "query": urlencode(query),
        "kinds": [(one.code, one.name) for one in kinds().values()],
        "tabs": [
            (
                f"?{urlencode({**query, 'show': show})}",
                {
                    lang: f"{text} {sum(counts.get(s, 0) for s in queries.TABS[show])}"
                    for lang, text in name.items()
                },
            )
            for show, name in TABS
        ],
        "tab": f"?{urlencode({**query, 'show': which.show})}",
    }
    return render(request, "consultations/list.html", context)


def _agency(known: str) -> str:
    """Return an agency as its field shows it: by name; what nobody knows as it was typed."""
    if not known:
        return ""
    found = names.names_of({known}).get(known)
    return pick(found.text, language()) if found and found.href else known


@public
@require_GET
def csv_table(request: HttpRequest) -> HttpResponseBase:
    """All consultations of a filter as CSV, streamed."""
    body = feeds.table(queries.wanted(request.GET))
    return _download(
        StreamingHttpResponse(body, content_type="text/csv; charset=utf-8"),
        f"consultations-{today().isoformat()}.csv",
    )


@public
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The newest consultations of a filter, as Atom."""
    which = queries.wanted({"show": "all", **request.GET.dict()})
    rows = showing.lines(queries.listing(which, limit=FEED).items)
    context = {"rows": rows, "query": urlencode(which.query()), "address": settings.SPRINGHEAD.address}
    return render(request, "consultations/feed.xml", context, content_type=ATOM)


@public
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """First and last days of the consultations of a filter, as iCalendar."""
    which = queries.wanted({"show": "all", **request.GET.dict()})
    return _calendar(list(queries.chosen(which)[:MOST_IN_CALENDAR]))


def _calendar(rows: list[Consultation]) -> HttpResponse:
    body = feeds.calendar(rows, address=settings.SPRINGHEAD.address, lang=language(), at=now())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


# ── one consultation ────────────────────────────────────────────────────────


@public
@require_GET
def consultation(request: HttpRequest, number: str) -> HttpResponse:
    """One consultation: the question, what can change, what happens next, and what people say."""
    viewer = acting(request)
    row = queries.consultation(number, viewer=viewer)
    return render(request, "consultations/consultation.html", page(request, row, viewer))


def page(
    request: HttpRequest, row: Consultation, viewer: Actor, problems: tuple[Problem, ...] = ()
) -> dict[str, Any]:
    """Return the context of the page of one consultation. A fixed number of queries."""
    anchor = request.GET.get("part", "")[:64]
    cursor, q = request.GET.get("cursor", "")[:12], " ".join(request.GET.get("q", "")[:120].split())
    if q:
        found = queries.search(row, q, anchor=anchor, cursor=cursor)
    else:
        found = queries.threads(row, anchor=anchor, cursor=cursor)
    answered = row.case.state in PUBLISHED
    return {
        **showing.page(row, viewer),
        "comments": showing.comments(row, found.items),
        "pager": Page(next=found.next),
        "q": q,
        "part": next((one for one in row.anchors if one["id"] == anchor), None),
        "groups": showing.groups(row, queries.clusters(row, limit=5).items) if answered else [],
        "files": bundle.offered(row),
        "document": row.picture,
        "listed_parts": row.anchors[:PARTS],
        "chosen": request.POST.get("anchor", anchor),
        "problems": problems,
        "typed": request.POST,
        "nonce": request.POST.get("nonce") or new("nc"),
    }


@public
@require_GET
def consultation_feed(request: HttpRequest, number: str) -> HttpResponse:
    """The steps of one consultation, as Atom."""
    viewer = acting(request)
    context = showing.page(queries.consultation(number, viewer=viewer), viewer)
    context["address"] = settings.SPRINGHEAD.address
    return render(request, "consultations/steps.xml", context, content_type=ATOM)


@public
@require_GET
def consultation_calendar(request: HttpRequest, number: str) -> HttpResponse:
    """The days of one consultation, as iCalendar."""
    return _calendar([queries.consultation(number, viewer=acting(request))])


@public
@require_GET
def raw_file(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """One of the raw files of a consultation that has closed."""
    row = queries.consultation(number, viewer=acting(request))
    if f"{name}.csv" not in bundle.offered(row):
        raise Http404
    body = StreamingHttpResponse(bundle.lines(row, name), content_type="text/csv; charset=utf-8")
    return _download(body, f"{row.number}-{name}.csv")


@public
@require_GET
def whole_file(request: HttpRequest, number: str) -> HttpResponseBase:
    """Everything the picture can be computed again from, in one file."""
    row = queries.consultation(number, viewer=acting(request))
    if bundle.WHOLE not in bundle.offered(row):
        raise Http404
    body = FileResponse(bundle.place(row).open("rb"), content_type="application/zip")
    return _download(body, f"{row.number}-{bundle.WHOLE}")


@public
@require_GET
def statements(request: HttpRequest, number: str) -> HttpResponse:
    """The statements, what this person said to each, and the picture once it has closed."""
    viewer = acting(request)
    row = queries.consultation(number, viewer=viewer)
    if not row.statements:
        raise Http404
    return render(request, "consultations/statements.html", statements_page(request, row, viewer))


def statements_page(
    request: HttpRequest, row: Consultation, viewer: Actor, problems: tuple[Problem, ...] = ()
) -> dict[str, Any]:
    """Return the context of the page of statements. A fixed number of queries."""
    mine = queries.votes_of(row, pseudonyms.of(row, viewer.id, pseudonyms.VOTE)) if viewer.id else {}
    listed = queries.statements(row)
    texts = {str(one.number): one.text for one in listed}
    return {
        **showing.page(row, viewer),
        "statements": [{"row": one, "mine": WORDS.get(mine.get(one.number, 9))} for one in listed],
        "said": len(mine),
        "choices": list(CHOICES.items()),
        "document": row.picture,
        "drawing": picture.drawing(row.picture),
        "numbers": picture.numbers(row.picture, texts),
        "files": bundle.offered(row),
        "problems": problems,
        "typed": request.POST,
        "nonce": request.POST.get("nonce") or new("nc"),
    }


@public
@require_GET
def picture_file(request: HttpRequest, number: str) -> HttpResponse:
    """The picture as engine/opinions published it."""
    import orjson

    row = queries.consultation(number, viewer=acting(request))
    if not row.picture:
        raise Http404
    return HttpResponse(orjson.dumps(row.picture), content_type="application/json; charset=utf-8")


def _download(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
