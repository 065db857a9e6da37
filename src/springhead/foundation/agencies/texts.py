"""Problems, role names and fixed words of people and agencies, in both languages."""

from collections.abc import Iterable, Mapping
from typing import Final

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Kind, Severity
from springhead.foundation.agencies.rules import Scope

ROLES: Final[Mapping[str, Mapping[str, str]]] = {
    Role.CITIZEN: {"zh-Hant": "民眾", "en": "Citizen"},
    Role.OFFICER: {"zh-Hant": "資料開放承辦人", "en": "Open-data officer"},
    Role.AGENCY_LEAD: {"zh-Hant": "機關資料開放主管", "en": "Agency lead"},
    Role.AGENCY_HEAD: {"zh-Hant": "機關首長", "en": "Head of agency"},
    Role.MEMBER: {"zh-Hant": "諮詢小組委員", "en": "Committee member"},
    Role.CONVENER: {"zh-Hant": "諮詢小組召集人", "en": "Committee convener"},
    Role.SECRETARY: {"zh-Hant": "諮詢小組幕僚", "en": "Committee secretary"},
    Role.STANDARDS_EXPERT: {"zh-Hant": "標準專家", "en": "Standards expert"},
    Role.POLICY_OFFICE: {"zh-Hant": "主管機關", "en": "Policy office"},
    Role.OPERATOR: {"zh-Hant": "平臺維運人員", "en": "Operator"},
}

SCOPES: Final[Mapping[str, Mapping[str, str]]] = {
    Scope.READ: {"zh-Hant": "讀取我看得到的資料", "en": "Read what I may see"},
    Scope.PUBLISH: {"zh-Hant": "建立資料集、送件", "en": "Create datasets and deliver files"},
    Scope.CASES: {"zh-Hant": "辦理案件", "en": "Act on cases"},
}

REGIMES: Final[Mapping[str, Mapping[str, str]]] = {
    "executive_yuan": {"zh-Hant": "行政院及所屬", "en": "Executive Yuan and subordinates"},
    "other_yuan": {"zh-Hant": "總統府及其他院", "en": "Presidential Office and the other Yuans"},
    "local": {"zh-Hant": "地方政府", "en": "Local government"},
}

SCHEMES: Final[Mapping[str, Mapping[str, str]]] = {
    "oid": {"zh-Hant": "機關 OID", "en": "OID"},
    "org_code": {"zh-Hant": "機關代碼", "en": "Agency code"},
    "gov_tw_name": {"zh-Hant": "政府資料開放平臺名稱", "en": "Name on data.gov.tw"},
    "county5": {"zh-Hant": "縣市代碼", "en": "County code"},
    "iso": {"zh-Hant": "ISO 3166-2 代碼", "en": "ISO 3166-2"},
    "former_name": {"zh-Hant": "舊稱", "en": "Former name"},
}

TO_FILL: Final = {"zh-Hant": "待補", "en": "Not known yet"}
ENDED_UNKNOWN: Final = {"zh-Hant": "已改制，日期待補", "en": "Ended; date not known yet"}
FIELD_REGIME: Final = {"zh-Hant": "適用規定", "en": "Rules"}
FIELD_TERM: Final = {"zh-Hant": "存續期間", "en": "In force"}
FIELD_PHONE: Final = {"zh-Hant": "電話", "en": "Telephone"}
FIELD_ADDRESS: Final = {"zh-Hant": "地址", "en": "Address"}
MERGED: Final = {
    "zh-Hant": "已併入「{name}」，原網址會轉到這個機關。",
    "en": "Merged into {name}; the old address leads there.",
}
SAVED: Final = {"zh-Hant": "已儲存。", "en": "Saved."}
KEY_REVOKED: Final = {"zh-Hant": "金鑰已撤銷，立即失效。", "en": "The key is revoked and no longer works."}
ROLE_GIVEN: Final = {"zh-Hant": "已加上角色。", "en": "The role is given."}
ACCOUNT_DISABLED: Final = {
    "zh-Hant": "帳號已停用，金鑰同時失效。",
    "en": "The account is disabled; its keys no longer work.",
}
ACCOUNT_ENABLED: Final = {"zh-Hant": "帳號已恢復。", "en": "The account is enabled again."}
ROLE_ENDED: Final = {"zh-Hant": "角色已於今日結束。", "en": "The role ended today."}

