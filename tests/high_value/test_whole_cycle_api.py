"""One whole cycle by API alone: five agencies, forty nominations, three hundred people, both committees, three lists."""

import hashlib
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from tests.high_value.land import FIELDS, Caller, Land, Place, deliver, make, meet, table
from tests.support.following import Page, Trail

from springhead.config import wiring
from springhead.engine.kernel import now, verify

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

THEMES = ("climate", "disaster", "transport", "health")
ARGUED = "可供民眾與業者即時判斷，減少損失。"
VALUES = ("public_interest", "social_progress", "economic_development", "government_transparency")
CALENDAR = {
    "proposals_until": "2026-04-06",
    "nominations_until": "2026-05-20",
    "consultation_until": "2026-06-25",
    "committees_until": "2026-09-01",
    "executive_on": "2026-09-15",
}
SEEDS = [
    {"text": "資料應該每日更新並提供 API。", "side": "for"},
    {"text": "每月更新一次就足夠使用。", "side": "against"},
]
LATE_BY = "2026-10-20"  # promised, and not kept by then
BY = "2027-03-31"


def sheet(until: str = BY, **more: Any) -> dict[str, Any]:
    told = {"values": dict.fromkeys(VALUES, ARGUED), "scores": dict.fromkeys(VALUES, 4), "fields": list(FIELDS),
            "format": "CSV", "interval": "每日", "licence": "OGDL-Taiwan-1.0", "steward": "資訊處", "until": until,
            "sdg": ["6.4", "13.1"]}  # fmt: skip
    return {**told, **more}


@pytest.fixture
def land(client, tmp_path, monkeypatch) -> Land:
    cache.clear()
    wiring.install()
    clock = tmp_path / "clock.json"
    monkeypatch.setenv(now.CLOCK_FILE_VARIABLE, str(clock))
    yield make(client, clock, citizens=300)
    for folder in (settings.SPRINGHEAD.public, settings.SPRINGHEAD.scratch, settings.SPRINGHEAD.incoming):
        shutil.rmtree(folder, ignore_errors=True)


def begin(land: Land) -> str:
    """The policy office plans; people suggest a theme."""
    office = land.office
    cycle = office.post("/cycles", title="115 年度高應用價值資料", title_en="High-value data 2026", agency=land.host,
                        weights=dict.fromkeys(VALUES, 25), note="五分為最高，依公布標準評分。", **CALENDAR)["number"]  # fmt: skip
    office.do(cycle, "publish_sheet")
    land.citizens[0].do(
        cycle, "suggest", title="水資源", reason="河川水位攸關下游安全，值得獨立成一個主題。", goals=[6]
    )
    office.do(
        cycle,
        "answer_suggestion",
        suggestion=1,
        disposition="partly",
        reason="併入氣候環境主題的環境監測子類。",
    )
    return cycle


def propose(land: Land, cycle: str) -> dict[str, list[str]]:
    """People propose four datasets: one is taken up, one declined, two are never answered."""
    first, second, *_, silent = land.places

    def say(n: int, place: Place, title: str) -> str:
        return land.citizens[n].post("/nominations/proposals", cycle=cycle, agency=place.id, title=title,
                                     theme=THEMES[n], reason="可以提早知道哪裡會淹水，安排撤離。")["number"]  # fmt: skip

    taken, declined = say(0, first, "淹水感測"), say(1, second, "號誌時制")
    unanswered = [say(2, silent, "農藥使用"), say(3, silent, "畜牧場位置")]
    first.officer.do(taken, "nominate", **sheet())
    second.officer.do(
        declined, "decline", reason="號誌時制屬地方政府所有，本部僅彙整統計，且資料品質尚未驗證，暫不宜提報。"
    )
    return {"taken": [taken], "declined": [declined], "silent": unanswered}


def nominate(land: Land, cycle: str) -> dict[str, str]:
    """Four agencies nominate nine datasets each; the fifth is called and says nothing. Returns datasets by nomination."""
    land.to(date(2026, 4, 7))
    land.office.do(cycle, "fix_themes", themes=list(THEMES), agencies=[one.id for one in land.places])
    made, calls = {}, calls_of(land, cycle)
    for place in land.places[:4]:
        for n, dataset in enumerate(place.datasets):
            until = LATE_BY if n == 0 and place is land.places[0] else BY
            made[fill_in(place, cycle, n, until)] = dataset
        place.lead.do(calls[place.id], "submit")
    land.to(date(2026, 5, 21))
    late = {one["agency"]: one["late"] for one in land.client.get(f"/api/v1/cycles/{cycle}").json()["calls"]}
    assert late == {place.id: place is land.places[4] for place in land.places}
    return made


