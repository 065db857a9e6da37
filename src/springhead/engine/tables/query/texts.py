"""What can be wrong with a query, said in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

UNKNOWN_PARAMETER: Final = Kind(
    "query-unknown-parameter",
    "沒有「{where}」這個參數或欄位。",
    "There is no parameter or column “{where}”.",
    "最接近的是「{nearest}」。可用的欄位：{names}。",
    "The nearest is “{nearest}”. Columns: {names}.",
)
UNKNOWN_COLUMN: Final = Kind(
    "query-unknown-column",
    "參數「{where}」提到的欄位「{value}」不存在。",
    "Parameter “{where}” names a column “{value}” that does not exist.",
    "最接近的是「{nearest}」。可用的欄位：{names}。",
    "The nearest is “{nearest}”. Columns: {names}.",
)
BAD_VALUE: Final = Kind(
    "query-bad-value",
    "參數「{where}」的值「{value}」不是{type_zh}。",
    "Parameter “{where}”: “{value}” is not {type_en}.",
    "請寫成像「{example}」的樣子。",
    "Write it like “{example}”.",
)
BAD_OPERATOR: Final = Kind(
    "query-bad-operator",
    "參數「{where}」：這種欄位（{type_zh}）不能這樣比較。",
    "Parameter “{where}”: a column of this type ({type_en}) cannot be compared in this way.",
    "文字欄位才能用 __contains 與 __startswith；請改用：{allowed}。",
    "Only text columns take __contains and __startswith; use one of: {allowed}.",
)
BAD_CHOICE: Final = Kind(
    "query-bad-choice",
    "參數「{where}」的值「{value}」不在可選的範圍內。",
    "Parameter “{where}”: “{value}” is not one of the choices.",
    "請改用「{nearest}」。可選：{choices}。",
    "Use “{nearest}”. Choices: {choices}.",
)
BAD_LIMIT: Final = Kind(
    "query-bad-limit",
    "參數「{where}」的值「{value}」不是 1 到 {most} 的整數。",
    "Parameter “{where}”: “{value}” is not a whole number from 1 to {most}.",
    "一次最多 {most} 筆；要更多請依 next 翻頁，或用 export 下載全部。",
    "At most {most} at a time; follow `next` for more, or download everything with export.",
)
REPEATED: Final = Kind(
    "query-repeated-parameter",
    "參數「{where}」只能出現一次。",
    "Parameter “{where}” may appear only once.",
    "請只留一個。",
    "Keep one of them.",
)
BAD_CURSOR: Final = Kind(
    "query-bad-cursor",
    "cursor 無法辨識，或不屬於這個查詢。",
    "The cursor cannot be read or does not belong to this query.",
    "請原樣使用上一頁的 next；條件或排序一改，就從第一頁開始。",
    "Use `next` of the previous page as it is; start again when conditions or order change.",
)
BAD_BOX: Final = Kind(
    "query-bad-bbox",
    "bbox 的值「{value}」不是「西,南,東,北」四個經緯度。",
    "bbox: “{value}” is not four degrees “west,south,east,north”.",
    "請寫成像「121.4,24.9,121.7,25.2」的樣子。",
    "Write it like “121.4,24.9,121.7,25.2”.",
)
NO_PLACE: Final = Kind(
    "query-no-place",
    "這個資料表沒有座標欄位，不能用 bbox。",
    "This table has no coordinates, so bbox cannot be used.",
    "請改用其他欄位篩選。",
    "Filter by other columns.",
)
BAD_MEASURE: Final = Kind(
    "query-bad-measure",
    "agg 的「{value}」無法計算。",
    "agg: “{value}” cannot be computed.",
    "寫成 count 或「函式:欄位」，例如 {example}。函式：{functions}；sum、avg、median 只用於數字欄位。",
    "Write count or function:column, such as {example}. Functions: {functions}; sum, avg and median take numbers.",
)
BAD_BUCKET: Final = Kind(
    "query-bad-bucket",
    "bucket 的「{value}」無法使用。",
    "bucket: “{value}” cannot be used.",
    "寫成「單位:欄位」，例如 day:{example}。單位：{units}；欄位必須是日期或日期時間（hour 只用於日期時間）。",
    "Write unit:column, such as day:{example}. Units: {units}; the column must be a date or datetime (hour: datetime).",
)
NOTHING_ASKED: Final = Kind(
    "query-nothing-asked",
    "沒有指定 group、bucket 或 agg。",
    "None of group, bucket and agg is given.",
    "例如 group={example}&agg=count。",
    "For instance group={example}&agg=count.",
)
TOO_MANY: Final = Kind(
    "query-too-many",
    "參數「{where}」太多：{given}，上限是 {most}。",
    "Too many of “{where}”: {given}, the limit is {most}.",
    "請分成幾次查詢。",
    "Split the query.",
)
BAD_ENCODING: Final = Kind(
    "query-bad-encoding",
    "網址的參數不是 UTF-8，或含有控制字元。",
    "The parameters of the address are not UTF-8, or hold control characters.",
    "中文請用 UTF-8 的百分號編碼。",
    "Percent-encode Chinese as UTF-8.",
)
SUM_TOO_LARGE: Final = Kind(
    "query-sum-too-large",
    "總和超過 64 位元整數的範圍。",
    "The sum is beyond a 64-bit whole number.",
    "請改用 avg，或縮小範圍。",
    "Use avg, or narrow the rows.",
)

TYPES_ZH: Final = {
    "text": "文字",
    "integer": "整數",
    "decimal": "數字",
    "boolean": "真假值",
    "date": "日期",
    "time": "時間",
    "datetime": "日期時間",
}
TYPES_EN: Final = {
    "text": "text",
    "integer": "a whole number",
    "decimal": "a number",
    "boolean": "true or false",
    "date": "a date",
    "time": "a time",
    "datetime": "a datetime",
}
EXAMPLES: Final = {
    "text": "臺北市",
    "integer": "42",
    "decimal": "3.5",
    "boolean": "true",
    "date": "2026-03-01",
    "time": "08:30:00",
    "datetime": "2026-03-01T08:30:00",
}
