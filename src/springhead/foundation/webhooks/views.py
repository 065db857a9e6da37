"""Pages of webhooks: the list with a form, one hook with what was sent, and what may be done with it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies.access import actor_of_request, signed_in
from springhead.foundation.agencies.queries import own_agencies
from springhead.foundation.ledger.words import Name, event_name, names_of
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language
from springhead.foundation.webhooks import actions, queries, sending, texts
from springhead.foundation.webhooks.models import Delivery, Hook

ACTS = ("test", "rotate", "delete", "again")


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def hooks(request: HttpRequest) -> HttpResponse:
    """The list, and the form for another; a post makes it and shows its secret, this once."""
    by = actor_of_request(request)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            made, secret = actions.make(request.POST.dict(), by=by)
        except Refused as refusal:
            problems = refusal.problems
        else:
            return _one(request, made, secret=secret, made=True)
    found = queries.hooks(viewer=by)
    named = names_of(name for one in found for name in (one.subject, one.agency_id) if name)
    context = {
        "hooks": [_line(one, named) for one in found],
        "agencies": own_agencies(by),
        "typed": request.POST if problems else request.GET,
        "problems": problems,
    }
    return render(request, "webhooks/list.html", context, status=problems[0].kind.status if problems else 200)


@signed_in
@never_cache
@require_GET
def hook(request: HttpRequest, public_id: str) -> HttpResponse:
    """One hook with what was sent to it."""
    return _one(request, queries.hook(public_id, viewer=actor_of_request(request)))


@signed_in
@never_cache
@require_POST
def act(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """Test, rotate, delete, or send one message again."""
    by = actor_of_request(request)
    found = queries.hook(public_id, viewer=by)
    if what not in ACTS:
        raise Http404(what)
    try:
        if what == "rotate":
            return _one(request, *actions.rotate(public_id, by=by))
        if what == "delete":
            actions.delete(public_id, by=by)
            return HttpResponseRedirect(in_language("/account/webhooks/", language()))
        if what == "again":
            actions.resend(public_id, _number(request.POST.get("seq", "")) or 0, by=by)
        else:
            actions.test(public_id, by=by)
    except Refused as refusal:
        return _one(request, found, problems=refusal.problems)
    return HttpResponseRedirect(in_language(f"/account/webhooks/{public_id}", language()))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _one(
    request: HttpRequest,
    found: Hook,
    secret: str = "",
    *,
    made: bool = False,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    rows, following = queries.deliveries(found, before=_number(request.GET.get("cursor", "")))
    named = names_of(name for name in (found.subject, found.agency_id) if name)
    context = {
        **_line(found, named),
        "secret": secret,
        "made": made,
        "testing": sending.is_testing(found),
        "problems": problems,
        "sent": [_sent(found, one) for one in rows],
        "page": Page(next=following),
    }
    status = problems[0].kind.status if problems else 200
    return render(request, "webhooks/hook.html", context, status=status)


def _line(one: Hook, named: dict[str, Name]) -> dict[str, Any]:
    kind, state = texts.standing(one.state, said=one.said, failing=one.failing_since is not None)
    return {
        "row": one,
        "state": state,
        "kind": kind,
        "about": named.get(one.subject),
        "agency": named.get(one.agency_id),
        "said": texts.answer_of(one.said) if one.said else None,
    }


def _sent(hook: Hook, one: Delivery) -> dict[str, Any]:
    waiting = one.state == Delivery.State.WAITING
    return {
        "row": one,
        "event": event_name(one.event),
        "state": texts.SENT[one.state],
        "kind": texts.SENT_KINDS[one.state],
        "said": texts.answer_of(one.said) if one.said else None,
        "next": hook.turn_at if waiting and one.attempts else None,
        "may": hook.state == Hook.State.ACTIVE and not (waiting and not one.attempts),
    }
