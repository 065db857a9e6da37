"""Pages by which people ask: the form, what is there already, the mailed link, and what askers may do later."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.cases.acting import acting, remember
from springhead.foundation.cases.fire import fire
from springhead.foundation.ledger import queries as ledger
from springhead.foundation.ledger.models import Event
from springhead.foundation.ui.access import public
from springhead.foundation.ui.frame import in_language, language
from springhead.procedures.data_requests import (
    asking,
    asking_form,
    commands,
    joining,
    part_commands,
    queries,
    similar,
    status,
    texts,
)
from springhead.procedures.data_requests.lists import lines
from springhead.procedures.data_requests.models import DataRequest
from springhead.procedures.data_requests.vocabulary import UNSATISFIED

ON_REQUEST = ("join", "withdraw", "take_over", "contest")
ON_PART = ("accept", "contest", "reply")


@public
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; then what is there already; then the request is sent, or its link is mailed."""
    typed = request.POST if request.method == "POST" else asking_form.begun(request.GET)
    form = asking_form.read(typed)
    if request.method != "POST" or request.POST.get("step") in ("more", "back"):
        return _form(request, form)
    found = asking.problems_of(form.payload) + form.problems + _missing_email(request, form)
    if found:
        return _form(request, form, problems=found)
    if request.POST.get("step") != "send":
        like = similar.similar(form.payload["title"], tuple(one["title"] for one in form.payload["items"]))
        if like.datasets or like.requests:
            return render(
                request, "data_requests/similar.html", {"form": form, "like": like, "typed": _kept(typed)}
            )
    return _send(request, form)


