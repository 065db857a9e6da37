"""Pages of one's own webhooks: the list with a form, one hook with what was sent, and what may be done with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies.access import actor_of_request, signed_in
from springhead.foundation.ledger.words import event_name
from springhead.foundation.ui.frame import in_language, language
from springhead.foundation.webhooks import actions, texts
from springhead.foundation.webhooks.models import Hook


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
    context = {
        "hooks": [_line(one) for one in actions.hooks(by=by)],
        "typed": request.POST,
        "problems": problems,
    }
    return render(request, "webhooks/list.html", context, status=422 if problems else 200)


@signed_in
@never_cache
@require_GET
def hook(request: HttpRequest, public_id: str) -> HttpResponse:
    """One hook with what was sent to it."""
    return _one(request, actions.own(public_id, by=actor_of_request(request)))


@signed_in
@never_cache
@require_POST
def act(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """Test, rotate, delete, or send one message again."""
    by = actor_of_request(request)
    found = actions.own(public_id, by=by)
    try:
        if what == "rotate":
            return _one(request, *actions.rotate(public_id, by=by))
        if what == "delete":
            actions.delete(public_id, by=by)
            return HttpResponseRedirect(in_language("/account/webhooks/", language()))
        if what == "again":
            actions.resend(public_id, _number(request.POST.get("seq", "")), by=by)
        else:
            actions.test(public_id, by=by)
    except Refused as refusal:
        return _one(request, found, problems=refusal.problems)
    return HttpResponseRedirect(in_language(f"/account/webhooks/{public_id}", language()))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else -1


def _one(
    request: HttpRequest,
    found: Hook,
    secret: str = "",
    *,
    made: bool = False,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    context = {
        **_line(found),
        "secret": secret,
        "made": made,
        "problems": problems,
        "sent": [
            {"row": one, "event": event_name(one.event), "state": texts.SENT[one.state]}
            for one in actions.deliveries(found)
        ],
    }
    status = problems[0].kind.status if problems else 200
    return render(request, "webhooks/hook.html", context, status=status)


def _line(one: Hook) -> dict[str, Any]:
    return {"row": one, "state": texts.STATES[one.state], "kind": texts.KINDS[one.state]}
