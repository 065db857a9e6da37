"""Made-up promises in every state, so that the list of commitments is alive: ahead, moved, late and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, today
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.naming import find_or_provisional
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.catalog import editing
from springhead.foundation.catalog.bringing import as_officer
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments.commands import Promise, Report, Reschedule
from springhead.foundation.commitments.models import Commitment

WHY: Final = "示範：現場測量因豪雨延後，成果驗收需要多一個月。"
HOW_FAR: Final = "示範：座標已轉換，正在去識別化與核對。"


@dataclass(frozen=True, slots=True)
class Sample:
    """One promise: whose, which dataset, made so many days ago, for a day so many days from today."""

    agency: str
    title: str
    title_en: str
    made: int
    due: int
    items: tuple[str, ...]
    then: Callable[[str, Agency], None] | None = None


def _reported(number: str, agency: Agency) -> None:
    fire(number, Report(HOW_FAR), by=as_officer(agency, name="machine:demo"), at=now())


def _moved(number: str, agency: Agency) -> None:
    lead = Actor("machine:demo", frozenset({Role.AGENCY_LEAD}), frozenset({agency.public_id}))
    fire(number, Reschedule(today() + timedelta(days=75), WHY), by=lead, at=now())


SAMPLES: Final = (
    Sample("內政部警政署", "道路交通事故點位", "Road accident points", 40, 5, ("發生時間", "事故類型", "坐標X", "坐標Y")),
    Sample("內政部警政署", "學校周邊行人事故", "Pedestrian accidents near schools", 3, 11,
           ("發生時間", "經度", "緯度", "學校名稱"), _reported),
    Sample("經濟部水利署", "水庫淤積測量", "Reservoir sediment surveys", 20, 45, ("水庫名稱", "測量日期", "淤積量"), _moved),
    Sample("臺北市政府", "路邊停車格即時空位", "Free kerbside parking", 60, -9, ("路段", "格位", "更新時間")),
)  # fmt: skip


def load() -> bool:
    """Make the demo promises on an installation that has none; False when there are some already."""
    if Commitment.objects.exists():
        return False
    for sample in SAMPLES:
        _promise(sample)
    return True


def _promise(sample: Sample) -> None:
    agency = find_or_provisional(sample.agency)
    by = as_officer(agency, name="machine:demo")
    dataset = _dataset(sample, agency, by)
    until = today() + timedelta(days=sample.due)
    outcome = open_case(
        "commitment",
        Promise(dataset.public_id, until, sample.items),
        Opening(dict(dataset.title), agency.public_id, subjects=(dataset.public_id,)),
        by=by,
        at=now() - timedelta(days=sample.made),
    )
    if sample.then:
        sample.then(outcome.case.number, agency)


def _dataset(sample: Sample, agency: Agency, by: Actor) -> Dataset:
    """Return the dataset of this title, or begin one."""
    for dataset in Dataset.objects.filter(agency=agency):
        if dataset.name == sample.title:
            return dataset
    return editing.create(agency, {"title": sample.title, "title_en": sample.title_en}, by=by)
