"""Made-up files as agencies really make them: titles above the header, Big5, ROC dates, missing marks.

Names and figures are invented; every generator gives the same bytes for the same day.
"""

import io
import json
import random
from datetime import date, datetime, timedelta
from typing import Any, Final

DISTRICTS: Final = ("青田區", "白沙區", "竹圍區", "石橋區", "月眉區", "柳營埔區")
# Around the middle of the island; the places are invented.
CENTRE: Final = (121.0, 24.1)


def reservoirs(day: date) -> bytes:
    """A title row, ROC dates, thousands separators, Big5: ten reservoirs for ninety days."""
    picks = random.Random(1)
    names = [
        f"{name}水庫"
        for name in ("活水", "青石", "鏡湖", "雲嶺", "長灘", "石門坑", "柳川", "南瀛", "東埔", "日月灣")
    ]
    lines = ["示範用各水庫每日水情統計表,,,,", "水庫名稱,觀測日期,水位(公尺),有效蓄水量(萬立方公尺),蓄水率"]
    for back in range(90, 0, -1):
        on = day - timedelta(days=back)
        for place, name in enumerate(names):
            rate = 55 + 35 * _wave(back, 45, place) + picks.uniform(-2, 2)
            level = 80 + place * 22 + rate / 4
            stored = round(rate * (40 + place * 31))
            shown = "－" if picks.random() < 0.01 else f"{level:.2f}"
            lines.append(
                f'{name},{on.year - 1911}/{on.month:02}/{on.day:02},{shown},"{stored:,}",{rate:.1f}%'
            )
    return _big5(lines)


def air_quality(day: date) -> bytes:
    """Hourly values with missing marks: twelve stations for fourteen days."""
    picks = random.Random(2)
    lines = ["測站名稱,縣市,監測時間,AQI,PM2.5,PM10,狀態"]
    for hour in range(14 * 24):
        at = datetime(day.year, day.month, day.day) - timedelta(days=14) + timedelta(hours=hour)
        for place in range(12):
            fine = max(1.0, 18 + 14 * _wave(hour, 24, place) + picks.gauss(0, 4))
            aqi = round(fine * 2.4)
            pm25 = picks.choice(["-", "N/A"]) if picks.random() < 0.02 else f"{fine:.1f}"
            state = "良好" if aqi <= 50 else "普通" if aqi <= 100 else "對敏感族群不健康"
            lines.append(
                f"示範站{place + 1:02},{DISTRICTS[place % 6]},{at:%Y-%m-%d %H:%M},{aqi},{pm25},{fine * 1.7:.0f},{state}"
            )
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def care_sites(_day: date) -> bytes:
    """Longitude and latitude, codes with leading zeros, ROC dates without separators."""
    picks = random.Random(3)
    lines = ["據點代碼,名稱,行政區,地址,成立日期,服務人數,經度,緯度"]
    for number in range(1, 181):
        district = picks.choice(DISTRICTS)
        lon, lat = _place(picks, 0.12)
        on = date(2010, 1, 1) + timedelta(days=picks.randrange(5_500))
        served = picks.randint(18, 160)
        lines.append(
            f"{number:05},{district[:2]}第{number}照顧據點,{district},示範路{number}號,"
            f"{on.year - 1911:03}{on.month:02}{on.day:02},{served},{lon:.6f},{lat:.6f}"
        )
    return "\n".join(lines).encode()


def accidents(day: date) -> bytes:
    """TWD97 coordinates, ROC times in words, a closing note under the last row."""
    picks = random.Random(4)
    kinds = ("汽車與機車", "機車與行人", "汽車與自行車", "機車與機車", "汽車與汽車")
    lines = ["發生時間,行政區,事故類型,死亡人數,受傷人數,坐標X,坐標Y"]
    for _ in range(900):
        at = datetime(day.year, day.month, day.day) - timedelta(minutes=picks.randrange(365 * 1440))
        x, y = 250_000 + picks.gauss(0, 7_000), 2_666_000 + picks.gauss(0, 7_000)
        lines.append(
            f"{at.year - 1911}年{at.month:02}月{at.day:02}日 {at.hour:02}時{at.minute:02}分,{picks.choice(DISTRICTS)},"
            f"{picks.choice(kinds)},{int(picks.random() < 0.03)},{picks.randint(0, 3)},{x:.0f},{y:.0f}"
        )
    lines += ["", "備註：本表為示範資料，數值均為虛構。"]
    return _big5(lines)


