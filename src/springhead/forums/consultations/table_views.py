"""The response table on the desk: out and in as a file, one group at a time, comments sorted by ticking, imports."""

from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import fill, pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.consultations import (
    commands,
    importing,
    numbering,
    policy,
    queries,
    showing,
    table,
    table_writing,
    texts,
    versions,
    words,
)
from springhead.forums.consultations import table_texts as problems
from springhead.forums.consultations.answer_views import table_file
from springhead.forums.consultations.desk import DESKS
from springhead.forums.consultations.models import Consultation
from springhead.forums.consultations.rules import HOST
from springhead.forums.consultations.table import Answer, Group, Groups
from springhead.forums.consultations.vocabulary import DISPOSITIONS, HIDE_GROUNDS
from springhead.foundation.agencies.access import actor_of_request, needs
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog import bulk_sheets
from springhead.foundation.ledger import words as names
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

SALT: Final = "springhead.consultation.table"
VALID: Final = 86_400
SHOWN: Final = 500
AT_ONCE: Final = 500  # comments left out of a draft that are sorted at a time


def _mine(request: HttpRequest, number: str) -> tuple[Consultation, Actor]:
    viewer = actor_of_request(request)
    row = queries.consultation(number, viewer=viewer)
    policy.check_desk(viewer, row)
    return row, viewer


@needs(*DESKS)
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest, number: str) -> HttpResponse:
    """The table; a file that was sent is compared with it, not applied."""
    row, viewer = _mine(request, number)
    context = _context(request, row, viewer)
    sent = request.FILES.get("file")
    if request.method != "POST" or sent is None:
        return render(request, "consultations/table.html", context)
    try:
        rows = bulk_sheets.read(sent.read(), sent.name or "")
        seen = table.digest(table.current(row))
        made = table.plan(row, rows, by=viewer)
    except Refused as refusal:
        context["problems"] = refusal.problems
        return render(request, "consultations/table.html", context, status=refusal.status)
    told = {"by": viewer.id, "number": number, "seen": seen, "rows": rows}
    context |= {
        "plan": made,
        "changes": showing.changes(made.changes[:SHOWN], concerned=True),
        "problems": tuple(made.problems),
        "token": "" if made.problems else signing.dumps(told, salt=SALT, compress=True),
    }
    return render(request, "consultations/table.html", context, status=422 if made.problems else 200)


def _context(request: HttpRequest, row: Consultation, viewer: Actor) -> dict[str, Any]:
    cursor = request.GET.get("cursor", "")[:12]
    draft = versions.draft(row)
    if draft is None:
        found = queries.clusters(row, cursor=cursor, limit=queries.PAGE)
        groups, following = showing.groups(row, found.items), found.next
    else:
        listed, following = table.page(versions.restored(draft.table), cursor)
        groups = showing.table(listed)
    return {
        **showing.page(row, viewer),
        "draft": draft,
        "groups": groups,
        "pager": Page(next=following),
        "unplaced": versions.unplaced(row),
        "host_here": policy.is_host(viewer, row),
        "mine": policy.answers_for(viewer, row),
        "writable": row.case.state in table_writing.WRITABLE,
    }


@needs(*DESKS)
@require_POST
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Write exactly the table whose differences were shown to this person."""
    row, viewer = _mine(request, number)
    try:
        told = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=VALID)
    except signing.BadSignature as error:
        raise Refused(problems.TABLE_STALE.at(number)) from error
    if (told["by"], told["number"]) != (viewer.id, number):
        raise Refused(problems.TABLE_STALE.at(number))
    count = table_writing.write(row, told["rows"], seen=told["seen"], by=viewer)
    messages.success(request, fill(pick(words.WRITTEN, language()), {"n": count}))
    return _to_table(number)


def _to_table(number: str) -> HttpResponse:
    return redirect(in_language(f"/desk/consultations/{number}/table", language()))


@needs(*DESKS)
@require_GET
def download(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The table as it is now, as ODS, CSV, ODT or PDF."""
    row, _ = _mine(request, number)
    return table_file(row, form, table.current(row))


