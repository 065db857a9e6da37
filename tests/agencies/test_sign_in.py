"""Signing up, signing in with a second step, resetting, and being thrown out."""

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import get_hasher
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client

from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies import queries
from springhead.foundation.agencies.models import Person

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Rate limits of one test do not reach the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def confirmed(person: Callable[..., Person]) -> Person:
    made = person("somebody@example.test")
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def sign_in(client: Client, password: str = PASSWORD, email: str = "somebody@example.test") -> int:
    return client.post("/account/login/", {"login": email, "password": password}).status_code


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_signing_up_asks_for_confirmation_by_mail_and_then_lets_in(mailoutbox: list[EmailMessage]) -> None:
    client = Client()
    form = {"email": "New@Example.test", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/signup/", form).status_code == 302
    assert not signed_in(client)
    assert sign_in(client, email="new@example.test") == 302
    assert not signed_in(client)
    assert [mail.to for mail in mailoutbox] == [["new@example.test"]]
    path = re.search(r"http://[^/]+(/account/confirm-email/\S+)", str(mailoutbox[0].body))
    assert path
    assert client.post(path[1]).status_code == 302
    assert sign_in(client, email="new@example.test") == 302
    assert signed_in(client)


def test_a_new_account_is_a_citizen_and_nothing_more() -> None:
    Client().post(
        "/account/signup/", {"email": "n@example.test", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert queries.actor_of(Person.objects.get()).roles == {"citizen"}


@pytest.mark.parametrize("password", ["short", "password12", "somebody@example.test"])
def test_weak_passwords_are_refused(password: str) -> None:
    form = {"email": "somebody@example.test", "password1": password, "password2": password}
    page = Client().post("/account/signup/", form)
    assert page.status_code == 200
    assert "govuk-error" in page.content.decode()
    assert not Person.objects.exists()


def test_signing_up_with_a_known_address_does_not_tell_that_it_is_known(confirmed: Person) -> None:
    known, fresh = Client(), Client()
    form = {"password1": PASSWORD + "1", "password2": PASSWORD + "1"}
    answers = [
        client.post("/account/signup/", {**form, "email": email})
        for client, email in ((known, "somebody@example.test"), (fresh, "fresh@example.test"))
    ]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_the_session_is_new_after_signing_in(confirmed: Person) -> None:
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_guessing_is_slowed_down(confirmed: Person) -> None:
    client = Client()
    for _ in range(12):
        sign_in(client, "wrong password here")
    sign_in(client)  # right, but too late
    assert not signed_in(client)


def test_a_disabled_person_is_out_at_once(confirmed: Person) -> None:
    client = Client()
    sign_in(client)
    assert signed_in(client)
    Person.objects.update(is_active=False)
    assert not signed_in(client)


def test_the_next_page_is_never_elsewhere(confirmed: Person) -> None:
    form = {"login": "somebody@example.test", "password": PASSWORD, "next": "//evil.example/"}
    assert Client().post("/account/login/", form).headers["Location"] == "/"


@pytest.mark.parametrize("lang", ["", "/en"])
def test_people_with_a_role_begin_at_their_desk_and_others_at_the_front_page(
    person: Callable[..., Person], lang: str
) -> None:
    for email, role in (("citizen@example.test", None), ("office@example.test", Role.POLICY_OFFICE)):
        made = person(email, role)
        EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
        form = {"login": email, "password": PASSWORD}
        away = Client().post(f"{lang}/account/login/", form).headers["Location"]
        assert away == (f"{lang}/desk/" if role else f"{lang}/")


def test_a_second_step_is_asked_for_and_raises_the_assurance(confirmed: Person) -> None:
    from allauth.mfa.totp.internal.auth import generate_totp_secret
    from django.test import RequestFactory

    from springhead.foundation.agencies.access import actor_of_request

    secret = generate_totp_secret()
    TOTP.activate(confirmed, secret)
    client = Client()
    sign_in(client)
    assert not signed_in(client)
    assert client.get("/account/2fa/authenticate/").status_code == 200
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert not signed_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": totp_code(secret)}).status_code == 302
    assert signed_in(client)
    request = RequestFactory().get("/")
    request.user, request.session = confirmed, client.session
    assert actor_of_request(request).assurance == queries.ASSURANCE_SECOND_FACTOR


def test_turning_on_the_second_step_asks_for_the_password_again_and_shows_a_code_to_scan(
    confirmed: Person,
) -> None:
    client = Client()
    sign_in(client)
    asked = client.get("/account/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    client.post(asked.headers["Location"], {"password": PASSWORD})
    answer = client.get("/account/2fa/totp/activate/")
    page = answer.content.decode()
    assert answer.status_code == 200, answer.headers
    assert "data:image/svg+xml" in page
    assert 'class="qr"' in page


def test_the_operators_link_works_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("user", "op@agency.example", "--operator")
    path = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", capsys.readouterr().out)
    assert path
    client = Client()
    form = client.get(path[1])
    assert form.status_code == 302
    chosen = {"password1": "correct horse battery", "password2": "correct horse battery"}
    assert client.post(form.headers["Location"], chosen).status_code == 302
    fresh = Client()
    assert sign_in(fresh, "correct horse battery", "op@agency.example") == 302
    assert fresh.get("/desk/people/").status_code == 200
    again = Client().get(path[1], follow=True)
    assert "password1" not in again.content.decode()


def test_real_hashing_is_slow_and_tests_are_fast(settings: object) -> None:
    from springhead.config import settings as real

    assert get_hasher().algorithm == "md5"  # of the test settings
    assert "PASSWORD_HASHERS" not in vars(real) or "MD5" not in str(real.PASSWORD_HASHERS)


def test_cookies_are_kept_from_scripts_and_other_sites(confirmed: Person) -> None:
    client = Client()
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_forms_without_a_token_are_refused(confirmed: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/account/login/", {"login": "a", "password": "b"}).status_code == 403


@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.POLICY_OFFICE])
def test_only_operators_see_people(person: Callable[..., Person], role: Role | None) -> None:
    somebody = person("x@example.test", role, "經濟部" if role is Role.OFFICER else "")
    client = Client()
    client.force_login(somebody)
    assert client.get("/desk/people/").status_code == 403
    assert (
        client.post("/desk/people/roles/", {"email": "x@example.test", "role": "operator"}).status_code == 403
    )
    assert not queries.actor_of(somebody).holds(Role.OPERATOR)
