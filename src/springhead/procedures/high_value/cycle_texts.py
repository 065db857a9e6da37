"""What a cycle of high-value data says, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind


def _both(zh: str, en: str) -> LanguageMap:
    return {"zh-Hant": zh, "en": en}


NAME: Final = _both("高應用價值資料輪次", "Cycle of high-value data")
STATES: Final[dict[str, LanguageMap]] = {
    "planning": _both("籌備中", "Planning"),
    "proposing": _both("徵求主題與資料集提案", "Open to proposals"),
    "nominating": _both("機關提報中", "Agencies nominate"),
    "consulting": _both("公開徵詢中", "In consultation"),
    "deliberating": _both("諮詢小組審議中", "Before the committees"),
    "announced": _both("已公告，依時程開放", "Announced, opening on schedule"),
    "evaluating": _both("已評估", "Evaluated"),
    "finished": _both("已結束", "Finished"),
    "cancelled": _both("已取消", "Called off"),
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "plan": _both("籌備", "Plan"),
    "revise": _both("修改籌備內容", "Revise the plan"),
    "publish_sheet": _both("公布評分表與時程", "Publish the scoring sheet and calendar"),
    "suggest": _both("建議主題", "Suggest a theme"),
    "answer_suggestion": _both("回應主題建議", "Answer a suggestion"),
    "fix_themes": _both("確定主題並通知提報", "Fix the themes and call agencies"),
    "call_more": _both("增列提報機關", "Call further agencies"),
    "consult": _both("開始公開徵詢", "Begin the consultation"),
    "consult_more": _both("就補提部分再徵詢", "Consult on late nominations"),
    "deliberate": _both("進入諮詢小組審議", "Committees begin"),
    "announce": _both("公告清單", "Announce the list"),
    "amend": _both("修正公告", "Amend the list"),
    "evaluate": _both("公布評估", "Publish the evaluation"),
    "finish": _both("結束輪次", "Finish"),
    "cancel": _both("取消輪次", "Call off"),
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "sheet_published": _both("評分表與全輪時程公布，開始徵求主題與資料集提案。", "The scoring sheet and calendar are published; proposals are open."),
    "suggested": _both("有人建議主題。", "A theme was suggested."),
    "suggestion_answered": _both("主管機關回應一項主題建議。", "The policy office answered a suggestion."),
    "themes_fixed": _both("主題確定，通知機關提報。", "The themes are fixed; agencies are called to nominate."),
    "more_called": _both("增列提報機關。", "Further agencies were called."),
    "consulting": _both("提報清單公開徵詢開始。", "The consultation on the nominations began."),
    "consulting_more": _both("補提部分公開徵詢開始。", "A consultation on late nominations began."),
    "deliberating": _both("徵詢截止，進入諮詢小組審議。", "Consultations closed; the committees deliberate."),
    "announced": _both("清單與開放時程公告。", "The list and its opening schedule were announced."),
    "amended": _both("公告修正，前版保留。", "The list was amended; earlier versions stay."),
    "evaluated": _both("評估報告公布。", "The evaluation was published."),
    "finished": _both("輪次結束；已開放的資料集持續檢視。", "The cycle ended; what was released goes on being reviewed."),
    "cancelled": _both("輪次取消，理由公開。", "The cycle was called off, with reasons."),
}  # fmt: skip
FIELDS: Final[dict[str, LanguageMap]] = {
    "note": _both("評分說明", "how points are given"),
    "proposals_until": _both("提案截止日", "last day of proposals"),
    "nominations_until": _both("提報截止日", "last day of nominations"),
    "consultation_until": _both("徵詢截止日", "last day of the consultation"),
    "committees_until": _both("機關諮詢小組審議截止日", "last day of the agencies' committees"),
    "executive_on": _both("行政院諮詢小組會議日", "day of the Executive Yuan's committee"),
}

NO_TITLE: Final = Kind(
    "hv-cycle-no-title", "請填輪次名稱。", "Give the cycle a name.", "例如：116 年度高應用價值資料。", "For example: High-value data 2027.", status=422,
)  # fmt: skip
ODD_WEIGHTS: Final = Kind(
    "hv-cycle-odd-weights", "四項價值的權重合計要是 100，現在是 {n}。", "The weights of the four values add up to {n}; they have to make 100.",
    "請調整權重。", "Adjust them.", status=422,
)  # fmt: skip
MISSING: Final = Kind(
    "hv-cycle-missing", "缺「{label}」。", "The {label} is missing.", "公布前都要填。", "It is needed before publishing.", status=422,
)  # fmt: skip
TOO_SHORT: Final = Kind(
    "hv-cycle-too-short", "至少 {days} 日，最早到 {earliest}。", "At least {days:day|days}: {earliest} at the earliest.",
    "請把截止日往後移。", "Move the last day.", status=422,
)  # fmt: skip
OUT_OF_ORDER: Final = Kind(
    "hv-cycle-order", "「{label}」至少要在「{before}」之後 {days} 日，最早 {earliest}。",
    "The {label} has to be at least {days:day|days} after the {before}: {earliest} at the earliest.",
    "請依順序排定時程。", "Put the calendar in order.", status=422,
)  # fmt: skip
TOO_LATE: Final = Kind(
    "hv-cycle-too-late", "時程超過三年。", "The calendar goes beyond three years.", "請縮短。", "Shorten it.", status=422,
)  # fmt: skip
PROPOSALS_OVER: Final = Kind(
    "hv-cycle-proposals-over", "提案期間已截止。", "The time for proposals is over.",
    "之後可以在公開徵詢表示意見。", "You can comment in the consultation.", status=409,
)  # fmt: skip
STILL_PROPOSING: Final = Kind(
    "hv-cycle-still-proposing", "提案期間到 {day} 止。", "Proposals are open until {day}.", "截止後才能確定主題。", "Fix the themes after it.", status=409,
)  # fmt: skip
UNANSWERED: Final = Kind(
    "hv-cycle-unanswered", "還有 {n} 項主題建議沒有回應：{which}。",
    "{n:suggestion has|suggestions have} no answer: {which}.", "請逐項回應採納情形與理由。", "Say what becomes of each, and why.", status=409,
)  # fmt: skip
NO_THEME_NAME: Final = Kind(
    "hv-cycle-no-theme-name", "請填主題名稱。", "Name the theme.", "例如：水資源。", "For example: water.", status=422,
)  # fmt: skip
NO_GOAL: Final = Kind(
    "hv-cycle-no-goal", "SDG 目標沒有第 {value} 項。", "There is no SDG {value}.", "請填 1 至 17。", "Give 1 to 17.", status=422,
)  # fmt: skip
NO_REASON: Final = Kind(
    "hv-cycle-no-reason", "請敘明理由，至少 {least} 個字。", "Give reasons, in at least {least:character|characters}.", "理由會公開。", "They are public.", status=422,
)  # fmt: skip
NO_SUGGESTION: Final = Kind(
    "hv-cycle-no-suggestion", "沒有第 {number} 項主題建議。", "There is no suggestion {number}.", "請從清單選。", "Choose one of the list.", status=422,
)  # fmt: skip
NO_DISPOSITION: Final = Kind(
    "hv-cycle-no-disposition", "請選參採情形。", "Say what becomes of it.", "採納、部分採納、不採納或納入參考。", "Accepted, partly, rejected or noted.", status=422,
)  # fmt: skip
NO_THEMES: Final = Kind(
    "hv-cycle-no-themes", "至少要有一個主題。", "Choose at least one theme.", "請勾選這一輪次的主題。", "Tick the themes of this cycle.", status=422,
)  # fmt: skip
NO_SUCH_THEME: Final = Kind(
    "hv-cycle-no-such-theme", "「{value}」不是有效的主題。", "“{value}” is no theme in force.", "有效的主題：{known}。", "In force are: {known}.", status=422,
)  # fmt: skip
NO_AGENCIES: Final = Kind(
    "hv-cycle-no-agencies", "請選要提報的機關。", "Choose the agencies to be called.", "二級機關與直轄市、縣市政府。", "Second-level agencies, counties and cities.", status=422,
)  # fmt: skip
NO_SUCH_AGENCY: Final = Kind(
    "hv-cycle-no-such-agency", "沒有「{value}」這個機關，或已通知過。", "There is no agency “{value}”, or it was called already.",
    "請從機關清單選。", "Choose one of the list of agencies.", status=422,
)  # fmt: skip
NO_WINDOW: Final = Kind(
    "hv-cycle-no-window", "請填提報截止日，要在今天之後、三年以內。", "Give the last day to nominate, after today and within three years.",
    "通常為 45 日。", "45 days are usual.", status=422,
)  # fmt: skip
NOTHING_TO_ASK: Final = Kind(
    "hv-cycle-nothing-to-ask", "沒有待徵詢的提報。", "No nomination waits to be consulted on.", "有機關提報後再開始。", "Begin when there is one.", status=409,
)  # fmt: skip
STILL_NOMINATING: Final = Kind(
    "hv-cycle-still-nominating", "還有 {n} 個機關在提報期間內尚未回復。", "{n:agency is|agencies are} still within the window and have not answered.",
    "等機關提報或說明無可提報；逾期的會標示為逾期，不影響進行。",
    "Wait for nominations or reasons; whoever misses the window is marked overdue and holds nobody up.", status=409,
)  # fmt: skip
STILL_CONSULTED: Final = Kind(
    "hv-cycle-still-consulted", "還有 {n} 件徵詢進行中。", "{n:consultation is|consultations are} still open.", "截止後自動進到下一步。", "It goes on by itself.", status=409,
)  # fmt: skip
NOTHING_LISTED: Final = Kind(
    "hv-cycle-nothing-listed", "還沒有決議列入的提報。", "No nomination is listed yet.", "行政院諮詢小組決議後才能公告。", "Announce after the Executive Yuan's committee resolved.", status=409,
)  # fmt: skip
NOTHING_CHANGED: Final = Kind(
    "hv-cycle-nothing-changed", "與現行公告相同，沒有要修正的。", "Nothing differs from the list as announced.", "有新列入、除列或改期時再修正。", "Amend when something is added, delisted or moved.", status=409,
)  # fmt: skip
NO_DOCUMENT: Final = Kind(
    "hv-cycle-no-document", "公告須填公文文號。", "An announcement needs the number of its document.", "請填公告函的文號。", "Give the number of the letter.", status=422,
)  # fmt: skip
NO_DOCUMENT_DAY: Final = Kind(
    "hv-cycle-no-document-day", "公告須填公文日期，不能在今天之後。", "An announcement needs the date of its document, not after today.", "日期請寫成 2026-01-31。", "Write it as 2026-01-31.", status=422,
)  # fmt: skip
NO_REPORT: Final = Kind(
    "hv-cycle-no-report", "評估報告至少 {least} 個字。", "The evaluation needs at least {least:character|characters}.",
    "請說明使用、品質、準時與應用情形；數字由系統附上。", "Tell of use, quality, on-time record and what was made of it; figures are added by the system.", status=422,
)  # fmt: skip
ON_THE_WAY: Final = Kind(
    "hv-cycle-on-the-way", "還有 {n} 件提報在審議途中。", "{n:nomination is|nominations are} still on the way.", "請等審議完成。", "Wait until they are decided.", status=409,
)  # fmt: skip
