"""Agencies, sign-in and accounts in a real browser: no axe violation, by keyboard, and with a passkey."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from tests.browser.conftest import violations

from springhead.doors.demo import people
from springhead.foundation.agencies import queries
from springhead.foundation.agencies.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = (
    "/agencies/",
    "/agencies/?q=水利",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/en/search?q=unicorn",
    "/demand/",
    "/dumps/",
    "/resolutions/",
    "/en/statistics/",
)
DEMO = ("/demo/accounts/", "/demo/clock/", "/demo/mails/", "/demo/agency-site/", "/demo/receiver/")
SIGNED_IN = (
    "/account/",
    "/account/webhooks/",
    "/account/email/",
    "/account/2fa/",
    "/desk/people/",
    "/desk/agencies/",
    "/desk/roster/",
)


@pytest.fixture
def page(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A fresh page on a site with the demo's people; console errors fail the test."""
    people.load()
    queries.find_or_provisional("消防署")
    context = chromium.new_context(base_url=live_server.url)
    fresh = context.new_page()
    faults: list[str] = []
    fresh.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    fresh.on("pageerror", lambda error: faults.append(str(error)))
    yield fresh
    context.close()
    assert faults == []


def sign_in_as(page: Any, persona: str) -> None:
    page.goto("/demo/accounts/")
    page.click(f"button[value={persona}]")
    page.wait_for_load_state()


def test_public_and_demo_pages_have_no_axe_violation(page: Any) -> None:
    water = queries.find("經濟部水利署")
    for path in (*PUBLIC, *DEMO, f"/agencies/{water.public_id}", f"/en/agencies/{water.public_id}"):
        page.goto(path)
        assert violations(page) == [], path


def test_own_pages_and_desks_have_no_axe_violation(page: Any) -> None:
    sign_in_as(page, "operator")
    fire = queries.find("消防署")
    for path in (*SIGNED_IN, f"/desk/agencies/{fire.public_id}", "/account/2fa/totp/activate/"):
        page.goto(path)
        assert violations(page) == [], path


def test_the_forms_work_by_keyboard_alone(page: Any) -> None:
    page.goto("/account/login/")
    page.focus("#id_login")
    page.keyboard.type("policy@demo.test")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(people.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto("/account/")
    assert page.locator("h1").inner_text() == "我的帳號"


def test_agencies_fit_a_small_phone_without_scrolling_sideways(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for path in (
        "/agencies/",
        "/agencies/?q=水利",
        "/account/login/",
        "/demo/clock/",
        "/ledger/",
        "/resolutions/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_passkey_is_added_and_signs_in_without_a_password(page: Any) -> None:
    person = Person.objects.get(email="officer@demo.test")
    assert EmailAddress.objects.filter(user=person, verified=True).exists()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in_as(page, "officer")
    page.goto("/account/2fa/webauthn/add/")
    page.fill("#id_name", "我的電腦")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto("/account/")
    assert "officer@demo.test" in page.locator(".lead").inner_text()
