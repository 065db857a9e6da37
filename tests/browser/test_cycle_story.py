"""A cycle of high-value data by hand: plan, sheet, call, nomination, comment, table, two committees, list, release, review.

What one clicks once is clicked once; the rest of the crowd acts by API, the clock jumps, workers work in between.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from tests.browser.conftest import fill, send, violations
from tests.browser.test_deliberation_pages import give
from tests.high_value.land import DAY, Land, Place, deliver, make, meet, table
from tests.high_value.test_whole_cycle_api import ARGUED, CALENDAR, VALUES, sheet

from springhead.config import wiring
from springhead.engine.kernel import now
from springhead.foundation.agencies.models import Person

pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("product"),
]  # fmt: skip


@pytest.fixture
def land(client: Client, tmp_path: Path, monkeypatch: Any) -> Land:
    cache.clear()
    wiring.install()
    clock = tmp_path / "clock.json"
    monkeypatch.setenv(now.CLOCK_FILE_VARIABLE, str(clock))
    with transaction.atomic():
        return make(client, clock, citizens=3, places=2, datasets=2)


class Desk:
    """The browser of one person; looks at every page it is asked to."""

    def __init__(self, chromium: Any, address: str, name: str, pictures: Path) -> None:
        client = Client()
        client.force_login(Person.objects.get(email=f"{name}@example.org"))
        context = chromium.new_context(base_url=address)
        context.set_default_timeout(30_000)
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}]
        )
        self.page = context.new_page()
        self.pictures = pictures

    def go(self, path: str) -> "Desk":
        assert self.page.goto(path).status == 200, path
        return self

    def give(self, label: str, **fields: str) -> "Desk":
        give(self.page, label, **fields)
        return self

    def fill(self, **fields: str) -> "Desk":
        fill(self.page.locator("main"), fields)
        return self

    def press(self, name: str) -> "Desk":
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        return self

    def follow(self, name: str) -> "Desk":
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        return self

    def look(self, name: str) -> "Desk":
        """No violation, nothing wider than a phone; and a picture for whoever wants to see."""
        assert violations(self.page) == [], self.page.url
        self.page.set_viewport_size({"width": 320, "height": 640})
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 320, self.page.url
        self.page.set_viewport_size({"width": 1200, "height": 900})
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True)
        return self

    def reads(self, *words: str) -> "Desk":
        text = self.page.locator("main").inner_text()
        for one in words:
            assert one in text, f"{self.page.url} does not say “{one}”:\n{text}"
        return self

    @property
    def path(self) -> str:
        return str(self.page.url)

    @property
    def number(self) -> str:
        return self.path.rpartition("/")[2].partition("?")[0]


SHEET = {
    **{f"value_{one}": ARGUED for one in VALUES},
    **{f"score_{one}": "4" for one in VALUES},
    "fields": "測站\n水位",
    "format": "CSV",
    "interval": "每日",
    "licence": "OGDL-Taiwan-1.0",
    "steward": "水文組",
    "sdg": "6.4",
    "until": "2027-03-31",
}
WHY = "經討論，效益明確，同意所提。"


def test_a_cycle_by_hand_from_the_plan_to_the_review(
    chromium: Any, live_server: Any, land: Land, tmp_path: Path
) -> None:
    def sit(name: str) -> Desk:
        return Desk(chromium, live_server.url, name, tmp_path)

    policy, officer, lead, citizen = (sit(one) for one in ("policy", "officer-水利", "lead-水利", "citizen0"))
    cycle = plan(policy, land)
    own = nominate(policy, officer, lead, land, cycle)
    consult((policy, officer, citizen), land, cycle, own)
    hold(
        (sit("secretary-水利"), sit("member0-水利"), sit("member1-水利")),
        land,
        land.places[0],
        option="recommend",
    )
    meet(land, land.places[1], lambda _number: {"option": "recommend"})
    hold(
        (sit("desk-院"), sit("member0-院"), sit("member1-院")),
        land,
        land.executive,
        option="put_on_list",
        until="2027-03-31",
    )
    announce(policy, land, cycle)
    release(officer, land, own)
    review(policy, citizen, land, cycle, own)


def plan(policy: Desk, land: Land) -> str:
    """Plan, publish scoring sheet and calendar."""
    policy.go("/desk/high-value/").follow("籌備新輪次").look("01-plan")
    policy.fill(
        title="115 年度高應用價值資料",
        agency="開放資料主管部",
        note="五分為最高，依公布標準評分。",
        **CALENDAR,
    )
    policy.press("建立")
    policy.give("公布評分表與時程").reads("徵求主題與資料集提案", "評分表").look("02-sheet")
    return policy.number


def nominate(policy: Desk, officer: Desk, lead: Desk, land: Land, cycle: str) -> str:
    """Fix the themes, call agencies; one nominates by hand, the other by API."""
    land.to(date(2026, 4, 7))
    policy.go(f"/themes/cycles/{cycle}")
    box = policy.page.locator(
        "details", has=policy.page.locator("summary", has_text="確定主題並通知提報")
    ).first
    box.evaluate("one => one.open = true")
    for place in land.places:
        box.locator(f'input[value="{place.id}"]').check(force=True)
    box.locator("button").first.click()
    policy.page.wait_for_load_state()
    policy.reads("機關提報中")
    officer.go("/desk/high-value/").follow("提報資料集")
    officer.fill(title="即時水位", agency="清溪水利部", theme="climate").look("03-nominate")
    officer.fill(**SHEET).press("送出提報").reads("即時水位").look("04-nomination")
    own = officer.number
    other = land.places[1]
    told = sheet(cycle=cycle, dataset=other.datasets[0], theme="climate")
    other.officer.post("/nominations", **told)
    calls = {
        one["agency"]: one["number"] for one in land.client.get(f"/api/v1/cycles/{cycle}").json()["calls"]
    }
    other.lead.do(calls[other.id], "submit")
    lead.go("/desk/high-value/").look("05-desk").give("完成提報")
    return own


def consult(people: tuple[Desk, Desk, Desk], land: Land, cycle: str, own: str) -> None:
    """Ask the public; a citizen comments and votes by hand; the host sorts, the agency answers and responds."""
    policy, officer, citizen = people
    policy.go(f"/themes/cycles/{cycle}")
    until = (land.today + 31 * DAY).isoformat()
    policy.give("開始公開徵詢", until=until, seeds_for="應該每日更新。", seeds_against="每月更新就夠。")
    land.settle()
    citizen.go(f"/nominations/{own}").follow("則意見").look("06-consultation")
    asked = citizen.number
    citizen.fill(anchor=own, text="希望增加流量欄位，颱風時才看得出來。").press("刊出")
    citizen.reads("希望增加流量欄位")
    citizen.go(f"/consultations/{asked}/statements").look("07-statements")
    citizen.page.locator('[name="vote_1"][value="agree"]').check(force=True)
    citizen.press("記錄我的表態")
    for n, other in enumerate(land.citizens[1:]):
        other.do(asked, "comment", text=f"贊成開放，第 {n} 位。", anchor=own)
    land.to(land.today + 32 * DAY)
    policy.go(f"/desk/consultations/{asked}/comments")
    for box in policy.page.locator('input[name="comment"][type="checkbox"]').all():
        box.check(force=True)
    policy.look("08-sort").fill(summary="增加流量欄位").press("歸類")
    policy.go(f"/desk/consultations/{asked}/groups/1")
    for place in (land.host, land.places[1].id):
        policy.page.locator(f'input[name="agency"][value="{place}"]').uncheck(force=True)
    policy.press("存檔")
    officer.go(f"/desk/consultations/{asked}/groups/1").look("09-answer")
    place = land.places[0].id
    officer.fill(
        **{f"disposition_{place}": "partly", f"reasons_{place}": "流量欄位列入下一階段，先開放水位。"}
    ).press("存檔")
    policy.go(f"/desk/consultations/{asked}").fill(
        text="流量欄位列入下一階段，其餘照提報內容開放；名單由諮詢小組決議。謝謝參與。"
    )
    policy.press("公布")
    officer.go(f"/nominations/{own}").give(
        "回應意見並調整", answer="採納意見，先開放水位，流量列入下一階段。", until="2027-02-28"
    )
    officer.reads("諮詢小組審議", "流量欄位列入下一階段").look("10-responded")
    other = land.places[1]
    number = next(
        one["number"] for one in land.client.get(f"/api/v1/nominations?agency={other.id}").json()["items"]
    )
    other.officer.do(number, "respond", answer="沒有人提出意見，維持原提報。", **sheet())
    citizen.go(f"/consultations/{asked}/answers").reads("流量欄位列入下一階段")


def hold(people: tuple[Desk, Desk, Desk], land: Land, place: Place, **told: str) -> None:
    """Hold a meeting by hand, from the plan to published minutes; every item gets the same resolution."""
    desk, chair, member = people
    option = told["option"]
    land.settle()
    desk.go("/desk/meetings/")
    box = desk.page.locator(f'section[aria-labelledby="b-{place.body}"] details').first
    box.evaluate("one => one.open = true")
    box.locator("button").first.click()
    desk.page.wait_for_load_state()
    meeting = desk.path
    held_on = land.today + 15 * DAY
    desk.give("通知開會", held_on=held_on.isoformat(), starts_at="14:00", place="三樓會議室").give("寄送資料")
    land.to(held_on)
    desk.go(meeting)
    for _ in range(2):
        desk.press("簽到")
    chair.go(meeting).give("宣布開會")
    member.go(meeting).look(f"11-meeting-{option}")
    for n in range(member.page.locator("summary", has_text="表示立場").count()):
        box = member.page.locator("details", has=member.page.locator("summary", has_text="表示立場")).nth(n)
        box.evaluate("one => one.open = true")
        box.locator('[name="position"][value="yes"]').check(force=True)
        box.locator("button").first.click()
        member.page.wait_for_load_state()
    chair.go(meeting)
    told = {"outcome": "resolved", "way": "consensus", "text": WHY, **told}
    for _ in range(chair.page.locator("summary", has_text="宣布結論").count()):
        conclude(chair, told)  # what is concluded asks no more
    chair.give("散會")
    desk.go(meeting).give("提出紀錄草案", remarks="本次會議審議高應用價值資料提報。")
    chair.go(meeting).give("確認紀錄", reason="會中宣讀，在場委員均無意見。")
    land.settle()
    desk.go(meeting).give("公開紀錄")
    land.settle()
    member.go(f"{meeting}/minutes").reads(WHY).look(f"12-minutes-{option}")


def conclude(chair: Desk, told: dict[str, str]) -> None:
    box = chair.page.locator("details", has=chair.page.locator("summary", has_text="宣布結論")).first
    box.evaluate("one => one.open = true")
    send(chair.page, box, told)


def announce(policy: Desk, land: Land, cycle: str) -> None:
    """Announce the list, and read it as everybody does."""
    policy.go(f"/themes/cycles/{cycle}")
    policy.give("公告清單", document_number="數開字第1150000001號", document_on=land.today.isoformat())
    land.settle()
    policy.go(f"/themes/cycles/{cycle}").follow("看公告").reads("即時水位", "數開字第1150000001號", "2").look(
        "13-announced"
    )


def release(officer: Desk, land: Land, own: str) -> None:
    """Publish what was promised; the promise closes by itself."""
    dataset = land.client.get(f"/api/v1/nominations/{own}").json()["dataset"]
    told = {"title": "即時水位", "description": "即時觀測值。", "category": "I00", "frequency": "每1日", "keywords": "水位",
            "licence": "OGDL-Taiwan-1.0"}  # fmt: skip
    land.places[0].officer.send("PATCH", f"/datasets/{dataset}", {"metadata": told, "draft": True})
    number = deliver(land.places[0], dataset, table())
    officer.go(f"/desk/deliveries/{number}").press("發布")
    land.settle()
    officer.go(f"/nominations/{own}").reads("已開放").look("14-released")


def review(policy: Desk, citizen: Desk, land: Land, cycle: str, own: str) -> None:
    """A review is begun; the committee keeps it; a citizen follows the chain from the list."""
    policy.go(f"/nominations/{own}").give("啟動檢視").reads("檢視")
    land.settle()
    meet(land, land.places[0], lambda _number: {"option": "keep", "text": "使用良好，維持列入。"})
    citizen.go(f"/themes/cycles/{cycle}").follow("看公告")
    citizen.page.locator(f'a[href$="/nominations/{own}"]').first.click()
    citizen.page.wait_for_load_state()
    citizen.reads("→ 維持 使用良好，維持列入。", "流量欄位列入下一階段", "承諾").look("15-reviewed")
    citizen.follow("會議與紀錄").reads("審議" if citizen.page.get_by_text("審議").count() else WHY)
