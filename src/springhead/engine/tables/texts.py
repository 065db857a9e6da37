"""What the reader and the checker say, in both languages.

Params used: `value` raw text, `fixed` what it was read as, `count` cells or rows, `row`, `line`, `limit`.
`{where}` is the column, or the file for whole-file problems.
"""

from typing import Final

from springhead.engine.kernel.problems import Kind, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# The file as a whole -----------------------------------------------------------------------------------
EMPTY_FILE: Final = Kind(
    "empty-file",
    "「{where}」是空的檔案。",
    "“{where}” is an empty file.",
    "請重新匯出後再送一次。",
    "Export it again and send it once more.",
)
ONLY_HEADER: Final = Kind(
    "only-header",
    "檔案只有欄名，沒有任何資料列。",
    "The file has a header but not one row of data.",
    "請確認匯出時有選取資料，再送一次。",
    "Check that the export selected any data, then send it again.",
)
TOO_MANY_COLUMNS: Final = Kind(
    "too-many-columns",
    "檔案有 {count} 欄，上限是 {limit} 欄。",
    "The file has {count:column|columns}; at most {limit} can be read.",
    "請把欄位轉為資料列（例如一個月份一列），或拆成幾個檔案。",
    "Turn columns into rows (one row per month, for example), or split the file.",
)
LINE_TOO_LONG: Final = Kind(
    "line-too-long",
    "第 {line} 行超過 {limit} 個位元組，這不是一列一筆的資料表。",
    "Line {line} is longer than {limit:byte|bytes}; this is not a table with one record per line.",
    "請確認檔案格式與換行，匯出為一列一筆的 CSV。",
    "Check the format and the line ends; export a CSV with one record per line.",
)
FILE_TOO_LARGE: Final = Kind(
    "file-too-large",
    "檔案大小 {count} 位元組，上限是 {limit}。",
    "The file has {count:byte|bytes}; the limit is {limit}.",
    "請依年度或地區拆成幾個檔案。",
    "Split it by year or by area.",
    status=413,
)
OUT_OF_MEMORY: Final = Kind(
    "reading-out-of-memory",
    "讀取「{where}」需要的記憶體超過上限 {limit}，已停止。",
    "Reading “{where}” needed more than {limit} of memory and was stopped.",
    "請改用 CSV，或拆成較小的檔案。",
    "Use CSV instead, or split it into smaller files.",
    status=413,
)
OUT_OF_TIME: Final = Kind(
    "reading-out-of-time",
    "讀取「{where}」超過 {limit} 秒，已停止。",
    "Reading “{where}” took longer than {limit:second|seconds} and was stopped.",
    "請改用 CSV，或拆成較小的檔案。",
    "Use CSV instead, or split it into smaller files.",
    status=413,
)
READER_STOPPED: Final = Kind(
    "reader-stopped",
    "讀取「{where}」時程式意外中止（{value}）。",
    "The reader of “{where}” stopped unexpectedly ({value}).",
    "請再試一次；若仍發生，請把檔案交給系統管理者。",
    "Try again; if it happens again, hand the file to the operator.",
    status=500,
)
NO_SUCH_FILE: Final = Kind(
    "no-such-file",
    "找不到檔案「{where}」。",
    "There is no file “{where}”.",
    "請檢查路徑與檔名。",
    "Check the path and the name.",
    status=404,
)
UNKNOWN_ENCODING: Final = Kind(
    "unknown-encoding",
    "看不出這個檔案用什麼編碼。",
    "No encoding explains the bytes of this file.",
    "請另存為 UTF-8 後再送一次，或在處方中指明編碼。",
    "Save it as UTF-8 and send it again, or name the encoding.",
)
BAD_MENDING: Final = Kind(
    "bad-mending",
    "處方的「{where}」不能用：{value}。",
    "The mending “{where}” cannot be applied: {value}.",
    "請移除這一項再試。",
    "Remove it and try again.",
)