def kindergartens(_day: date) -> bytes:
    """A workbook with a title and full-width digits."""
    import xlsxwriter

    picks, target = random.Random(5), io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("名冊")
    sheet.write_row(0, 0, ["示範幼兒園名冊"])
    sheet.write_row(1, 0, ["園名", "公私立", "行政區", "核定人數", "電話", "月費"])
    for number in range(1, 161):
        seats = picks.choice([30, 45, 60, 90, 120, 150])
        shown: Any = (
            str(seats).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
            if number % 20 == 0
            else seats
        )
        public = picks.random() < 0.4
        fee = picks.randint(2, 4) * 500 if public else picks.randint(6, 16) * 1_000
        row = [f"示範第{number}幼兒園", "公立" if public else "私立", picks.choice(DISTRICTS), shown]
        sheet.write_row(number + 1, 0, [*row, f"00-0000{number:04}", fee])
    book.close()
    return target.getvalue()


def toilets(_day: date) -> bytes:
    """JSON the way portals give it: the records inside an envelope, all values as text."""
    picks = random.Random(6)
    records = []
    for number in range(1, 221):
        lon, lat = _place(picks, 0.15)
        grade = picks.choice(["特優級", "優等級", "普通級", ""])
        records.append(
            {
                "公廁編號": f"T{number:04}",
                "公廁名稱": f"示範公園{number}號公廁",
                "行政區": picks.choice(DISTRICTS),
                "等級": grade,
                "座數": str(picks.randint(1, 12)),
                "無障礙": picks.choice(["是", "否"]),
                "經度": f"{lon:.6f}",
                "緯度": f"{lat:.6f}",
            }
        )
    return json.dumps(
        {"success": True, "result": {"total": len(records), "records": records}}, ensure_ascii=False
    ).encode()


def bus_stops(_day: date) -> bytes:
    """GeoJSON points."""
    picks = random.Random(7)
    features = []
    for number in range(1, 141):
        lon, lat = _place(picks, 0.1)
        told = {
            "站牌編號": f"B{number:04}",
            "站名": f"示範站牌{number}",
            "路線數": picks.randint(1, 9),
            "候車亭": picks.random() < 0.5,
        }
        point = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
        features.append({"type": "Feature", "properties": told, "geometry": point})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def population(day: date) -> bytes:
    """A header in two rows, as in printed tables."""
    picks = random.Random(8)
    lines = ["行政區,年月,人口數,,戶數", ",,男,女,"]
    for back in range(24, 0, -1):
        month = (day.replace(day=1) - timedelta(days=back * 30)).replace(day=1)
        for district in DISTRICTS:
            men = 30_000 + picks.randint(-400, 400)
            lines.append(
                f"{district},{month.year - 1911:03}{month.month:02},{men},{men + picks.randint(0, 900)},{men // 2}"
            )
    return "\n".join(lines).encode()


def wells(day: date) -> bytes:
    """Big5 with a title row, as a field office keeps its readings."""
    picks = random.Random(9)
    lines = ["地下水觀測井逐日水位（示範）", "井號,日期,水位(公尺),水溫(℃)"]
    for well in range(1, 7):
        for back in range(10, 0, -1):
            on = day - timedelta(days=back)
            level = 12 + well + _wave(back, 10, well) + picks.uniform(-0.1, 0.1)
            lines.append(
                f"W{well:03},{on.year - 1911}/{on.month:02}/{on.day:02},{level:.2f},{picks.uniform(22, 25):.1f}"
            )
    return _big5(lines)


def _wave(at: int, period: int, shift: int) -> float:
    from math import sin, tau

    return sin(tau * (at / period + shift / 7))


def _place(picks: random.Random, spread: float) -> tuple[float, float]:
    return CENTRE[0] + picks.gauss(0, spread / 2), CENTRE[1] + picks.gauss(0, spread / 2)


def _big5(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode("cp950")
