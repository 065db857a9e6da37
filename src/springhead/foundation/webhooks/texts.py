"""What webhooks say, in both languages."""

from collections.abc import Mapping
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

NO_SUCH: Final = Kind(
    "webhook-not-found",
    "沒有 {where} 這個通知網址。",
    "There is no webhook {where}.",
    "請從您的通知網址清單重新選。",
    "Choose from your list of webhooks.",
    status=404,
)
NO_ADDRESS: Final = Kind(
    "webhook-no-address",
    "「{value}」不是可用的通知網址。",
    "“{value}” is no address a webhook can have.",
    "請填 https:// 開頭的公開網址，使用 443 或 8443 連接埠，最長 {most} 個字。",
    "Give a public address that begins with https://, on port 443 or 8443, {most:character|characters} at most.",
    status=422,
)
PRIVATE: Final = Kind(
    "webhook-private",
    "「{value}」指向內部網路，系統不會連線。",
    "“{value}” leads into a private network; nothing is sent there.",
    "請把接收程式放在網際網路連得到的主機上。",
    "Put the receiving program on a host that the internet can reach.",
    status=422,
)
ODD_ADDRESS: Final = Kind(
    "webhook-odd-address",
    "通知網址不能帶帳號密碼，也不能有 # 之後的部分。",
    "An address with a user name or a part after # cannot be used.",
    "收到的內容都有簽章，請用簽章確認來源。",
    "Every message is signed; check the signature instead.",
    status=422,
)
NO_SUBJECT: Final = Kind(
    "webhook-no-subject",
    "「{value}」不是案件編號，也不是機關或資料集編號。",
    "“{value}” is no case number and no id of an agency or dataset.",
    "例如 DR-2026-000123、ag_7k3m9q2x、ds_7k3m9q2x；留空就是全部。",
    "Such as DR-2026-000123, ag_7k3m9q2x or ds_7k3m9q2x; leave it empty for everything.",
    status=422,
)
NO_PATTERN: Final = Kind(
    "webhook-no-pattern",
    "「{value}」不是事件代碼的樣式。",
    "“{value}” is no pattern of event codes.",
    "例如 data_request.*、commitment.verify；留空就是全部。",
    "Such as data_request.* or commitment.verify; leave it empty for all.",
    status=422,
)
TOO_MANY_PATTERNS: Final = Kind(
    "webhook-too-many-patterns",
    "有 {n} 個事件樣式，最多 {most} 個。",
    "There are {n:pattern|patterns}; at most {most} are allowed.",
    "請用 * 合併，或另建一個通知網址。",
    "Join them with *, or make another webhook.",
    status=422,
)
TOO_MANY: Final = Kind(
    "webhook-too-many",
    "每人最多 {most} 個通知網址（一小時內刪除的也算）。",
    "A person may have {most:webhook|webhooks} at most, counting those deleted within the hour.",
    "請先刪除用不到的。",
    "Delete those you no longer need first.",
    status=409,
)
TESTED_JUST_NOW: Final = Kind(
    "webhook-tested-just-now",
    "一分鐘內測試過了。",
    "It was tested within the last minute.",
    "請稍候再測試。",
    "Wait a moment and test it again.",
    status=429,
)
NOT_ON: Final = Kind(
    "webhook-not-on",
    "這個通知網址尚未啟用，不能再送。",
    "This webhook is not on, so nothing can be sent again.",
    "請先測試；通過後就可以再送。",
    "Test it first; once it passes, messages can be sent again.",
    status=409,
)
NOT_SENT: Final = Kind(
    "webhook-not-sent",
    "這個通知網址沒有第 {where} 號事件的紀錄。",
    "This webhook has no record of event {where}.",
    "紀錄保留 30 天；更早的請從帳本取得。",
    "Records are kept for 30 days; take older events from the ledger.",
    status=404,
)
Letter = Mapping[str, str]
STATES: Final[Mapping[str, LanguageMap]] = {
    "untested": {"zh-Hant": "待測試", "en": "Not tested yet"},
    "active": {"zh-Hant": "啟用", "en": "On"},
    "off": {"zh-Hant": "停用", "en": "Off"},
}
FAILED: Final[LanguageMap] = {"zh-Hant": "測試未通過", "en": "Test failed"}
FAILING: Final[LanguageMap] = {"zh-Hant": "收不到，會再試", "en": "Not heard, trying again"}
KINDS: Final[Mapping[str, str]] = {"untested": "info", "active": "ok", "off": "bad"}
SENT: Final[Mapping[str, LanguageMap]] = {
    "waiting": {"zh-Hant": "待送", "en": "Waiting"},
    "sent": {"zh-Hant": "已送達", "en": "Sent"},
    "given_up": {"zh-Hant": "放棄", "en": "Given up"},
}
SENT_KINDS: Final[Mapping[str, str]] = {"waiting": "info", "sent": "ok", "given_up": "bad"}
SENDING: Final[LanguageMap] = {"zh-Hant": "正在送出", "en": "Sending"}
OFF_SUBJECT: Final[LanguageMap] = {"zh-Hant": "通知網址已停用", "en": "A webhook was switched off"}
OFF_BODY: Final[Letter] = {
    "zh-Hant": "{url}\n連續五天收不到通知（最後一次：{said}），已停用。修好後，請在這裡測試，通過就會恢復；停用期間的事件可從公開帳本取得。\n{link}\n",
    "en": "{url}\nheard nothing for five days (last: {said}) and was switched off. Once it is mended, test it here and it hears again; events in between are in the public ledger.\n{link}\n",
}
GONE_BODY: Final[Letter] = {
    "zh-Hant": "{url}\n回應「已不存在」（{said}），所以停用，不再送通知。如果不是您的意思，請在這裡測試，通過就會恢復；停用期間的事件可從公開帳本取得。\n{link}\n",
    "en": "{url}\nanswered that it is gone ({said}), so it was switched off and is told nothing more. If that was not meant, test it here and it hears again; events in between are in the public ledger.\n{link}\n",
}

_ANSWERS: Final[Mapping[str, LanguageMap]] = {
    "fetch-address-unusable": {"zh-Hant": "網址無法使用", "en": "the address cannot be used"},
    "fetch-address-private": {
        "zh-Hant": "網址指向內部網路",
        "en": "the address leads into a private network",
    },
    "fetch-name-unknown": {"zh-Hant": "查不到主機", "en": "the host cannot be found"},
    "fetch-unreachable": {"zh-Hant": "連不上", "en": "it cannot be reached"},
    "fetch-certificate": {"zh-Hant": "憑證無法驗證", "en": "its certificate cannot be verified"},
    "fetch-too-slow": {"zh-Hant": "10 秒內沒有回應", "en": "no answer within 10 seconds"},
    "fetch-cut-short": {"zh-Hant": "連線中斷", "en": "the connection broke off"},
}


def answer_of(said: str) -> LanguageMap:
    """Return what an address last answered, in words; a status stays as it is, a redirect says that we stay."""
    if said.startswith("HTTP 3"):
        return {"zh-Hant": f"{said}，不跟隨轉址", "en": f"{said}, a redirect is not followed"}
    return _ANSWERS.get(said) or {"zh-Hant": said, "en": said}


def standing(state: str, *, said: str, failing: bool) -> tuple[str, LanguageMap]:
    """Return how a hook stands, as a kind of tag and its words."""
    if state == "untested" and said:
        return "bad", FAILED
    if state == "active" and failing:
        return "warn", FAILING
    return KINDS[state], STATES[state]
