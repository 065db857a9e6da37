"""Demo mode: local only, folders kept apart, one press to sign in, a clock that only goes forward."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client

from springhead.doors.demo import agency_site, clock, mode, people
from springhead.doors.demo.templatetags import demo as demo_tags
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import TAIPEI, now, set_offset, today, wall
from springhead.foundation.agencies import queries
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases import mailbox
from springhead.foundation.cases.models import Mail


@pytest.fixture
def folder(tmp_path: Path) -> SimpleNamespace:
    return SimpleNamespace(data=tmp_path)


@pytest.fixture
def moved_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A demo clock of this test alone, at real time again afterwards."""
    file = tmp_path / "clock.json"
    monkeypatch.setenv("SPRINGHEAD_CLOCK", str(file))
    monkeypatch.setattr(clock, "settings", SimpleNamespace(SPRINGHEAD=SimpleNamespace(clock=file)))
    set_offset(file, timedelta())
    yield file
    set_offset(file, timedelta())
    now()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.5.0.1"])
def test_demo_runs_on_loopback(folder: SimpleNamespace, host: str, db: None) -> None:
    assert mode.problem_with(folder, host=host, demo=True) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "springhead.example", ""])
def test_demo_refuses_every_other_address(folder: SimpleNamespace, host: str) -> None:
    problem = mode.problem_with(folder, host=host, demo=True)
    assert problem is not None
    assert problem.code == "demo-loopback-only"


@pytest.mark.django_db
def test_real_use_binds_anything_on_a_fresh_folder(folder: SimpleNamespace) -> None:
    assert mode.problem_with(folder, host="0.0.0.0", demo=False) is None


@pytest.mark.django_db
def test_real_use_refuses_a_folder_with_the_demo_marker(folder: SimpleNamespace) -> None:
    file = mode.marker(folder)
    file.parent.mkdir()
    file.touch()
    assert mode.problem_with(folder, host="127.0.0.1", demo=False).code == "demo-folder-in-use"


@pytest.mark.django_db
def test_real_use_refuses_a_database_with_demo_people_even_without_the_marker(
    folder: SimpleNamespace,
) -> None:
    people.load()
    assert mode.problem_with(folder, host="127.0.0.1", demo=False).code == "demo-folder-in-use"


@pytest.mark.django_db
def test_demo_refuses_a_folder_with_real_accounts(folder: SimpleNamespace) -> None:
    Person.objects.create_user("real@agency.example")
    assert mode.problem_with(folder, host="127.0.0.1", demo=True).code == "demo-folder-real"


@pytest.mark.django_db
def test_there_is_an_account_for_every_role_that_can_be_given() -> None:
    assert people.load()
    assert not people.load()
    from springhead.foundation.agencies.rules import GIVEN_ROLES

    assert {each.role for each in people.PERSONAS} == {*GIVEN_ROLES, Role.CITIZEN}


@pytest.mark.django_db
def test_the_demo_lead_acts_for_the_agencies_below_the_ministry() -> None:
    people.load()
    lead = queries.actor_of(Person.objects.get(email="lead@demo.test"))
    water = queries.find("經濟部水利署")
    assert lead.holds(Role.AGENCY_LEAD, agency_id=water.public_id)
    assert not lead.holds(Role.AGENCY_LEAD, agency_id=queries.find("臺北市政府").public_id)


@pytest.mark.django_db
def test_demo_accounts_name_their_agency_in_both_languages() -> None:
    people.load()
    agencies = {one.code: agency for one, agency in demo_tags.demo_accounts()["personas"]}
    assert agencies["officer"] == {"zh-Hant": "經濟部水利署", "en": "Water Resources Agency"}
    assert agencies["citizen"] is None


