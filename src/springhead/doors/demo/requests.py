"""Made-up data requests in every state, so that the list is alive: promised, refused, late, being passed on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, taipei
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.agencies.naming import find_or_provisional
from springhead.foundation.cases.fire import fire
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.bringing import as_officer
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage
from springhead.procedures.data_requests import asking, commands, part_commands
from springhead.procedures.data_requests.models import DataRequest, Part

REFUSAL: Final = (
    "示範：名冊含個人姓名、身分證字號與就醫紀錄，去識別化後樣本過小，仍可能間接識別當事人，侵害其隱私。"
)

FOOTAGE: Final = (
    "示範：影像可辨識在堤防活動的民眾與車牌，逐格遮蔽的人力目前不足，尚無法公開；每小時水位可以替代使用。"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: what, of whom, asked so many days ago, and what happened then."""

    title: str
    title_en: str
    fields: str
    reason: str
    agencies: tuple[str, ...]
    asked: int
    then: Callable[[Part, datetime], dict[str, Any] | None] = lambda _part, _at: None


def _promised(_part: Part, at: datetime) -> dict[str, Any]:
    return {"item": 1, "outcome": "will_open", "until": (taipei(at).date() + timedelta(days=60)).isoformat()}


def _footage(_part: Part, _at: datetime) -> dict[str, Any]:
    return {
        "item": 1,
        "outcome": "refused",
        "grounds": ["foi-18-1-6"],
        "reason": FOOTAGE,
        "partial": "示範：已評估只公開颱風期間的影像，仍須逐格遮蔽。",
    }


def _refused(_part: Part, _at: datetime) -> dict[str, Any]:
    return {
        "item": 1,
        "outcome": "refused",
        "grounds": ["foi-18-1-6"],
        "reason": REFUSAL,
        "partial": "示範：已評估改提供鄉鎮層級統計，仍有再識別疑慮。",
    }


def _not_collected(_part: Part, _at: datetime) -> dict[str, Any]:
    return {
        "item": 1,
        "outcome": "not_collected",
        "reason": "示範：現行業務沒有蒐集這個欄位。",
        "planned": "yes",
    }


SAMPLES: Final = (
    Sample(
        "各水庫每日放流量",
        "Daily outflow of every reservoir",
        "水庫名稱\n日期\n放流量",
        "示範：想做下游農田用水的預測。",
        ("經濟部水利署",),
        30,
        _promised,
    ),
    Sample(
        "職災個案明細",
        "Occupational accidents case by case",
        "行業\n傷病部位\n年齡",
        "示範：想研究哪些工作最需要預防措施。",
        ("勞動部",),
        40,
        _refused,
    ),
    Sample(
        "堤防監視影像",
        "Footage of levee cameras",
        "堤防\n時間\n影像",
        "示範：想訓練自動判讀水位的模型。",
        ("經濟部水利署",),
        95,
        _footage,
    ),
    Sample(
        "公園遊具檢查紀錄",
        "Inspections of playground equipment",
        "公園\n遊具\n檢查日",
        "示範：家長想知道遊具是否安全。",
        ("臺北市政府",),
        22,
    ),
    Sample(
        "河川水位每小時資料",
        "River levels hour by hour",
        "測站\n時間\n水位",
        "示範：想做淹水預警給社區使用。",
        ("經濟部水利署",),
        4,
    ),
    Sample(
        "夜間照明用電",
        "Electricity used by street lights",
        "路段\n用電度數",
        "示範：想比較節能路燈的成效。",
        ("臺北市政府",),
        12,
        _not_collected,
    ),
    Sample(
        "全國寵物登記數",
        "Registered pets nationwide",
        "縣市\n種類\n數量",
        "示範：想規劃寵物友善設施。",
        (),
        1,
    ),
)


def load() -> bool:
    """Make the demo requests on an installation that has none; False when there are some already."""
    if DataRequest.objects.exists():
        return False
    person = Person.objects.filter(email__startswith="citizen@").first()
    asker = Actor(person.public_id if person else "machine:demo", frozenset({Role.CITIZEN}))
    for sample in SAMPLES:
        _ask(sample, asker)
    return True


def _ask(sample: Sample, asker: Actor) -> None:
    agencies = [find_or_provisional(name) for name in sample.agencies]
    at = now() - timedelta(days=sample.asked)
    told = {
        "title": sample.title,
        "items": [{"title": sample.title, "fields": sample.fields}],
        "reason": sample.reason,
        "agencies": [one.public_id for one in agencies],
    }
    made = asking.send(told, by=asker, at=at)
    _in_english(sample, made.case.number)
    neighbour = Actor("machine:demo", frozenset({Role.CITIZEN}))
    fire(made.case.number, commands.Join(), by=neighbour, at=at + timedelta(hours=3))
    for agency in agencies:
        _answer(sample, made.case.number, agency, at + timedelta(days=min(9, sample.asked)))


def _in_english(sample: Sample, number: str) -> None:
    """Give the request, its parts and what is wanted an English title: an asker writes one, the demo is read in two languages."""
    title = {"zh-Hant": sample.title, "en": sample.title_en}
    Case.objects.filter(Q(number=number) | Q(parent__number=number)).update(title=title)
    Dataset.objects.filter(stage=Stage.WANTED, **{"title__zh-Hant": sample.title}).update(title=title)


def _answer(sample: Sample, number: str, agency: Agency, at: datetime) -> None:
    part = Part.objects.select_related("case").get(
        request__case__number=number, case__agency_id=agency.public_id
    )
    said = sample.then(part, at)
    if said:
        command = part_commands.parse(
            "answer", {"items": [said], "document_number": f"示範字第 {part.pk:03} 號"}
        )
        fire(part.case.number, command, by=as_officer(agency, name="machine:demo"), at=at)
