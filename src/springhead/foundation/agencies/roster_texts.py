"""What the roster and handing over may refuse, and its fixed words, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

PERSON_MISSING: Final = Kind(
    "roster-person-missing",
    "沒有寫是哪一位。",
    "Nobody is named.",
    "請選擇一位同仁，或填寫帳號的電子郵件。",
    "Choose a colleague, or write the e-mail address of their account.",
    status=422,
)
NOT_AN_OFFICER: Final = Kind(
    "roster-not-an-officer",
    "「{where}」不是「{agency}」的資料開放承辦人。",
    "“{where}” is no open-data officer of {agency}.",
    "只有承辦人能排入輪值或請假；請維運人員先加上承辦人角色。",
    "Only officers stand on the roster or are absent; an operator gives the officer's role first.",
    status=422,
)
NOT_STAFF: Final = Kind(
    "roster-not-staff",
    "「{where}」在「{agency}」沒有任何角色，不能當職務代理人。",
    "“{where}” holds no role in {agency}, so cannot be a substitute.",
    "請選同一機關的承辦人、主管或首長。",
    "Choose an officer, lead or head of the same agency.",
    status=422,
)
SUBSTITUTE_SELF: Final = Kind(
    "roster-substitute-self",
    "代理人和請假的人是同一位。",
    "The substitute is the person who is away.",
    "請改選另一位同仁。",
    "Choose another colleague.",
    status=422,
)
SUBSTITUTE_AWAY: Final = Kind(
    "roster-substitute-away",
    "代理人在這段期間也請假（{first} 至 {end} 前）。",
    "The substitute is away in these days too (from {first} until before {end}).",
    "請改選另一位，或分段登記。",
    "Choose somebody else, or split the absence.",
    status=409,
)
ABSENT_ALREADY: Final = Kind(
    "roster-absent-already",
    "這段期間已登記請假（{first} 至 {end} 前）。",
    "An absence is declared for these days already (from {first} until before {end}).",
    "請先取消原來的登記。",
    "Cancel the earlier one first.",
    status=409,
)
DAY_MISSING: Final = Kind(
    "roster-day-missing",
    "沒有填寫日期。",
    "The day is missing.",
    "請填寫恢復上班的日期。",
    "Write the first day back.",
    status=422,
)
DAY_WRONG: Final = Kind(
    "roster-day-wrong",
    "「{value}」不是日期。",
    "“{value}” is no date.",
    "請寫成 2026-03-16。",
    "Write it as 2026-03-16.",
    status=422,
)
DAY_PAST: Final = Kind(
    "roster-day-past",
    "{day} 已經過了。",
    "{day} has passed.",
    "請填今天以後的日期。",
    "Write a day after today.",
    status=422,
)
DAYS_TURNED: Final = Kind(
    "roster-days-turned",
    "結束日 {end} 不在開始日 {first} 之後。",
    "The end, {end}, is not after the beginning, {first}.",
    "結束日是不再值班（或恢復上班）的第一天。",
    "The end is the first day off duty (or back at work).",
    status=422,
)
DAYS_TOO_MANY: Final = Kind(
    "roster-days-too-many",
    "一次最多登記 {most} 天。",
    "At most {most:day|days} at a time.",
    "更長的輪值請把結束日留空；長期離職請辦理交接。",
    "Leave the end empty for a longer duty; hand over when somebody leaves for good.",
    status=422,
)
NO_SUCH_LINE: Final = Kind(
    "roster-line-unknown",
    "找不到輪值或請假紀錄 {where}。",
    "There is no roster line or absence {where}.",
    "可能已被取消，請重新整理頁面。",
    "It may have been cancelled; reload the page.",
    status=404,
)
LEAD_NEEDED: Final = Kind(
    "roster-lead-needed",
    "輪值由「{agency}」的主管排定。",
    "The roster is set by the lead of {agency}.",
    "請洽機關的資料開放主管。",
    "Ask the agency's open-data lead.",
    status=403,
)
LAST_OFFICER: Final = Kind(
    "last-officer",
    "這是「{agency}」最後一位資料開放承辦人，不能就這樣離開。",
    "This is the last open-data officer of {agency} and cannot simply leave.",
    "請先指定接任的人並辦理交接，案件、追蹤、輪值與聯絡資訊會一併移交。",
    "Name a successor and hand over first: cases, follows, roster and contacts go along.",
    status=409,
)
HAND_OVER_SELF: Final = Kind(
    "hand-over-self",
    "接任的人就是原來的承辦人。",
    "The successor is the officer themselves.",
    "請指定另一位同仁。",
    "Name somebody else.",
    status=422,
)
HAND_OVER_NOT_YOURS: Final = Kind(
    "hand-over-not-yours",
    "交接由承辦人本人、「{agency}」的主管或平臺維運人員辦理。",
    "Handing over is done by the officer, a lead of {agency} or an operator.",
    "請洽其中一位。",
    "Ask one of them.",
    status=403,
)

DUTY_SET: Final[LanguageMap] = {"zh-Hant": "已排入輪值。", "en": "On the roster."}
LINE_ENDED: Final[LanguageMap] = {"zh-Hant": "已取消。", "en": "Cancelled."}
ABSENCE_DECLARED: Final[LanguageMap] = {
    "zh-Hant": "已登記請假，期間的通知會寄給代理人。",
    "en": "Absence declared; the substitute is told meanwhile.",
}
HANDED_OVER: Final[LanguageMap] = {"zh-Hant": "交接完成。", "en": "Handed over."}

EVENTS: Final[dict[str, LanguageMap]] = {
    "roster.duty_set": {"zh-Hant": "排定輪值", "en": "Put somebody on duty"},
    "roster.duty_ended": {"zh-Hant": "取消輪值", "en": "Took somebody off the roster"},
    "roster.absence_declared": {"zh-Hant": "登記請假與職務代理", "en": "Declared an absence"},
    "roster.absence_ended": {"zh-Hant": "取消請假", "en": "Cancelled an absence"},
    "agency.handed_over": {"zh-Hant": "承辦人交接", "en": "An officer handed over"},
    "person.disabled": {"zh-Hant": "停用帳號", "en": "Disabled an account"},
    "person.enabled": {"zh-Hant": "恢復帳號", "en": "Enabled an account"},
}
