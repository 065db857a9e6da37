"""Meetings on their pages: a whole one by forms alone, what everybody may read when, desks, reminders, feeds."""

import pytest
from django.test import Client
from tests.meetings.conftest import (
    DAY,
    DAY_OF_MEETING,
    NOTICE,
    POLICY,
    TO_OPEN,
    WHY,
    again,
    conclude,
    confirm,
    hold,
    items,
    open_with,
    plan,
    refuse,
    send_papers,
    state,
    take_effect,
    work,
)

from springhead.config import wiring
from springhead.engine.kernel.actors import Role
from springhead.forums.committees import bodies
from springhead.forums.committees import panels as committee_panels
from springhead.forums.committees.models import Resolution
from springhead.forums.meetings import cadence, commands, desk, making, views
from springhead.forums.meetings.models import ActionItem, Meeting, Objection, Position
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.cases import notices
from springhead.foundation.cases.fire import fire, open_case
from springhead.foundation.cases.models import Mail, Notification
from springhead.foundation.catalog import panels as dataset_panels
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.ledger.models import Event
from springhead.foundation.ledger.queries import as_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wired(installed):
    wiring.install()
    yield
    dataset_panels.install(())
    committee_panels.install(())


def signed(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email=f"{name}@example.org"))
    return client


def give(client: Client, number: str, event: str, **told) -> None:
    answer = client.post(f"/meetings/{number}/{event}", told)
    assert answer.status_code == 302, (event, answer.status_code, _errors(answer))


def _errors(answer) -> list[str]:
    context = answer.context or {}
    return [str(problem) for problem in context.get("problems", ())]


def test_a_whole_meeting_by_forms_alone(hall, ask, client):
    refuse(ask, hall.police)
    desk, chair, third = signed("secretary"), signed("member0"), signed("member2")
    made = desk.post("/desk/meetings/", {"body": hall.body.public_id, "mode": "in_person"})
    number = made.headers["Location"].rsplit("/", 1)[-1]
    assert "準備這一案" in desk.get(f"/meetings/{number}").content.decode()
    give(desk, number, "give_notice", **NOTICE)
    give(desk, number, "send_papers")
    assert "主持與幕僚" not in client.get(f"/meetings/{number}").content.decode()
    assert f"/meetings/{number}" in third.get("/desk/member/").content.decode()
    hall.clock.to(DAY_OF_MEETING)
    for member in hall.members[:4]:
        give(desk, number, "attend", member=member.public_id, how="in_person")
    give(chair, number, "open")
    row = Meeting.objects.get(case__number=number)
    (item,) = items(row)
    give(
        third,
        number,
        "state",
        item=item.public_id,
        member=hall.members[1].public_id,
        text="去識別化後應可開放統計值。",
    )
    assert (
        row.statements.get().member == hall.members[2]
    )  # whoever signs in speaks as themselves, whatever the form says
    told = {"item": item.public_id, "member": hall.members[2].public_id}
    give(third, number, "position", **told, position="discuss", text="改為開放鄉鎮層級統計即可。")
    give(
        signed("member1"),
        number,
        "position",
        item=item.public_id,
        member=hall.members[1].public_id,
        position="yes",
    )
    give(
        signed("member3"),
        number,
        "declare_conflict",
        item=item.public_id,
        member=hall.members[3].public_id,
        text="曾任該局顧問，應予迴避。",
    )
    early = chair.post(
        f"/meetings/{number}/conclude",
        {
            "item": item.public_id,
            "outcome": "resolved",
            "way": "vote",
            "option": "to_be_opened",
            "text": TO_OPEN,
        },
    )
    assert early.status_code == 409
    assert TO_OPEN in early.content.decode() or "error-summary" in early.content.decode()
    give(chair, number, "rule_on_discuss", **told, reason="鄉鎮統計另案處理，本案仍以去識別化後開放為原則。")
    give(
        chair, number, "conclude", item=item.public_id, outcome="resolved", way="consensus", option="to_be_opened", text=TO_OPEN,
        until="2026-09-30", action_text_1="提出去識別化作法", action_owner_1="清溪縣政府警察局", action_due_1="2026-05-29",
    )  # fmt: skip
    assert "改為開放鄉鎮層級統計即可" not in client.get(f"/meetings/{number}").content.decode()
    assert "改為開放鄉鎮層級統計即可" in third.get(f"/meetings/{number}").content.decode()
    give(chair, number, "close")
    give(desk, number, "draft_minutes", remarks="主席致詞：略。")
    assert client.get(f"/meetings/{number}/minutes").status_code == 404
    assert "提出異議" in third.get(f"/meetings/{number}/minutes").content.decode()
    give(
        third,
        number,
        "object",
        place=item.public_id,
        member="",
        text="決議文字漏了「鄉鎮層級」四個字，請補上。",
    )
    objection = Objection.objects.get()
    give(chair, number, "settle_objection", objection=objection.public_id, text=TO_OPEN + "（含鄉鎮層級）")
    give(chair, number, "confirm", reason="會中宣讀，在場委員均無意見。")
    take_effect()
    give(desk, number, "publish")
    page = client.get(f"/meetings/{number}/minutes").content.decode()
    for text in (
        "改為開放鄉鎮層級統計即可",
        "鄉鎮統計另案處理",
        "曾任該局顧問",
        "（含鄉鎮層級）",
        "漏了「鄉鎮層級」",
        "2026 年 9 月 30 日（三）",
        "（清溪縣政府警察局，2026 年 5 月 29 日（五））",
    ):
        assert text in page
    assert client.get(f"/meetings/{number}/minutes.json").json()["items"][0]["positions"]
    assert client.get(f"/meetings/{number}/minutes.odt").status_code == 503  # a worker makes it
    work(Duties({one.kind: one for one in making.HANDLERS}))
    assert b"".join(client.get(f"/meetings/{number}/minutes.odt"))[:2] == b"PK"
    assert client.get(f"/en/meetings/{number}/minutes").status_code == 200
    assert ActionItem.objects.get().text == "提出去識別化作法"


