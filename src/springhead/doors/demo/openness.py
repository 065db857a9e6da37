"""Made-up classes: heard and unheard, data on application with terms and applications, one kind of data in two classes."""

import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from springhead.doors.demo import files
from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, today
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.agencies.naming import find_or_provisional
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.catalog import bringing, editing
from springhead.foundation.catalog.bringing import Wish, as_officer
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.openness import (
    application_commands,
    applications,
    commands,
    consistency,
    inventory,
    personal_links,
)
from springhead.procedures.openness.inventory import Said
from springhead.procedures.openness.models import Terms

BEFORE_THE_MEETING: Final = 85  # days ago; `meetings.PAST` and its notice lie after
TERMS: Final = {
    "conditions": "示範：僅供申請書所載用途，不得再提供他人；研究成果註明資料來源。",
    "fee": "免費；需要加值格式時每次新臺幣 500 元",
    "fee_basis": "示範：經濟部水利署提供資料收費要點第 3 點",
    "way": "個人連結，可下載 14 日",
}
METADATA: Final = {
    "title": "地下水觀測井逐日水位",
    "title_en": "Daily levels of groundwater wells",
    "description": "各觀測井每日水位與水溫。示範資料，數值均為虛構。",
    "description_en": "Demonstration data; all names and figures are made up.",
    "category": "E00",
    "frequency": "每1日",
    "keywords": "地下水、觀測井、水位",
    "licence": "OGDL-Taiwan-1.0",
    "cost": "free",
    "openness": "on_application",
    "grounds": ["op-conditions"],
    "grounds_note": "示範：觀測井多位於私有土地，井位與逐日水位並列可推知個別用水情形，須先同意不公開個別井位。",
    "contact_name": "示範承辦人",
    "contact_phone": "00-00000000",
    "contact_email": "officer@demo.test",
}
PURPOSE: Final = "示範：研究地下水位與地層下陷的關係，論文不含個別水井位置。"


@dataclass(frozen=True, slots=True)
class Sample:
    """One class: whose, of what, since so many days, on which ground, for which reasons."""

    agency: str
    title: str
    title_en: str
    openness: str
    ground: str
    reason: str
    since: int
    shared: tuple[tuple[str, str, Any, Any], ...] = ()


SAMPLES: Final = (
    Sample(
        "經濟部水利署", "水門遠端控制紀錄（示範）", "Remote control records of sluice gates (demo)", "not_provided", "foi-18-1-4",
        "示範：紀錄含遠端控制的位址與時序，公開後可推知控制方式，將妨害水門操作管理與下游安全，去除欄位後已無可用內容。",
        BEFORE_THE_MEETING,
    ),
    Sample(
        "高雄市政府", "公廁位置與評鑑（示範）", "Public toilets and their ratings (demo)", "on_application", "op-conditions",
        "示範：評鑑委員的個別評分尚未去識別化，使用者須先同意不還原評分人身分，並於使用後刪除原始檔案。",
        20, (("高雄市政府環境保護局", "示範：公廁稽查資料交換協議", None, None),),
    ),
)  # fmt: skip


def load() -> bool:
    """Make the demo classes on an installation that has none of them; False when there are some already."""
    if Terms.objects.exists():
        return False
    for sample in SAMPLES:
        _classify(sample)
    _on_application()
    consistency.refresh()
    return True


def _classify(sample: Sample) -> None:
    agency = find_or_provisional(sample.agency)
    by = as_officer(agency, name="machine:demo")
    dataset = _begun(agency, sample, by)
    inventory.note(dataset, Said(sharings=sample.shared), by=by)
    told = {
        "dataset": dataset.public_id,
        "openness": sample.openness,
        "grounds": [sample.ground],
        "reason": sample.reason,
    }
    opening = Opening(dict(dataset.title), agency.public_id, subjects=(dataset.public_id,))
    at = now() - timedelta(days=sample.since)
    open_case("openness", commands.parse("classify", told), opening, by=by, at=at)


def _begun(agency: Agency, sample: Sample, by: Actor) -> Dataset:
    return editing.create(agency, {"title": sample.title, "title_en": sample.title_en}, by=by)


def _on_application() -> None:
    """Publish a file that is kept for applicants, state its terms; one application was granted, one waits."""
    agency = find_or_provisional("經濟部水利署")
    by = as_officer(agency, name="machine:demo")
    with tempfile.TemporaryDirectory(prefix="springhead-demo-") as folder:
        path = Path(folder) / "地下水觀測井.csv"
        path.write_bytes(files.wells(today()))
        wish = Wish(path, agency, metadata=METADATA, accept=True)
        dataset = bringing.bring(wish, by=by).distribution.dataset
    applications.state_terms(dataset, TERMS, by=by)
    citizen = Person.objects.filter(email__startswith="citizen@").first()
    if citizen is None:
        return
    asker = Actor(citizen.public_id, frozenset({Role.CITIZEN}))
    granted = _apply(dataset, asker, "示範民眾", now() - timedelta(days=6))
    _do(granted, "grant", by, now() - timedelta(days=2), fee_twd=0, conditions="示範：不得公開個別水井位置。")
    kept = personal_links.files_of(dataset)[0]
    _do(granted, "offer_link", by, now() - timedelta(days=1), file=kept.sha256, days=14)
    _apply(dataset, Actor("machine:demo", frozenset({Role.CITIZEN})), "示範研究者", now() - timedelta(days=3))


def _apply(dataset: Dataset, by: Actor, name: str, at: datetime) -> str:
    told = {
        "dataset": dataset.public_id,
        "name": name,
        "purpose": PURPOSE,
        "wanted": "2024 年以後",
        "accepts": "on",
    }
    opening = Opening(
        dict(dataset.title), dataset.agency.public_id, owner_id=by.id, subjects=(dataset.public_id,)
    )
    return open_case(
        "data_application", application_commands.parse("apply", told), opening, by=by, at=at
    ).case.number


def _do(number: str, event: str, by: Actor, at: datetime, **told: Any) -> None:
    fire(number, application_commands.parse(event, told), by=by, at=at)
