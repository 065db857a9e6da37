"""Who asked watches each step of the hearing on the page of the request, in both languages."""

import re
from html import unescape

import pytest
from django.test import Client
from tests.meetings.conftest import (
    DAY_OF_MEETING,
    TO_OPEN,
    act,
    conclude,
    confirm,
    convener,
    follow,
    items,
    plan,
    refuse,
    send_papers,
    sign_in,
)

from springhead.forums.committees import approvals
from springhead.forums.committees.models import Resolution
from springhead.procedures.openness.models import Record

pytestmark = pytest.mark.django_db
DOCUMENT = "府資字第 1150000001 號"


def text(client: Client, page: str) -> str:
    main = client.get(page).content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def both(client: Client, number: str) -> tuple[str, str]:
    return text(client, f"/requests/{number}"), text(client, f"/en/requests/{number}")


def test_from_the_refusal_to_the_promise_the_page_says_each_step(client, hall, ask, head) -> None:
    part = refuse(ask, hall.police)
    number = part.request.case.number
    zh, en = both(client, number)
    assert "未經審議" in zh
    assert "諮詢小組審議" not in zh
    assert "等候諮詢小組 清溪縣諮詢小組 ：2026 年 3 月" in zh
    assert "列入待審，等候排入會議" in zh
    assert "Waits for a committee Clearbrook committee : on its list since" in en
    row = send_papers(plan(hall), hall)
    zh, en = both(client, number)
    assert "清溪縣諮詢小組 2026 年 3 月 23 日（一） 資料已寄送 議程第 1 項" in zh
    assert "Clearbrook committee Mon 23 March 2026 Papers sent item 1 of the agenda" in en
    assert "列入待審" not in zh, "a meeting took it"
    hall.clock.to(DAY_OF_MEETING)
    sign_in(row, hall)
    act(row, "open", convener())
    assert "會議進行中" in both(client, number)[0]
    conclude(row, items(row)[0], convener(), option="to_be_opened", text=TO_OPEN, until="2026-09-30")
    assert TO_OPEN not in both(client, number)[0], "the minutes are not confirmed yet"
    confirm(row, hall)
    zh, en = both(client, number)
    assert "等待首長核定" in zh
    assert "Waits for the head's approval" in en
    assert TO_OPEN in zh
    assert "列入待審" not in zh, "it waits for the head, not for the next meeting"
    approvals.approve(Resolution.objects.first(), number=DOCUMENT, on=hall.now.date(), by=head)
    follow()
    zh, en = both(client, number)
    for said in ("已生效", f"首長核定：{DOCUMENT}", "將開放", "承諾於 2026 年 9 月 30 日（三）前開放"):
        assert said in zh
    for said in (
        "In effect",
        f"Approved by the head: {DOCUMENT}",
        "Will open",
        "Promised by Wed 30 September 2026",
    ):
        assert said in en
    assert Record.objects.get().case.state == "promised"


def test_what_the_head_declines_says_why(client, hall, ask, head) -> None:
    part = refuse(ask, hall.police)
    row = send_papers(plan(hall), hall)
    hall.clock.to(DAY_OF_MEETING)
    sign_in(row, hall)
    act(row, "open", convener())
    conclude(row, items(row)[0], convener(), option="to_be_opened", text=TO_OPEN, until="2026-09-30")
    confirm(row, hall)
    approvals.decline(Resolution.objects.first(), reason="期限過短，請再與機關確認可行的日期。", by=head)
    zh, en = both(client, part.request.case.number)
    assert "首長未核定" in zh
    assert "期限過短" in zh
    assert "列入待審，等候排入會議" in zh, "it is on the list again"
    assert "Declined by the head" in en