def test_a_written_review_is_answered_on_the_page_with_a_receipt(hall, ask):
    refuse(ask, hall.police)
    row = plan(hall, mode="written")
    give(signed("secretary"), row.case.number, "send_for_review")
    (item,) = items(row)
    third = signed("member2")
    page = third.get(f"/meetings/{row.case.number}").content.decode()
    assert "書面審查期" in page
    give(third, row.case.number, "position", item=item.public_id, member="", position="yes")
    position = Position.objects.get()
    proof = third.get(f"/meetings/{row.case.number}/receipts/{position.seq}").json()
    assert proof["opened"]["position"]["value"] == "yes"
    assert signed("member1").get(f"/meetings/{row.case.number}/receipts/{position.seq}").status_code == 404


def test_members_who_have_not_answered_are_reminded_once_a_day(hall, ask):
    refuse(ask, hall.police)
    row = plan(hall, mode="written")
    desk = signed("secretary")
    give(desk, row.case.number, "send_for_review")
    page = desk.get("/desk/meetings/").content.decode()
    third = hall.members[2]
    assert f"{row.case.number}~{third.public_id}" in page
    before = Mail.objects.filter(key__startswith="remind:").count()
    told = {"members": [f"{row.case.number}~{third.public_id}"]}
    for _ in range(2):
        assert desk.post("/desk/meetings/remind", told).status_code == 302
    assert Mail.objects.filter(key__startswith="remind:").count() == before + 1
    assert Event.objects.filter(event="meetings:reminded", subject=row.case.number).count() == 1


def test_late_action_items_are_reminded_of_and_reported_on(hall, ask):
    refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    (item,) = items(row)
    task = [{"text": "提出去識別化作法", "owner": "清溪縣政府警察局", "due": "2026-05-29"}]
    conclude(row, item, hall.secretary, option="reasonable", actions=task)
    confirm(row, hall)
    lead = Person.objects.create(email="chief@example.org", display_name="chief")

    Membership.objects.create(person=lead, agency=hall.police, role=Role.AGENCY_LEAD, valid_from="2026-01-01")
    task = ActionItem.objects.get()
    hall.clock.to(task.due_on + 3 * DAY)
    desk = signed("secretary")
    assert task.case.number in desk.get("/desk/meetings/").content.decode()
    assert desk.post("/desk/meetings/remind", {"tasks": [task.case.number]}).status_code == 302
    assert Mail.objects.filter(to="chief@example.org", key__startswith="remind:").count() == 1
    chief = signed("chief")
    answer = chief.post(
        f"/meetings/actions/{task.case.number}/report_progress", {"text": "已完成去識別化程式，正在測試。"}
    )
    assert answer.status_code == 302
    assert "正在測試" in Client().get(f"/meetings/actions/{task.case.number}").content.decode()
    for address in ("/en/meetings/actions/", f"/en/meetings/actions/{task.case.number}"):
        assert "Police of Clearbrook" in Client().get(address).content.decode()


def test_who_has_no_part_in_a_meeting_gives_no_command(hall, ask):
    refuse(ask, hall.police)
    row = plan(hall)
    stranger = Person.objects.create(email="stranger@example.org")
    client = Client()
    client.force_login(stranger)
    assert client.post(f"/meetings/{row.case.number}/give_notice", NOTICE).status_code == 403
    assert (
        Client().post(f"/meetings/{row.case.number}/give_notice", NOTICE).status_code == 302
    )  # to the sign-in
    assert state(row) == "planned"


