"""Taking part and answering by pages: mailed links, receipts, the table out and in, imports, votes, fixed query counts."""

import io
import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.consultations.conftest import DAY, DRIVER, RIDER, again, citizen, do, of, state, sweep

from springhead.engine.documents import odt
from springhead.engine.kernel import verify
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.opinions import files, terminal
from springhead.forums.consultations import (
    ballots,
    importing,
    papers,
    picture,
    queries,
    raw,
    table,
    table_writing,
)
from springhead.forums.consultations.models import Cluster, Comment, Consultation, Position, Statement, Vote
from springhead.foundation.agencies.models import Membership, Person
from springhead.foundation.cases.models import Asker, Mail, Subscription
from springhead.foundation.catalog import bulk_sheets
from springhead.foundation.jobs.models import Job

pytestmark = pytest.mark.django_db
LANGS = ("", "/en")
SEEDS = [{"text": "資料應該即時開放。", "side": "for"}, {"text": "即時開放成本太高。", "side": "against"}]
WHY = "公車業者契約已約定提供，六月起增列。"


def link_in(mail: Mail) -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.body).group(1)


def member(agency, role: Role = Role.OFFICER, email: str = "officer@example.tw") -> Person:
    person = Person.objects.create_user(email, display_name="承辦人")
    Membership.objects.create(person=person, role=role, agency=agency)
    return person


@pytest.fixture
def now_open(opened):
    """A consultation that is open today."""

    def make(*agencies, **more) -> Consultation:
        return opened(*agencies, at=now(), **more)

    return make


def close(row: Consultation, monkeypatch) -> Consultation:
    sweep(monkeypatch, now() + 22 * DAY)
    assert state(row) == "responding"
    return again(row)


# ── taking part ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", LANGS)
def test_the_click_on_the_mailed_link_publishes_a_comment(client, now_open, lang) -> None:
    row = now_open()
    data = {"text": "希望有公車到站預估。", "anchor": "n1", "name": "林美玲", "email": "mei@example.org"}
    answer = client.post(f"{lang}/consultations/{row.number}/comment", data)
    assert answer.status_code == 200
    link = link_in(Mail.objects.get())
    assert client.get(link).status_code == 200
    assert not Comment.objects.exists(), "a mail scanner that opens the link publishes nothing"
    place = client.post(link)["Location"]
    assert place.endswith(f"/consultations/{row.number}/comments/1")
    client.post(link)
    assert Comment.objects.count() == 1
    shown = client.get(place).content.decode()
    assert "林*玲" in shown
    assert "林美玲" not in shown
    assert "mei@example.org" not in shown


def test_a_comment_without_text_or_address_says_what_is_missing(client, now_open) -> None:
    row = now_open()
    answer = client.post(f"/consultations/{row.number}/comment", {"text": "希望有公車。"})
    assert answer.status_code == 422
    assert "請填電子郵件" in answer.content.decode()
    answer = client.post(f"/consultations/{row.number}/comment", {"text": " ", "email": "mei@example.org"})
    assert answer.status_code == 422
    assert not Mail.objects.exists()


