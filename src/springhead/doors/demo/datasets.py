"""Made-up datasets, published through the same commands as anybody's: the demo is alive from the first page."""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from springhead.doors.demo import files
from springhead.engine.kernel.now import today
from springhead.foundation.agencies.naming import find_or_provisional
from springhead.foundation.catalog import bringing
from springhead.foundation.catalog.bringing import Wish, as_officer
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.rules import State

NOTE: Final = "示範資料，名稱與數值均為虛構。"
NOTE_EN: Final = "Demonstration data; all names and figures are made up."


@dataclass(frozen=True, slots=True)
class Sample:
    """One demo dataset: its file, how to make it, whose it is, and what its metadata say."""

    filename: str
    make: Callable[[date], bytes]
    agency: str
    title: str
    title_en: str
    description: str
    category: str
    frequency: str
    keywords: str

    def metadata(self) -> dict[str, Any]:
        """Return the fields as a form would send them."""
        return {
            "title": self.title,
            "title_en": self.title_en,
            "description": self.description + NOTE,
            "description_en": NOTE_EN,
            "category": self.category,
            "frequency": self.frequency,
            "keywords": self.keywords,
            "licence": "OGDL-Taiwan-1.0",
            "cost": "free",
            "openness": "open",
            "contact_name": "示範承辦人",
            "contact_phone": "00-00000000",
            "contact_email": "officer@demo.test",
        }


SAMPLES: Final = (
    Sample("各水庫每日水情.csv", files.reservoirs, "經濟部水利署", "水庫每日水情", "Daily reservoir levels",
           "各水庫每日水位、有效蓄水量與蓄水率。", "E00", "每1日", "水庫、水情、水位"),
    Sample("aqi_hourly.csv", files.air_quality, "環境部", "空氣品質小時值", "Hourly air quality",
           "各測站每小時 AQI、PM2.5 與 PM10。", "E00", "每1小時", "空氣品質、AQI、PM2.5"),
    Sample("照顧關懷據點.csv", files.care_sites, "臺北市政府", "社區照顧關懷據點", "Community care sites",
           "各據點名稱、地址、成立日期、服務人數與座標。", "G00", "每3月", "長照、老人、據點"),
    Sample("A1A2事故點位.csv", files.accidents, "內政部警政署", "道路交通事故點位", "Road accident points",
           "事故時間、地點、類型與傷亡人數，座標為 TWD97。", "A00", "每1月", "交通事故、車禍、肇事"),
    Sample("幼兒園名冊.xlsx", files.kindergartens, "教育部", "幼兒園名冊", "Kindergartens",
           "公私立幼兒園名稱、核定人數與月費。", "300", "每1年", "幼兒園、學前教育"),
    Sample("toilets.json", files.toilets, "臺北市政府", "公廁位置與等級", "Public toilets",
           "公廁名稱、等級、座數與座標。", "E00", "每1月", "公廁、環境"),
    Sample("bus_stops.geojson", files.bus_stops, "臺北市政府", "公車站牌位置", "Bus stops",
           "站牌名稱、路線數與座標。", "A00", "每1月", "公車、站牌"),
    Sample("人口統計.csv", files.population, "內政部", "各區人口與戶數", "Population and households",
           "各區每月男女人口數與戶數。", "I00", "每1月", "人口、戶數"),
)  # fmt: skip


def load() -> bool:
    """Publish the samples where nothing is published yet; True when any was. Tells what it could not publish."""
    if Dataset.objects.filter(visible=True).exists():
        return False
    with tempfile.TemporaryDirectory(prefix="springhead-demo-") as folder:
        for sample in SAMPLES:
            _publish(sample, Path(folder))
    return True


def _publish(sample: Sample, folder: Path) -> None:
    path = folder / sample.filename
    path.write_bytes(sample.make(today()))
    agency = find_or_provisional(sample.agency)
    wish = Wish(path, agency, metadata=sample.metadata(), accept=True)
    delivery = bringing.bring(wish, by=as_officer(agency, name="machine:demo"))
    if delivery.state != State.PUBLISHED:
        sys.stderr.write(f"  {sample.title}: {delivery.state} {bringing.open_problems(delivery)}\n")
