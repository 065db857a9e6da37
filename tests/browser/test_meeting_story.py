"""The story of `tests/meetings/test_scenario_api.py` by clicking: the main path in Chromium, what surrounds it by command.

From a refusal to a promise, while the citizen watches; a written review, a lost quorum, positions with a recusal and
a Discuss, an objection to minutes, and a resolution whose command fails and is taken up again on the desk.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.browser.conftest import send
from tests.data_requests.conftest import REFUSAL, refused
from tests.meetings import test_scenario_api as scenario
from tests.meetings.conftest import DAY, NOTICE, TO_OPEN, WHY, clock, installed
from tests.meetings.test_scenario_api import AGAIN, FIRST, LOST, NAMES, PROMISED, Republic, republic, work

from springhead.config import wiring
from springhead.foundation.agencies.models import Person

__all__ = ["clock", "installed", "republic"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE = 15_000
CLEARS = "改為開放鄉鎮市區層級的統計，即可同意。"
DOCUMENT = "台內資字第 1150000001 號"
Seat = Callable[[str], Any]


@pytest.fixture
def at(chromium: Any, live_server: Any) -> Iterator[Seat]:
    """Give the browser of a person by name, signed in; nobody's with an empty name."""
    pages: dict[str, Any] = {}

    def sit(name: str) -> Any:
        if name not in pages:
            context = chromium.new_context(base_url=live_server.url)
            context.set_default_timeout(PATIENCE)
            if name:
                client = Client()
                client.force_login(Person.objects.get(email=f"{name}@example.org"))
                cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
                context.add_cookies([{**cookie, "url": live_server.url}])
            pages[name] = context.new_page()
        return pages[name]

    yield sit
    for page in pages.values():
        page.context.close()


def give(page: Any, label: str, *, of: str = "", **fields: str) -> None:
    """Open the form of a command by its label (of one item: by its id), fill it in, send it."""
    place = page.locator(f"#{of}") if of else page
    box = place.locator("details", has=page.locator("summary", has_text=label)).first
    if not box.evaluate("one => one.open"):
        box.locator("summary").first.click()
    form = box.locator("form")
    send(page, form, fields)


def says(page: Any, path: str, *words: str) -> None:
    """Read a page and find these words in its main part; spaces between them do not count."""
    page.goto(path)
    text = _closed(page.locator("main").inner_text())
    assert [one for one in words if _closed(one) not in text] == [], f"{path}: {text[:1500]}"


def _closed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def attend(page: Any, member: str) -> None:
    page.locator(f'form[action$="/attend"]:has(input[value="{member}"]) button').click()
    page.wait_for_load_state()


def test_a_refusal_becomes_a_promise_by_clicking(at: Seat, republic: Republic, tmp_path: Path) -> None:
    wiring.install()
    here = republic
    request = ask_and_refuse(at)
    refusals = {name: [scenario.ask_and_refuse(here, name, n) for n in range(3)] for name in NAMES}
    refusals["police"] += [scenario.ask_and_refuse(here, "police", n) for n in range(3, 8)]
    classes = {name: [scenario.classify(here, name, 0)] for name in NAMES}
    classes["police"] += [scenario.classify(here, "police", n) for n in (1, 2, 3)]
    assert 1 + sum(map(len, refusals.values())) + sum(map(len, classes.values())) == 25
    work()
    says(at(""), f"/requests/{request}", "未經審議", "示範內政部資料開放諮詢小組", "列入待審")
    says(at(""), f"/committees/{here.bodies['interior']}", "校園周邊的登記資料")

    review = review_in_writing(at, here)
    lost = scenario.announced(here, "transport", LOST)
    number = call_a_meeting(at, here)
    says(at("citizen"), f"/requests/{request}", "示範內政部資料開放諮詢小組", "資料已寄送")
    scenario.the_review_is_over(here, review, refusals["health"], classes["health"])
    again = lose_the_quorum(at, here, lost)
    resolve_by_consensus(at, here, number, request)
    take_up_again(at, here, number, refusals["police"][0])
    the_head_approves(at, request)
    receipt_verifies(at("citizen"), request, tmp_path)
    decide_by_positions(at, here, again, refusals["transport"][0][1])


