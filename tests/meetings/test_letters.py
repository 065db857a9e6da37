"""Reminder letters: read before they go, sent once a day, and taken along as one ODT with a page for each."""

import io
import time
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.meetings.conftest import DAY, conclude, confirm, items, open_with, plan, refuse, work

from springhead.engine.documents import odt
from springhead.engine.kernel.actors import Role
from springhead.forums.meetings import letter_files, letter_papers, making, reminding, unanswered
from springhead.forums.meetings.models import ActionItem
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.cases.models import Mail
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db
HERE = "/desk/meetings/remind"
DUTIES = Duties({one.kind: one for one in (*making.HANDLERS, *letter_files.HANDLERS)})


def signed(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email=f"{name}@example.org"))
    return client


def text(answer) -> str:
    return answer.content.decode()


def words(file: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read("content.xml").decode()


def mails() -> int:
    return Mail.objects.filter(key__startswith="remind:").count()


@pytest.fixture
def late(hall, ask):
    """Two late action items: of the police, who have an account, and of somebody who has none."""
    refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    (item,) = items(row)
    task = [
        {"text": "提出去識別化作法", "owner": "清溪縣政府警察局", "due": "2026-05-29"},
        {"text": "彙整各里辦公處意見", "owner": "清溪縣里長聯誼會", "due": "2026-05-30"},
    ]
    conclude(row, item, hall.secretary, option="reasonable", actions=task)
    confirm(row, hall)
    chief = Person.objects.create(email="chief@example.org", display_name="王主任")
    Membership.objects.create(
        person=chief, agency=hall.police, role=Role.AGENCY_LEAD, valid_from="2026-01-01"
    )
    found = list(ActionItem.objects.order_by("due_on").select_related("case"))
    hall.clock.to(found[-1].due_on + 3 * DAY)
    return found


def test_the_letters_are_read_before_they_go_and_reading_sends_nothing(hall, late):
    desk = signed("secretary")
    assert f'action="{HERE}/preview"' in text(desk.get("/desk/meetings/"))
    numbers = [one.case.number for one in late]
    page = text(desk.post(f"{HERE}/preview", {"tasks": numbers}))
    for said in (late[0].text, late[1].text, "王主任", "沒有帳號，寄紙本", "清溪縣里長聯誼會", *numbers):
        assert said in page
    assert "共 2 封，還沒有寄出" in page
    assert mails() == 0
    assert not Event.objects.filter(event=reminding.EVENT).exists()
    sent = desk.post(HERE, {"tasks": numbers}, follow=True)
    assert "已寄出催辦信" in text(sent)
    (mail,) = Mail.objects.filter(key__startswith="remind:")
    assert mail.body.strip().splitlines()[0] in page  # what was read is what went
    assert Event.objects.filter(event=reminding.EVENT).count() == 1


def test_only_the_ticked_ones_are_written_and_nobody_ticked_is_said_to_be_so(hall, late):
    desk = signed("secretary")
    page = text(desk.post(f"{HERE}/preview", {"tasks": [late[1].case.number]}))
    assert late[1].text in page
    assert late[0].text not in page
    assert "沒有選取" in text(desk.post(f"{HERE}/preview", {}))
    assert "Nothing was chosen" in text(desk.post(f"/en{HERE}/preview", {}))
    assert desk.post(f"{HERE}/letters.odt", {}).status_code == 302


def test_the_letters_are_one_odt_with_a_page_for_each_in_the_language_of_the_page(hall, late):
    desk = signed("secretary")
    numbers = [one.case.number for one in late]
    answer = desk.post(f"{HERE}/letters.odt", {"tasks": numbers})
    assert answer.headers["Content-Type"] == odt.MEDIA
    assert "attachment" in answer.headers["Content-Disposition"]
    said = words(b"".join(answer))
    assert said.count('style-name="page"') == 2
    assert said.count("請寄紙本") == 1
    for one in late:
        assert one.text in said
        assert one.case.number in said
    english = words(b"".join(desk.post(f"/en{HERE}/letters.odt", {"tasks": numbers})))
    assert "Reminder: action item" in english
    assert mails() == 0


def test_many_letters_are_written_by_a_worker_for_whoever_asked_and_nobody_else(hall, late, monkeypatch):
    monkeypatch.setattr(letter_files, "AT_ONCE", 1)
    desk, numbers = signed("secretary"), [one.case.number for one in late]
    at = desk.post(f"{HERE}/letters.odt", {"tasks": numbers}).headers["Location"]
    assert desk.post(f"{HERE}/letters.odt", {"tasks": numbers}).status_code == 302
    assert Job.objects.filter(kind=letter_files.MAKE).count() == 1  # pressed twice
    waiting = desk.get(at)
    assert (waiting.status_code, "製作中" in text(waiting)) == (202, True)
    assert desk.get(f"{at}.odt").status_code == 503
    assert desk.get(f"{at}/progress").json()["done"] is False
    work(DUTIES)
    assert f'href="{at}.odt"' in text(desk.get(at))
    assert desk.get(f"{at}/progress").json()["state"] == "done"
    answer = desk.get(f"{at}.odt")
    assert answer.headers["Content-Type"] == odt.MEDIA
    said = words(b"".join(answer))
    assert said.count('style-name="page"') == 2
    other = Person.objects.create(email="other@example.org")
    Membership.objects.create(person=other, role=Role.POLICY_OFFICE, valid_from="2026-01-01")
    for address in (at, f"{at}.odt", f"{at}/progress", at[:-3] + "xyz"):
        assert signed("other").get(address).status_code == 404, address
    assert mails() == 0


def test_letters_of_yesterday_are_gone(hall, late, monkeypatch):
    monkeypatch.setattr(letter_files, "AT_ONCE", 0)
    desk = signed("secretary")
    first = desk.post(f"{HERE}/letters.odt", {"tasks": [late[0].case.number]}).headers["Location"]
    work(DUTIES)
    monkeypatch.setattr(letter_files, "KEPT", -letter_files.KEPT)
    desk.post(f"{HERE}/letters.odt", {"tasks": [late[1].case.number]})
    work(DUTIES)
    monkeypatch.undo()
    gone = desk.get(first)
    assert gone.status_code == 410
    assert "重新選取" in text(gone)
    assert desk.get(f"{first}/progress").json()["failed"] is True


def test_a_member_who_is_silent_gets_a_letter_too(hall, ask):
    refuse(ask, hall.police)
    row = plan(hall, mode="written")
    desk = signed("secretary")
    desk.post(f"/meetings/{row.number}/send_for_review")
    silent = hall.members[2]
    told = {"members": [f"{row.number}~{silent.public_id}"]}
    page = text(desk.post(f"{HERE}/preview", told))
    assert silent.name in page
    assert hall.members[3].name not in page
    assert silent.name in words(b"".join(desk.post(f"{HERE}/letters.odt", told)))


def test_nobody_but_secretaries_reads_or_sends_letters(hall, late):
    for address in (HERE, f"{HERE}/preview", f"{HERE}/letters.odt"):
        assert signed("member2").post(address, {"tasks": [late[0].case.number]}).status_code == 403
        assert Client().post(address, {}).status_code == 302
    assert mails() == 0


def test_many_letters_ask_no_more_queries_than_one(hall, late, django_assert_num_queries):
    desk = signed("secretary")
    with CaptureQueriesContext(connection) as one:
        desk.post(f"{HERE}/preview", {"tasks": [late[0].case.number]})
    with django_assert_num_queries(len(one)):
        desk.post(f"{HERE}/preview", {"tasks": [each.case.number for each in late]})


def test_three_hundred_letters_are_one_file_within_seconds(hall, late):
    letter = reminding.letters([hall.body], [late[0].case.number], [], on=hall.now.date())[0]
    began = time.process_time()
    made = odt.write(letter_papers.paper([letter] * unanswered.MOST, hall.now.date(), "zh-Hant")).read()
    assert words(made).count('style-name="page"') == unanswered.MOST
    assert time.process_time() - began < 10


def test_everything_to_be_reminded_of_is_paged_and_any_page_can_be_written_to(hall, late):
    desk, seen, cursor = signed("secretary"), [], ""
    for _ in range(3):
        rows, cursor = unanswered.late_tasks([hall.body], hall.now.date(), cursor=cursor, limit=1)
        seen += [one.case.number for one in rows]
        if not cursor:
            break
    assert seen == [one.case.number for one in late]
    page = text(desk.get(f"{HERE}ers"))
    assert [number for number in seen if number in page] == seen
    assert "未回復的委員" in text(desk.get(f"{HERE}ers?show=members&cursor=nonsense"))
    assert signed("member2").get(f"{HERE}ers").status_code == 403


def test_members_of_every_meeting_under_way_are_found_page_by_page(hall, ask):
    numbers = set()
    for _ in range(3):
        refuse(ask, hall.police)
        row = plan(hall, mode="written")
        give = signed("secretary").post
        assert give(f"/meetings/{row.number}/send_for_review").status_code == 302
        numbers.add(row.number)
    seen, cursor, pages = set(), "", 0
    while pages < 5:
        rows, cursor = unanswered.silent_members([hall.body], cursor=cursor, limit=1)
        assert len({one.meeting.number for one in rows}) == 1
        seen |= {one.meeting.number for one in rows}
        pages += 1
        if not cursor:
            break
    assert (seen, pages) == (numbers, 3)
    assert "要催辦的" in text(signed("secretary").get(f"{HERE}ers?show=members"))