@pytest.mark.django_db
def test_one_press_signs_in_and_goes_on() -> None:
    people.load()
    client = Client()
    answer = client.post("/demo/sign-in/", {"persona": "officer", "next": "/account/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/")
    assert "水利署示範承辦" in client.get("/account/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_one_press_never_leads_elsewhere(target: str) -> None:
    people.load()
    answer = Client().post("/demo/sign-in/", {"persona": "citizen", "next": target})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_an_unknown_demo_account_is_refused() -> None:
    assert Client().post("/demo/sign-in/", {"persona": "root"}).status_code == 404


@pytest.mark.django_db
def test_demo_passwords_work_on_the_ordinary_form() -> None:
    people.load()
    client = Client()
    answer = client.post("/account/login/", {"login": "policy@demo.test", "password": people.PASSWORD})
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200


@pytest.mark.django_db
def test_the_clock_goes_forward_by_days_and_back_to_real_time(moved_clock: Path) -> None:
    client = Client()
    assert client.post("/demo/clock/", {"how": "days", "days": "14"}).status_code == 302
    assert timedelta(days=13, hours=23) < now() - wall() < timedelta(days=14, hours=1)
    assert client.post("/demo/clock/", {"how": "reset"}).status_code == 302
    assert abs(now() - wall()) < timedelta(seconds=5)


@pytest.mark.django_db
def test_the_clock_shows_the_last_day_of_the_next_term(
    moved_clock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    midnight = datetime(2026, 12, 8, tzinfo=TAIPEI)
    monkeypatch.setattr(clock, "next_deadline", lambda: midnight)
    page = Client().get("/demo/clock/").content.decode()
    assert "到 2026 年 12 月 7 日（一）止" in page
    assert "2026-12-08" not in page


@pytest.mark.django_db
def test_the_clock_jumps_to_nine_in_the_morning_of_a_date(moved_clock: Path) -> None:
    day = today() + timedelta(days=40)
    assert Client().post("/demo/clock/", {"how": "date", "date": day.isoformat()}).status_code == 302
    assert today() == day


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form",
    [
        {"how": "days", "days": "0"},
        {"how": "days", "days": "-3"},
        {"how": "days", "days": "abc"},
        {"how": "date", "date": "2001-01-01"},
        {"how": "date", "date": "morgen"},
        {"how": "deadline"},
    ],
)
def test_the_clock_refuses_what_makes_no_sense(moved_clock: Path, form: dict[str, str]) -> None:
    answer = Client().post("/demo/clock/", form)
    assert answer.status_code in (400, 409)
    assert abs(now() - wall()) < timedelta(seconds=5)


@pytest.mark.django_db
def test_every_mail_is_on_the_page_newest_first() -> None:
    for number in range(23):
        mailbox.post(
            key=f"k{number}", to="a@b.example", subject=f"信 {number}", body="<b>https://example.test/x</b>"
        )
    client = Client()
    first = client.get("/demo/mails/").content.decode()
    assert first.index("信 22") < first.index("信 21")
    assert "信 2<" not in first
    assert "&lt;b&gt;" in first  # a mail's text is text
    last = Mail.objects.order_by("-pk")[19].pk
    assert "信 2<" in client.get(f"/demo/mails/?cursor={last}").content.decode()


def test_every_file_of_the_pretend_agency_is_served_with_an_etag() -> None:
    client = Client()
    for file in agency_site.FILES:
        answer = client.get(f"/demo/agency-site/{file.name}")
        assert answer.status_code == 200, file.name
        assert answer.content
        again = client.get(
            f"/demo/agency-site/{file.name}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == (304 if file.name != "budget.xlsx" else again.status_code)


def test_the_reservoir_file_is_big5_with_a_title_row_and_roc_dates() -> None:
    text = agency_site.reservoirs(now()).decode("cp950")
    lines = text.splitlines()
    assert "示範水庫每日水情表" in lines[0]
    assert f"{today().year - 1911}/" in lines[2] or f"{today().year - 1912}/" in lines[2]
    assert any(char in text for char in "０１２３４５６７８９")
    with pytest.raises(UnicodeDecodeError):
        agency_site.reservoirs(now()).decode("utf-8")


def test_the_levels_change_every_hour_and_not_within_one() -> None:
    at = now().replace(minute=10)
    assert agency_site.levels(at) == agency_site.levels(at + timedelta(minutes=20))
    assert agency_site.levels(at) != agency_site.levels(at + timedelta(hours=1))


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("path", ["/demo/clock/", "/demo/mails/", "/demo/agency-site/"])
def test_demo_pages_answer_in_both_languages(path: str, lang: str) -> None:
    assert Client().get(lang + path).status_code == 200


def test_outside_demo_mode_there_is_no_demo_address(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    from springhead.doors.demo import urls

    assert urls.urlpatterns
    monkeypatch.setattr(settings, "SPRINGHEAD", SimpleNamespace(demo=False))
    try:
        assert importlib.reload(urls).urlpatterns == []
    finally:
        monkeypatch.undo()
        importlib.reload(urls)


def test_the_pretend_agency_describes_a_service_whose_sample_call_has_its_fields():
    from datetime import UTC, datetime

    from springhead.doors.demo import agency_pages
    from springhead.foundation.checks import openapi

    at = datetime(2026, 3, 2, 4, tzinfo=UTC)
    document = openapi.read(agency_pages.service(at))
    assert document is not None
    where = "http://127.0.0.1:8000/demo/agency-site/"
    (sample,) = openapi.samples(document, f"{where}openapi.json", wanted=["測站"])
    assert sample.url == f"{where}levels.json"
    rows = json.loads(agency_pages.levels(at))
    assert len(rows) == 192
    assert sample.names == {openapi.name_key(name) for name in rows[0]}