def ask_and_refuse(at: Seat) -> str:
    """Ask as the citizen, refuse as the office below the ministry; return the number."""
    page = at("citizen")
    page.goto("/requests/new")
    page.fill("#id_title", "校園周邊的登記資料")
    page.fill("#id_wanted_1", "校園周邊的登記資料")
    page.fill("#id_reason", "想知道各校周邊的情形，安排鄉土課程。")
    page.fill("#id_agencies", NAMES["police"])
    page.get_by_role("button", name="下一步").click()
    page.wait_for_load_state()
    if page.locator('button[value="send"]').count():  # something similar is there
        page.locator('button[value="send"]').click()
    page.wait_for_url("**/receipt")
    number = re.search(r"DR-\d{4}-\d{6}", page.url)[0]
    officer = at("officer-police")
    officer.goto(f"/desk/requests/{number}.1")
    officer.check("#o-1-refused")
    officer.check("#g-1-foi-18-1-6")
    officer.fill("#id_partial_1", "已評估只提供鄉鎮層級統計，仍不足以保護當事人。")
    officer.fill("#id_reason_1", REFUSAL)
    officer.get_by_role("button", name="送出並公開").click()
    officer.wait_for_url(f"**/requests/{number}")
    return number


def review_in_writing(at: Seat, here: Republic) -> str:
    """Send out a written review; one member answers item by item, two by program."""
    desk, member = at("health-secretary"), at("health-m1")
    desk.goto("/desk/meetings/")
    give(desk, "排定會議或書面審查", mode="written")
    number = desk.url.rpartition("/")[2]
    give(desk, "送書面審查")
    says(member, "/desk/member/", NAMES["health"])
    member.goto(f"/meetings/{number}")
    packet = scenario.packet(here, number)
    for one in packet:
        give(member, "表示立場", of=one["id"], position="no_objection")
    for n in (2, 3):
        seat, caller = here.members["health"][n], here.of(f"health-m{n}")
        for one in packet:
            caller.command(number, "position", member=seat, item=one["id"], position="yes")
    return number


def call_a_meeting(at: Seat, here: Republic) -> str:
    """Plan, announce, send the papers of what assembled itself."""
    desk = at("interior-secretary")
    desk.goto("/desk/meetings/")
    give(desk, "排定會議或書面審查", mode="in_person")
    number = desk.url.rpartition("/")[2]
    says(desk, f"/meetings/{number}", "校園周邊的登記資料")
    give(desk, "通知開會", held_on=FIRST.isoformat(), starts_at="14:00", place=NOTICE["place"])
    give(desk, "寄送資料")
    assert len(scenario.packet(here, number)) == 17
    return number


def lose_the_quorum(at: Seat, here: Republic, number: str) -> str:
    """Two of five come; the items wait for the next meeting."""
    here.to(LOST)
    desk, chair = at("transport-secretary"), at("transport-m0")
    desk.goto(f"/meetings/{number}")
    for member in here.members["transport"][:2]:
        attend(desk, member)
    chair.goto(f"/meetings/{number}")
    give(chair, "人數不足流會")
    says(at(""), f"/meetings/{number}", "人數不足")
    return scenario.announced(here, "transport", AGAIN)


def resolve_by_consensus(at: Seat, here: Republic, number: str, request: str) -> None:
    """Overrule the refusal by clicking, conclude the others by program, draft the minutes."""
    here.to(FIRST)
    desk, chair = at("interior-secretary"), at("interior-m0")
    desk.goto(f"/meetings/{number}")
    for member in here.members["interior"][:4]:
        attend(desk, member)
    chair.goto(f"/meetings/{number}")
    give(chair, "宣布開會")
    says(at("citizen"), f"/requests/{request}", "會議進行中")
    item = scenario.item_of(here, number, f"{request}.1")
    told = {"outcome": "resolved", "way": "consensus", "option": "to_be_opened", "text": TO_OPEN}
    give(chair, "宣布結論", of=item, **told, until=PROMISED)
    for one in scenario.packet(here, number):
        if one["id"] != item:
            scenario.conclude(here, "interior", number, one)
    chair.reload()
    give(chair, "散會")
    desk.reload()
    give(desk, "提出紀錄草案", remarks="主席致詞：略。")
    says(at("citizen"), f"/requests/{request}", "紀錄草案")
    assert TO_OPEN not in at("citizen").locator("main").inner_text(), "nothing is confirmed yet"


