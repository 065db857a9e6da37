"""Asking by pages: without an account by a mailed link, with one at once; what is there already; receipts; the list."""

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core import signing
from tests.data_requests.conftest import (
    NEIGHBOUR,
    NOON,
    PARENT,
    do,
    of,
    part_of,
    payload,
    refused,
    state,
    will_open,
)

from springhead.engine.kernel import verify
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases.models import Asker, Case, Mail, Subscription
from springhead.procedures.data_requests import asking
from springhead.procedures.data_requests.models import DataRequest, RequestDraft

pytestmark = pytest.mark.django_db
LANGS = ("", "/en")


def typed(**more):
    return {
        "title": "學校周邊的交通事故地點",
        "wanted_1": "交通事故地點",
        "fields_1": "發生時間\n經度\n緯度",
        "reason": "這份資料可以讓家長安排安全的通學路線。",
        "agencies": "清溪縣政府警察局",
        "name": "陳小玲",
        "email": "parent@example.org",
        **more,
    }


def link_in(mail: Mail) -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.body).group(1)


@pytest.mark.parametrize("lang", LANGS)
def test_the_click_on_the_mailed_link_is_the_submission(client, police, lang):
    answer = client.post(f"{lang}/requests/new", typed(step="send"))
    assert answer.status_code == 200
    assert not DataRequest.objects.exists()
    link = link_in(Mail.objects.get())
    assert client.get(link).status_code == 200
    assert not DataRequest.objects.exists(), "a mail scanner that opens the link sends nothing"
    sent = client.post(link, follow=True)
    row = DataRequest.objects.select_related("case").get()
    assert row.number in sent.content.decode()
    assert row.name_shown == "陳*玲"
    assert state(row) == "in_progress"
    assert "parent@example.org" not in client.get(f"{lang}/requests/{row.number}").content.decode()
    client.post(link)
    assert DataRequest.objects.count() == 1, "a second click is the same request"


def test_the_link_is_over_after_a_day(client, police, monkeypatch):
    client.post("/requests/new", typed(step="send"))
    link = link_in(Mail.objects.get())
    monkeypatch.setattr(asking, "VALID", timedelta(seconds=-1))
    assert client.post(link).status_code == 410
    assert client.post("/requests/send/not-a-token").status_code == 410


def test_one_address_gets_no_flood_of_links(client, police):
    for _ in range(5):
        client.post("/requests/new", typed(step="send"))
    answer = client.post("/requests/new", typed(step="send"))
    assert answer.status_code == 422
    assert Mail.objects.count() == 5


def test_what_was_never_sent_is_forgotten(police):
    asking.keep(payload(police), email="a@example.org", name="", lang="en", at=NOON)
    asking.forget_drafts(None)
    assert not RequestDraft.objects.exists()


