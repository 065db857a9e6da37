"""Pages of one's own account and keys, and the operators' page of people and roles."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import actions, leaving, queries, texts
from springhead.foundation.agencies.access import actor_of_request, needs, person_of_request, signed_in
from springhead.foundation.agencies.commands import KEY_DAYS_LIMIT, EditProfile, GiveRole, MakeKey
from springhead.foundation.agencies.rules import GIVEN_ROLES, Scope
from springhead.foundation.ui.components import Page
from springhead.foundation.ui.frame import in_language, language


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Profile, roles and keys of the signed-in person; a post saves the profile."""
    if request.method == "POST":
        command = EditProfile.parse(request.POST)
        actions.edit_profile(command, person=person_of_request(request))
        messages.success(request, pick(texts.SAVED, language()))
        return _back("/account/")
    return _account(request)


@signed_in
@never_cache
@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key and show its secret in the answer, this once."""
    try:
        command = MakeKey.parse(request.POST)
        key, secret = actions.make_key(
            command, owner=person_of_request(request), by=actor_of_request(request)
        )
    except Refused as refusal:
        return _account(request, problems=refusal.problems)
    return _account(request, fresh=(key, secret))


@signed_in
@require_POST
def revoke_key(request: HttpRequest, key_id: str) -> HttpResponse:
    """Revoke one of one's own keys."""
    actions.revoke_key(key_id, owner=person_of_request(request), by=actor_of_request(request))
    messages.success(request, pick(texts.KEY_REVOKED, language()))
    return _back("/account/")


def _account(
    request: HttpRequest, *, problems: tuple[Problem, ...] = (), fresh: tuple[Any, str] | None = None
) -> HttpResponse:
    person, viewer = person_of_request(request), actor_of_request(request)
    context = {
        "person": person,
        "memberships": queries.memberships(person, viewer=viewer),
        "keys": queries.keys(person, viewer=viewer),
        "own_agencies": queries.own_agencies(viewer),
        "scopes": [(scope.value, texts.SCOPES[scope]) for scope in Scope],
        "roles": texts.ROLES,
        "days_limit": KEY_DAYS_LIMIT,
        "problems": problems,
        "fresh": fresh,
        "now": now(),
        "given": request.POST if problems else {},
    }
    return render(
        request, "account/account.html", context, status=problems[0].kind.status if problems else 200
    )


@needs(Role.OPERATOR)
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Accounts and their roles."""
    return _people(request)


@needs(Role.OPERATOR)
@never_cache
@require_POST
def give_role(request: HttpRequest) -> HttpResponse:
    """Give a role."""
    try:
        actions.give_role(GiveRole.parse(request.POST), by=actor_of_request(request))
    except Refused as refusal:
        return _people(request, problems=refusal.problems)
    messages.success(request, pick(texts.ROLE_GIVEN, language()))
    return _back("/desk/people/")


@needs(Role.OPERATOR)
@require_POST
def end_role(request: HttpRequest, membership_id: int) -> HttpResponse:
    """End a role today; where it may not end, the same page says what to do first."""
    by = actor_of_request(request)
    return _change(request, lambda: actions.end_role(membership_id, by=by), texts.ROLE_ENDED)


@needs(Role.OPERATOR)
@require_POST
def disable(request: HttpRequest, person_id: str) -> HttpResponse:
    """Disable an account."""
    by = actor_of_request(request)
    return _change(request, lambda: leaving.disable(person_id, by=by), texts.ACCOUNT_DISABLED)


@needs(Role.OPERATOR)
@require_POST
def enable(request: HttpRequest, person_id: str) -> HttpResponse:
    """Let a disabled account in again."""
    by = actor_of_request(request)
    return _change(request, lambda: leaving.enable(person_id, by=by), texts.ACCOUNT_ENABLED)


def _change(request: HttpRequest, work: Callable[[], object], said: LanguageMap) -> HttpResponse:
    try:
        work()
    except Refused as refusal:
        return _people(request, problems=refusal.problems)
    messages.success(request, pick(said, language()))
    return _back("/desk/people/")


def _people(request: HttpRequest, *, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    q, after = request.GET.get("q", "")[:80], request.GET.get("cursor", "")[:254]
    found = queries.people(viewer=actor_of_request(request), q=q, after=after)
    context = {
        "found": found,
        "page": Page(next=found.next),
        "q": q,
        "roles": texts.ROLES,
        "given_roles": [(role.value, texts.ROLES[role]) for role in GIVEN_ROLES],
        "problems": problems,
        "given": request.POST if problems else {},
    }
    return render(
        request, "account/people.html", context, status=problems[0].kind.status if problems else 200
    )


def _back(path: str) -> HttpResponse:
    return HttpResponseRedirect(in_language(path, language()))