def calls_of(land: Land, cycle: str) -> dict[str, str]:
    """Return the numbers of the calls of a cycle by agency."""
    return {
        one["agency"]: one["number"] for one in land.client.get(f"/api/v1/cycles/{cycle}").json()["calls"]
    }


def fill_in(place: Place, cycle: str, n: int, until: str = BY) -> str:
    """Nominate the n-th dataset of an agency; return the nomination."""
    told = sheet(until, cycle=cycle, dataset=place.datasets[n], theme=THEMES[n % 4])
    return str(place.officer.post("/nominations", **told)["number"])


def whole(land: Land, path: str) -> list[dict[str, Any]]:
    """Read a list page by page."""
    found, cursor = [], ""
    while True:
        page = land.client.get(f"/api/v1{path}{'&' if '?' in path else '?'}cursor={cursor}").json()
        found += page["items"]
        if not page["next"]:
            return found
        cursor = page["next"]


def states(land: Land, cycle: str) -> Counter[str]:
    return Counter(one["state"] for one in whole(land, f"/nominations?cycle={cycle}"))


def consult(land: Land, cycle: str) -> None:
    """One consultation per theme; everybody comments once and votes; one is given more days and holds no other up."""
    land.office.do(cycle, "consult", until="2026-06-25", seeds=SEEDS)
    land.settle()
    asked = [one for one in whole(land, "/consultations?show=open") if cycle in one["about"]]
    assert len(asked) == 4
    assert all(one["statements"] for one in asked)
    speak(land.citizens, asked)
    land.office.do(asked[0]["number"], "extend", days=7, reason="民間團體反映需要更多時間閱讀資料。")
    land.to(date(2026, 6, 26))
    after = {one["number"]: one for one in whole(land, "/consultations?show=all")}
    assert [after[one["number"]]["state"] for one in asked] == ["open", *["responding"] * 3]
    assert states(land, cycle)["responding"] > 20
    answer_table(land, [after[one["number"]] for one in asked[1:]])
    land.to(date(2026, 7, 3))
    answer_table(land, [after[asked[0]["number"]]])
    assert land.client.get(f"/api/v1/cycles/{cycle}").json()["state"] == "deliberating"


