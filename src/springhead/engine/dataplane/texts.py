"""What the data plane has to refuse, said in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

NO_ROUTE: Final = Kind(
    "data-no-such-address",
    "沒有這個網址。",
    "There is nothing at this address.",
    "資料表的網址是 /api/v1/tables/編號/rows；完整說明見資料 API 說明頁。",
    "A table is at /api/v1/tables/ID/rows; see the guide to the data API.",
    status=404,
)
NO_TABLE: Final = Kind(
    "data-no-such-table",
    "沒有「{where}」這個資料表。",
    "There is no table “{where}”.",
    "請從資料集頁的「API」分頁複製網址。",
    "Copy the address from the API tab of the dataset's page.",
    status=404,
)
WITHDRAWN: Final = Kind(
    "data-withdrawn",
    "這個資料表已下架：{reason_zh}",
    "This table was withdrawn: {reason_en}",
    "下架的紀錄與理由保留在資料集頁。",
    "The record and its reason stay on the dataset's page.",
    status=410,
)
NO_SNAPSHOT: Final = Kind(
    "data-no-such-snapshot",
    "這個資料表沒有第「{where}」版。",
    "This table has no snapshot “{where}”.",
    "現有版次：{numbers}。",
    "Snapshots: {numbers}.",
    status=404,
)
NO_FILE: Final = Kind(
    "data-no-such-file",
    "沒有這個檔案。",
    "There is no such file.",
    "檔案網址列在資料集頁。",
    "Addresses of files are on the dataset's page.",
    status=404,
)
BAD_SLIP: Final = Kind(
    "data-slip-invalid",
    "這個下載網址無效。",
    "This address of a download is not valid.",
    "請回到您的申請，從個人連結重新下載。",
    "Go back to your application and download again from your personal link.",
    status=403,
)
OLD_SLIP: Final = Kind(
    "data-slip-expired",
    "這個下載網址已過期（兩分鐘）。",
    "This address of a download has expired (two minutes).",
    "請回到您的申請，從個人連結重新下載；每次下載都會記入交付紀錄。",
    "Go back to your application and download again from your personal link; every download is put in the delivery log.",
    status=410,
)
CLOSED_SLIP: Final = Kind(
    "data-slip-withdrawn",
    "機關已收回這個下載。",
    "The agency took this download back.",
    "請回到您的申請，頁面會說明理由。",
    "Go back to your application; its page says why.",
    status=410,
)
BAD_METHOD: Final = Kind(
    "data-method-not-allowed",
    "這個網址不接受 {where}。",
    "This address does not take {where}.",
    "請用：{allowed}。",
    "Use: {allowed}.",
    status=405,
)
KEY_NEEDED: Final = Kind(
    "data-key-needed",
    "這個資料表需要金鑰。",
    "This table needs a key.",
    "請以「Authorization: Bearer 金鑰」送出；金鑰向資料提供機關申請。",
    "Send it as “Authorization: Bearer KEY”; ask the publishing agency for one.",
    status=401,
)
KEY_REFUSED: Final = Kind(
    "data-key-refused",
    "這把金鑰不能使用這個資料表。",
    "This key may not use this table.",
    "金鑰可能打錯、過期、已撤銷，或未核准這個資料表。",
    "It may be mistyped, expired, revoked, or not granted for this table.",
    status=403,
)
QUOTA: Final = Kind(
    "data-quota-exceeded",
    "一分鐘內的請求太多（上限 {most} 次）。",
    "Too many requests in a minute (the limit is {most}).",
    "請於 {seconds} 秒後再試；要全部請下載一次：資料表用 export，案件與事件用每日傾印（/dumps/）。",
    "Try again in {seconds:second|seconds}; to have everything, download it once: tables with export, cases and events as the daily dump (/dumps/).",
    status=429,
)
BUSY: Final = Kind(
    "data-busy",
    "目前查詢太多，暫時無法處理。",
    "There are too many queries at the moment.",
    "請於 {seconds} 秒後再試。",
    "Try again in {seconds:second|seconds}.",
    status=503,
)
TOO_SLOW: Final = Kind(
    "data-query-too-slow",
    "這個查詢超過 {deadline} 秒，已停止。",
    "This query took more than {deadline:second|seconds} and was stopped.",
    "請加上篩選條件（有索引的欄位：{indexed}），或用 export 下載全部。",
    "Add conditions (indexed columns: {indexed}), or download everything with export.",
    status=503,
)
TOO_LARGE: Final = Kind(
    "data-query-too-large",
    "這個查詢需要的記憶體超過上限，已停止。",
    "This query needs more memory than it may use and was stopped.",
    "請減少分組或排序的欄位，或加上篩選條件。",
    "Group or sort by fewer columns, or add conditions.",
    status=503,
)
ODS_TOO_LARGE: Final = Kind(
    "data-ods-too-large",
    "ODS 最多 {most} 列，這次有 {rows} 列。",
    "ODS takes at most {most:row|rows}, this is {rows}.",
    "請改用 CSV（export.csv），或加上篩選條件。",
    "Use CSV (export.csv), or add conditions.",
    status=413,
)
NO_GEOMETRY: Final = Kind(
    "data-no-geometry",
    "這個資料表沒有座標，不能輸出 GeoJSON。",
    "This table has no coordinates, so there is no GeoJSON of it.",
    "請改用 CSV 或 NDJSON。",
    "Use CSV or NDJSON.",
    status=404,
)
NOT_READY: Final = Kind(
    "data-store-missing",
    "這個版本的資料檔目前無法讀取。",
    "The data of this snapshot cannot be read at the moment.",
    "請稍後再試；若持續發生，請在資料集頁回報。",
    "Try again later; if it stays so, report it on the dataset's page.",
    status=503,
)
BROKEN: Final = Kind(
    "data-internal",
    "伺服器發生未預期的錯誤。",
    "Something unexpected went wrong on the server.",
    "請稍後再試；若持續發生，請在資料集頁回報，並附上時間。",
    "Try again later; if it stays so, report it on the dataset's page with the time.",
    status=500,
)
