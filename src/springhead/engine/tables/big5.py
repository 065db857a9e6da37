"""Big5 as Taiwan's offices really use it: CP950 with its user-defined characters (自造字).

Windows maps the four user-defined areas onto Unicode's private use area in order of their codes; Python's
`cp950` refuses them. Source of the mapping: Microsoft's code page 950 table (areas FA40, 8E40, 8140, C6A1).
"""

import codecs
import re
from collections.abc import Callable
from typing import Final

HANDLER: Final = "springhead-big5"  # user-defined characters become private ones, the rest is damage
STRICT_HANDLER: Final = "springhead-big5-strict"  # user-defined characters pass, the rest raises

_TRAILS: Final = 157  # trail bytes of one lead byte: 40-7E and A1-FE
# First lead byte, last lead byte, first private character, first trail index of the area.
_AREAS: Final = (
    (0xFA, 0xFE, 0xE000, 0),
    (0x8E, 0xA0, 0xE311, 0),
    (0x81, 0x8D, 0xEEB8, 0),
    (0xC6, 0xC8, 0xF6B1, 63),
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")

Damaged = Callable[[UnicodeError], tuple[str, int]]


def private(pair: bytes) -> str:
    """Return the private-use character of a user-defined code, or an empty string."""
    if len(pair) < 2:
        return ""
    lead, trail = pair[0], pair[1]
    if 0x40 <= trail <= 0x7E:
        index = trail - 0x40
    elif 0xA1 <= trail <= 0xFE:
        index = trail - 0xA1 + 63
    else:
        return ""
    for first, final, base, skip in _AREAS:
        if first <= lead <= final:
            place = (lead - first) * _TRAILS + index - skip
            return chr(base + place) if place >= 0 else ""
    return ""


def count(text: str) -> tuple[int, int]:
    """Count common and rare Chinese characters (Big5 level 1 and 2): Latin text read as Big5 is mostly rare."""
    common = rare = 0
    for char in _HAN.findall(text[:200_000]):
        lead = char.encode("cp950", "replace")[0]
        common += 0xA4 <= lead <= 0xC6
        rare += lead >= 0xC9
    return common, rare


# Characters every second line of a Chinese table has, in Taiwan's writing and in the simplified one.
_USUAL: Final = frozenset(
    "的一有市縣區鄉鎮村里路街段巷號樓年月日時名稱編代碼地址電話類別數量單位機關學校中大小公司備註說明資料臺台北南高東西"
)
_USUAL_SIMPLE: Final = frozenset(
    "的一有市县区乡镇村里路街段巷号楼年月日时名称编代码地址电话类别数量单位机关学校中大小公司备注说明资料北南高东西京"
)


def simplified(head: bytes) -> bool:
    """Tell whether these bytes read better as GB 18030 than as Big5."""
    try:
        simple = codecs.getincrementaldecoder("gb18030")().decode(head)
    except UnicodeDecodeError:
        return False
    usual = sum(char in _USUAL for char in head.decode("cp950", "replace"))
    return sum(char in _USUAL_SIMPLE for char in simple) > 2 * usual


def register(damaged: Damaged) -> None:
    """Register the two error handlers; `damaged` notes what neither table explains."""

    def lenient(error: UnicodeError) -> tuple[str, int]:
        found = _found(error)
        return found or damaged(error)

    def strict(error: UnicodeError) -> tuple[str, int]:
        found = _found(error)
        if found is None:
            raise error
        return found

    codecs.register_error(HANDLER, lenient)
    codecs.register_error(STRICT_HANDLER, strict)


def _found(error: UnicodeError) -> tuple[str, int] | None:
    if not isinstance(error, UnicodeDecodeError):
        return None
    char = private(bytes(error.object[error.start : error.start + 2]))
    return (char, error.start + 2) if char else None
