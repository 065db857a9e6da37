"""The names of the figures, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.procedures.data_requests import words

PERIODS: Final[dict[str, LanguageMap]] = {
    "all": {"zh-Hant": "全部期間", "en": "All time"},
    "year": {"zh-Hant": "今年", "en": "This year"},
    "last": {"zh-Hant": "去年", "en": "Last year"},
}
LABELS: Final[dict[str, LanguageMap]] = {
    "all": {"zh-Hant": "分案", "en": "Parts"},
    "answered": {"zh-Hant": "已回復", "en": "Answered"},
    "timed": {"zh-Hant": "已回復或已逾期", "en": "Answered or overdue"},
    "overdue": {"zh-Hant": "逾期還沒有回復", "en": "Overdue, not answered"},
    "on_time": {"zh-Hant": "如期回復", "en": "Answered in time"},
    "late": {"zh-Hant": "逾期才回復", "en": "Answered late"},
    "open": {"zh-Hant": "尚未回復", "en": "Not answered yet"},
    "refused_unheard": {"zh-Hant": "不開放而未經審議", "en": "Not provided and not yet heard"},
    "accepted": {"zh-Hant": "請求人接受", "en": "Accepted by the asker"},
    "silent": {"zh-Hant": "請求人未表示意見（不計為滿意）", "en": "No reaction (not counted as satisfied)"},
    "contested": {"zh-Hant": "請求人異議", "en": "Objected to"},
    "changed": {"zh-Hant": "異議後改變", "en": "Changed after an objection"},
    "transferred": {"zh-Hant": "曾經移轉", "en": "Passed on"},
    "overruled": {"zh-Hant": "諮詢小組決議改為開放", "en": "Overruled by the committee"},
    "paused": {"zh-Hant": "曾停計期限、請請求人補充", "en": "Paused to ask the asker"},
    "counted": {"zh-Hant": "已回復且天數可知", "en": "Answered, days known"},
    "extended": {"zh-Hant": "曾延長期限", "en": "Extended"},
    "late_passed": {"zh-Hant": "逾期才回復、曾經移轉", "en": "Answered late, passed on before"},
    "heard": {"zh-Hant": "不開放經諮詢小組審議", "en": "Not provided, heard by the committee"},
    "spoke": {"zh-Hant": "請求人表示過意見", "en": "The asker said something"},
    "disagreed": {"zh-Hant": "請求人不同意目前的回復", "en": "The asker does not agree with the answer"},
    "rated": {"zh-Hant": "請求人給過星等", "en": "Rated by the asker"},
    "tracked": {"zh-Hant": "曾經列管", "en": "Put under control"},
}
VERDICTS: Final[dict[str, LanguageMap]] = {
    **words.VERDICTS,
    "waiting": {"zh-Hant": "請求人還沒說", "en": "Not said yet"},
}
BARS: Final[dict[str, LanguageMap]] = {
    "days": {"zh-Hant": "第 {value} 天回復", "en": "Answered on day {value}"},
    "ground": {"zh-Hant": "不開放，依據 {value}", "en": "Not provided, on ground {value}"},
    "month": {"zh-Hant": "{value} 收到", "en": "Came in {value}"},
    "kept": {"zh-Hant": "{value} 收到、如期回復", "en": "Came in {value}, answered in time"},
    "stars": {"zh-Hant": "請求人給 {value} 顆星", "en": "Stars given by the asker: {value}"},
}


def label(figure: str) -> LanguageMap:
    """Return the name of a figure."""
    kind, _, value = figure.partition(":")
    if kind == "said":
        return _both(value)
    if kind in BARS and value:
        return {lang: text.format(value=value) for lang, text in BARS[kind].items()}
    return (
        LABELS.get(figure)
        or words.OUTCOMES.get(figure.removeprefix("outcome_"))
        or {"zh-Hant": figure, "en": figure}
    )


def stars(count: int) -> LanguageMap:
    """Return how so many stars are written."""
    return {"zh-Hant": f"{count} 顆星", "en": f"{count} star{'s' if count > 1 else ''}"}


def _both(value: str) -> LanguageMap:
    outcome, _, verdict = value.partition(".")
    agency, asker = words.OUTCOMES.get(outcome), VERDICTS.get(verdict)
    if agency is None or asker is None:
        return {"zh-Hant": value, "en": value}
    return {
        "zh-Hant": f"機關：{agency['zh-Hant']}；{asker['zh-Hant']}",
        "en": f"Agency: {agency['en']}; asker: {asker['en']}",
    }
