"""Public pages of the ledger: the list, one event with its proof, and the files that outsiders verify with."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from springhead.engine.kernel import verify
from springhead.engine.kernel.problems import Refused
from springhead.foundation.ledger import heads, listing, queries, words
from springhead.foundation.ledger.entries import Entry, stamp
from springhead.foundation.ledger.listing import Found, Wanted
from springhead.foundation.ledger.texts import NO_SUCH_EVENT
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page

FOREVER: Final = "public, max-age=31536000, immutable"
VERIFIER: Final = Path(verify.__file__)
LARGEST: Final = 2**63 - 1


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of events, newest first."""
    wanted = _wanted(request)
    found = listing.events(wanted)
    context = {
        "wanted": wanted,
        "lines": _lines(found.entries),
        "page": _page(found, wanted),
        "head": queries.latest_head(),
        "total": listing.total(),
        "known": words.known_events(),
        "feed": "?" + urlencode(_filters(wanted)) if _filters(wanted) else "",
    }
    return render(request, "ledger/index.html", context)


@public
@require_safe
def event(request: HttpRequest, seq: int) -> HttpResponse:
    """One event: what it says, whether its proof holds, and how anyone can check that without us."""
    entry = queries.entry_at(_number(seq))
    receipt = _receipt(entry)
    context = {
        **_lines([entry])[0],
        "facts": [(name, words.as_shown(value)) for name, value in entry.public.items()],
        "holds": receipt is not None and _holds(receipt),
        "receipt": receipt,
        "bytes": json.dumps(receipt, ensure_ascii=False, indent=1),
        "last": listing.total() - 1,
    }
    return render(request, "ledger/event.html", context)


@public
@require_safe
def receipt_file(_request: HttpRequest, seq: int) -> HttpResponse:
    """The public receipt of one event; private facts stay closed in it."""
    document = queries.receipt(queries.entry_at(_number(seq)))
    response = _json(document)
    response["Content-Disposition"] = f'attachment; filename="receipt-{seq}.json"'
    response["Cache-Control"] = FOREVER
    return response


@public
@require_safe
def verifier(_request: HttpRequest) -> FileResponse:
    """The one file that verifies receipts."""
    return FileResponse(
        VERIFIER.open("rb"), as_attachment=True, filename="verify.py", content_type="text/x-python"
    )


@public
@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """The public keys of all times."""
    return _json(queries.keys_document())


@public
@require_safe
def heads_file(_request: HttpRequest) -> HttpResponseBase:
    """The signed heads as they are kept outside the database."""
    path = heads.folder() / "heads.ndjson"
    if not path.exists():
        return HttpResponse(b"", content_type="application/x-ndjson")
    return FileResponse(path.open("rb"), content_type="application/x-ndjson", filename="heads.ndjson")


@public
@require_safe
def head(_request: HttpRequest) -> HttpResponse:
    """The newest signed head."""
    newest = queries.latest_head()
    if newest is None:
        raise Refused(NO_SUCH_EVENT.at("0"))
    return _json(newest.as_json())


@public
@require_safe
def consistency(request: HttpRequest) -> HttpResponse:
    """The proof that the ledger of size `new` only added to that of size `old`."""
    return _json(queries.consistency_document(_asked(request, "old"), _asked(request, "new")))


@public
@require_safe
def events_file(request: HttpRequest) -> StreamingHttpResponse:
    """Events from number `start` on, at most 10,000 a time, one JSON object a line: for mirrors."""
    start = _asked(request, "start", default=0)
    most = min(_asked(request, "limit", default=listing.MOST_LINES), listing.MOST_LINES)
    return StreamingHttpResponse(_ndjson(start, most), content_type="application/x-ndjson")


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest events as an Atom feed, filtered like the list."""
    wanted = _wanted(request)
    found = listing.events(Wanted(event=wanted.event, subject=wanted.subject))
    context = {
        "lines": _lines(found.entries),
        "updated": stamp(found.entries[0].at) if found.entries else "1970-01-01T00:00:00.000000Z",
        "root": request.build_absolute_uri("/").rstrip("/"),
        "self": request.build_absolute_uri(),
    }
    return render(request, "ledger/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


def _lines(entries: list[Entry]) -> list[dict[str, Any]]:
    """Return events with the names of everything in them, looked up together."""
    names = words.names_of([one for entry in entries for one in (entry.subject, entry.actor)])
    return [
        {
            "entry": entry,
            "at": stamp(entry.at),
            "name": words.event_name(entry.event),
            "subject": names[entry.subject],
            "actor": names[entry.actor],
        }
        for entry in entries
    ]


def _receipt(entry: Entry) -> dict[str, Any] | None:
    """Return the receipt; None when a hash it needs is gone from the database."""
    try:
        return queries.receipt(entry)
    except LookupError:
        return None


def _holds(receipt: Mapping[str, Any]) -> bool:
    """Check the receipt with the very file that outsiders use."""
    try:
        verify.check_receipt(dict(receipt), {key["id"]: key for key in queries.public_keys()})
    except verify.Wrong:
        return False
    return True


def _wanted(request: HttpRequest) -> Wanted:
    return Wanted(
        event=_text(request, "event"),
        subject=_text(request, "subject"),
        before=_optional(request, "before"),
        after=_optional(request, "after"),
    )


def _filters(wanted: Wanted) -> dict[str, str]:
    given = {"event": wanted.event, "subject": wanted.subject}
    return {name: value for name, value in given.items() if value}


def _page(found: Found, wanted: Wanted) -> Page:
    filters = _filters(wanted)
    older = "?" + urlencode({**filters, "before": found.older}) if found.older is not None else ""
    newer = "?" + urlencode({**filters, "after": found.newer}) if found.newer is not None else ""
    return Page(next=older, previous=newer, count=None if filters else listing.total())


def _text(request: HttpRequest, name: str) -> str:
    """Return a parameter; no database holds NUL, so nothing is looked for behind one."""
    return request.GET.get(name, "").partition("\x00")[0].strip()[:100]


def _optional(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None


def _asked(request: HttpRequest, name: str, *, default: int | None = None) -> int:
    number = _optional(request, name) if name in request.GET else default
    if number is None:
        raise Refused(NO_SUCH_EVENT.at(request.GET.get(name, "")[:20] or "?"))
    return number


def _number(seq: int) -> int:
    if seq > LARGEST:
        raise Refused(NO_SUCH_EVENT.at(str(seq)[:20]))
    return seq


def _ndjson(start: int, most: int) -> Iterator[bytes]:
    for line in listing.stream(start=start, most=most):
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _json(document: Mapping[str, Any]) -> JsonResponse:
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
