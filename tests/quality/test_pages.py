"""What people see of quality reports: the form, the mailed link, lists, one report, the dataset's page, the desk, the API."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.quality.conftest import ANSWER, CITIZEN, NOON, WORDS, again

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Mail
from springhead.foundation.quality import reporting
from springhead.foundation.quality.commands import Hide
from springhead.foundation.quality.models import QualityDraft, QualityReport

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def text(answer) -> str:
    return answer.content.decode()


def fill(client: Client, dataset, **more) -> object:
    data = {"dataset": dataset.public_id, "kind": "value", "text": WORDS, "row": "2", "nonce": "n1", **more}
    return client.post("/quality/new", data)


def test_a_visitor_sends_with_the_click_on_the_mailed_link(client, dataset) -> None:
    assert "河川水位" in text(client.get(f"/quality/new?dataset={dataset.public_id}"))
    answer = fill(client, dataset, email="Lin@example.tw", name="林小溪")
    assert "lin@example.tw" in text(answer).lower()
    assert not QualityReport.objects.exists()
    link = re.search(r"/quality/confirm/\S+", Mail.objects.get().body)
    assert link is not None
    assert WORDS in text(client.get(link[0]))
    assert not QualityReport.objects.exists()  # a mail scanner opened it
    first, second = client.post(link[0]), Client().post(link[0])
    row = QualityReport.objects.get()
    assert first["Location"] == second["Location"] == f"/quality/{row.number}"
    page = text(client.get(first["Location"]))
    assert WORDS in page
    assert "林*溪" in page
    assert "example.tw" not in page
    assert "收回" in page  # this browser acts for whoever clicked


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(client, dataset) -> None:
    answer = fill(client, dataset, text="短", email="lin@example.tw")
    assert answer.status_code == 422
    assert "短" in text(answer)
    assert "請填電子郵件" in text(fill(client, dataset))
    assert client.get("/quality/new?dataset=ds_none").status_code == 404


def test_a_wrong_link_is_over_and_drafts_are_forgotten(client, dataset) -> None:
    assert client.get("/quality/confirm/nonsense").status_code == 410
    who = reporting.Who("lin@example.tw")
    data = {"dataset": dataset.public_id, "kind": "value", "text": WORDS}
    for _ in range(5):
        reporting.keep(data, who, at=now())
    with pytest.raises(Refused) as error:
        reporting.keep(data, who, at=now())
    assert error.value.problems[0].code == "quality-too-many-links"
    QualityDraft.objects.update(made_at=now() - timedelta(days=3))
    reporting.forget_drafts(None)  # type: ignore[arg-type]
    assert not QualityDraft.objects.exists()


@pytest.fixture
def wired():
    from springhead.foundation.catalog import panels as elsewhere
    from springhead.foundation.quality import panels

    before = tuple(elsewhere._panels), tuple(elsewhere._desk)
    elsewhere.install((panels.of_dataset,), desk=(panels.of_desk,))
    yield
    elsewhere.install(before[0], desk=before[1])


@pytest.mark.usefixtures("wired")
def test_the_dataset_page_shows_reports_and_the_way_to_make_one(client, dataset, report) -> None:
    page = text(client.get(f"/datasets/{dataset.public_id}", follow=True))
    assert f"/quality/new?dataset={dataset.public_id}" in page
    row = report()
    page = text(client.get(f"/datasets/{dataset.public_id}", follow=True))
    assert f"/quality/{row.number}" in page
    assert "待機關答復" in page


@pytest.mark.usefixtures("wired")
def test_the_officer_answers_from_the_desk(signed_in, dataset, report) -> None:
    row = report(at=now())
    assert row.number in text(signed_in.get("/desk/quality/"))
    assert "1 件品質回報處理中" in text(signed_in.get("/desk/"))
    page = text(signed_in.get(f"/quality/{row.number}"))
    assert "說明不是錯誤" in page
    assert "遮蔽內容" not in page
    refused = signed_in.post(f"/quality/{row.number}/mend", {"answer": "好"})
    assert refused.status_code == 422
    assert signed_in.post(f"/quality/{row.number}/mend", {"answer": ANSWER}).status_code == 302
    assert again(row).state == "mended"
    assert ANSWER in text(Client().get(f"/quality/{row.number}"))
    assert "沒有待答復" in text(signed_in.get("/desk/quality/"))
    assert signed_in.post(f"/quality/{row.number}/explode").status_code == 404


def test_hidden_words_are_shown_nowhere(client, dataset, report) -> None:
    from tests.quality.conftest import OFFICE

    row = report()
    fire(row.number, Hide("含有個人電話號碼，依個資法遮蔽。"), by=OFFICE, at=NOON)
    for address in (
        f"/quality/{row.number}",
        f"/quality/?which=all&dataset={dataset.public_id}",
        f"/api/v1/quality/{row.number}",
    ):
        assert "負的" not in text(client.get(address))
    assert "含有個人電話號碼" in text(client.get(f"/quality/{row.number}"))


def test_the_list_is_narrowed_and_paged_at_a_fixed_cost(
    client, dataset, report, monkeypatch, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from springhead.foundation.quality import queries, rules

    monkeypatch.setattr(rules, "MOST_A_DAY", 1000)
    monkeypatch.setattr(queries.listing, "__kwdefaults__", {"limit": 3})
    report()
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert client.get("/quality/").status_code == 200
    for n in range(5):
        report(kind="link" if n % 2 else "format")
    with django_assert_num_queries(len(one)):
        page = text(client.get("/quality/"))
    following = re.search(r"cursor=(\d+)", page)
    assert following is not None
    assert len(re.findall(r"/quality/QR-", page)) == 3
    assert len(re.findall(r"/quality/QR-", text(client.get(f"/quality/?cursor={following[1]}")))) == 3
    assert len(re.findall(r"/quality/QR-", text(client.get("/quality/?kind=link")))) == 2
    assert "Nobody has reported" in text(client.get("/en/quality/?which=all&dataset=&agency=ag_none"))


def test_programs_read_and_report(client, dataset, report, agency) -> None:
    from tests.cases.test_api import make_key

    from springhead.foundation.agencies.models import Person

    row = report(column="水位")
    body = client.get(f"/api/v1/quality?dataset={dataset.public_id}").json()
    assert [(one["number"], one["kind"], one["open"]) for one in body["items"]] == [
        (row.number, "value", True)
    ]
    assert client.get(f"/api/v1/quality/{row.number}").json()["column"] == "水位"
    assert client.get("/api/v1/quality/QR-1").status_code == 404
    told = {"dataset": dataset.public_id, "kind": "missing", "text": WORDS}
    post = {"data": json.dumps(told), "content_type": "application/json"}
    assert client.post("/api/v1/quality", **post).status_code == 401
    person = Person.objects.create(email="dev@example.tw")
    secret = make_key(person, ["cases"])
    made = client.post("/api/v1/quality", headers={"Authorization": f"Bearer {secret}"}, **post)
    assert made.status_code == 200, text(made)
    assert QualityReport.objects.get(case__number=made.json()["number"]).kind == "missing"


def test_a_report_page_costs_the_same_however_much_happened(client, report, officer) -> None:
    from datetime import date

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from springhead.foundation.quality.commands import Schedule

    row = report()
    with CaptureQueriesContext(connection) as before:
        client.get(f"/quality/{row.number}")
    for n in range(4):
        fire(row.number, Schedule(ANSWER, date(2026, 4, 1 + n)), by=officer, at=NOON)
    with CaptureQueriesContext(connection) as after:
        client.get(f"/quality/{row.number}")
    assert len(after) <= len(before)
    assert CITIZEN.id not in text(client.get(f"/quality/{row.number}"))


def test_the_demo_has_a_report_in_every_state_an_agency_can_answer_with(client, dataset) -> None:
    from springhead.doors.demo import quality

    assert quality.load()
    assert not quality.load()
    states = sorted(QualityReport.objects.values_list("state", flat=True))
    assert states == ["dismissed", "mended", "mending", "reported"]
    assert text(client.get(f"/quality/?dataset={dataset.public_id}")).count("示範：") == 2
