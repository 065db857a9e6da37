"""Every guarded page of the product against every role: whoever lacks the role never gets in."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import access
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.rules import GIVEN_ROLES, needs_agency
from springhead.foundation.ui.access import SIGNED_IN, access_of

SAMPLES = {
    "int": "1",
    "str": "x_00000000",
    "slug": "x",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "path": "x",
}
REFUSALS = {401, 403}


def guarded(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield (address with sample values, rule) of every page that is not public."""
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from guarded(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern):
            rule = access_of(pattern.callback)
            if rule is not None and (rule == SIGNED_IN or rule.startswith("role:")):
                yield "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES[part[1] or "str"], where), rule


def let_in(client: Client, path: str) -> list[str]:
    """Return the methods that were not refused. A visitor may also be sent to the sign-in page."""
    entered = []
    for method in ("get", "post"):
        answer = getattr(client, method)(path)
        away = answer.status_code == 302 and "/account/login/" in answer.headers["Location"]
        if answer.status_code not in REFUSALS and not away and answer.status_code != 405:
            entered.append(f"{method} {path}: {answer.status_code}")
    return entered


def test_there_are_guarded_pages_to_look_at() -> None:
    assert len(list(guarded(get_resolver().url_patterns))) >= 8


@pytest.mark.django_db
def test_visitors_get_into_no_guarded_page() -> None:
    entered = [line for path, _ in guarded(get_resolver().url_patterns) for line in let_in(Client(), path)]
    assert entered == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.CITIZEN, *GIVEN_ROLES])
def test_nobody_gets_into_a_page_of_another_role(person: Callable[..., Person], role: Role) -> None:
    client = Client()
    given = None if role is Role.CITIZEN else role
    client.force_login(person("x@example.test", given, "經濟部" if needs_agency(role) else ""))
    entered = [
        line
        for path, rule in guarded(get_resolver().url_patterns)
        if rule != SIGNED_IN and role not in rule.removeprefix("role:").split("|")
        for line in let_in(client, path)
    ]
    assert entered == []


def test_a_view_cannot_carry_two_rules() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(ValueError, match="cannot also be"):
        access.needs(Role.OPERATOR)(access.signed_in(view))


def test_tenancy_refuses_another_agency(actor: Callable[..., Any], agencies: None) -> None:
    officer = actor("o@example.test", Role.OFFICER, "經濟部")
    (own,) = officer.agency_ids
    access.require_agency(officer, own)
    with pytest.raises(Refused) as refusal:
        access.require_agency(officer, "ag_other")
    assert refusal.value.problems[0].code == "not-your-agency"