def speak(citizens: list[Caller], asked: list[dict[str, Any]]) -> None:
    """Let everybody comment on one nomination and vote on one statement, in turn."""
    for n, citizen in enumerate(citizens):
        one = asked[n % len(asked)]
        parts = one["parts"]
        part = parts[n // len(asked) % len(parts)]["id"]
        citizen.do(one["number"], "comment", text=f"希望增加流量欄位，第 {n} 位。", anchor=part)
        citizen.do(one["number"], "vote", statement=1 + n % 2, choice="agree" if n % 3 else "disagree")


def answer_table(land: Land, asked: list[dict[str, Any]]) -> None:
    """The host sorts comments into a group per nomination; agencies answer theirs; for the silent one the host does."""
    silent = land.places[4].id
    for one in asked:
        number = one["number"]
        of = {
            part["id"]: land.client.get(f"/api/v1/nominations/{part['id']}").json()["agency"]
            for part in one["parts"]
        }
        said: dict[str, list[str]] = {}
        for comment in whole(land, f"/consultations/{number}/comments"):
            said.setdefault(comment["part"], []).append(str(comment["number"]))
        groups = [
            {"group": n, "summary": f"{part} 的欄位", "comments": ", ".join(listed),
             "answers": [{"agency": land.host if of[part] == silent else of[part], "disposition": "", "reasons": ""}]}
            for n, (part, listed) in enumerate(said.items(), 1)
        ]  # fmt: skip
        at = f"/consultations/{number}/table"
        land.office.send("PUT", at, {"groups": groups, "seen": land.office.get(at)["seen"]})
        for place, caller in [(one.id, one.officer) for one in land.places[:4]] + [(land.host, land.office)]:
            found = caller.get(at)
            for answer in (
                each for group in found["groups"] for each in group["answers"] if each["agency"] == place
            ):
                answer |= {"disposition": "partly", "reasons": "流量欄位列入下一階段，先開放水位。"}
            caller.send("PUT", at, {"groups": found["groups"], "seen": found["seen"]})
        left = land.office.get(at)
        assert (left["unplaced"], left["unanswered"]) == (0, [])
        land.office.do(
            number, "respond", text="各機關已逐組回應，流量欄位列入下一階段，其餘照提報內容開放，謝謝參與。"
        )


def respond(land: Land, cycle: str) -> str:
    """Agencies respond with adjusted sheets, all but one, whose term runs out. Returns that one.

    What somebody did by hand meanwhile is left as it is.
    """
    missed = ""
    for one in whole(land, f"/nominations?cycle={cycle}"):
        place = next(each for each in land.places if each.id == one["agency"])
        if one["state"] != "responding" or place is land.places[4]:
            continue
        if place is land.places[3] and not missed:
            missed = one["number"]
            continue
        told = sheet(one["release_by"], standard="")
        place.officer.do(one["number"], "respond", answer="採納意見，增列更新頻率說明。", **told)
    land.to(date(2026, 7, 20))
    found = land.client.get(f"/api/v1/nominations/{missed}").json()
    assert (found["state"], found["response_missed"]) == ("agency_committee", True)
    return missed


def agency_committees(land: Land, declined: str, refused: list[str]) -> None:
    def decide(number: str) -> dict[str, Any]:
        if number == declined or number in refused:
            return {"option": "reject", "text": "資料來源尚不穩定，本輪不列入，理由如討論。"}
        return {"option": "recommend"}

    for place in land.places:
        meet(land, place, decide)


def executive_committee(land: Land, returned: str, refused: str) -> None:
    """List and days are decided together; one goes back with questions, one is not listed."""

    def decide(number: str) -> dict[str, Any]:
        if number == returned:
            return {"option": "send_back", "text": "請說明感測站涵蓋率與備援後再送。"}
        if number == refused:
            return {"option": "reject", "text": "與現有資料集重複，本輪不列入清單。"}
        day = land.client.get(f"/api/v1/nominations/{number}").json()["release_by"]
        return {"option": "put_on_list", "until": day or BY}

    meet(land, land.executive, decide)


def announce(land: Land, cycle: str, event: str = "announce", **more: str) -> list[str]:
    """Announce a version; return what stands on it."""
    land.office.do(
        cycle, event, document_number="數開字第1150000001號", document_on=land.today.isoformat(), **more
    )
    land.settle()
    latest = land.client.get(f"/api/v1/cycles/{cycle}").json()["announcements"][0]
    return [one["number"] for one in land.client.get(latest["links"]["self"]).json()["entries"]]


def return_again(land: Land, cycle: str, returned: str) -> list[str]:
    """What was sent back goes through both tiers once more and comes in by an amendment."""
    assert land.client.get(f"/api/v1/nominations/{returned}").json()["state"] == "agency_committee"
    first = land.places[0]
    meet(land, first, lambda _number: {"option": "recommend", "text": "已補充涵蓋率與備援說明，同意再送。"})
    executive_committee(land, "", "")
    return announce(land, cycle, "amend", reason="補列退回後再審通過的一項。")


def release(land: Land, numbers: list[str]) -> None:
    """Agencies describe and publish; the promise of each is kept when a machine finds it so."""
    for number in numbers:
        found = land.client.get(f"/api/v1/nominations/{number}").json()
        place = next(one for one in land.places if one.id == found["agency"])
        told = {"title": found["title"]["zh-Hant"], "description": "即時觀測值。", "category": "I00", "frequency": "每1日",
                "keywords": "水位", "licence": "OGDL-Taiwan-1.0"}  # fmt: skip
        place.officer.send("PATCH", f"/datasets/{found['dataset']}", {"metadata": told, "draft": True})
        place.officer.do(deliver(place, found["dataset"], table()), "publish")
    land.settle()


def delist(land: Land, cycle: str, number: str) -> list[str]:
    """An agency withdraws what it released: a review begins by itself, its committee delists, the list is amended."""
    found = land.client.get(f"/api/v1/nominations/{number}").json()
    place = next(one for one in land.places if one.id == found["agency"])
    place.officer.post(f"/datasets/{found['dataset']}/withdraw", reason="已由另一資料集取代，停止更新。")
    land.settle()
    assert land.client.get(f"/api/v1/nominations/{number}").json()["state"] == "in_review"
    meet(land, place, lambda _number: {"option": "delist", "text": "已由新的資料集取代，同意除列。"})
    return announce(land, cycle, "amend", reason="除列一項，理由如決議。")


# ── by links alone ──────────────────────────────────────────────────────────


def follow_by_api(trail: Trail) -> int:
    """From the list of cycles to every entry of the list in force, back and forward; returns how many entries."""
    (cycle,) = trail.items("/api/v1/cycles")
    whole = trail.json(trail.link(cycle, "self", "cycle"))
    latest = whole["announcements"][0]
    announced = trail.json(trail.link(latest, "self", "announcement"))
    prove(trail, announced)
    for entry in announced["entries"]:
        number = entry["number"]
        row = trail.json(trail.link(entry, "nomination", number))
        back_by_api(trail, row, number)
        forward_by_api(trail, row, number)
    return len(announced["entries"])


def prove(trail: Trail, announced: Any) -> None:
    """The document is the very one whose digest stands in the ledger, by its receipt, offline."""
    document = trail.file(trail.link(announced, "json", "announcement"))
    assert hashlib.sha256(document).hexdigest() == announced["sha256"]
    receipt = trail.json(trail.link(announced, "receipt", "announcement"))
    keys, _ = verify.trusted_keys(None, [receipt["key"]])
    verify.check_receipt(receipt, keys)
    assert receipt["event"]["public"]["digest"] == announced["sha256"]


def back_by_api(trail: Trail, row: Any, number: str) -> None:
    """To evidence, comments, answers, positions and minutes."""
    theme = trail.json(trail.link(row, "evidence", number))
    need(trail, theme.get("evidence"), f"{number}: no evidence of its theme")
    comments = trail.items(trail.link(row, "comments", number))
    need(
        trail, comments and {one["part"] for one in comments} == {number}, f"{number}: no comments of its own"
    )
    groups = trail.items(trail.link(row, "answers", number))
    said = {answer["disposition"] for group in groups for answer in group["answers"]}
    need(
        trail,
        said and said <= {"accepted", "partly", "rejected", "noted"},
        f"{number}: no answers to its comments",
    )
    responded = [one for one in row["decisions"] if one["outcome"] == "respond"]
    need(trail, responded or row["response_missed"], f"{number}: neither a response nor that it was missed")
    tiers = set()
    for address in row["links"].get("resolutions", ()):
        resolution = trail.json(address)
        tiers.add(trail.json(trail.link(resolution, "body", address))["kind"])
        meeting = trail.json(trail.link(resolution, "meeting", address))
        minutes = trail.json(trail.link(meeting, "minutes", f"{number} → {resolution['meeting']}"))
        (item,) = [one for one in minutes.get("items", ()) if number in one["cases"]]
        need(trail, item["positions"], f"{number}: no positions in the minutes of {resolution['meeting']}")
    need(trail, tiers == {"agency", "executive"}, f"{number}: resolutions of {sorted(tiers)} only")


def forward_by_api(trail: Trail, row: Any, number: str) -> None:
    """To the dataset, its API, and the record of its promise."""
    dataset = trail.json(trail.link(row, "dataset", number))
    promise = trail.json(trail.link(row, "promise", number))
    need(trail, promise.get("final"), f"{number}: its day is not final")
    need(trail, promise.get("due_on"), f"{number}: its promise has no day")
    if row["state"] == "scheduled":
        need(trail, promise.get("delivered_at") is None, f"{number}: not released, yet kept")
        return
    need(trail, promise.get("delivered_at"), f"{number}: released, and its promise does not say when")
    tables = [one for one in dataset["distributions"] if one["openapi_url"]]
    need(trail, tables, f"{number}: no API")
    for one in tables:
        assert trail.json(one["openapi_url"])["openapi"]
        assert trail.json(one["rows_url"])["items"]


def need(trail: Trail, found: Any, otherwise: str) -> None:
    if not found:
        trail.missing.append(otherwise)


def follow_by_pages(trail: Trail) -> int:
    """The same on pages, from the list of cycles: every entry has its links, and all are followed."""
    cycle = trail.on(trail.page("/themes/cycles/"), "/themes/cycles/HC-", "cycles")
    listed = cycle and trail.on(cycle, "/themes/announcements/", "cycle")
    assert listed
    entries = listed.links("/nominations/HN-")
    for address in entries:
        number, page = address.rpartition("/")[2], trail.page(address)
        for sign in SIGNS:
            need(trail, page.links(sign), f"{number}: no link to “{sign}” on its page")
        follow_closely(trail, page, number)
    return len(entries)


def follow_closely(trail: Trail, page: Page, number: str) -> None:
    """Read everything one entry leads to."""
    trail.say("證據", trail.on(page, page_theme(page), number), number)
    trail.say("希望增加流量欄位", trail.on(page, f"?part={number}", number), number)
    trail.say("流量欄位列入下一階段", trail.on(page, "/answers", number), number)
    for meeting in page.links("/meetings/MT-"):
        trail.say("贊成", trail.on(trail.page(meeting), "/minutes", number), number)
    promise = trail.on(page, "/commitments/CM-", number)
    trail.say("查核", promise, number)
    dataset = trail.on(page, "/datasets/ds_", number)
    if "已開放" in page.text and dataset is not None:
        trail.say("curl", dataset, number)


SIGNS = ("/themes/", "/consultations/CN-", "/answers", "/meetings/MT-", "/commitments/CM-", "/datasets/ds_")


def page_theme(page: Page) -> str:
    return next((f"/themes/{code}" for code in THEMES if page.links(f"/themes/{code}")), "/themes/<code>")


def test_a_link_that_is_missing_or_leads_nowhere_is_named(client) -> None:
    trail = Trail(client, Path(settings.SPRINGHEAD.public))
    row = {"links": {"answers": None, "minutes": "/api/v1/meetings/MT-2026-000404/minutes"}}
    assert trail.link(row, "answers", "HN-1") == ""
    assert trail.json(trail.link(row, "minutes", "HN-1")) == {}
    trail.on(trail.page("/themes/cycles/"), "/themes/cycles/HC-", "HN-1")
    assert trail.missing == [
        "HN-1: no link “answers”",
        "/api/v1/meetings/MT-2026-000404/minutes answers 404",
        "HN-1: no link to “/themes/cycles/HC-” on /themes/cycles/",
    ]


# ── the story ───────────────────────────────────────────────────────────────


def test_one_whole_cycle_by_api_alone_and_every_entry_leads_back_and_forward(land: Land) -> None:

    cycle = begin(land)
    proposals = propose(land, cycle)
    datasets = nominate(land, cycle)
    assert states(land, cycle) == {"nominated": 39, "declined": 1}
    silent = [land.client.get(f"/api/v1/nominations/{one}").json() for one in proposals["silent"]]
    assert [(one["origin"], one["agency_silent"]) for one in silent] == [("civic", True)] * 2
    consult(land, cycle)
    missed = respond(land, cycle)
    assert states(land, cycle) == {"agency_committee": 39, "declined": 1}
    refused = [list(datasets)[8], list(datasets)[17]]
    agency_committees(land, proposals["declined"][0], refused)
    assert states(land, cycle) == {"ey_committee": 37, "not_listed": 3}
    late, returned, *others = datasets
    executive_committee(land, returned, others[0])
    listed = announce(land, cycle)
    assert (len(listed), returned in listed, missed in listed) == (35, False, True)
    assert states(land, cycle) == {"scheduled": 35, "agency_committee": 1, "not_listed": 4}
    assert set(return_again(land, cycle, returned)) == {*listed, returned}
    assert land.today > date.fromisoformat(LATE_BY)
    release(land, [late, returned, *others[1:4]])
    record = land.client.get(
        f"/api/v1/commitments/{land.client.get(f'/api/v1/nominations/{late}').json()['promise']}"
    ).json()
    assert record["delivered_at"][:10] > record["due_on"] == LATE_BY
    assert states(land, cycle) == {"scheduled": 31, "released": 5, "not_listed": 4}
    gone = others[1]
    assert set(delist(land, cycle, gone)) == {*listed, returned} - {gone}
    assert states(land, cycle) == {"scheduled": 31, "released": 4, "retired": 1, "not_listed": 4}
    versions = land.client.get(f"/api/v1/cycles/{cycle}").json()["announcements"]
    assert [one["version"] for one in versions] == [3, 2, 1]
    trail = Trail(Client(), Path(settings.SPRINGHEAD.public))
    assert follow_by_api(trail) == 35
    assert follow_by_pages(trail) == 35
    assert trail.missing == []
