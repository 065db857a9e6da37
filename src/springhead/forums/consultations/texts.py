"""What consultations say when something is refused, in both languages. Words of states and events: `words.py`."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

FIELDS: Final[dict[str, LanguageMap]] = {
    "question": {"zh-Hant": "徵詢的問題", "en": "The question"},
    "papers": {"zh-Hant": "相關文件", "en": "Documents"},
    "can_change": {"zh-Hant": "可以改變什麼", "en": "What can change"},
    "decides": {"zh-Hant": "誰決定", "en": "Who decides"},
    "decides_on": {"zh-Hant": "何時決定", "en": "When it is decided"},
    "closes_on": {"zh-Hant": "截止日", "en": "Last day"},
}
NO_SUCH: Final = Kind(
    "consultation-not-found",
    "沒有編號 {where} 的徵詢。",
    "There is no consultation {where}.",
    "請從公開徵詢總覽重新找起。",
    "Start again from the list of consultations.",
    status=404,
)
NO_SUCH_COMMAND: Final = Kind(
    "consultation-no-such-command",
    "公開徵詢沒有「{where}」這個動作。",
    "A consultation has no command “{where}”.",
    "可用的動作見 /api/v1/cases/{{編號}}/commands。",
    "See /api/v1/cases/{{number}}/commands for what can be done.",
    status=404,
)
TOO_LONG: Final = Kind(
    "consultation-too-long",
    "「{where}」有 {n} 個字，最多 {most} 個字。",
    "“{where}” has {n:character|characters}; {most} at most.",
    "請精簡；長的內容請放文件網址。",
    "Shorten it; give the address of a document for what is long.",
    status=422,
)
TOO_MANY: Final = Kind(
    "consultation-too-many",
    "「{where}」列了 {n} 項，最多 {most} 項。",
    "“{where}” lists {n}; {most} at most.",
    "請減少項目，或分幾次送。",
    "List fewer, or send them in parts.",
    status=422,
)
NOT_A_LIST: Final = Kind(
    "consultation-not-a-list",
    "「{where}」必須是物件的清單。",
    "“{where}” must be a list of objects.",
    "格式見 API 文件。",
    "See the API document for the shape.",
    status=422,
)
UNREADABLE_DATE: Final = Kind(
    "consultation-unreadable-date",
    "看不懂日期「{value}」。",
    "The date “{value}” cannot be read.",
    "請用西元年月日，例如 2026-12-15。",
    "Write year, month and day, such as 2026-12-15.",
    status=422,
)
NO_NUMBER: Final = Kind(
    "consultation-no-number",
    "「{value}」不是這裡可用的數字。",
    "“{value}” is no number that fits here.",
    "請填整數。",
    "Give a whole number.",
    status=422,
)
NO_SUCH_CHOICE: Final = Kind(
    "consultation-no-such-choice",
    "「{where}」沒有「{value}」這個選項。",
    "“{where}” has no choice “{value}”.",
    "可用的選項：{known}。",
    "Choices: {known}.",
    status=422,
)
NO_ADDRESS: Final = Kind(
    "consultation-no-address",
    "「{value}」不是網址。",
    "“{value}” is no web address.",
    "請填 https:// 開頭的完整網址；文件寫成「名稱｜網址」。",
    "Give a full address beginning with https://; write documents as “title｜address”.",
    status=422,
)
ANCHOR_TWICE: Final = Kind(
    "consultation-anchor-twice",
    "可分項評論的段落，每項要有不重複的代號。",
    "Every part that can be commented on has an id of its own.",
    "請檢查重複或空白的代號。",
    "Look for an id that is empty or stands twice.",
    status=422,
)
NO_TITLE: Final = Kind(
    "consultation-no-title",
    "標題至少 {least} 個字。",
    "The title has at least {least:character|characters}.",
    "請寫出問大家什麼，例如「交通資料開放清單草案」。",
    "Say what is asked, such as “Draft list of traffic data”.",
    status=422,
)
NO_SUCH_AGENCY: Final = Kind(
    "consultation-no-such-agency",
    "沒有代號 {id} 的機關。",
    "There is no agency {id}.",
    "請從機關清單選。",
    "Choose from the list of agencies.",
    status=422,
)
MISSING: Final = Kind(
    "consultation-missing",
    "還沒有寫「{label}」。",
    "“{label}” is still missing.",
    "公開徵詢前要讓大家知道這一項。",
    "People have to know it before they are asked.",
    status=422,
)
ONE_SIDED: Final = Kind(
    "consultation-one-sided",
    "起始意見要正反雙方都有。",
    "The first statements speak from one side only.",
    "請在贊成與反對兩方各寫至少一則，立場不同的人才覺得有自己的位置。",
    "Write at least one for and one against, so that people of either view find theirs.",
    status=422,
)
TOO_SHORT: Final = Kind(
    "consultation-too-short",
    "這類徵詢至少要 {days} 天，最早 {earliest} 截止。",
    "A consultation of this kind lasts at least {days:day|days}; its last day is {earliest} at the earliest.",
    "請把截止日往後移。",
    "Choose a later last day.",
    status=422,
)
TOO_LATE: Final = Kind(
    "consultation-too-late",
    "截止日最晚是 {latest}。",
    "The last day is {latest} at the latest.",
    "請選較早的截止日；需要時可以再延長。",
    "Choose an earlier last day; it can be extended.",
    status=422,
)
OPENS_NOW: Final = Kind(
    "consultation-opens-now",
    "預告要有今天以後的開始日。",
    "To announce it, give an opening day after today.",
    "要今天開始，請直接「開始徵詢」。",
    "To begin today, open it instead.",
    status=422,
)
NO_REASON: Final = Kind(
    "consultation-no-reason",
    "請寫出理由（至少 {least} 個字）。",
    "Give reasons of at least {least:character|characters}.",
    "理由會公開，或寄給當事人。",
    "They are published, or mailed to the person concerned.",
    status=422,
)
NO_PROGRESS: Final = Kind(
    "consultation-no-progress",
    "請寫出目前的辦理進度（至少 {least} 個字）。",
    "Say how far the work is, in at least {least:character|characters}.",
    "例如已綜整幾類意見、還差哪個機關。",
    "Such as how many groups are done and which agency is still missing.",
    status=422,
)
NO_TEXT: Final = Kind(
    "consultation-no-text",
    "意見是空白的。",
    "The comment is empty.",
    "請寫下您的意見。",
    "Write what you think.",
    status=422,
)
NO_SUCH_ANCHOR: Final = Kind(
    "consultation-no-such-part",
    "沒有「{value}」這個段落。",
    "There is no part “{value}”.",
    "可以評論的段落：{known}。",
    "Parts: {known}.",
    status=422,
)
NO_SUCH_COMMENT: Final = Kind(
    "consultation-no-such-comment",
    "沒有第 {number} 號意見，或它已被遮蔽。",
    "There is no comment {number}, or it is hidden.",
    "請重新整理頁面。",
    "Reload the page.",
    status=422,
)
NOT_HIDDEN: Final = Kind(
    "consultation-not-hidden",
    "第 {number} 號意見沒有被遮蔽。",
    "Comment {number} is not hidden.",
    "請重新整理頁面。",
    "Reload the page.",
    status=409,
)
ELSEWHERE: Final = Kind(
    "consultation-elsewhere",
    "這件徵詢在公共政策網路參與平臺「眾開講」收意見。",
    "This consultation takes comments on the national participation platform.",
    "請到頁面上的連結留言；意見會匯入這裡，一樣逐項回應。",
    "Follow the link on its page; comments are brought over and answered here all the same.",
    status=409,
)
NO_GROUND: Final = Kind(
    "consultation-no-ground",
    "請選遮蔽的事由。",
    "Choose a ground for hiding it.",
    "事由會公開。",
    "The ground is published.",
    status=422,
)
NOTHING_BROUGHT: Final = Kind(
    "consultation-nothing-brought",
    "沒有可以匯入的意見。",
    "There is nothing to bring over.",
    "請貼上或上傳有標題列的表。",
    "Paste or upload a table with a header.",
    status=422,
)
NO_STATEMENTS: Final = Kind(
    "consultation-no-statements",
    "這件徵詢沒有開放表態。",
    "This consultation has no statements to vote on.",
    "請用意見欄表達。",
    "Comment instead.",
    status=409,
)
SHORT_STATEMENT: Final = Kind(
    "consultation-short-statement",
    "意見至少 {least} 個字。",
    "A statement has at least {least:character|characters}.",
    "請寫成一句別人可以同意或不同意的話。",
    "Write one sentence that others can agree or disagree with.",
    status=422,
)
NO_SUCH_STATEMENT: Final = Kind(
    "consultation-no-such-statement",
    "第 {number} 則意見目前不能這樣處理。",
    "That cannot be done with statement {number} now.",
    "請重新整理頁面。",
    "Reload the page.",
    status=409,
)
NO_CHOICE: Final = Kind(
    "consultation-no-choice",
    "請選同意、不同意或略過。",
    "Choose agree, disagree or pass.",
    "之後可以再改；以最後一次為準。",
    "It can be changed later; the last one counts.",
    status=422,
)
NOT_SURE_ENOUGH: Final = Kind(
    "consultation-not-sure-enough",
    "這件徵詢要求：{needed}。",
    "This consultation asks for: {needed}.",
    "請先登入帳號，必要時加設通行金鑰或兩步驟驗證。",
    "Sign in first; add a passkey or a second factor where it is asked for.",
    status=403,
)
ENOUGH_SAID: Final = Kind(
    "consultation-enough-said",
    "每個人最多留 {most} 則意見。",
    "One person may leave {most:comment|comments} at most.",
    "請把其餘的意見併成一則，或回復自己的意見補充。",
    "Put the rest into one comment.",
    status=429,
)
ENOUGH_PROPOSED: Final = Kind(
    "consultation-enough-proposed",
    "每個人最多提 {most} 則。",
    "One person may propose {most:statement|statements} at most.",
    "請先對別人的意見表態。",
    "Vote on those of others first.",
    status=429,
)
TOO_MANY_LINKS: Final = Kind(
    "consultation-too-many-links",
    "這個信箱一小時內最多寄 {most} 封確認信。",
    "At most {most:confirmation|confirmations} may go to one address within an hour.",
    "請先看信箱（含垃圾信件匣），或一小時後再試。",
    "Look into your mailbox first (and the spam folder), or try again in an hour.",
    status=429,
)
LINK_OVER: Final = Kind(
    "consultation-link-over",
    "連結無效或已過期。",
    "The link is wrong, or its time is over.",
    "請回到徵詢頁再留一次意見。",
    "Go back to the consultation and send it again.",
    status=410,
)
NO_EMAIL: Final = Kind(
    "consultation-no-email",
    "請填電子郵件，或先登入。",
    "Give an e-mail address, or sign in first.",
    "按下信裡的連結才會刊出；信箱不會公開。",
    "The click on the mailed link publishes it; the address never is.",
    status=422,
)
UNPLACED: Final = Kind(
    "consultation-unplaced",
    "還有 {n} 則意見沒有歸類。",
    "{n:comment belongs|comments belong} to no group yet.",
    "請在意見彙整及回應表把每一則歸到一類。",
    "Put each into a group of the response table.",
    status=409,
)
UNANSWERED: Final = Kind(
    "consultation-unanswered",
    "還有 {n} 處沒有回應：{which}。",
    "{n:answer is|answers are} still missing: {which}.",
    "每一類意見，每個相關機關都要寫處理情形和理由。",
    "Every agency concerned says what becomes of every group, and why.",
    status=409,
)
NO_ANSWER: Final = Kind(
    "consultation-no-answer",
    "請寫一段給大家的總說明（至少 {least} 個字）。",
    "Write a summary for everybody, of at least {least:character|characters}.",
    "說明改了什麼、沒改什麼、接下來何時由誰決定。",
    "Say what changes, what does not, and who decides what comes next, when.",
    status=422,
)
NOTHING_CORRECTED: Final = Kind(
    "consultation-nothing-corrected",
    "回應表和總說明與已公布的相同，沒有更正。",
    "The table and the summary say what is published already; nothing is corrected.",
    "請先改回應表；不需要更正時，請選「維持原回應」。",
    "Change the table first; where nothing needs correcting, uphold the answer.",
    status=409,
)
NO_SUCH_VERSION: Final = Kind(
    "consultation-no-such-version",
    "回應表沒有第 {where} 版。",
    "The response table has no version {where}.",
    "請從回應頁列出的版本選。",
    "Choose one of the versions listed on the page of the answers.",
    status=404,
)
NOT_YOURS: Final = Kind(
    "consultation-not-yours",
    "您不是這件徵詢的主辦或相關機關人員。",
    "You belong neither to the host nor to an agency concerned.",
    "請洽主辦機關。",
    "Ask the host agency.",
    status=403,
)