def test_a_notice_too_late_comes_back_with_what_was_typed(hall, ask):
    refuse(ask, hall.police)
    row = plan(hall)
    desk = signed("secretary")
    answer = desk.post(
        f"/meetings/{row.case.number}/give_notice", {**NOTICE, "held_on": "2026-03-03", "place": "縣府禮堂"}
    )
    assert answer.status_code == 422
    assert "縣府禮堂" in answer.content.decode()


def test_a_resolution_that_fails_stands_on_the_meeting_and_the_desk(hall, ask):
    refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    (item,) = items(row)
    conclude(row, item, hall.secretary, option="reasonable")
    confirm(row, hall)
    made = Resolution.objects.first()
    made.done_at, made.done_seq = None, None
    made.problems = [{"code": "x", "message": "案件已撤回。", "en": "The case was withdrawn."}]
    made.save()
    page = signed("secretary").get(f"/meetings/{row.case.number}").content.decode()
    assert "未能生效" in page
    assert "審議不開放理由為合理：" in page, "two commands of one item are told apart"
    assert "1 件決議未能生效" in signed("secretary").get("/desk/meetings/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/meetings/", "/meetings/?show=all", "/meetings/{n}", "/meetings/feed.atom", "/meetings/calendar.ics",
     "/meetings/actions/", "/committees/{b}", "/meetings/?body={b}&show=all"],
)  # fmt: skip
def test_pages_take_the_same_few_queries_however_many(
    hall, ask, client, address, django_assert_max_num_queries
):
    for n in range(6):
        refuse(ask, hall.police, title=f"第 {n} 種資料", items=[{"title": f"第 {n} 種", "fields": ["欄位"]}])
    row = send_papers(plan(hall), hall)
    for _ in range(4):
        plan(hall)
    with django_assert_max_num_queries(26):
        answer = client.get(address.format(n=row.case.number, b=hall.body.public_id))
    assert answer.status_code == 200


def test_the_calendar_and_the_feed_name_the_meeting_and_never_the_link(hall, ask, client):
    refuse(ask, hall.police)
    row = plan(hall)
    give(signed("secretary"), row.case.number, "give_notice", **NOTICE, link="https://meet.example.tw/secret")
    calendar = client.get(f"/meetings/calendar.ics?body={hall.body.public_id}").content.decode()
    assert "DTSTART;TZID=Asia/Taipei:20260323T140000" in calendar
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Taipei" in calendar, (
        "programs know the hour without knowing the zone"
    )
    assert "TZOFFSETTO:+0800" in calendar
    assert row.case.number in calendar
    feed = client.get("/meetings/feed.atom").content.decode()
    assert row.case.number in feed
    page = client.get(f"/meetings/{row.case.number}").content.decode()
    row.case.refresh_from_db()
    assert row.case.title["zh-Hant"].endswith("第 1 次會議，2026 年 3 月 23 日（一）")
    assert row.case.title["en"].endswith(": meeting 1, Mon 23 March 2026")
    for told in (calendar, feed, page):
        assert "meet.example.tw" not in told
    assert "meet.example.tw" in signed("member2").get(f"/meetings/{row.case.number}").content.decode()


def test_the_list_narrows_to_a_body_and_a_year_and_the_feed_has_what_changed_last(hall, ask, client):
    refuse(ask, hall.police)
    first = plan(hall)
    give(signed("secretary"), first.case.number, "give_notice", **NOTICE)
    second = plan(hall, mode="written", cause="補審")
    hall.clock.to(DAY_OF_MEETING)
    give(signed("secretary"), first.case.number, "cancel", reason="主席請假，改期再議。")
    feed = client.get("/meetings/feed.atom").content.decode()
    assert feed.index(first.case.number) < feed.index(second.case.number)
    page = client.get("/meetings/?show=all&year=2026").content.decode()
    assert first.case.number in page
    assert second.case.number not in page  # it has no day
    page = client.get(f"/meetings/?show=all&body={hall.body.public_id}&year=1999").content.decode()
    assert second.case.number in page  # no such year: not narrowed
    told = client.get("/api/v1/meetings?year=2026").json()["items"]
    assert [one["number"] for one in told] == [first.case.number]
    assert client.get("/api/v1/meetings?year=2025").json()["items"] == []
    assert client.get("/api/v1/meetings?year=99999").status_code == 422


def test_the_desk_shows_the_nearest_meetings_and_leads_to_the_rest(hall, ask, monkeypatch):
    rows = [plan(hall), plan(hall, mode="written", cause="補審")]
    page = signed("secretary").get("/desk/meetings/").content.decode()
    assert all(row.case.number in page for row in rows)
    assert "看全部進行中" not in page
    monkeypatch.setattr(desk, "MOST_IN_HAND", 1)
    page = signed("secretary").get("/desk/meetings/").content.decode()
    assert sum(row.case.number in page for row in rows) == 1
    assert "看全部進行中" in page


