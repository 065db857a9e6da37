"""What committees say: refusals and words, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

NO_SUCH_BODY: Final = Kind(
    "committee-not-found",
    "沒有 {where} 這個小組。",
    "There is no body {where}.",
    "請從諮詢小組總覽重新找起。",
    "Start again from the list of committees.",
    status=404,
)
NOT_YOURS: Final = Kind(
    "committee-not-yours",
    "只有這個小組的幕僚，或主管機關，可以記錄決議。",
    "Only the secretary of this body, or the policy office, records its resolutions.",
    "請洽小組幕僚。",
    "Ask the body's secretary.",
    status=403,
)
NO_NAME: Final = Kind(
    "committee-no-name",
    "請填小組名稱。",
    "Give the body a name.",
    "例如「經濟部政府資料開放諮詢小組」。",
    "Such as “Open Data Committee of the Ministry of Economic Affairs”.",
    status=422,
)
NO_AGENCY: Final = Kind(
    "committee-no-agency",
    "請填這個小組審議哪一個機關的案件。",
    "Name the agency whose matters this committee hears.",
    "請填機關的全名或代碼；其下級機關沒有自己的小組時，案件也由這個小組審議。",
    "Give the agency's full name or id; agencies below it that have no committee of their own are heard by it too.",
)
HAS_ONE: Final = Kind(
    "committee-has-one",
    "這個機關已經有諮詢小組。",
    "This agency has a committee already.",
    "請編輯原來的小組。",
    "Edit the one there is.",
    status=409,
)
NOT_WAITING: Final = Kind(
    "committee-not-waiting",
    "{where} 沒有等待這個小組審議。",
    "{where} does not wait for this body.",
    "請重新整理待審事項；可能已經審議，或屬於別的小組。",
    "Reload the list; it may have been heard, or belong to another body.",
    status=409,
)
NOT_THIS: Final = Kind(
    "committee-not-this",
    "{where} 現在不能決議「{event}」。",
    "{where} cannot be resolved with “{event}” now.",
    "請從可以決議的事項選。",
    "Choose from what may be resolved.",
    status=409,
)
NO_TEXT: Final = Kind(
    "committee-no-text",
    "決議文字至少 {least} 個字。",
    "The text of a resolution has at least {least:character|characters}.",
    "請寫決議與理由；會公開。",
    "Write what was resolved and why; it is public.",
    status=422,
)
NO_DAY: Final = Kind(
    "committee-no-day",
    "請填決議日期（不晚於今天）。",
    "Give the day of the resolution (not after today).",
    "會議日，或書面審查結束日。",
    "The day of the meeting, or the end of the written review.",
    status=422,
)
ODD_VOTES: Final = Kind(
    "committee-odd-votes",
    "表決數必須是整數。",
    "Votes are whole numbers.",
    "共識決就留空。",
    "Leave them empty for a consensus.",
    status=422,
)
NOT_ADOPTED: Final = Kind(
    "committee-not-adopted",
    "{which}合計 {yes}，未超過出席且未迴避人數（{present}）的{share}。",
    "{which} together: {yes}, not more than {share} of those present and not recused ({present}).",
    "未通過的案子不必記錄決議。",
    "What was not adopted is no resolution.",
    status=422,
)

NO_DOCUMENT: Final = Kind(
    "committee-no-document",
    "請填首長核定的公文文號。",
    "Give the number of the document by which the head approved it.",
    "核定要有文號與日期，會公開。",
    "An approval has a document number and a date; both are public.",
    status=422,
)
NO_APPROVAL_DAY: Final = Kind(
    "committee-no-approval-day",
    "請填核定日期，在決議日（{decided}）與今天之間。",
    "Give the day of the approval, between the day of the resolution ({decided}) and today.",
    "請填公文上的日期。",
    "Take the date of the document.",
    status=422,
)
NOT_YOUR_APPROVAL: Final = Kind(
    "committee-not-your-approval",
    "{where} 不是由您核定。",
    "{where} is not yours to approve.",
    "只有作成決議的小組所屬機關的首長可以核定。",
    "The head of the agency whose committee resolved it approves it.",
    status=403,
)
NOT_WAITING_FOR_APPROVAL: Final = Kind(
    "committee-not-waiting-for-approval",
    "{where} 沒有等待核定；可能已經處理過。",
    "{where} does not wait for an approval; somebody may have been quicker.",
    "請重新整理清單。",
    "Reload the list.",
    status=409,
)
NO_SUCH_PERSON: Final = Kind(
    "committee-no-such-person",
    "沒有 {where} 這個帳號。",
    "There is no account {where}.",
    "請填委員登入用的電子郵件，或先留空。",
    "Give the e-mail address the member signs in with, or leave it empty.",
    status=422,
)

NO_SUCH_MEMBER: Final = Kind(
    "committee-member-not-found",
    "這個小組沒有 {where} 這位委員。",
    "This body has no member {where}.",
    "請看委員名單。",
    "See the list of members.",
    status=404,
)
ODD_DAY: Final = Kind(
    "committee-odd-day",
    "「{value}」不是日期。",
    "{value} is not a date.",
    "請用 2026-03-02 的寫法。",
    "Write it as 2026-03-02.",
    status=422,
)
ODD_TERM: Final = Kind(
    "committee-odd-term",
    "任期至必須晚於起日 {first}。",
    "The term has to end after its first day, {first}.",
    "任期至是不再任職的第一天。",
    "It ends on the first day without the seat.",
    status=422,
)
ODD_END: Final = Kind(
    "committee-odd-end",
    "任期結束日要在 {first} 以後；已經結束的任期不能再改。",
    "A term ends on {first} or later; one that is over stays as it is.",
    "請填不再任職的第一天。",
    "Give the first day without the seat.",
    status=422,
)
ODD_CADENCE: Final = Kind(
    "committee-odd-cadence",
    "開會頻率請填 0 到 {most} 個月。",
    "Give a number of months from 0 to {most}, or nothing.",
    "0 表示有需要才開；留空表示依規定。",
    "0: only when called; empty: as the policy says.",
    status=422,
)
SAID_WRITTEN: Final[LanguageMap] = {
    "zh-Hant": "已登錄，並記入帳本。",
    "en": "Written down; it stands in the ledger.",
}

POSITIONS: Final[dict[str, LanguageMap]] = {
    "yes": {"zh-Hant": "贊成", "en": "Yes"},
    "no_objection": {"zh-Hant": "無異議", "en": "No objection"},
    "discuss": {"zh-Hant": "待討論", "en": "Discuss"},
    "abstain": {"zh-Hant": "棄權", "en": "Abstain"},
    "recused": {"zh-Hant": "迴避", "en": "Recused"},
}
VOTES: Final[dict[str, LanguageMap]] = {
    **POSITIONS,
    "silent": {"zh-Hant": "在場未表示", "en": "Present, no position"},
}
KINDS: Final[dict[str, LanguageMap]] = {
    "executive": {"zh-Hant": "行政院層級", "en": "Executive Yuan tier"},
    "agency": {"zh-Hant": "機關層級", "en": "Agency tier"},
    "panel": {"zh-Hant": "專家小組", "en": "Expert panel"},
    "jury": {"zh-Hant": "評審團", "en": "Jury"},
}
SAID_APPROVED: Final[LanguageMap] = {
    "zh-Hant": "已核定，決議生效。",
    "en": "Approved; it is in effect.",
}
SAID_APPROVED_NOT_DONE: Final[LanguageMap] = {
    "zh-Hant": "已核定；有決議未能生效，已送幕僚處理。",
    "en": "Approved; something could not take effect and is on the secretary's desk.",
}
SAID_DECLINED: Final[LanguageMap] = {
    "zh-Hant": "未核定，已退回小組再議。",
    "en": "Declined; it is on the committee's list again.",
}
WAYS: Final[dict[str, LanguageMap]] = {
    "meeting": {"zh-Hant": "會議", "en": "Meeting"},
    "written": {"zh-Hant": "書面審查", "en": "Written review"},
}
EFFECTS: Final[dict[str, LanguageMap]] = {
    "done": {"zh-Hant": "已生效", "en": "in effect"},
    "waiting": {"zh-Hant": "待首長核定", "en": "waits for the head"},
    "failed": {"zh-Hant": "尚未生效", "en": "not in effect yet"},
    "declined": {"zh-Hant": "首長未核定", "en": "declined by the head"},
}
EFFECT_TAGS: Final = {"done": "ok", "waiting": "info", "failed": "bad", "declined": "warn"}
WORDS: Final[dict[str, LanguageMap]] = {
    "convener": {"zh-Hant": "召集人", "en": "Convener"},
    "secretary": {"zh-Hant": "幕僚", "en": "Secretary"},
    "member": {"zh-Hant": "委員", "en": "Member"},
    "agency": {"zh-Hant": "機關代表", "en": "For an agency"},
    "public": {"zh-Hant": "民間代表", "en": "For the public"},
    "female": {"zh-Hant": "女", "en": "Female"},
    "male": {"zh-Hant": "男", "en": "Male"},
    "other": {"zh-Hant": "其他", "en": "Other"},
    "": {"zh-Hant": "未填", "en": "Not given"},
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "committee.made": {"zh-Hant": "設置小組", "en": "Body set up"},
    "committee.resolved": {"zh-Hant": "小組決議", "en": "Resolution recorded"},
    "committee.withdrawn": {"zh-Hant": "撤銷未生效的決議紀錄", "en": "Record of a resolution withdrawn"},
    "committee.member": {"zh-Hant": "登錄委員", "en": "Member recorded"},
    "committee.member_left": {"zh-Hant": "委員任期結束", "en": "A member's term ended"},
    "committee.approved": {"zh-Hant": "首長核定決議", "en": "Resolution approved by the head"},
    "committee.declined": {
        "zh-Hant": "首長未核定決議，退回小組再議",
        "en": "Resolution declined by the head; it goes back to the body's list",
    },
    "committee.cadence": {"zh-Hant": "設定開會週期", "en": "Cadence set"},
}
