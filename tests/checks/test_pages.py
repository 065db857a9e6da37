"""What people and programs see of checks, in both languages, and who may have an address looked at."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.checks.conftest import DUTIES, OFFICER

from springhead.config import wiring
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.actions import make_key
from springhead.foundation.agencies.commands import MakeKey
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.agencies.queries import actor_of
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.catalog import panels as dataset_panels
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.checks import actions, queries, sealing
from springhead.foundation.checks.models import Check
from springhead.foundation.checks.vocabulary import WORDS, Verdict
from springhead.foundation.jobs.worker import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府", "en": "Clearbrook"}))


@pytest.fixture
def officer(agency) -> Person:
    person = Person.objects.create_user("officer@example.tw", "correct horse battery")
    Membership.objects.create(person=person, agency=agency, role=Role.OFFICER)
    return person


def key_of(person: Person) -> str:
    command = MakeKey(label="t", scopes=(Scope.CASES,), days=30)
    return make_key(command, owner=person, by=actor_of(person))[1]


@pytest.fixture
def key(officer) -> str:
    return key_of(officer)


def post(client, key: str, **given):
    return client.post(
        "/api/v1/checks",
        json.dumps(given),
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"} if key else {},
    )


def text(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_program_asks_waits_and_reads(client, key, machine, origin) -> None:
    first = post(client, key, url=f"{origin}/query.aspx")
    assert (first.status_code, first["Retry-After"]) == (202, "2")
    told = first.json()
    assert (told["pending"], told["verdict"], told["evidence"]) == (True, None, None)
    assert first["Location"] == f"/api/v1/checks/{told['id']}"
    drain(["look"], DUTIES)
    answer = client.get(first["Location"])
    found = answer.json()
    assert (found["pending"], found["verdict"], found["ok"]) == (False, "page", False)
    assert [one["code"] for one in found["problems"]] == ["link-query-page"]
    assert "查詢網頁" in found["problems"][0]["message"]["zh-Hant"]
    assert "query page" in found["problems"][0]["message"]["en"]
    assert found["evidence"]["status"] == 200
    assert post(client, key, url=f"{origin}/query.aspx").status_code == 200


def test_a_program_says_what_the_data_must_have(client, key, machine, origin) -> None:
    asked = {"url": f"{origin}/good.csv", "format": "CSV", "fields": ["站名", "雨量"]}
    where = post(client, key, **asked)["Location"]
    drain(["look"], DUTIES)
    assert post(client, key, **asked).json()["verdict"] == "short"
    assert client.get(where).json()["verdict"] == "ok"
    assert client.get(f"{where}?fields=站名&fields=雨量").json()["verdict"] == "short"


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"url": "ftp://example.org/"}, 400, "fetch-address-unusable"),
        ({"url": ""}, 422, "link-no-address"),
        ({}, 422, None),
        ({"url": "https://example.org/", "fields": ["x"] * 51}, 422, None),
    ],
)
@pytest.mark.usefixtures("everywhere")
def test_bad_input_is_said_plainly(client, key, given, status, code) -> None:
    answer = post(client, key, **given)
    assert answer.status_code == status
    if code:
        assert answer.json()["problems"][0]["code"] == code


def test_visitors_and_citizens_cannot_have_addresses_looked_at(client, everywhere) -> None:
    assert post(client, "", url="https://example.org/").status_code == 401
    citizen = Person.objects.create_user("c@example.tw", "correct horse battery")
    assert post(client, key_of(citizen), url="https://example.org/").status_code == 403
    assert client.post("/checks/new/look", {"url": "https://example.org/"}).status_code == 302
    client.force_login(citizen)
    assert client.post("/checks/new/look", {"url": "https://example.org/"}).status_code == 403
    assert not Check.objects.exists()
    assert "查驗一個網址" not in text(client, "/checks/")


def test_an_officer_asks_on_the_page_and_sees_the_verdict(client, officer, machine, origin) -> None:
    client.force_login(officer)
    assert "查驗一個網址" in text(client, "/checks/")
    answer = client.post("/checks/new/look", {"url": f"{origin}/downloads", "fields": "站名\n\n水位"})
    page = answer["Location"]
    assert page.startswith("/checks/ck_")
    assert "sh-progress" in text(client, page)
    where = page.partition("?")[0]
    told = client.get(f"{where}/progress").json()
    assert (told["done"], told["label"]) == (False, "排隊中，幾秒後開始")
    drain(["look"], DUTIES)
    assert client.get(f"{where}/progress").json()["done"]
    chinese, english = text(client, page), text(client, f"/en{page}")
    assert "sh-progress" not in chinese
    for words, shown in (("是網頁，不是檔案", chinese), ("A page, not a file", english)):
        assert words in shown
    assert "levels.csv" in english
    assert "link-page" in english


def test_the_form_says_what_is_no_address(client, officer, everywhere) -> None:
    client.force_login(officer)
    answer = client.post("/checks/new/look", {"url": "ftp://example.org/a.csv"})
    assert answer.status_code == 400
    assert "ftp://example.org/a.csv" in answer.content.decode()
    assert "http 或 https" in answer.content.decode()


def test_the_form_goes_back_where_it_came_from_and_nowhere_else(client, officer, machine, origin) -> None:
    client.force_login(officer)
    given = {"url": f"{origin}/good.csv"}
    assert client.post("/checks/new/look", {**given, "next": "/desk/"})["Location"] == "/desk/"
    away = client.post("/checks/new/look", {**given, "next": "https://evil.example/"})
    assert away["Location"].startswith("/checks/ck_")


def test_the_list_shows_what_is_watched_and_nothing_that_was_only_tried(client, look, origin) -> None:
    bad, good, tried = (look(f"{origin}/{name}") for name in ("query.aspx", "good.csv", "login"))
    for row in (bad, good):
        actions.watch(row.url, "DR-2026-000001.1", at=now())
    red, everything = text(client, "/checks/"), text(client, "/checks/?which=all")
    assert bad.public_id in red
    assert good.public_id not in red
    assert good.public_id in everything
    assert tried.public_id not in everything
    assert tried.url in text(client, f"/checks/{tried.public_id}")


def test_pages_of_the_list_follow_each_other(db) -> None:
    from springhead.engine.kernel.actors import VISITOR
    from springhead.foundation.checks import rules

    moment = now()
    Check.objects.bulk_create(
        Check(url=f"https://example.org/{n}", key=rules.key_of(str(n)), verdict="page", made_at=moment,
              seen_at=moment - timedelta(seconds=n // 3), red_at=moment - timedelta(seconds=n // 3), next_at=moment)
        for n in range(23)
    )  # fmt: skip
    for red in (True, False):
        seen, cursor = [], ""
        while True:
            found = queries.listing(red=red, cursor=cursor, viewer=VISITOR, limit=5)
            seen += [row.pk for row in found.items]
            cursor = found.next
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == 23
    assert queries.listing(red=True, cursor="nonsense", viewer=VISITOR).items


def test_the_list_walks_along_its_index(db) -> None:
    from springhead.engine.kernel.actors import VISITOR

    if connection.vendor != "sqlite":
        pytest.skip("SQLite's plan")
    for red, index in ((True, "check_red"), (False, "check_watched")):
        with CaptureQueriesContext(connection) as caught:
            queries.listing(red=red, cursor="", viewer=VISITOR)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {caught[0]['sql']}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert index in plan
        assert "TEMP B-TREE" not in plan


def test_an_unknown_check_is_said_to_be_unknown(client) -> None:
    assert "找不到查驗" in text(client, "/checks/ck_00000000", 404)
    assert client.get("/api/v1/checks/ck_00000000").status_code == 404


def test_a_result_is_proved_once_it_is_sealed(client, look, origin) -> None:
    row = look(f"{origin}/good.csv")
    where = f"/api/v1/checks/{row.public_id}"
    assert client.get(f"{where}/proof").status_code == 404
    sealing.seal(now())
    made = client.get(f"{where}/proof").json()
    assert (made["index"], made["size"]) == (0, 1)
    assert client.get(where).json()["sealed"] == made["event"]
    assert f"/ledger/{made['event']}" in text(client, f"/checks/{row.public_id}")


@pytest.fixture
def links_on_datasets(monkeypatch) -> None:
    monkeypatch.setattr(dataset_panels, "_panels", [wiring.check_links])


@pytest.mark.usefixtures("links_on_datasets")
def test_the_page_of_a_dataset_shows_its_links(client, look, agency, officer, origin) -> None:
    dataset = Dataset.objects.create(agency=agency, title={"zh-Hant": "水位"}, stage="listed", visible=True)
    for name in ("good.csv", "login"):
        Distribution.objects.create(dataset=dataset, kind="link", format="CSV", url=f"{origin}/{name}")
    page = f"/datasets/{dataset.public_id}"
    assert wiring.check_links(dataset, OFFICER) is None
    shown = client.get(page, follow=True).content.decode()
    above_the_foot = shown.partition("<main")[2].partition("</main>")[0]
    assert "連結查驗" not in above_the_foot
    look(f"{origin}/login")
    for prefix, words in (
        ("", ("有障礙", "尚未查驗", "link-login", "補救：", "開放資料不得要求登入", "）起</span>")),
        ("/en", ("Barred", "Not checked yet", "To mend it:", "Open data ask nobody to sign in", "since ")),
    ):
        shown = client.get(prefix + page, follow=True).content.decode()
        assert all(word in shown for word in words)
    assert "查驗這個連結" not in client.get(page, follow=True).content.decode()
    client.force_login(officer)
    assert "查驗這個連結" in client.get(page, follow=True).content.decode()


def test_every_verdict_has_its_words() -> None:
    assert set(WORDS) == {*Verdict, ""}
    assert all(word["zh-Hant"] and word["en"] for word in WORDS.values())
