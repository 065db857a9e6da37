"""Pages by which people take part: comments, replies, votes, proposals, receipts, and what became of it all."""

import re
from typing import Any, Final

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.ids import new
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import (
    commands,
    pseudonyms,
    queries,
    showing,
    taking_part,
    texts,
    views,
    words,
)
from springhead.forums.consultations.ballots import WORDS
from springhead.forums.consultations.models import Comment, Consultation, Vote
from springhead.forums.consultations.rules import PUBLISHED
from springhead.foundation.cases import askers
from springhead.foundation.cases.acting import acting, remember
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.subscriptions import Follow, ask_to_follow
from springhead.foundation.ledger import queries as ledger
from springhead.foundation.ledger.models import Event
from springhead.foundation.ui.access import public
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language

PAUSE: Final = 60  # seconds between two mails of one address
NUMBER: Final = re.compile(r"CN-[0-9]{4}-[0-9]{6,9}")


@public
@require_POST
def comment(request: HttpRequest, number: str) -> HttpResponse:
    """Publish a comment, or mail the link that does."""
    viewer = acting(request)
    row = queries.consultation(number, viewer=viewer)
    data = {name: request.POST.get(name, "") for name in ("text", "anchor", "to")}
    try:
        if viewer.id:
            made = taking_part.say(row, data, by=viewer, at=now(), key=_key(request))
            messages.success(request, pick(words.PUBLISHED, language()))
            return _to_comment(row, made)
        email = _email(request)
        who = taking_part.Who(email, request.POST.get("name", "")[:120], language())
        taking_part.keep(row, data, who, at=now())
    except Refused as refusal:
        context = views.page(request, row, viewer, refusal.problems)
        return render(request, "consultations/consultation.html", context, status=refusal.status)
    return render(request, "consultations/mailed.html", {"email": email, "row": row})


def _email(request: HttpRequest) -> str:
    email = request.POST.get("email", "").strip()[:254]
    if not email:
        raise Refused(texts.NO_EMAIL.at("email"))
    return email


def _key(request: HttpRequest) -> str | None:
    nonce = request.POST.get("nonce", "")[:40]
    return f"form:{nonce}" if nonce else None


def _to_comment(row: Consultation, made: Comment) -> HttpResponse:
    return redirect(in_language(f"/consultations/{row.number}/comments/{made.number}", language()))


@public
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link shows a button, because mail scanners open links; the click publishes."""
    if request.method != "POST":
        return render(request, "consultations/confirm.html", {"draft": taking_part.draft_of(token)})
    asker, made = taking_part.publish(token, at=now())
    remember(request, asker)
    return _to_comment(made.consultation, made)


@public
@require_GET
def thread(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """One comment with its replies, what became of it, and its receipt."""
    viewer = acting(request)
    row = queries.consultation(number, viewer=viewer)
    top, found = queries.thread(row, place, cursor=request.GET.get("cursor", "")[:12])
    labels = {one["id"]: one["label"] for one in row.anchors}
    shown = [showing.comment(one, labels) for one in found.items]
    cluster = top.cluster
    groups = []
    if cluster is not None and row.case.state in PUBLISHED:
        groups = showing.groups(row, queries.clusters(row, number=cluster.number).items)
    context = {
        **showing.page(row, viewer),
        "comment": showing.comment(top, labels, shown),
        "pager": Page(next=found.next),
        "groups": groups,
        "place": place,
        "mine": bool(viewer.id) and viewer.id == top.party_id,
        "typed": {},
        "nonce": new("nc"),
    }
    return render(request, "consultations/thread.html", context)


@public
@require_GET
def comment_receipt(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """The receipt of a comment: its author's opens what they wrote, everybody else's keeps it closed."""
    viewer = acting(request)
    row = queries.consultation(number, viewer=viewer)
    made = row.said.filter(number=place).exclude(seq=None).first()
    if made is None or made.seq is None:
        raise Http404
    mine = bool(viewer.id) and viewer.id == made.party_id
    return _receipt(made.seq, {"text": made.text} if mine else {}, f"{number}-{place}")


def _receipt(seq: int, opened: dict[str, str], name: str) -> HttpResponse:
    import orjson

    entry = ledger.as_entry(Event.objects.get(seq=seq))
    if opened:
        entry = ledger.open_facts(entry, opened)
    body = orjson.dumps(ledger.receipt(entry), option=orjson.OPT_INDENT_2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipt-{name}.json"'
    return response


@public
@require_POST
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Hear of every step: at once with an account or a confirmed address, else after the click on a mailed link."""
    viewer = acting(request)
    row = queries.consultation(number, viewer=viewer)
    if viewer.id:
        askers.follow(viewer.id, row.number, at=now())
        messages.success(request, pick(words.FOLLOWING, language()))
    else:
        what = Follow(row.number, pick(row.case.title, language()), language())
        try:
            ask_to_follow(what, request.POST.get("email", "")[:254], at=now())
        except Refused as refusal:
            context = views.page(request, row, viewer, refusal.problems)
            return render(request, "consultations/consultation.html", context, status=refusal.status)
        messages.success(request, pick(words.CONFIRM_MAIL, language()))
    return redirect(in_language(f"/consultations/{number}", language()))