def test_what_waits_for_an_agenda_comes_page_by_page(hall, ask, client, monkeypatch):
    monkeypatch.setattr(views, "WAITING", 2)
    parts = [refuse(ask, hall.police) for _ in range(3)]
    row = plan(hall)
    pages = [client.get(f"/meetings/{row.number}{more}").content.decode() for more in ("", "?cursor=2")]
    assert [
        sum(f"/requests/{part.number.partition('.')[0]}" in page for part in parts) for page in pages
    ] == [2, 1]
    assert "cursor=2" in pages[0]
    assert "3 案" in pages[1]
    assert client.get(f"/meetings/{row.number}?cursor=odd").status_code == 200


def test_the_sitemap_names_meetings_and_bodies(hall, client):
    row = plan(hall)
    index = client.get("/sitemap.xml").content.decode()
    for name in ("meetings", "committees", "resolutions", "consultations"):
        assert f"/sitemap-{name}.xml" in index
        assert client.get(f"/sitemap-{name}.xml").status_code == 200
    assert row.case.number in client.get("/sitemap-meetings.xml").getvalue().decode()
    assert hall.body.public_id in client.get("/sitemap-committees.xml").getvalue().decode()
    assert client.get("/sitemap-people.xml").status_code == 404


def test_a_meeting_without_a_quorum_is_ended_and_says_so(hall, ask, client):
    refuse(ask, hall.police)
    row = send_papers(plan(hall), hall)
    hall.clock.to(DAY_OF_MEETING)
    desk = signed("secretary")
    give(desk, row.case.number, "attend", member=hall.members[0].public_id)
    page = desk.get(f"/meetings/{row.case.number}").content.decode()
    assert "宣布開會" in page
    assert "還不行" in page
    give(desk, row.case.number, "lack_quorum")
    assert "人數不足" in client.get(f"/meetings/{row.case.number}").content.decode()


def test_empty_pages_say_what_will_come(client, db):
    assert "會列在這裡" in client.get("/meetings/").content.decode()
    assert "沒有列管事項" in client.get("/meetings/actions/").content.decode()


def test_positions_are_seen_by_the_body_alone_until_minutes_are_published(hall, ask, client):
    refuse(ask, hall.police)
    row = open_with(plan(hall), hall)
    (item,) = items(row)
    hold(row, item, hall.members[2], "discuss", text="請改為鄉鎮層級統計後開放。")
    number = again(row).case.number
    assert "請改為鄉鎮層級統計" not in client.get(f"/meetings/{number}").content.decode()
    assert "請改為鄉鎮層級統計" in signed("member1").get(f"/meetings/{number}").content.decode()
    assert WHY not in client.get(f"/meetings/{number}").content.decode()


@pytest.mark.parametrize(
    ("who", "address"),
    [("secretary", "/desk/meetings/"), ("member2", "/desk/member/")],
)
def test_desks_take_the_same_few_queries_however_many(hall, ask, who, address, django_assert_max_num_queries):
    for n in range(5):
        refuse(ask, hall.police, title=f"第 {n} 種資料", items=[{"title": f"第 {n} 種", "fields": ["欄位"]}])
    for _ in range(4):
        row = plan(hall, mode="written")
        if items(row) or row.ordinal == 1:
            give(signed("secretary"), row.case.number, "send_for_review")
    client = signed(who)
    with django_assert_max_num_queries(22):
        assert client.get(address).status_code == 200


def test_members_of_a_body_without_an_agency_are_told_and_no_others(hall, ask):
    panel = bodies.make("panel", {"zh-Hant": "資料標準專家小組"}, None, by=POLICY)
    seated = Person.objects.create(email="expert@example.org", display_name="expert")
    told = {
        "name": "專家甲",
        "position": "member",
        "identity": "public",
        "valid_from": "2026-01-01",
        "email": seated.email,
    }
    bodies.enlist(panel, told, by=POLICY)
    command = commands.parse("plan", {"body": panel.public_id})
    made = open_case("meeting", command, cadence.opening_of(panel), by=POLICY, at=hall.now)
    fire(made.case.number, commands.parse("give_notice", NOTICE), by=POLICY, at=hall.now)
    for row in Event.objects.filter(subject=made.case.number).order_by("seq"):
        notices.tell(as_entry(row))
    heard = set(Notification.objects.filter(case=made.case).values_list("person_id", flat=True))
    assert heard == {seated.public_id}


def test_pressing_plan_twice_plans_one_meeting(hall):
    desk = signed("secretary")
    told = {"body": hall.body.public_id, "mode": "in_person", "nonce": "nc_twice-1"}
    for _ in range(2):
        assert desk.post("/desk/meetings/", told).status_code == 302
    assert Meeting.objects.count() == 1
