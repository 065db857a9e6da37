"""What the checker says about cells, in both languages; for params see `texts`."""

from typing import Final

from springhead.engine.kernel.problems import Kind, Severity

WARNING, INFO = Severity.WARNING, Severity.INFO

TYPE_ERROR: Final = Kind(
    "type-error",
    "「{where}」應為{type_zh}，這一格是「{value}」，表中留空。",
    "“{where}” should be {type_en}; this cell is “{value}” and stays empty in the table.",
    "請改正這一格；若代表沒有資料，請列為缺值記號；若整欄不是{type_zh}，請改為文字。",
    "Correct it; if it means no data, list it as a missing mark; if the column is not {type_en}, make it text.",
)
MOSTLY_TYPED: Final = Kind(
    "mostly-typed",
    "「{where}」多數是{type_zh}，這一格是「{value}」，整欄因此以文字處理。",
    "“{where}” is mostly {type_en}; this cell is “{value}”, so the whole column is kept as text.",
    "請改正這一格，或把欄位定為{type_zh}（不合的格子留空）。",
    "Correct it, or set the column to {type_en} (cells that do not fit stay empty).",
    severity=WARNING,
)
ROC_DATE: Final = Kind(
    "roc-date",
    "「{value}」是民國日期，已轉為 {fixed}（此欄共 {count} 格）。",
    "“{value}” is a date of the ROC calendar; it was read as {fixed} ({count} in this column).",
    "請確認；下次請用西元 YYYY-MM-DD。",
    "Confirm; write YYYY-MM-DD next time.",
    severity=WARNING,
)
ROC_MONTH: Final = Kind(
    "roc-month",
    "「{value}」是民國年月或年度，已轉為 {fixed}（此欄共 {count} 格）。",
    "“{value}” is a month or year of the ROC calendar; it was read as {fixed} ({count} in this column).",
    "不必處理；下次請用西元 YYYY-MM。若不是年月，請選「保留原樣」。",
    "Nothing to do; write YYYY-MM next time. If it is no month, choose “keep as it was”.",
    severity=INFO,
)
NO_ROC_MONTH: Final = Kind(
    "no-roc-month",
    "「{where}」是民國年月，這一格卻是「{value}」，照原文保留。",
    "“{where}” holds months of the ROC calendar; this cell is “{value}” and is kept as it is.",
    "請改正這一格。",
    "Correct it.",
    severity=WARNING,
)
FULLWIDTH_DIGIT: Final = Kind(
    "fullwidth-digit",
    "「{value}」含全形數字或符號，已讀為 {fixed}（此欄共 {count} 格）。",
    "“{value}” is written in full-width characters; it was read as {fixed} ({count} in this column).",
    "請改用半形。",
    "Use half-width characters.",
    severity=WARNING,
)
THOUSANDS: Final = Kind(
    "thousands-separator",
    "「{value}」有千分位逗號，已讀為 {fixed}（此欄共 {count} 格）。",
    "“{value}” has thousands separators; it was read as {fixed} ({count} in this column).",
    "不必處理；下次請只寫數字。",
    "Nothing to do; write plain digits next time.",
    severity=INFO,
)
PERCENT: Final = Kind(
    "percent-sign",
    "「{value}」有百分號，已讀為 {fixed}，單位記為 %（此欄共 {count} 格）。",
    "“{value}” has a percent sign; it was read as {fixed} with the unit % ({count} in this column).",
    "不必處理；下次請把 % 寫在欄名或單位。",
    "Nothing to do; put % into the name or the unit next time.",
    severity=INFO,
)
BOOLEAN_WORD: Final = Kind(
    "boolean-word",
    "「{value}」已讀為 {fixed}（此欄共 {count} 格）。",
    "“{value}” was read as {fixed} ({count} in this column).",
    "不必處理；若想保留原文，請選「保留原樣」。",
    "Nothing to do; choose “keep as it is” to keep the words.",
    severity=INFO,
)
DATE_FORM: Final = Kind(
    "date-form",
    "「{value}」已讀為 {fixed}（此欄共 {count} 格）。",
    "“{value}” was read as {fixed} ({count} in this column).",
    "不必處理；下次請用 YYYY-MM-DD。",
    "Nothing to do; write YYYY-MM-DD next time.",
    severity=INFO,
)
MISSING_MARK: Final = Kind(
    "missing-mark",
    "「{value}」表示沒有資料，表中留空（此欄共 {count} 格）。",
    "“{value}” means no data; the cell stays empty in the table ({count} in this column).",
    "不必處理；下次請直接留空。",
    "Nothing to do; leave the cell empty next time.",
    severity=INFO,
)
MAYBE_MISSING: Final = Kind(
    "maybe-missing",
    "「{where}」有 {alike} 格是「{value}」，可能表示沒有資料；目前照原文保留。",
    "In “{where}” {alike:cell is|cells are} “{value}”, which may mean no data; so far nothing is changed.",
    "若表示沒有資料，請列為缺值記號。",
    "If it means no data, list it as a missing mark.",
    severity=INFO,
)
UNIT_IN_CELLS: Final = Kind(
    "unit-in-cells",
    "「{where}」的格子裡寫了單位（如「{value}」，前面各列有 {count} 格），整欄只能以文字處理。",
    "Cells of “{where}” carry a unit (such as “{value}”; {count} of its first cells), so the column is kept as text.",
    "請只留數字，把單位「{fixed}」寫在欄名。",
    "Keep the numbers alone and write the unit “{fixed}” into the name.",
    severity=WARNING,
)
AMBIGUOUS_DATE: Final = Kind(
    "ambiguous-date",
    "「{where}」的日期把年寫在最後（如「{value}」，前面各列有 {count} 格），分不出日與月，整欄以文字處理。",
    "The dates of “{where}” end in the year (such as “{value}”; {count} of its first cells): day and month cannot be "
    "told apart, so the column is kept as text.",
    "請改用 YYYY-MM-DD。",
    "Write YYYY-MM-DD.",
    severity=WARNING,
)
DECIMAL_CODE: Final = Kind(
    "decimal-code",
    "「{where}」是代碼，前面各列卻有 {count} 格帶小數（如「{value}」）：開頭的 0 可能也已遺失。",
    "“{where}” holds codes, yet {count} of its first cells have decimals (such as “{value}”): leading zeros may be lost.",
    "請把欄位設為文字，從原始系統重新匯出。",
    "Format the column as text and export again from the original system.",
    severity=WARNING,
)
SPREADSHEET_ERROR: Final = Kind(
    "spreadsheet-error",
    "「{value}」是試算表的錯誤值，不是資料，表中留空。",
    "“{value}” is an error of a spreadsheet, not a value; the cell stays empty in the table.",
    "請在試算表修正公式或欄寬後重新匯出。",
    "Mend the formula or the column's width in the spreadsheet and export again.",
    severity=WARNING,
)
DATE_OUT_OF_RANGE: Final = Kind(
    "date-out-of-range",
    "「{where}」的日期 {value} 遠在其他資料常見的年代之外。",
    "The date {value} of “{where}” lies far outside the years such data are about.",
    "請確認年份：可能是打錯，或把民國年當成西元年；若代表沒有資料，請留空。",
    "Check the year: it may be mistyped, or an ROC year taken for a common one; leave it empty if it means no data.",
    severity=WARNING,
)
SENTINEL: Final = Kind(
    "sentinel",
    "「{where}」有 {count} 格是 {value}，可能是缺值代號，不是真的數字。",
    "In “{where}” {count:cell is|cells are} {value}, which may be a code for no data, not a number.",
    "若是代號，請列為缺值記號；若是真值，請確認。",
    "If it is a code, list it as a missing mark; if it is a true value, confirm.",
    severity=WARNING,
)
PADDED_CELL: Final = Kind(
    "padded-cell",
    "「{where}」有 {count} 格前後有空白，已去除。",
    "In “{where}” {count:cell begins or ends|cells begin or end} with blanks, which were removed.",
    "不必處理。",
    "Nothing to do.",
    severity=INFO,
)
FORMULA: Final = Kind(
    "formula",
    "「{value}」以公式開頭，用試算表開啟時可能會執行。",
    "“{value}” begins like a formula; a spreadsheet may run it on opening.",
    "請改為值；匯出 CSV 時會自動加上防護。",
    "Replace it with its value; exports are made harmless.",
    severity=WARNING,
)
SCIENTIFIC: Final = Kind(
    "scientific-notation",
    "「{value}」是試算表縮寫過的數字，原來的代碼可能已遺失。",
    "“{value}” was shortened by a spreadsheet; the original code may be lost.",
    "請把欄位設為文字後重新匯出。",
    "Format the column as text and export again.",
    severity=WARNING,
)