def _form(request: HttpRequest, form: asking_form.Typed, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    context = {"form": form, "problems": problems, "viewer_id": acting(request).id, **asking_form.choices()}
    return render(request, "data_requests/new.html", context, status=422 if problems else 200)


def _missing_email(request: HttpRequest, form: asking_form.Typed) -> tuple[Problem, ...]:
    return () if acting(request).id or form.email else (texts.NO_EMAIL.at("email"),)


def _kept(typed: Any) -> list[tuple[str, str]]:
    """Return what was typed, for hidden fields of the next step."""
    skipped = ("csrfmiddlewaretoken", "step")
    return [(name, value) for name in typed for value in typed.getlist(name) if name not in skipped]


def _send(request: HttpRequest, form: asking_form.Typed) -> HttpResponse:
    actor = acting(request)
    try:
        if actor.id:
            outcome = asking.send(
                form.payload, by=actor, at=now(), key=f"form:{form.nonce}" if form.nonce else None
            )
            return _to_receipt(request, outcome.case.number)
        asking.keep(form.payload, email=form.email, name=form.name, lang=language(), at=now())
    except Refused as refusal:
        return _form(request, form, problems=refusal.problems)
    return render(request, "data_requests/mailed.html", {"email": form.email})


@public
@require_http_methods(["GET", "POST"])
def send_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link shows a button, because mail scanners open links; the click is the submission."""
    if request.method != "POST":
        draft = asking.draft_of(token)
        number = draft.sent_as.number if draft.sent_as else ""
        return render(request, "data_requests/confirm.html", {"draft": draft, "sent": number})
    asker, outcome = asking.send_draft(token, at=now())
    remember(request, asker)
    return _to_receipt(request, outcome.case.number)


def _to_receipt(request: HttpRequest, number: str) -> HttpResponse:
    del request
    return redirect(in_language(f"/requests/{number}/receipt", language()))


@public
@require_GET
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The answer to “sent”: number, time, digest, last day, and what happens next."""
    found = queries.request(number, viewer=acting(request))
    event = Event.objects.filter(subject=number, event="data_request.submit").order_by("seq").first()
    if event is None:
        raise Refused(texts.NO_SUCH.at(number))
    context = {"row": found, "event": event, "sent": found.submitted_at, "leaf": bytes(event.leaf).hex()}
    return render(request, "data_requests/receipt.html", context)


@public
@require_GET
def receipt_file(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt to keep: the asker's own opens what they wrote, everybody else's keeps it closed."""
    viewer = acting(request)
    found = queries.request(number, viewer=viewer)
    event = Event.objects.filter(subject=number, event="data_request.submit").order_by("seq").first()
    if event is None:
        raise Refused(texts.NO_SUCH.at(number))
    entry = ledger.as_entry(event)
    if viewer.id and viewer.id == found.case.owner_id and not found.redactions:
        entry = ledger.open_facts(entry, _written(found))
    body = asking_form.as_json(ledger.receipt(entry))
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipt-{number}.json"'
    return response


def _written(found: DataRequest) -> dict[str, Any]:
    items = [{"title": one.title, "fields": one.fields} for one in found.items.all()]
    return {"title": pick(found.case.title, "zh-Hant"), "reason": found.reason, "items": items}


@public
@require_http_methods(["GET", "POST"])
def my_link(request: HttpRequest) -> HttpResponse:
    """Mail an asker the link to what they asked for."""
    if request.method == "POST":
        email = request.POST.get("email", "")[:254]
        if cache.add(f"data_requests.mine.{email.lower()}", 1, 60):
            asking.mail_my_link(email, lang=language(), at=now())
        return render(request, "data_requests/mailed.html", {"email": email, "mine": True})
    return render(request, "data_requests/mine_link.html", {})


@public
@require_http_methods(["GET", "POST"])
def mine_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link lets this browser act for the asker, after a click."""
    asker = asking.asker_by(token)
    if request.method == "POST":
        remember(request, asker)
        return redirect(in_language("/requests/mine", language()))
    return render(request, "data_requests/mine_confirm.html", {"asker": asker})


@public
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What this person asked for and joined."""
    viewer = acting(request)
    if not viewer.id:
        return redirect(in_language("/requests/mine/link", language()))
    return render(request, "data_requests/mine.html", {"rows": lines(queries.of_party(viewer.id))})


@public
@require_POST
def act(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """Join, withdraw, take over, accept, object or reply; the table decides who may."""
    viewer = acting(request)
    whole = number.partition(".")[0]
    if not viewer.id and event == "join" and "email" in request.POST:
        return _mail_join(request, whole)
    if not viewer.id:
        return redirect(in_language(f"/account/login/?next=/requests/{whole}", language()))
    on_part = "." in number
    if event not in (ON_PART if on_part else ON_REQUEST):
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    data = request.POST.dict()
    if event == "accept" and _is_objection(data):
        event, data = "contest", {**data, "reason": data.get("comment", "")}
    try:
        parse = part_commands.parse if on_part else commands.parse
        fire(number, parse(event, data), by=viewer, at=now())
    except Refused as refusal:
        return _refused(request, number, event, refusal)
    messages.success(request, texts.DONE[event][language()])
    return redirect(in_language(f"/requests/{whole}", language()))


def _refused(request: HttpRequest, number: str, event: str, refusal: Refused) -> HttpResponse:
    """Show the request again, with what stood in the way and what was typed."""
    viewer = acting(request)
    context = status.tell(queries.request(number.partition(".")[0], viewer=viewer), viewer=viewer)
    context |= {
        "viewer": viewer,
        "problems": refusal.problems,
        "typed": request.POST,
        "tried": f"{number}/{event}",
    }
    return render(request, "data_requests/request.html", context, status=refusal.status)


def _mail_join(request: HttpRequest, number: str) -> HttpResponse:
    email = request.POST["email"][:254]
    try:
        joining.mail_link(queries.request(number, viewer=acting(request)), email, lang=language(), at=now())
    except Refused as refusal:
        return _refused(request, number, "join", refusal)
    return render(request, "data_requests/mailed.html", {"email": email, "join": True})


@public
@require_http_methods(["GET", "POST"])
def join_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link shows a button, because mail scanners open links; the click counts somebody in."""
    if request.method != "POST":
        return render(request, "data_requests/join_confirm.html", {"wish": joining.wish_of(token)})
    wish = joining.count_in(token, at=now())
    remember(request, wish.asker)
    messages.success(request, texts.DONE["join"][language()])
    return redirect(in_language(f"/requests/{wish.request.number}", language()))


def _is_objection(data: dict[str, Any]) -> bool:
    """Under three stars with a reason is an objection."""
    given = str(data.get("stars", "")).strip()
    return given.isdecimal() and 0 < int(given) < UNSATISFIED and bool(str(data.get("comment", "")).strip())
