"""What quality reports say: refusals, kinds of fault, and the words of states and events, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

NO_DATASET: Final = Kind(
    "quality-no-dataset", "沒有這個資料集。", "There is no such dataset.",
    "請從資料集頁回報。", "Report from the page of the dataset.", status=422,
)  # fmt: skip
NOT_PUBLISHED: Final = Kind(
    "quality-not-published", "這個資料集還沒有公開的資料，無從回報品質問題。",
    "This dataset has no published data yet, so nothing can be wrong with them.",
    "想要這份資料，請提出資料請求。", "If you want the data, make a data request.", status=409,
)  # fmt: skip
TOO_MANY: Final = Kind(
    "quality-too-many", "一天最多回報 {most} 件。", "At most {most:report|reports} a day.",
    "請明天再回報；很多列有同樣的錯，寫成一件即可。", "Go on tomorrow; the same fault in many rows is one report.", status=429,
)  # fmt: skip
NO_KIND: Final = Kind(
    "quality-no-kind", "請選問題的種類。", "Say what kind of fault it is.", "請從清單選一種。", "Choose one of the list.", status=422,
)  # fmt: skip
NO_TEXT: Final = Kind(
    "quality-no-text", "請說明問題，至少 {least} 個字。", "Say what is wrong, in at least {least:character|characters}.",
    "請寫第幾列、哪一欄、應該是什麼。", "Give the row, the column and what it should be.", status=422,
)  # fmt: skip
NO_ROW: Final = Kind(
    "quality-no-row", "「{said}」不是列數。", "“{said}” is no number of a row.",
    "請填正整數，從 1 起算；不確定就留空。", "Write a whole number, counted from 1, or leave it empty.", status=422,
)  # fmt: skip
NO_EMAIL: Final = Kind(
    "quality-no-email", "請填電子郵件。", "Give your e-mail address.",
    "系統會寄一封信，按下連結才算送出；不會公開。", "A mail brings the link that sends the report; the address is never shown.", status=422,
)  # fmt: skip
NO_ANSWER: Final = Kind(
    "quality-no-answer", "請說明處理情形，至少 {least} 個字；會公開。",
    "Say what was done, in at least {least:character|characters}; it is public.",
    "請寫改了什麼、為什麼不是錯誤，或正在做什麼。", "Say what was changed, why it is no fault, or what is being done.", status=422,
)  # fmt: skip
NO_DAY: Final = Kind(
    "quality-no-day", "請填哪一天前修正。", "Give the day by which it will be mended.",
    "「儘快」不是日期。", "“Soon” is no day.", status=422,
)  # fmt: skip
ODD_DAY: Final = Kind(
    "quality-odd-day", "修正日 {day} 必須在今天（{today}）之後、一年之內。",
    "The day {day} must be after today ({today}) and within a year.",
    "請改填做得到的日期。", "Give a day that can be kept.", status=422,
)  # fmt: skip
UNREADABLE_DATE: Final = Kind(
    "quality-unreadable-date", "看不懂日期「{said}」。", "The date “{said}” cannot be read.",
    "請用西元年月日，例如 2026-12-15。", "Write year, month and day, such as 2026-12-15.", status=422,
)  # fmt: skip
NO_REASON: Final = Kind(
    "quality-no-reason", "請說明理由，至少 {least} 個字；會公開。",
    "Give reasons of at least {least:character|characters}; they are public.",
    "例如含有個人資料。", "Such as personal data.", status=422,
)  # fmt: skip
HIDDEN_ALREADY: Final = Kind(
    "quality-hidden-already", "這件回報的內容已經遮蔽。", "The words of this report are hidden already.",
    "不必處理。", "Nothing has to be done.", status=409,
)  # fmt: skip
TOO_MANY_LINKS: Final = Kind(
    "quality-too-many-links", "一小時內已寄出 {most} 封確認信到這個信箱。",
    "{most:mail|mails} went to this address within the hour.",
    "請先按信裡的連結，或一小時後再試。", "Use the links that were sent, or try again in an hour.", status=429,
)  # fmt: skip
LINK_OVER: Final = Kind(
    "quality-link-over", "這個連結不正確或已失效。", "This link is wrong or over.",
    "連結 24 小時內有效；請從資料集頁重新回報。", "Links are valid for 24 hours; report again from the dataset's page.", status=410,
)  # fmt: skip
NO_SUCH_COMMAND: Final = Kind(
    "quality-no-such-command", "品質回報沒有「{where}」這個動作。", "A quality report has no command “{where}”.",
    "可用的動作見 /api/v1/cases/{{編號}}/commands。", "See /api/v1/cases/{{number}}/commands for what can be done.", status=404,
)  # fmt: skip
NO_SUCH: Final = Kind(
    "quality-not-found", "沒有編號 {where} 的品質回報。", "There is no quality report {where}.",
    "請從品質回報清單重新找起。", "Start again from the list of quality reports.", status=404,
)  # fmt: skip

NAME: Final[LanguageMap] = {"zh-Hant": "品質回報", "en": "Quality report"}
KINDS: Final[dict[str, LanguageMap]] = {
    "value": {"zh-Hant": "數值或文字錯誤", "en": "Wrong value"},
    "missing": {"zh-Hant": "資料缺漏", "en": "Something is missing"},
    "outdated": {"zh-Hant": "沒有更新", "en": "Out of date"},
    "link": {"zh-Hant": "連結失效", "en": "Broken link"},
    "format": {"zh-Hant": "格式有問題", "en": "Format at fault"},
    "other": {"zh-Hant": "其他", "en": "Something else"},
}
STATES: Final[dict[str, LanguageMap]] = {
    "reported": {"zh-Hant": "待機關答復", "en": "Waiting for the agency"},
    "mending": {"zh-Hant": "修正中", "en": "Being mended"},
    "mended": {"zh-Hant": "已修正", "en": "Mended"},
    "dismissed": {"zh-Hant": "不是錯誤", "en": "No fault"},
    "withdrawn": {"zh-Hant": "已收回", "en": "Taken back"},
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "report": {"zh-Hant": "回報品質問題", "en": "Report a fault"},
    "mend": {"zh-Hant": "已修正", "en": "Say it is mended"},
    "dismiss": {"zh-Hant": "說明不是錯誤", "en": "Say it is no fault"},
    "schedule": {"zh-Hant": "訂修正日", "en": "Name a day to mend it by"},
    "withdraw": {"zh-Hant": "收回", "en": "Take back"},
    "hide": {"zh-Hant": "遮蔽內容", "en": "Hide the words"},
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "reported": {"zh-Hant": "有人回報品質問題", "en": "Somebody reported a fault"},
    "mended": {"zh-Hant": "機關答復：已修正", "en": "The agency mended it"},
    "dismissed": {"zh-Hant": "機關答復：不是錯誤", "en": "The agency says it is no fault"},
    "scheduled": {"zh-Hant": "機關訂了修正日", "en": "The agency named a day to mend it by"},
    "withdrawn": {"zh-Hant": "回報人收回", "en": "Whoever reported it took it back"},
    "hidden": {"zh-Hant": "主管機關遮蔽了內容", "en": "The policy office hid the words"},
}
SENT: Final[LanguageMap] = {
    "zh-Hant": "已送出，機關須在 14 天內答復。",
    "en": "Sent; the agency has to answer within 14 days.",
}
LETTER: Final[dict[str, dict[str, str]]] = {
    "zh-Hant": {
        "subject": "請確認送出品質回報：{title}",
        "body": (
            "您在活水政府資料開放平臺回報了一個品質問題：\n\n  {title}\n\n{text}\n\n"
            "請開啟以下連結並按「送出」。按下的那一天起算，機關須在 14 天內答復；回報的內容與答復都會公開，"
            "您的電子郵件不會。\n\n  {link}\n\n連結 24 小時內有效。不是您填的，不必理會，回報不會送出。\n"
        ),
    },
    "en": {
        "subject": "Please confirm your quality report: {title}",
        "body": (
            "You reported a fault of a dataset on Springhead:\n\n  {title}\n\n{text}\n\n"
            "Open this link and press “Send”. The agency answers within 14 days, counted from that day. What you wrote and "
            "the answer are public; your e-mail address is not.\n\n  {link}\n\n"
            "The link is valid for 24 hours. If it was not you, do nothing; nothing is sent.\n"
        ),
    },
}
