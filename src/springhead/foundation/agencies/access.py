"""The marks of permission that know people and roles. Every route carries one of these or `public`.

    @signed_in
    def account(request): ...

    @needs(Role.OPERATOR)
    def people(request): ...

    actor = actor_of_request(request)
    require_agency(actor, dataset.agency.public_id)      # tenancy, inside the view or the action

For API operations `@needs` and `@signed_in` stand below the router's decorator, and the router (or the
operation) takes `auth=KeyAuth(Scope.PUBLISH)`: programs sign in with `Authorization: Bearer ak_….secret`
only, cookies are ignored there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import urlencode
from ninja.security import HttpBearer

from springhead.engine.kernel.actors import VISITOR, Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import policy, queries, texts
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ui.access import SIGNED_IN, access_of, mark, public
from springhead.foundation.ui.frame import in_language, language

__all__ = [
    "KeyAuth", "access_of", "actor_of_request", "needs", "person_of_request", "public", "require_agency", "signed_in",
]  # fmt: skip

View = TypeVar("View", bound=Callable[..., Any])

_ACTOR: Final = "_springhead_actor"


def actor_of_request(request: HttpRequest) -> Actor:
    """Return who asks: the key's owner narrowed to the key, else the signed-in person, else a visitor. Cached."""
    actor = getattr(request, _ACTOR, None)
    if actor is None:
        person = getattr(request, "user", None)
        signed_in_person = person if isinstance(person, Person) and not _is_api(request) else None
        actor = VISITOR
        if signed_in_person is not None:
            actor = queries.actor_of(signed_in_person, assurance=_assurance(request, signed_in_person))
        setattr(request, _ACTOR, actor)
    return cast(Actor, actor)


def person_of_request(request: HttpRequest) -> Person:
    """Return the signed-in person. Raises `Refused` (401) for a visitor."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        raise Refused(texts.SIGN_IN_NEEDED.at())
    return person


def signed_in(view: View) -> View:
    """Let only signed-in people (or a valid key) through; a visitor of a page goes to the sign-in page and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not actor_of_request(request).id:
            return _sign_in(request)
        return view(request, *args, **kwargs)

    return cast(View, mark(guarded, SIGNED_IN))


def needs(*roles: Role) -> Callable[[View], View]:
    """Let only holders of one of `roles` through, wherever they hold it; check the agency with `require_agency`."""
    wanted = frozenset(roles)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor = actor_of_request(request)
            if not actor.id:
                return _sign_in(request)
            policy.check(policy.holds_one_of(actor, wanted))
            return view(request, *args, **kwargs)

        return cast(View, mark(guarded, "role:" + "|".join(sorted(wanted))))

    return decorate


def require_agency(actor: Actor, agency_id: str) -> None:
    """Raise `Refused` (403) unless the actor belongs to the agency or leads one above it."""
    policy.check(policy.may_act_for(actor, agency_id))


class KeyAuth(HttpBearer):
    """Sign-in of programs for django-ninja: a valid API key with the scope; sets the actor of the request."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        """Authenticate; without the header a problem document instead of ninja's bare 401."""
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            raise Refused(texts.SIGN_IN_NEEDED.at("Authorization"))
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return the key's actor. Raises `Refused`: 401 for an unknown key, 403 without the scope."""
        key = queries.key_of(token)
        if key is None:
            raise Refused(texts.KEY_UNKNOWN.at("Authorization"))
        if self.scope not in key.scopes:
            raise Refused(texts.SCOPE_NEEDED.at("Authorization", scope=texts.SCOPES[self.scope]))
        actor = queries.actor_of(key)
        setattr(request, _ACTOR, actor)
        return actor


def _assurance(request: HttpRequest, person: Person) -> int:
    """Return how sure this session is of the person: with a second factor or a passkey more than with a password."""
    strong = any(record.get("method") == "mfa" for record in get_authentication_records(request, person))
    return queries.ASSURANCE_SECOND_FACTOR if strong else queries.ASSURANCE_ACCOUNT


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _sign_in(request: HttpRequest) -> HttpResponseRedirect:
    if _is_api(request):
        raise Refused(texts.SIGN_IN_NEEDED.at())
    target = in_language(getattr(settings, "LOGIN_PATH", "/account/login/"), language())
    back = request.get_full_path() if request.method in ("GET", "HEAD") else in_language("/", language())
    return HttpResponseRedirect(f"{target}?{urlencode({'next': back})}")
