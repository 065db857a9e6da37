"""Problems of the ledger, in both languages."""

from springhead.engine.kernel.problems import Kind

OUTSIDE_TRANSACTION = Kind(
    code="ledger-outside-transaction",
    zh="帳本事件「{where}」必須和它所記的變更在同一筆交易中寫入。",
    en='The ledger event "{where}" must be written in the same transaction as the change it records.',
    fix_zh="請在交易（atomic）之內呼叫。",
    fix_en="Call it inside a transaction (atomic).",
    status=500,
)
NOT_RECORDABLE = Kind(
    code="ledger-not-recordable",
    zh="「{where}」無法寫入帳本：{reason}",
    en='"{where}" cannot be written to the ledger: {reason}',
    fix_zh="事件代碼、標的與行為人各為 1 至 100 字；事實只能是文字、整數、真假值、清單與物件；小數請寫成文字。",
    fix_en="Event, subject and actor take 1 to 100 characters; facts are text, whole numbers, true or false, "
    "lists and objects; write decimals as text.",
    status=500,
)
KEY_MISSING = Kind(
    code="ledger-key-missing",
    zh="找不到帳本的簽章金鑰 {key}，因此不再寫入任何事件。",
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
    zh="帳本裡沒有第 {where} 號事件。",
    en="The ledger has no event number {where}.",
    fix_zh="號碼從 0 開始；請查看帳本清單中的最後一號。",
    fix_en="Numbers start at 0; see the list for the last one.",
    status=404,
)
ROLLED_BACK = Kind(
    code="ledger-rolled-back",
    zh="資料庫外保存的樹頭已有 {outside} 筆事件，資料庫卻只有 {inside} 筆：資料庫被換成較舊的版本。",
    en="A head kept outside the database covers {outside:event|events}, the database holds {inside}: "
    "it was replaced by an older one.",
    fix_zh="請查明是否還原了舊備份。之後的事件已經遺失，收據會顯示不符，必須公開說明。",
    fix_en="Find out whether an old backup was restored. Later events are lost and their receipts will show it; "
    "this must be told in public.",
    status=500,
)
FORKED = Kind(
    code="ledger-forked",
    zh="到第 {where} 號事件為止，資料庫的內容與庫外保存、已簽署的樹頭不同：歷史被改寫。",
    en="Up to event {where} the database differs from the signed head kept outside it: history was rewritten.",
    fix_zh="請保全資料庫與 heads 資料夾，並與其他人手上的收據比對。",
    fix_en="Secure the database and the heads folder, and compare with receipts that others hold.",
    status=500,
)
ROW_CHANGED = Kind(
    code="ledger-row-changed",
    zh="第 {where} 號事件的內容被更動過。",
    en="The row of event {where} was altered.",
    fix_zh="請從備份比對這一列，並查明誰能直接修改資料庫。",
    fix_en="Compare this row with a backup, and find out who can write to the database directly.",
    status=500,
)
ROW_MISSING = Kind(
    code="ledger-row-missing",
    zh="第 {where} 號事件不見了。",
    en="Event {where} is missing.",
    fix_zh="請從備份比對這一列，並查明誰能直接修改資料庫。",
    fix_en="Compare with a backup, and find out who can write to the database directly.",
    status=500,
)
HISTORY_CHANGED = Kind(
    code="ledger-history-changed",
    zh="第 {where} 號事件與當時簽署的樹頭不符：這些事件在寫入之後被改寫。",
    en="Event {where} does not match the head signed at the time: it was rewritten after it was recorded.",
    fix_zh="請從備份比對，並查明誰能直接修改資料庫。",
    fix_en="Compare with a backup, and find out who can write to the database directly.",
    status=500,
)
NODE_CHANGED = Kind(
    code="ledger-node-changed",
    zh="證明用的節點 {where} 被更動或遺失，相關收據會無法驗證。",
    en="Node {where} of the proofs was altered or is missing; receipts that need it will not verify.",
    fix_zh="節點可由事件重算；請從備份比對，並查明原因。",
    fix_en="Nodes can be recomputed from the events; compare with a backup and find out why.",
    status=500,
)
HEAD_CHANGED = Kind(
    code="ledger-head-changed",
    zh="涵蓋 {where} 筆事件的樹頭，簽章不符。",
    en="The signature of the head over {where:event|events} is not genuine.",
    fix_zh="請從備份比對，並查明誰能直接修改資料庫。",
    fix_en="Compare with a backup, and find out who can write to the database directly.",
    status=500,
)
EDGE_CHANGED = Kind(
    code="ledger-edge-changed",
    zh="帳本記錄的大小或前緣（{where}）與事件不符。",
    en="The recorded size or edge of the ledger ({where}) does not match its events.",
    fix_zh="請從備份比對，並查明誰能直接修改資料庫。",
    fix_en="Compare with a backup, and find out who can write to the database directly.",
    status=500,
)
OUTSIDE_UNREADABLE = Kind(
    code="ledger-outside-unreadable",
    zh="庫外保存的樹頭第 {where} 行無法讀取或簽章不符。",
    en="Line {where} of the heads kept outside the database cannot be read or is not genuine.",
    fix_zh="請用另外保存的副本取代這個檔案。",
    fix_en="Replace the file by a copy kept elsewhere.",
    status=500,
)
REASON_MISSING = Kind(
    code="two-persons-reason-missing",
    zh="請寫下這個動作（{where}）的理由；理由會公開。",
    en="Give the reason for this step ({where}); it will be public.",
    fix_zh="寫清楚為什麼，但不要寫出外洩的內容。",
    fix_en="Say why, without repeating what leaked.",
)
PROPOSED_ALREADY = Kind(
    code="two-persons-proposed-already",
    zh="「{where}」已有一件等待確認的提案。",
    en='There is already an open proposal for "{where}".',
    fix_zh="請由另一人確認或駁回原來的提案。",
    fix_en="Let another person confirm or reject it.",
    status=409,
)
NO_OPEN_PROPOSAL = Kind(
    code="two-persons-no-open-proposal",
    zh="沒有代號為「{where}」、等待確認的提案。",
    en='There is no open proposal "{where}".',
    fix_zh="請檢查代號；已確認或已駁回的提案不能再動。",
    fix_en="Check the id; a proposal that was settled stays settled.",
    status=404,
)
KEY_PRESENT = Kind(
    code="ledger-key-present",
    zh="簽章金鑰 {where} 還在，不需要當作遺失處理。",
    en="The signing key {where} is here; it is not lost.",
    fix_zh="請由一人提出更換、另一人確認，讓舊金鑰為新金鑰簽署。",
    fix_en="Let one person propose and another confirm, so that the old key signs for the new one.",
    status=409,
)

# Sentences of the command line, in both languages.
SAY_WHOLE = (
    "帳本完整：{events} 筆事件、{heads} 個已簽署的樹頭，全部重算相符。樹根 {root}",
    "The ledger is whole: {events:event|events} and {heads:signed head|signed heads} recomputed. Root {root}",
)
SAY_OUTSIDE = (
    "與資料庫外保存的 {outside} 個樹頭一致。",
    "It agrees with the {outside:head|heads} kept outside the database.",
)
SAY_EXPORTED = (
    "已匯出 {count} 筆事件到 {folder}；任何人都可以執行其中的 verify.py 查驗。",
    "Exported {count:event|events} to {folder}; anyone can check them with the verify.py in it.",
)
