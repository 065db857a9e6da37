"""What cases may refuse, in both languages."""

from collections.abc import Mapping
from typing import Final

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind
from springhead.engine.kernel.workflow import Phase

NO_SUCH_TYPE: Final = Kind(
    "case-type-unknown",
    "沒有「{where}」這種案件。",
    "There is no case type “{where}”.",
    "請由網站上的表單送件。",
    "Start from one of the forms on this site.",
    status=404,
)
NO_SUCH_CASE: Final = Kind(
    "case-unknown",
    "找不到案件 {where}。",
    "Case {where} was not found.",
    "請核對案件編號；未公開的案件須先登入。",
    "Check the number; sign in first if the case is not public.",
    status=404,
)
NO_SUCH_EVENT: Final = Kind(
    "case-command-unknown",
    "「{where}」不是這種案件的動作。",
    "“{where}” is not a command of this case type.",
    "可用的動作：{known}。",
    "Commands of this case type: {known}.",
    status=404,
)
NOT_NOW: Final = Kind(
    "case-command-not-now",
    "案件目前是「{state}」，不能「{label}」。",
    "The case is now “{state}”, so “{label}” is not possible.",
    "請重新整理頁面，看看目前可以做什麼。",
    "Reload the page to see what can be done now.",
    status=409,
)
NOT_YOURS: Final = Kind(
    "case-command-not-yours",
    "您的身分不能對本案「{label}」。",
    "You may not “{label}” in this case.",
    "可以這樣做的人：{who}。",
    "Who may: {who}.",
    status=403,
)
CHANGED_MEANWHILE: Final = Kind(
    "case-changed-meanwhile",
    "案件已有更新（第 {version} 版），您看到的是第 {expected} 版。",
    "The case has moved on to version {version}; you saw version {expected}.",
    "請重新整理頁面後再試一次；您填的內容仍在。",
    "Reload the page and try again; what you typed is kept.",
    status=409,
)
KEY_REUSED: Final = Kind(
    "case-key-reused",
    "識別碼「{where}」已用於另一個動作。",
    "The idempotency key “{where}” was used for another command.",
    "每個新動作請用新的識別碼。",
    "Use a fresh key for each new command.",
    status=409,
)
BAD_PAYLOAD: Final = Kind(
    "case-payload",
    "「{where}」的內容不符：{reason}",
    "“{where}” is not right: {reason}",
    "請依說明修正後再送出。",
    "Correct the field and send again.",
    status=422,
)
BAD_VERSION: Final = Kind(
    "case-version",
    '「{where}」要寫案件的版本，例如 "3"。',
    '“{where}” names a version of the case, such as "3".',
    "版本號在案件資料的 version 欄。",
    "The version is in the field `version` of the case.",
    status=422,
)
NOT_THAT_VERSION: Final = Kind(
    "case-not-that-version",
    "「{where}」已經是第 {version} 版，不是您看到的版本，這次沒有執行。",
    "“{where}” is at version {version} by now, not at the one you saw; nothing was done.",
    "請重新讀取案件，確認後再送出；標頭 ETag 是目前的版本。",
    "Read the case again, decide, and send once more; the header ETag has its version.",
    status=412,
)
REASONS_NEEDED: Final = Kind(
    "decision-reasons",
    "理由至少要 {least} 個字，目前 {have} 個字。",
    "Reasons need at least {least:character|characters}; these have {have}.",
    "請具體寫出理由，民眾會看到。",
    "Give concrete reasons; the public will read them.",
    status=422,
)
TOKEN_UNKNOWN: Final = Kind(
    "subscription-token",
    "這個連結無效或已過期。",
    "This link is not valid or has expired.",
    "請再訂閱一次，系統會寄出新的連結。",
    "Subscribe again; a new link will be mailed.",
    status=404,
)
BAD_EMAIL: Final = Kind(
    "subscription-email",
    "「{where}」不是電子郵件地址。",
    "“{where}” is not an e-mail address.",
    "請填寫像 name@example.org 的地址。",
    "Type an address such as name@example.org.",
    status=422,
)

ROLES: Final[Mapping[Role, LanguageMap]] = {
    Role.CITIZEN: {"zh-Hant": "已登入的民眾", "en": "any signed-in person"},
    Role.REQUESTER: {"zh-Hant": "提出本案的人", "en": "whoever opened this case"},
    Role.OFFICER: {"zh-Hant": "機關的資料開放承辦人", "en": "the agency’s open-data officer"},
    Role.AGENCY_LEAD: {"zh-Hant": "機關的資料開放主管", "en": "the agency’s open-data lead"},
    Role.AGENCY_HEAD: {"zh-Hant": "機關首長", "en": "the head of the agency"},
    Role.MEMBER: {"zh-Hant": "諮詢小組委員", "en": "a committee member"},
    Role.CONVENER: {"zh-Hant": "召集人", "en": "the convener"},
    Role.SECRETARY: {"zh-Hant": "諮詢小組幕僚", "en": "the committee’s secretary"},
    Role.STANDARDS_EXPERT: {"zh-Hant": "資料標準專家", "en": "a standards expert"},
    Role.POLICY_OFFICE: {"zh-Hant": "主管機關", "en": "the policy office"},
    Role.OPERATOR: {"zh-Hant": "平臺維運人員", "en": "the platform’s operator"},
    Role.COMMITTEE: {"zh-Hant": "諮詢小組決議", "en": "a committee’s resolution"},
    Role.MACHINE: {"zh-Hant": "系統", "en": "the system"},
    Role.ANYONE: {"zh-Hant": "任何人", "en": "anyone"},
}

