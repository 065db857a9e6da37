"""What is said about metadata in bulk, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

SHEET_COLUMN_UNKNOWN: Final = Kind(
    "bulk-column-unknown",
    "看不懂欄位「{where}」。",
    "The column “{where}” is not known.",
    "請先匯出，在匯出的檔案上修改。可用的欄位：{known}。",
    "Export first and change the exported file. Known columns: {known}.",
)
SHEET_WITHOUT_ID: Final = Kind(
    "bulk-id-missing",
    "儲存格 {where} 沒有資料集編號。",
    "Cell {where} has no dataset id.",
    "每列都要有「資料集編號」（ds_…）；請先匯出，在匯出的檔案上修改。",
    "Every row needs its id (ds_…); export first and change the exported file.",
)
SHEET_ID_UNKNOWN: Final = Kind(
    "bulk-id-unknown",
    "儲存格 {where} 的「{value}」不是貴機關的資料集編號。",
    "“{value}” in cell {where} is no dataset of your agency.",
    "請用匯出檔裡的編號，或刪除這一列。",
    "Use the ids of the exported file, or delete the row.",
)
SHEET_ID_TWICE: Final = Kind(
    "bulk-id-twice",
    "儲存格 {where} 的 {value} 與第 {row} 列重複，這一列沒有採用。",
    "{value} in cell {where} stands in row {row} already; this row was not taken.",
    "同一個資料集只留一列。",
    "Keep one row for each dataset.",
)
SHEET_CELL_WITHOUT_HEAD: Final = Kind(
    "bulk-cell-without-head",
    "儲存格 {where} 上方沒有欄名，這一列沒有採用。",
    "There is no heading above cell {where}; this row was not taken.",
    "內容可能因多出的逗號而移位。請對照匯出檔改正。",
    "An extra comma may have shifted the row. Compare it with the exported file.",
)
SHEET_COLUMN_TWICE: Final = Kind(
    "bulk-column-twice",
    "欄位「{label}」出現不只一次（{where}）。",
    "The column “{label}” is there more than once ({where}).",
    "請只留一欄。",
    "Keep one of them.",
)
SHEET_CELL: Final = Kind(
    "bulk-cell",
    "儲存格 {where}：{why}",
    "Cell {where}: {why_en}",
    "{how}這一格沒有採用，其餘照列。",
    "{how_en} This cell was not taken; the others are listed.",
)
SHEET_STALE: Final = Kind(
    "bulk-stale",
    "「{title}」的「{label}」在您確認之前已被別人修改，整批都沒有寫入。",
    "“{label_en}” of “{title}” was changed by somebody else before you confirmed; nothing was written.",
    "請重新匯出，或再送一次檔案看新的差異。",
    "Export again, or send the file again to see the new differences.",
    status=409,
)
SHEET_TOO_LARGE: Final = Kind(
    "bulk-too-large",
    "「{where}」超過 {most}。",
    "“{where}” is larger than {most}.",
    "請只留需要修改的列與欄。",
    "Keep only the rows and columns that change.",
    status=413,
)
SHEET_UNREADABLE: Final = Kind(
    "bulk-unreadable",
    "讀不出「{where}」。",
    "“{where}” cannot be read.",
    "請用匯出的 CSV 或 ODS 修改後再匯入。",
    "Change the exported CSV or ODS file and import that.",
)
SHEET_TOO_LONG: Final = Kind(
    "bulk-too-long",
    "一次最多 {most} 個資料集，這份有 {n} 個。",
    "One import takes at most {most:dataset|datasets}; this one has {n}.",
    "請分成幾份。",
    "Split it.",
)
BULK_DONE: Final = {"zh-Hant": "已更新 {n} 個資料集。", "en": "{n:dataset was|datasets were} changed."}
