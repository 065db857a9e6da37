"""Pages of committees, meetings and high-value data in a real browser: axe, the dark, a phone; a meeting without script."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.browser.conftest import send, violations, walk
from tests.meetings.conftest import (
    DAY_OF_MEETING,
    NOTICE,
    ask,
    body,
    clock,
    county,
    hall,
    installed,
    members,
    police,
    refuse,
    secretary,
    take_effect,
)

from springhead.config import wiring
from springhead.doors.demo import committees, consultations, high_value, meetings, people
from springhead.forums.meetings.models import Meeting, Objection
from springhead.foundation.agencies.models import Person

__all__ = ["ask", "body", "clock", "county", "hall", "installed", "members", "police", "secretary"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["light", "dark"])
def page(chromium: Any, live_server: Any, request: Any) -> Iterator[Any]:
    """A fresh page in each colour scheme."""
    context = chromium.new_context(base_url=live_server.url, color_scheme=request.param)
    yield context.new_page()
    context.close()


def signed(chromium: Any, address: str, email: str) -> Any:
    """Return a page of a browser without script, signed in."""
    client = Client()
    client.force_login(Person.objects.get(email=email))
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    return context.new_page()


def check(page: Any, paths: list[str]) -> None:
    for path in paths:
        page.set_viewport_size({"width": 1200, "height": 900})
        assert page.goto(path).status == 200, path
        assert violations(page) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_pages_of_deliberation_have_no_axe_violation_and_fit_a_phone(page: Any, live_server: Any) -> None:
    wiring.install()
    people.load()
    committees.load()
    consultations.load()
    meetings.load()
    high_value.load()
    number = Meeting.objects.earliest("pk").case.number
    coming = Meeting.objects.latest("pk").case.number
    public = [
        "/committees/", "/meetings/", "/en/meetings/?show=all", f"/meetings/{number}", f"/en/meetings/{coming}",
        f"/meetings/{number}/minutes", "/meetings/actions/", "/themes/", "/en/themes/transport", "/themes/action-plan",
        "/themes/cycles/", "/themes/cycles/HC-2026-000001", "/en/themes/cycles/HC-2026-000002", "/nominations/",
        "/nominations/HN-2026-000001", "/en/nominations/HN-2026-000004", "/barriers/",
    ]  # fmt: skip
    check(page, public)
    page.set_viewport_size({"width": 1280, "height": 900})
    for path in (
        "/",
        f"/meetings/{number}",
        "/en/themes/transport",
        "/nominations/HN-2026-000001",
        "/consultations/CN-2026-000001",
    ):
        page.goto(path)
        assert walk(page) == [], path
    client = Client()
    for who, paths in (
        ("secretary", ["/desk/meetings/", f"/meetings/{coming}", "/desk/committees/"]),
        ("member", ["/desk/member/"]),
        ("head", ["/desk/approvals/"]),
        ("officer", ["/desk/high-value/", "/desk/high-value/HC-2026-000002/nominate"]),
        (
            "policy",
            ["/desk/high-value/HC-2026-000002", "/desk/high-value/plan", "/themes/cycles/HC-2026-000002"],
        ),
    ):
        client.force_login(Person.objects.get(email=f"{who}@demo.test"))
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        page.context.add_cookies([{**cookie, "url": live_server.url}])
        check(page, paths)


def give(page: Any, label: str, **fields: str) -> None:
    """Open the form of a command by its label, fill it in, send it."""
    box = page.locator("details", has=page.locator("summary", has_text=label)).first
    box.evaluate("one => one.open = true")
    form = box.locator("form").first
    send(page, form, fields)


def test_a_meeting_with_a_discuss_a_recusal_and_an_objection_without_script(
    chromium: Any, live_server: Any, hall: Any, ask: Any
) -> None:
    wiring.install()
    refuse(ask, hall.police)
    base = live_server.url
    desk, chair = (
        signed(chromium, base, "secretary@example.org"),
        signed(chromium, base, "member0@example.org"),
    )
    second, third, fourth = (signed(chromium, base, f"member{n}@example.org") for n in (1, 2, 3))
    desk.goto("/desk/meetings/")
    give(desk, "排定會議或書面審查", mode="in_person")
    address = desk.url
    give(desk, "通知開會", held_on=NOTICE["held_on"], starts_at="14:00", place="縣府三樓會議室")
    give(desk, "寄送資料")
    hall.clock.to(DAY_OF_MEETING)
    desk.goto(address)
    for member in hall.members[:4]:
        desk.locator(f'form[action$="/attend"]:has(input[value="{member.public_id}"]) button').click()
        desk.wait_for_load_state()
    chair.goto(address)
    give(chair, "宣布開會")
    third.goto(address)
    give(third, "表示立場", position="discuss", text="改為開放鄉鎮層級統計即可同意。")
    assert third.locator("a", has_text="我的收據").count() == 1
    fourth.goto(address)
    give(fourth, "申報迴避", text="曾任該局顧問，應予迴避。")
    second.goto(address)
    give(second, "表示立場", position="yes")
    chair.goto(address)
    give(chair, "裁示待討論意見", reason="鄉鎮統計另案處理，本案以去識別化後開放為原則。")
    give(
        chair,
        "宣布結論",
        outcome="resolved",
        way="consensus",
        option="to_be_opened",
        text="去識別化後可以開放，應於期限前開放。",
        until="2026-09-30",
    )
    give(chair, "散會")
    desk.goto(address)
    give(desk, "提出紀錄草案", remarks="主席致詞：略。")
    third.goto(f"{address}/minutes")
    give(third, "對這一案的紀錄提出異議", text="決議漏了「鄉鎮層級」四個字，請補上。")
    assert Objection.objects.count() == 1
    chair.goto(address)
    give(chair, "處理異議", text="去識別化後可以開放（含鄉鎮層級），應於期限前開放。")
    give(chair, "確認紀錄", reason="會中宣讀，在場委員均無意見。")
    take_effect()
    desk.goto(address)
    give(desk, "公開紀錄")
    visitor = chromium.new_context(base_url=base, java_script_enabled=False).new_page()
    visitor.goto(f"{address}/minutes")
    text = visitor.locator("main").inner_text()
    for said in ("改為開放鄉鎮層級統計即可同意", "鄉鎮統計另案處理", "曾任該局顧問", "（含鄉鎮層級）"):
        assert said in text
