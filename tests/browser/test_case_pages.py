"""Pages of cases in a real browser: no axe violation, on a phone too, and the explanation opens by keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.conftest import violations
from tests.support import parcels

from springhead.engine.kernel.now import now
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases import notices, registry, subscriptions
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Mail
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case() -> Iterator[Any]:
    """A case with a running term and some history, and a person who follows it."""
    before = registry.case_types()
    parcels.install()
    lin = Person.objects.create_user("lin@example.org", "a long password")
    subscriptions.follow(
        subscriptions.Follow("ds_00000001", "t"), by=parcels.Actor(id=lin.public_id), at=now()
    )
    found = parcels.hand_in(by=parcels.Actor(id=lin.public_id, roles=frozenset({"citizen"})), at=now()).case
    fire(found, parcels.Payload("ask"), by=parcels.OFFICER, at=now())
    for row in Event.objects.all():
        notices.tell(as_entry(row))
    yield found
    registry.install(before)


@pytest.fixture
def page(chromium: Any, live_server: Any, case: Any) -> Iterator[Any]:
    """A fresh page."""
    context = chromium.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_case_pages_have_no_axe_violation_and_fit_a_phone(page: Any, case: Any) -> None:
    subscriptions.ask_to_follow(subscriptions.Follow("ds_00000001", "資料集"), "a@example.org", at=now())
    link = (
        "/subscriptions/" + Mail.objects.get(to="a@example.org").body.split("/subscriptions/")[1].split()[0]
    )
    for path in (
        "/cases/",
        f"/cases/{case.number}",
        f"/en/cases/{case.number}",
        "/cases/?phase=closed",
        link,
    ):
        page.set_viewport_size({"width": 1200, "height": 900})
        page.goto(path)
        assert violations(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_why_this_date_opens_by_keyboard(page: Any, case: Any) -> None:
    page.goto(f"/cases/{case.number}")
    page.focus("details summary")
    page.keyboard.press("Enter")
    assert page.locator("details[open] tbody tr").count() >= 15
    assert violations(page) == []


def test_own_news_have_no_axe_violation(page: Any, client: Any, live_server: Any) -> None:
    client.force_login(Person.objects.get(email="lin@example.org"))
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto("/account/news/")
    assert "1 則未讀" in page.locator("main").inner_text()
    assert violations(page) == []
