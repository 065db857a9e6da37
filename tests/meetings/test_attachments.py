"""Papers brought as files: the secretary uploads them, everybody or only the body's own people read them, lateness shows."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.meetings.conftest import (
    DAY,
    DAY_OF_MEETING,
    act,
    again,
    codes,
    conclude,
    confirm,
    items,
    open_with,
    plan,
    refuse,
    send_papers,
    work,
)
from tests.meetings.test_api import Caller

from springhead.engine.kernel.problems import Refused
from springhead.engine.storage import hash_file
from springhead.forums.meetings import attached, attaching, keeping, making
from springhead.forums.meetings.models import Attachment
from springhead.forums.meetings.rules import TABLE
from springhead.foundation.agencies.models import Person
from springhead.foundation.catalog.store import blobs
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

pytestmark = pytest.mark.django_db
DUTIES = Duties({one.kind: one for one in (*attaching.HANDLERS, *making.HANDLERS)})
PDF = b"%PDF-1.7 made for this test"
GROUND = "foi-18-1-6"
SECRET = "個資盤點表"


def signed(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email=f"{name}@example.org"))
    return client


def brought(
    upload_id: str, content: bytes = PDF, filename: str = "盤點說明.pdf", *, hashed: bool = True
) -> None:
    """Put a file where the upload endpoint leaves it."""
    folder = settings.SPRINGHEAD.incoming / upload_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "file").write_bytes(content)
    told = {"filename": filename, "size": len(content)}
    if hashed:
        told["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "done.json").write_text(json.dumps(told))


def attach(row, hall, content: bytes = PDF, *, filename: str = "盤點說明.pdf", **told) -> Attachment:
    """Upload and attach as the secretary, on pages alone."""
    desk = signed("secretary")
    ticket = desk.get(f"/meetings/{row.number}/papers/new").context["ticket"]
    brought(ticket.upload_id, content, filename)
    at = f"/meetings/{row.number}/papers/{ticket.upload_id}"
    assert desk.get(at).status_code == 200
    answer = desk.post(at, {"title": "盤點說明", "place": "", "ground": "", **told})
    assert answer.status_code == 302, [str(one) for one in answer.context["problems"]]
    return Attachment.objects.get(public_id=ticket.upload_id)


def at(row, one: Attachment) -> str:
    return f"/meetings/{row.number}/papers/{one.public_id}/{one.filename}"


def status(reader: Client, address: str) -> int:
    """Open a paper and read it to its end."""
    answer = reader.get(address)
    b"".join(answer)
    return answer.status_code


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def gathering(hall, ask):
    refuse(ask, hall.police)
    return again(plan(hall))


def test_a_paper_is_uploaded_named_and_read_by_everybody_on_the_page_and_the_members_desk(
    client, hall, gathering
):
    case = text(client.get(f"/meetings/{gathering.number}"))
    assert "盤點說明" not in case
    one = attach(gathering, hall)
    page = text(client.get(f"/meetings/{gathering.number}"))
    assert "盤點說明" in page
    assert one.sha256 in page
    answer = client.get(at(gathering, one))
    assert b"".join(answer) == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(at(gathering, one), HTTP_IF_NONE_MATCH=answer.headers["ETag"]).status_code == 304
    rest = client.get(at(gathering, one), headers={"Range": "bytes=4-"})
    assert (rest.status_code, b"".join(rest)) == (206, PDF[4:])
    send_papers(gathering, hall)
    assert "盤點說明" in text(signed("member2").get("/desk/member/"))
    event = as_entry(Event.objects.filter(event="meeting.attach").latest("seq"))
    assert event.public["sha256"] == one.sha256
    assert "盤點說明" not in str(event.public)  # a title may have to be taken out one day


def test_a_paper_on_a_waiting_case_stands_at_its_item_before_and_after_the_papers_are_sent(
    client, hall, gathering
):
    number = gathering.body.matters.first().case.number
    attach(gathering, hall, place=number)
    for row in (gathering, send_papers(gathering, hall)):
        context = client.get(f"/meetings/{row.number}").context
        (item,) = [one for _, group in context["sections"] for one in group]
        assert [one.row.title for one in item["attachments"]] == ["盤點說明"]
        assert context["whole_packet"] == []


def test_a_paper_kept_back_by_law_is_read_by_members_and_secretary_alone(client, hall, gathering):
    one = attach(
        gathering, hall, title=SECRET, ground=GROUND, filename="名冊.xlsx", content=b"PK\x03\x04names"
    )
    for reader in (signed("secretary"), signed("member2")):
        assert SECRET in text(reader.get(f"/meetings/{gathering.number}"))
        assert status(reader, at(gathering, one)) == 200
    stranger = Client()
    stranger.force_login(Person.objects.create(email="stranger@example.org"))
    for reader in (client, stranger):
        page = text(reader.get(f"/meetings/{gathering.number}"))
        assert SECRET not in page
        assert "名冊" not in page
        assert one.sha256 not in page
        assert "依法不公開" in page
        assert status(reader, at(gathering, one)) == 404
    event = as_entry(Event.objects.filter(event="meeting.attach").latest("seq"))
    assert one.sha256 not in str(event.public)
    told = client.get(f"/api/v1/meetings/{gathering.number}/papers").json()
    assert [sorted(k for k, v in each.items() if v) for each in told] == [["held_back", "id"]]


def test_the_packet_lists_the_papers_with_their_digests_and_only_the_ground_of_what_is_kept_back(
    client, hall, gathering
):
    one = attach(gathering, hall)
    kept = attach(gathering, hall, title=SECRET, ground=GROUND, content=PDF + b"2")
    row = send_papers(gathering, hall)
    work(DUTIES)
    told = json.loads(b"".join(client.get(f"/meetings/{row.number}/packet.json")))
    page = b"".join(client.get(f"/meetings/{row.number}/packet.html")).decode()
    assert {each.get("sha256") for each in told["attachments"]} == {one.sha256, None}
    assert one.sha256 in page
    assert "依法不公開" in page
    for hidden in (SECRET, kept.sha256):
        assert hidden not in page
        assert hidden not in json.dumps(told, ensure_ascii=False)


def test_what_published_minutes_withhold_takes_its_papers_along(client, hall):
    row = plan(hall)
    act(
        row, "add_item", hall.secretary, section="report", title="資安事件報告", text="報告上半年的資安事件。"
    )
    (item,) = items(row)
    one = attach(again(row), hall, place=item.public_id)
    open_with(row, hall)
    act(row, "conclude", hall.secretary, item=item.public_id, outcome="noted", text="洽悉，照案辦理即可。")
    act(row, "close", hall.secretary)
    act(row, "draft_minutes", hall.secretary)
    assert status(client, at(row, one)) == 200
    hall.clock.to(hall.now + 10 * DAY)
    act(row, "publish", hall.secretary, redactions={item.public_id: GROUND})
    assert status(client, at(row, one)) == 404
    assert status(signed("member2"), at(row, one)) == 200
    page = text(client.get(f"/meetings/{row.number}"))
    assert "盤點說明" not in page
    assert one.sha256 not in page
    work(DUTIES)
    assert b"\xe7\x9b\xa4\xe9\xbb\x9e\xe8\xaa\xaa\xe6\x98\x8e" not in b"".join(
        client.get(f"/meetings/{row.number}/packet.json")
    )


def test_a_paper_after_the_line_is_marked_late_and_the_members_are_told(client, hall, gathering):
    attach(gathering, hall)
    row = send_papers(gathering, hall)
    assert "逾期補送" not in text(client.get(f"/meetings/{row.number}"))
    hall.clock.to(DAY_OF_MEETING - timedelta(days=2))
    attach(row, hall, title="補充說明", content=PDF + b"3")
    page = text(client.get(f"/meetings/{row.number}"))
    assert page.count("逾期補送") == 1
    assert TABLE.row("papers_out", "attach").notify


@pytest.mark.parametrize(
    ("on", "held", "begun", "late"),
    [
        (date(2026, 3, 18), date(2026, 3, 23), None, False),
        (date(2026, 3, 19), date(2026, 3, 23), None, True),
        (date(2026, 3, 19), None, None, False),
        (date(2026, 3, 19), None, date(2026, 3, 19), True),
        (date(2026, 3, 18), None, date(2026, 3, 19), False),
    ],
)
def test_the_line_is_five_days_before_a_meeting_or_the_beginning_of_a_written_review(on, held, begun, late):
    assert attached.is_late(on, held, begun, 5) is late


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"", "空白.pdf", "是空的"),
        (b"MZ\x90", "程式.exe", "不是可以附上的格式"),
        (b"<html>", "說明.pdf", "內容不是 pdf 檔"),
        (b"%PDF", "沒有副檔名", "不是可以附上的格式"),
    ],
)
def test_a_file_that_cannot_be_attached_is_refused_with_what_can(hall, gathering, content, filename, said):
    desk = signed("secretary")
    ticket = desk.get(f"/meetings/{gathering.number}/papers/new").context["ticket"]
    brought(ticket.upload_id, content, filename)
    answer = desk.get(f"/meetings/{gathering.number}/papers/{ticket.upload_id}")
    assert answer.status_code == 422
    assert said in text(answer)
    assert answer.context["ticket"].upload_id != ticket.upload_id  # the page takes a better one at once
    if content:
        assert not blobs().exists(hashlib.sha256(content).hexdigest())
    again_ = desk.get(f"/en/meetings/{gathering.number}/papers/{ticket.upload_id}")
    assert again_.status_code == 409  # the place is empty again: the same ticket takes a better file
    assert "not arrived whole" in text(again_)


def test_what_is_missing_or_odd_is_said_on_the_form_and_nothing_is_attached(hall, gathering):
    desk = signed("secretary")
    ticket = desk.get(f"/meetings/{gathering.number}/papers/new").context["ticket"]
    brought(ticket.upload_id)
    here = f"/meetings/{gathering.number}/papers/{ticket.upload_id}"
    answer = desk.post(here, {"title": " ", "place": "im_00000000", "ground": "no-such"})
    assert answer.status_code == 422
    assert len(answer.context["problems"]) == 3
    assert Attachment.objects.get().attached_at is None
    assert desk.post(here, {"title": "盤點說明"}).status_code == 302
    assert desk.post(here, {"title": "再一次"}).status_code == 409
    assert Attachment.objects.get().title == "盤點說明"


def test_only_the_secretary_brings_papers_and_only_until_the_meeting_is_over(client, hall, gathering):
    ticket = signed("secretary").get(f"/meetings/{gathering.number}/papers/new").context["ticket"]
    brought(ticket.upload_id)
    member = signed("member2")
    for address in ("papers/new", f"papers/{ticket.upload_id}"):
        assert member.get(f"/meetings/{gathering.number}/{address}").status_code == 403
        assert client.get(f"/meetings/{gathering.number}/{address}").status_code in (302, 403)
    with pytest.raises(Refused):
        act(gathering, "attach", hall.secretary, attachment=ticket.upload_id, title="還沒收到")
    row = open_with(gathering, hall)
    conclude(row, items(row)[0], hall.secretary, option=items(row)[0].options[0]["code"])
    row = confirm(row, hall)
    with pytest.raises(Refused) as over:
        attaching.open_place(row, by=hall.secretary)
    assert codes(over) == {"meeting-papers-closed"}


def test_a_file_nobody_hashed_is_stored_by_a_worker_and_the_page_says_so(hall, gathering):
    desk = signed("secretary")
    ticket = desk.get(f"/meetings/{gathering.number}/papers/new").context["ticket"]
    brought(ticket.upload_id, hashed=False)
    here = f"/meetings/{gathering.number}/papers/{ticket.upload_id}"
    waiting = desk.get(here)
    assert waiting.status_code == 202
    assert "正在存放" in text(waiting)
    assert Job.objects.filter(kind=attaching.KEEP).count() == 1
    work(DUTIES)
    assert desk.get(here).status_code == 200
    one = Attachment.objects.get()
    assert hash_file(blobs().path(one.sha256)).size == len(PDF)


def test_a_withdrawn_paper_leaves_its_title_and_the_reason_and_can_no_longer_be_read(client, hall, gathering):
    one = attach(gathering, hall)
    desk = signed("secretary")
    short = desk.post(f"/meetings/{gathering.number}/detach", {"attachment": one.public_id, "reason": "錯"})
    assert short.status_code == 422
    why = "附錯檔案，正確的另附。"
    assert (
        desk.post(
            f"/meetings/{gathering.number}/detach", {"attachment": one.public_id, "reason": why}
        ).status_code
        == 302
    )
    assert why in text(client.get(f"/meetings/{gathering.number}"))
    gone = client.get(at(gathering, one))
    assert gone.status_code == 410
    assert why in text(gone)


def test_a_purged_paper_shows_why_and_backups_know_papers(client, hall, gathering):
    one = attach(gathering, hall)
    assert one.sha256 in set(keeping.files())
    assert keeping.related(one.sha256) == {one.sha256}
    keeping.forget([one.sha256], "含民眾個資")
    assert one.sha256 not in set(keeping.files())
    assert "含民眾個資" in text(client.get(f"/meetings/{gathering.number}"))
    assert status(client, at(gathering, one)) == 410


def test_places_nobody_used_are_forgotten_after_two_days(hall, gathering):
    kept = attach(gathering, hall)
    attaching.open_place(gathering, by=hall.secretary)
    assert attaching.sweep() == 0
    hall.clock.set(hall.now + 3 * DAY)
    assert attaching.sweep() == 1
    assert Attachment.objects.get() == kept


def test_many_papers_ask_no_more_queries_than_one(client, hall, gathering, django_assert_num_queries):
    attach(gathering, hall)
    with CaptureQueriesContext(connection) as one:
        client.get(f"/meetings/{gathering.number}")
    Attachment.objects.bulk_create(
        Attachment(
            meeting=gathering,
            title=f"資料{n}",
            filename="甲.pdf",
            sha256="ab" * 32,
            by="",
            made_at=hall.now,
            attached_at=hall.now,
        )
        for n in range(50)
    )
    with django_assert_num_queries(len(one)):
        page = client.get(f"/meetings/{gathering.number}")
    assert "資料49" in text(page)


def test_a_program_brings_reads_and_withdraws_a_paper(client, hall, gathering):
    desk, papers = Caller(client, "secretary"), f"/meetings/{gathering.number}/papers"
    assert Caller(client, "member2").post(papers).status_code == 403
    place = desk.post(papers).json()
    assert place["endpoint"].endswith("/uploads")
    received = f"{papers}/{place['attachment']}/received"
    assert place["received"].endswith(received)
    assert desk.post(received).status_code in (404, 409), "nothing has arrived"
    brought(place["attachment"])
    told = desk.post(received).json()
    assert (told["sha256"], told["size"]) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
    assert desk.post(received).json() == told, "harmless twice"
    named = {"attachment": place["attachment"], "title": SECRET, "place": "", "ground": GROUND}
    desk.command(gathering.number, "attach", **named)
    [line] = client.get(f"/api/v1{papers}").json()
    assert (line["title"], line["address"], bool(line["held_back"])) == ("", "", True)
    [line] = Caller(client, "member2").get(f"{papers}/mine").json()
    assert line["title"] == SECRET
    answer = Caller(client, "member2").get(f"{papers}/{place['attachment']}/file")
    assert (answer.status_code, answer.getvalue()) == (200, PDF)
    assert client.get(f"/api/v1{papers}/{place['attachment']}/file").status_code == 401
    desk.command(
        gathering.number,
        "detach",
        attachment=place["attachment"],
        reason="這份附件放錯了，稍後另附更正後的版本。",
    )
    [line] = Caller(client, "member2").get(f"{papers}/mine").json()
    assert line["withdrawn"] == "這份附件放錯了，稍後另附更正後的版本。"
