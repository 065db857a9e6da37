"""A whole cycle of high-value data by hand: five agencies, forty nominations, three hundred people, both committees.

Every kind of step is clicked through in Chromium at least once, the returned nomination, the missed response, the late
release and the delisting among them; the rest of the crowd acts by API, the clock jumps, workers work in between.
"""

from collections.abc import Callable, Mapping
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
from tests.high_value.test_whole_cycle_api import (
    ARGUED,
    BY,
    CALENDAR,
    LATE_BY,
    THEMES,
    VALUES,
    answer_table,
    calls_of,
    fill_in,
    propose,
    respond,
    return_again,
    speak,
    states,
    whole,
)
from tests.high_value.test_whole_cycle_api import release as release_by_api

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
        return make(client, clock, citizens=300)


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
    "until": LATE_BY,
}
WHY = "經討論，效益明確，同意所提。"
NOTED = {"outcome": "noted", "text": "洽悉，同意備查。"}


OWN_THEME = "energy"  # what is nominated by hand is asked about by itself


def test_a_whole_cycle_by_hand_from_the_plan_to_the_delisting(
    chromium: Any, live_server: Any, land: Land, tmp_path: Path
) -> None:
    def sit(name: str) -> Desk:
        return Desk(chromium, live_server.url, name, tmp_path)

    first = land.places[0]
    policy, officer, lead, citizen = (sit(one) for one in ("policy", "officer-水利", "lead-水利", "citizen0"))
    cycle = plan(policy, land)
    proposals = propose(land, cycle)
    own = nominate((policy, officer, lead, sit("lead-農業")), land, cycle)
    assert states(land, cycle) == {"nominated": 39, "declined": 1}
    consult((policy, officer, citizen), land, cycle, own)
    missed = respond(land, cycle)
    citizen.go(f"/nominations/{missed}").reads("機關未回應意見").look("11-missed")

    mine = [one["number"] for one in whole(land, f"/nominations?agency={first.id}") if one["number"] != own]
    returned, refused, gone, *_ = mine
    agency_tier(sit, land, own, {proposals["declined"][0], mine[-1]})
    assert states(land, cycle) == {"ey_committee": 38, "not_listed": 2}
    executive_tier(sit, land, own, returned, refused)
    announce(policy, land, cycle)
    assert states(land, cycle) == {"scheduled": 36, "agency_committee": 1, "not_listed": 3}
    citizen.go(f"/nominations/{returned}").reads("請說明感測站涵蓋率")
    return_again(land, cycle, returned)

    release_late((officer, citizen), land, own)
    release_by_api(land, [returned, gone])
    delist((policy, officer, citizen), land, cycle, gone)
    review(policy, citizen, land, cycle, own)
    assert states(land, cycle) == {"scheduled": 34, "released": 2, "retired": 1, "not_listed": 3}
    versions = land.client.get(f"/api/v1/cycles/{cycle}").json()["announcements"]
    assert [one["version"] for one in versions] == [3, 2, 1]
    said = [
        one
        for asked in whole(land, "/consultations?show=all")
        for one in whole(land, f"/consultations/{asked['number']}/comments")
    ]
    assert len(said) == len(land.citizens) == 300


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


def nominate(people: tuple[Desk, Desk, Desk, Desk], land: Land, cycle: str) -> str:
    """Fix the themes, call agencies; one nomination and one "nothing" by hand, thirty-five by API. Returns the first."""
    policy, officer, lead, idle = people
    land.to(date(2026, 4, 7))
    policy.go(f"/themes/cycles/{cycle}")
    box = policy.page.locator(
        "details", has=policy.page.locator("summary", has_text="確定主題並通知提報")
    ).first
    box.evaluate("one => one.open = true")
    for theme in box.locator('input[name="themes"]').all():
        theme.set_checked(theme.get_attribute("value") in {*THEMES, OWN_THEME}, force=True)
    for place in land.places:
        box.locator(f'input[value="{place.id}"]').check(force=True)
    box.locator("button").first.click()
    policy.page.wait_for_load_state()
    policy.reads("機關提報中")
    officer.go("/desk/high-value/").follow("提報資料集")
    officer.fill(title="即時水位", agency="清溪水利部", theme=OWN_THEME).look("03-nominate")
    officer.fill(**SHEET).press("送出提報").reads("即時水位").look("04-nomination")
    own = officer.number
    calls = calls_of(land, cycle)
    for place in land.places[:4]:
        for n in range(len(place.datasets)):
            if place is not land.places[0] or n:
                fill_in(place, cycle, n)
        if place is not land.places[0]:
            place.lead.do(calls[place.id], "submit")
    lead.go("/desk/high-value/").look("05-desk").give("完成提報")
    idle.go("/desk/high-value/").give(
        "說明無可提報", reason="已逐項盤點業務資料，適合的都已開放並有 API，本輪沒有新的項目。"
    )
    idle.reads("無可提報")
    land.to(date(2026, 5, 21))
    return own


