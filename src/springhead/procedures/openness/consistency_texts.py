"""What the page of consistency says, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

NOTHING_TICKED: Final = Kind(
    "consistency-nothing-ticked", "請勾選要提送的類別案。", "Tick the classes to be put on the list.",
    "只有不完全開放、且有類別案的資料可以提送。", "Only data that are not open and have a class case can be.", status=422,
)  # fmt: skip
NOT_PUT: Final = Kind(
    "consistency-not-put", "{where} 沒有提送：{why}", "{where} was not put on the list: {why_en}",
    "請看該案目前的狀態。", "See where the case stands.", status=422,
)  # fmt: skip
PUT: Final[LanguageMap] = {
    "zh-Hant": "已提送 {n} 件，列入各該諮詢小組的待審事項。",
    "en": "{n:class was|classes were} put on the committees' lists.",
}