SIGN_IN_NEEDED: Final = Kind(
    "sign-in-needed",
    "這一步要先登入。",
    "Sign in before this step.",
    "請登入後再試一次；程式請在 Authorization 標頭附上 API 金鑰。",
    "Sign in and try again; a program sends an API key in the Authorization header.",
    status=401,
)
ROLE_NEEDED: Final = Kind(
    "role-needed",
    "您的帳號沒有辦理這件事的角色（需要：{roles}）。",
    "Your account does not hold a role for this ({roles} needed).",
    "如果這是您的工作，請平臺維運人員為您加上角色。",
    "If this is your work, ask an operator to give you the role.",
    status=403,
)
NOT_YOUR_AGENCY: Final = Kind(
    "not-your-agency",
    "這屬於其他機關，您不能代為辦理。",
    "This belongs to another agency; you cannot act for it.",
    "請由該機關的承辦人辦理，或請平臺維運人員確認您的機關。",
    "Leave it to that agency's officer, or ask an operator to check your agency.",
    status=403,
)
KEY_UNKNOWN: Final = Kind(
    "key-unknown",
    "API 金鑰不正確、已過期或已撤銷。",
    "The API key is wrong, expired or revoked.",
    "請在「我的帳號」建立新的金鑰；秘密只在建立時顯示一次。",
    "Make a new key under “My account”; its secret is shown once, when it is made.",
    status=401,
)
SCOPE_NEEDED: Final = Kind(
    "scope-needed",
    "這把 API 金鑰沒有「{scope}」的權限。",
    "This API key lacks the scope “{scope}”.",
    "請建立一把勾選該權限的金鑰。",
    "Make a key with that scope.",
    status=403,
)
NO_SUCH_AGENCY: Final = Kind(
    "no-such-agency",
    "找不到機關「{where}」。",
    "There is no agency “{where}”.",
    "請到機關清單以名稱或 OID 尋找。",
    "Look for it by name or OID in the list of agencies.",
    status=404,
)
NO_SUCH_PERSON: Final = Kind(
    "no-such-person",
    "找不到帳號「{where}」。",
    "There is no account “{where}”.",
    "請檢查電子郵件是否正確；對方要先註冊。",
    "Check the e-mail address; the person has to sign up first.",
    status=404,
)
EMAIL_WRONG: Final = Kind(
    "email-wrong",
    "「{where}」不是電子郵件地址。",
    "“{where}” is not an e-mail address.",
    "請填寫完整的地址，例如 name@example.gov.tw。",
    "Give the whole address, such as name@example.gov.tw.",
)
NO_SUCH_KEY: Final = Kind(
    "no-such-key",
    "您沒有這把金鑰：{where}",
    "You have no such key: {where}",
    "請重新整理金鑰清單。",
    "Reload the list of keys.",
    status=404,
)
NO_SUCH_MEMBERSHIP: Final = Kind(
    "no-such-membership",
    "找不到這項角色：{where}",
    "There is no such role: {where}",
    "請重新整理名單，它可能已經結束。",
    "Reload the list; it may have ended already.",
    status=404,
)
ROLE_UNKNOWN: Final = Kind(
    "role-unknown",
    "沒有「{where}」這個角色。",
    "There is no role “{where}”.",
    "可用的角色：{roles}",
    "Roles: {roles}",
)
ROLE_NEEDS_AGENCY: Final = Kind(
    "role-needs-agency",
    "「{role}」要指定機關。",
    "“{role}” is held in an agency; name one.",
    "請選擇機關。",
    "Choose an agency.",
)
ROLE_TAKES_NO_AGENCY: Final = Kind(
    "role-takes-no-agency",
    "「{role}」屬於整個平臺，不分機關。",
    "“{role}” is held towards the whole house, not in an agency.",
    "請把機關欄留空。",
    "Leave the agency empty.",
)
LAST_OPERATOR: Final = Kind(
    "last-operator",
    "這是最後一位平臺維運人員，不能移除。",
    "This is the last operator and cannot be removed.",
    "請先把角色交給另一個人。",
    "Give the role to somebody else first.",
    status=409,
)
NAME_MISSING: Final = Kind(
    "agency-name-missing",
    "機關名稱是空的。",
    "The agency's name is empty.",
    "請填寫機關全銜。",
    "Give the full name.",
)
NAME_TOO_LONG: Final = Kind(
    "agency-name-too-long",
    "機關名稱超過 {limit} 字。",
    "The agency's name is over {limit:character|characters}.",
    "請填寫機關全銜，其他說明寫在別處。",
    "Give the full name only.",
)
MERGE_INTO_ITSELF: Final = Kind(
    "agency-merge-itself",
    "機關不能併入自己或自己的下級機關。",
    "An agency cannot be merged into itself or into one below it.",
    "請選擇另一個機關。",
    "Choose another agency.",
)
MERGE_NEEDS_PROVISIONAL: Final = Kind(
    "agency-merge-official",
    "「{where}」是正式機關，不能併掉；機關改制請登錄前身與後繼。",
    "“{where}” is an official agency and cannot be merged away; record a successor when it was reorganised.",
    "請改選暫列的機關作為被併方。",
    "Merge the provisional one into the official one.",
    status=409,
)
ALREADY_MERGED: Final = Kind(
    "agency-already-merged",
    "「{where}」已經併入其他機關。",
    "“{where}” has already been merged into another agency.",
    "請重新整理清單。",
    "Reload the list.",
    status=409,
)
KEY_LABEL_MISSING: Final = Kind(
    "key-label-missing",
    "請為金鑰取個名字，日後才認得出用途。",
    "Name the key, so that you will know what it is for.",
    "例如「每日上傳排程」。",
    "For example “nightly upload”.",
)
KEY_SCOPE_MISSING: Final = Kind(
    "key-scope-missing",
    "金鑰至少要有一項權限。",
    "A key needs at least one scope.",
    "請勾選這把金鑰要做的事。",
    "Tick what the key is for.",
)
KEY_DAYS: Final = Kind(
    "key-days",
    "金鑰的有效天數要在 1 到 {limit} 天之間，您填的是「{value}」。",
    "A key is valid for 1 to {limit:day|days}; you gave “{value}”.",
    "到期前可以建立新的金鑰接手。",
    "Make a new key before it runs out.",
)
FILE_UNREADABLE: Final = Kind(
    "agencies-file-unreadable",
    "讀不了「{where}」：{reason}",
    "“{where}” cannot be read: {reason}",
    "請確認檔案存在，而且是 UTF-8 或 Big5 編碼的 CSV。",
    "Make sure that the file is there and is CSV in UTF-8 or Big5.",
)
COLUMN_MISSING: Final = Kind(
    "agencies-column-missing",
    "檔案缺少欄位「{column}」。",
    "The file has no column “{column}”.",
    "需要的欄位：{needed}",
    "Columns needed: {needed}",
)
CELL_EMPTY: Final = Kind(
    "agencies-cell-empty",
    "第 {row} 列的「{column}」是空的。",
    "Row {row}: “{column}” is empty.",
    "這一列沒有匯入。請補上再匯入一次。",
    "The row was left out. Fill the cell and import again.",
)
CELL_OID: Final = Kind(
    "agencies-cell-oid",
    "第 {row} 列的「{column}」：「{value}」不是政府機關的 OID。",
    "Row {row}, {column}: “{value}” is not the OID of a government agency.",
    "OID 以 2.16.886 開頭，例如 2.16.886.101.20003.20007。這一列沒有匯入。",
    "An OID starts with 2.16.886, such as 2.16.886.101.20003.20007. The row was left out.",
)
CELL_ORG_CODE: Final = Kind(
    "agencies-cell-org-code",
    "第 {row} 列的「{column}」：「{value}」不是 10 碼大寫英數字，已略過這一格。",
    "Row {row}, {column}: “{value}” is not ten capital letters and digits; the cell was skipped.",
    "請核對機關代碼，例如 A41000000G。",
    "Check the code, such as A41000000G.",
    severity=Severity.WARNING,
)
CELL_TOO_LONG: Final = Kind(
    "agencies-cell-too-long",
    "第 {row} 列的「{column}」超過 {limit} 字。",
    "Row {row}: “{column}” is over {limit:character|characters}.",
    "這一列沒有匯入。請縮短再匯入一次。",
    "The row was left out. Shorten the cell and import again.",
)
OID_TWICE: Final = Kind(
    "agencies-oid-twice",
    "第 {row} 列的 OID「{value}」在第 {first} 列已經出現過，這一列沒有匯入。",
    "Row {row}: the OID “{value}” stands in row {first} already; this row was left out.",
    "請確認哪一列才對。",
    "Find out which of the two is right.",
)
ALIAS_TAKEN: Final = Kind(
    "agencies-alias-taken",
    "第 {row} 列的「{column}」：「{value}」已屬於「{owner}」，這一格沒有匯入。",
    "Row {row}, {column}: “{value}” belongs to “{owner}” already; the cell was skipped.",
    "請核對兩個機關；若是同一個機關，請合併。",
    "Compare the two agencies; merge them if they are one.",
    severity=Severity.WARNING,
)
CODE_TAKEN: Final = Kind(
    "agencies-code-taken",
    "{where} 的代碼「{value}」已屬於「{owner}」，沒有載入。",
    "{where}: the code “{value}” belongs to “{owner}” already and was not loaded.",
    "請核對兩個機關；若是同一個機關，請合併。",
    "Compare the two agencies; merge them if they are one.",
    severity=Severity.WARNING,
)


def role_name(role: str) -> Mapping[str, str]:
    """Return what a role is called in both languages."""
    return ROLES.get(role, {"zh-Hant": role, "en": role})


def role_names(roles: Iterable[str]) -> Mapping[str, str]:
    """Return what several roles are called, joined."""
    names = [role_name(role) for role in sorted(roles)]
    return {
        "zh-Hant": "、".join(name["zh-Hant"] for name in names),
        "en": ", ".join(name["en"] for name in names),
    }