def consult(people: tuple[Desk, Desk, Desk], land: Land, cycle: str, own: str) -> None:
    """Ask the public; a citizen comments and votes by hand; the host sorts, the agency answers and responds."""
    policy, officer, citizen = people
    policy.go(f"/themes/cycles/{cycle}")
    policy.give(
        "開始公開徵詢", until="2026-06-25", seeds_for="應該每日更新。", seeds_against="每月更新就夠。"
    )
    land.settle()
    open_ones = [one for one in whole(land, "/consultations?show=open") if cycle in one["about"]]
    assert len(open_ones) == 5
    citizen.go(f"/nominations/{own}").follow("則意見").look("06-consultation")
    asked = citizen.number
    citizen.fill(anchor=own, text="希望增加流量欄位，颱風時才看得出來。").press("刊出")
    citizen.reads("希望增加流量欄位")
    citizen.go(f"/consultations/{asked}/statements").look("07-statements")
    citizen.page.locator('[name="vote_1"][value="agree"]').check(force=True)
    citizen.press("記錄我的表態")
    others = [one for one in open_ones if one["number"] != asked]
    speak(land.citizens[1:10], [one for one in open_ones if one["number"] == asked])
    speak(land.citizens[10:], others)
    land.to(date(2026, 6, 26))
    answer_by_hand(policy, officer, land, asked)
    answer_table(land, others)
    officer.go(f"/nominations/{own}").give(
        "回應意見並調整", answer="採納意見，先開放水位，流量列入下一階段。", until=LATE_BY
    )
    officer.reads("諮詢小組審議", "流量欄位列入下一階段").look("10-responded")
    citizen.go(f"/consultations/{asked}/answers").reads("流量欄位列入下一階段")


def answer_by_hand(policy: Desk, officer: Desk, land: Land, asked: str) -> None:
    """Sort every comment into a group, say who answers it, answer it, publish the table."""
    policy.go(f"/desk/consultations/{asked}/comments")
    for box in policy.page.locator('input[name="comment"][type="checkbox"]').all():
        box.check(force=True)
    policy.look("08-sort").fill(summary="增加流量欄位").press("歸類")
    policy.go(f"/desk/consultations/{asked}/groups/1")
    place = land.places[0].id
    for box in policy.page.locator('input[name="agency"]').all():
        box.set_checked(box.get_attribute("value") == place, force=True)
    policy.press("存檔")
    officer.go(f"/desk/consultations/{asked}/groups/1").look("09-answer")
    officer.fill(
        **{f"disposition_{place}": "partly", f"reasons_{place}": "流量欄位列入下一階段，先開放水位。"}
    ).press("存檔")
    policy.go(f"/desk/consultations/{asked}").fill(
        text="流量欄位列入下一階段，其餘照提報內容開放；名單由諮詢小組決議。謝謝參與。"
    )
    policy.press("公布")


def agency_tier(sit: Callable[[str], Desk], land: Land, own: str, refused: set[str]) -> None:
    """The committee of one agency recommends by hand what was nominated by hand; the others meet by API."""

    def decide(number: str) -> dict[str, Any]:
        if number in refused:
            return {"option": "reject", "text": "資料來源尚不穩定，本輪不列入，理由如討論。"}
        return {"option": "recommend"}

    people = sit("secretary-水利"), sit("member0-水利"), sit("member1-水利")
    hold(people, land, land.places[0], {own: {"option": "recommend"}}, decide)
    for place in land.places[1:]:
        meet(land, place, decide)


def executive_tier(sit: Callable[[str], Desk], land: Land, own: str, returned: str, refused: str) -> None:
    """The upper tier lists one and sends one back by hand; the rest by API, one of them is not listed."""

    def decide(number: str) -> dict[str, Any]:
        if number == refused:
            return {"option": "reject", "text": "與現有資料集重複，本輪不列入清單。"}
        return {"option": "put_on_list", "until": BY}

    by_hand = {
        own: {"option": "put_on_list", "until": LATE_BY},
        returned: {"option": "send_back", "text": "請說明感測站涵蓋率與備援後再送。"},
    }
    hold((sit("desk-院"), sit("member0-院"), sit("member1-院")), land, land.executive, by_hand, decide)


