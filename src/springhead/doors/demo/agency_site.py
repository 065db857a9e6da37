"""A small pretend agency and the messy files on its site. All of it is made up here; no Django.

The files show what agencies really publish: Big5, a title row, ROC dates, full-width digits, missing marks,
footers, hidden sheets; one changes every hour, one leads where a fetcher must not go.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sin
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import taipei

PLACES: Final = ("青石", "白沙", "竹門", "月眉", "松嶺", "藍埔", "石尾", "湧泉", "大坪", "雙溪口")
ELSEWHERE: Final = "http://10.0.0.1/secret.csv"


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One file of the site: its name, media type, what is special about it, and how its bytes are made."""

    name: str
    media: str
    note: LanguageMap
    make: Callable[[datetime], bytes]


def reservoirs(at: datetime) -> bytes:
    """Big5 with a title row, ROC dates, full-width digits, missing marks and a footer; the day before `at`."""
    day = taipei(at) - timedelta(days=1)
    roc = f"{day.year - 1911}/{day.month:02}/{day.day:02}"
    lines = [
        f"示範水庫每日水情表（民國 {day.year - 1911} 年）,,,,",
        "水庫名稱,觀測日期,水位(公尺),有效蓄水量(萬立方公尺),蓄水率",
    ]
    for number, place in enumerate(PLACES):
        level = f"{180 + 9 * number + sin(day.toordinal() + number):.2f}"
        stored = f"{1200 + 310 * number:,}"
        rate = "－" if number == 3 else f"{55 + 4 * number}%"
        if number == 5:
            level = level.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
        lines.append(f'{place}水庫,{roc},{level},"{stored}",{rate}')
    lines.append("資料來源：示範水利處（本表為虛構）,,,,")
    return ("\r\n".join(lines) + "\r\n").encode("cp950")


def kindergartens(at: datetime) -> bytes:
    """UTF-8 with BOM, codes with leading zeros, a repeated header, a ragged row, an empty column."""
    del at
    lines = ["代碼,園名,電話,電話,核定人數,備註,"]
    for number, place in enumerate(PLACES * 3):
        kind = ("公立", "私立", "非營利")[number % 3]
        seats = "無" if number == 7 else str(30 + number * 5)
        lines.append(f"{number + 1:06},{kind}{place}幼兒園,(0{number % 7 + 2}) 000-{number:04},,{seats},,")
    lines[12] += ",多出來的一格"
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def levels(at: datetime) -> bytes:
    """Hourly river levels of the last 48 hours; new bytes every hour."""
    hour = taipei(at).replace(minute=0, second=0, microsecond=0)
    lines = ["測站,時間,水位_公尺"]
    for back in range(48):
        moment = hour - timedelta(hours=back)
        for number, place in enumerate(PLACES[:4]):
            level = 3 + number + sin((moment.toordinal() * 24 + moment.hour) / 5 + number)
            lines.append(f"{place}橋,{moment:%Y-%m-%d %H:%M},{level:.2f}")
    return ("\n".join(lines) + "\n").encode()


def parks(at: datetime) -> bytes:
    """GeoJSON points in WGS84 with Chinese names."""
    del at
    features = [
        {
            "type": "Feature",
            "properties": {
                "公園名稱": f"{place}公園",
                "面積_平方公尺": 1500 + 220 * number,
                "遊戲場": number % 2 == 0,
            },
            "geometry": {
                "type": "Point",
                "coordinates": [round(121.2 + number * 0.03, 5), round(24.6 + number * 0.02, 5)],
            },
        }
        for number, place in enumerate(PLACES)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def budget(at: datetime) -> bytes:
    """XLSX with a hidden sheet that was never meant to be published (made-up names)."""
    import xlsxwriter

    del at
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("決算")
    sheet.write_row(0, 0, ["科目", "預算數", "決算數"])
    for number, place in enumerate(PLACES, 1):
        sheet.write_row(number, 0, [f"{place}工程", number * 1_000_000, number * 987_000])
    hidden = book.add_worksheet("承辦名單")
    hidden.write_row(0, 0, ["姓名", "分機"])
    hidden.write_row(1, 0, ["示範人員", "0000"])
    hidden.hide()
    book.close()
    return buffer.getvalue()


FILES: Final = (
    SiteFile(
        "reservoirs.csv",
        "text/csv",
        {
            "zh-Hant": "Big5、標題列、民國日期、全形數字、缺漏記號、表尾說明",
            "en": "Big5, a title row, ROC dates, full-width digits, missing marks, a footer",
        },
        reservoirs,
    ),
    SiteFile(
        "kindergartens.csv",
        "text/csv",
        {
            "zh-Hant": "前導零代碼、重複欄名、多出一格的列、空白欄",
            "en": "leading zeros, a repeated header, a ragged row, an empty column",
        },
        kindergartens,
    ),
    SiteFile(
        "levels.csv",
        "text/csv",
        {"zh-Hant": "每小時更新的水位", "en": "levels that change every hour"},
        levels,
    ),
    SiteFile(
        "parks.geojson",
        "application/geo+json",
        {"zh-Hant": "有座標的公園", "en": "parks with coordinates"},
        parks,
    ),
    SiteFile(
        "budget.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        {"zh-Hant": "藏著一張隱藏工作表", "en": "holds a hidden sheet"},
        budget,
    ),
)


def file(name: str) -> SiteFile | None:
    """Return the file with this name."""
    return next((each for each in FILES if each.name == name), None)