# ── letters ─────────────────────────────────────────────────────────────────

CONFIRM_SUBJECT: Final[LanguageMap] = {
    "zh-Hant": "請確認訂閱：{title}",
    "en": "Please confirm: follow “{title}”",
}
CONFIRM_BODY: Final[LanguageMap] = {
    "zh-Hant": (
        "您好：\n\n有人用這個信箱訂閱「{title}」的消息。若是您本人，請在 {days} 天內開啟下列連結確認：\n\n{link}\n\n"
        "若不是您，請不必理會，您不會再收到這類信件。\n"
    ),
    "en": (
        "Hello,\n\nsomebody asked to follow “{title}” with this address. If it was you, open this link within "
        "{days:day|days}:\n\n{link}\n\nIf it was not you, do nothing; nothing more will be sent.\n"
    ),
}
NOTICE_SUBJECT: Final[LanguageMap] = {
    "zh-Hant": "{number} {text}：{title}",
    "en": "{number} {text}: {title}",
}
NOTICE_BODY: Final[LanguageMap] = {
    "zh-Hant": "您好：\n\n{kind} {number}「{title}」：{text}。\n\n詳情：{link}\n",
    "en": "Hello,\n\n{kind} {number}, “{title}”: {text}.\n\nDetails: {link}\n",
}
FOLLOW_END: Final[LanguageMap] = {
    "zh-Hant": "不想再收到這類信件，請開啟：{link}\n",
    "en": "To stop these mails, open: {link}\n",
}
DIGEST_SUBJECT: Final[LanguageMap] = {
    "zh-Hant": "活水每日摘要 {day}：{n} 則消息",
    "en": "Springhead, news of {day}: {n:item|items}",
}
DIGEST_BODY: Final[LanguageMap] = {
    "zh-Hant": "您好：\n\n{cases} 件案件有 {n} 則新消息，期限在前的排在前面。\n",
    "en": "Hello,\n\n{n:item|items} of news on {cases:case|cases}, the nearest due dates first.\n",
}
DIGEST_DUE: Final[LanguageMap] = {"zh-Hant": "，{day}到期", "en": " (due {day})"}
DIGEST_END: Final[LanguageMap] = {"zh-Hant": "停止追蹤：{link}", "en": "Stop following: {link}"}
DIGEST_PREFERENCE: Final[LanguageMap] = {
    "zh-Hant": "改成即時寄送：{link}\n",
    "en": "To get each mail at once: {link}\n",
}

# ── pages ───────────────────────────────────────────────────────────────────

PHASES: Final[Mapping[Phase, LanguageMap]] = {
    Phase.DRAFT: {"zh-Hant": "草稿", "en": "Draft"},
    Phase.INTAKE: {"zh-Hant": "受理中", "en": "Being taken in"},
    Phase.IN_REVIEW: {"zh-Hant": "審查中", "en": "Under review"},
    Phase.WAITING_ON_REQUESTER: {"zh-Hant": "等候提出人", "en": "Waiting for the requester"},
    Phase.DECIDED: {"zh-Hant": "已決定", "en": "Decided"},
    Phase.DELIVERING: {"zh-Hant": "辦理中", "en": "Being delivered"},
    Phase.CLOSED: {"zh-Hant": "結案", "en": "Closed"},
}
THANKS: Final[Mapping[str, LanguageMap]] = {
    "confirmed": {
        "zh-Hant": "訂閱完成，有新消息會寄信給您。",
        "en": "Done. You will get a mail when there is news.",
    },
    "ended": {
        "zh-Hant": "已取消訂閱，不會再寄信給您。",
        "en": "Done. No more mails about this will be sent.",
    },
}

# ── terms ───────────────────────────────────────────────────────────────────

TERM_EVENTS: Final[Mapping[str, LanguageMap]] = {
    "term.warned": {"zh-Hant": "提醒期限將屆", "en": "Warned that a term ends soon"},
    "term.missed": {"zh-Hant": "期限屆滿未辦", "en": "A term was missed"},
    "term.escalated": {"zh-Hant": "逾期未辦，往上陳報", "en": "A missed term went up the ladder"},
}
TERM_NEWS: Final[Mapping[str, LanguageMap]] = {
    "warned": {
        "zh-Hant": "{term}剩 {days} 日，到 {last_day} 止",
        "en": "{term}: {days:day|days} left, until {last_day}",
    },
    "missed": {
        "zh-Hant": "{term}已於 {last_day} 屆滿，尚未辦理",
        "en": "{term} ended on {last_day} and was missed",
    },
    "escalated": {
        "zh-Hant": "{term}於 {last_day} 屆滿，逾 {days} 個工作日仍未辦理",
        "en": "{term} ended on {last_day}; still open {days:working day|working days} later",
    },
}
