"""A running site, a client that may reach it, and jobs that use that client."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.urls import get_resolver
from tests.checks.site import site as running_site

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.net.fetch import Fetcher, Limits
from springhead.engine.net.pace import Pace
from springhead.foundation.checks import actions, handlers, looking
from springhead.foundation.checks.models import Check
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.jobs.worker import drain

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
OFFICER = Actor(id="pp_officer0", roles=frozenset({Role.OFFICER}), agency_ids=frozenset({"ag_00000000"}))
DUTIES = Duties({handler.kind: handler for handler in handlers.HANDLERS})
LIMITS = Limits(size=20_000_000, seconds=5.0, redirects=3)


@pytest.fixture(scope="module")
def site():
    with running_site() as running:
        yield running


@pytest.fixture
def origin(site) -> str:
    site[1].instead.clear()
    return site[0]


@pytest.fixture
def client_of_site(origin) -> Fetcher:
    return Fetcher(allow=frozenset({origin}), limits=LIMITS, pace=Pace(0))


@pytest.fixture
def everywhere(monkeypatch):
    """Leave demo mode: any address may be asked for."""
    leave_demo(monkeypatch)


def leave_demo(monkeypatch) -> None:
    assert get_resolver().url_patterns  # read while demo mode is on: they stay for the tests that come after
    monkeypatch.setattr(settings, "SPRINGHEAD", replace(settings.SPRINGHEAD, demo=False))


@pytest.fixture
def machine(client_of_site, everywhere, monkeypatch):
    """Let jobs look through the client that may reach the site."""
    monkeypatch.setattr(looking, "client", lambda: client_of_site)


@pytest.fixture
def look(machine, db) -> Callable[..., Check]:
    """Ask for a look at an address and let a worker do it."""

    def ask(url: str, *, at: datetime | None = None, anew: bool = True) -> Check:
        from springhead.engine.kernel.now import now

        row = actions.request_check(url, by=OFFICER, at=at or now(), anew=anew)
        drain(["look"], DUTIES)
        return Check.objects.select_related("outcome").get(pk=row.pk)

    return ask
