"""What the response table, imports and the check of ballots say when something is wrong, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

TABLE_COLUMN_UNKNOWN: Final = Kind(
    "consultation-table-column",
    "{where}：不認得「{value}」這一欄。",
    "{where}: the column “{value}” is unknown.",
    "可用的欄：{known}。",
    "Columns: {known}.",
    status=422,
)
TABLE_COLUMN_MISSING: Final = Kind(
    "consultation-table-column-missing",
    "{where}：缺「{label}」欄。",
    "{where}: the column “{label}” is missing.",
    "請從這裡重新下載表格再填。",
    "Download the table again and fill that in.",
    status=422,
)
TABLE_COLUMN_TWICE: Final = Kind(
    "consultation-table-column-twice",
    "{where}：「{label}」欄出現兩次。",
    "{where}: the column “{label}” stands twice.",
    "請刪掉其中一欄。",
    "Delete one of them.",
    status=422,
)
TABLE_NO_GROUP: Final = Kind(
    "consultation-table-no-group",
    "{where}：沒有寫類別編號。",
    "{where}: the number of the group is missing.",
    "請填 1 以上的整數；新的一類就用新的編號。",
    "Give a whole number from 1; a new number makes a new group.",
    status=422,
)
TABLE_BAD_NUMBERS: Final = Kind(
    "consultation-table-numbers",
    "{where}：看不懂意見編號「{value}」。",
    "{where}: the comment numbers “{value}” cannot be read.",
    "請寫成 1, 3, 7-12。",
    "Write 1, 3, 7-12.",
    status=422,
)
TABLE_NO_COMMENT: Final = Kind(
    "consultation-table-no-comment",
    "{where}：沒有第 {number} 號意見。",
    "{where}: there is no comment {number}.",
    "請對照意見清單的編號。",
    "Compare with the numbers of the comments.",
    status=422,
)
TABLE_COMMENT_TWICE: Final = Kind(
    "consultation-table-comment-twice",
    "{where}：第 {number} 號意見已歸到第 {other} 類。",
    "{where}: comment {number} is in group {other} already.",
    "每則意見只歸一類。",
    "Every comment belongs to one group.",
    status=422,
)
TABLE_SUMMARY_DIFFERS: Final = Kind(
    "consultation-table-differs",
    "{where}：和同一類前面寫的（{first}）不同。",
    "{where}: differs from what stands for the same group in {first}.",
    "同一類只要在第一列寫；其餘各列留空或照抄。",
    "Write it in the first row of a group; leave the others empty or the same.",
    status=422,
)
TABLE_NO_SUMMARY: Final = Kind(
    "consultation-table-no-summary",
    "{where}：新的一類要寫意見摘要。",
    "{where}: a new group needs a summary.",
    "請用一句話寫出這類意見。",
    "Say in one sentence what these comments say.",
    status=422,
)
TABLE_NO_AGENCY: Final = Kind(
    "consultation-table-no-agency",
    "{where}：「{value}」不是這件徵詢的機關。",
    "{where}: “{value}” is no agency of this consultation.",
    "請填機關代號：{known}。",
    "Give the id of an agency: {known}.",
    status=422,
)
TABLE_AGENCY_TWICE: Final = Kind(
    "consultation-table-agency-twice",
    "{where}：同一類同一機關已在第 {row} 列。",
    "{where}: this agency stands for this group in row {row} already.",
    "請併成一列。",
    "Put them into one row.",
    status=422,
)
TABLE_NO_DISPOSITION: Final = Kind(
    "consultation-table-disposition",
    "{where}：沒有「{value}」這種處理情形。",
    "{where}: there is no disposition “{value}”.",
    "請填：{known}。",
    "Write one of: {known}.",
    status=422,
)
TABLE_SHORT_REASON: Final = Kind(
    "consultation-table-reason",
    "{where}：理由太短（{n} 個字），至少 {least} 個字。",
    "{where}: the reasons are too short ({n}); at least {least:character|characters}.",
    "請寫出為什麼這樣處理，讓留言的人看得懂。",
    "Say why, so that those who commented understand.",
    status=422,
)
TABLE_LONG_TEXT: Final = Kind(
    "consultation-table-long",
    "{where}：有 {n} 個字，最多 {most} 個字。",
    "{where}: {n:character|characters}; {most} at most.",
    "請精簡。",
    "Shorten it.",
    status=422,
)
TABLE_NOT_YOUR_CELL: Final = Kind(
    "consultation-table-not-your-cell",
    "{where}：這一格由{who}填寫。",
    "{where}: this cell is filled in by {who}.",
    "請改回原來的內容；要改請洽該機關。",
    "Put back what was there; ask that agency to change it.",
    status=403,
)
TABLE_STALE: Final = Kind(
    "consultation-table-stale",
    "您看過差異之後，有人改了這張表。",
    "Somebody changed the table after you saw the differences.",
    "請重新上傳，再看一次差異。",
    "Upload it again and look at the differences anew.",
    status=409,
)
TABLE_CELL_WITHOUT_HEAD: Final = Kind(
    "consultation-table-cell-without-head",
    "{where}：這一格沒有欄名。",
    "{where}: this cell has no column name.",
    "請刪掉，或補上欄名。",
    "Delete it, or name its column.",
    status=422,
)
IMPORT_COLUMN: Final = Kind(
    "consultation-import-column",
    "{where}：不認得「{value}」這一欄。",
    "{where}: the column “{value}” is unknown.",
    "可用的欄：{known}。",
    "Columns: {known}.",
    status=422,
)
IMPORT_NO_COLUMN: Final = Kind(
    "consultation-import-no-column",
    "第 1 列沒有「{label}」欄。",
    "Row 1 has no column “{label}”.",
    "第 1 列要有欄名；至少要有編號和意見。",
    "Name the columns in row 1; number and text are needed.",
    status=422,
)
IMPORT_EMPTY: Final = Kind(
    "consultation-import-empty",
    "{where}：「{label}」是空白的。",
    "{where}: “{label}” is empty.",
    "請補上，或刪掉這一列。",
    "Fill it in, or delete the row.",
    status=422,
)
IMPORT_TWICE: Final = Kind(
    "consultation-import-twice",
    "{where}：編號「{value}」在第 {row} 列出現過。",
    "{where}: the number “{value}” stands in row {row} already.",
    "每則意見的編號要不同。",
    "Every comment has a number of its own.",
    status=422,
)
IMPORT_LONG: Final = Kind(
    "consultation-import-long",
    "{where}：有 {n} 個字，最多 {most} 個字。",
    "{where}: {n:character|characters}; {most} at most.",
    "請拆成兩列。",
    "Split it into two rows.",
    status=422,
)
IMPORT_DATE: Final = Kind(
    "consultation-import-date",
    "{where}：看不懂日期「{value}」。",
    "{where}: the date “{value}” cannot be read.",
    "請用 2026-12-15 或 115/12/15。",
    "Write 2026-12-15.",
    status=422,
)
IMPORT_ANCHOR: Final = Kind(
    "consultation-import-part",
    "{where}：沒有「{value}」這個段落。",
    "{where}: there is no part “{value}”.",
    "請填段落代號或名稱，或留空。",
    "Give the id or label of a part, or leave it empty.",
    status=422,
)
BALLOT_REMOVED: Final = Kind(
    "consultation-ballot-removed",
    "徵詢 {where} 的第 {seq} 筆表態在帳本裡，資料庫裡卻沒有。",
    "Consultation {where}: the vote of ledger line {seq} is not in the database.",
    "有人刪掉了這一票；請由備份還原，並查明原因。",
    "Somebody removed it; restore it from a backup and find out why.",
    status=409,
)
BALLOT_ADDED: Final = Kind(
    "consultation-ballot-added",
    "徵詢 {where} 資料庫裡有一票（第 {statement} 則，{voter}），帳本裡卻沒有。",
    "Consultation {where}: a vote in the database (statement {statement}, {voter}) is not in the ledger.",
    "有人加了這一票；請查明原因。",
    "Somebody added it; find out why.",
    status=409,
)
BALLOT_CHANGED: Final = Kind(
    "consultation-ballot-changed",
    "徵詢 {where} 的第 {seq} 筆表態，資料庫裡的內容和帳本的摘要不符。",
    "Consultation {where}: the vote of ledger line {seq} is not what its digest says.",
    "有人改了這一票；請由備份還原，並查明原因。",
    "Somebody changed it; restore it from a backup and find out why.",
    status=409,
)
TABLE_CLOSED: Final = Kind(
    "consultation-table-closed",
    "這件徵詢目前不能改回應表。",
    "The response table cannot be changed now.",
    "徵詢開始後、公布回應前可以改；公布後以公布的為準。",
    "It can be changed from the opening until the answer is published.",
    status=409,
)
