"""Problems and sentences of the operator's commands, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind, Severity

FOLDER_NOT_EMPTY = Kind(
    code="operations-folder-not-empty",
    zh="資料夾 {where} 不是空的；為免蓋掉東西，什麼都沒有做。",
    en="The folder {where} is not empty; so that nothing is overwritten, nothing was done.",
    fix_zh="請給一個新的資料夾名稱。",
    fix_en="Name a new folder.",
)
NO_BACKUP = Kind(
    code="operations-no-backup",
    zh="{where} 不是活水的備份，或備份沒有做完。",
    en="{where} is not a backup of Springhead, or was not finished.",
    fix_zh="備份完成時會寫入 manifest.json；請換一份備份。",
    fix_en="A finished backup holds a manifest.json; use another one.",
)
BACKUP_DAMAGED = Kind(
    code="operations-backup-damaged",
    zh="備份中的資料庫與備份時的雜湊值不符，備份已損壞。",
    en="The database in the backup does not match the hash taken then; the backup is damaged.",
    fix_zh="請換一份備份。",
    fix_en="Use another backup.",
)
TOOL_FAILED = Kind(
    code="operations-tool-failed",
    zh="{where} 沒有成功：{reason}",
    en="{where} failed: {reason}",
    fix_zh="請安裝 PostgreSQL 用戶端工具，並檢查資料庫位址。",
    fix_en="Install the PostgreSQL client tools and check the database address.",
    status=500,
)
DATABASE_NEEDED = Kind(
    code="operations-database-needed",
    zh="這份備份來自 PostgreSQL，還原時要用 --database 指定一個空的資料庫。",
    en="This backup is of PostgreSQL; name an empty database with --database to restore it.",
    fix_zh="例如 --database postgresql://user@host/scratch",
    fix_en="For example --database postgresql://user@host/scratch",
)
FILE_MISSING = Kind(
    code="operations-file-missing",
    zh="檔案 {where} 應在備份裡，卻找不到。",
    en="File {where} should be there but is not.",
    fix_zh="請從另一份備份補上。",
    fix_en="Take it from another backup.",
)
NOT_AN_OPERATOR = Kind(
    code="operations-not-an-operator",
    zh="{where} 不是平臺維運人員，或密碼不對。",
    en="{where} is not an operator, or the password is wrong.",
    fix_zh="請由兩位維運人員各自輸入自己的密碼。",
    fix_en="Two operators each type their own password.",
    status=403,
)
NOTHING_TO_PURGE = Kind(
    code="operations-nothing-to-purge",
    zh="這個平臺沒有雜湊值為 {where} 的檔案。",
    en="There is no file with the hash {where} here.",
    fix_zh="請從資料集的下載頁或收據複製 SHA-256。",
    fix_en="Copy the SHA-256 from the dataset's downloads or its receipt.",
    status=404,
)
OLDER = Kind(
    code="operations-backup-older",
    zh="備份只到第 {inside} 筆事件，庫外保存的樹頭已到第 {outside} 筆：少了 {lost} 筆。",
    en="The backup ends at event {inside}, the heads kept outside know {outside}: {lost} are missing.",
    fix_zh="若真的以它取代現有資料，這 {lost} 筆事件會永遠消失，相關收據將無法驗證，必須公開說明。",
    fix_en="If it replaces the present data, {lost:event is|events are} lost for good and the receipts stop "
    "verifying; that must be told in public.",
    severity=Severity.WARNING,
)

# Sentences for the terminal: Chinese, English.
Sentence = tuple[str, str]
SAY_BACKED_UP: Final[Sentence] = (
    "備份完成：{events} 筆事件、{files} 個檔案（{size} 位元組），在 {folder}",
    "Backup finished: {events:event|events}, {files:file|files} ({size:byte|bytes}), in {folder}",
)
SAY_SECRETS_APART: Final[Sentence] = (
    "簽章金鑰與密鑰另存於 {folder}；請放在和備份不同的地方。",
    "Signing keys and secrets are in {folder}; keep them apart from the backup.",
)
SAY_NO_SECRETS: Final[Sentence] = (
    "備份不含簽章金鑰。請另外執行一次 --secrets 資料夾，否則還原後無法再寫入帳本。",
    "The backup holds no signing keys. Run it once with --secrets FOLDER, or the ledger cannot go on after a restore.",
)
SAY_SOUND: Final[Sentence] = (
    "還原成功：{events} 筆事件逐筆重算，與簽署的樹頭及庫外保存的 {outside} 個樹頭一致；抽查 {sampled} 個檔案，雜湊值全部相符。",
    (
        "Restored: all {events:event|events} recomputed, in agreement with the signed heads and the {outside:head|heads} kept "
        "outside; {sampled:file|files} read again, every hash fits."
    ),
)
SAY_UNSOUND: Final[Sentence] = (
    "還原的資料不可用，原因如下：",
    "The restored data cannot be used, for these reasons:",
)
SAY_OLDER: Final[Sentence] = (
    "還原的資料本身完好，但比現況舊：",
    "The restored data are sound in themselves, but older than what was promised since:",
)
SAY_PURGED_AGAIN: Final[Sentence] = (
    "備份之後才清除的 {count} 個檔案，已在還原的資料中再次清除。",
    "Purged again in the restored data: {count:file|files} purged after this backup.",
)
SAY_WHERE: Final[Sentence] = (
    "還原在 {folder}。確認無誤後，停止服務，再以它作為資料夾啟動：./springhead run --data {folder}",
    "It is in {folder}. When you are sure, stop the service and start on it: ./springhead run --data {folder}",
)
SAY_PROPOSED: Final[Sentence] = (
    "已提出清除，提案代號 {id}。請另一位維運人員執行：./springhead purge confirm {id} --by 電子郵件",
    "Purge proposed as {id}. Another operator now runs: ./springhead purge confirm {id} --by EMAIL",
)
SAY_PURGED: Final[Sentence] = (
    "已清除 {count} 個檔案，記為第 {seq} 號事件。請把先前的備份也清過：./springhead purge backup 資料夾",
    "{count:file|files} purged, recorded as event {seq}. Purge earlier backups too: ./springhead purge backup FOLDER",
)
SAY_BACKUP_PURGED: Final[Sentence] = (
    "備份 {folder}：移除 {count} 個已清除的檔案。",
    "Backup {folder}: {count:purged file|purged files} removed.",
)
SAY_REJECTED: Final[Sentence] = ("提案 {id} 已駁回。", "Proposal {id} was rejected.")
SAY_NONE_OPEN: Final[Sentence] = ("沒有等待確認的提案。", "No proposal is waiting.")
SAY_KEY_REPLACED: Final[Sentence] = (
    "金鑰已更換，由第 {seq} 號事件記載；新金鑰 {key}。請重新備份 secrets。",
    "The key was replaced, recorded as event {seq}; the new key is {key}. Back up the secrets again.",
)
SAY_KEY_PROPOSED: Final[Sentence] = (
    "已提出更換金鑰，提案代號 {id}。請另一位維運人員執行：./springhead manage replace_key confirm {id} --by 電子郵件",
    (
        "Replacement proposed as {id}. Another operator now runs: "
        "./springhead manage replace_key confirm {id} --by EMAIL"
    ),
)
