"""What is said when a part or an answer is refused, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

REQUEST_CLOSED: Final = Kind(
    "request-closed",
    "這件請求已經結束，不能再分給機關。",
    "The request is over; it can be given to no agency.",
    "請先看它為什麼結束。",
    "See why it is over.",
    status=409,
)
AGENCY_INACTIVE: Final = Kind(
    "request-agency-inactive",
    "這個機關不存在，或已裁撤。",
    "This agency does not exist, or was dissolved.",
    "請改選承受業務的機關。",
    "Choose the one that took over its work.",
    status=422,
)
ASSIGNED_TWICE: Final = Kind(
    "request-assigned-twice",
    "這件請求已經分給這個機關。",
    "The request is with this agency already.",
    "請看原來的分案。",
    "See the part it has.",
    status=409,
)
NO_SUCH_ITEM: Final = Kind(
    "request-no-such-item",
    "請求裡沒有第 {n} 項。",
    "The request has no item {n}.",
    "項次見請求頁。",
    "See the numbers on the page of the request.",
    status=422,
)
PLACED_BY_DESK: Final = Kind(
    "request-placed-by-desk",
    "主管機關已裁定由貴機關回復，不能再移轉。",
    "The central desk ruled that your agency answers; it cannot be passed on.",
    "請直接回復；沒有蒐集的資料可選「未蒐集」。",
    "Answer it; say “not collected” where nothing is.",
    status=409,
)
TRANSFERRED_ENOUGH: Final = Kind(
    "request-transferred-enough",
    "已經移轉 {most} 次，不能再移轉。",
    "It was passed on {most:time|times} already.",
    "請主管機關裁定，或直接回復。",
    "Let the central desk rule, or answer.",
    status=409,
)
NO_RECEIVER: Final = Kind(
    "request-no-receiver",
    "沒有指明現存的另一個機關。",
    "No other existing agency is named.",
    "請選擇持有資料的機關；不知道就退回主管機關。",
    "Choose the agency that holds the data, or return it to the central desk.",
    status=422,
)
NO_TEXT: Final = Kind(
    "request-no-text",
    "請寫清楚，至少 {least} 個字。",
    "Write at least {least:character|characters}.",
    "請提出具體的問題或說明。",
    "Put a concrete question, or a concrete reply.",
    status=422,
)
NO_QUESTION: Final = Kind(
    "request-no-question",
    "機關沒有提問，或已經回覆過。",
    "The agency asked nothing, or it was replied to.",
    "不必處理。",
    "Nothing has to be done.",
    status=409,
)
DRAFT_CHANGED: Final = Kind(
    "request-draft-changed",
    "草稿已經改過，不是您核准的那一份。",
    "The draft has changed; it is not the one you approve.",
    "請重新看過再核准。",
    "Read it again before you approve.",
    status=409,
)
NO_LEVEL: Final = Kind(
    "request-no-level",
    "請說明由哪一級核准。",
    "Say at which level it is approved.",
    "主管或首長。",
    "The lead, or the head.",
    status=422,
)
ITEM_UNANSWERED: Final = Kind(
    "request-item-unanswered",
    "第 {n} 項還沒有回復。",
    "Item {n} has no answer.",
    "每一項都要有一個回復類型。",
    "Every item needs one outcome.",
    status=422,
)
ITEM_TWICE: Final = Kind(
    "request-item-twice",
    "第 {n} 項回復了兩次。",
    "Item {n} is answered twice.",
    "每一項只能有一個回復。",
    "Every item needs just one outcome.",
    status=422,
)
TRANSFER_INSTEAD: Final = Kind(
    "request-transfer-instead",
    "「非本機關持有」本身不是回復。",
    "“Not held here” alone is no answer.",
    "請按「移轉」交給持有的機關，或退回主管機關。",
    "Pass it on to the agency that holds the data, or return it to the central desk.",
    status=422,
)
NO_LINK: Final = Kind(
    "request-no-link",
    "第 {n} 項說已開放，卻沒有資料集或連結。",
    "Item {n} is said to be open, but there is neither dataset nor link.",
    "請選本平臺的資料集，或填可以直接下載資料的網址。",
    "Choose a dataset, or give an address that delivers the data.",
    status=422,
)
NOT_SERVED: Final = Kind(
    "request-dataset-not-served",
    "第 {n} 項的資料集 {id} 現在沒有任何人能下載的資料。",
    "The dataset {id} of item {n} has nothing anyone could download now.",
    "請先發布檔案；還沒準備好就選「將開放」並給日期。",
    "Publish the file first, or choose “will open” with a date.",
    status=422,
)
LINK_FAILS: Final = Kind(
    "request-link-fails",
    "第 {n} 個連結不是可以直接取得的資料（{link}）：{why}",
    "Link {n} does not deliver data ({link}): {why}",
    "查詢頁面、網頁和 PDF 都不算開放；請給檔案或 API 的網址，或改選「將開放」並給日期。",
    "Query pages, web pages and PDFs are not open data; give the address of a file or API, or choose “will open” with a date.",
    status=422,
)
NO_DATE: Final = Kind(
    "request-no-date",
    "沒有日期。「研議中」「將開放」都不是具體回應。",
    "There is no date. “Under study” and “will be opened” are no concrete answers.",
    "請填做得到的日期。",
    "Give a day that can be kept.",
    status=422,
)
ODD_DATE: Final = Kind(
    "request-odd-date",
    "日期 {day} 必須在今天（{today}）之後、三年之內。",
    "The day {day} must be after today ({today}) and within three years.",
    "請改填一個做得到的日期。",
    "Give a day that can be kept.",
    status=422,
)
NO_FORM: Final = Kind(
    "request-no-form",
    "第 {n} 項說可申請，卻沒有申請的網址。",
    "Item {n} is said to be given on application, but there is no address to apply at.",
    "請填申請頁面或申請書的網址。",
    "Give the address of the page or form.",
    status=422,
)
TERMS_MISSING: Final = Kind(
    "request-terms-missing",
    "第 {n} 項沒有寫{what}。",
    "Item {n} does not state {what}.",
    "費用、條件和法律依據都要寫；免費就寫「免費」。",
    "Fee, conditions and legal basis have to be stated; write “free” where it is.",
    status=422,
)
NO_GROUND: Final = Kind(
    "request-no-ground",
    "第 {n} 項不開放，卻沒有法律依據。",
    "Item {n} is marked not provided without a ground.",
    "請選政府資訊公開法第 18 條或作業原則的依據。",
    "Choose a ground of article 18 or of the operational principle.",
    status=422,
)
NO_SUCH_GROUND: Final = Kind(
    "request-no-such-ground",
    "沒有「{code}」這個依據。",
    "There is no ground “{code}”.",
    "請從清單選。",
    "Choose from the list.",
    status=422,
)
REFUSAL_REASON: Final = Kind(
    "request-refusal-reason",
    "第 {n} 項不開放的理由至少 {least} 個字。",
    "The reasons for refusing item {n} have at least {least:character|characters}.",
    "請寫這份資料為什麼符合該款，不要只抄條文。",
    "Say why these data fall under the ground; do not just quote it.",
    status=422,
)
PARTIAL_UNSAID: Final = Kind(
    "request-partial-unsaid",
    "第 {n} 項沒有說明能否部分開放，至少 {least} 個字。",
    "Item {n} does not say whether a part could be opened, in at least {least:character|characters}.",
    "依政府資訊公開法第 18 條第 2 項，其餘部分應公開；請寫評估的結果。",
    "By article 18, paragraph 2 the rest is to be opened; say what was found.",
    status=422,
)
PLAN_UNSAID: Final = Kind(
    "request-plan-unsaid",
    "第 {n} 項沒有說明會不會開始蒐集。",
    "Item {n} does not say whether the data will be collected.",
    "請選會或不會。",
    "Say yes or no.",
    status=422,
)
BLANK_LEFT: Final = Kind(
    "request-blank-left",
    "第 {n} 項的範本還有【】沒有填。",
    "Item {n} still has a blank 【】 of its template.",
    "請把每個【】換成這一件的內容，不適用就刪掉。",
    "Fill every 【】 with what holds here, or delete it.",
    status=422,
)
UNDER_STUDY: Final = Kind(
    "request-under-study",
    "第 {n} 項寫「研議、評估、適時開放」，沒有日期就不是具體回應。",
    "Item {n} says “under study”; without a date that is no concrete answer.",
    "請改選「將開放」並填日期，或選「不開放」並寫依據。",
    "Choose “will open” with a date, or “not provided” with a ground.",
    status=422,
)
SEE_WEBSITE: Final = Kind(
    "request-see-website",
    "第 {n} 項請民眾自己到網站查，不是具體回應。",
    "Item {n} sends people to look on a web site; that is no concrete answer.",
    "請給可以直接取得資料的連結，或改選「將開放」並填日期。",
    "Give a link that delivers the data, or choose “will open” with a date.",
    status=422,
)
NOT_APPROVED: Final = Kind(
    "request-not-approved",
    "這份回復還需要{level}核准。",
    "This answer still has to be approved by {level}.",
    "請送核；核准後才能送出。草稿一改，就要重新核准。",
    "Hand it in; a changed draft has to be approved again.",
    status=409,
)
IS_AN_OBJECTION: Final = Kind(
    "request-is-an-objection",
    "{stars} 顆星又寫了理由，就是異議。",
    "{stars:star|stars} with a reason make an objection.",
    "請改按「提出異議」，機關必須在 14 天內重新考慮。",
    "Object instead; the agency then has to reconsider in 14 days.",
    status=422,
)
NOTHING_TO_HEAR: Final = Kind(
    "request-nothing-to-hear",
    "沒有尚未審議的不開放項目。",
    "There is no refused item that was not heard.",
    "不必處理。",
    "Nothing has to be done.",
    status=409,
)
NOT_OVERDUE: Final = Kind(
    "request-not-long-overdue",
    "回復還沒有逾期 {least} 個工作天。",
    "The answer is not {least:working day|working days} overdue.",
    "時候未到。",
    "It is too early.",
    status=409,
)

TERMS: Final[dict[str, LanguageMap]] = {
    "fee": {"zh-Hant": "費用", "en": "the fee"},
    "conditions": {"zh-Hant": "條件", "en": "the conditions"},
    "legal_basis": {"zh-Hant": "法律依據", "en": "the legal basis"},
}
LEVELS: Final[dict[str, LanguageMap]] = {
    "lead": {"zh-Hant": "主管", "en": "the lead"},
    "head": {"zh-Hant": "首長", "en": "the head"},
}
