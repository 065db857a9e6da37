"""Problems of file storage, in both languages."""

from springhead.engine.kernel.problems import Kind

DISK_FULL = Kind(
    code="disk-full",
    zh="磁碟空間不足，檔案沒有存入（需要 {needed} 位元組，剩餘 {free} 位元組）。",
    en="The disk is full, so the file was not stored ({needed:byte|bytes} needed, {free} left).",
    fix_zh="請管理者騰出空間後再送一次；先前的資料都完好。",
    fix_en="Ask the operator to free some space, then send it again; earlier data are intact.",
    status=507,
)
BLOB_MISSING = Kind(
    code="blob-missing",
    zh="儲存區裡沒有雜湊值為 {where} 的檔案。",
    en="The store holds no file with the hash {where}.",
    fix_zh="請從備份還原這個檔案。",
    fix_en="Restore this file from a backup.",
    status=404,
)
BLOB_DAMAGED = Kind(
    code="blob-damaged",
    zh="檔案 {where} 的內容與雜湊值不符，已經損壞。",
    en="The content of file {where} does not match its hash; it is damaged.",
    fix_zh="請從備份還原這個檔案。",
    fix_en="Restore this file from a backup.",
    status=500,
)
BLOB_PURGED = Kind(
    code="blob-purged",
    zh="檔案 {where} 已依兩人核可永久清除，不能再取得，也不能再存入。",
    en="File {where} was removed for good by two persons; it can neither be read nor stored again.",
    fix_zh="請改用不含外洩內容的檔案。",
    fix_en="Use a file without the leaked content.",
    status=410,
)
NOT_A_HASH = Kind(
    code="not-a-hash",
    zh="「{where}」不是 SHA-256 雜湊值。",
    en='"{where}" is not a SHA-256 hash.',
    fix_zh="雜湊值是 64 個小寫十六進位字元。",
    fix_en="A hash has 64 lower-case hexadecimal characters.",
)
STORE_UNREACHABLE = Kind(
    code="store-unreachable",
    zh="遠端儲存區沒有回應（{reason}）。",
    en="The remote store does not answer ({reason}).",
    fix_zh="稍後會再試；請管理者檢查儲存區的網址與憑證。",
    fix_en="It will be tried again; ask the operator to check the store's address and credentials.",
    status=503,
)