def take_up_again(at: Seat, here: Republic, number: str, refusal: tuple[str, str, str]) -> None:
    """Somebody objects to an answer meanwhile: the resolution on it cannot take effect until the agency has spoken."""
    request, part, _ = refusal
    here.to(here.clock.at + 6 * DAY)
    page, desk = at("citizen"), at("interior-secretary")
    page.goto(f"/requests/{request}")
    box = page.locator('form[action$="/do/contest"]')
    if not box.is_visible():
        page.locator("details", has=box).locator("summary").click()
    box.locator("textarea").fill("去識別化後仍有研究價值，請再考慮。")
    box.locator("button").click()
    page.wait_for_load_state()
    here.to(here.clock.at + 4 * DAY)
    says(desk, "/desk/meetings/", "件決議未能生效")
    desk.get_by_role("link", name="件決議未能生效").click()
    desk.get_by_role("heading", name="沒有生效的決議").wait_for()
    desk.get_by_role("button", name="再試一次").click()
    desk.get_by_role("heading", name="沒有生效的決議").wait_for()
    reason = "經重新檢討，仍可能間接識別當事人，維持原回復。"
    here.of("officer-police").command(part, "change", items=[refused()], reason=reason)
    desk.get_by_role("button", name="再試一次").click()
    desk.wait_for_load_state()
    assert desk.get_by_role("heading", name="沒有生效的決議").count() == 0
    assert scenario.outcome_of(here, request)["heard"] is True
    assert here.read(f"/meetings/{number}")["state"] == "minutes_confirmed"


def the_head_approves(at: Seat, request: str) -> None:
    """The ministry's head approves with the number of the document; the citizen reads the date."""
    says(at("citizen"), f"/requests/{request}", "等待首長核定", TO_OPEN)
    page = at("head-interior")
    says(page, "/desk/approvals/", "校園周邊的登記資料")
    page.fill("#id_document_number", DOCUMENT)
    page.get_by_role("button", name="核定", exact=True).click()
    page.get_by_text("沒有決議等您核定").wait_for()
    work()
    words = ("已生效", f"首長核定：{DOCUMENT}", "將開放", "承諾於 2026 年 9 月 30 日（三） 前開放")
    says(at("citizen"), f"/requests/{request}", *words)
    words = ("In effect", f"Approved by the head: {DOCUMENT}", "Promised by Wed 30 September 2026")
    says(at("citizen"), f"/en/requests/{request}", *words)


def receipt_verifies(page: Any, request: str, folder: Path) -> None:
    """Download the receipt and the one file by clicking, and verify without the network."""
    page.goto(f"/requests/{request}/receipt")
    files = {}
    for name in ("下載收據", "verify.py"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).click()
        files[name] = folder / waiting.value.suggested_filename
        waiting.value.save_as(files[name])
    command = [sys.executable, "-I", "-X", "utf8", str(files["verify.py"]), str(files["下載收據"])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "收據屬實" in done.stdout


def decide_by_positions(at: Seat, here: Republic, number: str, part: str) -> None:
    """Vote with a recusal and a Discuss; an objection changes the minutes before they are confirmed."""
    here.to(AGAIN)
    scenario.come(here, "transport", number, how_many=5)
    chair, address = at("transport-m0"), f"/meetings/{number}"
    chair.goto(address)
    give(chair, "宣布開會")
    item = scenario.item_of(here, number, part)
    for n, label, told in (
        (1, "申報迴避", {"text": "曾任該部顧問，就本案迴避。"}),
        (2, "表示立場", {"position": "discuss", "text": CLEARS}),
        (3, "表示立場", {"position": "no_objection"}),
        (4, "表示立場", {"position": "yes"}),
    ):
        page = at(f"transport-m{n}")
        page.goto(address)
        give(page, label, of=item, **told)
    chair.goto(address)
    give(chair, "表示立場", of=item, position="yes")
    vote = {"outcome": "resolved", "way": "vote", "option": "reasonable", "text": WHY}
    give(chair, "宣布結論", of=item, **vote)
    assert chair.locator("#errors, .govuk-error-summary").count(), "an open Discuss holds it"
    chair.goto(address)
    give(chair, "裁示待討論意見", of=item, reason="鄉鎮市區統計另列管辦理，不影響本案結論。")
    give(chair, "宣布結論", of=item, **vote)
    for one in scenario.packet(here, number):
        if one["id"] != item:
            scenario.conclude(here, "transport", number, one)
    here.of("transport-m0").command(number, "close")
    here.of("transport-secretary").command(number, "draft_minutes")
    objector = at("transport-m2")
    objector.goto(f"{address}/minutes")
    give(objector, "對這一案的紀錄提出異議", of=item, text="決議漏記本人所提的條件，請補上。")
    chair.goto(address)
    give(chair, "處理異議", text=f"{WHY}委員所提條件：{CLEARS}")
    here.to(here.clock.at + 10 * DAY)
    here.to(here.clock.at + 6 * DAY)
    says(at(""), f"{address}/minutes", CLEARS, "曾任該部顧問", f"{WHY}委員所提條件", "鄉鎮市區統計另列管")
    says(at(""), f"/committees/{here.bodies['transport']}", "第 0 種登記資料")