TWD97_ZONE: Final = Kind(
    "twd97-zone",
    "「{where}」的座標以 TWD97 二度分帶 {zone} 分帶（{crs}）換算位置，依據：{why}。",
    "The coordinates of “{where}” are placed by TWD97 / TM2 zone {zone} ({crs}), because {why}.",
    "請看地圖；若位置不對，請改用另一分帶。",
    "Look at the map; choose the other zone if the places are wrong.",
    severity=INFO,
)
TWD97_ZONE_DOUBT: Final = Kind(
    "twd97-zone-doubt",
    "「{where}」的座標在 119 分帶是澎湖，在 121 分帶是東海岸；目前以 {zone} 分帶（{crs}）換算。",
    "The coordinates of “{where}” are Penghu in zone 119 and the east coast in zone 121; zone {zone} ({crs}) is used.",
    "請看地圖；若資料在澎湖，請改用 119 分帶。",
    "Look at the map; choose zone 119 if the data are about Penghu.",
    severity=INFO,
)
ZONE_REASONS: Final = {
    "officer": {"zh-Hant": "承辦人的選擇", "en": "the officer chose it"},
    "header": {"zh-Hant": "欄名", "en": "the name of the column says so"},
    "place": {"zh-Hant": "這些點只有在這一分帶才落在陸地上", "en": "only there the points lie on land"},
    "words": {"zh-Hant": "資料或機關的縣市", "en": "the data or their agency name the county"},
}

TYPE_NAMES: Final = {
    "text": ("文字", "text"),
    "integer": ("整數", "an integer"),
    "decimal": ("數字", "a number"),
    "boolean": ("是非值", "true or false"),
    "date": ("日期", "a date"),
    "time": ("時間", "a time"),
    "datetime": ("日期時間", "a date and time"),
}
