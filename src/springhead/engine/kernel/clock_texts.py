"""What clocks refuse, and how they explain a date, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

NOT_RUNNING: Final = Kind(
    "clock-not-running",
    "「{term}」的期限目前沒有在計算。",
    "The term “{term}” is not running.",
    "請看案件頁面上的期限說明。",
    "See how the term stands on the page of the case.",
    status=409,
)
NOT_PAUSED: Final = Kind(
    "clock-not-paused",
    "「{term}」的期限並未停計。",
    "The term “{term}” is not paused.",
    "不需要恢復計算。",
    "There is nothing to resume.",
    status=409,
)
PAUSES_SPENT: Final = Kind(
    "clock-pauses-spent",
    "「{term}」的期限最多可停計 {allowed} 次。",
    "The term “{term}” may be paused {allowed:time|times} at most.",
    "請依現有資料處理。",
    "Go on with what is known.",
    status=409,
)
EXTENSIONS_SPENT: Final = Kind(
    "clock-extensions-spent",
    "「{term}」的期限最多可延長 {allowed} 次。",
    "The term “{term}” may be extended {allowed:time|times} at most.",
    "請在原期限內完成。",
    "Finish within the present term.",
    status=409,
)
EXTENDED_TOO_LONG: Final = Kind(
    "clock-extension-too-long",
    "「{term}」的期限一次可延長 1 至 {allowed} 日，不能延長 {asked} 日。",
    "The term “{term}” can be extended by 1 to {allowed:day|days}, not by {asked}.",
    "請改填範圍內的日數。",
    "Give a number within the range.",
    status=422,
)
EXTENDED_TOO_LATE: Final = Kind(
    "clock-extension-too-late",
    "「{term}」的期限已在 {last_day} 屆滿，不能再延長。",
    "The term “{term}” ended on {last_day} and can no longer be extended.",
    "請儘速完成。",
    "Finish as soon as possible.",
    status=409,
)
POLICY_UNKNOWN: Final = Kind(
    "clock-policy-unknown",
    "沒有「{where}」的期限規定，或當時尚未生效。",
    "There is no policy for the term “{where}”, or it was not in force yet.",
    "請在 content/clocks 補上規定。",
    "Add the policy under content/clocks.",
    status=500,
)