@pytest.mark.parametrize("lang", LANGS)
def test_problems_are_said_at_their_fields_and_nothing_typed_is_lost(client, police, lang):
    answer = client.post(
        f"{lang}/requests/new", typed(title="短", reason="", agencies="沒有這個局", email="")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for target in ("id_title", "id_reason", "id_agencies", "id_email"):
        assert f'href="#{target}"' in page
    assert "發生時間" in page


def test_another_dataset_can_be_added_without_script(client, police):
    page = client.post("/requests/new", typed(step="more")).content.decode()
    assert 'name="wanted_2"' in page
    assert not RequestDraft.objects.exists()


def test_open_requests_for_the_like_are_shown_first(client, ask, police):
    row = ask(police)
    page = client.post("/requests/new", typed()).content.decode()
    assert row.number in page
    assert not Mail.objects.exists()
    client.post("/requests/new", typed(step="send"))
    assert Mail.objects.exists()


def signed_in(client, actor):
    person = Person.objects.create(email=f"{actor.id}@example.org", public_id=actor.id, display_name="王大明")
    client.force_login(person)
    return person


def test_a_signed_in_person_sends_at_once_and_once(client, police):
    signed_in(client, PARENT)
    for _ in range(3):
        client.post("/requests/new", typed(step="send", nonce="rn_same"))
    row = DataRequest.objects.select_related("case").get()
    assert (row.case.owner_id, row.name_shown) == (PARENT.id, "王*明")
    assert Subscription.objects.filter(subject_id=row.number, person_id=PARENT.id).exists()


def test_the_receipt_verifies_offline_and_opens_to_the_asker_alone(client, police, tmp_path):
    signed_in(client, PARENT)
    client.post("/requests/new", typed(step="send"))
    row = DataRequest.objects.select_related("case").get()
    own = client.get(f"/requests/{row.number}/receipt.json").json()
    assert own["opened"]["title"]["value"] == "學校周邊的交通事故地點"
    client.logout()
    public = client.get(f"/requests/{row.number}/receipt.json").json()
    assert public["opened"] == {}
    for n, document in enumerate((own, public)):
        file = tmp_path / f"receipt-{n}.json"
        file.write_text(json.dumps(document))
        done = subprocess.run(
            [sys.executable, "-I", verify.__file__, str(file)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    page = client.get(f"/requests/{row.number}/receipt").content.decode()
    assert row.number in page


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_says_who_must_act_by_when_and_what_follows(client, ask, police, lang):
    row = ask(police)
    page = client.get(f"{lang}/requests/{row.number}").content.decode()
    assert "清溪縣政府警察局" in page or "Police of Clearbrook" in page
    assert ("機關主管" if not lang else "the agency's lead") in page or "agency&#x27;s lead" in page
    assert f"/requests/{row.number}/receipt" in page


@pytest.mark.parametrize("lang", LANGS)
def test_answers_are_shown_with_grounds_and_unheard(client, ask, police, lang):
    row = ask(police, items=[{"title": "事故地點"}, {"title": "當事人年齡"}])
    part = part_of(row, police)
    do(part, "answer", of(police, Role.OFFICER), items=[will_open(1), refused(2)])
    page = client.get(f"{lang}/requests/{row.number}").content.decode()
    assert "政府資訊公開法第 18 條第 1 項第 6 款" in page
    assert ("未經審議" if not lang else "Not yet heard") in page
    assert "/commitments/CM-2026-000001" in page


def test_the_asker_acts_by_the_mailed_link_and_a_stranger_does_not(client, police):
    client.post("/requests/new", typed(step="send"))
    client.post(link_in(Mail.objects.get()))
    row = DataRequest.objects.select_related("case").get()
    part = part_of(row, police)
    do(part, "answer", of(police, Role.OFFICER), at=now(), items=[refused()])
    client.session.flush()
    client.cookies.clear()
    accept = f"/requests/{part.number}/do/accept"
    assert client.post(accept, {"stars": "5"}).status_code == 302
    assert state(part) == "answered"
    signed_in(client, NEIGHBOUR)
    assert client.post(accept, {"stars": "5"}).status_code in (403, 404, 409)
    client.logout()
    client.post("/requests/mine/link", {"email": "parent@example.org"})
    link = link_in(Mail.objects.filter(key__startswith="mine").get())
    client.post(link)
    assert row.number in client.get("/requests/mine").content.decode()
    client.post(accept, {"stars": "2", "comment": "只要地點，不要個人資料。"})
    assert state(part) == "reconsidering", "under three stars with a reason is an objection"


def test_a_wrong_link_opens_nothing(client, police):
    asker = Asker.objects.create(email="b@example.org")
    assert client.post(f"/requests/mine/{signing.dumps(asker.public_id, salt='other')}").status_code == 410
    assert client.get("/requests/mine").status_code == 302


@pytest.mark.parametrize("lang", LANGS)
def test_the_list_filters_and_can_be_taken_away(client, ask, police, roads, lang):
    first, second = ask(police), ask(roads, title="清溪縣的道路寬度", items=[{"title": "道路寬度"}])
    do(part_of(first, police), "answer", of(police, Role.OFFICER), items=[refused()])

    def numbers(query: str) -> set[str]:
        page = client.get(f"{lang}/requests/?{query}").content.decode()
        return {one.number for one in (first, second) if f"/requests/{one.number}" in page}

    both = {first.number, second.number}
    assert numbers("") == both
    assert numbers("q=道路") == {second.number}
    assert numbers(f"agency={police.public_id}") == {first.number}
    assert numbers("outcome=refused") == {first.number}
    assert numbers("unheard=1") == {first.number}
    assert numbers("state=in_progress") == {second.number}
    assert numbers("year=1999") == set()
    assert numbers("sort=support") == both
    body = b"".join(client.get(f"{lang}/requests/list.csv?q=道路").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[0] for line in body.splitlines()[1:]] == [second.number]
    assert second.number in client.get(f"{lang}/requests/feed.atom?q=道路").content.decode()
    assert second.number in client.get(f"{lang}/requests/{second.number}/feed.atom").content.decode()


def test_a_list_asks_the_same_number_of_queries_however_long_it_is(
    client, ask, police, django_assert_max_num_queries
):
    for _ in range(3):
        ask(police)
    with django_assert_max_num_queries(14):
        client.get("/requests/")
    for _ in range(8):
        ask(police)
    with django_assert_max_num_queries(14):
        client.get("/requests/")


def test_a_formal_application_comes_filled_in_and_nothing_is_kept(client, ask, police):
    from odf import teletype
    from odf.opendocument import load

    row = ask(police)
    answer = client.post(f"/requests/{row.number}/formal", {"name": "陳小玲"})
    file = b"".join(answer.streaming_content)
    from io import BytesIO

    text = teletype.extractText(load(BytesIO(file)).text)
    for words in ("政府資訊提供申請書", "陳小玲", "清溪縣政府警察局", "交通事故地點", row.number):
        assert words in text
    assert not Case.objects.filter(title__icontains="陳小玲").exists()


def test_all_counties_at_once(client):
    from springhead.foundation.agencies import content

    content.load()
    signed_in(client, PARENT)
    client.post("/requests/new", typed(step="send", agencies="", counties="1"))
    row = DataRequest.objects.get()
    assert row.parts.count() == 22
    assert client.get(f"/requests/{row.case.number}").status_code == 200
