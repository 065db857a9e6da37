"""Packet and minutes as files: made by a worker, kept, handed out; nobody waits twice, and nothing old is shown as new."""

import io
import json
import zipfile

import pytest
from django.test import Client
from tests.meetings.conftest import (
    WHY,
    act,
    again,
    conclude,
    confirm,
    convener,
    items,
    open_with,
    plan,
    refuse,
    send_papers,
    work,
)

from springhead.engine.documents import pdf
from springhead.engine.documents.texts import NO_FONT
from springhead.engine.kernel.problems import Refused
from springhead.forums.meetings import keeping, making
from springhead.forums.meetings.models import Document
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases.models import Subject
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.store import blobs
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.registry import Duties

pytestmark = pytest.mark.django_db
DUTIES = Duties({one.kind: one for one in making.HANDLERS})
PAGE = {"HTTP_ACCEPT": "text/html,application/xhtml+xml"}
needs_font = pytest.mark.skipif(pdf.chinese_font() is None, reason="this machine has no Chinese font")


def got(client: Client, address: str, **more) -> bytes:
    answer = client.get(address, **more)
    assert answer.status_code == 200, (address, answer.status_code)
    return b"".join(answer)


def signed(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email=f"{name}@example.org"))
    return client


@pytest.fixture
def sent(hall, ask):
    """A meeting whose papers were sent, with one refusal on its agenda."""
    refuse(ask, hall.police)
    return send_papers(plan(hall), hall)


@needs_font
def test_sending_the_papers_has_the_packet_made_in_every_form_and_language(client, sent):
    assert Job.objects.filter(kind=making.MAKE).count() == 1
    work(DUTIES)
    made = {(one.lang, one.form) for one in Document.objects.filter(meeting=sent, kind="packet")}
    assert made == {
        *((lang, form) for lang in ("zh-Hant", "en") for form in ("html", "odt", "pdf")),
        ("zh-Hant", "json"),
    }
    at = f"/meetings/{sent.number}/packet"
    assert got(client, f"{at}.pdf").startswith(b"%PDF")
    told = json.loads(got(client, f"{at}.json"))
    (item,) = told["items"]
    assert item["papers"][0]["facts"]
    page = got(client, f"{at}.html").decode()
    text = zipfile.ZipFile(io.BytesIO(got(client, f"{at}.odt"))).read("content.xml").decode()
    reasons = next(one["value"] for one in item["papers"][0]["facts"] if one["label"]["en"] == "Reasons")
    assert reasons
    for said in (reasons, item["title"]["zh-Hant"], item["cases"][0]):
        assert said in page
        assert said in text
    english = got(client, f"/en{at}.html").decode()
    assert "Discussion" in english
    assert 'lang="en"' in english


def test_the_inventory_of_the_packet_names_each_dataset_once_with_its_class_and_cases(hall, ask, client):
    row = plan(hall)
    part = refuse(ask, hall.police)
    dataset = Dataset.objects.get(agency=hall.police)
    Subject.objects.create(case=part.case, subject_id=dataset.public_id)
    client.get(f"/meetings/{row.number}/packet.json")
    work(DUTIES)
    told = json.loads(got(client, f"/meetings/{row.number}/packet.json"))
    (one,) = told["inventory"]
    assert one["id"] == dataset.public_id
    assert part.case.number in one["cases"]
    assert len(one["cases"]) == len(set(one["cases"])) == 2  # the refusal and the class of the same dataset
    assert one["agency"] in told["names"]
    assert dataset.public_id in got(client, f"/meetings/{row.number}/packet.html").decode()


