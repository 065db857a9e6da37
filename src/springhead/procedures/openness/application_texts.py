"""What applications for data say, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind


def _both(zh: str, en: str) -> LanguageMap:
    return {"zh-Hant": zh, "en": en}


NO_SUCH: Final = Kind(
    "application-not-found", "沒有 {where} 這件申請，或您不是當事人。", "There is no application {where}, or you are no party to it.",
    "請從「我的申請」開啟。", "Open it from your applications.", status=404,
)  # fmt: skip
NO_SUCH_COMMAND: Final = Kind(
    "application-no-command", "申請案沒有「{where}」這個動作。", "An application knows no command “{where}”.",
    "請看這件案子可以做什麼。", "See what the case allows now.", status=404,
)  # fmt: skip
NO_DATASET: Final = Kind(
    "application-no-dataset", "沒有這個資料集。", "There is no such dataset.", "請從資料集頁申請。", "Apply from a dataset's page.", status=422,
)  # fmt: skip
NOT_ON_APPLICATION: Final = Kind(
    "application-not-needed", "這個資料集不是依申請提供。", "This dataset is not provided on application.",
    "開放資料可以直接取用；不開放的資料可以提出資料請求。", "Open data are there already; ask for what is not provided by a data request.", status=409,
)  # fmt: skip
NO_TERMS: Final = Kind(
    "application-no-terms", "機關還沒有公布提供條件。", "The agency has not stated its terms yet.",
    "請提出資料請求，或洽機關。", "Make a data request, or ask the agency.", status=409,
)  # fmt: skip
NO_NAME: Final = Kind(
    "application-no-name", "請填申請人姓名或名稱。", "Give the name of the applicant.", "只有機關看得到。", "Only the agency sees it.", status=422,
)  # fmt: skip
NO_PURPOSE: Final = Kind(
    "application-no-purpose", "用途至少 {least} 個字。", "The purpose has at least {least:character|characters}.",
    "請說明用在哪裡。", "Say what the data are for.", status=422,
)  # fmt: skip
NOT_ACCEPTED: Final = Kind(
    "application-not-accepted", "請勾選同意提供條件。", "Accept the terms.", "不同意就無法提供。", "Without that nothing can be provided.", status=422,
)  # fmt: skip
NO_TEXT: Final = Kind(
    "application-no-text", "至少 {least} 個字。", "At least {least:character|characters}.", "請具體說明。", "Be concrete.", status=422,
)  # fmt: skip
NO_NUMBER: Final = Kind(
    "application-no-number", "「{value}」不是整數。", "“{value}” is no whole number.", "請填新臺幣元整數，或日數。", "Write whole TWD, or days.", status=422,
)  # fmt: skip
NO_FEE: Final = Kind(
    "application-no-fee", "請填費用；免費填 0。", "Say what it costs; 0 when it is free.", "新臺幣元整數。", "Whole TWD.", status=422,
)  # fmt: skip
NO_FEE_BASIS: Final = Kind(
    "application-no-fee-basis", "收費須填法令依據。", "A fee needs its legal basis.",
    "例如機關依政府資訊公開法第 22 條訂定的收費標準。", "Such as the agency's own schedule after art. 22 of the law.", status=422,
)  # fmt: skip
NO_GROUND: Final = Kind(
    "application-no-ground", "駁回須選依據。", "A refusal needs a ground.", "請從清單選現行有效的法條。", "Choose an article in force.", status=422,
)  # fmt: skip
NO_SUCH_GROUND: Final = Kind(
    "application-ground-unfit", "「{code}」不是現行可用的依據。", "“{code}” is no ground in force.", "請看依據清單。", "See the list of grounds.", status=422,
)  # fmt: skip
REASONS_SHORT: Final = Kind(
    "application-reasons-short", "理由至少 {least} 個字，現在有 {have} 個。",
    "Reasons have at least {least:character|characters}; these have {have}.", "請具體說明。", "Be concrete.", status=422,
)  # fmt: skip
UNPAID: Final = Kind(
    "application-unpaid", "還有 {fee} 元沒有繳費紀錄。", "{fee} TWD are not noted as paid.", "請先登錄繳費收據。", "Note the payment first.", status=409,
)  # fmt: skip
NOTHING_TO_PAY: Final = Kind(
    "application-nothing-to-pay", "沒有未繳的費用。", "Nothing is unpaid.", "不必登錄。", "Nothing needs to be noted.", status=409,
)  # fmt: skip
NO_RECEIPT: Final = Kind(
    "application-no-receipt", "請填收據號碼。", "Give the number of the receipt.", "機關開立的收據。", "The agency's own.", status=422,
)  # fmt: skip
NO_WHAT: Final = Kind(
    "application-no-what", "請填交付了什麼。", "Say what was handed over.", "例如檔名與資料期間。", "Such as the file and its period.", status=422,
)  # fmt: skip
NO_WAY: Final = Kind(
    "application-no-way", "請填交付方式。", "Say by which way.", "例如加密下載連結、光碟郵寄。", "Such as an encrypted download.", status=422,
)  # fmt: skip
NO_HASH: Final = Kind(
    "application-no-hash", "雜湊值須為 64 個十六進位字元的 SHA-256。", "The hash is a SHA-256 of 64 hexadecimal digits.",
    "沒有檔案就留空。", "Leave it empty when there is no file.", status=422,
)  # fmt: skip
NO_LINK_FILE: Final = Kind(
    "application-no-link-file", "請選這個資料集目前在本平臺的一個檔案。", "Choose a file of this dataset that is kept here now.",
    "檔案不在本平臺的，請用「登錄交付」。", "What is not kept here is handed over another way and noted.", status=422,
)  # fmt: skip
NO_LINK_DAYS: Final = Kind(
    "application-no-link-days", "有效日數須為 1 到 {most}。", "A link holds at least one day and at most {most:day|days}.",
    "到期後可以再提供一次。", "It can be offered again afterwards.", status=422,
)  # fmt: skip
NO_LINK: Final = Kind(
    "application-no-link", "這件申請沒有這個連結。", "This application has no such link.", "請從申請頁開啟。", "Open it from the application.", status=404,
)  # fmt: skip
LINK_OVER: Final = Kind(
    "application-link-over", "這個連結已經失效。", "This link is over.",
    "還需要的話，請在申請頁洽機關再提供一次。", "If you still need the data, ask the agency to offer them again.", status=410,
)  # fmt: skip
NOT_YET: Final = Kind(
    "application-not-yet",
    "補正期限還沒過。",
    "The time to complete it is not over.",
    "請等期滿。",
    "Wait until it is.",
    status=409,
)
ACKNOWLEDGED: Final = Kind(
    "application-acknowledged", "已經確認收到。", "It was acknowledged already.", "不必再確認。", "Nothing needs to be done.", status=409,
)  # fmt: skip
NO_TERMS_STATED: Final = Kind(
    "application-terms-not-stated", "{where} 還沒有公布提供條件。", "No terms are stated for {where} yet.",
    "請向持有的機關詢問；機關可用 PUT 公布。", "Ask the agency that holds it; the agency states them with PUT.", status=404,
)  # fmt: skip
TERMS_MISSING: Final = Kind(
    "application-terms-missing", "請填「{label}」。", "Fill in “{label}”.", "公布的條件要完整。", "The terms have to be complete.", status=422,
)  # fmt: skip

NAME: Final = _both("資料申請", "Application for data")
STATES: Final[dict[str, LanguageMap]] = {
    "submitted": _both("審查中", "Being decided"),
    "completing": _both("待補正", "To be completed"),
    "granted": _both("已核准，待交付", "Granted, to be handed over"),
    "delivered": _both("已交付", "Handed over"),
    "refused": _both("駁回", "Refused"),
    "taken_back": _both("申請人撤回", "Withdrawn"),
    "revoked": _both("廢止核准", "Revoked"),
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "apply": _both("申請", "Apply"),
    "ask_to_complete": _both("通知補正", "Ask to complete"),
    "complete": _both("補正", "Complete"),
    "not_completed": _both("逾期未補正", "Not completed"),
    "extend_decision": _both("延長准駁期限", "Extend the term"),
    "grant": _both("核准", "Grant"),
    "refuse": _both("駁回", "Refuse"),
    "note_payment": _both("登錄繳費", "Note a payment"),
    "hand_over": _both("登錄交付", "Hand over"),
    "offer_link": _both("提供個人連結", "Offer a personal link"),
    "collect": _both("從個人連結下載", "Download from the personal link"),
    "withdraw_link": _both("收回個人連結", "Withdraw a personal link"),
    "acknowledge": _both("確認收到", "Acknowledge"),
    "take_back": _both("撤回申請", "Withdraw"),
    "revoke": _both("廢止核准", "Revoke"),
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "submitted": _both("收到申請，准駁期限開始。", "The application came in; the term runs."),
    "completing": _both("機關通知補正，期限暫停。", "The agency asks for more; the term rests."),
    "completed": _both("申請人補正，期限續算。", "The applicant completed it; the term goes on."),
    "not_completed": _both("逾期未補正，期限續算。", "It was not completed in time; the term goes on."),
    "extended": _both("機關延長准駁期限。", "The agency extended the term."),
    "granted": _both("機關核准。", "The agency granted it."),
    "refused": _both("機關駁回，附依據與理由。", "The agency refused it, with grounds and reasons."),
    "paid": _both("繳費已登錄。", "The fee was paid."),
    "delivered": _both("資料已交付。", "The data were handed over."),
    "link_offered": _both("機關提供有期限的個人連結。", "The agency offered a personal link for a time."),
    "collected": _both("申請人從個人連結下載。", "The applicant downloaded from the personal link."),
    "link_withdrawn": _both("機關收回個人連結。", "The agency withdrew the personal link."),
    "acknowledged": _both("申請人確認收到。", "The applicant has the data."),
    "taken_back": _both("申請人撤回。", "The applicant withdrew it."),
    "revoked": _both("機關廢止核准。", "The agency revoked the grant."),
}
THROUGH_LINK: Final = _both("本平臺個人連結", "personal link on this platform")
LINK_STATES: Final[dict[str, LanguageMap]] = {
    "live": _both("可下載", "Can be downloaded"),
    "expired": _both("已過期", "Expired"),
    "withdrawn": _both("機關已收回", "Withdrawn by the agency"),
    "gone": _both("檔案已不在本平臺", "The file is no longer kept here"),
    "revoked": _both("核准已廢止", "The grant was revoked"),
}
TERMS: Final[dict[str, LanguageMap]] = {
    "conditions": _both("提供條件", "Conditions"),
    "fee": _both("費用", "Fee"),
    "fee_basis": _both("收費依據", "Legal basis of the fee"),
    "way": _both("交付方式", "How the data are handed over"),
    "form": _both("書面申請表網址（選填）", "Address of a paper form (optional)"),
}
TERMS_SET: Final = _both("已公布提供條件。", "The terms are public.")
