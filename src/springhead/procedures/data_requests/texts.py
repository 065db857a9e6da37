"""What data requests say when something is refused, in both languages. Words of states and events: `words.py`."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

NO_SUCH: Final = Kind(
    "request-not-found",
    "沒有編號 {where} 的資料請求。",
    "There is no data request {where}.",
    "請從資料請求總覽重新找起。",
    "Start again from the list of data requests.",
    status=404,
)
NO_SUCH_COMMAND: Final = Kind(
    "request-no-such-command",
    "資料請求沒有「{where}」這個動作。",
    "A data request has no command “{where}”.",
    "可用的動作見 /api/v1/cases/{{編號}}/commands。",
    "See /api/v1/cases/{{number}}/commands for what can be done.",
    status=404,
)
TOO_LONG: Final = Kind(
    "request-too-long",
    "「{where}」有 {n} 個字，最多 {most} 個字。",
    "“{where}” has {n:character|characters}; {most} at most.",
    "請精簡；太長的附件請放網址。",
    "Shorten it; give an address for what is long.",
    status=422,
)
TOO_MANY: Final = Kind(
    "request-too-many",
    "「{where}」列了 {n} 項，最多 {most} 項。",
    "“{where}” lists {n}; {most} at most.",
    "請分成幾件請求，或只列最需要的。",
    "Split it, or list what matters most.",
    status=422,
)
NOT_A_LIST: Final = Kind(
    "request-not-a-list",
    "「{where}」必須是物件的清單。",
    "“{where}” must be a list of objects.",
    "格式見 API 文件。",
    "See the API document for the shape.",
    status=422,
)
UNREADABLE_DATE: Final = Kind(
    "request-unreadable-date",
    "看不懂日期「{value}」。",
    "The date “{value}” cannot be read.",
    "請用西元年月日，例如 2026-12-15。",
    "Write year, month and day, such as 2026-12-15.",
    status=422,
)
NO_NUMBER: Final = Kind(
    "request-no-number",
    "「{value}」不是這裡可用的數字。",
    "“{value}” is no number that fits here.",
    "請填整數；滿意度是 1 到 5 顆星。",
    "Give a whole number; ratings are 1 to 5 stars.",
    status=422,
)
NO_SUCH_CHOICE: Final = Kind(
    "request-no-such-choice",
    "「{where}」沒有「{value}」這個選項。",
    "“{where}” has no choice “{value}”.",
    "可用的選項：{known}。",
    "Choices: {known}.",
    status=422,
)
NO_TITLE: Final = Kind(
    "request-no-title",
    "標題至少 {least} 個字。",
    "The title has at least {least:character|characters}.",
    "請寫出要什麼資料，例如「學校周邊 A1 類交通事故地點」。",
    "Say which data, such as “Accident points near schools”.",
    status=422,
)
NO_ITEMS: Final = Kind(
    "request-no-items",
    "沒有寫想要哪一個資料集。",
    "It is not said which dataset is wanted.",
    "請至少填一個想要的資料集名稱，或從搜尋結果選一個。",
    "Name at least one wanted dataset, or choose one from the search.",
    status=422,
)
ITEM_UNNAMED: Final = Kind(
    "request-item-unnamed",
    "第 {n} 項只有欄位，沒有資料集名稱。",
    "Item {n} has fields, but no dataset.",
    "請補上資料集名稱。",
    "Name the dataset.",
    status=422,
)
NO_PURPOSE: Final = Kind(
    "request-no-purpose",
    "請寫想用這份資料做什麼，至少 {least} 個字。",
    "Say what the data are for, in at least {least:character|characters}.",
    "用途會公開，也是機關評估和別人附議的依據。",
    "It is public; agencies weigh it and others join for it.",
    status=422,
)
NO_SUCH_DATASET: Final = Kind(
    "request-no-such-dataset",
    "沒有 {id} 這個資料集。",
    "There is no dataset {id}.",
    "請重新搜尋，或直接填資料集名稱。",
    "Search again, or give a name instead.",
    status=422,
)
NO_SUCH_AGENCY: Final = Kind(
    "request-no-such-agency",
    "沒有 {id} 這個機關，或已裁撤。",
    "There is no agency {id}, or it was dissolved.",
    "請重新選擇；不知道就留空。",
    "Choose again; leave it empty when you do not know.",
    status=422,
)
ANSWERED_ALREADY: Final = Kind(
    "request-answered-already",
    "已有機關回復，不能再併案或退件。",
    "An agency has answered; the request can neither be merged nor declined.",
    "不需要處理。",
    "Nothing has to be done.",
    status=409,
)
NO_REASON: Final = Kind(
    "request-no-reason",
    "請說明理由，至少 {least} 個字；理由會公開。",
    "Give reasons of at least {least:character|characters}; they are public.",
    "請寫民眾看得懂的理由。",
    "Write what people can understand.",
    status=422,
)
NO_TARGET: Final = Kind(
    "request-no-target",
    "不能併入 {number}。",
    "It cannot be merged into {number}.",
    "請填另一件還在辦理、內容相同的請求編號。",
    "Give the number of another open request for the same.",
    status=422,
)
NO_DECLINE_GROUND: Final = Kind(
    "request-no-decline-ground",
    "退件必須選理由：個人案件、不是資料、濫用。",
    "Declining needs a ground: a personal case, not data, abuse.",
    "三種都不是，就必須分給機關。",
    "Where none fits, it has to go to an agency.",
    status=422,
)
CONTESTED_ONCE: Final = Kind(
    "request-contested-once",
    "異議只能提一次，這一件提過了。",
    "One may object once, and it was done.",
    "可以另提一件新的請求，或依政府資訊公開法申請。",
    "Make a new request, or apply under the Freedom of Government Information Law.",
    status=409,
)
NO_PLACE: Final = Kind(
    "request-no-place",
    "請選要遮蔽哪一處。",
    "Say which words are to be hidden.",
    "標題、用途或姓名。",
    "The title, the purpose or the name.",
    status=422,
)
NO_REDACTION_GROUND: Final = Kind(
    "request-no-redaction-ground",
    "遮蔽必須有理由：個人資料、違法內容、辱罵。",
    "Hiding words needs a ground: personal data, unlawful words, insult.",
    "沒有理由就不能遮蔽；遮蔽本身會公開記錄。",
    "Without a ground nothing is hidden; the hiding itself is public.",
    status=422,
)
SAME_DESK: Final = Kind(
    "request-same-desk",
    "原來處理的人不能裁定這件異議。",
    "Who ruled before may not rule on the objection.",
    "請由主管機關的另一位承辦人裁定。",
    "Another officer of the policy office has to rule.",
    status=403,
)
NOT_SUPPORTER: Final = Kind(
    "request-not-supporter",
    "只有附議的人可以接手。",
    "Only somebody who joined can take it over.",
    "請改提一件新的請求。",
    "Make a request of your own instead.",
    status=403,
)
JOINED_ALREADY: Final = Kind(
    "request-joined-already",
    "您已經附議，或這就是您的請求。",
    "You have joined already, or it is your own request.",
    "不必再做什麼；有進展會通知您。",
    "Nothing has to be done; you will be told.",
    status=409,
)
NO_OUTCOME: Final = Kind(
    "request-no-outcome",
    "這一項沒有選回復類型。",
    "No outcome is chosen for this item.",
    "請選：已開放、將開放、可申請、不開放、未蒐集、非本機關持有。",
    "Choose: already open, will open, on application, not provided, not collected, not held here.",
    status=422,
)
LINK_UNCHECKED: Final = Kind(
    "request-link-unchecked",
    "第 {n} 個連結還沒有查驗：{link}",
    "Link {n} has not been checked yet: {link}",
    "在承辦桌送出時系統就開始查驗，幾秒後顯示結果，通過後再送出；以程式回復時，先請求查驗（POST /api/v1/checks）。",
    "The desk has it checked as soon as you send, and shows the result in seconds; then send again. Programs ask for a check first (POST /api/v1/checks).",
    status=409,
)
TOO_MANY_LINKS: Final = Kind(
    "request-too-many-links",
    "一小時內已經寄出 {most} 封確認信到這個信箱。",
    "{most:mail was|mails were} sent to this address within an hour.",
    "請先看信箱（含垃圾信），或一小時後再試。",
    "Look into the mailbox (and its spam folder) first, or try again in an hour.",
    status=429,
)
LINK_OVER: Final = Kind(
    "request-link-over",
    "這個連結不對，或已經過期。",
    "This link is wrong, or it is over.",
    "請重新填寫，或在資料請求頁面要求寄一次連結。",
    "Fill in the form again, or ask for another link on the page of data requests.",
    status=410,
)
NOT_TO_JOIN: Final = Kind(
    "request-not-to-join",
    "{where} 已經不能附議。",
    "{where} can no longer be joined.",
    "如果還需要這份資料，請另提一件請求。",
    "Ask anew if you still need these data.",
    status=409,
)
NO_EMAIL: Final = Kind(
    "request-no-email",
    "請填電子郵件，確認信會寄到這裡。",
    "Give an e-mail address; the confirmation goes there.",
    "不想留信箱，可以先登入。信箱不會公開。",
    "Sign in instead if you like. The address is never public.",
    status=422,
)
AGENCY_UNREAD: Final = Kind(
    "request-agency-unread",
    "找不到「{name}」這個機關。",
    "There is no agency “{name}”.",
    "請從建議清單選，或改選「不知道」。",
    "Choose from the suggestions, or say that you do not know.",
    status=422,
)

ARCHIVE_UNREADABLE: Final = Kind(
    "request-archive-unreadable",
    "讀不了「{where}」：{reason}",
    "“{where}” cannot be read: {reason}",
    "請確認檔案存在，而且是 UTF-8 或 Big5 編碼的 CSV。",
    "Make sure that the file is there and is CSV in UTF-8 or Big5.",
    status=422,
)
NO_ARCHIVE: Final = Kind(
    "request-no-archive",
    "{where} 不是看得懂的資料請求封存檔。",
    "{where} is no archive of data requests that is known.",
    "可以匯入的是「我想要更多」的清單，或志工標記的清單；請看說明文件。",
    "What can be read is the list of 我想要更多, or the volunteers' labelled sheet; see the guide.",
    status=422,
)

DONE: Final[dict[str, LanguageMap]] = {
    "join": {"zh-Hant": "已附議，有進展會通知您。", "en": "You joined; you will be told of every step."},
    "withdraw": {
        "zh-Hant": "已撤回；附議的人 7 天內可以接手。",
        "en": "Withdrawn; supporters may take it over for seven days.",
    },
    "take_over": {"zh-Hant": "已由您接手，期限不變。", "en": "It is yours now; the term stays as it is."},
    "contest": {
        "zh-Hant": "異議已送出，14 天內會重新考慮。",
        "en": "Your objection was sent; it is reconsidered within 14 days.",
    },
    "accept": {"zh-Hant": "已接受，謝謝您。", "en": "Accepted, thank you."},
    "reply": {"zh-Hant": "回覆已送給機關。", "en": "Your reply was sent to the agency."},
}
SAVED: Final[dict[str, LanguageMap]] = {
    "save": {"zh-Hant": "草稿已儲存。", "en": "The draft is saved."},
    "hand_in": {"zh-Hant": "已送核；核准後才能送出。", "en": "Handed in; it can be sent once approved."},
    "links": {
        "zh-Hant": "正在查驗連結，幾秒後重新整理就有結果。",
        "en": "The links are being checked; reload in a few seconds.",
    },
    "lead": {"zh-Hant": "主管已核准這份草稿。", "en": "The lead approved this draft."},
    "head": {"zh-Hant": "首長已核准這份草稿。", "en": "The head approved this draft."},
    "send": {
        "zh-Hant": "回復已送出並公開；收據是帳本第 {seq} 筆。",
        "en": "Sent and public; the receipt is line {seq} of the ledger.",
    },
    "rule": {"zh-Hant": "已儲存。", "en": "Saved."},
}
ALSO_FAILED: Final[LanguageMap] = {
    "zh-Hant": "{number} 沒有送出：{why}",
    "en": "{number} was not sent: {why}",
}
