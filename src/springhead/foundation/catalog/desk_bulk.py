"""Bulk metadata on the desk: export, import, the differences, and only then the change."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.language import fill
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import queries as agency_queries
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.catalog import bulk, bulk_sheets, bulk_texts, texts
from springhead.foundation.catalog.bulk import Change
from springhead.foundation.catalog.desk import here
from springhead.foundation.catalog.policy import OFFICERS
from springhead.foundation.ui.frame import language

SALT = "springhead.bulk"
SHOWN = 500


@needs(*OFFICERS)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Offer export and import; a file that was sent is compared, not applied."""
    viewer = actor_of_request(request)
    sent = request.FILES.get("file")
    if request.method != "POST" or sent is None:
        return render(request, "catalog/desk/bulk.html", {})
    try:
        plan = bulk.plan(bulk_sheets.read(sent.read(), sent.name or ""), by=viewer)
    except Refused as refusal:
        return render(
            request, "catalog/desk/bulk.html", {"problems": refusal.problems}, status=refusal.status
        )
    rows = [[one.dataset, one.title, one.field, one.before, one.after] for one in plan.changes]
    context: dict[str, Any] = {
        "plan": plan,
        "shown": plan.changes[:SHOWN],
        "problems": plan.problems,
        "token": signing.dumps({"by": viewer.id, "rows": rows}, salt=SALT, compress=True),
    }
    return render(request, "catalog/desk/bulk.html", context)


@needs(*OFFICERS)
@require_POST
def carry_out(request: HttpRequest) -> HttpResponse:
    """Write exactly the differences that were shown to this person."""
    viewer = actor_of_request(request)
    try:
        told = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=86_400)
    except signing.BadSignature as error:
        raise Refused(bulk_texts.SHEET_UNREADABLE.at("")) from error
    if told["by"] != viewer.id:
        raise Refused(texts.NOT_YOUR_AGENCY.at(""))
    count = bulk.carry_out([Change(*row) for row in told["rows"]], by=viewer)
    messages.success(request, fill(texts.say(bulk_texts.BULK_DONE, language()), {"n": count}))
    return redirect(here("/desk/bulk/"))


@needs(*OFFICERS)
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """Send the metadata of all own datasets as CSV or ODS."""
    viewer = actor_of_request(request)
    mine = [one.public_id for one in agency_queries.own_agencies(viewer)]
    if form == "ods":
        answer = HttpResponse(bulk_sheets.as_ods(bulk.rows_of(mine)), content_type=bulk_sheets.ODS_TYPE)
        answer["Content-Disposition"] = 'attachment; filename="metadata.ods"'
        return answer
    stream = StreamingHttpResponse(
        bulk_sheets.as_csv(bulk.rows_of(mine)), content_type="text/csv; charset=utf-8"
    )
    stream["Content-Disposition"] = 'attachment; filename="metadata.csv"'
    return stream