@needs(*DESKS)
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """One group: what was said, which comments, who answers, and what this agency says of it."""
    row, viewer = _mine(request, number)
    groups = table.current(row)
    here = groups.get(place)
    if here is None and not policy.is_host(viewer, row):
        raise Http404
    if request.method != "POST":
        return _group(request, row, viewer, place)
    try:
        changed = _edited(request, row, viewer, groups, place)
        rows = list(table.rows_of(row, changed))
        count = table_writing.write(row, rows, seen=request.POST.get("seen", ""), by=viewer)
    except Refused as refusal:
        return _group(request, row, viewer, place, refusal.problems)
    messages.success(request, fill(pick(words.WRITTEN, language()), {"n": count}))
    return _to_table(number)


def _group(
    request: HttpRequest, row: Consultation, viewer: Actor, place: int, found: tuple[Problem, ...] = ()
) -> HttpResponse:
    groups = table.current(row)
    here = groups.get(place)
    answers = here.answers if here else {}
    named = names.names_of(set(row.agencies))
    mine = policy.answers_for(viewer, row)
    listed = here.comments[: queries.PAGE] if here else ()
    context = {
        **showing.page(row, viewer),
        "place": place,
        "group": here,
        "numbers": numbering.written(here.comments) if here else "",
        "comments": [
            showing.comment(one, {})
            for one in row.said.filter(number__in=listed).select_related("thread").order_by("number")
        ],
        "seen": table.digest(groups),
        "host_here": policy.is_host(viewer, row),
        "answers": [
            (one, named[one], answers.get(one, Answer()), one in answers, one in mine) for one in row.agencies
        ],
        "dispositions": list(DISPOSITIONS.items()),
        "problems": found,
        "typed": request.POST if found else None,
    }
    return render(request, "consultations/group.html", context, status=found[0].kind.status if found else 200)


def _edited(request: HttpRequest, row: Consultation, viewer: Actor, groups: Groups, place: int) -> Groups:
    """Return the table with what was typed for one group; fields that are not on the page stay."""
    given, here = request.POST, groups.get(place)
    if policy.is_host(viewer, row):
        if given.get("remove"):
            return table.with_group(groups, place, None)
        listed = numbering.read(given.get("comments", ""))
        if listed is None:
            value = given.get("comments", "")[:40]
            raise Refused(problems.TABLE_BAD_NUMBERS.at("comments", value=value))
        agencies = [one for one in row.agencies if one in given.getlist("agency")] or [row.host]
        summary = given.get("summary", "").strip()
        if not summary:
            raise Refused(problems.TABLE_NO_SUMMARY.at("summary"))
    else:
        assert here is not None  # the page is a 404 otherwise
        listed, agencies, summary = here.comments, list(here.answers), here.summary
    before = here.answers if here else {}
    answers = {one: _answer(given, one, before.get(one, Answer())) for one in agencies}
    return table.with_group(groups, place, Group(bulk_sheets.same(summary), tuple(sorted(listed)), answers))


def _answer(given: Any, agency: str, before: Answer) -> Answer:
    if f"reasons_{agency}" not in given:
        return before
    reasons = bulk_sheets.same(given.get(f"reasons_{agency}", ""))
    return Answer(given.get(f"disposition_{agency}", ""), reasons)


# ── comments ────────────────────────────────────────────────────────────────


@needs(*DESKS)
@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, number: str) -> HttpResponse:
    """Comments to be sorted: tick them and say which group they belong to; or hide one."""
    row, viewer = _mine(request, number)
    if request.method == "POST":
        return _sort(request, row, viewer)
    return render(request, "consultations/desk_comments.html", _sorting(request, row, viewer))


