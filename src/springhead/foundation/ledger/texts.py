"""Problems of the ledger, in both languages."""

from springhead.engine.kernel.problems import Kind

OUTSIDE_TRANSACTION = Kind(
    code="ledger-outside-transaction",
    zh="帳冊事件「{where}」必須和它所記的變更在同一筆交易中寫入。",
    en='The ledger event "{where}" must be written in the same transaction as the change it records.',
    fix_zh="請在交易（atomic）之內呼叫。",
    fix_en="Call it inside a transaction (atomic).",
    status=500,
)
NOT_RECORDABLE = Kind(
    code="ledger-not-recordable",
    zh="「{where}」無法寫入帳冊：{reason}",
    en='"{where}" cannot be written to the ledger: {reason}',
    fix_zh="事件代碼、標的與行為人各為 1 至 100 字；事實只能是文字、整數、真假值、清單與物件；小數請寫成文字。",
    fix_en="Event, subject and actor take 1 to 100 characters; facts are text, whole numbers, true or false, "
    "lists and objects; write decimals as text.",
    status=500,
)
KEY_MISSING = Kind(
    code="ledger-key-missing",
    zh="找不到帳冊的簽章金鑰 {key}，因此不再寫入任何事件。",
    en="The ledger's signing key {key} is missing, so no event can be written.",
    fix_zh="請把備份中的 secrets 資料夾放回原處；金鑰若已遺失，請由兩人執行金鑰更換。",
    fix_en="Put back the secrets folder from the backup; if the key is lost, two persons can replace it.",
    status=503,
)
SAME_PERSON = Kind(
    code="ledger-same-person",
    zh="這個動作需要兩個人，提出者與確認者不能是同一人（{where}）。",
    en="This takes two persons; the one who proposes cannot also confirm ({where}).",
    fix_zh="請由另一位有權限的人確認。",
    fix_en="Ask a second authorised person to confirm.",
    status=403,
)
NO_SUCH_EVENT = Kind(
    code="ledger-no-such-event",
    zh="帳冊裡沒有第 {where} 號事件。",
    en="The ledger has no event number {where}.",
    fix_zh="號碼從 0 開始；請查看帳冊清單中的最後一號。",
    fix_en="Numbers start at 0; see the list for the last one.",
    status=404,
)