# Encoding ----------------------------------------------------------------------------------------------
ENCODING: Final = Kind(
    "encoding",
    "檔案編碼是 {value}，已轉為 UTF-8。",
    "The file is in {value}; it was converted to UTF-8.",
    "不必處理；下次請直接匯出 UTF-8。",
    "Nothing to do; export UTF-8 next time.",
    severity=INFO,
)
BOM: Final = Kind(
    "byte-order-mark",
    "檔案以位元組順序記號（BOM）開頭，已略過。",
    "The file begins with a byte order mark, which was skipped.",
    "不必處理。",
    "Nothing to do.",
    severity=INFO,
)
ENCODING_MISMATCH: Final = Kind(
    "encoding-mismatch",
    "詮釋資料說編碼是 {value}，檔案其實是 {fixed}。",
    "The metadata says the encoding is {value}; the file is in {fixed}.",
    "請把詮釋資料改為 {fixed}。",
    "Correct the metadata to {fixed}.",
    severity=WARNING,
)
ENCODING_GUESS: Final = Kind(
    "encoding-guess",
    "檔案不是 UTF-8，也不是 Big5；看來像 {value}，但無法確定。",
    "The file is neither UTF-8 nor Big5; it looks like {value}, which is not certain.",
    "請看預覽是否正確：正確就採用這個編碼，否則另存為 UTF-8。",
    "Look at the preview: accept this encoding if it is right, else save the file as UTF-8.",
)
ENCODING_ERROR: Final = Kind(
    "encoding-error",
    "位元組 {value} 不是有效的 {encoding}（檔案第 {offset} 個位元組起）。",
    "The bytes {value} are not valid {encoding} (from byte {offset} of the file).",
    "請在原始檔改正這個字，另存為 UTF-8。",
    "Correct this character at the source and save as UTF-8.",
)
MIXED_ENCODING: Final = Kind(
    "mixed-encoding",
    "檔案混用兩種編碼：{count} 行是 {value}，其餘是 {encoding}；從第 {line} 行開始。",
    "The file mixes two encodings: {count:line is|lines are} {value}, the rest {encoding}; from line {line} on.",
    "已逐行轉換，請看預覽是否正確，再確認採用。",
    "Each line was converted on its own; look at the preview, then accept.",
)
PRIVATE_USE: Final = Kind(
    "private-use",
    "「{value}」含有自造字 {fixed}，別人的電腦看不到。",
    "“{value}” contains the private-use character {fixed}, which other computers cannot show.",
    "請改用全字庫或 Unicode 的正式字。",
    "Replace it with the official character (CNS 11643 or Unicode).",
    severity=WARNING,
)
LOST_CHARACTER: Final = Kind(
    "lost-character",
    "「{value}」含有 U+FFFD，表示這個字在送來之前就已毀損。",
    "“{value}” contains U+FFFD: the character was already lost before the file came here.",
    "請從原始系統重新匯出。",
    "Export again from the original system.",
    severity=WARNING,
)
CONTROL: Final = Kind(
    "control-character",
    "「{value}」含有看不見的控制字元 {fixed}，已移除。",
    "“{value}” contains the invisible control character {fixed}, which was removed.",
    "請在原始檔刪除這個字元。",
    "Delete the character at the source.",
    severity=WARNING,
)
NUL: Final = Kind(
    "nul",
    "儲存格含有空字元（NUL），已移除。",
    "The cell contains a NUL character, which was removed.",
    "請確認檔案沒有損壞，再重新匯出。",
    "Check that the file is not damaged, then export again.",
)