def hold(
    people: tuple[Desk, Desk, Desk],
    land: Land,
    place: Place,
    by_hand: Mapping[str, Mapping[str, str]],
    decide: Callable[[str], dict[str, Any]],
) -> None:
    """Hold a meeting by hand, from the plan to published minutes; what is not named is decided by API."""
    desk, chair, member = people
    name = next(iter(by_hand.values()))["option"]
    land.settle()
    desk.go("/desk/meetings/")
    box = desk.page.locator(f'section[aria-labelledby="b-{place.body}"] details').first
    box.evaluate("one => one.open = true")
    box.locator("button").first.click()
    desk.page.wait_for_load_state()
    meeting, number = desk.path, desk.number
    held_on = land.today + 15 * DAY
    desk.give("通知開會", held_on=held_on.isoformat(), starts_at="14:00", place="三樓會議室").give("寄送資料")
    land.to(held_on)
    desk.go(meeting)
    for _ in range(2):
        desk.press("簽到")
    chair.go(meeting).give("宣布開會")
    member.go(meeting).look(f"12-meeting-{name}")
    seats = list(place.members.items())
    caller = seats[0][1]
    for item in caller.get(f"/meetings/{number}/mine")["items"]:
        case = next(iter(item["cases"]), "")
        if case in by_hand:
            ask(member, item["id"], "表示立場", position="yes")
            told = {"outcome": "resolved", "way": "consensus", "text": WHY, **by_hand[case]}
            ask(chair.go(meeting), item["id"], "宣布結論", **told)
            member.go(meeting)
            continue
        if case:
            seats[0][1].do(number, "position", member=seats[0][0], item=item["id"], position="yes")
        told = {"outcome": "resolved", "way": "consensus", "text": WHY, **decide(case)} if case else NOTED
        caller.do(number, "conclude", item=item["id"], **told)
    chair.go(meeting).give("散會")
    desk.go(meeting).give("提出紀錄草案", remarks="本次會議審議高應用價值資料提報。")
    chair.go(meeting).give("確認紀錄", reason="會中宣讀，在場委員均無意見。")
    land.settle()
    desk.go(meeting).give("公開紀錄")
    land.settle()
    member.go(f"{meeting}/minutes").reads(WHY).look(f"13-minutes-{name}")


def ask(desk: Desk, item: str, label: str, **told: str) -> None:
    """Fill in and send one of the forms of one item of an agenda."""
    card = desk.page.locator(f'article[id="{item}"]')
    box = card.locator("details", has=desk.page.locator("summary", has_text=label)).first
    box.evaluate("one => one.open = true")
    send(desk.page, box, told)


def announce(policy: Desk, land: Land, cycle: str) -> None:
    """Announce the list, and read it as everybody does."""
    policy.go(f"/themes/cycles/{cycle}")
    policy.give("公告清單", document_number="數開字第1150000001號", document_on=land.today.isoformat())
    land.settle()
    policy.go(f"/themes/cycles/{cycle}").follow("看公告").reads(
        "即時水位", "數開字第1150000001號", "36"
    ).look("14-announced")


def release_late(people: tuple[Desk, Desk], land: Land, own: str) -> None:
    """The promised day passes and everybody sees it; then the agency publishes, and the promise closes itself, late."""
    officer, citizen = people
    assert land.today > date.fromisoformat(LATE_BY)
    citizen.go(f"/nominations/{own}").reads("逾期").look("15-late")
    found = land.client.get(f"/api/v1/nominations/{own}").json()
    told = {"title": "即時水位", "description": "即時觀測值。", "category": "I00", "frequency": "每1日", "keywords": "水位",
            "licence": "OGDL-Taiwan-1.0"}  # fmt: skip
    land.places[0].officer.send("PATCH", f"/datasets/{found['dataset']}", {"metadata": told, "draft": True})
    number = deliver(land.places[0], found["dataset"], table())
    officer.go(f"/desk/deliveries/{number}").press("發布")
    land.settle()
    officer.go(f"/nominations/{own}").reads("已開放").look("16-released")
    record = land.client.get(f"/api/v1/commitments/{found['promise']}").json()
    assert record["delivered_at"][:10] > record["due_on"] == LATE_BY


def delist(people: tuple[Desk, Desk, Desk], land: Land, cycle: str, gone: str) -> None:
    """An agency withdraws what it released; a review begins by itself, the committee delists, the list is amended."""
    policy, officer, citizen = people
    dataset = land.client.get(f"/api/v1/nominations/{gone}").json()["dataset"]
    officer.go(f"/desk/datasets/{dataset}/").fill(reason="已由另一資料集取代，停止更新。").press("下架")
    land.settle()
    citizen.go(f"/nominations/{gone}").reads("檢視")
    meet(
        land,
        land.places[0],
        lambda _number: {"option": "delist", "text": "已由新的資料集取代，同意除列。"},
    )
    policy.go(f"/themes/cycles/{cycle}").give(
        "修正公告",
        document_number="數開字第1150000009號",
        document_on=land.today.isoformat(),
        reason="除列一項，理由如決議。",
    )
    land.settle()
    citizen.go(f"/nominations/{gone}").reads("除列", "已由新的資料集取代").look("17-delisted")


def review(policy: Desk, citizen: Desk, land: Land, cycle: str, own: str) -> None:
    """A review is begun; the committee keeps it; a citizen follows the chain from the list."""
    policy.go(f"/nominations/{own}").give("啟動檢視").reads("檢視")
    land.settle()
    meet(land, land.places[0], lambda _number: {"option": "keep", "text": "使用良好，維持列入。"})
    citizen.go(f"/themes/cycles/{cycle}").follow("看公告")
    citizen.page.locator(f'a[href$="/nominations/{own}"]').first.click()
    citizen.page.wait_for_load_state()
    citizen.reads("→ 維持 使用良好，維持列入。", "流量欄位列入下一階段", "承諾").look("18-reviewed")
    citizen.follow("會議與紀錄").reads("審議" if citizen.page.get_by_text("審議").count() else WHY)
