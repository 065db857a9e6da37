"""What can be wrong with a catalogue file."""

from typing import Final

from springhead.engine.kernel.problems import Kind, Severity

MISSING_COLUMN: Final = Kind(
    "catalogue-missing-column",
    "目錄檔缺少欄位「{where}」，無法匯入。",
    "The catalogue file has no column “{where}” and cannot be imported.",
    "請確認是資料集匯出檔，且第一列為欄位名稱；縣市或機關自己的清單請加上 --agency 名稱。",
    "Check that this is a catalogue export and that the first row holds the column names; with a county's or agency's own "
    "list give --agency NAME.",
)
EMPTY_CELL: Final = Kind(
    "catalogue-empty-cell",
    "第 {row} 列的「{where}」是空的，這一筆未匯入。",
    "Row {row} has an empty “{where}”; this record was not imported.",
    "請補上該欄後再匯入一次，其他各筆不受影響。",
    "Fill it in and import again; the other records are not affected.",
    Severity.WARNING,
)
REPEATED_ID: Final = Kind(
    "catalogue-repeated-id",
    "第 {row} 列的識別碼「{value}」先前已出現，只採用第一筆。",
    "Row {row} repeats the id “{value}”; only the first record counts.",
    "請刪除重複的一筆。",
    "Remove the repeated record.",
    Severity.WARNING,
)
LONG_VALUE: Final = Kind(
    "catalogue-long-value",
    "第 {row} 列的「{where}」超過 {limit} 字，已截短。",
    "Row {row}: “{where}” is longer than {limit:character|characters} and was cut.",
    "請縮短後再匯入。",
    "Shorten it and import again.",
    Severity.INFO,
)
BAD_DATE: Final = Kind(
    "catalogue-bad-date",
    "第 {row} 列的「{where}」不是日期：{value}。該欄留白。",
    "Row {row}: “{where}” is not a date: {value}. The field stays empty.",
    "日期請寫成 2026-11-23 或 2026-11-23 15:49:25。",
    "Write dates as 2026-11-23 or 2026-11-23 15:49:25.",
    Severity.INFO,
)
UNREADABLE: Final = Kind(
    "catalogue-unreadable",
    "無法讀取目錄檔：{reason}。",
    "The catalogue file cannot be read: {reason}.",
    "請提供 CSV（UTF-8 或 Big5，可用 gzip 壓縮）或 JSON。",
    "Provide a CSV (UTF-8 or Big5, gzip-compressed if you like) or JSON.",
)
NO_LIST: Final = Kind(
    "catalogue-no-list",
    "{where} 是 JSON，但不是一筆一個物件的清單。",
    "{where} is JSON, but no list with an object for each dataset.",
    '請給這樣的檔案：[{{"編號": 1, "資料集名稱": "…"}}, …]。',
    'Give a file such as [{{"編號": 1, "資料集名稱": "…"}}, …].',
)