def test_whoever_comes_before_the_file_is_made_reads_so_and_finds_it_by_reloading(client, sent):
    at = f"/meetings/{sent.number}/packet.html"
    moved = client.get(at, **PAGE)
    assert moved.status_code == 302
    where = moved.headers["Location"]
    waiting = client.get(where)
    assert waiting.status_code == 202
    assert "製作中" in waiting.content.decode()
    assert "重新載入" in waiting.content.decode()
    assert client.get(f"{where}/progress").json()["done"] is False
    assert client.get(at).status_code == 503  # a program learns that it is too early
    assert "is being made" in client.get(f"/en{where}").content.decode()
    work(DUTIES)
    ready = client.get(where)
    assert ready.status_code == 200
    assert "做好了" in ready.content.decode()
    assert client.get(f"{where}/progress").json()["done"] is True


def test_a_file_is_made_once_and_asked_for_again_by_its_etag(client, sent, monkeypatch):
    work(DUTIES)
    at = f"/meetings/{sent.number}/packet.odt"
    first = client.get(at)
    body = b"".join(first)
    monkeypatch.setattr(making, "_made", lambda *_: pytest.fail("made twice"))
    making.order(sent, "packet")
    work(DUTIES)
    assert got(client, at) == body
    assert client.get(at, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 304
    assert "attachment" in first.headers["Content-Disposition"]
    assert "sandbox" in first.headers["Content-Security-Policy"]


def test_a_packet_that_gathers_is_made_anew_when_it_changed_and_the_old_files_go(client, hall, ask):
    row = plan(hall)
    refuse(ask, hall.police)
    at = f"/meetings/{row.number}/packet.json"
    assert client.get(at).status_code == 503
    work(DUTIES)
    assert len(json.loads(got(client, at))["items"]) == 1
    old = Document.objects.get(meeting=row, form="json").sha256
    refuse(ask, hall.police, title="另一份資料")
    assert client.get(at).status_code == 503
    work(DUTIES)
    assert len(json.loads(got(client, at))["items"]) == 2
    assert not blobs().exists(old)


@needs_font
def test_files_of_minutes_follow_their_revision_and_drafts_stay_with_the_body(client, hall, ask):
    refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    conclude(row, items(row)[0], hall.secretary, option=items(row)[0].options[0]["code"])
    member = signed("member2")
    row = confirm(row, hall)
    work(DUTIES)
    at = f"/meetings/{row.number}/minutes.pdf"
    assert got(client, at).startswith(b"%PDF")
    assert got(member, at).startswith(b"%PDF")
    assert Document.objects.filter(meeting=row, kind="minutes", form="pdf", lang="zh-Hant").count() == 1
    digest = again(row).minutes.order_by("-revision").first().digest
    assert making.version_of({"digest": digest}) == Document.objects.filter(kind="minutes").first().version
    text = zipfile.ZipFile(io.BytesIO(got(client, at.replace("pdf", "odt")))).read("content.xml").decode()
    assert WHY in text


def test_minutes_as_json_are_there_at_once_and_then_as_a_file_of_the_state_they_are_in(client, hall, ask):
    refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    conclude(row, items(row)[0], hall.secretary, option=items(row)[0].options[0]["code"])
    act(row, "close", hall.secretary)
    act(row, "draft_minutes", hall.secretary)
    at, member = f"/meetings/{row.number}/minutes.json", signed("member2")
    early = member.get(at)
    assert client.get(at).status_code == 404
    assert "ETag" not in early.headers
    work(DUTIES)
    made = member.get(at)
    assert b"".join(made) == early.content
    assert member.get(at, headers={"If-None-Match": made["ETag"]}).status_code == 304
    drafted = Document.objects.get(meeting=row, kind="minutes", form="json").sha256
    act(row, "confirm", convener(), reason="各委員均無異議，提前確認。")
    assert json.loads(got(member, at))["state"] == "minutes_confirmed" != json.loads(early.content)["state"]
    work(DUTIES)
    assert json.loads(got(member, at))["state"] == "minutes_confirmed"
    assert not blobs().exists(drafted)


def test_a_file_is_had_in_parts(client, sent):
    work(DUTIES)
    at = f"/meetings/{sent.number}/packet.json"
    whole = client.get(at)
    body, etag = b"".join(whole), whole["ETag"]
    assert whole["Accept-Ranges"] == "bytes"
    size = len(body)
    for asked, start, end in (
        ("0-9", 0, 10),
        ("10-", 10, size),
        ("-7", size - 7, size),
        (f"5-{size * 2}", 5, size),
    ):
        part = client.get(at, headers={"Range": f"bytes={asked}"})
        assert (part.status_code, b"".join(part)) == (206, body[start:end]), asked
        assert part["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        assert part["Content-Length"] == str(end - start)
        for header in ("ETag", "Content-Disposition", "Content-Security-Policy", "Content-Type"):
            assert part[header] == whole[header], header
    beyond = client.get(at, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{size}")
    for odd in (
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=-"},
        {"Range": "bytes=0-1", "If-Range": '"other"'},
    ):
        assert got(client, at, headers=odd) == body, odd
    part = client.get(at, headers={"Range": "bytes=0-1", "If-Range": etag})
    assert (part.status_code, b"".join(part)) == (206, body[:2])
    assert client.get(at, headers={"Range": "bytes=0-1", "If-None-Match": etag}).status_code == 304


def test_a_draft_of_minutes_is_no_file_for_everybody(client, hall, ask):
    refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    conclude(row, items(row)[0], hall.secretary, option=items(row)[0].options[0]["code"])
    act(row, "close", hall.secretary)
    act(row, "draft_minutes", hall.secretary)
    work(DUTIES)
    at = f"/meetings/{row.number}/minutes.odt"
    for address in (at, f"/meetings/{row.number}/making/minutes.odt", f"/meetings/{row.number}/making/minutes.odt/progress"):  # fmt: skip
        assert client.get(address, **PAGE).status_code == 404, address
    assert got(signed("member2"), at)[:2] == b"PK"


def test_a_file_that_cannot_be_made_says_why_and_is_tried_again_later(client, sent, hall, monkeypatch):
    def no_font(_paper: object) -> bytes:
        raise Refused(NO_FONT.at("pdf"))

    monkeypatch.setattr(pdf, "write", no_font)
    work(DUTIES)
    at = f"/meetings/{sent.number}/making/packet.pdf"
    page = client.get(at)
    assert page.status_code == 503
    assert "沒有中文字型" in page.content.decode()
    assert "no Chinese font" in client.get(f"/en{at}").content.decode()
    assert got(client, f"/meetings/{sent.number}/packet.odt")[:2] == b"PK"  # what could be made is there
    monkeypatch.undo()
    if pdf.chinese_font():
        hall.clock.set(hall.now + 2 * making.PAUSE)
        assert client.get(at).status_code == 202
        work(DUTIES)
        assert client.get(at).status_code == 200


def test_a_form_nobody_makes_and_a_meeting_nobody_knows_are_said_to_be_so(client, sent):
    for address in ("packet.docx", "minutes.exe", "making/agenda.pdf", "making/minutes.html"):
        assert client.get(f"/meetings/{sent.number}/{address}").status_code == 404, address
    assert client.get("/meetings/MT-2026-999999/packet.pdf").status_code == 404


def test_the_page_of_the_meeting_asks_as_many_queries_with_files_as_without(
    client, sent, django_assert_max_num_queries
):
    page = client.get(f"/meetings/{sent.number}")
    assert f"/meetings/{sent.number}/packet.pdf" in page.content.decode()
    work(DUTIES)
    with django_assert_max_num_queries(25):
        client.get(f"/meetings/{sent.number}/making/packet.odt")


def test_backups_and_purges_know_the_files_of_meetings(client, sent):
    work(DUTIES)
    one = Document.objects.get(meeting=sent, form="json")
    assert one.sha256 in set(keeping.files())
    assert keeping.related(one.sha256) == {one.sha256}
    assert keeping.forget([one.sha256], "個資外洩") == []
    assert not Document.objects.filter(pk=one.pk).exists()
    assert keeping.related("0" * 64) == set()