def test_nobody_can_flood_a_mailbox(client, now_open) -> None:
    row = now_open()
    data = {"text": "希望有公車到站預估。", "email": "mei@example.org"}
    answers = [client.post(f"/consultations/{row.number}/comment", data).status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_a_signed_in_person_comments_at_once_and_twice_sent_is_once(client, now_open) -> None:
    row = now_open()
    client.force_login(Person.objects.create_user("rider@example.org", display_name="林美玲"))
    for _ in range(2):
        client.post(f"/consultations/{row.number}/comment", {"text": "希望有公車。", "nonce": "nc_1"})
    assert Comment.objects.count() == 1


def test_the_receipt_opens_to_its_author_alone_and_verifies_offline(client, now_open, tmp_path) -> None:
    row = now_open()
    person = Person.objects.create_user("rider@example.org", display_name="林美玲")
    client.force_login(person)
    client.post(f"/consultations/{row.number}/comment", {"text": "希望有公車到站預估。"})
    address = f"/consultations/{row.number}/comments/1/receipt.json"
    mine = client.get(address).content
    assert "希望有公車到站預估。" in mine.decode()
    assert person.public_id not in mine.decode()
    (tmp_path / "receipt.json").write_bytes(mine)
    ran = subprocess.run(
        [sys.executable, verify.__file__, str(tmp_path / "receipt.json")], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    client.logout()
    assert "希望有公車到站預估。" not in client.get(address).content.decode()


def test_where_people_comment_on_the_participation_platform_alone_the_page_leads_there(
    client, now_open
) -> None:
    row = now_open(platform="https://join.example.tw/policies/1", here=False)
    shown = client.get(f"/consultations/{row.number}").content.decode()
    assert "https://join.example.tw/policies/1" in shown
    assert 'name="text"' not in shown
    answer = client.post(
        f"/consultations/{row.number}/comment", {"text": "希望有公車。", "email": "a@example.org"}
    )
    assert answer.status_code == 409


def test_a_hidden_comment_shows_its_ground_and_not_its_text(client, now_open, transport) -> None:
    row = now_open()
    do(row, "comment", RIDER, at=now(), text="王大明住在清溪路一號。")
    reason = "留言寫出他人的姓名與住址，為保護當事人而遮蔽。"
    do(row, "hide", of(transport), at=now(), comment=1, ground="personal_data", reason=reason)
    for address in ("", "/comments/1", "/../../api/v1/consultations/X/comments"):
        shown = client.get(f"/consultations/{row.number}{address}".replace("X", row.number)).content.decode()
        assert "王大明" not in shown
        assert reason not in shown
    assert "含個人資料" in client.get(f"/consultations/{row.number}").content.decode()


def test_somebody_without_an_account_votes_after_confirming_an_address(client, now_open) -> None:
    row = now_open(statements=True, seeds=SEEDS)
    answer = client.post(f"/consultations/{row.number}/statements/vote", {"vote_1": "agree"})
    assert answer["Location"].startswith("/consultations/mine/link")
    client.post(answer["Location"], {"email": "mei@example.org"})
    confirmed = client.post(link_in(Mail.objects.get()))
    assert confirmed["Location"] == f"/consultations/{row.number}/statements"
    client.post(f"/consultations/{row.number}/statements/vote", {"vote_1": "agree", "vote_2": "pass"})
    client.post(f"/consultations/{row.number}/statements/vote", {"vote_1": "disagree", "vote_2": "pass"})
    votes = {one.statement.number: one.choice for one in Vote.objects.select_related("statement")}
    assert votes == {1: -1, 2: 0}
    receipt = json.loads(client.get(f"/consultations/{row.number}/statements/1/receipt.json").content)
    assert "disagree" in json.dumps(receipt)
    client.cookies.clear()
    assert client.get(f"/consultations/{row.number}/statements/1/receipt.json").status_code == 404


@pytest.mark.parametrize("back", ["//evil.example", "CN-2026-1/../..", "mine", "CN-2026-000001%0a"])
def test_a_link_leads_nowhere_but_to_a_consultation(client, now_open, back) -> None:
    now_open(statements=True, seeds=SEEDS)
    client.post(f"/consultations/mine/link?back={back}", {"email": "mei@example.org"})
    link = link_in(Mail.objects.get())
    assert "back" not in link
    assert client.post(f"{link}?back={back}")["Location"] == "/consultations/mine"


# ── lists and feeds ─────────────────────────────────────────────────────────


def test_the_lists_show_what_is_open_coming_and_answered(client, planned, now_open, transport) -> None:
    row = now_open()
    today = now()
    coming = planned(at=today, opens_on=str((today + 5 * DAY).date()), days=40, title="停車資料徵詢")
    do(coming, "announce", of(transport), at=today)
    planned(at=today, title="還沒公開的徵詢")
    for lang in LANGS:
        assert row.number in client.get(f"{lang}/consultations/").content.decode()
        assert coming.number in client.get(f"{lang}/consultations/?show=coming").content.decode()
        every = client.get(f"{lang}/consultations/?show=all").content.decode()
        assert "還沒公開的徵詢" not in every
        assert client.get(f"{lang}/consultations/?q=停車&show=all").content.decode().count("CN-") >= 1
    assert "沒有徵詢" in client.get("/consultations/?show=answered").content.decode()
    assert row.number in client.get("/consultations/list.csv?show=all").getvalue().decode()
    assert row.number in client.get("/consultations/feed.atom").content.decode()
    calendar = client.get("/consultations/calendar.ics").content.decode()
    assert f"{row.number}-closes_on@" in calendar
    assert f"{coming.number}-opens_on@" in calendar
    assert client.get(f"/consultations/{row.number}/feed.atom").status_code == 200
    assert client.get(f"/consultations/{row.number}/calendar.ics").status_code == 200


def test_programs_read_the_same(client, now_open) -> None:
    row = now_open()
    do(row, "comment", RIDER, at=now(), text="希望有公車到站預估。", anchor="n1")
    listed = client.get("/api/v1/consultations").json()
    assert [one["number"] for one in listed["items"]] == [row.number]
    one = client.get(f"/api/v1/consultations/{row.number}").json()
    assert one["comments"] == 1
    assert one["host"] == row.host
    (said,) = client.get(f"/api/v1/consultations/{row.number}/comments").json()["items"]
    assert said["text"] == "希望有公車到站預估。"
    assert said["part"] == "n1"
    assert RIDER.id not in json.dumps(said)
    assert client.get("/api/v1/consultations/CN-2026-999999").status_code == 404


def fill(row: Consultation, first: int, last: int) -> None:
    """Write comments in a hundred groups, every fifth a reply to the one before."""
    Comment.objects.bulk_create(
        [
            Comment(
                consultation=row, number=n, voice="v" + "a" * 16, text=f"意見 {n}", words=f"意見 {n}", at=now(),
                name_shown="林*玲", anchor="n1", cluster=Cluster.objects.get_or_create(
                    consultation=row, number=n % 100 + 1, defaults={"summary": "一類", "agencies": [row.host]}
                )[0] if n <= 200 or not n % 97 else None,
            )
            for n in range(first, last + 1)
        ],
        batch_size=1000,
    )  # fmt: skip
    threads = dict(row.said.filter(number__gte=first - 1).values_list("number", "pk"))
    replies = list(row.said.filter(number__gte=first, number__in=range(5, last + 1, 5)))
    for one in replies:
        one.to, one.thread_id = one.number - 1, threads[one.number - 1]
    Comment.objects.bulk_update(replies, ["to", "thread"], batch_size=500)
    Consultation.objects.filter(pk=row.pk).update(comments=last)


def asked(client, addresses) -> dict[str, int]:
    found = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        found[address] = len(seen)
    return found


def test_pages_ask_the_same_number_of_questions_with_ten_thousand_comments(
    client, now_open, transport
) -> None:
    row = now_open()
    page = f"/consultations/{row.number}"
    public = (
        page, f"{page}?cursor=40", f"{page}?part=n1", f"{page}?q=意見", f"{page}/comments/4", f"{page}/comments/5",
        "/consultations/", f"/consultations/?agency={row.host}", f"/api/v1{page}/comments",
    )  # fmt: skip
    desk = tuple(
        f"/desk{page}{tail}" for tail in ("", "/comments", "/comments?all=1&q=意見", "/table", "/groups/5")
    )
    client.force_login(member(transport))
    fill(row, 1, 200)
    before = asked(client, (*public, *desk))
    fill(row, 201, 10_000)
    assert asked(client, (*public, *desk)) == before
    assert max(before[one] for one in public) <= 12, before
    assert max(before[one] for one in desk) <= 24, before


def test_pages_of_an_answer_ask_the_same_number_of_questions_with_a_hundred_groups(
    client, now_open, transport, monkeypatch
) -> None:
    row = now_open()
    fill(row, 1, 8)
    rows = ["類別,意見摘要,意見編號,機關代號,處理情形,理由"]

    def answer(last: int, why: str = WHY) -> None:
        lines = [f"{n},第 {n} 類,{n},,採納,{why}" for n in range(1, last + 1)]
        written = bulk_sheets.read("\n".join([*rows, *lines]).encode(), "")
        table_writing.write(row, written, seen=table.digest(table.current(row)), by=of(transport))

    close(row, monkeypatch)
    answer(8)
    text = "清單增列公車到站預估，其餘維持；諮詢小組六月決定。請大家繼續提供意見。"
    do(row, "respond", of(transport), at=now() + 23 * DAY, text=text)
    page = f"/consultations/{row.number}"
    addresses = (page, f"{page}/answers", f"{page}/comments/3", f"/api/v1{page}/answers", f"{page}/answers/1")
    addresses += (f"/api/v1{page}/answers?version=1", f"/api/v1{page}/versions")
    for last, reason in ((8, "第一次更正，補上理由。"), (108, "第二次更正，補上遺漏的意見。")):
        do(row, "reopen", of(transport), at=now() + 24 * DAY, reason=reason)
        fill(row, 9, last)
        answer(last, reason)
        do(row, "correct", of(transport), at=now() + 25 * DAY, text=f"{text}{last}")
        counted = asked(client, addresses)
        if last == 8:
            before = counted
    assert counted == before
    assert max(before.values()) <= 16, before


# ── the table ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["ods", "csv"])
def test_the_table_makes_the_round_trip_without_loss(client, now_open, transport, police, form) -> None:
    row = now_open(police)
    for n in range(12):
        do(row, "comment", citizen(f"rider{n:03}"), at=now(), text=f"意見 {n}")
    cluster = Cluster.objects.create(
        consultation=row,
        number=3,
        summary="=SUM(A1)  兩個空格\n第二行 '引號",
        agencies=[row.host, police.public_id],
    )
    Position.objects.create(
        cluster=cluster,
        agency_id=row.host,
        disposition="partly",
        reasons='-不是公式\n\t縮排、逗號，"引號" 與換行',
    )
    Cluster.objects.create(consultation=row, number=10, summary="另一類", agencies=[police.public_id])
    row.said.filter(number__in=(1, 2, 3, 7)).update(cluster=cluster)
    client.force_login(member(transport))
    got = client.get(f"/desk/consultations/{row.number}/table.{form}")
    content = got.getvalue()
    made = table.plan(row, bulk_sheets.read(content, f"table.{form}"), by=of(transport))
    assert not made.problems
    assert not [(one.column, one.before, one.after) for one in made.changes if one.column != "reasons"]
    before = table.current(row)
    table_writing.write(row, bulk_sheets.read(content, ""), seen=table.digest(before), by=of(transport))
    again_ = bulk_sheets.read(client.get(f"/desk/consultations/{row.number}/table.{form}").getvalue(), "")
    assert not table.plan(row, again_, by=of(transport)).changes
    assert table.current(row)[3].comments == (1, 2, 3, 7)


def test_differences_are_shown_before_anything_is_written(client, now_open, transport) -> None:
    row = now_open()
    do(row, "comment", RIDER, at=now(), text="希望有公車到站預估。")
    client.force_login(member(transport))
    sheet = f"類別,意見摘要,意見編號,機關代號,處理情形,理由\n1,到站預估,1,,採納,{WHY}\n"
    sent = io.BytesIO(sheet.encode())
    sent.name = "table.csv"
    answer = client.post(f"/desk/consultations/{row.number}/table", {"file": sent})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "到站預估" in shown
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", shown)
    assert "採納" in cells
    assert "accepted" not in shown
    assert cells.count("清溪縣政府交通處") == 1  # who is to answer from now on
    assert f">{row.host}<" not in shown
    assert not Cluster.objects.exists()
    token = re.search(r'name="token" value="([^"]+)"', shown).group(1)
    assert client.post(f"/desk/consultations/{row.number}/table/apply", {"token": token}).status_code == 302
    assert Cluster.objects.get().summary == "到站預估"
    assert Position.objects.get().disposition == "accepted"
    stale = client.post(f"/desk/consultations/{row.number}/table/apply", {"token": token})
    assert stale.status_code == 409


@pytest.mark.parametrize(
    ("line", "code", "where"),
    [
        ("x,摘要,1,,,", "consultation-table-no-group", "A3"),
        ("2,,1,,,", "consultation-table-no-summary", "B3"),
        ("2,摘要,一到三,,,", "consultation-table-numbers", "C3"),
        ("2,摘要,99,,,", "consultation-table-no-comment", "C3"),
        ("2,摘要,1,,,", "consultation-table-comment-twice", "C3"),
        ("2,摘要,2,ag_00000000,,", "consultation-table-no-agency", "D3"),
        ("2,摘要,2,,研議中,", "consultation-table-disposition", "E3"),
        ("2,摘要,2,,採納,好", "consultation-table-reason", "F3"),
        ("1,別的摘要,,ag_00000000,,", "consultation-table-differs", "B3"),
        ("1,,,,,", "consultation-table-agency-twice", "D3"),
        ("2,摘要,2,,,,多一格", "consultation-table-cell-without-head", "G3"),
    ],
)
def test_every_fault_of_a_table_names_its_cell(now_open, transport, line, code, where) -> None:
    row = now_open()
    for _ in range(2):
        do(row, "comment", RIDER, at=now(), text="希望有公車到站預估。")
    sheet = f"類別,意見摘要,意見編號,機關代號,處理情形,理由\n1,到站預估,1,,採納,{WHY}\n{line}\n"
    made = table.plan(row, bulk_sheets.read(sheet.encode(), ""), by=of(transport))
    assert (code, where) in {(one.code, one.where) for one in made.problems}
    for problem in made.problems:
        assert problem.message("en") != problem.message("zh-Hant")


def test_a_table_without_its_columns_is_refused(now_open, transport) -> None:
    row = now_open()
    with pytest.raises(Refused) as refused:
        table.plan(row, [["類別", "什麼欄"]], by=of(transport))
    assert [one.where for one in refused.value.problems] == ["B1"]
    with pytest.raises(Refused) as refused:
        table.plan(row, [["類別", "意見摘要"]], by=of(transport))
    assert refused.value.problems[0].code == "consultation-table-column-missing"


def test_the_host_sorts_comments_by_ticking_and_answers_one_group(client, now_open, transport) -> None:
    row = now_open()
    for text in ("要有公車。", "也要公車。", "停車格。"):
        do(row, "comment", RIDER, at=now(), text=text)
    client.force_login(member(transport))
    desk = f"/desk/consultations/{row.number}"
    assert "停車格" in client.get(f"{desk}/comments").content.decode()
    client.post(f"{desk}/comments", {"comment": ["1", "2"], "group": "1", "summary": "公車"})
    client.post(f"{desk}/comments", {"comment": ["3"], "group": "2", "summary": ""})
    assert queries.unplaced(row) == 1
    page = client.get(f"{desk}/groups/1").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page).group(1)
    data = {
        "seen": seen, "summary": "公車動態", "comments": "1-3", "agency": [row.host],
        f"disposition_{row.host}": "accepted", f"reasons_{row.host}": WHY,
    }  # fmt: skip
    assert client.post(f"{desk}/groups/1", data).status_code == 302
    (group,) = table.current(row).values()
    assert (group.summary, group.comments, group.answers[row.host].reasons) == ("公車動態", (1, 2, 3), WHY)
    assert client.post(f"{desk}/groups/1", data).status_code == 409, "somebody changed it since"
    for address in ("", "/comments?all=1", "/table", "/groups/1", "/import", "/table.odt", "/table.csv"):
        assert client.get(desk + address).status_code == 200, address


def test_the_desk_is_closed_to_other_agencies_and_to_citizens(client, now_open, police) -> None:
    row = now_open()
    desk = f"/desk/consultations/{row.number}"
    assert client.get(desk).status_code == 302
    client.force_login(Person.objects.create_user("rider@example.org", display_name="民眾"))
    assert client.get(desk).status_code == 403
    client.force_login(member(police, email="police@example.tw"))
    for address in ("", "/comments", "/table", "/table.csv", "/groups/1", "/import"):
        assert client.get(desk + address).status_code == 403, address
    assert client.post(f"{desk}/do/cancel", {"reason": "我們不想徵詢了，取消。"}).status_code == 403


def test_a_consultation_is_prepared_changed_and_opened_on_the_desk(client, transport) -> None:
    client.force_login(member(transport))
    today = now().date()
    data = {
        "host": transport.public_id, "kind": "other", "title": "停車資料要開放哪些欄位", "question": "您要哪些欄位？",
        "can_change": "欄位", "decides": "交通處", "decides_on": str(today + timedelta(days=60)),
        "papers": "草案｜https://data.example.tw/a.ods", "anchors": "費率\n位置", "here": "1", "assurance": "0",
        "closes_on": str(today + timedelta(days=5)), "nonce": "nc_1",
    }  # fmt: skip
    client.post("/desk/consultations/new", data)
    client.post("/desk/consultations/new", data)
    row = Consultation.objects.get()
    desk = f"/desk/consultations/{row.number}"
    assert "至少要 14 天" in client.get(desk).content.decode()
    assert "費率" in client.get(f"{desk}/edit").content.decode()
    client.post(f"{desk}/edit", {**data, "closes_on": str(today + timedelta(days=20))})
    assert client.post(f"{desk}/do/open").status_code == 302
    assert state(row) == "open"
    assert [one["id"] for one in again(row).anchors] == ["p1", "p2"]
    bad = client.post("/desk/consultations/new", {**data, "nonce": "nc_2", "papers": "草案｜ftp://x"})
    assert bad.status_code == 422
    assert "不是網址" in bad.content.decode()


# ── imports ─────────────────────────────────────────────────────────────────

PASTE = "編號\t留言日期\t暱稱\t留言內容\t段落\nJ-1\t115/03/05\t王小明\t也要停車格。\t路邊停車格\nJ-2\t2026/3/6 10:00\t\t同意\t\n"


def test_comments_of_the_participation_platform_are_pasted_and_not_taken_twice(
    client, now_open, transport
) -> None:
    row = now_open()
    do(row, "comment", RIDER, at=now(), text="這裡的意見。")
    client.force_login(member(transport))
    for _ in range(2):
        answer = client.post(f"/desk/consultations/{row.number}/import", {"pasted": PASTE})
        assert answer.status_code == 302
    said = list(row.said.order_by("number"))
    assert [(one.number, one.origin, one.name_shown, one.anchor) for one in said][1:] == [
        (2, "J-1", "王*明", "n2"), (3, "J-2", "", ""),
    ]  # fmt: skip
    assert said[1].at.date().isoformat() == "2026-03-05"
    assert (again(row).comments, again(row).voices) == (3, 1)


def test_faults_of_an_import_name_row_and_column_in_both_languages(now_open) -> None:
    row = now_open()
    pasted = "編號,日期,意見,段落\n1,三月五日,好,\n1,,也好,\n3,,,不存在\n"
    with pytest.raises(Refused) as refused:
        importing.from_paste(row, pasted)
    found = [(one.code, one.where) for one in refused.value.problems]
    assert found == [
        ("consultation-import-date", "B2"), ("consultation-import-twice", "A3"),
        ("consultation-import-empty", "C4"), ("consultation-import-part", "D4"),
    ]  # fmt: skip
    assert "B2" in refused.value.problems[0].message("en")
    with pytest.raises(Refused) as refused:
        importing.from_paste(row, "編號,什麼\n1,好\n")
    assert {one.code for one in refused.value.problems} == {
        "consultation-import-column",
        "consultation-import-no-column",
    }


# ── the end ─────────────────────────────────────────────────────────────────


def test_the_answer_stands_on_its_page_and_as_a_document(client, now_open, transport, monkeypatch) -> None:
    row = now_open()
    do(row, "comment", RIDER, at=now(), text="希望有公車到站預估。")
    row = close(row, monkeypatch)
    sheet = f"類別,意見摘要,意見編號,機關代號,處理情形,理由\n1,到站預估,1,,採納,{WHY}\n"
    rows = bulk_sheets.read(sheet.encode(), "")
    table_writing.write(row, rows, seen=table.digest(table.current(row)), by=of(transport))
    assert client.get(f"/consultations/{row.number}/answers").status_code == 404
    answer = "清單增列公車到站預估，其餘維持；諮詢小組六月決定。請大家繼續提供意見。"
    do(row, "respond", of(transport), at=now() + 23 * DAY, text=answer)
    for lang in LANGS:
        assert WHY in client.get(f"{lang}/consultations/{row.number}/answers").content.decode()
        assert WHY in client.get(f"{lang}/consultations/{row.number}/comments/1").content.decode()
    for form in ("odt", "ods", "csv"):
        assert client.get(f"/consultations/{row.number}/answers.{form}").status_code == 200
    assert client.get(f"/consultations/{row.number}/answers.odt")["Content-Type"] == odt.MEDIA
    text = str(papers.responses(again(row), "zh-Hant", table.current(row)))
    assert "採納" in text
    assert WHY in text
    (group,) = client.get(f"/api/v1/consultations/{row.number}/answers").json()["items"]
    assert group["answers"][0]["disposition"] == "accepted"
    with pytest.raises(Refused):
        table_writing.write(row, rows, seen=table.digest(table.current(row)), by=of(transport))


def voted(row: Consultation, people: int) -> None:
    """Let people vote through the door, half of them one way."""
    for n in range(people):
        who = citizen(f"voter{n:03}")
        for place in (1, 2):
            choice = "agree" if (n % 2) == (place % 2) else "disagree"
            do(row, "vote", who, at=now(), statement=place, choice=choice)


def test_raw_files_are_there_after_the_end_and_give_anybody_the_same_picture(
    client, now_open, monkeypatch, tmp_path, capfdbinary
) -> None:
    row = now_open(statements=True, seeds=SEEDS)
    voted(row, 32)
    address = f"/consultations/{row.number}/raw"
    assert client.get(f"{address}/comments.csv").status_code == 404, "not before the end"
    row = close(row, monkeypatch)
    assert Job.objects.filter(kind="consultations.picture").count() == 1
    file = client.get(f"{address}/votes.csv").getvalue()
    votes = files.read(io.BytesIO(file))
    written = io.BytesIO()
    files.write(votes, written.write)
    assert written.getvalue() == file, "the file is the canonical one, byte by byte"
    document = picture.compute(row)
    assert document["voters"] == 32
    (tmp_path / "votes.csv").write_bytes(file)
    assert terminal.main([str(tmp_path / "votes.csv"), "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out) == json.loads(json.dumps(document)), (
        "./springhead opinions"
    )
    assert document["votes_sha256"] == files.write(votes, lambda _piece: None)
    Consultation.objects.filter(pk=row.pk).update(picture=document)
    for lang in LANGS:
        shown = client.get(f"{lang}/consultations/{row.number}/statements").content.decode()
        assert ("不是抽樣" if not lang else "no sample") in shown
    ballots_ = client.get(f"{address}/ballots.csv").getvalue().decode().splitlines()
    assert len(ballots_) == 65
    assert RIDER.id not in "".join(ballots_)


def test_counting_voters_stops_at_the_thirtieth(now_open, django_assert_num_queries) -> None:
    row = now_open(statements=True, seeds=SEEDS)
    voted(row, 29)
    assert not raw.enough_voters(row)
    do(row, "vote", citizen("voter999"), at=now(), statement=1, choice="agree")
    with django_assert_num_queries(1) as asked:
        assert raw.enough_voters(row)
    assert "LIMIT 30" in asked[0]["sql"]


def test_the_front_page_and_the_sitemap_name_open_consultations_only(client, now_open, planned) -> None:
    later, soon = now_open(days=40), now_open(title="先截止的徵詢")
    hidden = planned(title="還在擬的徵詢")
    for lang in LANGS:
        shown = client.get(f"{lang}/").content.decode()
        assert shown.index(f"{lang}/consultations/{soon.number}") < shown.index(
            f"consultations/{later.number}"
        )
        assert ("until" if lang else "為止") in shown
        assert hidden.number not in shown
    assert b"/sitemap-consultations.xml" in client.get("/sitemap.xml").content
    listed = client.get("/sitemap-consultations.xml").getvalue().decode()
    assert f"/consultations/{soon.number}</loc>" in listed
    assert hidden.number not in listed


def test_below_thirty_voters_nothing_of_the_votes_is_shown(client, now_open, monkeypatch) -> None:
    row = now_open(statements=True, seeds=SEEDS)
    voted(row, 3)
    row = close(row, monkeypatch)
    assert client.get(f"/consultations/{row.number}/raw/votes.csv").status_code == 404
    assert client.get(f"/consultations/{row.number}/raw/ballots.csv").status_code == 404
    document = picture.compute(row)
    assert document["state"] == "too-few"
    assert not document["statements"]
    assert raw.handed_out(row) == ("comments", "statements")


def test_groups_are_drawn_without_script(client, now_open, monkeypatch) -> None:
    row = now_open()
    document = {
        "says": {"zh-Hant": "意見可分為幾個群組。", "en": "Groups."}, "warning": {"zh-Hant": "不是抽樣", "en": "no sample"},
        "circles": [{"group": "A", "x": -1.0, "y": 0.0, "voters": 12}, {"group": "B", "x": 1.5, "y": 0.5, "voters": 20}],
        "groups": [{"group": "A", "voters": 12, "hull": [[-1.0, 0.0]]}, {"group": "B", "voters": 20, "hull": [[1.5, 0.5]]}],
        "statements": [{"statement": "1", "all": {"agree": 20, "disagree": None, "pass": 0, "short": 9},
                        "groups": {"A": {"agree": 12, "disagree": None, "pass": None, "short": 9}, "B": {"agree": None, "disagree": 20, "pass": None, "short": 9}}}],
    }  # fmt: skip
    Consultation.objects.filter(pk=row.pk).update(picture=document, statements=True, votes=64)
    Statement.objects.create(
        consultation=row, number=1, text="資料應該即時開放。", standing="shown", at=now()
    )
    drawn = picture.drawing(document)
    assert [(one.letter, one.voters) for one in drawn.shapes] == [("A", 12), ("B", 20)]
    assert all(
        0 <= dot.x <= drawn.width and 0 <= dot.y <= drawn.height for one in drawn.shapes for dot in one.dots
    )
    (numbers,) = picture.numbers(document, {"1": "資料應該即時開放。"})
    assert [(n.voters, n.at_least) for n in numbers["all"]] == [(20, True), (None, True), (0, True)]
    sweep(monkeypatch, now() + 22 * DAY)
    shown = client.get(f"/consultations/{row.number}/statements").content.decode()
    assert "<polygon" in shown
    assert "不是抽樣" in shown
    assert "≥ 20" in shown


# ── ballots ─────────────────────────────────────────────────────────────────


def test_a_removed_an_added_and_a_changed_vote_are_named(now_open) -> None:
    row = now_open(statements=True, seeds=SEEDS)
    for who in (RIDER, DRIVER, citizen("third000")):
        do(row, "vote", who, at=now(), statement=1, choice="agree")
    do(row, "vote", RIDER, at=now(), statement=1, choice="disagree")
    assert list(ballots.compare()) == []
    one, two, three = Vote.objects.order_by("pk")
    Vote.objects.filter(pk=one.pk).update(choice=1)
    assert [p.code for p in ballots.compare()] == ["consultation-ballot-changed"]
    Vote.objects.filter(pk=one.pk).update(choice=-1)
    two.delete()
    assert [(p.code, p.params["seq"]) for p in ballots.compare()] == [
        ("consultation-ballot-removed", two.seq)
    ]
    Vote.objects.create(statement=two.statement, voice=two.voice, choice=two.choice, at=two.at, seq=two.seq)
    Vote.objects.create(statement=two.statement, voice="v" + "a" * 16, choice=1, at=now(), seq=three.seq)
    assert [p.code for p in ballots.compare()] == ["consultation-ballot-added"]


def test_what_an_asker_said_and_what_became_of_it_stands_on_their_page(client, now_open) -> None:
    row = now_open()
    asker = Asker.objects.create(email="mei@example.org", name="林美玲")
    client.post("/consultations/mine/link", {"email": "mei@example.org"})
    link = link_in(Mail.objects.get())
    assert client.get(link).status_code == 200
    asker.refresh_from_db()
    assert asker.confirmed_at is None, "opening the link confirms nothing"
    client.post(link)
    client.post(f"/consultations/{row.number}/comment", {"text": "希望有公車到站預估。"})
    shown = client.get("/consultations/mine").content.decode()
    assert "希望有公車到站預估。" in shown
    client.cookies.clear()
    assert client.get("/consultations/mine").status_code == 302


def test_everybody_may_follow_and_voters_follow_by_themselves(client, now_open) -> None:
    row = now_open(statements=True, seeds=SEEDS)
    client.post(f"/consultations/{row.number}/follow", {"email": "mei@example.org"})
    assert not Subscription.objects.filter(confirmed_at__isnull=False).exists()
    assert Mail.objects.filter(to="mei@example.org").count() == 1
    assert client.post(f"/consultations/{row.number}/follow", {"email": "no address"}).status_code >= 400
    do(row, "vote", RIDER, at=now(), statement=1, choice="agree")
    do(row, "vote", RIDER, at=now(), statement=2, choice="agree")
    assert Subscription.objects.filter(subject_id=row.number, person_id=RIDER.id).count() == 1


def test_parts_keep_their_ids_when_the_form_is_saved_again(client, planned, transport) -> None:
    row = planned(at=now())
    client.force_login(member(transport))
    desk = f"/desk/consultations/{row.number}"
    form = client.get(f"{desk}/edit").context["typed"]
    client.post(f"{desk}/edit", {**form, "anchors": "新段落\n路邊停車格\n公車即時動態"})
    assert [(one["kind"], one["id"]) for one in again(row).anchors] == [
        ("paragraph", "p1"), ("nomination", "n2"), ("nomination", "n1"),
    ]  # fmt: skip