def _sorting(
    request: HttpRequest, row: Consultation, viewer: Actor, found: tuple[Problem, ...] = ()
) -> dict[str, Any]:
    everything = bool(request.GET.get("all"))
    q = " ".join(request.GET.get("q", "")[:120].split())
    draft = versions.draft(row)
    table_now = versions.restored(draft.table) if draft else None
    only = Q() if everything else _unsorted(row, table_now)
    listed = queries.to_sort(row, q=q, only=only, cursor=request.GET.get("cursor", "")[:12])
    labels = {one["id"]: one["label"] for one in row.anchors}
    groups = _summaries(row, table_now)
    return {
        **showing.page(row, viewer),
        "comments": [showing.comment(one, labels) for one in listed.items],
        "pager": Page(next=listed.next),
        "everything": everything,
        "q": q,
        "groups": groups,
        "fresh": groups[-1][0] + 1 if groups else 1,
        "grounds": list(HIDE_GROUNDS.items()),
        "host_here": policy.is_host(viewer, row),
        "writable": row.case.state in table_writing.WRITABLE,
        "problems": found,
    }


def _unsorted(row: Consultation, groups: Groups | None) -> Q:
    """Return which comments belong to no group: of a draft by their numbers, which the rows do not tell."""
    return queries.UNSORTED if groups is None else Q(number__in=versions.left_out(row, groups)[:AT_ONCE])


def _summaries(row: Consultation, groups: Groups | None) -> list[tuple[int, str]]:
    """Return number and summary of the groups comments can be put into: those of a draft, else the rows."""
    if groups is not None:
        return [(number, one.summary) for number, one in sorted(groups.items())]
    return list(row.clusters.order_by("number").values_list("number", "summary")[:1000])


def _sort(request: HttpRequest, row: Consultation, viewer: Actor) -> HttpResponse:
    ticked = [int(one) for one in request.POST.getlist("comment")[:200] if one.isascii() and one.isdecimal()]
    summary = bulk_sheets.same(request.POST.get("summary", ""))
    groups = table.current(row)
    seen = table.digest(groups)
    try:
        place = int(request.POST.get("group") or 0) or max(groups, default=0) + 1
        here = groups.get(place) or _fresh(row, summary)
        listed = tuple(sorted({*here.comments, *ticked}))
        changed = table.with_group(groups, place, Group(here.summary, listed, here.answers))
        table_writing.write(row, list(table.rows_of(row, changed)), seen=seen, by=viewer)
    except Refused as refusal:
        context = _sorting(request, row, viewer, refusal.problems)
        return render(request, "consultations/desk_comments.html", context, status=refusal.status)
    except ValueError as error:
        raise Refused(texts.NO_NUMBER.at("group", value=request.POST.get("group", "")[:20])) from error
    messages.success(request, pick(words.PLACED, language()))
    return redirect(in_language(f"/desk/consultations/{row.number}/comments", language()))


def _fresh(row: Consultation, summary: str) -> Group:
    if not summary:
        raise Refused(problems.TABLE_NO_SUMMARY.at("summary"))
    return Group(summary, (), dict.fromkeys(row.agencies, Answer()))


@needs(*HOST)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, number: str) -> HttpResponse:
    """Comments of the national participation platform: a file, or what was pasted."""
    row, viewer = _mine(request, number)
    context = {**showing.page(row, viewer), "columns": importing.COLUMNS.values(), "typed": request.POST}
    if request.method != "POST":
        return render(request, "consultations/import.html", context)
    sent = request.FILES.get("file")
    try:
        if sent is not None:
            found = importing.from_file(row, sent.read(), sent.name or "")
        else:
            found = importing.from_paste(row, request.POST.get("pasted", ""))
        fire(number, commands.parse("bring_in", {"comments": found}), by=viewer, at=now())
    except Refused as refusal:
        context["problems"] = refusal.problems
        return render(request, "consultations/import.html", context, status=refusal.status)
    messages.success(request, pick(words.BROUGHT, language()))
    return redirect(in_language(f"/desk/consultations/{number}/comments", language()))
