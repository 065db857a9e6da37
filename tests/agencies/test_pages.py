"""Every page of agencies and accounts answers, in both languages, to those who may see it."""

import pytest
from django.test import Client

from springhead.engine.kernel.actors import Role
from springhead.foundation.agencies import content, naming
from springhead.foundation.agencies.models import Agency, Membership, Person

pytestmark = pytest.mark.django_db

ALLAUTH = ("/account/login/", "/account/signup/", "/account/password/reset/")
OWN = ("/account/", "/account/email/", "/account/password/change/", "/account/2fa/")


@pytest.fixture
def agencies() -> None:
    content.load()


def somebody(role: Role | None = None, agency: str = "") -> Client:
    person = Person.objects.create_user("somebody@example.test", "a long enough password")
    if role:
        place = Agency.objects.get(names__contains={"zh-Hant": agency}) if agency else None
        Membership.objects.create(person=person, role=role, agency=place)
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_tree_shows_the_yuans_and_the_counties(agencies: None, lang: str) -> None:
    page = Client().get(f"{lang}/agencies/")
    assert page.status_code == 200
    assert ("臺北市政府" if not lang else "Taipei City Government") in page.content.decode()


@pytest.mark.parametrize("path", ALLAUTH)
@pytest.mark.parametrize("lang", ["", "/en"])
def test_sign_in_pages_wear_our_frame(path: str, lang: str) -> None:
    page = Client().get(lang + path)
    assert page.status_code == 200
    text = page.content.decode()
    assert 'class="masthead"' in text
    assert 'class="govuk-input' in text


@pytest.mark.parametrize("path", OWN)
def test_own_pages_need_sign_in(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("path", OWN)
@pytest.mark.parametrize("lang", ["", "/en"])
def test_own_pages_answer_after_sign_in(path: str, lang: str) -> None:
    page = somebody().get(lang + path)
    assert page.status_code == 200, page.headers
    assert 'class="masthead"' in page.content.decode()


def test_an_agency_page_says_what_is_unknown(agencies: None) -> None:
    found = naming.find("環境部")
    text = Client().get(f"/agencies/{found.public_id}").content.decode()
    assert "行政院環境保護署" in text  # predecessor
    assert "待補" in text  # its code
    assert "2.16.886.101.20003.20083" in text