# ── statements ──────────────────────────────────────────────────────────────


@public
@require_POST
def vote(request: HttpRequest, number: str) -> HttpResponse:
    """Keep every choice on the page that differs from what this person said before."""
    viewer = acting(request)
    row = queries.consultation(number, viewer=viewer)
    if not viewer.id:
        return _sign_in(row)
    before = queries.votes_of(row, pseudonyms.of(row, viewer.id, pseudonyms.VOTE))
    given = {
        int(name[5:]): value
        for name, value in request.POST.items()
        if name.startswith("vote_") and name[5:].isascii() and name[5:].isdecimal() and len(name) < 14
    }
    fresh = {n: value for n, value in given.items() if value and WORDS.get(before.get(n, 9)) != value}
    try:
        for n, value in list(fresh.items())[:1000]:
            fire(number, commands.parse("vote", {"statement": n, "choice": value}), by=viewer, at=now())
    except Refused as refusal:
        context = views.statements_page(request, row, viewer, refusal.problems)
        return render(request, "consultations/statements.html", context, status=refusal.status)
    messages.success(request, pick(words.VOTED, language()))
    return redirect(in_language(f"/consultations/{number}/statements", language()))


def _sign_in(row: Consultation) -> HttpResponse:
    return redirect(in_language(f"/consultations/mine/link?back={row.number}", language()))


@public
@require_POST
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Put a statement forward; the host reads it first."""
    viewer = acting(request)
    row = queries.consultation(number, viewer=viewer)
    if not viewer.id:
        return _sign_in(row)
    try:
        fire(number, commands.parse("propose", request.POST.dict()), by=viewer, at=now(), key=_key(request))
    except Refused as refusal:
        context = views.statements_page(request, row, viewer, refusal.problems)
        return render(request, "consultations/statements.html", context, status=refusal.status)
    messages.success(request, pick(words.PROPOSED, language()))
    return redirect(in_language(f"/consultations/{number}/statements", language()))


@public
@require_GET
def vote_receipt(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """The receipt of one's own vote on a statement, opened; nobody gets that of somebody else."""
    viewer = acting(request)
    row = queries.consultation(number, viewer=viewer)
    found = _own_vote(row, place, viewer)
    if found is None or found.seq is None:
        raise Http404
    return _receipt(found.seq, {"vote": WORDS[found.choice]}, f"{number}-vote-{place}")


def _own_vote(row: Consultation, place: int, viewer: Actor) -> Vote | None:
    if not viewer.id:
        return None
    voice = pseudonyms.of(row, viewer.id, pseudonyms.VOTE)
    return Vote.objects.filter(statement__consultation=row, statement__number=place, voice=voice).first()


# ── what I said ─────────────────────────────────────────────────────────────


@public
@require_http_methods(["GET", "POST"])
def my_link(request: HttpRequest) -> HttpResponse:
    """Mail somebody without an account the link by which they take part in this browser."""
    back = _back(request)
    if request.method != "POST":
        return render(request, "consultations/mine_link.html", {"back": back})
    try:
        email = _email(request)
        if cache.add(f"consultations.mine.{email.lower()}", 1, PAUSE):
            name = request.POST.get("name", "")[:120]
            taking_part.mail_my_link(email, name=name, back=back, lang=language(), at=now())
    except Refused as refusal:
        context: dict[str, Any] = {"problems": refusal.problems, "typed": request.POST, "back": back}
        return render(request, "consultations/mine_link.html", context, status=refusal.status)
    return render(request, "consultations/mailed.html", {"email": email, "mine": True})


def _back(request: HttpRequest) -> str:
    """Return the number of the consultation somebody came from to confirm their address, or nothing."""
    back = request.GET.get("back", "")
    return back if NUMBER.fullmatch(back) else ""


@public
@require_http_methods(["GET", "POST"])
def mine_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link lets this browser take part, after a click."""
    asker = taking_part.asker_by(token)
    if request.method == "POST":
        remember(request, taking_part.confirm(token, at=now()))
        back = _back(request)
        path = f"/consultations/{back}/statements" if back else "/consultations/mine"
        return redirect(in_language(path, language()))
    return render(request, "consultations/mine_confirm.html", {"asker": asker})


@public
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What this person said, and what became of it."""
    viewer = acting(request)
    if not viewer.id:
        return redirect(in_language("/consultations/mine/link", language()))
    found = queries.of_party(viewer.id)
    return render(request, "consultations/mine.html", {"rows": showing.mine(found)})
