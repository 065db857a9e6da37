"""What is said of spreadsheets, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind, Severity

# Spreadsheets ---------------------------------------------------------------------------------------

WORKBOOK_EMPTY: Final = Kind(
    "workbook-empty",
    "試算表裡沒有看得見且有內容的工作表。",
    "The workbook has no visible sheet with anything in it.",
    "請確認送件的是正確的檔案，並取消隱藏要發布的工作表。",
    "Check that this is the right file, and unhide the sheet to be published.",
)
SEVERAL_SHEETS: Final = Kind(
    "several-sheets",
    "有 {count} 張有內容的工作表，一次只能發布一張；目前讀的是「{sheet}」，其他是：{others}。",
    "{count:sheet has|sheets have} content and one is published at a time; “{sheet}” was read, the others are: {others}.",
    "請選擇要讀哪一張工作表，其餘另外送件。",
    "Choose the sheet to read, and send the others separately.",
)
SHEET_TOO_LARGE: Final = Kind(
    "sheet-too-large",
    "工作表「{where}」的範圍有 {count} 格，上限 {limit} 格；遠處可能有多餘的儲存格。",
    "The sheet “{where}” spans {count:cell|cells}; the limit is {limit}. There may be a stray cell far away.",
    "請刪除資料以外的列與欄，或改用 CSV。",
    "Delete the rows and columns beyond the data, or use CSV.",
    status=413,
)
MERGED_CELLS: Final = Kind(
    "merged-cells",
    "有 {count} 處合併儲存格（如 {where}）；資料區的合併值已填入每一格。",
    "{count:range of cells is|ranges of cells are} merged (such as {where}); a merged value in the data was put into each of its cells.",
    "請取消合併，讓每一列都有完整的值。",
    "Unmerge them, so that every row holds its own values.",
    Severity.WARNING,
)
FORMULA_CELLS: Final = Kind(
    "formula-cells",
    "有 {count} 格是公式（如 {where}），已採用檔案中存好的計算結果。",
    "{count:cell is a formula|cells are formulas} (such as {where}); the results stored in the file were used.",
    "若結果可能過時，請重新計算後另存；或貼成「值」再送件。",
    "If results may be stale, recalculate and save; or paste them as values.",
    Severity.INFO,
)
FORMULA_WITHOUT_VALUE: Final = Kind(
    "formula-without-value",
    "有 {count} 格公式沒有存下計算結果（如 {where}），讀成空白。",
    "{count:formula has|formulas have} no stored result (such as {where}); read as blank.",
    "請用試算表軟體開啟、重新計算並存檔。",
    "Open the file in a spreadsheet program, recalculate and save it.",
    Severity.WARNING,
)
ERROR_CELLS: Final = Kind(
    "error-cells",
    "有 {count} 格是試算錯誤（如 {where} 的 {value}），讀成空白。",
    "{count:cell holds|cells hold} a calculation error (such as {value} in {where}); read as blank.",
    "請修正公式後再送件。",
    "Mend the formula and send the file again.",
    Severity.WARNING,
)

# What a workbook hides ------------------------------------------------------------------------------

_STRIP_ZH: Final = "請按「移除」由平臺製作乾淨的檔案，或逐項確認可以公開。"
_STRIP_EN: Final = "Press “strip” to publish a clean copy, or confirm this one part as fit to be public."


def _hidden(code: str, zh: str, en: str) -> Kind:
    return Kind(f"hidden-{code}", zh, en, _STRIP_ZH, _STRIP_EN)


HIDDEN_SHEET: Final = _hidden(
    "sheet",
    "工作表「{name}」被隱藏，公開原始檔就會一併公開。",
    "The sheet “{name}” is hidden; publishing the file would publish it too.",
)
HIDDEN_ROWS: Final = _hidden(
    "rows",
    "工作表「{sheet}」隱藏了 {count} 列（{name}）。",
    "The sheet “{sheet}” hides {count:row|rows} ({name}).",
)
HIDDEN_COLUMNS: Final = _hidden(
    "columns",
    "工作表「{sheet}」隱藏了 {count} 欄（{name}）。",
    "The sheet “{sheet}” hides {count:column|columns} ({name}).",
)
HIDDEN_NAME: Final = _hidden(
    "named-range",
    "檔案定義了名稱「{name}」（{value}），可能帶有看不見的資料。",
    "The file defines the name “{name}” ({value}), which may carry data nobody sees.",
)
HIDDEN_PIVOT: Final = _hidden(
    "pivot-cache",
    "樞紐分析表的快取（{name}）存有來源資料，共 {count} 筆。",
    "A pivot table’s cache ({name}) keeps its source data, {count:record|records}.",
)
HIDDEN_LINK: Final = _hidden(
    "external-link",
    "檔案連結到外部活頁簿（{name}），並存有對方內容的快取。",
    "The file links to another workbook ({name}) and keeps a cached copy of its content.",
)
HIDDEN_COMMENTS: Final = _hidden(
    "comments",
    "檔案裡有 {count} 則註解（{name}），內容與作者都會公開。",
    "The file carries {count:comment|comments} ({name}); text and authors would become public.",
)
HIDDEN_PROPERTIES: Final = _hidden(
    "properties",
    "檔案內容摘要寫有個人或單位名稱：{value}。",
    "The document properties name a person or body: {value}.",
)
HIDDEN_CUSTOM: Final = _hidden(
    "custom-part",
    "檔案夾帶看不見的部分（{name}）。",
    "The file carries a part nobody sees ({name}).",
)
HIDDEN_MACRO: Final = _hidden(
    "macro",
    "檔案含有巨集程式（{name}）。",
    "The file contains macros ({name}).",
)
HIDDEN_STRIPPED: Final = Kind(
    "stripped-hidden",
    "已依決定移除隱藏內容：{name}。",
    "Hidden content was stripped as decided: {name}.",
    "無須處理。",
    "Nothing to do.",
    Severity.INFO,
)
HIDDEN_CONFIRMED: Final = Kind(
    "confirmed-hidden",
    "承辦人已確認可公開：{name}。",
    "The officer confirmed this as fit to be public: {name}.",
    "無須處理。",
    "Nothing to do.",
    Severity.INFO,
)