# Shape of the table --------------------------------------------------------------------------------------
DELIMITER: Final = Kind(
    "delimiter",
    "欄位以{value}分隔，不是半形逗號。",
    "Fields are separated by {value_en}, not by a comma.",
    "不必處理；下次請用半形逗號。",
    "Nothing to do; use a comma next time.",
    severity=INFO,
)
TITLE_ROWS: Final = Kind(
    "title-rows",
    "欄名上方有 {count} 列標題（{value}），讀取時略過。",
    "Skipped above the header: {count:title row|title rows} ({value}).",
    "請確認第 {row} 列是欄名；標題請寫在詮釋資料。",
    "Confirm that row {row} is the header; a title belongs in the metadata.",
    severity=WARNING,
)
TWO_ROW_HEADER: Final = Kind(
    "two-row-header",
    "欄名有 {rows} 列，已合併，例如「{fixed}」。",
    "The header has {rows:row|rows}; they were joined, for example “{fixed}”.",
    "請確認合併後的欄名；下次請只用一列欄名。",
    "Confirm the joined names; use one header row next time.",
    severity=WARNING,
)
TOTAL_ROW: Final = Kind(
    "total-row",
    "這一列是「{value}」，混在資料列之中，加總時會重複計算。",
    "The row is a total (“{value}”) among the records; adding up the column counts it twice.",
    "請刪除這一列，或另存一份統計表。",
    "Delete the row, or keep the totals in a table of their own.",
    severity=WARNING,
)
DUPLICATE_ROW: Final = Kind(
    "duplicate-row",
    "這一列與第 {value} 列完全相同（重複的共 {count} 列）。",
    "The row is exactly the same as row {value} ({count:repeated row|repeated rows} in all).",
    "請確認是否重複匯出；若真有兩筆，不必處理。",
    "Check whether it was exported twice; if there really are two, nothing is to be done.",
    severity=INFO,
)
KEY_REPEATED: Final = Kind(
    "key-repeated",
    "鍵「{where}」應該每列不同，這一列的「{value}」卻與第 {first} 列相同（重複的共 {count} 列）。",
    "The key “{where}” should differ in every row; “{value}” stands in row {first} already ({count:repeated row|repeated rows} in all).",
    "請改正重複的列，或在資料集的頁面改選鍵。",
    "Correct the repeated rows, or choose another key on the page of the dataset.",
    severity=WARNING,
)
KEY_BLANK: Final = Kind(
    "key-blank",
    "鍵「{where}」在這一列是空白的（共 {count} 列）。",
    "The key “{where}” is blank in this row ({count:row|rows} in all).",
    "請補上，或在資料集的頁面改選鍵。",
    "Fill it in, or choose another key on the page of the dataset.",
    severity=WARNING,
)
KEY_UNKNOWN: Final = Kind(
    "key-lacking",
    "這份檔案沒有選為鍵的欄位「{where}」。",
    "The file lacks the column “{where}” that was chosen as key.",
    "請確認欄名，或在資料集的頁面改選鍵。",
    "Check the name, or choose another key on the page of the dataset.",
    severity=WARNING,
)
REPEATED_HEADER: Final = Kind(
    "repeated-header",
    "這一列又是欄名（{value}），不是資料，已擱置。",
    "The row repeats the header ({value}); it is no data and was set aside.",
    "請刪除這一列；合併檔案時只留一次欄名。",
    "Delete the row; keep the header only once when files are joined.",
    severity=WARNING,
)
NO_HEADER: Final = Kind(
    "no-header",
    "第一列看來是資料，檔案沒有欄名。",
    "The first row looks like data; the file has no header.",
    "請為每一欄取名，或確認第一列就是欄名。",
    "Name the columns, or confirm that the first row is the header.",
)
FOOTER_ROWS: Final = Kind(
    "footer-rows",
    "檔尾有 {count} 列附註（{value}），不算資料。",
    "Not counted as data: {count:note row|note rows} below the table ({value}).",
    "請確認；附註請寫在詮釋資料。",
    "Confirm; notes belong in the metadata.",
    severity=WARNING,
)
BLANK_ROW: Final = Kind(
    "blank-row",
    "這一列是空白的，已略過（共 {count} 列）。",
    "The row is blank and was skipped ({count} in all).",
    "不必處理；列號不受影響。",
    "Nothing to do; row numbers are not affected.",
    severity=WARNING,
)
BLANK_LABEL: Final = Kind(
    "blank-label",
    "第 {number} 欄沒有欄名，暫稱「{fixed}」。",
    "Column {number} has no name; it is called “{fixed}” for now.",
    "請為這一欄取名。",
    "Give the column a name.",
)
DUPLICATE_LABEL: Final = Kind(
    "duplicate-label",
    "欄名「{value}」重複，第 {number} 欄暫稱「{fixed}」。",
    "The name “{value}” stands twice; column {number} is called “{fixed}” for now.",
    "請為這一欄取不同的名字。",
    "Give the column a name of its own.",
)
EMPTY_COLUMN: Final = Kind(
    "empty-column",
    "第 {number} 欄沒有欄名也沒有資料，已略過。",
    "Column {number} has neither a name nor data; it was left out.",
    "不必處理；下次請刪除多餘的分隔符號。",
    "Nothing to do; remove the surplus delimiter next time.",
    severity=INFO,
)
MISSING_CELL: Final = Kind(
    "missing-cell",
    "這一列只有 {count} 格，應有 {limit} 格，已擱置。",
    "The row has {count:cell|cells} instead of {limit}; it was set aside.",
    "請補齊，或選擇在列尾補空白。",
    "Complete it, or choose to fill up the end of the row with blanks.",
)
EXTRA_CELL: Final = Kind(
    "extra-cell",
    "這一列有 {count} 格，應有 {limit} 格，已擱置。",
    "The row has {count:cell|cells} instead of {limit}; it was set aside.",
    "內容若含分隔符號，請用雙引號括住；或確認擱置這些列。",
    "Quote cells that contain the delimiter; or confirm that these rows stay out.",
)
PADDED_ROW: Final = Kind(
    "padded-row",
    "這一列少了 {count} 格，已在列尾補空白。",
    "The row lacked {count:cell|cells}; blanks were added at its end.",
    "不必處理。",
    "Nothing to do.",
    severity=INFO,
)
SET_ASIDE: Final = Kind(
    "row-set-aside",
    "這一列有 {count} 格，應有 {limit} 格，依處方擱置。",
    "The row has {count:cell|cells} instead of {limit}; it stays out, as accepted.",
    "不必處理；原始檔仍可下載。",
    "Nothing to do; the original file can still be downloaded.",
    severity=WARNING,
)
TRAILING_DELIMITER: Final = Kind(
    "trailing-delimiter",
    "列尾多了空白的格子，已略過（共 {count} 列）。",
    "Rows end in surplus empty cells, which were left out ({count:row|rows}).",
    "不必處理。",
    "Nothing to do.",
    severity=INFO,
)
UNTERMINATED_QUOTE: Final = Kind(
    "unterminated-quote",
    "這一行的雙引號沒有結尾，已擱置這一行。",
    "A quotation mark opens on this line and never closes; the line was set aside.",
    "請補上結尾的雙引號；內容的雙引號請寫成兩個。",
    "Close the quotation; write a quotation mark inside a cell twice.",
)
LONE_QUOTE: Final = Kind(
    "lone-quote",
    "「{value}」裡有落單的雙引號，已當作文字。",
    "“{value}” contains a lone quotation mark; it was read as text.",
    "內容含雙引號時，請整格以雙引號括住，並把內容的雙引號寫成兩個。",
    "Quote the whole cell and write the quotation mark inside it twice.",
    severity=WARNING,
)

HEADER_CHANGED: Final = Kind(
    "header-changed",
    "欄名與上次不同，先前採用的處方未套用。",
    "The header differs from last time; the mendings accepted then were not applied.",
    "請看新的建議，再確認一次。",
    "Look at the new proposals and accept them again.",
    severity=WARNING,
)
