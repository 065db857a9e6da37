"""What commitments say: refusals, and the words of states and events, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

SHORTEST: Final = 10  # characters of a reason or report

NO_DATASET: Final = Kind(
    "commitment-no-dataset",
    "沒有指明要開放哪一個資料集。",
    "It is not said which dataset will be opened.",
    "請選擇貴機關的資料集；還沒有的，先在待辦桌建立一筆。",
    "Choose a dataset of your agency; make a record on the desk first where there is none.",
    status=422,
)
NO_DATE: Final = Kind(
    "commitment-no-date",
    "沒有日期，不能承諾。",
    "A promise needs a date.",
    "請填承諾日。「研議中」「將開放」都不是具體回應。",
    "Give the day. “Under study” and “will be opened” are no concrete answers.",
    status=422,
)
ODD_DATE: Final = Kind(
    "commitment-odd-date",
    "承諾日 {day} 必須在今天（{today}）之後、三年之內。",
    "The promised day {day} must be after today ({today}) and within three years.",
    "請改填一個做得到的日期。",
    "Give a day that can be kept.",
    status=422,
)
SAME_DATE: Final = Kind(
    "commitment-same-date",
    "新的承諾日和原來相同（{day}）。",
    "The new day is the old one ({day}).",
    "日期不變就不必展延。",
    "Nothing has to be moved.",
    status=422,
)
UNREADABLE_DATE: Final = Kind(
    "commitment-unreadable-date",
    "看不懂日期「{value}」。",
    "The date “{value}” cannot be read.",
    "請用西元年月日，例如 2026-12-15。",
    "Write year, month and day, such as 2026-12-15.",
    status=422,
)
NO_REASON: Final = Kind(
    "commitment-no-reason",
    "請說明理由，至少 {least} 個字；理由會公開。",
    "Give reasons of at least {least:character|characters}; they are public.",
    "請寫民眾看得懂的理由。",
    "Write what people can understand.",
    status=422,
)
NO_REPORT: Final = Kind(
    "commitment-no-report",
    "進度說明至少 {least} 個字。",
    "A progress report has at least {least:character|characters}.",
    "請寫已完成什麼、還差什麼。",
    "Say what is done and what is not.",
    status=422,
)
TOO_MANY_ITEMS: Final = Kind(
    "commitment-too-many-items",
    "列了 {n} 個欄位，最多 {most} 個。",
    "{n:There is # field|There are # fields}; {most} at most.",
    "請只列承諾會提供的主要欄位。",
    "List the main fields that are promised.",
    status=422,
)
NOT_SERVED: Final = Kind(
    "commitment-not-served",
    "資料集還沒有公開的資料表，不能算兌現。",
    "The dataset has no public table yet, so the promise is not kept.",
    "發布檔案後，系統會自動比對並結案。",
    "Publish the file; the machine compares and closes by itself.",
    status=409,
)
FIELDS_MISSING: Final = Kind(
    "commitment-fields-missing",
    "公開的資料表還缺 {n} 個承諾的欄位：{fields}。",
    "The public tables lack {n:promised field|promised fields}: {fields}.",
    "請在下一版補上這些欄位，或用承諾時的欄名。",
    "Add them in the next version, under the names that were promised.",
    status=409,
)
FORMAT_MISSING: Final = Kind(
    "commitment-format-missing",
    "沒有承諾的格式 {form}。",
    "The promised format {form} is not offered.",
    "請提供這個格式。",
    "Offer this format.",
    status=409,
)
UNKNOWN_NEED: Final = Kind(
    "commitment-unknown-need",
    "沒有「{need}」這項查核。",
    "There is no check called “{need}”.",
    "可用的查核：{known}。",
    "What can be checked: {known}.",
    status=422,
)
UNKNOWN_LICENCE: Final = Kind(
    "commitment-unknown-licence",
    "目錄沒有「{said}」這個授權方式。",
    "The catalogue knows no licence “{said}”.",
    "請從清單選：{known}。",
    "Choose one of: {known}.",
    status=422,
)
NO_LICENCE: Final = Kind(
    "commitment-no-licence",
    "資料集沒有標示開放授權。",
    "The dataset states no open licence.",
    "請在資料集的說明欄位選擇授權方式。",
    "State the licence in the record of the dataset.",
    status=409,
)
OTHER_LICENCE: Final = Kind(
    "commitment-other-licence",
    "承諾的授權是「{promised}」，資料集標示的是 {stated}。",
    "The promised licence is “{promised}”; the dataset states {stated}.",
    "請把資料集的授權方式改為承諾的那一種。",
    "State the promised licence in the record of the dataset.",
    status=409,
)
NO_LINK: Final = Kind(
    "commitment-no-link",
    "資料集沒有任何網址或資料表。",
    "The dataset has neither an address nor a table.",
    "請刊登下載網址，或把檔案送到本平臺。",
    "List an address to download from, or deliver the file here.",
    status=409,
)
LINK_UNSEEN: Final = Kind(
    "commitment-link-unseen",
    "網址 {url} 還沒有查驗結果。",
    "The address {url} has not been looked at yet.",
    "不必處理；系統一小時內會去查看，之後每天一次。",
    "Nothing has to be done: a machine looks within the hour, and then daily.",
    status=409,
)
NO_API: Final = Kind(
    "commitment-no-api",
    "承諾提供 API；資料集還沒有列介接服務。",
    "An API was promised; the dataset lists none.",
    "請把檔案送到本平臺（公開後就是 API），或加一個「介接服務」，網址填 OpenAPI 文件（JSON）。",
    "Deliver the file here (a served table is an API), or add a service whose address is its OpenAPI document in JSON.",
    status=409,
)
REPORTS_OPEN: Final = Kind(
    "commitment-reports-open",
    "還有 {n} 件品質回報沒有處理完：{numbers}。",
    "{n:quality report is|quality reports are} still open: {numbers}.",
    "請答復每一件：已修正，或說明不是錯誤。",
    "Answer each of them: mended, or why it is no fault.",
    status=409,
)
STILL_HOLDS: Final = Kind(
    "commitment-still-holds",
    "資料集仍如承諾提供。",
    "The dataset is still as it was promised.",
    "不必處理。",
    "Nothing has to be done.",
    status=409,
)
SETTLED: Final = Kind(
    "commitment-settled",
    "這個日期已經諮詢小組確認。",
    "The committee has made this date final already.",
    "不必處理。",
    "Nothing has to be done.",
    status=409,
)
NO_SUCH_COMMAND: Final = Kind(
    "commitment-no-such-command",
    "承諾沒有「{where}」這個動作。",
    "A commitment has no command “{where}”.",
    "可用的動作見 /api/v1/cases/{{編號}}/commands。",
    "See /api/v1/cases/{{number}}/commands for what can be done.",
    status=404,
)
NO_SUCH: Final = Kind(
    "commitment-not-found",
    "沒有編號 {where} 的承諾。",
    "There is no commitment {where}.",
    "請從承諾總覽重新找起。",
    "Start again from the list of commitments.",
    status=404,
)

HERE: Final[LanguageMap] = {"zh-Hant": "由本平臺提供", "en": "served here"}
NO_STANDARD: Final[LanguageMap] = {"zh-Hant": "沒有指定資料標準", "en": "no standard was named"}
UNKNOWN_STANDARD: Final[LanguageMap] = {
    "zh-Hant": "本平臺沒有登錄這份標準，無法檢核",
    "en": "this standard is not registered here, so nobody can check it",
}
NEEDS: Final[dict[str, LanguageMap]] = {
    "format": {"zh-Hant": "格式", "en": "Format"},
    "fields": {"zh-Hant": "欄位", "en": "Fields"},
    "licence": {"zh-Hant": "授權", "en": "Licence"},
    "link": {"zh-Hant": "連結", "en": "Links"},
    "api": {"zh-Hant": "API", "en": "API"},
    "standard": {"zh-Hant": "資料標準", "en": "Standard"},
    "reports": {"zh-Hant": "品質回報", "en": "Quality reports"},
}
FINDINGS: Final[dict[str, LanguageMap]] = {
    "passed": {"zh-Hant": "通過", "en": "Passed"},
    "not_yet": {"zh-Hant": "尚未", "en": "Not yet"},
    "not_checkable": {"zh-Hant": "無法檢核", "en": "Not checkable"},
}
NAME: Final[LanguageMap] = {"zh-Hant": "承諾", "en": "Commitment"}
STATES: Final[dict[str, LanguageMap]] = {
    "pending": {"zh-Hant": "準備中", "en": "In preparation"},
    "late": {"zh-Hant": "逾期", "en": "Overdue"},
    "delivered": {"zh-Hant": "已兌現", "en": "Kept"},
    "abandoned": {"zh-Hant": "經決議停止", "en": "Given up by resolution"},
    "replaced": {"zh-Hant": "由新的回應取代", "en": "Replaced by another answer"},
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "promise": {"zh-Hant": "承諾開放日", "en": "Promise a date"},
    "report": {"zh-Hant": "回報進度", "en": "Report progress"},
    "reschedule": {"zh-Hant": "展延承諾日", "en": "Move the date"},
    "settle": {"zh-Hant": "確認承諾日", "en": "Make the date final"},
    "date_passed": {"zh-Hant": "承諾日已過", "en": "The date passed"},
    "declare_broken": {"zh-Hant": "認定未兌現", "en": "Declare broken"},
    "verify": {"zh-Hant": "查核兌現", "en": "Found as promised"},
    "relapse": {"zh-Hant": "不再符合承諾", "en": "Holds no longer"},
    "abandon": {"zh-Hant": "決議停止", "en": "Give up by resolution"},
    "replace": {"zh-Hant": "以新的回應取代", "en": "Replace"},
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "promised": {"zh-Hant": "機關承諾開放日", "en": "The agency promised a date"},
    "reported": {"zh-Hant": "機關回報進度", "en": "The agency reported progress"},
    "rescheduled": {"zh-Hant": "機關展延承諾日", "en": "The agency moved the date"},
    "settled": {"zh-Hant": "諮詢小組確認承諾日", "en": "The committee made the date final"},
    "late": {"zh-Hant": "承諾日已過，資料還沒有開放", "en": "The date passed and the data are not open"},
    "broken": {"zh-Hant": "逾期滿 60 日，認定未兌現", "en": "Sixty days overdue: the promise is broken"},
    "delivered": {"zh-Hant": "系統查核：已如承諾開放", "en": "Found by the machine: opened as promised"},
    "relapsed": {
        "zh-Hant": "已開放的資料不再符合承諾，重新列為逾期",
        "en": "What was opened no longer holds; overdue again",
    },
    "abandoned": {"zh-Hant": "決議停止這項承諾", "en": "Given up by resolution"},
    "replaced": {"zh-Hant": "由新的回應取代", "en": "Replaced by another answer"},
}
BROKEN: Final[dict[str, LanguageMap]] = {
    "slips": {"zh-Hant": "展延超過兩次", "en": "moved more than twice"},
    "late": {"zh-Hant": "逾期滿 60 日", "en": "sixty days overdue"},
    "relapse": {"zh-Hant": "開放後不再符合承諾", "en": "holds no longer"},
}
SAID: Final[dict[str, LanguageMap]] = {
    "promise": {"zh-Hant": "已承諾，收據在案件頁。", "en": "Promised; the receipt stands on its page."},
    "report": {"zh-Hant": "進度已公開。", "en": "The report is public."},
    "reschedule": {
        "zh-Hant": "承諾日已展延，追蹤的人會收到通知。",
        "en": "The date was moved; followers are told.",
    },
}
