"""Units of measure as Taiwan's government tables write them, in names, in header rows and in cells."""

import re
from collections.abc import Sequence
from typing import Final

BARE: Final = re.compile(r"[(（\[［]?([^()（）\[\]［］]{1,14})[)）\]］]?\Z")
UNITS: Final = frozenset(
    (
        "人",
        "人次",
        "戶",
        "戶數",
        "件",
        "次",
        "元",
        "千元",
        "萬元",
        "百萬元",
        "億元",
        "新臺幣元",
        "新台幣元",
        "仟元",
        "公尺",
        "公里",
        "公分",
        "毫米",
        "公厘",
        "平方公尺",
        "平方公里",
        "公頃",
        "坪",
        "立方公尺",
        "萬立方公尺",
        "公升",
        "毫升",
        "公斤",
        "公噸",
        "噸",
        "公克",
        "度",
        "℃",
        "°C",
        "攝氏度",
        "%",
        "％",
        "百分比",
        "時",
        "小時",
        "分",
        "分鐘",
        "秒",
        "日",
        "天",
        "月",
        "年",
        "歲",
        "mm",
        "cm",
        "m",
        "km",
        "m2",
        "m²",
        "m3",
        "m³",
        "ha",
        "kg",
        "g",
        "t",
        "L",
        "ml",
        "s",
        "h",
        "min",
        "hPa",
        "m/s",
        "km/h",
        "ppm",
        "ppb",
        "mg/L",
        "μg/m3",
        "μg/m³",
        "ug/m3",
        "kW",
        "MW",
        "kWh",
        "V",
        "A",
        "Hz",
        "dB",
        "輛",
        "部",
        "台",
        "臺",
        "個",
        "座",
        "棟",
        "所",
        "家",
        "間",
        "床",
        "班",
        "校",
        "株",
        "隻",
        "頭",
        "尾",
        "張",
        "冊",
        "筆",
        "cms",
        "公尺/秒",
        "立方公尺/秒",
    )
)

_PRICED: Final = re.compile(r"(NT\$|US\$|[$＄€¥]|新[臺台]幣)\s*[0-9][0-9,]*(?:\.[0-9]+)?\Z")
_MEASURED: Final = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?\s*(\D{1,8})\Z")
_NUMBER: Final = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?\Z")
_COUNTED: Final = frozenset(
    "年月日時分秒度班所家次天%％"
)  # 3月 or 4年 is rather a name of a period or a class


def measured(cells: Sequence[str | None]) -> tuple[int, str, int] | None:
    """Say where a column of numbers with units in the cells begins: place of the first, unit, how many.

    None unless nine in ten cells are a number with or without the same unit, and one in five has it.
    """
    said = [(at, cell.strip()) for at, cell in enumerate(cells) if cell and cell.strip()]
    found = [(at, match[1].strip()) for at, cell in said if (match := _MEASURED.match(cell))]
    known = [(at, unit) for at, unit in found if unit in UNITS - _COUNTED]
    known += [(at, match[1]) for at, cell in said if (match := _PRICED.match(cell))]
    if len(said) < 3 or len(known) * 5 < len(said) or len({unit for _, unit in known}) != 1:
        return None
    if (len(known) + sum(bool(_NUMBER.match(cell)) for _, cell in said)) * 10 < len(said) * 9:
        return None
    return known[0][0], known[0][1], len(known)


def are_units(cells: Sequence[str]) -> bool:
    """Tell whether most of the cells that say something are a unit, with or without brackets."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    said = [match[1].strip() for match in map(BARE.match, filled) if match]
    return bool(said) and sum(cell in UNITS for cell in said) * 2 > len(filled)
